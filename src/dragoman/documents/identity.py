"""Which report this is: one id for the same words, wherever and however often they were read.

The id is the sha256 of the text in NFC with white space folded, so a copy with other line ends or
spaces, or with its accents composed otherwise, is the same report; a changed word makes another.

>>> document_id("Talks  resume\\r\\nin Doha. ") == document_id("Talks resume in Doha.")
True
"""

import hashlib
import re
import unicodedata

from dragoman.documents.language import detect_language
from dragoman.records import Document
from dragoman.sources.raw import RawDocument

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def document_id(text: str) -> str:
    """sha256 (64 hex digits) of the text in NFC, runs of white space one space, none at the ends."""
    folded = " ".join(unicodedata.normalize("NFC", without_surrogates(text)).split())
    return hashlib.sha256(folded.encode()).hexdigest()


def make_document(raw: RawDocument) -> Document:
    """The report as a record: with its id and its language, its text as printed.

    Halves of broken surrogate pairs (a post cut in mid-emoji), which no file can hold, become U+FFFD;
    one for one, so that every offset stays.
    """
    text = without_surrogates(raw.text)
    return Document(
        id=document_id(text),
        given_id=_sound(raw.given_id),
        path=_sound(raw.path),
        url=_sound(raw.url),
        outlet=_sound(raw.outlet),
        published=raw.published,
        title=_sound(raw.title),
        language=detect_language(text),
        text=text,
    )


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate replaced by U+FFFD; the same string where there is none."""
    if text.isascii() or _LONE_SURROGATE.search(text) is None:
        return text
    return _LONE_SURROGATE.sub("\ufffd", text)


def _sound(text: str | None) -> str | None:
    return None if text is None else without_surrogates(text)
