"""What came of each batch, as files in a folder: a run that was stopped goes on from them."""

from __future__ import annotations

import contextlib
import json
import shutil
import struct
from collections.abc import Mapping
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
_LENGTH = struct.Struct("<Q")  # of what follows it


def encode(part: Part) -> bytes:
    """The tables of a part: how long each is and how many rows it has, then each as a compressed Arrow stream."""
    streams = {name: _stream(table) for name, table in part.items()}
    sizes = {name: (len(stream), part[name].num_rows) for name, stream in streams.items()}
    index = json.dumps(sizes).encode()
    return b"".join([_LENGTH.pack(len(index)), index, *streams.values()])


def _stream(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


class Stored(Mapping[str, "pa.Table"]):
    """The tables that `encode` wrote, each read when it is asked for, and not kept.

    Args:
        source: what it wrote, or the file that holds it.

    Attributes:
        rows: how many each table has.

    Raises:
        DataError: the file is damaged, here or where a table is read; it is taken away, so that its batch is coded
            again.
    """

    def __init__(self, source: bytes | Path) -> None:
        self._source = source
        self.rows: dict[str, int] = {}
        self._places: dict[str, tuple[int, int]] = {}
        with self._opened() as data:
            (size,) = _LENGTH.unpack(data.read(_LENGTH.size))
            begin = _LENGTH.size + size
            for name, (length, rows) in json.loads(data.read(size)).items():
                self.rows[name], self._places[name] = rows, (begin, length)
                begin += length
            if data.size() != begin:
                raise ValueError(f"{data.size()} bytes, expected {begin}")

    def __getitem__(self, name: str) -> pa.Table:
        import pyarrow as pa

        begin, length = self._places[name]
        with self._opened() as data:
            data.seek(begin)
            with pa.ipc.open_stream(data.read_buffer(length)) as reader:
                return reader.read_all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[pa.NativeFile]:
        import pyarrow as pa

        if isinstance(self._source, bytes):
            yield pa.BufferReader(self._source)
            return
        try:
            with pa.OSFile(str(self._source)) as data:
                yield data
        except (pa.ArrowException, OSError, ValueError, struct.error) as error:
            self._source.unlink(missing_ok=True)
            what = f"is damaged ({error}) and was taken away; the same command codes it again"
            raise DataError(f"{self._source}: {what}") from error


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

    def read(self, key: str) -> Stored:
        """The part of a batch.

        Raises:
            DataError: as for `Stored`.
        """
        return Stored(self._file(key))

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
