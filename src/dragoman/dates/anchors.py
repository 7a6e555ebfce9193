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


OPEN = Reading("DATE", None)


def counted_by(anchors: Anchors, rule: str) -> str:
    """The anchor as the record writes it: what was counted from, a colon, the rule."""
    return f"{anchors.name}:{rule}"
