"""An act and its history as calendars and lists of events take it: its days, its place, how often it moved.

    6 May   Reyes will meet Lind in Oslo on Friday.          scheduled, 9 May
    8 May   The talks were put off to 12 May.                moved to 12 May, from 9 May

An act put off has its new day only where the words say "to" or "until" it; else the day told is that on which
it is not held.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dragoman.exchange.formats import Held
from dragoman.merge.block import Told, is_absence
from dragoman.merge.lifecycle import OPEN, Attending, Life, life_of
from dragoman.records import Kind, Place

EXACT = 3
"""Days up to which a time is told to the day: "18 and 19 November"."""
NO_ACT = "a stance, a statement or a relation, not an act"
NO_DAY = "no day is told of the act"
RAISED = "the act is only wished for, feared or supposed"

_TO = re.compile(r"\b(?:to|until|till)\s+(?:the\s+)?$", re.IGNORECASE)
_TO_IN_IT = re.compile(r"(?:to|until|till)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of an act, both in it; of one that is not told to the day, those it can lie in."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Are they told to the day?"""
        return (self.last - self.first).days < EXACT


@dataclass(frozen=True, slots=True)
class Dated:
    """When an act is.

    Attributes:
        days: None where they are not told at both ends.
        before: the days it was planned for before it was moved; None where it was not.
        moved: was it put off or moved, and is `days` the new time?
    """

    days: Days | None
    before: Days | None = None
    moved: bool = False


def deciding(life: Life) -> Told:
    """The last claim that puts the act where it stands."""
    told = [step.told for step in life.steps if step.stage == life.stage]
    return next((t for t in reversed(told) if not is_absence(t.claim)), told[-1])


def dated(life: Life) -> Dated:
    """When the act is, and when it was to be."""
    planned = [days for state in _states(life) if state.stage in OPEN and (days := _days_of(state))]
    if life.stage == "postponed":
        new = [days for step in life.steps if step.stage == "postponed" and (days := _new_days(step.told))]
        if new:
            return Dated(
                new[-1], next((d for d in reversed(planned) if _apart(d, new[-1])), None), moved=True
            )
        return Dated(planned[-1] if planned else _days_of(life))
    now = _days_of(life)
    if life.stage in OPEN and now and now.exact:
        before = next((d for d in reversed(planned) if d.exact and _apart(d, now)), None)
        if before:
            return Dated(now, before, moved=True)
    return Dated(now)


def moves(life: Life) -> int:
    """How often the act was moved after its first report: to another stage or to other days."""
    changes = sum(step.moves for step in life.steps) - 1
    moved_on = {step.told.day for step in life.steps if step.moves}
    states = _states(life)
    for before, after in pairwise(states):
        day = after.steps[-1].told.day
        if day not in moved_on and (before.earliest, before.latest) != (after.earliest, after.latest):
            changes += 1
    return changes


def place_of(life: Life) -> Place | None:
    """Where the act is by the last claim of its stage that says, else by the last that does; towns first."""
    places = [(step.stage == life.stage, step.told.claim.place) for step in life.steps]
    return next(
        (
            place
            for towns in (True, False)
            for of_stage in (True, False)
            for stands, place in reversed(places)
            if place and stands >= of_stage and (not towns or place.precision in ("city", "point"))
        ),
        None,
    )


def kind_of(life: Life, party: Attending) -> Kind | None:
    """Person, state, organisation or group, as the claims say of the party."""
    named = [p for told in life.event.told for p in told.claim.participants]
    for one in named:
        if (one.actor or one.name) == (party.actor or party.name):
            return one.kind
    return None


def listed(names: list[str], most: int = 4) -> str:
    """Names in a row.

    >>> listed(["A", "B", "C"]), listed(["A", "B", "C"], 2)
    ('A, B and C', 'A, B and 1 more')
    """
    if len(names) > most:
        return ", ".join(names[:most]) + f" and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def count_left_out(given: Held, sorted_out: Mapping[str, str | None]) -> dict[str, int]:
    """Claims that did not go out, by reason.

    Args:
        sorted_out: claim id to the reason why its act is left out; None where it went out. A claim that is
            not there belongs to no act.
    """
    counts = Counter(sorted_out.get(held.claim.id, NO_ACT) for held in given.claims())
    return {reason: count for reason, count in counts.items() if reason}


def _states(life: Life) -> list[Life]:
    """The act as it stood after each day with a report of it."""
    days = sorted({told.day for told in life.event.told})
    return [state for day in days if (state := life_of(life.event, day))]


def _days_of(life: Life) -> Days | None:
    days = _both(life.earliest, life.latest)
    if days is None or life.stage not in ("held", "under way"):
        return days
    # What a report tells as held was held by then: "this week" ends with the day of the report.
    told = min(step.told.day for step in life.steps if step.stage == life.stage)
    return Days(days.first, max(days.first, min(days.last, date.fromisoformat(told[:10]))))


def _both(earliest: str | None, latest: str | None) -> Days | None:
    if earliest is None or latest is None:
        return None
    return Days(date.fromisoformat(earliest[:10]), date.fromisoformat(latest[:10]))


def _new_days(told: Told) -> Days | None:
    """The days that an act is put off to, where the words say so."""
    time = told.claim.time
    if time is None:
        return None
    before = told.held.document.text[max(0, time.start - 12) : time.start]
    to = _TO.search(before) or _TO_IN_IT.match(time.text)
    return _both(time.earliest, time.latest) if to else None


def _apart(one: Days, other: Days) -> bool:
    return one.last < other.first or other.last < one.first
