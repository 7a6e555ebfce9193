"""Days and months of the calendar: "3 March", "19.11.2025", "early September", "the second week of May".

Without a year they lie in the year to which the direction of the verb points; a printed weekday must
agree with it. A day that no calendar has ("31 February") raises ValueError, which `resolve` turns into
an open reading with its reason.

Source: TIMEX3 values in the TimeML guidelines 1.2.1; the choice of the year is ours (docs/dates.md).
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from dragoman.data import read_toml
from dragoman.dates import periods
from dragoman.dates.anchors import OPEN, Anchors, Direction, Reading, counted_by
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period
from dragoman.dates.words import (
    month_number,
    ordinal_in,
    steps_named,
    unit_code,
    weekday_number,
    within_third,
)

_FAR = 335
"""Days beyond which a day of the month would have its year told ("preparations for the summit on May 25")."""


def read_named_day(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """A day known by its date alone, such as "9/11"."""
    for pattern, on in read_toml("dates.toml")["named_days"].items():
        if re.match(re.sub(r"\(\?=.*\)$", "", pattern), e.text):
            return Reading("DATE", periods.day(date.fromisoformat(on)))
    return OPEN


def read_iso_day(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """ "2025-11-19", with or without a time of the clock."""
    on = date(int(e.part("y") or 0), int(e.part("m") or 0), int(e.part("d") or 0))
    clock = e.part("clock")
    if not clock:
        return Reading("DATE", periods.day(on))
    moment = f"{on.isoformat()}T{clock}"
    zone = e.part("zone") or ""
    return Reading("TIME", Period(on, on, moment, f"{moment}:00{zone}", "time"))


def read_day_of_month(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "19 November", "Wednesday, Nov. 19, 2025"."""
    number, on = month_number(e.part("m") or ""), int(e.part("d") or 0)
    if year := e.part("y"):
        return Reading("DATE", periods.day(date(int(year), number, on)))
    date(2024, number, on)  # 31 February is none in any year
    if a.day is None:
        return _yearless(f"{number:02}-{on:02}", number, on, a)
    weekday = weekday_number(e.part("w") or "") if e.part("w") else None
    found = day_in_year(a.day, d, number, on, weekday)
    return Reading("DATE", periods.day(found), counted_by(a, f"day-{d}")) if found else OPEN


def _yearless(value: str, number: int, on: int | None, a: Anchors) -> Reading:
    """A day or month whose year nothing tells: TIMEX3 writes XXXX, and no day is named."""
    date(2024, number, on or 1)
    return Reading(
        "DATE", Period(None, None, f"XXXX-{value}", f"XXXX-{value}", "vague"), f"unresolved:{a.why}"
    )


def day_in_year(anchor: date, direction: Direction, number: int, on: int, weekday: int | None) -> date | None:
    """The day of the month in the year that the direction points to; a printed weekday must agree."""
    days = []
    for year in range(anchor.year - 8, anchor.year + 9):
        try:
            days.append(date(year, number, on))
        except ValueError:
            continue
    if weekday is not None:
        days = [day for day in days if day.isoweekday() == weekday and abs((day - anchor).days) < 400] or days
    found = choose_day(days, anchor, direction)
    if found and abs((found - anchor).days) > _FAR:
        return choose_day(days, anchor, "either")
    return found


def choose_day(days: list[date], anchor: date, direction: Direction) -> date | None:
    """Of several days the one that the direction points to; the anchor's own day is allowed."""
    past, future = [x for x in days if x <= anchor], [x for x in days if x >= anchor]
    if direction == "past":
        return max(past, default=None)
    if direction == "future":
        return min(future, default=None)
    return min(days, key=lambda x: (abs((x - anchor).days), x > anchor), default=None)


