"""The file of checksums of a release, as ``sha256sum -c`` reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diplopack.errors import DataError
from diplopack.load.owned import is_below

if TYPE_CHECKING:
    from pathlib import Path

CHECKSUMS = "SHA256SUMS"

# sha256sum takes more than this (capitals, an asterisk); what it writes for text is the one form here.
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>\S(?:.*\S)?)")
_LARGEST = 1024 * 1024


def read_checksums(folder: Path) -> dict[str, str]:
    """Read the checksums of a folder's files.

    Args:
        folder: where ``SHA256SUMS`` is.

    Returns:
        The SHA-256 of each file, 64 hexadecimal digits, by its path below `folder`.

    Raises:
        DataError: the file cannot be read or is not as a release has it: a line a file, ``digest  name``, sorted
            by names, of which none leads out of the folder.
    """
    file = folder / CHECKSUMS
    try:
        with file.open("rb") as stream:
            text = stream.read(_LARGEST + 1).decode()
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: byte {error.start + 1}: is not UTF-8, text was expected") from error
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror}") from error
    if len(text) > _LARGEST or not text.endswith("\n"):
        raise DataError(f"{file}: lines of a digest and a name were expected, the last one ended and all below 1 MiB")
    digests: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        found = _LINE.fullmatch(line)
        if not found or not is_below(found["name"]):
            wrong.append(f"{file}:{number}: {line[:100]!r} found, expected 64 digits of a SHA-256, two spaces, a file")
        elif digests and found["name"] <= next(reversed(digests)):
            wrong.append(f"{file}:{number}: {found['name']} comes twice or is not in its order")
        else:
            digests[found["name"]] = found["digest"]
    if wrong:
        raise DataError(wrong)
    return digests
