"""A word's part of speech and lemma are those that the parser's own rules give in the whole sentence."""

import pytest

from dragoman.parse.forms import Forms
from dragoman.parse.syntax import Parser

SENTENCES = (
    "Norway's envoys met the rebels' leaders in Doha and left the talks at noon.",
    "There 's no truce, they ain't gonna sign it, y'all know that.",
    "Let's be clear: the ministers have gotta agree, or the better-armed side wins.",
    "He  saw her saw the felled trees; she felt the worst and thought better of leaving.",
    "12 ships, 3.5 million euros and @MFA's #peace plan were discussed :-)",
)


@pytest.fixture(scope="module")
def nlp():
    return Parser().pipeline


@pytest.mark.parametrize("text", SENTENCES)
def test_words_have_the_forms_that_the_whole_pipeline_gives(nlp, text):
    whole = nlp(text)
    forms = Forms(nlp)
    with nlp.select_pipes(disable=["attribute_ruler", "lemmatizer"]):
        for _ in range(2):  # learnt, then remembered
            doc = nlp(text)
            labels = [token.dep_ for token in doc]  # before any rule is run on it
            told = [(*form[:5], form.dep or was) for form, was in zip(forms.of(doc), labels, strict=True)]
            assert told == [(t.text, t.lower_, t.lemma_, t.pos_, t.tag_, t.dep_) for t in whole]


def test_forgetting_changes_no_answer(nlp, monkeypatch):
    monkeypatch.setattr("dragoman.parse.forms.MOST", 3)
    test_words_have_the_forms_that_the_whole_pipeline_gives(nlp, SENTENCES[0])
