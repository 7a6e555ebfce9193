"""Dates counted in units from a day: "last month", "the following week", "two years ago", "ten days later".

They count from the day the report speaks from, or from the story where the words say so.

Source: TIMEX3 values in the TimeML guidelines 1.2.1; the steps of "last", "this" and "next" are ours.
"""

from dataclasses import replace
from datetime import date, timedelta

from dragoman.dates import periods
from dragoman.dates.anchors import OPEN, Anchors, Direction, Reading, counted_by, unresolved
from dragoman.dates.durations import up_to
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period
from dragoman.dates.words import counts_from_story, number_in, steps_named, unit_code, within_third


def read_unit(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "last month", "the following week", "early this year", "the weekend"."""
    unit, rel = unit_code(e.part("unit") or ""), (e.part("rel") or "").lower()
    if counts_from_story(rel):
        return _unit_of_story(e, a, unit, rel)
    if a.day is None:
        return OPEN
    if unit == "WE":
        whole = _weekend_near(a.day, rel, d)
    else:
        number = unit == "2W"
        on = periods.shift(a.day, steps_named(rel), unit)
        whole = periods.unit_around(on, unit)
        if number and steps_named(rel):
            span = (a.day - timedelta(14), a.day) if steps_named(rel) < 0 else (a.day, a.day + timedelta(14))
            whole = replace(periods.days(*span), value="P2W")
    rule = counted_by(
        a, f"unit-{rel.removeprefix('the ').replace(' ', '-')}" if rel != "the" else "unit-this"
    )
    return Reading("DATE", within_third(e, whole, a.day), rule)


def _unit_of_story(e: Expression, a: Anchors, unit: str, rel: str) -> Reading:
    story = a.narrative
    if (
        story is None
        or story.first is None
        or story.last is None
        or (unit == "D" and story.first != story.last)
    ):
        return unresolved("nothing-told-before")
    if "previous" in rel or "preceding" in rel:
        on = periods.shift(story.first, -1, unit)
    elif "following" in rel or "next" in rel:
        on = periods.shift(story.last, 1, unit)
    else:
        on = story.last
    return Reading(
        "DATE",
        within_third(e, periods.unit_around(on, unit)),
        f"narrative:{rel.removeprefix('the ').replace(' ', '-')}",
    )


def _weekend_near(here: date, rel: str, direction: Direction) -> Period:
    this = periods.weekend(here)
    if rel in ("last", "this past", "the past"):
        return periods.weekend(here - timedelta(7))
    if rel == "next":
        return periods.weekend(here + timedelta(7))
    if rel in ("this", "this coming", "the coming") or direction == "future" or here.isoweekday() > 5:
        return this
    return periods.weekend(here - timedelta(7))


def read_period_end(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "year's end", "month-end"."""
    if a.day is None:
        return OPEN
    unit = "M" if "month" in e.text.lower() else "Y"
    return Reading(
        "DATE", periods.part_of(periods.unit_around(a.day, unit), "late"), counted_by(a, "unit-this")
    )


def read_ago(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "two years ago", "several weeks ago"."""
    unit, number = unit_code(e.part("unit") or ""), number_in(e.part("number") or "")
    if number is None or number != int(number):
        last = a.day
        return Reading(
            "DATE",
            Period(None, last, "PAST_REF", up_to(last), "vague"),
            counted_by(a, "ago") if last else f"unresolved:{a.why}",
        )
    if a.day is None:
        return OPEN
    return _counted(a.day, -int(number), unit, counted_by(a, "ago"), exact=bool(e.part("exact")))


def _counted(start: date, number: int, unit: str, rule: str, *, exact: bool = False) -> Reading:
    if unit.startswith("T"):
        # hours off a day whose hour is not told: the day itself, or the one beside it
        far = start + timedelta((abs(number) + 23) // 24 * (1 if number > 0 else -1) if unit == "TH" else 0)
        first, last = sorted((start, far))
        return Reading("DATE", replace(periods.days(first, last), value=start.isoformat()), rule)
    on = periods.shift(start, number, unit)
    finer = "D" if exact else {"2W": "W", "DE": "Y", "CE": "DE"}.get(unit, unit)
    return Reading("DATE", periods.unit_around(on, finer), rule)


def count_off(duration: Expression, day: date, *, back: bool) -> Reading:
    """ "two days before Christmas": so long before or after a day that is named beside it."""
    number = number_in(duration.part("number") or "")
    if number is None or number != int(number):
        return OPEN
    count = -int(number) if back else int(number)
    return _counted(day, count, unit_code(duration.part("unit") or ""), "narrative:counted")


def read_counted(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "two days later", "a week earlier", "three months from now"."""
    unit, way = unit_code(e.part("unit") or ""), (e.part("way") or "").lower()
    number = number_in(e.part("number") or "a")
    if way in ("from now", "from today", "hence"):
        if a.day is None or number is None or number != int(number):
            return OPEN
        return _counted(a.day, int(number), unit, counted_by(a, "from-now"))
    back = way in ("earlier", "previously", "prior", "before")
    story = a.narrative
    if number is None or number != int(number):
        return OPEN
    if story is None or story.first is None or story.last is None:
        return unresolved("nothing-told-before")
    if unit == "D" and story.first != story.last:
        return unresolved("nothing-told-before")
    start = story.first if back else story.last
    return _counted(
        start, -int(number) if back else int(number), unit, f"narrative:{'earlier' if back else 'later'}"
    )
