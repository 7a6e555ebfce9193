"""What became of an act: announced, confirmed, held, put off or called off, for the act and for each party.

A status is that of the reports so far. That nothing more was reported says nothing: an act whose day has
passed stays announced, and a guest whom the later reports do not name is "not named", never "absent".
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.merge.block import Told, is_absence, party_key
from dragoman.merge.cluster import Event
from dragoman.records import Participant

Stage = Literal[
    "raised", "proposed", "scheduled", "confirmed", "under way", "held", "postponed", "cancelled", "not held"
]
Attendance = Literal[
    "invited", "expected", "confirmed", "declined", "absent", "attended", "called off", "not named", "raised"
]

OPEN: tuple[Stage, ...] = ("proposed", "scheduled", "confirmed")
"""Stages of what is announced and not yet settled."""
CALLED_OFF: tuple[Stage, ...] = ("postponed", "cancelled", "not held")

_STAGES: dict[str, Stage] = {
    "hypothetical": "raised",
    "proposed": "proposed",
    "scheduled": "scheduled",
    "ongoing": "under way",
    "occurred": "held",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "not_occurring": "not held",
}
_RANK = {
    stage: rank
    for rank, stage in enumerate(
        (
            "raised",
            "proposed",
            "scheduled",
            "confirmed",
            "postponed",
            "cancelled",
            "not held",
            "under way",
            "held",
        )
    )
}
_CONFIRMS = re.compile(r"\bconfirm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Step:
    """One report's word on an act.

    Attributes:
        stage: what it says has become of it.
        by: who says so, where it is not the report itself.
        moves: does it change the state of the act? A later report that only recalls the plan does not.
    """

    told: Told
    stage: Stage
    by: str | None
    moves: bool

    @property
    def mark(self) -> str:
        """What it says, in a word: the stage, or of a guest who stays away that he does."""
        if not is_absence(self.told.claim):
            return self.stage
        declined = any(p.status == "declined" for p in self.told.claim.participants)
        return "will be absent" if declined else "absent"


@dataclass(frozen=True, slots=True)
class Attending:
    """What became of one party: "called off" with the act, "not named" by those who tell that it was held
    (which is not "absent"), "raised" where the act was only wished for or feared.

    Attributes:
        told: the claims the status rests on, the last deciding.
    """

    name: str
    actor: str | None
    country: str | None
    status: Attendance
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """The history of an event.

    Attributes:
        stage: where it stands after the last report.
        earliest, latest: the days it fell or is to fall on by the claim that decides; None where not told.
        steps: by day of report.
        parties: those named, in order of the alphabet.
    """

    event: Event
    stage: Stage
    earliest: str | None
    latest: str | None
    steps: tuple[Step, ...]
    parties: tuple[Attending, ...]


def life_of(event: Event, until: str | None = None) -> Life | None:
    """The history of an event by the reports up to the day `until`; None where there was none yet."""
    told = [t for t in event.told if until is None or t.day <= until]
    if not told:
        return None
    told.sort(key=lambda t: (t.day, _RANK[_stage(t)], t.claim.id))
    of_act = [t for t in told if not is_absence(t.claim)] or told
    steps: list[Step] = []
    stage: Stage = _stage(of_act[0])
    for one in told:
        # Who stays away moves nothing: the meeting is held without him.
        new = _stage(one) if one in of_act else stage
        moves = not steps or (new != stage and _supersedes(stage, new, one))
        stage = new if moves else stage
        steps.append(Step(one, new, _says(one), moves))
    earliest, latest = _days(steps, stage)
    return Life(event, stage, earliest, latest, tuple(steps), _parties(steps, stage))


def is_due(life: Life, day: str) -> bool:
    """Was it announced for days that are over on `day`, without a report of what came of it?

    Days that were over before the first report of it were announced by nobody: the words or their date are
    misread ("released last year in exchange for").
    """
    if life.stage not in OPEN or life.latest is None:
        return False
    return life.steps[0].told.day[:10] <= life.latest < day


def _stage(told: Told) -> Stage:
    stage = _STAGES[told.claim.status]
    if stage == "scheduled" and any(_CONFIRMS.search(link.cue or "") for link in told.claim.attribution):
        return "confirmed"
    return stage


def _says(told: Told) -> str | None:
    return next((link.speaker.name for link in reversed(told.claim.attribution) if link.speaker), None)


def _supersedes(old: Stage, new: Stage, told: Told) -> bool:
    if old == "held":
        return False
    if new == "raised":
        return False
    if old in CALLED_OFF and new in ("proposed", "scheduled", "confirmed"):
        time = told.claim.time
        return bool(time and time.latest and time.latest >= told.day)
    return not (new in OPEN and old in OPEN and _RANK[new] < _RANK[old])


def _days(steps: list[Step], stage: Stage) -> tuple[str | None, str | None]:
    """The days by the last claim of the deciding stage that tells any, the most exact of a day's reports."""
    of_stage = [s for s in steps if s.stage == stage] or steps
    for some in (of_stage, steps):
        dated = [s.told for s in some if s.told.claim.time and s.told.claim.time.latest]
        if dated:
            last = max(dated, key=lambda t: (t.day, -_width(t), t.claim.id))
            assert last.claim.time is not None
            return last.claim.time.earliest, last.claim.time.latest
    return None, None


def _width(told: Told) -> int:
    time = told.claim.time
    if time is None or not (time.earliest and time.latest):
        return 10_000
    return (date.fromisoformat(time.latest[:10]) - date.fromisoformat(time.earliest[:10])).days


def _parties(steps: list[Step], stage: Stage) -> tuple[Attending, ...]:
    named: dict[str, list[tuple[Step, Participant]]] = {}
    for step in steps:
        for party in step.told.claim.participants:
            if party.kind != "place":
                named.setdefault(party_key(party).key, []).append((step, party))
    found = [_attending(rows, steps, stage) for rows in named.values()]
    return tuple(sorted(found, key=lambda a: (a.name, a.actor or "")))


def _attending(rows: list[tuple[Step, Participant]], steps: list[Step], stage: Stage) -> Attending:
    status: Attendance | None = None
    rests: list[Told] = []
    for step, party in rows:
        said: Attendance | None = party.status or _implied(step.stage)
        if said is None:
            continue
        firm = party.status is not None or said == "attended"
        if firm or status in (None, "raised", "expected", "invited"):
            status = said
            rests.append(step.told)
    if stage in CALLED_OFF and status in (None, "raised", "expected", "invited", "confirmed"):
        status = "called off"
        rests = [s.told for s in steps if s.stage == stage]
    elif stage == "held" and status in ("raised", "expected", "invited", "confirmed"):
        status = "not named"
    named = max((party for _, party in rows), key=lambda p: (p.actor is not None, len(p.name), p.name))
    return Attending(
        named.name, named.actor, named.country, status or "expected", tuple(rests or [rows[0][0].told])
    )


def _implied(stage: Stage) -> Attendance | None:
    if stage in ("held", "under way"):
        return "attended"
    if stage == "raised":
        return "raised"
    return "expected" if stage in OPEN else None
