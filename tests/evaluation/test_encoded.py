"""The encoder's vectors of words: like acts in like company are near, and what is outside is blank."""

import numpy as np

from dragoman.evaluation.encoded import LAYERS, WIDTH, encode_sentence
from dragoman.parse.syntax import Sentence


def vector_of(text, word, start=0):
    sentence = Sentence(0, start, start + len(text), text, "body", 0)
    at = start + text.index(word)
    return encode_sentence(sentence, [(at, at + len(word))])[0][0]


def cosine(a, b):
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_two_words_for_one_act_are_nearer_than_another_act():
    seized = vector_of("Rebels seized the harbour of Tarsa at dawn.", "seized")
    captured = vector_of("The harbour of Tarsa was captured by rebels.", "captured")
    thanked = vector_of("Rebels thanked the harbour of Tarsa at dawn.", "thanked")
    assert seized.shape == (len(LAYERS), WIDTH)
    assert cosine(seized[-1], captured[-1]) > cosine(seized[-1], thanked[-1])


def test_where_the_sentence_stands_in_its_report_does_not_matter():
    text = "Two envoys met in Bern."
    assert (vector_of(text, "met") == vector_of(text, "met", start=900)).all()


def test_a_word_beyond_what_is_read_is_blank():
    assert not vector_of("Ships left. " * 100 + "They docked.", "docked").any()
