"""What came of each batch, as files in a folder: a run that was stopped goes on from them."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, BinaryIO

from diplopack.errors import DataError
from diplopack.load.durable import sync
from diplopack.load.swap import locked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path
    from typing import Self

    import pyarrow as pa

    from diplopack.transform.tables import Part

SUFFIX = ".part"
_TEMPORARY = ".new"
_SCRATCH = "scratch"


def encode(part: Part) -> bytes:
    """The tables of a part, one after the other as compressed Arrow streams."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for table in part.values():
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
            writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def decoded(data: bytes | pa.NativeFile, names: Collection[str]) -> Part:
    """The first of the tables that `encode` wrote, as many as there are names, by these."""
    import pyarrow as pa

    source = pa.BufferReader(data) if isinstance(data, bytes) else data
    part = {}
    for name in names:
        with pa.ipc.open_stream(source) as reader:
            part[name] = reader.read_all()
    return part


class Parts:
    """The parts in a folder, each in a file that bears the key of its batch.

    Args:
        folder: is made where it is not there.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __contains__(self, key: str) -> bool:
        return self._file(key).is_file()

    def write(self, key: str, data: bytes) -> None:
        """Keep what came of a batch: whole, or not at all.

        Raises:
            OSError: it cannot be written.
        """
        with self.writing(f"{key}{SUFFIX}") as file:
            file.write(data)

    @contextlib.contextmanager
    def locked(self) -> Iterator[Self]:
        """Nobody else works with the folder in the block; what a killed run left there is taken away first."""
        with locked(self.folder):
            shutil.rmtree(self.folder / _SCRATCH, ignore_errors=True)
            self.sweep()
            try:
                yield self
            finally:
                with contextlib.suppress(OSError):  # unless there is something in it
                    self.folder.rmdir()

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file of the folder that takes its name once the block has ended well."""
        temporary = self.folder / f"{name}{_TEMPORARY}"
        try:
            with temporary.open("wb") as file:
                yield file
                sync(file)
            temporary.replace(self.folder / name)
        finally:
            temporary.unlink(missing_ok=True)

    def read(self, key: str, names: Collection[str]) -> Part:
        """The first tables of a part.

        Args:
            key: of its batch.
            names: of the tables, from the first on, see `task.TABLES`.

        Raises:
            DataError: the file is damaged; it is taken away, so that its batch is coded again.
        """
        import pyarrow as pa

        file = self._file(key)
        try:
            with pa.OSFile(str(file)) as data:
                return decoded(data, names)
        except (pa.ArrowException, OSError) as error:
            file.unlink(missing_ok=True)
            raise DataError(
                f"{file}: is damaged ({error}) and was taken away; the same command codes it again"
            ) from error

    def sweep(self, keep: Collection[str] | None = None) -> None:
        """Delete what a killed run left, and the parts that are not among `keep`, by default none."""
        for item in self.folder.iterdir():
            if item.name == _SCRATCH:
                continue
            if item.name.endswith(_TEMPORARY) or (keep is not None and item.suffix == SUFFIX and item.stem not in keep):
                item.unlink()

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for what does not fit into memory, which is gone after the block."""
        folder = self.folder / _SCRATCH
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}{SUFFIX}"
