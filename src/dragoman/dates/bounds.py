"""Prepositions that open or close a stretch: "since", "until", "by", "before", "after", "within".

"Since Tuesday" runs from Tuesday to the day of the report, "by Friday" from that day to Friday where the verb
looks ahead. A noun between ends that: "after Tuesday's talks" is Tuesday.

Source: ours (docs/dates.md); TIMEX3 leaves prepositions outside, so its value stays that of the words.
"""

import re
from dataclasses import replace
from datetime import timedelta

from dragoman.dates import periods
from dragoman.dates.anchors import Anchors
from dragoman.dates.direction import DIRECTED, direction_of
from dragoman.dates.joined import Found
from dragoman.dates.periods import Period
from dragoman.parse.syntax import Sentence

_BOUND = re.compile(
    r"\b(since|until|till|by|before|after|through|prior to|no later than)(?: the)? ?$", re.IGNORECASE
)
_WITHIN = re.compile(r"\bwithin(?: the)? ?$", re.IGNORECASE)


def bound(sentence: Sentence, found: Found, period: Period, anchors: Anchors) -> tuple[Period, str | None]:
    """Open or close the stretch by the preposition before it; the TIMEX3 value stays that of the words."""
    before = sentence.text[max(0, found.expression.start - 16) : found.expression.start]
    after = sentence.text[found.expression.end :]
    here = anchors.day
    if found.reading.type == "DURATION":
        if (
            here
            and _WITHIN.search(before)
            and not after.startswith(" of ")
            and period.first is None
            and (days := _days_in(period.value))
        ):
            return replace(periods.days(here, here + timedelta(days)), value=period.value), "within"
        return period, None
    match = _BOUND.search(before)
    if not match or found.reading.type == "SET" or period.precision == "vague":
        return period, None
    if _describes_a_noun(sentence, found):
        return period, None
    word = match.group(1).lower()
    if period.precision == "time" and word in ("before", "after", "prior to"):
        return period, None  # "shortly before 3 a.m." is of that day
    first, last = period.first, period.last
    if word == "since":
        span = first, here if here and first and first <= here else None
    elif word in ("until", "till", "by", "through", "no later than"):
        ahead = here and last and here <= last and _looks_on(sentence, found)
        span = here if ahead else None, last
    elif word in ("before", "prior to"):
        span = None, first - timedelta(1) if first else None
    else:
        span = last, None
    return replace(periods.days(*span), value=period.value), word.replace(" ", "-")


def _looks_on(sentence: Sentence, found: Found) -> bool:
    """Whether the verb does not look back: "by 2025 he had left" says nothing of when it begins."""
    if found.expression.rule in DIRECTED:
        return found.direction != "past"
    return direction_of(sentence, found.start, found.end) != "past"


def _describes_a_noun(sentence: Sentence, found: Found) -> bool:
    """Whether the preposition governs a noun: "after Tuesday's talks", "before the 2014 elections"."""
    after = sentence.text[found.end - sentence.start :]
    if after.startswith(("'s", "’s", "'", "’", "-")):
        return True
    following = [t for t in sentence.tokens if t.start >= found.end][:1]
    return (
        bool(following)
        and following[0].pos in ("NOUN", "PROPN", "ADJ")
        and following[0].start - found.end <= 1
    )


def _days_in(value: str) -> int | None:
    match = re.fullmatch(r"P(T?)(\d+)([HDWM])", value)
    if not match:
        return None
    number = int(match.group(2))
    if match.group(1):
        return -(-number // 24) if match.group(3) == "H" else 1
    return number * {"D": 1, "W": 7, "M": 31}.get(match.group(3), 0) or None
