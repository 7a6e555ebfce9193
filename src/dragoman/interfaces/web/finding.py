"""Search: words and phrases in what is told, with filters, in context, the words marked."""

import re
import unicodedata
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.ask import views
from dragoman.interfaces.answers import Answer, question_named
from dragoman.interfaces.api.questions import as_values, asked_from, record_of
from dragoman.interfaces.display import claim_value, passage_value
from dragoman.interfaces.web.pages import offer_data, page, with_query

router = APIRouter()
offer_data(router, "/search", "search")

SORTS = {
    "newest": "newest report first",
    "oldest": "oldest report first",
    "best": "best match first",
    "day": "by the day told of",
}
"""Orders of what is found, by their names in addresses."""

WATCHED = {
    "words": "words",
    "actor": "parties",
    "issue": "issues",
    "place": "places",
    "type": "event_types",
}
"""Filters that a watch can have, and the names of its own fields."""

_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]?|([^\s\"“”]+)")


@router.get("/search")
def search(request: Request) -> Response:
    """The page."""
    entry = question_named("search")
    given: dict[str, Any] = {
        n: v for n, v in request.query_params.items() if n in (*entry.takes, "cursor") and v.strip()
    }
    sorts = SORTS if "sort" in entry.takes else {}
    words = str(given.get("words", "")).strip()
    values: dict[str, Any] = {"words": words, "sorts": sorts, "answer": None, "passages": [], "save": None}
    if words:
        asked = asked_from(entry, given)
        found = views.search(record_of(request), asked.question())
        rows = tuple({**claim_value(held)} for held in found.claims.rows)
        for row in rows:
            row["pieces"] = marked(row["evidence"]["exact"], words)
        values["answer"] = as_values(Answer(rows, found.claims.total, notes=found.claims.notes), asked)
        values["passages"] = [{**passage_value(p), "pieces": p.pieces} for p in found.passages]
        values["save"] = "/watch" + with_query({WATCHED[n]: given[n] for n in WATCHED if n in given})
    return page(request, "search.html", values)


def marked(text: str, words: str) -> list[tuple[str, bool]]:
    """The text in pieces, with whether each is what was searched for; case and accents do not count.

    >>> marked("Talks in Oslo, gas talks", '"gas talks" oslo')
    [('Talks in ', False), ('Oslo', True), (', ', False), ('gas talks', True)]
    >>> marked("They negotiated", "negotiat*")
    [('They ', False), ('negotiated', True)]
    """
    asked = []
    for phrase, word in _ASKED.findall(words):
        parts = [_folded(part) for part in _WORD.findall(phrase or word)]
        if parts:
            asked.append((parts, word.endswith("*")))
    found = list(_WORD.finditer(text))
    folded = [_folded(match[0]) for match in found]
    pieces: list[tuple[str, bool]] = []
    at = n = 0
    while n < len(found):
        length = max((len(parts) for parts, begins in asked if _stands(folded, n, parts, begins)), default=0)
        if length:
            start, end = found[n].start(), found[n + length - 1].end()
            if start > at:
                pieces.append((text[at:start], False))
            pieces.append((text[start:end], True))
            at = end
        n += length or 1
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def _stands(folded: list[str], n: int, parts: list[str], begins: bool) -> bool:
    there = folded[n : n + len(parts)]
    if begins and there:
        return there[:-1] == parts[:-1] and there[-1].startswith(parts[-1]) and len(there) == len(parts)
    return there == parts


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
