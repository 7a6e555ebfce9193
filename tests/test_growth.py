"""A report four times as long takes four times as long to code, whatever it is full of."""

import time

import pytest

from dragoman import pipeline
from dragoman.documents.identity import make_document
from dragoman.documents.taking import code_each
from dragoman.pipeline import code_document, code_documents, load_resources
from dragoman.records import CodedDocument
from dragoman.sources.raw import RawDocument, SetAside

MOST = 7.0
"""How much longer four times as much may take: 4 is linear, 16 quadratic."""


@pytest.fixture(scope="module")
def resources():
    return load_resources()


def surname(n):
    return "".join("bdgklmnrst"[n // 5**k % 10] + "aeiou"[n // 3**k % 5] for k in range(3)).capitalize()


FULL_OF = {
    "names": lambda n: " ".join(
        f"President {surname(7 * k)} {surname(13 * k)} met {surname(11 * k)} in Graz." for k in range(n)
    ),
    "pronouns": lambda n: "He said she told them that his minister met her envoy. " * n,
    "places": lambda n: "They met in Oslo, Paris, London, Berlin and Cairo. " * n,
    "quotations": lambda n: "“We will meet them,” the minister said. " * n,
    "open quotations": lambda n: '"“He met the minister. ' * n,
    "titles": lambda n: "The president and the foreign minister said the two leaders met. " * n,
}


def document(text):
    return make_document(RawDocument(None, None, None, None, "2031-05-02", None, text))


def seconds(text, resources, monkeypatch):
    """Processor time of all but the parse, which takes the sentences one by one."""
    spent = 0.0
    parse = resources.parser.parse

    def timed(sentences):
        nonlocal spent
        began = time.process_time()
        parsed = list(parse(sentences))
        spent += time.process_time() - began
        return iter(parsed)

    monkeypatch.setattr(resources.parser, "parse", timed)
    began = time.process_time()
    code_document(document(text), resources)
    monkeypatch.setattr(resources.parser, "parse", parse)
    return time.process_time() - began - spent


@pytest.mark.parametrize("what", FULL_OF)
def test_coding_takes_as_long_as_the_report_is(what, resources, monkeypatch):
    code_document(document(FULL_OF[what](3)), resources)
    ratio = 0.0
    for _ in range(3):  # others may use the machine
        short = seconds(FULL_OF[what](75), resources, monkeypatch)
        ratio = seconds(FULL_OF[what](300), resources, monkeypatch) / max(short, 0.01)
        if ratio < MOST:
            break
    assert ratio < MOST


ENDLESS = {
    "dots": "…" * 200_000 + "x",
    "titles": "Mr. " * 50_000,
    "quotes": "“" * 200_000,
    "brackets": "(" * 200_000,
    "one word": "x" * 499_000,
    "accents": "e" + "\u0301" * 200_000,
    "bidi": "\u202e\u200b" * 100_000 + "They met.",
    "mojibake": "â€™" * 60_000,
    "entities": "&amp;" * 60_000 + ";",
    "astral": "\U0001f600" * 200_000,
}


@pytest.mark.parametrize("what", ENDLESS)
def test_a_report_of_one_endless_sentence_is_done_soon(what, resources):
    began = time.process_time()
    code_document(document(ENDLESS[what]), resources)
    assert time.process_time() - began < 6


def test_a_table_of_lines_is_set_aside_with_what_to_do(resources, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_SENTENCES", 10)
    reports = [document("They met.\n" * 11), document("They met in Graz.")]
    long, short = code_each(reports, lambda documents: code_documents(documents, resources))
    assert isinstance(long, SetAside) and isinstance(short, CodedDocument)
    assert long.reason.startswith("more sentences than any report has; found 11; expected at most 10; cut it")
    assert short.document == reports[1]