def read_numeric_day(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """19.11.2025 is day first; with a slash only where one number cannot be a month, or both are equal."""
    a, b, year = int(e.part("a") or 0), int(e.part("b") or 0), int(e.part("y") or 0)
    if e.part("sep") == "." or a > 12 or a == b:
        return Reading("DATE", periods.day(date(year, b, a)))
    if b > 12:
        return Reading("DATE", periods.day(date(year, a, b)))
    one, other = sorted((date(year, a, b), date(year, b, a)))
    return Reading("DATE", replace(periods.days(one, other), value=f"{year:04}", precision="vague"))


def read_month_of_year(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "September 2025", "early September 2025"."""
    return Reading(
        "DATE", within_third(e, periods.month(int(e.part("y") or 0), month_number(e.part("m") or "")), a.day)
    )


def read_month(e: Expression, a: Anchors, d: Direction) -> Reading:
    """A month without its year: "September", "last May", "late this June"."""
    number, rel = month_number(e.part("m") or ""), (e.part("rel") or "").lower()
    if a.day is None:
        return _yearless(f"{number:02}", number, None, a)
    here = a.day.replace(day=1)
    days = [date(year, number, 1) for year in range(max(here.year - 2, 1), here.year + 3)]
    if same := e.part("same"):
        year = a.day.year + steps_named(same.replace("of", "").split()[0])
        return Reading(
            "DATE", within_third(e, periods.month(year, number), a.day), counted_by(a, "month-of-year")
        )
    if rel in ("last", "this past"):
        found, rule = choose_day([x for x in days if x < here], here, "past"), "month-last"
    elif rel in ("next", "this coming"):
        found, rule = choose_day([x for x in days if x > here], here, "future"), "month-next"
    elif rel == "this":
        found, rule = date(here.year, number, 1), "month-this"
    else:
        found, rule = choose_day(days, here, d), f"month-{d}"
    return (
        Reading("DATE", within_third(e, periods.month(found.year, number), a.day), counted_by(a, rule))
        if found
        else OPEN
    )


def read_week_of_day(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "the week of March 11", "the week ending 15 March": the calendar week, or seven days from or to it."""
    day = read_day_of_month(e, a, d)
    if day.period is None or day.period.first is None:
        return day
    on, how = day.period.first, (e.part("how") or "").lower()
    if how == "of":
        return replace(day, period=periods.week(on))
    first = on - timedelta(6) if how == "ending" else on
    return replace(day, period=periods.days(first, first + timedelta(6), precision="week"))


def read_whole(e: Expression, a: Anchors, d: Direction) -> Reading:
    """The month or year that a "week of …" or "half of …" belongs to."""
    if e.part("m"):
        return read_month_of_year(e, a, d) if e.part("y") else read_month(e, a, d)
    if e.part("y"):
        return Reading("DATE", periods.year(int(e.part("y") or 0)))
    if a.day is None:
        return OPEN
    unit = unit_code(e.part("unit") or "year")
    on = periods.shift(a.day, steps_named(e.part("rel")), unit)
    return Reading("DATE", periods.unit_around(on, unit), counted_by(a, "unit"))


def read_week_of_month(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "the second week of May", "the last Sunday of October"."""
    whole = read_whole(e, a, d)
    if whole.period is None or whole.period.first is None or whole.period.last is None:
        return whole
    first, last = whole.period.first, whole.period.last
    which, what = (e.part("which") or "").lower(), (e.part("what") or "").lower()
    number = -1 if which in ("last", "final") else ordinal_in(which)
    if what == "week":
        start = last - timedelta(6) if number < 0 else first + timedelta(7 * (number - 1))
        period = replace(
            periods.days(start, start + timedelta(6)), value=whole.period.value, precision="week"
        )
        return Reading("DATE", period, whole.anchor)
    weekday = 6 if what == "weekend" else weekday_number(what)
    if number < 0:
        on = last - timedelta((last.isoweekday() - weekday) % 7)
    else:
        on = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (number - 1))
    return Reading("DATE", periods.weekend(on) if what == "weekend" else periods.day(on), whole.anchor)
