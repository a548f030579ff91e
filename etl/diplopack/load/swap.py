"""Writing a folder beside the old one, and changing the two in a single step.

Three names matter: the folder itself (``dist``), the one being written (``.dist.new``) and, only where the
system cannot exchange two folders at once, the one set aside (``.dist.old``). Whoever is killed leaves a
state that the next run can tell by these names:

====================  =============================================================================
what is found         what happened, and what the next run does
====================  =============================================================================
dist, .dist.new       killed while writing, or after the exchange: dist is whole; .dist.new goes
.dist.old, no dist    killed between the two renames: .dist.old is moved back
dist, .dist.old       killed after the two renames: dist is the new one; .dist.old goes
====================  =============================================================================
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from diplopack.errors import DataError
from diplopack.load.durable import sync_folder
from diplopack.load.owned import DESCRIPTOR, files_below, foreign_files, published_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def replacing(out: Path, is_ours: Callable[[str], bool]) -> Iterator[Path]:
    """Give an empty folder to write to, which takes the place of `out` when the block ends well.

    When the block raises, or the process dies, `out` is what it was. A second process that writes to the
    same `out` waits until the first is done.

    Args:
        out: the folder to replace; it need not exist, nor its parents.
        is_ours: says of a relative POSIX path whether the block may write such a file, by which leftovers are told
            from other files.

    Yields:
        The folder to write to, beside `out`.

    Raises:
        DataError: `out` is not a folder, holds files that are not ours, or cannot be written.
    """
    target = Path(os.path.realpath(out))
    if not target.name:
        raise DataError(f"{out}: is the root of the file system, a folder of its own was expected")
    staging, aside = (target.with_name(f".{target.name}.{end}") for end in ("new", "old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.parent):
            _recover(target, staging, aside, is_ours)
            refuse_foreign(out)
            staging.mkdir()
            try:
                yield staging
                refuse_foreign(out)
                for path, _, _ in os.walk(staging, topdown=False):
                    sync_folder(Path(path))
                _swap(staging, target, aside)
                sync_folder(target.parent)
            finally:
                for leftover in (staging, aside):
                    _remove(leftover, is_ours)
    except OSError as error:
        raise DataError(_reason(out, error)) from error


def refuse_foreign(out: Path) -> None:
    """Refuse an output folder that a package may not replace.

    Args:
        out: the folder; it need not exist.

    Raises:
        DataError: it is not a folder, or holds files that are not ours.
    """
    try:
        if not out.exists():
            return
    except OSError as error:  # a name too long
        raise DataError(_reason(out, error)) from error
    if not out.is_dir():
        raise DataError(f"{out}: is a file, a folder was expected")
    foreign = foreign_files(out)
    if foreign:
        named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
        raise DataError(
            f"{out}: holds files that no build of diplopack wrote ({named}); "
            "nothing was changed, an empty folder or an earlier package was expected"
        )


def _reason(out: Path, error: OSError) -> str:
    """One line for an error of the operating system, without the hidden names that a user never gave."""
    what = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in {errno.EBUSY, errno.EXDEV}:
        return f"{out}: cannot be replaced ({what}); is it a mount point? name a folder below it"
    return f"{out}: cannot be written: {what}"


@contextlib.contextmanager
def locked(parent: Path) -> Iterator[None]:
    """Wait for other builds in the same parent folder to end; the lock dies with the process."""
    try:
        import fcntl
    except ImportError:  # Windows has none
        yield
        return
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _recover(target: Path, staging: Path, aside: Path, is_ours: Callable[[str], bool]) -> None:
    """Bring what a killed run left to one of the two ends, old or new."""
    if aside.exists() and not target.exists():
        aside.rename(target)
    for leftover in (staging, aside):
        _remove(leftover, is_ours)


def _swap(staging: Path, target: Path, aside: Path) -> None:
    """Put `staging` where `target` is, and what was there where `staging` or `aside` is."""
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        target.rename(aside)
        try:
            staging.rename(target)
        except OSError:
            aside.rename(target)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _remove(folder: Path, is_ours: Callable[[str], bool]) -> None:
    """Delete our own files in a folder and the folder itself; a file that is not ours keeps it there."""
    if not folder.exists():
        return
    # The descriptor goes last: a kill half way through leaves a folder whose files are still known as ours.
    published = published_files(folder)
    ours = {name for name in files_below(folder) if not name.endswith("/") and (name in published or is_ours(name))}
    for name in sorted(ours, key=lambda name: (name == DESCRIPTOR, name)):
        (folder / name).unlink()
    for path, _, _ in os.walk(folder, topdown=False):
        try:
            Path(path).rmdir()
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise
            raise DataError(f"{folder}: holds files that are not ours, move them away") from error
