"""`--fix`: what has one reading is mended in its place, and nothing else changes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplopack import contract
from diplopack.errors import DataError
from diplopack.validation.fix import fix_rows

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = [field["name"] for field in contract.table_schema("contributed")["fields"]]
HEADER = ",".join(COLUMNS) + "\n"
ROW = "2021-03-18,CHN,USA,040,https://example.org/a,The two sides met.,Ada,\n"


def fix(path: Path, text: str | bytes) -> tuple[str, list[str]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    done = [line.removeprefix(f"{path.as_posix()}:") for line in fix_rows([path])]
    return path.read_bytes().decode(), done


@pytest.mark.parametrize(
    ("found", "mended", "told"),
    [
        (ROW.replace("CHN", " CHN"), ROW, "2: actor_code: ' CHN' → 'CHN'"),
        (ROW.replace("met.", "met. \t"), ROW, "2: quote: 'The two sides met. \\t' → 'The two sides met.'"),
        (ROW.replace("CHN", "chnGOV"), ROW.replace("CHN", "CHNGOV"), "2: actor_code: 'chnGOV' → 'CHNGOV'"),
        (ROW.replace("USA", "usa "), ROW, "2: target_code: 'usa ' → 'USA'"),
        (ROW.replace("040", "36"), ROW.replace("040", "036"), "2: event_code: '36' → '036'"),
        (ROW.replace("\n", "\r\n"), ROW, " 1 line ends written as LF"),
        (ROW.rstrip("\n"), ROW, "2: line end added"),
    ],
)
def test_mended(tmp_path: Path, found: str, mended: str, told: str) -> None:
    assert fix(tmp_path / "rows.csv", HEADER + found) == (HEADER + mended, [told])


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        ROW.replace("040", "10"),  # the root 10, not 010
        ROW.replace("040", "999"),
        ROW.replace("CHN", "chnx"),
        ROW.replace("met.", "met  twice."),
        ROW.replace("The two sides met.", '"The ""two"" sides,\r\nmet."'),
        ROW.replace("2021-03-18", '"2021-03-18"'),  # needless, but no fault
        ROW.replace(",Ada", ",Ada,surplus, cell "),
    ],
)
def test_left_as_it_is(tmp_path: Path, row: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + row, encoding="utf-8", newline="")
    before = path.stat()
    assert list(fix_rows([path])) == []
    assert path.read_bytes().decode() == HEADER + row
    assert path.stat().st_ino == before.st_ino  # not even written


def test_byte_order_mark_and_names_of_columns(tmp_path: Path) -> None:
    text = "\ufeff" + HEADER.replace("note", " note ") + ROW
    done = [" byte order mark removed", "1: note: ' note ' → 'note'"]
    assert fix(tmp_path / "rows.csv", text) == (HEADER + ROW, done)


def test_tabs(tmp_path: Path) -> None:
    text = (HEADER + ROW.replace("040", "36")).replace(",", "\t")
    assert fix(tmp_path / "rows.tsv", text)[0] == (HEADER + ROW.replace("040", "036")).replace(",", "\t")


@pytest.mark.parametrize("data", [b"\xff" + ROW.encode(), b'"' + ROW.encode(), b'"a"b,' + ROW.encode()])
def test_what_cannot_be_read_is_left_and_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(HEADER.encode() + b" " + ROW.encode() + data)
    (line,) = fix_rows([path])
    assert line.startswith(f"{path.as_posix()}: not mended, as it cannot be read")
    assert path.read_bytes() == HEADER.encode() + b" " + ROW.encode() + data
    assert list(tmp_path.iterdir()) == [path]


def test_parquet_is_left_and_said(tmp_path: Path) -> None:
    (tmp_path / "rows.parquet").write_bytes(b"PAR1")
    assert list(fix_rows([tmp_path])) == [f"{tmp_path.as_posix()}/rows.parquet: not mended, only .csv and .tsv are"]


def test_a_file_that_cannot_be_written_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + " " + ROW, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DataError, match="No space left on device"):
        list(fix_rows([path]))
    assert path.read_text(encoding="utf-8") == HEADER + " " + ROW
    assert list(tmp_path.iterdir()) == [path]


def test_mode_and_link_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "rows.csv", tmp_path / "link.csv"
    path.write_text(HEADER + " " + ROW, encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert len(list(fix_rows([link]))) == 1
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640


@given(rows=st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r")), min_size=8, max_size=8)))
def test_fixing_twice_is_fixing_once(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("fix") / "rows.csv"
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *rows])
    once, _ = fix(path, text.getvalue())
    assert fix(path, once) == (once, [])
    kept = slice(4, None)  # no codes, whose case may have changed
    before, after = (list(csv.reader(io.StringIO(file, newline=""))) for file in (text.getvalue(), once))
    assert [row[kept] for row in after] == [[cell.strip() for cell in row[kept]] for row in before]
