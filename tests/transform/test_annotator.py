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
    whole = nlp.pipe(texts, batch_size=64)
    parsed = nlp.pipe(texts, batch_size=64, disable=RULES)
    for _ in texts:
        assert annotator.annotate(next(parsed)).tolist() == annotated(next(whole)).tolist()
