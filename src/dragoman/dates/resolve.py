"""From the words of a time expression to the stretch of time they can mean.

An expression counts from an anchor: the day the report appeared or its dateline names, or the day
the story has reached ("two days later"). A bare weekday or month is turned to the past or the
future by the direction its verb gives; the anchor's own day is allowed both ways. The answer is as
wide as the words are vague, and where the words fix nothing the value is None.

>>> from dragoman.dates.expressions import find_expressions
>>> (words,) = find_expressions("The ministers met on Wednesday.")
>>> reading = resolve(words, Anchors(date(2025, 11, 21), "published"), "past")
>>> reading.period.value, reading.anchor
('2025-11-19', 'published:weekday-past')

Source: TIMEX3 values in the TimeML guidelines 1.2.1; the rules of direction are ours (docs/dates.md).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dragoman.data import read_toml
from dragoman.dates import periods
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period

Direction = Literal["past", "future", "either"]


@dataclass(frozen=True, slots=True)
class Anchors:
    """What relative expressions count from.

    Attributes:
        day: the day the report speaks from; None where neither report nor dateline tells one.
        name: "published" or "dateline".
        narrative: the period the story has reached, None before its first date.
    """

    day: date | None
    name: str
    narrative: Period | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means. `period` is None where the words fix no time."""

    type: str
    period: Period | None
    anchor: str | None = None


_OPEN = Reading("DATE", None)
_NARRATIVE = re.compile(
    r"following|that|that same|the (?:following|previous|preceding|next|same|very next)", re.IGNORECASE
)


def resolve(expression: Expression, anchors: Anchors, direction: Direction) -> Reading:
    """The reading of one expression; an impossible date ("31 February") stays open."""
    try:
        return _RESOLVERS[expression.rule](expression, anchors, direction)
    except (ValueError, OverflowError):
        return Reading("TIME" if expression.rule == "clock" else "DATE", None)


# ── words ──────────────────────────────────────────────────────────────────────────────────────


def number_in(words: str) -> float | None:
    """The number that the words name; None where they name none exactly ("several").

    >>> number_in("twenty-one"), number_in("2,000"), number_in("an"), number_in("a few"), number_in("two and a half")
    (21.0, 2000.0, 1.0, None, 2.5)
    """
    words = words.lower().strip()
    known = read_toml("dates.toml")["numbers"]
    half = "and a half" in words or "-and-a-half" in words
    words = re.sub(r"[ -]and[ -]a[ -]half$", "", words)
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", words):
        return float(words.replace(",", "")) + 0.5 * half
    if words in ("a", "an", "a full", "a whole", "a single", "an entire", "an full"):
        return 1.0 + 0.5 * half
    if words.startswith("half"):
        return 0.5
    special = {"a couple of": 2.0, "a couple": 2.0, "couple of": 2.0, "a dozen": 12.0, "two dozen": 24.0}
    if words in special:
        return special[words]
    total = 0.0
    for word in re.split(r"[ -]", words):
        if word == "hundred":
            total = max(total, 1.0) * 100
        elif word in known:
            total += known[word]
        elif word != "a":
            return None
    return total + 0.5 * half if total else None


def _ordinal(words: str) -> int:
    digits = re.match(r"\d+", words)
    return int(digits.group()) if digits else read_toml("dates.toml")["ordinals"][words.lower()]


def _month(words: str) -> int:
    return read_toml("dates.toml")["months"][words.rstrip(".").capitalize()]


def _weekday(words: str) -> int:
    table, name = read_toml("dates.toml"), words.rstrip(".").capitalize()
    return table["weekdays"].get(name) or table["weekdays_short"][name]


def _unit(words: str) -> str:
    return read_toml("dates.toml")["units"][words.lower()]


def _mod(expression: Expression) -> str | None:
    words = expression.part("mod")
    if words is None:
        return None
    thirds = read_toml("dates.toml")["thirds"]
    return next((thirds[word] for word in words.lower().split() if word in thirds), None)


def _within(expression: Expression, whole: Period) -> Period:
    part = _mod(expression)
    return periods.part_of(whole, part) if part else whole


def _relative(words: str | None) -> int:
    """How many units on from the anchor's own: last -1, this 0, next 1."""
    words = (words or "").lower().removeprefix("the ").removeprefix("very ")
    if words in ("last", "past", "this past"):
        return -1
    if words in ("next", "this coming", "coming"):
        return 1
    return 0


