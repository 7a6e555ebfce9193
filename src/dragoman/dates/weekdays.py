"""Weekdays, today and its neighbours, and the parts of the day: "Wednesday", "next Friday", "overnight".

A bare weekday is turned to the past or the future by the direction its verb gives; the anchor's own day
is allowed both ways.

Source: the rules of direction are ours (docs/dates.md); parts of the day as in TIMEX3.
"""

from datetime import date, timedelta

from dragoman.data import read_toml
from dragoman.dates import periods
from dragoman.dates.anchors import Anchors, Direction, Reading, counted_by, unresolved
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period
from dragoman.dates.words import counts_from_story, steps_named, weekday_number


def weekday_near(anchor: date, weekday: int, direction: Direction) -> date:
    """The day of that name at or before the anchor (past), at or after it (future), or nearest.

    >>> weekday_near(date(2025, 11, 19), 3, "past"), weekday_near(date(2025, 11, 20), 3, "future")
    (datetime.date(2025, 11, 19), datetime.date(2025, 11, 26))
    """
    back, on = (anchor.isoweekday() - weekday) % 7, (weekday - anchor.isoweekday()) % 7
    if direction == "past" or (direction == "either" and back <= on):
        return anchor - timedelta(back)
    return anchor + timedelta(on)


def read_weekday(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "Wednesday", "last Friday evening", "Monday of next week"."""
    weekday, part = weekday_number(e.part("w") or ""), e.part("part")
    rel, wk = (e.part("rel") or "").lower(), (e.part("wk") or "").lower()
    story = a.narrative.last if a.narrative else None
    if counts_from_story(rel) or wk.startswith("the "):
        if story is None:
            return _some_weekday(weekday, "nothing-told-before")
        if "previous" in rel or "preceding" in rel:
            on = weekday_near(story - timedelta(1), weekday, "past")
        elif rel.startswith("that"):
            on = weekday_near(story, weekday, "either")
        elif wk:
            step = -7 if "previous" in wk else 7
            on = story - timedelta(story.isoweekday() - weekday) + timedelta(step)
        else:
            on = weekday_near(story + timedelta(1), weekday, "future")
        return day_or_part(on, part, "narrative:weekday")
    if a.day is None:
        return _some_weekday(weekday, a.why)
    here, monday = a.day, a.day - timedelta(a.day.isoweekday() - 1)
    if wk:
        on, rule = monday + timedelta(7 * steps_named(wk) + weekday - 1), "weekday-of-week"
    elif rel in ("last", "this past"):
        # "last Friday" said on a Saturday is not yesterday; "this past Friday" can be
        back = here - timedelta(2 if rel == "last" else 1)
        on, rule = weekday_near(back, weekday, "past"), "weekday-last"
    elif rel == "next":
        on, rule = monday + timedelta(7 + weekday - 1), "weekday-next"
    elif rel == "this coming" or (rel == "this" and d != "past"):
        on, rule = weekday_near(here + timedelta(rel != "this"), weekday, "future"), "weekday-coming"
    else:
        on, rule = weekday_near(here, weekday, d), f"weekday-{d}"
    return day_or_part(on, part, counted_by(a, rule))


def _some_weekday(weekday: int, why: str) -> Reading:
    """A weekday of a week that nothing tells."""
    period = Period(None, None, f"XXXX-WXX-{weekday}", "", "vague")
    return Reading("DATE", period, f"unresolved:{why}")


def day_or_part(on: date, part: str | None, anchor: str | None) -> Reading:
    """A day, or the part of it that is named ("evening")."""
    if part is None:
        return Reading("DATE", periods.day(on), anchor)
    code = read_toml("dates.toml")["day_parts"][part.lower()]
    return Reading("TIME", Period(on, on, f"{on.isoformat()}T{code}", on.isoformat(), "time"), anchor)


def read_deictic(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "today", "the day after tomorrow", "tonight", "overnight"."""
    what = (e.part("what") or "").lower()
    kind = "TIME" if what in ("tonight", "overnight") or e.part("part") else "DATE"
    if a.day is None:
        return Reading(kind, None)
    if what == "overnight":
        # the night that ends on the anchor's morning
        on = a.day - timedelta(1)
        return Reading(
            "TIME",
            Period(on, a.day, f"{on.isoformat()}TNI", f"{on}/{a.day}", "time"),
            counted_by(a, "overnight"),
        )
    steps = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
    on = a.day + timedelta(steps.get(what, 0))
    part = "night" if what == "tonight" else e.part("part")
    return day_or_part(on, part, counted_by(a, what.replace(" ", "-")))


def read_overnight(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "overnight into Tuesday", "overnight on Monday"."""
    if a.day is None:
        return Reading("TIME", None)
    on = weekday_near(a.day, weekday_number(e.part("w") or ""), d)
    if e.part("w2"):
        last = weekday_near(on, weekday_number(e.part("w2") or ""), "future")
        first = on
    elif (e.part("into") or "").strip() in ("into", "to"):
        first, last = on - timedelta(1), on
    else:
        first, last = on, on + timedelta(1)
    return Reading(
        "TIME",
        Period(first, last, f"{first.isoformat()}TNI", f"{first}/{last}", "time"),
        counted_by(a, f"weekday-{d}"),
    )


def read_part_of_day(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "this morning", "last night", "the following evening"."""
    rel, part = (e.part("rel") or "").lower(), (e.part("part") or "").lower()
    if counts_from_story(rel):
        if a.narrative is None or a.narrative.last is None or a.narrative.first != a.narrative.last:
            return unresolved("nothing-told-before", "TIME")
        step = {"the next": 1, "the following": 1, "the previous": -1}.get(rel, 0)
        return day_or_part(a.narrative.last + timedelta(step), part, "narrative:part-of-day")
    if a.day is None:
        return Reading("TIME", None)
    step = -1 if rel == "last" else 0
    return day_or_part(a.day + timedelta(step), part, counted_by(a, "part-of-day"))


def read_day_to_follow(_e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """ "The morning of": known together with the day that follows (`joined`)."""
    return Reading("TIME", None)
