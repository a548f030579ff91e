"""The gazetteer: the words of its names are those that the tokenizer will make of them in an article."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from diplopack.transform import gazetteer, language

LETTERS = st.characters(categories=["L"])
WORDS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(["cannot", "dont", "Im", "U.S.", "al-", "'s", ""])
)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=5).map(" ".join))
@example("Republic of Côte d'Ivoire")
@example("cannot gonna wed Ill")
@example("  two  spaces ")
def test_words_of_a_name_are_those_of_the_tokenizer(text: str) -> None:
    nlp = language.model()
    assert gazetteer.tokens(nlp, text) == tuple(token.text for token in nlp.make_doc(text))
