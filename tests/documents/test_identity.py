"""The same words are the same report, whatever the file did to them."""

import hashlib
import json
import unicodedata
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from dragoman.documents.identity import document_id, make_document
from dragoman.sources.raw import RawDocument

TEXT = "Mexico’s foreign minister Patiño will meet her counterpart in São Paulo on Tuesday."


def raw(text: str, **fields: str) -> RawDocument:
    empty = dict.fromkeys(["given_id", "path", "url", "outlet", "published", "title"])
    return RawDocument(**{**empty, **fields}, text=text)


def test_the_id_is_the_sha256_of_the_folded_text():
    assert document_id(" Talks\tresume. \n") == hashlib.sha256(b"Talks resume.").hexdigest()


def test_accents_composed_otherwise_are_the_same_report():
    assert document_id(unicodedata.normalize("NFD", TEXT)) == document_id(TEXT)


def test_a_changed_word_is_another_report():
    assert document_id(TEXT.replace("will", "may")) != document_id(TEXT)


@given(st.text())
def test_white_space_does_not_count(text):
    assert document_id(f"\r\n {text}\u00a0") == document_id(text)


def test_a_document_keeps_the_text_as_printed():
    document = make_document(raw(TEXT + "\r\n\r\n", path="a.txt", outlet="Wire", published="2025-11-19"))
    assert document.text == TEXT + "\r\n\r\n"
    assert document.id == document_id(TEXT)
    assert (document.path, document.outlet, document.published) == ("a.txt", "Wire", "2025-11-19")
    assert document.language == "en"
    assert document.given_id is document.url is document.title is None


def test_half_a_surrogate_pair_is_replaced_one_for_one():
    text = json.loads('"Congratulations \\ud83c to our partners"')
    document = make_document(raw(text, title=text, path="caf\udce9.txt"))
    assert document.text == "Congratulations \ufffd to our partners"
    assert len(document.text) == len(text)
    assert json.dumps(asdict(document), ensure_ascii=False).encode("utf-8")
    assert document.id == document_id(text)
