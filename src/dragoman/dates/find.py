"""All the dates of a report: found, anchored, turned and bounded.

Sentences are read in order. A dateline sets the day that the following sentences speak from; a date
told in the story sets the day that "two days later" counts from, until the story has gone three
sentences without one. A clock time joins the day beside it ("Friday at 5 p.m. GMT"), an anniversary
the date of what it remembers, and "since", "until", "by", "before" and "after" open or close the
stretch. Without a publication date or dateline, relative dates stay open.

Source: extents and values as in TIMEX3 (TimeML 1.2.1); the rules are described in docs/dates.md.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from dragoman.dates.anchors import Anchors, Direction, counted_by
from dragoman.dates.bounds import bound
from dragoman.dates.direction import DIRECTED, direction_of
from dragoman.dates.expressions import Expression, find_expressions
from dragoman.dates.joined import Found, date_anniversaries, join_neighbours
from dragoman.dates.periods import Period
from dragoman.dates.resolve import resolve
from dragoman.parse.syntax import Sentence
from dragoman.records import Document, TimeInterval

WRITTEN = date(2026, 11, 24)
"""A clock that stands before the day this was written is not believed."""

STORY_MEMORY = 3
"""Sentences for which a told date stays the one that "the next day" counts from."""

_IN_LINE = re.compile(r"^[A-Z][A-Z .,'’/-]{2,40}?(?:, [A-Z][A-Za-z. ]+)?,? (?=[A-Z0-9])")
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|(?<!\w)['‘]([^'‘’]{12,}?)['’](?!\w)")
_PERSON = frozenset({"PERSON", "PRODUCT", "WORK_OF_ART", "LAW"})
_COUNT = frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT", "LAW", "PRODUCT"})


def find_dates(
    document: Document, sentences: tuple[Sentence, ...], *, today: date | None = None
) -> tuple[TimeInterval, ...]:
    """The time expressions of the report in order of their place, each with what it can mean.

    Sentences without tokens are read too; a bare weekday in them points to the past.

    Args:
        today: no report can have appeared more than a day after it, and the publication date of one that
            says so is not counted from; the clock's day where None. Nothing is ever dated from it.
    """
    anchors = _published(document, today or max(date.today(), WRITTEN))
    told_at = -STORY_MEMORY
    dates: list[TimeInterval] = []
    for sentence in sentences:
        expressions = find_expressions(sentence.text)
        if not expressions:
            continue
        if sentence.index - told_at > STORY_MEMORY:
            anchors = replace(anchors, narrative=None)
        if (day := _dateline(sentence, expressions, anchors)) is not None:
            anchors = Anchors(day, "dateline")
        for found in _read(sentence, expressions, anchors):
            dates.append(_interval(document, sentence, found, anchors))
            if (told := _told(found)) is not None:
                anchors, told_at = replace(anchors, narrative=told), sentence.index
    return tuple(dates)


def _published(document: Document, today: date) -> Anchors:
    """The printed day of publication, in the zone it is printed in; no day where it cannot be one."""
    if not document.published:
        return Anchors(None, "published")
    try:
        day = date.fromisoformat(document.published[:10])
    except ValueError:
        return Anchors(None, "published", why="publication-date-unreadable")
    if day > today + timedelta(1):  # a day ahead it can be in another zone
        return Anchors(None, "published", why="publication-date-in-the-future")
    return Anchors(day, "published")


def _dateline(sentence: Sentence, expressions: tuple[Expression, ...], anchors: Anchors) -> date | None:
    """The day a dateline names: a line of its own, or "ANKARA, Nov. 19 (Agency) —" at a sentence's head."""
    first = expressions[0]
    if first.rule not in ("day_of_month", "iso_day"):
        return None
    if sentence.kind != "dateline":
        head = _IN_LINE.match(sentence.text)
        if (
            not head
            or head.end() != first.start
            or not re.match(r"\.? ?(?:\(|[-–—])", sentence.text[first.end :])
        ):
            return None
    period = resolve(first, anchors, "past").period
    return period.first if period and period.first == period.last else None


