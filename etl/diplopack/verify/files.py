"""Whether files are whole: nothing but their bytes is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.archive.checksums import CHECKSUMS, read_checksums
from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR, file_digest, files_below, is_package_file, other_files
from diplopack.load.seal import SEAL, seal_fault
from diplopack.verify.subject import Found, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def checksums(folder: Path) -> Found:
    """Compare the files of a folder with its ``SHA256SUMS``."""
    try:
        digests = read_checksums(folder)
    except DataError as error:
        return Found(f"{CHECKSUMS} has its form", error.lines)
    return Found(f"{len(digests)} files have the SHA-256 that {CHECKSUMS} says", _unlike(folder, digests))


def _unlike(folder: Path, digests: Mapping[str, str]) -> Iterator[str]:
    for name, digest in digests.items():
        file = folder / name
        if file.is_symlink():
            yield f"{file}: is a link and is not followed, a file was expected"
        elif not file.is_file():
            yield f"{file}: is not there, {CHECKSUMS} names it"
        elif (found := file_digest(file).removeprefix("sha256:")) != digest:
            yield f"{file}: has the SHA-256 {found}, {CHECKSUMS} says {digest}"
    for name in other_files(folder, {CHECKSUMS, *digests}):
        yield f"{folder / name}: is not in {CHECKSUMS}, so nothing says what it should hold"


def members(subject: Subject) -> Found:
    """Compare the members of a zip, which were found harmless, with what a package has."""
    from diplopack.archive.unzip import other_members

    file = subject.zip
    others = other_members(file) if file else []
    count = len(others) + len(files_below(subject.folder))
    problems = [f"{file}: {name!r} is no file of a package" for name in others]
    return Found(f"{count} members, none harmful or damaged, all files of a package", problems)


def descriptor(subject: Subject) -> Found:
    """Compare the descriptor with its own digest."""
    from diplopack.validation.package import given_resources

    what = f"{DESCRIPTOR} is as it was written, by its {SEAL}"
    try:
        given_resources(subject.folder)
    except DataError as error:
        return Found(what, error.lines)
    file = subject.folder / DESCRIPTOR
    fault = seal_fault(file.read_bytes())
    return Found(what, [f"{file}: {fault}"] if fault else [])


def copies(subject: Subject) -> Found:
    """Compare the files of a release with those of the same name in its package, and the zip's name with both."""
    release, file = subject.release, subject.zip
    assert release  # noqa: S101
    assert file  # noqa: S101
    given = subject.descriptor()
    named = f"{given.get('name')}-{given.get('version')}.zip"
    names = [name for name in files_below(release) if is_package_file(name) and (release / name).is_file()]
    problems = [
        f"{release / name}: is not the file of that name in {file.name}"
        for name in names
        if not (subject.folder / name).is_file() or file_digest(subject.folder / name) != file_digest(release / name)
    ]
    if file.name != named:
        problems.append(f"{file}: holds version {given.get('version')}, the name {named} was expected")
    return Found(f"{len(names)} files beside {file.name} are those in it", problems)


def listed(subject: Subject) -> Found:
    """Compare the files of the package with its descriptor, and that with the contract."""
    from diplopack.validation.package import descriptor_problems, given_resources, link_problems

    folder = subject.folder
    known = {str(resource.get("path")) for resource in given_resources(folder)}
    others = [
        f"{folder / name}: is not listed in {DESCRIPTOR}, so nothing says what it should hold"
        for name in other_files(folder, {DESCRIPTOR, CHECKSUMS, *known})
    ]
    what = f"{len(known)} files, those of the contract, have the size and SHA-256 that {DESCRIPTOR} says"
    return Found(what, [*link_problems(folder), *descriptor_problems(folder), *others])