def _is_narrative(words: str | None) -> bool:
    return bool(
        re.fullmatch(
            r"(?i)following|that|that same|the (?:following|previous|preceding|next|same|very next)",
            words or "",
        )
    )


def _named(anchors: Anchors, rule: str) -> str:
    return f"{anchors.name}:{rule}"


# ── absolute dates ─────────────────────────────────────────────────────────────────────────────


def _named_day(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    for pattern, on in read_toml("dates.toml")["named_days"].items():
        if re.match(re.sub(r"\(\?=.*\)$", "", pattern), e.text):
            return Reading("DATE", periods.day(date.fromisoformat(on)))
    return _OPEN


def _iso_day(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    on = date(int(e.part("y") or 0), int(e.part("m") or 0), int(e.part("d") or 0))
    clock = e.part("clock")
    if not clock:
        return Reading("DATE", periods.day(on))
    moment = f"{on.isoformat()}T{clock}"
    zone = e.part("zone") or ""
    return Reading("TIME", Period(on, on, moment, f"{moment}:00{zone}", "time"))


def _day_of_month(e: Expression, a: Anchors, d: Direction) -> Reading:
    number, on = _month(e.part("m") or ""), int(e.part("d") or 0)
    if year := e.part("y"):
        return Reading("DATE", periods.day(date(int(year), number, on)))
    if not 1 <= on <= 31 or a.day is None:
        return _yearless(f"{number:02}-{on:02}", number, on)
    weekday = _weekday(e.part("w") or "") if e.part("w") else None
    found = _nearest_years(a.day, d, number, on, weekday)
    return Reading("DATE", periods.day(found), _named(a, f"day-{d}")) if found else _OPEN


def _yearless(value: str, number: int, on: int | None) -> Reading:
    """A day or month whose year nothing tells: TIMEX3 writes XXXX, and no day is named."""
    date(2024, number, on or 1)  # 31 February is none in any year
    return Reading("DATE", Period(None, None, f"XXXX-{value}", f"XXXX-{value}", "vague"))


def _nearest_years(
    anchor: date, direction: Direction, number: int, on: int, weekday: int | None
) -> date | None:
    """The day of the month in the year that the direction points to; a printed weekday must agree."""
    days = []
    for year in range(anchor.year - 8, anchor.year + 9):
        try:
            days.append(date(year, number, on))
        except ValueError:
            continue
    if weekday is not None:
        days = [day for day in days if day.isoweekday() == weekday and abs((day - anchor).days) < 400] or days
    return _choose(days, anchor, direction)


def _choose(days: list[date], anchor: date, direction: Direction) -> date | None:
    past, future = [x for x in days if x <= anchor], [x for x in days if x >= anchor]
    if direction == "past":
        return max(past, default=None)
    if direction == "future":
        return min(future, default=None)
    return min(days, key=lambda x: (abs((x - anchor).days), x > anchor), default=None)


def _day_numeric(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """19.11.2025 is day first; with a slash only where one number cannot be a month, or both are equal."""
    a, b, year = int(e.part("a") or 0), int(e.part("b") or 0), int(e.part("y") or 0)
    if e.part("sep") == "." or a > 12 or a == b:
        return Reading("DATE", periods.day(date(year, b, a)))
    if b > 12:
        return Reading("DATE", periods.day(date(year, a, b)))
    one, other = sorted((date(year, a, b), date(year, b, a)))
    return Reading("DATE", replace(periods.days(one, other), value=f"{year:04}", precision="vague"))


def _day_range(e: Expression, a: Anchors, d: Direction) -> Reading:
    first_month = _month(e.part("m") or "")
    last_month = _month(e.part("m2") or e.part("m") or "")
    first_day, last_day = int(e.part("d") or 0), int(e.part("d2") or 0)
    year = int(e.part("y")) if e.part("y") else None  # type: ignore[arg-type]
    rule = None
    if year is None:
        if a.day is None:
            return _OPEN
        found = _nearest_years(a.day, d, last_month, last_day, None)
        if found is None:
            return _OPEN
        year, rule = found.year, _named(a, f"range-{d}")
    last = date(year, last_month, last_day)
    first = date(year - (first_month > last_month), first_month, first_day)
    if first > last:
        return _OPEN
    return Reading("DATE", periods.days(first, last), rule)


def _month_range(e: Expression, a: Anchors, d: Direction) -> Reading:
    first_month, last_month = _month(e.part("m") or ""), _month(e.part("m2") or "")
    rule = None
    if e.part("y"):
        year = int(e.part("y") or 0)
    elif a.day is not None:
        found = _choose([date(y, last_month, 1) for y in range(a.day.year - 2, a.day.year + 3)], a.day, d)
        if found is None:
            return _OPEN
        year, rule = found.year, _named(a, f"range-{d}")
    else:
        return _OPEN
    first = periods.month(year - (first_month > last_month), first_month)
    last = periods.month(year, last_month)
    return Reading(
        "DATE", replace(periods.days(first.first, last.last), value=f"{first.value}/{last.value}"), rule
    )


def _year_range(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    first, tail = e.part("y") or "", e.part("y2") or ""
    last = first[: 4 - len(tail)] + tail
    whole = Period(
        date(int(first), 1, 1), date(int(last), 12, 31), f"{first}/{last}", f"{first}/{last}", "interval"
    )
    return Reading("DATE", whole)


def _month_of_year(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    return Reading("DATE", _within(e, periods.month(int(e.part("y") or 0), _month(e.part("m") or ""))))


def _month_alone(e: Expression, a: Anchors, d: Direction) -> Reading:
    number, rel = _month(e.part("m") or ""), (e.part("rel") or "").lower()
    if a.day is None:
        return _yearless(f"{number:02}", number, None)
    here = a.day.replace(day=1)
    days = [date(year, number, 1) for year in range(max(here.year - 2, 1), here.year + 3)]
    if same := e.part("same"):
        year = a.day.year + _relative(same.replace("of", "").split()[0])
        return Reading("DATE", _within(e, periods.month(year, number)), _named(a, "month-of-year"))
    if rel in ("last", "this past"):
        found, rule = _choose([x for x in days if x < here], here, "past"), "month-last"
    elif rel in ("next", "this coming"):
        found, rule = _choose([x for x in days if x > here], here, "future"), "month-next"
    elif rel == "this":
        found, rule = date(here.year, number, 1), "month-this"
    else:
        found, rule = _choose(days, here, d), f"month-{d}"
    return Reading("DATE", _within(e, periods.month(found.year, number)), _named(a, rule)) if found else _OPEN


def _whole_for(e: Expression, a: Anchors, d: Direction) -> Reading:
    """The month or year that a "week of …" or "half of …" belongs to."""
    if e.part("m"):
        return _month_of_year(e, a, d) if e.part("y") else _month_alone(e, a, d)
    if e.part("y"):
        return Reading("DATE", periods.year(int(e.part("y") or 0)))
    if a.day is None:
        return _OPEN
    unit = _unit(e.part("unit") or "year")
    on = periods.shift(a.day, _relative(e.part("rel")), unit)
    return Reading("DATE", periods.unit_around(on, unit), _named(a, "unit"))


def _week_of_month(e: Expression, a: Anchors, d: Direction) -> Reading:
    whole = _whole_for(e, a, d)
    if whole.period is None or whole.period.first is None or whole.period.last is None:
        return whole
    first, last = whole.period.first, whole.period.last
    which, what = (e.part("which") or "").lower(), (e.part("what") or "").lower()
    number = -1 if which in ("last", "final") else _ordinal(which)
    if what == "week":
        start = last - timedelta(6) if number < 0 else first + timedelta(7 * (number - 1))
        period = replace(
            periods.days(start, start + timedelta(6)), value=whole.period.value, precision="week"
        )
        return Reading("DATE", period, whole.anchor)
    weekday = 6 if what == "weekend" else _weekday(what)
    if number < 0:
        on = last - timedelta((last.isoweekday() - weekday) % 7)
    else:
        on = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (number - 1))
    return Reading("DATE", periods.weekend(on) if what == "weekend" else periods.day(on), whole.anchor)


def _half(e: Expression, a: Anchors, d: Direction) -> Reading:
    whole = _whole_for(e, a, d)
    if whole.period is None or whole.period.first is None:
        return whole
    number = 1 if (e.part("which") or "").lower() == "first" else 2
    return replace(whole, period=periods.half_of(whole.period, number))


def _year(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    return Reading("DATE", _within(e, periods.year(int(e.part("y") or 0))))


def _decade(e: Expression, a: Anchors, _d: Direction) -> Reading:
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
            return _OPEN
    return Reading("DATE", _within(e, periods.decade(first)))


def _century(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    whole = periods.century(_ordinal(e.part("which") or ""))
    part = _mod(e)
    if part and whole.first and whole.last:
        first, last = {"early": (0, 33), "mid": (33, 66), "late": (66, 99)}[part]
        start = whole.first.year
        span = periods.days(date(start + first, 1, 1), date(start + last, 12, 31))
        return Reading("DATE", replace(span, value=whole.value))
    return Reading("DATE", whole)


def _season(e: Expression, a: Anchors, d: Direction) -> Reading:
    name = (e.part("season") or "").lower()
    if e.part("y"):
        return Reading("DATE", _within(e, periods.season(int(e.part("y") or 0), name)))
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
    return Reading("DATE", _within(e, found), _named(a, f"season-{rel or d}"))


def _quarter(e: Expression, a: Anchors, d: Direction) -> Reading:
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
            "DATE", periods.quarter(a.day.year + _relative(e.part("rel")), number), _named(a, "quarter")
        )
    if (e.part("which") or "").lower() == "last":
        return _OPEN
    near = [periods.quarter(a.day.year + k, number) for k in (-1, 0, 1)]
    if d == "future":
        found = next(p for p in near if p.last and p.last >= a.day)
    else:
        found = [p for p in near if p.first and p.first <= a.day][-1]
    return Reading("DATE", found, _named(a, f"quarter-{d}"))


def _fiscal(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """A fiscal year bears the number of the year it ends in; when it begins is the institution's own."""
    if e.part("y") or e.part("yy"):
        number = int(e.part("y") or f"20{e.part('yy')}")
    elif e.part("rel") and a.day:
        number = a.day.year + _relative(e.part("rel"))
    else:
        return _OPEN
    span = Period(None, None, f"{number:04}", f"{number:04}~", "year")
    return Reading("DATE", span, None if e.part("y") or e.part("yy") else _named(a, "fiscal"))


def _holiday(e: Expression, a: Anchors, d: Direction) -> Reading:
    name = (e.part("holiday") or "").replace("’", "'")
    if e.part("y"):
        return Reading("DATE", periods.holiday(int(e.part("y") or 0), name))
    if a.day is None:
        return _OPEN
    near = [periods.holiday(year, name) for year in range(a.day.year - 2, a.day.year + 3)]
    days = [p.first for p in near if p and p.first]
    rel = (e.part("rel") or "").lower()
    if rel == "last":
        found = max(x for x in days if x < a.day)
    elif rel == "next":
        found = min(x for x in days if x > a.day)
    elif rel == "this":
        found = next((x for x in days if x.year == a.day.year), None)
    else:
        found = _choose(days, a.day, d)
    return Reading("DATE", periods.day(found), _named(a, f"holiday-{rel or d}")) if found else _OPEN


# ── relative dates ─────────────────────────────────────────────────────────────────────────────


def weekday_near(anchor: date, weekday: int, direction: Direction) -> date:
    """The day of that name at or before the anchor (past), at or after it (future), or nearest.

    >>> weekday_near(date(2025, 11, 19), 3, "past"), weekday_near(date(2025, 11, 20), 3, "future")
    (datetime.date(2025, 11, 19), datetime.date(2025, 11, 26))
    """
    back, on = (anchor.isoweekday() - weekday) % 7, (weekday - anchor.isoweekday()) % 7
    if direction == "past" or (direction == "either" and back <= on):
        return anchor - timedelta(back)
    return anchor + timedelta(on)


def _weekday_named(e: Expression, a: Anchors, d: Direction) -> Reading:
    weekday, part = _weekday(e.part("w") or ""), e.part("part")
    rel, wk = (e.part("rel") or "").lower(), (e.part("wk") or "").lower()
    story = a.narrative.last if a.narrative else None
    if _is_narrative(rel) or wk.startswith("the "):
        if story is None:
            return Reading("DATE", Period(None, None, f"XXXX-WXX-{weekday}", "..", "vague"))
        if "previous" in rel or "preceding" in rel:
            on = weekday_near(story - timedelta(1), weekday, "past")
        elif rel.startswith("that"):
            on = weekday_near(story, weekday, "either")
        elif wk:
            step = -7 if "previous" in wk else 7
            on = story - timedelta(story.isoweekday() - weekday) + timedelta(step)
        else:
            on = weekday_near(story + timedelta(1), weekday, "future")
        return _day_or_part(on, part, "narrative:weekday")
    if a.day is None:
        return Reading("DATE", Period(None, None, f"XXXX-WXX-{weekday}", "..", "vague"))
    here, monday = a.day, a.day - timedelta(a.day.isoweekday() - 1)
    if wk:
        on, rule = monday + timedelta(7 * _relative(wk) + weekday - 1), "weekday-of-week"
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
    return _day_or_part(on, part, _named(a, rule))


def _day_or_part(on: date, part: str | None, anchor: str | None) -> Reading:
    if part is None:
        return Reading("DATE", periods.day(on), anchor)
    code = read_toml("dates.toml")["day_parts"][part.lower()]
    return Reading("TIME", Period(on, on, f"{on.isoformat()}T{code}", on.isoformat(), "time"), anchor)


def _deictic(e: Expression, a: Anchors, _d: Direction) -> Reading:
    what = (e.part("what") or "").lower()
    kind = "TIME" if what in ("tonight", "overnight") or e.part("part") else "DATE"
    if a.day is None:
        return Reading(kind, None)
    if what == "overnight":
        # the night that ends on the anchor's morning
        on = a.day - timedelta(1)
        return Reading(
            "TIME", Period(on, a.day, f"{on.isoformat()}TNI", f"{on}/{a.day}", "time"), _named(a, "overnight")
        )
    steps = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
    on = a.day + timedelta(steps.get(what, 0))
    part = "night" if what == "tonight" else e.part("part")
    return _day_or_part(on, part, _named(a, what.replace(" ", "-")))


def _overnight_into(e: Expression, a: Anchors, d: Direction) -> Reading:
    if a.day is None:
        return Reading("TIME", None)
    on = weekday_near(a.day, _weekday(e.part("w") or ""), d)
    if e.part("w2"):
        last = weekday_near(on, _weekday(e.part("w2") or ""), "future")
        first = on
    elif (e.part("into") or "").strip() in ("into", "to"):
        first, last = on - timedelta(1), on
    else:
        first, last = on, on + timedelta(1)
    return Reading(
        "TIME",
        Period(first, last, f"{first.isoformat()}TNI", f"{first}/{last}", "time"),
        _named(a, f"weekday-{d}"),
    )


def _this_part(e: Expression, a: Anchors, _d: Direction) -> Reading:
    rel, part = (e.part("rel") or "").lower(), (e.part("part") or "").lower()
    if _is_narrative(rel):
        if a.narrative is None or a.narrative.last is None or a.narrative.first != a.narrative.last:
            return Reading("TIME", None)
        step = {"the next": 1, "the following": 1, "the previous": -1}.get(rel, 0)
        return _day_or_part(a.narrative.last + timedelta(step), part, "narrative:part-of-day")
    if a.day is None:
        return Reading("TIME", None)
    step = -1 if rel == "last" else 0
    return _day_or_part(a.day + timedelta(step), part, _named(a, "part-of-day"))


def _part_of_day(_e: Expression, _a: Anchors, _d: Direction) -> Reading:
    return Reading("TIME", None)  # stands only together with the day that follows; see find.py


def _unit_named(e: Expression, a: Anchors, d: Direction) -> Reading:
    unit, rel = _unit(e.part("unit") or ""), (e.part("rel") or "").lower()
    mod = (e.part("mod") or "").lower()
    if _is_narrative(rel):
        return _narrative_unit(e, a, unit, rel)
    if a.day is None:
        return Reading("DATE", None)
    if unit == "WE":
        whole = _weekend_near(a.day, rel, d)
    else:
        number = unit == "2W"
        on = periods.shift(a.day, _relative(rel), unit)
        whole = periods.unit_around(on, unit)
        if number and _relative(rel):
            span = (a.day - timedelta(14), a.day) if _relative(rel) < 0 else (a.day, a.day + timedelta(14))
            whole = replace(periods.days(*span), value="P2W")
    rule = _named(a, f"unit-{rel.removeprefix('the ').replace(' ', '-')}" if rel != "the" else "unit-this")
    if mod == "later" and whole.last:
        return Reading(
            "DATE", replace(periods.days(min(a.day, whole.last), whole.last), value=whole.value), rule
        )
    if mod == "earlier" and whole.first:
        return Reading(
            "DATE", replace(periods.days(whole.first, max(a.day, whole.first)), value=whole.value), rule
        )
    return Reading("DATE", _within(e, whole), rule)


def _narrative_unit(e: Expression, a: Anchors, unit: str, rel: str) -> Reading:
    story = a.narrative
    if (
        story is None
        or story.first is None
        or story.last is None
        or (unit == "D" and story.first != story.last)
    ):
        return Reading("DATE", None)
    if "previous" in rel or "preceding" in rel:
        on = periods.shift(story.first, -1, unit)
    elif "following" in rel or "next" in rel:
        on = periods.shift(story.last, 1, unit)
    else:
        on = story.last
    return Reading(
        "DATE",
        _within(e, periods.unit_around(on, unit)),
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


def _year_end(e: Expression, a: Anchors, _d: Direction) -> Reading:
    if a.day is None:
        return _OPEN
    unit = "M" if "month" in e.text.lower() else "Y"
    return Reading("DATE", periods.part_of(periods.unit_around(a.day, unit), "late"), _named(a, "unit-this"))


def _ago(e: Expression, a: Anchors, _d: Direction) -> Reading:
    unit, number = _unit(e.part("unit") or ""), number_in(e.part("number") or "")
    if number is None or number != int(number):
        last = a.day
        return Reading(
            "DATE", Period(None, last, "PAST_REF", _until(last), "vague"), _named(a, "ago") if last else None
        )
    if a.day is None:
        return Reading("DATE", None)
    return _counted(a.day, -int(number), unit, _named(a, "ago"), exact=bool(e.part("exact")))


def _counted(start: date, number: int, unit: str, rule: str, *, exact: bool = False) -> Reading:
    if unit.startswith("T"):
        # hours off a day whose hour is not told: the day itself, or the one beside it
        far = start + timedelta((abs(number) + 23) // 24 * (1 if number > 0 else -1) if unit == "TH" else 0)
        first, last = sorted((start, far))
        return Reading("DATE", replace(periods.days(first, last), value=start.isoformat()), rule)
    on = periods.shift(start, number, unit)
    finer = "D" if exact else {"2W": "W", "DE": "Y", "CE": "DE"}.get(unit, unit)
    return Reading("DATE", periods.unit_around(on, finer), rule)


def _counted_from(e: Expression, a: Anchors, _d: Direction) -> Reading:
    unit, way = _unit(e.part("unit") or ""), (e.part("way") or "").lower()
    number = number_in(e.part("number") or "a")
    if way in ("from now", "from today", "hence"):
        if a.day is None or number is None or number != int(number):
            return Reading("DATE", None)
        return _counted(a.day, int(number), unit, _named(a, "from-now"))
    back = way in ("earlier", "previously", "prior", "before")
    story = a.narrative
    if story is None or story.first is None or story.last is None or number is None or number != int(number):
        return Reading("DATE", None)
    if unit == "D" and story.first != story.last:
        return Reading("DATE", None)
    start = story.first if back else story.last
    return _counted(
        start, -int(number) if back else int(number), unit, f"narrative:{'earlier' if back else 'later'}"
    )


# ── durations, sets, vague words, the clock ─────────────────────────────────────────────────────


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


def _duration(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    number = number_in(e.part("number") or "") if e.part("number") else None
    value = duration_value(number, _unit(e.part("unit") or ""))
    return Reading("DURATION", Period(None, None, value, "", "interval" if number is not None else "vague"))


def _past_units(e: Expression, a: Anchors, _d: Direction) -> Reading:
    unit, rel = _unit(e.part("unit") or ""), (e.part("rel") or "").lower()
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
        return Reading(kind, span, _named(a, rel))
    other = _clock_or_days(a.day, number if ahead else -number, unit)
    first, last = sorted((a.day, other))
    return Reading("DURATION", periods.days(first, last, value), _named(a, rel))


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


def _weekday_set(e: Expression, a: Anchors, _d: Direction) -> Reading:
    number = _weekday(e.part("days") or "")
    return Reading("SET", Period(None, None, f"XXXX-WXX-{number}", "", "day"))


def _set(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    adverb = (e.part("adverb") or "").lower()
    if adverb:
        return Reading("SET", Period(None, None, read_toml("dates.toml")["adverbs"][adverb], "", "interval"))
    if e.part("m"):
        return Reading("SET", Period(None, None, f"XXXX-{_month(e.part('m') or ''):02}", "", "month"))
    if not e.part("unit"):
        part = next(
            (c for w, c in read_toml("dates.toml")["day_parts"].items() if e.text.lower().endswith(w)), "MO"
        )
        return Reading("SET", Period(None, None, f"XXXX-XX-XXT{part}", "", "time"))
    times = 2.0 if e.part("other") else number_in(e.part("number") or "a")
    return Reading(
        "SET", Period(None, None, duration_value(times, _unit(e.part("unit") or "")), "", "interval")
    )


def _vague(e: Expression, a: Anchors, _d: Direction) -> Reading:
    words = e.text.lower()
    name = next(name for name, known in read_toml("dates.toml")["vague"].items() if words in known)
    if a.day is None:
        return Reading("DATE", Period(None, None, name, "", "vague"))
    if name == "PRESENT_REF":
        span = periods.days(a.day, a.day, name, "vague")
    elif name == "PAST_REF":
        span = periods.days(None, a.day, name, "vague")
    else:
        span = periods.days(a.day, None, name, "vague")
    return Reading("DATE", span, _named(a, "vague"))


def _anniversary(_e: Expression, _a: Anchors, _d: Direction) -> Reading:
    return Reading("DATE", None)  # known once the date of the first occasion is; see find.py


def anniversary(number: int, of: Period) -> Period | None:
    """The day, month or year so many years after the first occasion; None where that is none of these."""
    if of.first is None or of.precision not in ("day", "month", "year", "time"):
        return None
    if of.precision == "year":
        return periods.year(of.first.year + number)
    if of.precision == "month":
        return periods.month(of.first.year + number, of.first.month)
    return periods.day(periods.add_months(of.first, 12 * number))


def anniversary_number(expression: Expression) -> int | None:
    """Which anniversary the words count: "the fourth" is 4."""
    if expression.part("number"):
        number = number_in(expression.part("number") or "")
        return int(number) if number and number == int(number) else None
    return _ordinal(expression.part("which") or "")


def clock_value(expression: Expression) -> tuple[str, str] | None:
    """The TIMEX3 clock time ("T17:00") and its zone for EDTF ("" if unknown); None where impossible."""
    name = (expression.part("name") or "").lower()
    zone = read_toml("dates.toml")["zones"].get(expression.part("zone") or "", "")
    if name:
        return ("T00:00" if name == "midnight" else "T12:00"), zone
    hour, minute = int(expression.part("h") or 0), int(expression.part("mi") or 0)
    half = (expression.part("ap") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    return f"T{hour:02}:{minute:02}", zone


def clock_on(expression: Expression, on: date, anchor: str | None) -> Reading:
    """A clock time on a known day."""
    clock = clock_value(expression)
    if clock is None:
        return Reading("TIME", None)
    moment = f"{on.isoformat()}{clock[0]}"
    return Reading("TIME", Period(on, on, moment, f"{moment}:00{clock[1]}", "time"), anchor)


def _clock(e: Expression, a: Anchors, _d: Direction) -> Reading:
    if a.day is None:
        return Reading("TIME", None)
    return clock_on(e, a.day, _named(a, "clock"))


def _until(last: date | None) -> str:
    return f"../{last.isoformat()}" if last else ""


_RESOLVERS: dict[str, Callable[[Expression, Anchors, Direction], Reading]] = {
    "named_day": _named_day,
    "iso_day": _iso_day,
    "day_range": _day_range,
    "month_range": _month_range,
    "year_range": _year_range,
    "day_of_month": _day_of_month,
    "day_numeric": _day_numeric,
    "week_of_month": _week_of_month,
    "month_of_year": _month_of_year,
    "month": _month_alone,
    "weekday_set": _weekday_set,
    "weekday": _weekday_named,
    "deictic": _deictic,
    "overnight_into": _overnight_into,
    "this_part": _this_part,
    "part_of_day": _part_of_day,
    "unit": _unit_named,
    "year_end": _year_end,
    "ago": _ago,
    "counted_from": _counted_from,
    "past_units": _past_units,
    "duration": _duration,
    "bare_duration": _duration,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "fiscal": _fiscal,
    "decade": _decade,
    "century": _century,
    "holiday": _holiday,
    "anniversary": _anniversary,
    "clock": _clock,
    "set": _set,
    "vague": _vague,
    "year": _year,
}
