"""The project's codebooks keep the contract; what breaks one is named with file, line and column."""

import csv
import re
import shutil
from pathlib import Path

import pytest

from diplopack import contract
from diplopack.errors import DataError

each_codebook = pytest.mark.parametrize("name", contract.CODEBOOKS)


@each_codebook
def test_codebooks_keep_the_contract(name: str) -> None:
    table = contract.codebook(name)
    assert table.num_rows > 0
    assert table.schema.equals(contract.arrow_schema(name), check_metadata=True)


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    return Path(shutil.copytree(contract.schema_folder() / "codes", tmp_path / "codes"))


def spoil(path: Path, line: int, column: str, value: str) -> None:
    """Put a value into the row that begins on a line of a CSV file without line breaks in its cells."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[line - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.mark.parametrize(
    ("name", "column", "value", "expected"),
    [
        ("event_codes", "event_code", "2x", "found '2x', expected text like '0242' ([0-9]{2,4})"),
        ("event_codes", "event_base_code", "999", "found '999', expected a value of event_codes.event_code"),
        ("event_codes", "quad_class", "verbal", "found 'verbal', expected an integer"),
        ("event_codes", "quad_class", "5", "found 5, expected 4 or less"),
        ("event_codes", "goldstein_scale", "-11", "found -11.0, expected -10 or more"),
        ("event_codes", "goldstein_scale", "1_0", "found '1_0', expected a number"),
        ("event_codes", "goldstein_source", "guess", "found 'guess', expected one of gdelt, parent"),
        ("event_codes", "label", "", "found nothing, expected a value"),
        ("countries", "country", "CH", "found 'CH', expected text like 'CHN' ([A-Z]{3})"),
        ("countries", "valid_until", "now", "found 'now', expected text like '1991' ([0-9]{4})"),
        ("roles", "role", "gov", "found 'gov', expected text like 'GOV' ([A-Z]{3})"),
        ("organizations", "country", "QQQ", "found 'QQQ', expected a value of countries.country"),
    ],
)
def test_a_bad_codebook_row_gives_one_line(codes: Path, name: str, column: str, value: str, expected: str) -> None:
    spoil(codes / f"{name}.csv", 3, column, value)
    with pytest.raises(DataError) as caught:
        contract.read_codebook(name, codes)
    assert f"{codes / name}.csv:3: {column}: {expected}" in caught.value.lines
    if column != contract.table_schema(name)["primaryKey"][0]:
        assert len(caught.value.lines) == 1


@each_codebook
def test_a_repeated_code_is_named(codes: Path, name: str) -> None:
    path = codes / f"{name}.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[1]]))
    (key,) = contract.table_schema(name)["primaryKey"]
    with pytest.raises(DataError, match=rf"\.csv:{len(lines) + 1}: {key}: .* a value that no row above has"):
        contract.read_codebook(name, codes)


def test_lines_are_physical_lines(codes: Path) -> None:
    (codes / "roles.csv").write_text('role,label,kind\nGOV,"Govern\nment",primary\n\nmil,Military,primary\n')
    with pytest.raises(DataError) as caught:
        contract.read_codebook("roles", codes)
    assert caught.value.lines == (f"{codes}/roles.csv:4: 0 cells found, expected 3",)
    (codes / "roles.csv").write_text('role,label,kind\nGOV,"Govern\nment",primary\nmil,Military,primary\n')
    with pytest.raises(DataError, match=r"roles\.csv:4: role: found 'mil'"):
        contract.read_codebook("roles", codes)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"role,lable,kind\nGOV,Government,primary\n", "1: column lable found, expected label"),
        (b"role,label\nGOV,Government\n", "1: column missing found, expected kind"),
        (b"role,label,kind\nGOV,Government\n", "2: 2 cells found, expected 3"),
        (b"role,label,kind\nGOV,Gov\xe9rnement,primary\n", "2: byte 0xe9 found, expected UTF-8"),
        (
            b'role,label,kind\nGOV,"Government,primary\n',
            "2: unexpected end of data, expected CSV as RFC 4180 has it",
        ),
        (b"\n", " is empty, expected the columns role, label, kind"),
    ],
)
def test_a_broken_codebook_file_is_named(codes: Path, content: bytes, line: str) -> None:
    (codes / "roles.csv").write_bytes(content)
    with pytest.raises(DataError) as caught:
        contract.read_codebook("roles", codes)
    assert f"{codes}/roles.csv:{line}" in caught.value.lines


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "role,label,kind\nGOV,Government\nmil,Military,primary\nCOP\n",
            ["2: 2 cells found, expected 3", "4: 1 cells found, expected 3"],
        ),
        (
            "role,label,kind\nGOV,,state\nMIL,Military,primary\nmil,,primary\n",
            [
                "2: label: found nothing, expected a value",
                "2: kind: found 'state', expected one of primary, secondary, tertiary, international",
                "4: role: found 'mil', expected text like 'GOV' ([A-Z]{3})",
                "4: label: found nothing, expected a value",
            ],
        ),
    ],
)
def test_every_bad_row_is_named_at_once(codes: Path, content: str, expected: list[str]) -> None:
    (codes / "roles.csv").write_text(content)
    with pytest.raises(DataError) as caught:
        contract.read_codebook("roles", codes)
    assert [line.removeprefix(f"{codes}/roles.csv:") for line in caught.value.lines] == expected


def test_a_missing_codebook_is_named(codes: Path) -> None:
    (codes / "roles.csv").unlink()
    with pytest.raises(DataError, match=re.escape(f"{codes}/roles.csv: cannot be read: No such file")):
        contract.read_codebook("roles", codes)
