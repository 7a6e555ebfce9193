"""The short way to word vectors leads to the same words, tags and trees as the parser library's own."""

import numpy as np
import pytest
import spacy

from dragoman.parse import vectors
from dragoman.parse.syntax import DEFAULT_MODEL

SENTENCES = (
    "",
    "Truce.",
    "Norway's envoys met the rebels' leaders in Doha on Friday and left the talks at noon.",
    "The Minister of Foreign Affairs, Mr. Ødegård, told reporters: “No deal yet – none.”",
    "  12 ships, 3.5 million euros & @MFA's #peace plan were discussed :-)  ",
    "Chad and Mali will sign the accord after the armies withdraw from the border towns they hold. " * 9,
)


@pytest.fixture(scope="module")
def slow():
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def quick():
    nlp = spacy.load(DEFAULT_MODEL)
    vectors.quicken(nlp)
    return nlp


def _read(doc):
    return [(t.text, t.tag_, t.dep_, t.head.i, t.lemma_, t.ent_iob_, t.ent_type_) for t in doc]


def test_words_are_tagged_joined_and_named_as_by_the_library(slow, quick):
    for one, other in zip(slow.pipe(SENTENCES), quick.pipe(SENTENCES), strict=True):
        assert _read(one) == _read(other)
        assert np.allclose(one.tensor, other.tensor, atol=1e-4)


def test_a_sentence_has_the_same_vectors_to_the_last_bit_alone_and_in_a_crowd(quick):
    crowd = [doc.tensor for doc in quick.pipe(SENTENCES * 40)]
    for n, text in enumerate(SENTENCES):
        alone = quick(text).tensor
        for at in (n, n + len(SENTENCES) * 39):
            assert (crowd[at] == alone).all()


def test_forgetting_changes_no_vector(slow, quick, monkeypatch):
    monkeypatch.setattr(vectors, "MOST", 8)  # more than some sentences have words, fewer than others
    network = vectors.Vectors(slow.get_pipe("tok2vec").model)
    for text in SENTENCES * 2:
        doc = quick(text)
        assert (network([doc])[0] == doc.tensor).all()


def test_nothing_to_read_is_read_as_nothing(quick):
    assert list(quick.pipe([])) == []
    assert [len(doc) for doc in quick.pipe(["", ""])] == [0, 0]
