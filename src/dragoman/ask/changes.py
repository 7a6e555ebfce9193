"""What changed since a day: acts newly told, confirmed, held, put off, called off or on again; contradictions
and stances that came up since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dragoman.ask.events import events, told_claims
from dragoman.ask.positions import Shift, all_positions
from dragoman.merge.block import Told
from dragoman.merge.cluster import Event
from dragoman.merge.contradictions import Contradiction, find_contradictions
from dragoman.merge.lifecycle import CALLED_OFF, OPEN, Life, Step, life_of
from dragoman.store import Record

Change = Literal[
    "new", "confirmed", "held", "postponed", "cancelled", "not held", "reversed", "other", "contradicted",
    "stance",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is no longer as it was, with the claim that shows it.

    Attributes:
        day: the day of the report.
        was: what stood before: a stage or a stance; None where nothing had been told.
        now: what stands since.
        life: the event, where it is one.
    """

    kind: Change
    day: str
    was: str | None
    now: str
    told: Told
    before: Told | None
    life: Life | None


def changes(
    record: Record, since: str, as_of: str | None = None, min_confidence: float = 0.0
) -> tuple[Changed, ...]:
    """Changes by reports of the day `since` or later, by day."""
    found_events = events(record, as_of, min_confidence)
    found = [c for event in found_events for c in _of_event(event, since)]
    statements = (t for t in told_claims(record, as_of, min_confidence) if t.claim.kind != "event")
    found += [
        _of_contradiction(c) for c in find_contradictions(found_events, statements) if c.second.day >= since
    ]
    for position in all_positions(record, as_of, min_confidence):
        found += [_of_shift(shift) for shift in position.shifts if shift.after.day >= since]
    return tuple(sorted(found, key=lambda c: (c.day, c.kind, c.told.claim.id)))


def _of_event(event: Event, since: str) -> Iterator[Changed]:
    life = life_of(event)
    if life is None:
        return
    before = life_of(event, (date.fromisoformat(since) - timedelta(days=1)).isoformat())
    stage = before.stage if before else None
    last = before.steps[-1].told if before else None
    for step in life.steps:
        if step.told.day < since or not step.moves or step.stage == stage:
            continue
        yield Changed(_kind(stage, step), step.told.day, stage, step.stage, step.told, last, life)
        stage, last = step.stage, step.told


def _kind(stage: str | None, step: Step) -> Change:
    if stage is None:
        return "new"
    if stage in CALLED_OFF and (step.stage in OPEN or step.stage in ("held", "under way")):
        return "reversed"
    if step.stage in ("confirmed", "held", "postponed", "cancelled", "not held"):
        return step.stage
    return "other"


def _of_contradiction(found: Contradiction) -> Changed:
    return Changed(
        "contradicted",
        found.second.day,
        f"{found.kind}: {found.says_first}",
        f"{found.kind}: {found.says_second}",
        found.second,
        found.first,
        None,
    )


def _of_shift(shift: Shift) -> Changed:
    before, after = shift.before.claim, shift.after.claim
    return Changed(
        "stance",
        shift.after.day,
        before.stance,
        f"{after.stance} ({shift.movement})",
        shift.after,
        shift.before,
        None,
    )
