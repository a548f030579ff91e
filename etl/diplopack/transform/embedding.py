"""The model's vector of a word, kept for the next time that the word comes.

Before the model looks at a word's neighbours it makes a vector of the word alone, a third of all that its matrices
cost. Each row of their product is computed by itself: a vector has the same bytes whatever words are beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    Vectors = NDArray[np.float32]

_MOST = 50_000  # words kept: some 30 MB


def remember_words(nlp: Language) -> None:
    """Let a model keep the vectors of words; what it reads is the same."""
    tok2vec: Any = nlp.get_pipe("tok2vec")
    layers: list[Model[Any, Any]] = tok2vec.model.layers
    layers[0] = Model("kept_embed", _Embed(layers[0]).forward, layers=[layers[0]], dims={"nO": layers[0].get_dim("nO")})


class _Embed:
    """A layer that stands for the one that makes the vectors of words, and asks it only for those that are new."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        extract, _, *self._make, _ = layer.layers  # features of words, and between two changes of form their vectors
        self._extract = extract
        self._places: dict[bytes, int] = {}
        self._kept: Vectors = np.empty((0, layer.get_dim("nO")), np.float32)

    def forward(
        self, _: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[Vectors], Callable[[Any], Any]]:
        """The vectors of each document's words, as thinc asks a layer for them."""
        if is_train:
            raise NotImplementedError
        features = self._extract.predict(docs)
        rows = np.ascontiguousarray(np.concatenate(features))
        words = rows.view(f"V{rows.itemsize * rows.shape[1]}").ravel().tolist()
        new = {word: at for at, word in enumerate(words) if word not in self._places}
        if new:
            if len(self._places) + len(new) > _MOST:
                self._places.clear()
                new = {word: at for at, word in enumerate(words)}
            self._add(new, rows)
        vectors = self._kept[[self._places[word] for word in words]]
        ends = np.cumsum([len(of) for of in features])
        return np.split(vectors, ends[:-1]), _no_training

    def _add(self, new: dict[bytes, int], rows: NDArray[np.uint64]) -> None:
        made: Any = rows[list(new.values())]
        for layer in self._make:
            made = layer.predict(made)
        begin = len(self._places)
        if begin + len(made) > len(self._kept):
            room = np.empty((2 * (begin + len(made)), self._kept.shape[1]), np.float32)
            room[:begin] = self._kept[:begin]
            self._kept = room
        self._kept[begin : begin + len(made)] = made
        self._places.update(zip(new, range(begin, begin + len(made)), strict=True))


def _no_training(_: object) -> None:
    raise NotImplementedError
