"""Where sentences begin and end; headlines, datelines and furniture of the page set apart.

A printed line is a paragraph; no sentence runs over its end. Inside it, a full stop, question or
exclamation mark ends a sentence, with the quotation marks and brackets that close after it, unless
the stop belongs to an abbreviation, an initial or a number. A line that has no such end, is short
and is followed by a fuller one is a headline; one that only names a day is a dateline. In a transcript, the
name that opens a paragraph ("MR. CARNEY:") is a label of its own, and what is said behind a "Q" is a
question, up to the next name.

>>> [s.text for s in split_sentences("Mr. Lavrov met U.S. envoys. 'We agreed,' he said.\\nNo date is set.")]
['Mr. Lavrov met U.S. envoys.', "'We agreed,' he said.", 'No date is set.']
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol, TypeVar

from dragoman.data import read_toml
from dragoman.parse.syntax import Sentence


class _Begins(Protocol):
    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=_Begins)

LONGEST_HEADLINE = 220
"""Characters. Titles of official readouts run long; body sentences without a full stop are rare."""

FIRST_LINES = 3
"""Printed lines in which a report may say where it was filed."""

_LINE = re.compile(r"[^\n\r]+")
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]{0,3}(?=\s)"
    r"|(?<=[^\W\d_]{3})[.!?](?=[A-Z][a-z]+\s)"
)
"""Also a stop behind which a page lost its space: "within the alliance.The Secretary"."""
_OPENER = re.compile(r"[\s\"'“‘«(\[—–-]*")
_WORD_BEFORE = re.compile(r"([^\s\"'“‘«(\[]+)$")
_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_DATELINE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}"
    r"|\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december))"
    r",? \d{4}\.?",
    re.IGNORECASE,
)
_CAPITALS = r"[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){0,5}"
_FULL_NAME = r"[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de|von|bin|al|of|the|and|for)){0,9} [A-Z][\w.’'-]*"
_NAMED = re.compile(rf"(?:{_CAPITALS}|{_FULL_NAME})(?: \([^()\n]{{1,40}}\))?:(?=\s+\S)")
"""A speaker at the head of a paragraph; one word of small letters may be a place or a theme, and is none."""
_DAY = r"(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?)(?:, \d{4})?"
_FILED = re.compile(
    rf"[A-Z][A-Z.’' -]+[A-Z.](?:(?:, |/)[A-Z][\w.’' -]{{1,30}})?(?:, {_DAY})?"
    r"(?: ?\([A-Z][\w/. -]{1,30}\))? ?(?:-{1,2}|–|—)(?=\s+[A-Z\"“'‘])"
)
"""Where, and sometimes when, a report was filed: "ANKARA, March 3 (Wire) - "."""
_ASKED = re.compile(r"(?:Q|QUESTION)[:.]?(?=\s+[A-Z\"“])")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences of the report in order; together they hold every character that is not white space."""
    pieces: list[tuple[int, int, int, str | None]] = []
    asked = False
    for paragraph, line in enumerate(_LINE.finditer(text)):
        start, end = _trim(text, line.start(), line.end()) or (line.start(), line.end())
        if filed := _FILED.match(text, start, end) if paragraph < FIRST_LINES else None:
            pieces.append((start, filed.end(), paragraph, "dateline"))
            start = filed.end()
        elif label := _ASKED.match(text, start, end) or _NAMED.match(text, start, end):
            asked = label.re is _ASKED
            pieces.append((start, label.end(), paragraph, "label"))
            start = label.end()
        pieces.extend((a, b, paragraph, "question" if asked else None) for a, b in _cut(text, start, end))
    several = len({paragraph for _, _, paragraph, _ in pieces}) > 1
    return tuple(
        Sentence(n, start, end, text[start:end], kind or _kind(text[start:end], several), paragraph)
        for n, (start, end, paragraph, kind) in enumerate(pieces)
    )


def by_sentence(sentences: Sequence[Sentence], spans: Iterable[T]) -> tuple[list[T], ...]:
    """For each sentence the spans that begin in it, in the order they come; so that nobody looks at all of a
    long report's for each of its sentences."""
    starts = [sentence.start for sentence in sentences]
    found: tuple[list[T], ...] = tuple([] for _ in sentences)
    for span in spans:
        if (n := bisect_right(starts, span.start) - 1) >= 0:
            found[n].append(span)
    return found


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence ranges inside one line, without white space at their edges."""
    ranges, at = [], start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, start, match, end):
            ranges.append((at, match.end()))
            at = match.end()
    ranges.append((at, end))
    return [trimmed for a, b in ranges if (trimmed := _trim(text, a, b)) is not None]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(stripped)


def _ends_sentence(text: str, line_start: int, match: re.Match[str], line_end: int) -> bool:
    after = _OPENER.match(text, match.end(), line_end)
    at = after.end() if after else match.end()
    following = text[at : at + 20]
    if not following:
        return False
    first = following[0]
    if first.islower() or (first in ",;:"):
        return False
    mark = match.group()
    if mark[0] != "." or mark.startswith("..") or not mark.endswith("."):
        return True
    before = _WORD_BEFORE.search(text, max(line_start, match.start() - 24), match.start())
    word = before.group(1) if before else ""
    return not _is_abbreviation(word, following)


def _is_abbreviation(word: str, following: str) -> bool:
    titles, maybe, starters = _abbreviations()
    if word in titles:
        return True
    if word in maybe or _INITIAL.fullmatch(word):
        next_word = re.match(r"[^\W\d_]+", following)
        return not (next_word and next_word.group() in starters)
    return False


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = read_toml("sentences.toml")
    return frozenset(table["titles"]), frozenset(table["maybe"]), frozenset(table["starters"])


def _kind(text: str, several_lines: bool) -> str:
    folded = text.casefold()
    if not any(c.isalnum() for c in text) or folded.startswith(
        tuple(read_toml("sentences.toml")["furniture"])
    ):
        return "label"
    if _DATELINE.fullmatch(text):
        return "dateline"
    if several_lines and len(text) <= LONGEST_HEADLINE and text[-1] not in ".!?…\"'”’;,":
        return "headline" if len(text.split()) > 2 else "label"
    return "body"
