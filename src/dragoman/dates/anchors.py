"""What a relative date counts from, and what a date expression means once it is counted.

"Wednesday" in a report of Friday 21 November 2025 counts from that day; "two days later" counts from
the day that the story has reached. A reading whose period is None has found no stretch of time, and
its anchor then says why ("unresolved:no-such-day").

Source: ours (docs/dates.md).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.dates.periods import Period

Direction = Literal["past", "future", "either"]


@dataclass(frozen=True, slots=True)
class Anchors:
    """What relative expressions count from.

    Attributes:
        day: the day the report speaks from; None where neither report nor dateline tells one.
        name: "published" or "dateline".
        narrative: the period the story has reached, None before its first date.
        why: where `day` is None, the reason that open dates give for it.
    """

    day: date | None
    name: str
    narrative: Period | None = None
    why: str = "no-publication-date"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means.

    Attributes:
        type: TIMEX3 type.
        period: None where the words, or what is known of the report, fix no time.
        anchor: what was counted from and the rule ("published:weekday-past"); None for a date that counts
            from nothing; "unresolved:" and the reason where the date stays open.
    """

    type: str
    period: Period | None
    anchor: str | None = None


OPEN = Reading("DATE", None)


def counted_by(anchors: Anchors, rule: str) -> str:
    """The anchor as the record writes it: what was counted from, a colon, the rule."""
    return f"{anchors.name}:{rule}"


def unresolved(reason: str, type_: str = "DATE") -> Reading:
    """A reading that stays open, with its reason: "no-such-day", "nothing-told-before" …"""
    return Reading(type_, None, f"unresolved:{reason}")
