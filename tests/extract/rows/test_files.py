"""Which files are read, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplopack.extract.rows import find_rows
from diplopack.finding import Finding


def _find(*paths: Path) -> list[str]:
    """What is found, with a check in place of a file that is not read."""
    return [f"{item.check} {item.file}" if isinstance(item, Finding) else item[1] for item in find_rows(paths)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("contributed")
    for name in ("b.csv", "a/c.TSV", "a.parquet", "README.md", ".git/x.csv", ".hidden.csv"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def test_a_folder_is_searched_in_order_and_a_file_is_found_once(folder: Path) -> None:
    expected = ["contributed/a.parquet", "contributed/b.csv", "contributed/a/c.TSV"]
    assert _find(folder) == expected
    assert _find(folder / "b.csv", folder) == [expected[1], expected[0], expected[2]]


def test_a_file_of_another_kind_is_named(folder: Path) -> None:
    (folder / "rows.xlsx").touch()
    (folder / "a" / "datapackage.json").write_text('{"resources": [{"path": "https://example.org/x.csv"}]}')
    assert [item for item in _find(folder) if " " in item] == [
        "file-type contributed/rows.xlsx",
        "file-type contributed/a/datapackage.json",
    ]
    (finding,) = find_rows([folder / "rows.xlsx"])
    assert str(finding) == (
        "contributed/rows.xlsx: '.xlsx' is no suffix of a file of rows, expected .csv, .tsv or .parquet"
    )


def test_links_that_lead_out_are_refused(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("secret")
    (folder / "out.csv").symlink_to(secret)
    (folder / "up.csv").symlink_to("../secret.csv")
    (folder / "zz").symlink_to(tmp_path)
    (folder / "in.csv").symlink_to("b.csv")
    (folder / "round").symlink_to(".")
    assert _find(folder) == [
        "link contributed/zz",
        "contributed/a.parquet",
        "contributed/b.csv",
        "link contributed/out.csv",
        "link contributed/up.csv",
        "contributed/a/c.TSV",
    ]
    assert _find(folder / "out.csv", folder / "zz") == ["link contributed/out.csv", "link contributed/zz"]


def test_what_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.csv").symlink_to("gone.csv")
    (tmp_path / "empty").mkdir()
    assert _find(Path("gone.csv"), Path("empty"), folder / "broken.csv", Path("/dev/null")) == [
        "file gone.csv",
        "file empty",
        "file contributed/broken.csv",
        "file /dev/null",
    ]
