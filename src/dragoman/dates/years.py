"""Years and what they are cut into or gathered in: quarters, halves, seasons, decades, centuries.

Source: TIMEX3 values in the TimeML guidelines 1.2.1; season, quarter and half codes of ISO 8601-2:2019.
"""

from dataclasses import replace
from datetime import date

from dragoman.data import read_toml
from dragoman.dates import periods
from dragoman.dates.anchors import OPEN, Anchors, Direction, Reading, counted_by
from dragoman.dates.expressions import Expression
from dragoman.dates.months import read_whole
from dragoman.dates.periods import Period
from dragoman.dates.words import ordinal_in, steps_named, third_named, within_third


def read_year(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "2025", "late 2025"."""
    return Reading("DATE", within_third(e, periods.year(int(e.part("y") or 0)), a.day))


def read_half(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "the first half of 2025", "the second half of May"."""
    whole = read_whole(e, a, d)
    if whole.period is None or whole.period.first is None:
        return whole
    number = 1 if (e.part("which") or "").lower() == "first" else 2
    return replace(whole, period=periods.half_of(whole.period, number))


def read_quarter(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "the third quarter", "Q3 2025"."""
    if e.part("q"):
        number = int(e.part("q") or 0)
    else:
        number = {"first": 1, "second": 2, "third": 3}.get((e.part("which") or "").lower(), 4)
    if e.part("y"):
        return Reading("DATE", periods.quarter(int(e.part("y") or 0), number))
    if a.day is None:
        return Reading("DATE", None)
    if e.part("rel"):
        return Reading(
            "DATE", periods.quarter(a.day.year + steps_named(e.part("rel")), number), counted_by(a, "quarter")
        )
    if (e.part("which") or "").lower() == "last":
        return OPEN
    near = [periods.quarter(a.day.year + k, number) for k in (-1, 0, 1)]
    if d == "future":
        found = next(p for p in near if p.last and p.last >= a.day)
    else:
        found = [p for p in near if p.first and p.first <= a.day][-1]
    return Reading("DATE", found, counted_by(a, f"quarter-{d}"))


def read_fiscal_year(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """A fiscal year bears the number of the year it ends in; when it begins is the institution's own."""
    if e.part("y") or e.part("yy"):
        number = int(e.part("y") or f"20{e.part('yy')}")
    elif e.part("rel") and a.day:
        number = a.day.year + steps_named(e.part("rel"))
    else:
        return OPEN
    value = f"{number:04}"
    if which := e.part("part"):
        value += f"-{'Q' if (e.part('of') or '').lower() == 'quarter' else 'H'}{ordinal_in(which)}"
    span = Period(None, None, value, f"{number:04}~", "year")
    return Reading("DATE", span, None if e.part("y") or e.part("yy") else counted_by(a, "fiscal"))


def read_season(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "spring", "last winter", "the summer of 2024"."""
    name = (e.part("season") or "").lower()
    if e.part("y"):
        return Reading("DATE", within_third(e, periods.season(int(e.part("y") or 0), name)))
    if a.day is None:
        return Reading("DATE", None)
    here = a.day
    near = [periods.season(year, name) for year in range(here.year - 2, here.year + 3)]
    now = next((p for p in near if p.first and p.last and p.first <= here <= p.last), None)
    rel = (e.part("rel") or "").lower()
    if rel == "this":
        # "this summer" said in autumn is the one of the same year
        found = now or periods.season(here.year, name)
    elif rel in ("last", "this past") or (not rel and d == "past" and not now):
        found = [p for p in near if p.last and p.last < here][-1]
    elif rel in ("next", "this coming") or (not rel and d == "future" and not now):
        found = next(p for p in near if p.first and p.first > here)
    else:
        found = now or min(near, key=lambda p: abs(((p.first or here) - here).days))
    return Reading("DATE", within_third(e, found), counted_by(a, f"season-{rel or d}"))


def read_decade(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "the 1990s", "the late eighties"."""
    if e.part("y"):
        first = int(e.part("y") or 0)
    else:
        short = (
            int(e.part("yy") or 0)
            if e.part("yy")
            else read_toml("dates.toml")["decades"][(e.part("word") or "").lower()]
        )
        first = 1900 + short  # "the sixties" of this century are still to come
        if a.day is None and short < 30:
            return OPEN
    return Reading("DATE", within_third(e, periods.decade(first)))


def read_century(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """ "the 20th century"."""
    whole = periods.century(ordinal_in(e.part("which") or ""))
    part = third_named(e)
    if part and whole.first and whole.last:
        first, last = {"early": (0, 33), "mid": (33, 66), "late": (66, 99)}[part]
        start = whole.first.year
        span = periods.days(date(start + first, 1, 1), date(start + last, 12, 31))
        return Reading("DATE", replace(span, value=whole.value))
    return Reading("DATE", whole)