def _told(found: Found) -> Period | None:
    """The period that the story has reached by this expression; None where it is no step of the story."""
    period = found.reading.period
    if (
        found.reading.type not in ("DATE", "TIME")
        or period is None
        or period.first is None
        or period.last is None
    ):
        return None
    if period.precision == "vague" or found.expression.rule in ("vague", "decade", "century", "anniversary"):
        return None
    return period


def _read(sentence: Sentence, expressions: tuple[Expression, ...], anchors: Anchors) -> list[Found]:
    found: list[Found] = []
    for expression in expressions:
        start, end = sentence.start + expression.start, sentence.start + expression.end
        if _means_otherwise(sentence, expression, start, end):
            continue
        direction: Direction = "past"
        if expression.rule in DIRECTED:
            direction = direction_of(sentence, start, end)
        own = _quoted_anchor(sentence, expression, found, expressions, anchors) or anchors
        reading = resolve(expression, own, direction)
        found.append(Found(expression, start, end, reading, direction))
        if (told := _told(found[-1])) is not None:
            anchors = replace(anchors, narrative=told)
    found = date_anniversaries(sentence, found)
    found = join_neighbours(sentence, found)
    return [f for f in found if f.expression.rule != "part_of_day"]


def _means_otherwise(sentence: Sentence, expression: Expression, start: int, end: int) -> bool:
    """A person named April, or 2000 that the parser takes for a count and no preposition for a year."""
    if expression.text.lower() == "soon":
        return direction_of(sentence, start, end) == "past"  # "they soon gave it up" is of the story
    if expression.rule not in ("year", "month", "weekday", "season"):
        return False
    labels = {token.ent for token in sentence.within(start, end)}
    if expression.rule == "year":
        before = sentence.text[: expression.start].rstrip().rpartition(" ")[2].lower()
        return bool(labels & _COUNT) and before not in (
            "in",
            "since",
            "by",
            "until",
            "from",
            "of",
            "before",
            "after",
        )
    return bool(labels & _PERSON)


def _quoted_anchor(
    sentence: Sentence,
    expression: Expression,
    found: list[Found],
    expressions: tuple[Expression, ...],
    anchors: Anchors,
) -> Anchors | None:
    """Inside a quotation "tomorrow" counts from the day it was said, where the sentence tells that day."""
    if expression.rule not in ("deictic", "this_part"):
        return None
    for quotation in _QUOTED.finditer(sentence.text):
        if not quotation.start() <= expression.start < quotation.end():
            continue
        for other in expressions:
            if other.rule in ("weekday", "day_of_month", "iso_day") and not (
                quotation.start() <= other.start < quotation.end()
            ):
                direction = direction_of(sentence, sentence.start + other.start, sentence.start + other.end)
                period = resolve(other, anchors, direction).period
                if period and period.first and period.first == period.last:
                    return Anchors(period.first, "narrative", period)
    return None


def _interval(document: Document, sentence: Sentence, found: Found, anchors: Anchors) -> TimeInterval:
    reading = found.reading
    text = document.text[found.start : found.end]
    period = reading.period
    if period is None:
        return TimeInterval(
            found.start, found.end, text, reading.type, None, None, None, None, "vague", reading.anchor
        )
    try:
        period, rule = bound(sentence, found, period, anchors)
    except OverflowError:
        rule = None  # the bound lies outside the calendar: "within 9,000,000 days"
    anchor = reading.anchor
    if rule == "within":
        anchor, rule = counted_by(anchors, rule), None
    if rule:
        anchor = f"{anchor}-{rule}" if anchor and not anchor.startswith("unresolved") else anchor
    return TimeInterval(
        found.start,
        found.end,
        text,
        reading.type,
        period.value,
        period.edtf or None,
        period.first.isoformat() if period.first else None,
        period.last.isoformat() if period.last else None,
        period.precision,
        anchor,
    )
