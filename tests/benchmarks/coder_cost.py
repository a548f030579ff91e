"""What the coder costs beside the parse, on the texts of tests/gold; nothing is asserted.

Run it on an idle machine, from the project's folder:

    python tests/benchmarks/coder_cost.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from diplopack.extract import Article
from diplopack.gold import read_gold
from diplopack.transform import code_articles, sentences
from diplopack.transform.language import model

GOLD = Path(__file__).parents[1] / "gold"
FILES = ("articles.jsonl", "forty.jsonl", "silent.jsonl", "codes/*.jsonl")
BATCH = 64  # sentences that the parser takes at once, as in the coder


def parse_seconds(articles: list[Article]) -> float:
    """The model alone, on the sentences that the coder parses; seconds."""
    parts = [sentence.text for article in articles for sentence in sentences.split(article.text)]
    start = time.perf_counter()
    for _ in model().pipe(parts, batch_size=BATCH):
        pass
    return time.perf_counter() - start


def whole_seconds(articles: list[Article]) -> float:
    """From articles to tables: splitting, parsing, coding; seconds."""
    start = time.perf_counter()
    code_articles(articles)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    articles = [line.article for name in FILES for path in sorted(GOLD.glob(name)) for line in read_gold(path)]
    code_articles(articles[:10])  # load the model and the codebooks
    ratios = []
    for number in range(1, rounds + 1):
        parse, whole = parse_seconds(articles), whole_seconds(articles)
        ratios.append((whole - parse) / parse)
        print(f"round {number}: parse {parse:.2f} s, parse and coder {whole:.2f} s, coder / parse {ratios[-1]:.2f}")
    print(f"{len(articles)} texts, {rounds} rounds: the coder costs {statistics.median(ratios):.2f} of the parse")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
