"""Files of contributed rows made from a number: valid ones, and ones whose every fault is known."""

from __future__ import annotations

import gzip
import io
import zipfile
from random import Random

from tests.validation.agreement.draft import Draft, Expected, GeneratedFile
from tests.validation.agreement.rows import COLUMNS
from tests.validation.agreement.spoil import CHECKS_OF_ROWS, HEADER_CHECKS, TEXT_CHECKS, repeat, spoil

_MOST_FAULTS = 5
_LONG_LINES = 0.05  # of the files that could have one, for such a file is a thousand times as long as another


def generate(seed: int) -> list[GeneratedFile]:
    """One file, or now and then two of a folder, of which the second repeats a row of the first.

    Args:
        seed: Any number; the same one gives the same bytes.
    """
    rng = Random(seed)  # noqa: S311  (nothing secret)
    if rng.random() < 0.03:
        return [_unreadable(rng)]
    suffix = rng.choice(("csv",) * 14 + ("tsv",) * 4 + ("parquet",) * 2)
    draft = Draft(rng, str(seed), suffix, "\t" if suffix == "tsv" else ",")
    draft.add_rows(rng.randint(1, 24))
    for check in _wanted(rng, suffix):
        spoil(draft, check)
    files = [draft.write(f"a.{suffix}")]
    record = draft.lock() if draft.has(*COLUMNS) and rng.random() < 0.1 else None
    if record:
        second = Draft(rng, f"{seed}b", "csv")
        second.add_rows(rng.randint(1, 5))
        repeat(second, record)
        files.append(second.write("b.csv"))
    return files


def _wanted(rng: Random, suffix: str) -> list[str]:
    """The checks of a file's faults: at most one of the header, which comes first."""
    kinds = [
        check
        for check in CHECKS_OF_ROWS
        if not (check in TEXT_CHECKS and suffix == "parquet") and (check != "line-length" or rng.random() < _LONG_LINES)
    ]
    wanted = rng.choices(kinds, k=rng.choice((0, 0, *range(1, _MOST_FAULTS + 1))))
    header = [check for check in wanted if check in HEADER_CHECKS]
    return header[:1] + [check for check in wanted if check not in HEADER_CHECKS]


def _unreadable(rng: Random) -> GeneratedFile:
    """A file that has one fault and nothing that could be read beside it."""
    header = ",".join(COLUMNS) + "\n"
    text = header + "2020-11-11,CHN,USA,042,https://example.org/1,They met.,Ada,\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("rows.csv"), text)
    content, check = rng.choice(
        (
            (text.encode("utf-16"), "encoding"),
            (b"\xfe\xff" + text.encode("utf-16-be"), "encoding"),
            (text.encode("utf-16-le"), "encoding"),
            (text.encode("utf-32"), "encoding"),
            (packed.getvalue(), "file-type"),
            (gzip.compress(text.encode(), mtime=0), "file-type"),
            (b"PAR1" + bytes(40) + b"PAR1", "file-type"),
            (b"", "empty"),
            (header.encode(), "empty"),
        )
    )
    return GeneratedFile("a.csv", content, (Expected(None, None, check),), misread=True)
