"""What is looked up of a parse is what the model's own rules say."""

from __future__ import annotations

from pathlib import Path

from diplopack.gold import read_gold
from diplopack.transform import language, sentences
from diplopack.transform.annotator import RULES, Annotator
from diplopack.transform.syntax import annotated

GOLD = Path(__file__).parents[1] / "gold"
ODD = ["There is a war.", "Let's go.", "They're gonna talk.", "I got ta go, y'all.", "It ain't so.", "A  space .\n"]


def test_the_annotations_are_those_of_the_whole_model() -> None:
    paths = [GOLD / "forty.jsonl", GOLD / "silent.jsonl", *sorted(GOLD.glob("codes/*.jsonl"))]
    articles = [text.article for path in paths for text in read_gold(path)]
    texts = ODD + [sentence.text for article in articles for sentence in sentences.split(article.text)] + ODD
    nlp = language.model()
    annotator = Annotator(nlp)
    for start in range(0, len(texts), 100):  # later ones have words that are known by then
        some = texts[start : start + 100]
        found = annotator.annotate(list(nlp.pipe(some, disable=RULES)))
        for doc, looked_up in zip(nlp.pipe(some), found, strict=True):
            assert looked_up.tolist() == annotated(doc).tolist(), doc.text
