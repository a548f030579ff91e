"""The files of a release: what is in them, and that a release that exists is never changed."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.archive.checksums import CHECKSUMS
from diplopack.errors import DataError
from diplopack.load.durable import sync
from diplopack.load.owned import DESCRIPTOR, PAGE, file_digest, published_files
from diplopack.load.package import file_facts, page_resource
from diplopack.load.seal import sealed_text
from diplopack.load.swap import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplopack.compare import Comparison
    from diplopack.release.facts import Facts

_CODEBOOK = "CODEBOOK.md"
_CODEBOOK_RESOURCE = {
    "name": "codebook",
    "title": "Codebook",
    "description": "Every column and every code, and how often each code occurs.",
    "path": _CODEBOOK,
    "format": "md",
    "mediatype": "text/markdown",
    "encoding": "utf-8",
}
_CROISSANT = "croissant.json"
_TEXTS = (_CODEBOOK, "codebook.html", "RELEASE_NOTES.md", "changes.csv", "CITATION.cff", ".zenodo.json")
"""What is written of the facts alone, in the order of `_texts`."""


def put_release(out: Path, facts: Facts, comparison: Comparison | None) -> bool:
    """Write a release, all of it or nothing.

    Args:
        out: its folder, which is not there, is empty, or holds this very release.
        facts: what it is made of.
        comparison: of the release before with this one; None for the first.

    Returns:
        Whether it was written; False where it was there already, byte for byte.

    Raises:
        DataError: `out` holds something else, or cannot be written. It is then what it was before.
    """
    if out.is_dir() and any(out.iterdir()):
        _refuse_other_bytes(out, facts, comparison)
        return False
    with replacing(out, artifact_names(facts).__contains__) as folder:
        write_artifacts(folder, facts, comparison)
    return True


def artifact_names(facts: Facts) -> frozenset[str]:
    """The names of all files of a release."""
    return frozenset({_zip_name(facts), *_table_names(facts), *_TEXTS, _CROISSANT, CHECKSUMS})


def _table_names(facts: Facts) -> list[str]:
    """The data tables that lie beside the zip: what is in parts is in the zip alone, as releases have no folders."""
    names = (contract.file_name(name, fmt) for name in contract.DATA_TABLES for fmt in contract.FORMATS)
    return [name for name in names if (facts.folder / name).exists()]


def write_artifacts(folder: Path, facts: Facts, comparison: Comparison | None) -> None:
    """Write the files of a release, and what each must hold for ``sha256sum -c SHA256SUMS`` to pass.

    Args:
        folder: an empty folder.
        facts: as for `put_release`.
        comparison: as for `put_release`.

    Raises:
        OSError: the folder cannot be written.
    """
    from diplopack.release.croissant import croissant_json
    from diplopack.release.zipped import write_zip

    for name, text in _texts(facts, comparison):
        _write(folder / name, text)
    with (folder / _zip_name(facts)).open("xb") as file:
        write_zip(_zipped_files(facts, folder / _CODEBOOK), file)
    for name in _table_names(facts):
        shutil.copyfile(facts.folder / name, folder / name)
    _write(folder / _CROISSANT, croissant_json(facts, _digests(folder)))
    _write(folder / CHECKSUMS, "".join(f"{digest}  {name}\n" for name, digest in _digests(folder).items()))
    for path in folder.iterdir():
        with path.open("rb+") as file:
            sync(file)


def _zip_name(facts: Facts) -> str:
    return f"{facts.stem}.zip"


def _zipped_files(facts: Facts, codebook: Path) -> dict[str, Path | bytes]:
    """The files of the package and the codebook; descriptor and page state the version of the release."""
    from diplopack.page import render

    own = {PAGE, codebook.name}
    resources = [resource for resource in facts.descriptor["resources"] if resource["path"] not in own]
    page = render(facts.tables, {**facts.descriptor, "resources": resources})
    resources.append(page_resource(page))
    resources.append({**_CODEBOOK_RESOURCE, **file_facts(codebook, _CODEBOOK_RESOURCE["format"])})
    descriptor = sealed_text({**facts.descriptor, "resources": resources})
    there = [name for name in published_files(facts.folder) if (facts.folder / name).is_file()]
    files: dict[str, Path | bytes] = {name: facts.folder / name for name in there}
    return {**files, PAGE: page.encode(), codebook.name: codebook, DESCRIPTOR: descriptor.encode()}


def _texts(facts: Facts, comparison: Comparison | None) -> Iterator[tuple[str, str]]:
    from diplopack.release.citation import citation_cff, zenodo_json
    from diplopack.release.codebook import codebook_markdown, codebook_page
    from diplopack.release.notes import changes_csv, release_notes

    contents = (
        codebook_markdown(facts),
        codebook_page(facts),
        release_notes(facts, comparison),
        changes_csv(comparison),
        citation_cff(facts),
        zenodo_json(facts),
    )
    return zip(_TEXTS, contents, strict=True)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder, by names in their order."""
    return {path.name: file_digest(path).removeprefix("sha256:") for path in sorted(folder.iterdir())}


def _refuse_other_bytes(out: Path, facts: Facts, comparison: Comparison | None) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix="diplopack-") as name:
            write_artifacts(Path(name), facts, comparison)
            expected, found = _digests(Path(name)), _digests(out)
    except OSError as error:
        raise DataError(f"{out}: cannot be compared: {_reason(error)}") from error
    names = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if names:
        what = f"{out}: is there already with other files, and a release is never changed"
        raise DataError([f"{what}; another version or another --out was expected", *_differences(names, found)])


def _differences(names: list[str], found: dict[str, str]) -> Iterator[str]:
    for name in names:
        yield f"{name}: {'differs' if name in found else 'is not there'}"


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno and error.errno != errno.EISDIR else str(error)
