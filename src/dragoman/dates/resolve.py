"""From the words of a time expression to the stretch of time they can mean.

An expression counts from an anchor: the day the report appeared or its dateline names, or the day
the story has reached ("two days later"). A bare weekday or month is turned to the past or the
future by the direction its verb gives; the anchor's own day is allowed both ways. The answer is as
wide as the words are vague, and where the words fix nothing the value is None.

>>> from datetime import date
>>> from dragoman.dates.expressions import find_expressions
>>> (words,) = find_expressions("The ministers met on Wednesday.")
>>> reading = resolve(words, Anchors(date(2025, 11, 21), "published"), "past")
>>> reading.period.value, reading.anchor
('2025-11-19', 'published:weekday-past')

Source: TIMEX3 values in the TimeML guidelines 1.2.1; the rules of direction are ours (docs/dates.md).
"""

from collections.abc import Callable

from dragoman.dates.anchors import Anchors, Direction, Reading, unresolved
from dragoman.dates.anniversaries import read_anniversary
from dragoman.dates.clock import read_clock
from dragoman.dates.counted import read_ago, read_counted, read_period_end, read_unit
from dragoman.dates.durations import read_duration, read_set, read_units_past, read_vague, read_weekday_set
from dragoman.dates.expressions import Expression
from dragoman.dates.holidays import read_holiday
from dragoman.dates.months import (
    read_day_of_month,
    read_iso_day,
    read_month,
    read_month_of_year,
    read_named_day,
    read_numeric_day,
    read_week_of_day,
    read_week_of_month,
)
from dragoman.dates.ranges import read_day_range, read_month_range, read_weekday_range, read_year_range
from dragoman.dates.weekdays import (
    read_day_to_follow,
    read_deictic,
    read_overnight,
    read_part_of_day,
    read_weekday,
)
from dragoman.dates.years import (
    read_century,
    read_decade,
    read_fiscal_year,
    read_half,
    read_quarter,
    read_season,
    read_year,
)

_RESOLVERS: dict[str, Callable[[Expression, Anchors, Direction], Reading]] = {
    "named_day": read_named_day,
    "iso_day": read_iso_day,
    "day_range": read_day_range,
    "month_range": read_month_range,
    "year_range": read_year_range,
    "weekday_range": read_weekday_range,
    "day_of_month": read_day_of_month,
    "day_numeric": read_numeric_day,
    "week_of_day": read_week_of_day,
    "week_of_month": read_week_of_month,
    "month_of_year": read_month_of_year,
    "month": read_month,
    "weekday_set": read_weekday_set,
    "weekday": read_weekday,
    "deictic": read_deictic,
    "overnight_into": read_overnight,
    "this_part": read_part_of_day,
    "part_of_day": read_day_to_follow,
    "unit": read_unit,
    "year_end": read_period_end,
    "ago": read_ago,
    "counted_from": read_counted,
    "past_units": read_units_past,
    "duration": read_duration,
    "bare_duration": read_duration,
    "season": read_season,
    "quarter": read_quarter,
    "half": read_half,
    "fiscal": read_fiscal_year,
    "decade": read_decade,
    "century": read_century,
    "holiday": read_holiday,
    "anniversary": read_anniversary,
    "clock": read_clock,
    "set": read_set,
    "vague": read_vague,
    "year": read_year,
}


def resolve(expression: Expression, anchors: Anchors, direction: Direction) -> Reading:
    """The reading of one expression; what fixes no time stays open and says why.

    Reasons: "no-such-day" and "no-such-time" (31 February, 25 o'clock, the year 0), the anchors' own
    (`Anchors.why`) where a day of the report was needed, "nothing-told-before" where the words count from
    the story and it has told no day, "first-occasion-not-told" of an anniversary, and "not-told".
    """
    try:
        reading = _RESOLVERS[expression.rule](expression, anchors, direction)
    except (ValueError, OverflowError):
        return unresolved("no-such-time", "TIME") if expression.rule == "clock" else unresolved("no-such-day")
    if reading.period is None and reading.anchor is None:
        return unresolved("not-told" if anchors.day else anchors.why, reading.type)
    return reading
