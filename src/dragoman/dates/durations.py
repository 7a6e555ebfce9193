"""Lengths of time, repetitions and vague words: "three weeks", "every Friday", "recently".

Source: DURATION, SET and the _REF values of TIMEX3 (TimeML guidelines 1.2.1).
"""

from datetime import date, timedelta

from dragoman.data import read_toml
from dragoman.dates import periods
from dragoman.dates.anchors import Anchors, Direction, Reading, counted_by
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period
from dragoman.dates.words import month_number, number_in, unit_code, weekday_number


def duration_value(number: float | None, unit: str) -> str:
    """A TIMEX3 duration; X where the number is not told.

    >>> duration_value(3, "W"), duration_value(None, "TH"), duration_value(2.5, "Y"), duration_value(1, "DE")
    ('P3W', 'PTXH', 'P2.5Y', 'P1DE')
    """
    if unit == "2W":
        unit, number = "W", number and 2 * number
    elif unit == "WE":
        unit = "WE"
    amount = "X" if number is None else f"{number:g}" if number != int(number) else str(int(number))
    return f"PT{amount}{unit[1:]}" if unit.startswith("T") else f"P{amount}{unit}"


def read_duration(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """ "three weeks", "half an hour", "years"."""
    number = number_in(e.part("number") or "") if e.part("number") else None
    if number is not None and e.part("half"):
        number += 0.5
    value = duration_value(number, unit_code(e.part("unit") or ""))
    return Reading("DURATION", Period(None, None, value, "", "interval" if number is not None else "vague"))


def read_units_past(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "the past two weeks", "the coming days", "the first ten days"."""
    unit, rel = unit_code(e.part("unit") or ""), (e.part("rel") or "").lower()
    plural = e.text.lower().endswith("s")
    number = number_in(e.part("number") or "") if e.part("number") else None if plural else 1.0
    value = duration_value(number, unit)
    if rel in ("first", "opening", "final"):
        return Reading("DURATION", Period(None, None, value, "", "interval"))
    ahead = rel in ("next", "coming", "following")
    if rel == "following" or a.day is None:
        return Reading("DURATION", Period(None, None, value, "", "vague"))
    if number is None:
        vague = "FUTURE_REF" if ahead else "PAST_REF"
        kind, value = ("DATE", vague) if not e.part("number") else ("DURATION", value)
        span = (
            periods.days(a.day, None, value, "vague") if ahead else periods.days(None, a.day, value, "vague")
        )
        return Reading(kind, span, counted_by(a, rel))
    other = _clock_or_days(a.day, number if ahead else -number, unit)
    first, last = sorted((a.day, other))
    return Reading("DURATION", periods.days(first, last, value), counted_by(a, rel))


def _clock_or_days(start: date, number: float, unit: str) -> date:
    sign = 1 if number > 0 else -1
    if unit.startswith("T"):
        hours = abs(number) * {"TH": 1, "TM": 1 / 60, "TS": 1 / 3600}[unit]
        return start + timedelta(sign * max(int(-(-hours // 24)), 1 if unit == "TH" else 0))
    if number == int(number):
        return periods.shift(start, int(number), unit)
    return start + timedelta(
        round(number * {"D": 1, "W": 7, "2W": 14, "M": 30.4, "Y": 365.25}.get(unit, 365.25))
    )


def read_weekday_set(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "every Friday", "Sundays"."""
    number = weekday_number(e.part("days") or "")
    return Reading("SET", Period(None, None, f"XXXX-WXX-{number}", "", "day"))


def read_set(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """ "every two weeks", "daily", "twice a year"."""
    adverb = (e.part("adverb") or "").lower()
    if adverb:
        return Reading("SET", Period(None, None, read_toml("dates.toml")["adverbs"][adverb], "", "interval"))
    if e.part("m"):
        return Reading("SET", Period(None, None, f"XXXX-{month_number(e.part('m') or ''):02}", "", "month"))
    if not e.part("unit"):
        part = next(
            (c for w, c in read_toml("dates.toml")["day_parts"].items() if e.text.lower().endswith(w)), "MO"
        )
        return Reading("SET", Period(None, None, f"XXXX-XX-XXT{part}", "", "time"))
    times = 2.0 if e.part("other") else number_in(e.part("number") or "a")
    return Reading(
        "SET", Period(None, None, duration_value(times, unit_code(e.part("unit") or "")), "", "interval")
    )


def read_vague(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "now", "recently", "soon"."""
    words = e.text.lower()
    name = next(name for name, known in read_toml("dates.toml")["vague"].items() if words in known)
    if a.day is None:
        return Reading("DATE", Period(None, None, name, "", "vague"), f"unresolved:{a.why}")
    if name == "PRESENT_REF":
        span = periods.days(a.day, a.day, name, "vague")
    elif name == "PAST_REF":
        span = periods.days(None, a.day, name, "vague")
    else:
        span = periods.days(a.day, None, name, "vague")
    return Reading("DATE", span, counted_by(a, "vague"))


def up_to(last: date | None) -> str:
    """The EDTF of all days up to this one."""
    return f"../{last.isoformat()}" if last else ""
