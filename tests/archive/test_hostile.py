"""What may be in a zip that comes from anywhere: it is refused with its reason, and nothing is written."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplopack.archive.hostile import MOST_SWELL
from diplopack.archive.unzip import unzip_package
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Zipped = Callable[..., Path]

END = 22
"""The size of the end record, the last of a zip without a comment."""


def refused(file: Path, folder: Path | None = None) -> list[str]:
    """Expect that a zip is refused before anything is written; the reasons without the name of the file."""
    folder = folder or file.with_name("unpacked")
    folder.mkdir(exist_ok=True)
    beside = sorted(file.parent.rglob("*"))
    with pytest.raises(DataError) as caught:
        unzip_package(file, folder)
    assert sorted(file.parent.rglob("*")) == beside
    assert all(line.startswith(f"{file}: ") and "\n" not in line for line in caught.value.lines)
    return [line.removeprefix(f"{file}: ") for line in caught.value.lines]


def member(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def patch(file: Path, change: Callable[[bytearray], object]) -> Path:
    data = bytearray(file.read_bytes())
    change(data)
    file.write_bytes(data)
    return file


def replace(data: bytearray, old: bytes, new: bytes) -> None:
    data[:] = bytes(data).replace(old, new)


def directory_entry(data: bytearray, name: bytes) -> int:
    """Where the directory tells of a member; its sizes are 20 and 24 bytes further on."""
    at = data.rfind(b"PK\1\2", 0, data.rfind(name))
    assert data[at + 46 :].startswith(name)
    return at


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../events.csv", "leads out of the folder (..)"),
        ("data/../../events.csv", "leads out of the folder (..)"),
        ("/etc/cron.d/events", "has an absolute path"),
        ("//server/share/events.csv", "has an absolute path"),
        ("..\\events.csv", "has a backslash in its path, in which some systems see a folder"),
        ("C:events.csv", "has a drive or a colon in its path"),
        ("C:/events.csv", "has a drive or a colon in its path"),
        ("notes.txt:stream", "has a drive or a colon in its path"),
        ("a//b", "has an empty part in its path"),
        ("./a", "has an empty part in its path"),
        ("a\nb", "has a name with characters that cannot be seen"),
        ("a\u202etxt.exe", "has a name with characters that cannot be seen"),
    ],
)
def test_a_name_that_is_harmful(zipped: Zipped, name: str, reason: str) -> None:
    assert refused(zipped((member(name), b"x"))) == [f"{name!r} {reason}"]


def test_a_name_that_ends_early(zipped: Zipped) -> None:
    """Some readers end a name at a null, others do not; `zipfile` cannot write one."""
    name = b"events.csvX/../x"
    file = patch(zipped((name.decode(), b"x")), lambda data: replace(data, name, name.replace(b"X", b"\0")))
    assert refused(file)[0] == "'events.csv\\x00/../x' has a name with characters that cannot be seen"


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (stat.S_IFLNK, "a link"),
        (stat.S_IFCHR, "a device"),
        (stat.S_IFBLK, "a device"),
        (stat.S_IFIFO, "a pipe"),
        (stat.S_IFSOCK, "a socket"),
    ],
)
def test_what_is_no_file(zipped: Zipped, mode: int, kind: str) -> None:
    assert refused(zipped((member("notes", mode | 0o644), b"/etc/passwd"))) == [
        f"'notes' is {kind}, a file was expected"
    ]


def test_a_link_in_the_place_of_a_table(package: Path, zipped: Zipped) -> None:
    (package / "events.csv").unlink()
    assert refused(zipped((member("events.csv", stat.S_IFLNK | 0o777), b"/etc/passwd"))) == [
        "'events.csv' is a link, a file was expected"
    ]


def test_a_folder_that_is_a_file(zipped: Zipped) -> None:
    expected = "'notes' is a folder by its attributes and a file by its name, or the other way round"
    assert refused(zipped((member("notes", stat.S_IFDIR | 0o755), b""))) == [expected]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("events.csv", "'events.csv' is there twice"),
        ("EVENTS.csv", "'EVENTS.csv' differs from 'events.csv' only in case or accents"),
        ("events.csv/x", "'events.csv/x' lies in what is a file"),
        ("events.csv/", "'events.csv/' is there twice"),
    ],
)
def test_names_that_are_one_file_somewhere(zipped: Zipped, name: str, reason: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile tells of doubled names
        file = zipped((name, b"" if name.endswith("/") else b"x"))
    assert refused(file) == [reason]


def test_a_name_that_is_there_twice(zipped: Zipped) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = zipped(("x", b"1"), ("x", b"2"))
    assert refused(file) == ["'x' is there twice"]


def test_accents_in_two_forms_are_one_name(zipped: Zipped) -> None:
    assert refused(zipped(("caf\u00e9", b"x"), ("cafe\u0301", b"x"))) == [
        "'cafe\u0301' differs from 'caf\u00e9' only in case or accents"
    ]


def test_a_member_that_swells(zipped: Zipped) -> None:
    file = zipped(("events.html", bytes(10_000_000)))
    (reason,) = refused(file)
    assert reason.startswith("'events.html' swells from ")
    assert reason.endswith(f" bytes to 10,000,000, more than {MOST_SWELL} times its size")


def test_what_swells_less_is_no_bomb(zipped: Zipped, tmp_path: Path) -> None:
    content = b"".join(b"%06d,%s\n" % (number, b"x" * 200) for number in range(10_000))
    file = zipped(("notes.txt", content))
    (info,) = (info for info in zipfile.ZipFile(file).infolist() if info.filename == "notes.txt")
    assert 30 < info.file_size / info.compress_size < MOST_SWELL
    (tmp_path / "unpacked").mkdir()
    unzip_package(file, tmp_path / "unpacked")


def test_members_over_one_another_that_swell_together(zipped: Zipped) -> None:
    """The directory names one member a hundred times: no copy swells too much, all of them do."""

    def repeat(data: bytearray) -> None:
        at = directory_entry(data, b"notes.txt")
        (start,) = struct.unpack_from("<L", data, len(data) - 6)
        (count,) = struct.unpack_from("<H", data, len(data) - 12)
        entry, end = data[at:-END], data[-END:]
        copies = b"".join(entry.replace(b"notes.txt", b"note%05d" % number) for number in range(10_000))
        struct.pack_into("<2H2L", end, 8, count + 10_000, count + 10_000, len(data) - END - start + len(copies), start)
        data[-END:] = copies + end

    content = b"".join(b"%06d,%s\n" % (number, b"x" * 200) for number in range(10_000))
    (reason,) = refused(patch(zipped(("notes.txt", content)), repeat))
    assert reason.startswith("swells from ")
    assert reason.endswith(f"more than {MOST_SWELL} times its size")


def test_a_member_over_another(zipped: Zipped) -> None:
    def shift(data: bytearray) -> None:
        entries = [directory_entry(data, name) for name in (b"events.csv", b"events.parquet")]
        data[entries[1] + 42 : entries[1] + 46] = data[entries[0] + 42 : entries[0] + 46]

    assert any("lies over another member" in reason for reason in refused(patch(zipped(), shift)))


def test_a_zip_in_a_zip_is_not_opened(zipped: Zipped, tmp_path: Path) -> None:
    inner = zipped(("notes.txt", bytes(1_000_000)), name="inner.zip").read_bytes()
    (tmp_path / "unpacked").mkdir()
    unzip_package(zipped(("more.zip", inner)), tmp_path / "unpacked")
    assert not (tmp_path / "unpacked" / "more.zip").exists()


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_an_encrypted_member(zipped: Zipped, flag: int) -> None:
    def encrypt(data: bytearray) -> None:
        at = directory_entry(data, b"events.csv") + 8
        struct.pack_into("<H", data, at, flag)

    assert "'events.csv' is encrypted" in refused(patch(zipped(), encrypt))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression(zipped: Zipped, method: int) -> None:
    other = member("notes.txt")
    other.compress_type = method
    expected = f"'notes.txt' is compressed by method {method}, 0 (stored) or 8 (deflate) was expected"
    # writestr takes the method of the member where it has one.
    assert refused(zipped((other, b"x"))) == [expected]


def lie(data: bytearray, size: int, *, in_header: bool) -> None:
    """Give `events.csv` another size in the directory, and in its own header too."""
    at = directory_entry(data, b"events.csv")
    struct.pack_into("<L", data, at + 24, size)
    if in_header:
        (header,) = struct.unpack_from("<L", data, at + 42)
        struct.pack_into("<L", data, header + 22, size)


@pytest.mark.parametrize("size", [1, 300, 1_000])
def test_a_directory_that_lies_about_a_size(package: Path, zipped: Zipped, size: int) -> None:
    actual = (package / "events.csv").stat().st_size
    assert actual not in {1, 300, 1_000}
    expected = f"'events.csv' has the size {actual}, the directory of the zip says {size}"
    assert refused(patch(zipped(), lambda data: lie(data, size, in_header=False))) == [expected]
    (reason,) = refused(patch(zipped(), lambda data: lie(data, size, in_header=True)))
    assert reason.startswith("'events.csv' is damaged: ")


def test_a_lie_that_no_checksum_shows(package: Path, zipped: Zipped) -> None:
    """Directory, header and checksum all tell of the first 50 bytes, but there are more."""
    (package / "events.csv").write_bytes(b"x" * 60)

    def cut(data: bytearray) -> None:
        lie(data, 50, in_header=True)
        at = directory_entry(data, b"events.csv")
        (header,) = struct.unpack_from("<L", data, at + 42)
        checksum = zlib.crc32(b"x" * 50)
        struct.pack_into("<L", data, at + 16, checksum)
        struct.pack_into("<L", data, header + 14, checksum)

    (reason,) = refused(patch(zipped(), cut))
    assert reason.startswith("'events.csv' is damaged: ")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data.extend(b"more"), "is followed by a comment or by other bytes"),
        (lambda data: data.__setitem__(slice(0, 0), b"#!/bin/sh\n"), "begins with 10 bytes that are of no member"),
        (lambda data: data.__setitem__(slice(-18, -16), b"\1\0"), "is one part of several"),
        (lambda data: struct.pack_into("<L", data, len(data) - 10, 2**31), "has a directory of 2,147,483,648 bytes"),
        (lambda data: data.clear(), "is no zip, or is cut short"),
        (lambda data: data.__delitem__(slice(0, len(data) // 2)), "'articles.csv' is not where the directory says"),
    ],
)
def test_a_zip_that_readers_disagree_about(zipped: Zipped, change: Callable[[bytearray], object], reason: str) -> None:
    assert refused(patch(zipped(), change))[0].startswith(reason)


def test_a_comment(zipped: Zipped) -> None:
    file = zipped()
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"x"
    assert refused(file) == ["is followed by a comment or by other bytes, in which readers may see another zip"]


def test_a_comment_that_is_the_end_of_another_zip(zipped: Zipped) -> None:
    """Readers that look for the end from behind find the other one, and those that read on find this."""
    other = zipped(("a.txt", b"x"), name="other.zip").read_bytes()
    file = zipped()
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = other[-2_000:]
    assert refused(file)[0].startswith("begins with ")


def test_a_zip_that_says_another_number_of_members(zipped: Zipped) -> None:
    def count(data: bytearray) -> None:
        struct.pack_into("<2H", data, len(data) - 14, 3, 3)

    assert refused(patch(zipped(), count)) == ["holds 16 members, its end record says 3"]


def test_many_faults_are_counted(zipped: Zipped) -> None:
    reasons = refused(zipped(*((f"../{number}", b"x") for number in range(50))))
    assert len(reasons) == 21
    assert reasons[-1] == "and 30 more faults"


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ((), "holds no package, one datapackage.json was expected, at the top or in a folder"),
        (("a/b/datapackage.json",), "holds no package, one datapackage.json was expected, at the top or in a folder"),
        (
            ("a/datapackage.json", "b/datapackage.json"),
            "holds 2 packages, one datapackage.json was expected, at the top or in a folder",
        ),
    ],
)
def test_a_zip_of_something_else(tmp_path: Path, names: tuple[str, ...], reason: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    assert refused(tmp_path / "a.zip") == [reason]


class Pipe(io.RawIOBase):
    """What cannot be gone back in."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401
        return self._file.write(data)


