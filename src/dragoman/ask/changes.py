"""What changed since a day: acts newly told, confirmed, held, put off, called off or on again; contradictions
and stances that came up since; and what only looks new: an old act told first, or again after long silence;
and what people corrected or retracted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from dragoman.ask.events import events, events_of_late, is_kept, told_claims
from dragoman.ask.positions import Position, Shift, all_positions, positions_of, stances_of_late
from dragoman.ask.views import gathered
from dragoman.errors import SettingsError
from dragoman.merge.block import Told
from dragoman.merge.cluster import Event
from dragoman.merge.contradictions import Contradiction, find_contradictions, is_saying
from dragoman.merge.kept import SURE, kept_contradictions, read_contradictions
from dragoman.merge.lifecycle import CALLED_OFF, OPEN, Life, Step, life_of
from dragoman.store import Record
from dragoman.store.corrections import Correction, new_value, shown, value_of
from dragoman.store.schema import claim

LOOKING_BACK = 30
"""Days after which an act that a report tells, or the last report of it, is no news: it is resurfacing."""

Change = Literal[
    "new", "confirmed", "held", "postponed", "cancelled", "not held", "reversed", "other", "contradicted",
    "stance", "resurfaced", "corrected", "retracted",
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


def kind_of_change(word: str | None) -> Change | None:
    """The kind of change that is asked for; None where none is.

    Raises:
        SettingsError: there is no such kind.
    """
    for kind in get_args(Change):
        if word and kind == word.strip().casefold():
            return kind
    if word:
        raise SettingsError(
            "no such change", found=repr(word), expected="one of " + ", ".join(get_args(Change))
        )
    return None


def changes(
    record: Record,
    since: str,
    as_of: str | None = None,
    min_confidence: float = SURE,
    watch: str | None = None,
) -> tuple[Changed, ...]:
    """Changes by reports of the day `since` or later, by day; with a watch, those that it gathers."""
    if min_confidence == SURE and is_kept(record):
        found_events = events_of_late(record, since, "9999-12-31", as_of)
        differing = kept_contradictions(record, as_of)
        fresh = read_contradictions(record, [c for c in differing if c.order[0] >= since], as_of)
        stances = positions_of(stances_of_late(record, since, as_of))
    else:
        found_events = events(record, as_of, min_confidence)
        statements = (t for t in told_claims(record, as_of, min_confidence) if is_saying(t.claim))
        fresh = find_contradictions(found_events, statements)
        stances = all_positions(record, as_of, min_confidence)
    found = [
        *changes_of(since, found_events, fresh, stances),
        *corrections_since(record, since, as_of),
    ]
    found.sort(key=_by_day)
    within = gathered(record, watch, as_of)
    return tuple(c for c in found if within is None or _is_within(c, within))


def changes_of(
    since: str,
    found_events: Iterable[Event],
    found_contradictions: Iterable[Contradiction],
    found_positions: Iterable[Position],
) -> tuple[Changed, ...]:
    """Changes in these by reports of the day `since` or later, by day."""
    found = [c for event in found_events for c in _of_event(event, since)]
    found += [_of_contradiction(c) for c in found_contradictions if c.second.day >= since]
    for position in found_positions:
        found += [_of_shift(shift) for shift in position.shifts if shift.after.day >= since]
    return tuple(sorted(found, key=_by_day))


def corrections_since(record: Record, since: str, as_of: str | None = None) -> tuple[Changed, ...]:
    """What people edited, rejected or retracted from the day `since` on and still holds, by day.

    A retracted report stands once, by its first claim; one of which no claim was made is left out.
    """
    laid = record.in_force(as_of)
    if not (laid.edits or laid.rejected or laid.retracted):
        return ()
    claims = told_claims(record, as_of, rejected=True)
    found: list[Changed] = []
    taken_back = set[str]()
    for told in claims:
        report = told.held.document.id
        if report in laid.retracted and report not in taken_back:
            taken_back.add(report)
            found.append(_of_correction("retracted", laid.retracted[report], told, "report retracted"))
        for edit in laid.edits.get(told.claim.id, ()):
            coded = next(record.claims([claim.c.id == told.claim.id])).claim
            was = f"{edit.field}: {shown(value_of(coded, str(edit.field)))}"
            now = f"{edit.field}: {shown(new_value(edit))}"
            found.append(_of_correction("corrected", edit, told, now, was))
        if told.claim.id in laid.rejected and report not in laid.retracted:
            found.append(_of_correction("corrected", laid.rejected[told.claim.id], told, "claim rejected"))
    return tuple(sorted((c for c in found if c.day >= since), key=_by_day))


def _of_correction(kind: Change, made: Correction, told: Told, now: str, was: str | None = None) -> Changed:
    return Changed(kind, made.day, was, f"{now}, by {made.person}: {made.reason}", told, None, None)


def _by_day(changed: Changed) -> tuple[str, str, str]:
    return (changed.day, changed.kind, changed.told.claim.id)


def _is_within(changed: Changed, within: frozenset[str]) -> bool:
    """Does a watch gather one of the claims that the change is about?"""
    told = [changed.told, *([changed.before] if changed.before else [])]
    told += changed.life.event.told if changed.life else ()
    return any(t.claim.id in within for t in told)


def _of_event(event: Event, since: str) -> Iterator[Changed]:
    life = life_of(event)
    if life is None:
        return
    before = life_of(event, (date.fromisoformat(since) - timedelta(days=1)).isoformat())
    stage = before.stage if before else None
    last = before.steps[-1].told if before else None
    heard = last.day if last else None
    for step in life.steps:
        if step.told.day < since:
            continue
        if step.moves and step.stage != stage:
            yield Changed(_kind(stage, step), step.told.day, stage, step.stage, step.told, last, life)
            stage, last = step.stage, step.told
        elif stage and heard and _days_between(heard, step.told.day) > LOOKING_BACK:
            yield Changed("resurfaced", step.told.day, stage, stage, step.told, last, life)
        heard = step.told.day


def _days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def _kind(stage: str | None, step: Step) -> Change:
    time = step.told.claim.time
    if stage is None:
        long_past = time and time.latest and _days_between(time.latest, step.told.day) > LOOKING_BACK
        return "resurfaced" if long_past else "new"
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
