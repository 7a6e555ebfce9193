"""Four promises of the coder that hold at every stage."""

from dataclasses import fields, is_dataclass

import pytest

from dragoman.pipeline import code_document, code_documents, load_resources
from dragoman.records import Document

TEXTS = (
    "Envoys fly to Doha\nMarch 3, 2025\nThe envoy said: 'We will not sign.' No talks are planned.",
    "Norway's minister told reporters that the talks had failed. See also\n###",
    "A senior official said the summit was called off.",
)


def document(n):
    return Document(f"d{n}", None, None, None, None, "2025-03-03", None, "en", TEXTS[n])


@pytest.fixture(scope="module")
def resources():
    return load_resources()


def spans(value):
    """Every record below `value` that has a start, an end and a text."""
    if is_dataclass(value):
        names = {f.name for f in fields(value)}
        if {"start", "end", "text"} <= names and value.start is not None:
            yield value
        for name in names:
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def test_every_span_cuts_its_words_out_exactly(resources):
    found = 0
    for n, text in enumerate(TEXTS):
        for span in spans(code_document(document(n), resources)):
            assert text[span.start : span.end] == span.text
            found += 1
    assert found > 5


def test_a_report_alone_and_in_a_crowd_in_any_order_gives_the_same(resources):
    documents = [document(n) for n in range(len(TEXTS))]
    crowd = list(code_documents(documents, resources))
    assert crowd == list(code_documents(documents[::-1], resources))[::-1]
    assert crowd == [code_document(d, resources) for d in documents]


def test_every_sentence_is_coded_or_listed_with_a_reason(resources):
    for n in range(len(TEXTS)):
        coded = code_document(document(n), resources)
        told = [c.trigger.start for c in coded.claims]
        left = set(range(len(TEXTS[n])))
        for skipped in coded.skipped:
            assert skipped.reason
            left -= set(range(skipped.start, skipped.end))
        unread = [i for i in left if not TEXTS[n][i].isspace()]
        assert not unread or told
