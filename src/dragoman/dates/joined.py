"""Expressions that only together tell a time: "Friday" and "5 p.m. GMT", "two days" and "before Christmas".

A clock time joins the day beside it, "the morning of" and "two days before" the day that follows, and an
anniversary gets the date of what it remembers, or of the day it is said to fall on.

Source: extents as in TIMEX3 (TimeML 1.2.1).
"""

import re
from dataclasses import dataclass, replace

from dragoman.data import read_toml
from dragoman.dates.anchors import Direction, Reading, unresolved
from dragoman.dates.anniversaries import anniversary, anniversary_number
from dragoman.dates.clock import clock_on
from dragoman.dates.counted import count_off
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period
from dragoman.parse.syntax import Sentence

_OFF = re.compile(r" (before|after|prior to) (?:the )?", re.IGNORECASE)
_JOINT = re.compile(r",? ?(?:\(|at |on |, |around |about |by |from )?(?:the )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """An expression of a report, where it stands, and what it was read as."""

    expression: Expression
    start: int
    end: int
    reading: Reading
    direction: Direction


def date_anniversaries(sentence: Sentence, found: list[Found]) -> list[Found]:
    """Give each anniversary the date it remembers, where one follows in the same clause."""
    done: list[Found] = []
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


def join_neighbours(sentence: Sentence, found: list[Found]) -> list[Found]:
    """Join clock times, "the morning of", and "two days before", to the day beside them."""
    done: list[Found] = []
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


def _is_length(found: Found) -> bool:
    return found.expression.rule == "duration" and bool(found.expression.part("number"))


def _off_day(length: Found, day: Found, way: str) -> Reading:
    if day.reading.period is None or day.reading.period.first is None:
        return day.reading
    try:
        return count_off(length.expression, day.reading.period.first, back=way.lower() != "after")
    except (ValueError, OverflowError):
        return unresolved("no-such-day")


def _is_clock(found: Found) -> bool:
    return found.expression.rule == "clock"


def _is_day(found: Found) -> bool:
    period = found.reading.period
    return (
        found.expression.rule in ("weekday", "day_of_month", "iso_day", "deictic", "this_part", "holiday")
        and period is not None
        and period.first is not None
        and period.first == period.last
    )


def _clock_in(clock: Found, day: Found) -> Reading:
    period = day.reading.period
    if period is None or period.first is None:
        return clock.reading
    return clock_on(clock.expression, period.first, day.reading.anchor)


def _part_on(expression: Expression, day: Reading) -> Reading:
    if day.period is None or day.period.first is None or day.period.first != day.period.last:
        return day
    code = read_toml("dates.toml")["day_parts"][(expression.part("part") or "").lower()]
    on = day.period.first
    return Reading("TIME", Period(on, on, f"{on.isoformat()}T{code}", on.isoformat(), "time"), day.anchor)


def _whole(sentence: Sentence, first: Found, last: Found, reading: Reading) -> Found:
    words = sentence.text[first.start - sentence.start : last.end - sentence.start]
    main = last if first.expression.rule in ("part_of_day", "clock") else first
    expression = replace(main.expression, start=first.expression.start, end=last.expression.end, text=words)
    return Found(expression, first.start, last.end, reading, main.direction)
