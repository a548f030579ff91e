"""What has been read, remembered in some seventy bytes an article.

A dict of a million ids, digests and places takes 400 MB; the same in flat arrays takes a fifth of that.
"""

from __future__ import annotations

import hashlib
import struct
from array import array

from diplopack.extract.article import Article, LeftOut, Problem, content_digest

_KEY = 16  # bytes of a digest: two of 10^9 are equal with a probability of 10^-21
_PLACE = struct.Struct("<QQ")
_FREE = 0


class DigestTable:
    """A map from digests to values of one size, which grows and forgets nothing.

    Args:
        width: bytes of each value.
    """

    def __init__(self, width: int = 0) -> None:
        self._width = width
        self._records = bytearray()  # key and value of each entry, in the order in which they came
        self._slots = array("I", [_FREE]) * 1024  # numbers of entries from 1, where the hash of their key leads
        self._count = 0

    def setdefault(self, key: bytes, value: bytes = b"") -> bytes | None:
        """Return the value of a key that is here already; else put it here and return None."""
        slot, number = self._find(key)
        if number != _FREE:
            start = (number - 1) * (_KEY + self._width) + _KEY
            return bytes(self._records[start : start + self._width])
        self._records += key
        self._records += value
        self._count += 1
        self._slots[slot] = self._count
        if self._count * 3 > len(self._slots) * 2:
            self._grow()
        return None

    def _find(self, key: bytes) -> tuple[int, int]:
        """The slot of a key, and the number of its entry."""
        mask = len(self._slots) - 1
        size = _KEY + self._width
        slot = int.from_bytes(key[:8], "little") & mask
        while (number := self._slots[slot]) != _FREE:
            start = (number - 1) * size
            if self._records[start : start + _KEY] == key:
                break
            slot = (slot + 1) & mask
        return slot, number

    def _grow(self) -> None:
        self._slots = array("I", [_FREE]) * (len(self._slots) * 2)
        mask = len(self._slots) - 1
        size = _KEY + self._width
        for number in range(1, self._count + 1):  # the keys differ, so they need not be compared
            start = (number - 1) * size
            slot = int.from_bytes(self._records[start : start + 8], "little") & mask
            while self._slots[slot] != _FREE:
                slot = (slot + 1) & mask
            self._slots[slot] = number


class KnownArticles:
    """The articles read so far: tells one that comes again from another with its id."""

    def __init__(self) -> None:
        self._table = DigestTable(_KEY + _PLACE.size)
        self._texts = bytearray()  # names of files and places in them, each with its end
        self._file, self._file_at = "", self._keep("")

    def judge(self, article: Article, file: str) -> Article | LeftOut | Problem:
        """Return an article that is new, or why it is none.

        Args:
            article: what was read.
            file: the beginning of its source, the name of its file.
        """
        if file != self._file:
            self._file, self._file_at = file, self._keep(file)
        content = bytes.fromhex(content_digest(article))[:_KEY]
        place = _PLACE.pack(self._file_at, len(self._texts))
        earlier = self._table.setdefault(digest(article.article_id), content + place)
        if earlier is None:
            self._keep(article.source.removeprefix(file))
            return article
        first = "".join(self._kept(at) for at in _PLACE.unpack(earlier[_KEY:]))
        if earlier[:_KEY] == content:
            return LeftOut(article.source, f"repeats {first}, which has the same id and content")
        reason = f"found {article.article_id!r}, the id of {first} with other content, expected its own"
        return Problem(article.source, reason, "article_id")

    def _keep(self, text: str) -> int:
        at = len(self._texts)
        self._texts += text.encode(errors="surrogateescape") + b"\0"
        return at

    def _kept(self, at: int) -> str:
        return self._texts[at : self._texts.index(b"\0", at)].decode(errors="surrogateescape")


def digest(text: str) -> bytes:
    """A short digest of a text, as a key of `DigestTable`."""
    return hashlib.blake2b(text.encode(errors="surrogateescape"), digest_size=_KEY).digest()
