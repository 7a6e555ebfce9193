"""All the dates of a report: found, anchored, turned and bounded.

Sentences are read in order. A dateline sets the day that the following sentences speak from; a date
told in the story sets the day that "two days later" counts from, until the story has gone three
sentences without one. A clock time joins the day beside it ("Friday at 5 p.m. GMT"), an anniversary
the date of what it remembers, and "since", "until", "by", "before" and "after" open or close the
stretch. Without a publication date or dateline, relative dates stay open.

Source: extents and values as in TIMEX3 (TimeML 1.2.1); the rules are described in docs/dates.md.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.dates import periods
from dragoman.dates.anchors import Anchors, Direction, Reading, counted_by, unresolved
from dragoman.dates.anniversaries import anniversary, anniversary_number
from dragoman.dates.clock import clock_on
from dragoman.dates.counted import count_off
from dragoman.dates.direction import direction_of
from dragoman.dates.expressions import Expression, find_expressions
from dragoman.dates.periods import Period
from dragoman.dates.resolve import resolve
from dragoman.parse.syntax import Sentence
from dragoman.records import Document, TimeInterval

WRITTEN = date(2026, 11, 24)
"""A clock that stands before the day this was written is not believed."""

STORY_MEMORY = 3
"""Sentences for which a told date stays the one that "the next day" counts from."""

_DIRECTED = frozenset(
    {"weekday", "month", "day_of_month", "day_range", "month_range", "season", "quarter", "holiday", "unit"}
    | {"week_of_day"}
    | {"overnight_into", "half", "week_of_month", "weekday_range", "clock"}
)
_BOUND = re.compile(
    r"\b(since|until|till|by|before|after|through|prior to|no later than)(?: the)? ?$", re.IGNORECASE
)
_WITHIN = re.compile(r"\bwithin(?: the)? ?$", re.IGNORECASE)
_OFF = re.compile(r" (before|after|prior to) (?:the )?", re.IGNORECASE)
_JOINT = re.compile(r",? ?(?:\(|at |on |, |around |about |by |from )?(?:the )?$", re.IGNORECASE)
_IN_LINE = re.compile(r"^[A-Z][A-Z .,'’/-]{2,40}?(?:, [A-Z][A-Za-z. ]+)?,? (?=[A-Z0-9])")
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|(?<!\w)['‘]([^'‘’]{12,}?)['’](?!\w)")
_PERSON = frozenset({"PERSON", "PRODUCT", "WORK_OF_ART", "LAW"})
_COUNT = frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT", "LAW", "PRODUCT"})


@dataclass(frozen=True, slots=True)
class _Found:
    expression: Expression
    start: int
    end: int
    reading: Reading
    direction: Direction


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


def _told(found: _Found) -> Period | None:
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


def _read(sentence: Sentence, expressions: tuple[Expression, ...], anchors: Anchors) -> list[_Found]:
    found: list[_Found] = []
    for expression in expressions:
        start, end = sentence.start + expression.start, sentence.start + expression.end
        if _means_otherwise(sentence, expression, start, end):
            continue
        direction: Direction = "past"
        if expression.rule in _DIRECTED:
            direction = direction_of(sentence, start, end)
        own = _quoted_anchor(sentence, expression, found, expressions, anchors) or anchors
        reading = resolve(expression, own, direction)
        found.append(_Found(expression, start, end, reading, direction))
        if (told := _told(found[-1])) is not None:
            anchors = replace(anchors, narrative=told)
    found = _with_anniversaries(sentence, found)
    found = _joined(sentence, found)
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
    found: list[_Found],
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


def _with_anniversaries(sentence: Sentence, found: list[_Found]) -> list[_Found]:
    """Give each anniversary the date it remembers, where one follows in the same clause."""
    done: list[_Found] = []
    for n, item in enumerate(found):
        if item.expression.rule == "anniversary" and n + 1 < len(found):
            other = found[n + 1]
            between = sentence.text[item.expression.end : other.expression.start]
            number = anniversary_number(item.expression)
            if other.reading.period and re.match(r"(?: of [^.;:()]{0,80},)? on $", between):
                done.append(replace(item, reading=replace(other.reading, anchor="narrative:anniversary")))
                continue
            told = other.reading.period
            tells = told and other.reading.anchor is None and re.match(r" of [^.;:,()]{0,80}$", between)
            if number and told and tells and (period := anniversary(number, told)) is not None:
                done.append(replace(item, reading=Reading("DATE", period, "narrative:anniversary")))
                continue
        done.append(item)
    return done


def _joined(sentence: Sentence, found: list[_Found]) -> list[_Found]:
    """Join clock times, "the morning of", and "two days before", to the day beside them."""
    done: list[_Found] = []
    for item in found:
        before = done[-1] if done else None
        between = sentence.text[before.end - sentence.start : item.expression.start] if before else ""
        joins = before is not None and item.start - before.end <= 10
        if joins and before and _is_length(before) and (off := _OFF.fullmatch(between)) and _is_day(item):
            done[-1] = _whole(sentence, before, item, _off_day(before, item, off.group(1)))
        elif joins and before and before.expression.rule == "part_of_day" and not between.strip():
            done[-1] = _whole(sentence, before, item, _part_on(before.expression, item.reading))
        elif joins and before and _JOINT.fullmatch(between) and _is_clock(item) and _is_day(before):
            done[-1] = _whole(sentence, before, item, _clock_in(item, before))
        elif joins and before and _JOINT.fullmatch(between) and _is_clock(before) and _is_day(item):
            done[-1] = _whole(sentence, before, item, _clock_in(before, item))
        elif _is_clock(item) and (day := next((f for f in found if _is_day(f)), None)):
            done.append(replace(item, reading=_clock_in(item, day)))
        else:
            done.append(item)
    return done


def _is_length(found: _Found) -> bool:
    return found.expression.rule == "duration" and bool(found.expression.part("number"))


def _off_day(length: _Found, day: _Found, way: str) -> Reading:
    if day.reading.period is None or day.reading.period.first is None:
        return day.reading
    try:
        return count_off(length.expression, day.reading.period.first, back=way.lower() != "after")
    except (ValueError, OverflowError):
        return unresolved("no-such-day")


def _is_clock(found: _Found) -> bool:
    return found.expression.rule == "clock"


def _is_day(found: _Found) -> bool:
    period = found.reading.period
    return (
        found.expression.rule in ("weekday", "day_of_month", "iso_day", "deictic", "this_part", "holiday")
        and period is not None
        and period.first is not None
        and period.first == period.last
    )


def _clock_in(clock: _Found, day: _Found) -> Reading:
    period = day.reading.period
    if period is None or period.first is None:
        return clock.reading
    return clock_on(clock.expression, period.first, day.reading.anchor)


def _part_on(expression: Expression, day: Reading) -> Reading:
    from dragoman.data import read_toml

    if day.period is None or day.period.first is None or day.period.first != day.period.last:
        return day
    code = read_toml("dates.toml")["day_parts"][(expression.part("part") or "").lower()]
    on = day.period.first
    return Reading("TIME", Period(on, on, f"{on.isoformat()}T{code}", on.isoformat(), "time"), day.anchor)


def _whole(sentence: Sentence, first: _Found, last: _Found, reading: Reading) -> _Found:
    words = sentence.text[first.start - sentence.start : last.end - sentence.start]
    main = last if first.expression.rule in ("part_of_day", "clock") else first
    expression = replace(main.expression, start=first.expression.start, end=last.expression.end, text=words)
    return _Found(expression, first.start, last.end, reading, main.direction)


def _interval(document: Document, sentence: Sentence, found: _Found, anchors: Anchors) -> TimeInterval:
    reading = found.reading
    text = document.text[found.start : found.end]
    period = reading.period
    if period is None:
        return TimeInterval(
            found.start, found.end, text, reading.type, None, None, None, None, "vague", reading.anchor
        )
    try:
        period, rule = _bounded(sentence, found, period, anchors)
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


def _bounded(
    sentence: Sentence, found: _Found, period: Period, anchors: Anchors
) -> tuple[Period, str | None]:
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


def _looks_on(sentence: Sentence, found: _Found) -> bool:
    """Whether the verb does not look back: "by 2025 he had left" says nothing of when it begins."""
    if found.expression.rule in _DIRECTED:
        return found.direction != "past"
    return direction_of(sentence, found.start, found.end) != "past"


def _describes_a_noun(sentence: Sentence, found: _Found) -> bool:
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