@pytest.mark.parametrize("form", ["streamed", "large", "many"])
def test_forms_that_are_seldom(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """Sizes after the content, sizes of more than 4 GiB, and an end record for more than 65,535 members."""
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3 if form == "many" else zipfile.ZIP_FILECOUNT_LIMIT)
    with (
        (tmp_path / "a.zip").open("wb") as file,
        zipfile.ZipFile(Pipe(file) if form == "streamed" else file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for path in package.iterdir():
            with archive.open(path.name, "w", force_zip64=form == "large") as member:
                member.write(path.read_bytes())
    data = (tmp_path / "a.zip").read_bytes()
    assert (b"PK\6\7" in data) == (form == "many")
    assert (b"PK\7\10" in data) == (form == "streamed")
    (tmp_path / "unpacked").mkdir()
    unzip_package(tmp_path / "a.zip", tmp_path / "unpacked")
    found, expected = ({path.name: path.read_bytes() for path in f.iterdir()} for f in (tmp_path / "unpacked", package))
    assert found == expected


def test_no_room(zipped: Zipped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5}))
    (reason,) = refused(zipped())
    assert " bytes to be unpacked, 5 are free in " in reason


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_zip_that_is_cut_anywhere(zipped: Zipped, share: float) -> None:
    file = zipped()
    data = file.read_bytes()
    file.write_bytes(data[: int(share * len(data))])
    assert len(refused(file)) == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), from_end=st.booleans())
def test_a_flipped_byte_never_gives_other_content(
    package: Path, zipped: Zipped, tmp_path: Path, *, share: float, flip: int, from_end: bool
) -> None:
    """Bytes that no reader heeds may change; half of the flips are in the directory, which is at the end."""
    file = zipped()
    data = bytearray(file.read_bytes())
    (start,) = struct.unpack_from("<L", data, len(data) - 6)
    first = start if from_end else 0
    data[first + int(share * (len(data) - first))] ^= flip
    file.write_bytes(data)
    folder = tmp_path / "unpacked"
    folder.mkdir(exist_ok=True)
    try:
        unzip_package(file, folder)
    except DataError:
        assert list(folder.iterdir()) == []
        return
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    expected = {path.name: path.read_bytes() for path in package.iterdir()}
    assert found.items() <= expected.items()
    assert len(found) >= len(expected) - 1
