"""A report's text cut at the borders of everything that is marked in it.

    Lund and Ortiz met in Oslo on 5 May.
    └────────── claim ──────────────┘
    └┬─┘                └┬─┘   └─┬─┘
     party               place   date

Claims, quotations and passed-over sentences are long and enclose one another: they become elements, of which
one that only overlaps another has two parts. Names, places and days are short: each piece of text between two
borders knows all of them that cover it. The pieces, one after the other, are the text exactly.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Characters that show nothing and can turn or hide what stands around them; line ends and tabs are not, nor
are the joiners that some scripts are written with."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Something marked in a text.

    Attributes:
        key: names it within the page, such as "date-3".
        layer: what it is, such as "claim" or "date".
        start, end: half-open range of code points.
        long: does it enclose others, rather than stand inside a piece?
    """

    key: str
    layer: str
    start: int
    end: int
    long: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A step through the marked text.

    Attributes:
        step: an element begins or ends, or here stands a piece of text, a character that steers, or the
            carriage return before a line feed, which a page would lose.
        mark: that which begins or ends.
        part: the how-manieth part of it, from 1.
        words: the piece of text; of a steering character, that one.
        within: short marks that cover the piece, the shortest first.
        begins: those of them of which this is the first piece.
    """

    step: Literal["open", "close", "words", "steers", "return"]
    mark: Marked | None = None
    part: int = 1
    words: str = ""
    within: tuple[Marked, ...] = ()
    begins: tuple[Marked, ...] = ()

    @property
    def name(self) -> str:
        """How a steering character is shown: its number in Unicode."""
        return f"U+{ord(self.words):04X}"


def tokens(text: str, marks: Sequence[Marked]) -> Iterator[Token]:
    """The way through the text; what does not lie in it, or has no length, is left out."""
    sound = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    long = sorted((m for m in sound if m.long), key=lambda m: (m.start, -m.end))
    short = sorted((m for m in sound if not m.long), key=lambda m: (m.start, -m.end))
    borders = sorted({0, len(text), *(m.start for m in sound), *(m.end for m in sound)})
    stack: list[Marked] = []
    over: list[Marked] = []
    parts: dict[str, int] = {}
    at_long = at_short = 0

    def opened(mark: Marked) -> Token:
        stack.append(mark)
        parts[mark.key] = parts.get(mark.key, 0) + 1
        return Token("open", mark, parts[mark.key])

    for here, there in pairwise(borders):
        again: list[Marked] = []
        while any(m.end <= here for m in stack):
            closed = stack.pop()
            yield Token("close", closed)
            if closed.end > here:
                again.append(closed)
        for mark in reversed(again):
            yield opened(mark)
        while at_long < len(long) and long[at_long].start == here:
            yield opened(long[at_long])
            at_long += 1
        over = [m for m in over if m.end > here]
        begins: list[Marked] = []
        while at_short < len(short) and short[at_short].start == here:
            begins.append(short[at_short])
            at_short += 1
        over += begins
        within = tuple(sorted(over, key=lambda m: (m.end - m.start, m.key)))
        yield from _words(text[here:there], within, tuple(begins))
    while stack:
        yield Token("close", stack.pop())


def split(marks: Sequence[Token]) -> frozenset[str]:
    """Keys of the marks that have more than one part."""
    return frozenset(t.mark.key for t in marks if t.mark and t.part > 1)


def _words(piece: str, within: tuple[Marked, ...], begins: tuple[Marked, ...]) -> Iterator[Token]:
    at = 0
    for found in STEERING.finditer(piece):
        if found.start() > at:
            yield Token("words", words=piece[at : found.start()], within=within, begins=begins)
            begins = ()
        returns = found[0] == "\r" and piece[found.end() : found.end() + 1] == "\n"
        yield Token("return" if returns else "steers", words=found[0])
        at = found.end()
    if at < len(piece):
        yield Token("words", words=piece[at:], within=within, begins=begins)
