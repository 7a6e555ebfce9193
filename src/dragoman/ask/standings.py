"""Where everyone stands on every issue, in short: the latest stance of each side, and how it came there.

Read from the columns of the claims and not from their words, so that a page of all issues and sides costs
little; `positions` gives one side on one issue with all its words.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import func, select

from dragoman.ask.positions import HOLDING, Movement, movement
from dragoman.ask.query import is_named, known_by
from dragoman.ask.remembered import remembered
from dragoman.ask.tracks import ALIVE_DAYS
from dragoman.ask.views import newest_day
from dragoman.errors import SettingsError
from dragoman.store import Record
from dragoman.store.schema import claim, participant, report, sighting

By = Literal["party", "state"]
BUSIEST = 8
MOST_BUSY = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A stance with its words, and the report they stand in."""

    claim: str
    stance: str
    day: str
    exact: str
    report: str
    outlet: str | None
    published: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A side on an issue.

    Attributes:
        key: actor id, else the name; alpha-3 code where sides are states.
        moved: from the first to the latest stance; "told once" where all words are of one day.
        claims: how often it was told; copies are counted each.
    """

    key: str
    holder: str
    issue: str
    first: Said
    latest: Said
    moved: Movement
    claims: int


@dataclass(frozen=True, slots=True)
class IssueTrack:
    """When an issue last moved: when a side took a stance that it had not held the time before.

    Attributes:
        alive: was that within `ALIVE_DAYS` days before the reference day?
    """

    issue: str
    moved_on: str
    mover: str
    last: Said
    alive: bool
    claims: int


@dataclass(frozen=True, slots=True)
class Standings:
    """All sides on all issues.

    Attributes:
        day: what "alive" counts from.
        holders: key and name of each side, those with most words first.
        tracks: the issue that moved last first.
    """

    by: By
    day: str | None
    holders: tuple[tuple[str, str], ...]
    tracks: tuple[IssueTrack, ...]
    cells: tuple[Standing, ...]


def standings(
    record: Record,
    by: str | None = None,
    issue: str | None = None,
    as_of: str | None = None,
    min_confidence: float = 0.0,
) -> Standings:
    """Where each side stands on each issue that claims name.

    Raises:
        SettingsError: `by` is neither "party" nor "state".
    """
    if by not in (None, *get_args(By)):
        raise SettingsError("no such kind of party", found=repr(by), expected="party or state")
    kind: By = "state" if by == "state" else "party"
    asked = ("standings", kind, issue, as_of, min_confidence)
    return remembered(record, asked, lambda: _standings(record, kind, issue, as_of, min_confidence))


def _standings(record: Record, by: By, issue: str | None, as_of: str | None, sure: float) -> Standings:
    told: dict[tuple[str, str], list[Said]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in _rows(record, as_of, sure):
        side = _side(row, by)
        if side and (issue is None or is_named(issue, row["issue"])):
            names[side[0]] = max(names.get(side[0], ""), side[1], key=lambda name: (len(name), name))
            told[side[0], row["issue"]].append(row["said"])
    day = as_of or newest_day(record)
    cells = [_cell(key, names[key], about, said) for (key, about), said in told.items()]
    weight: dict[str, int] = defaultdict(int)
    for cell in cells:
        weight[cell.key] += cell.claims
    holders = sorted(names.items(), key=lambda one: (-weight[one[0]], one[1], one[0]))
    cells.sort(key=lambda cell: (cell.issue, cell.holder, cell.key))
    return Standings(by, day, tuple(holders), _tracks(told, names, day), tuple(cells))


def _cell(key: str, name: str, issue: str, said: list[Said]) -> Standing:
    said.sort(key=lambda one: (one.day, one.claim))
    first, latest = said[0], said[-1]
    moved: Movement = movement(first.stance, latest.stance) if first.day < latest.day else "told once"
    return Standing(key, name, issue, first, latest, moved, len(said))


def _tracks(
    told: dict[tuple[str, str], list[Said]], names: dict[str, str], day: str | None
) -> tuple[IssueTrack, ...]:
    moves: dict[str, list[tuple[str, str, Said]]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for (key, issue), said in told.items():
        count[issue] += len(said)
        before = None
        for one in said:
            if one.stance != before:
                moves[issue].append((one.day, key, one))
            before = one.stance
    found = []
    for issue, made in moves.items():
        on, key, last = max(made, key=lambda move: (move[0], move[2].claim))
        since = (date.fromisoformat(day[:10]) - date.fromisoformat(on[:10])).days if day else 0
        found.append(IssueTrack(issue, on, names[key], last, since <= ALIVE_DAYS, count[issue]))
    found.sort(key=lambda track: track.issue)
    return tuple(sorted(found, key=lambda track: track.moved_on, reverse=True))


def _side(row: dict[str, Any], by: By) -> tuple[str, str] | None:
    """Key and name of who holds the stance: who acts in the claim or, where nobody does, its only party."""
    parties = row["parties"]
    alone = parties[0] if len(parties) == 1 else None
    holder = next((p for p in parties if p.role in HOLDING), alone)
    if holder is None:
        return None
    if by == "party":
        return holder.actor or holder.name, holder.name
    if not holder.country:
        return None
    from dragoman.actors.knowledge import load_knowledge

    state = load_knowledge().state(holder.country)
    return holder.country, state.name if state else holder.country


def _rows(record: Record, as_of: str | None, sure: float) -> list[dict[str, Any]]:
    """The stances that name an issue, each once, with their parties."""
    day = select(func.min(sighting.c.day)).where(sighting.c.report == claim.c.report).scalar_subquery()
    # `> ''` and not "is not null", so that the index of issues is used.
    wanted = [claim.c.issue > "", claim.c.kind == "position", claim.c.stance.is_not(None)]
    wanted += [claim.c.confidence >= sure, *([known_by(as_of)] if as_of else [])]
    with record.corrected(as_of) as reading:
        rows = reading.rows(
            select(
                claim.c.number, claim.c.id, claim.c.issue, claim.c.stance, claim.c.exact,
                day.label("day"), report.c.id.label("report"), report.c.outlet, report.c.published,
                report.c.title, participant.c.role, participant.c.name, participant.c.actor,
                participant.c.country,
            )
            .join(report, report.c.number == claim.c.report)
            .join(participant, participant.c.claim == claim.c.number)
            .where(*wanted)
            .order_by(claim.c.number, participant.c.position)
        )  # fmt: skip
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(row.number, {"issue": row.issue, "parties": []})
        one["parties"].append(row)
        if "said" not in one:
            one["said"] = Said(
                row.id, row.stance, row.day, row.exact, row.report, row.outlet, row.published, row.title
            )
    return list(found.values())
