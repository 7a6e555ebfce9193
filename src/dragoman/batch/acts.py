"""Acts across the reports of a batch, from its Parquet files: those that a record of the same reports tells.

    claims/part-*  -> profiles and keys, by shard
                   -> pairs judged the same, by kind of act and stretch of days
                   -> claims that hang together by such pairs, sorted into acts -> events/part-*.parquet

What is judged is `merge`'s; here is only how the work is cut, so that no worker needs more than a part:

- Only claims of one kind of act are compared, and only where their times touch. So who owns the claims whose
  window begins in a stretch of days needs, of the others, those that begin early enough to reach into it and
  late enough to be reached. Wide windows are owned apart from narrow ones, since they reach far.
- Which pairs bring claims together depends on the claims that hang together by any pair, and on no others.

DuckDB sorts and joins, within its memory and beyond it on disk; workers judge.
"""

import json
from dataclasses import dataclass
from typing import Any

from dragoman.batch.tables import Part, rows_of, table_of
from dragoman.merge.block import Told, meetings_of_guests, profile
from dragoman.merge.cluster import Event, Groups, Judgement, Link, came_to, event_of, find_links
from dragoman.merge.compare import compare
from dragoman.merge.kept import SURE, as_json, told_of
from dragoman.merge.kept import from_json as profile_of
from dragoman.merge.lifecycle import life_of
from dragoman.records import Claim, Document, to_json
from dragoman.store import HeldClaim
from dragoman.store.decode import from_json

OWNED = 5_000
"""Claims that a worker judges or sorts in one go; those of one day, or that hang together, are never cut."""

PROFILES = {
    "id": "string", "report": "string", "day": "string", "place": "int64", "kind": "string", "width": "int8",
    "first": "int32", "last": "int32", "meeting": "string", "profile": "string", "json": "string",
}  # fmt: skip
LINKS = {"day": "string", "less_sure": "float64", "first": "string", "second": "string"}
EVENTS = {
    "event": "string", "kind": "string", "stage": "string", "earliest": "string", "latest": "string",
    "first_day": "string", "reports": "int32", "claims": "list<string>", "documents": "list<string>",
    "why": "string",
}  # fmt: skip
"""`claims`: by the day of their report; `documents`: each once; `why`: pairs, score, reasons, as JSON."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a shard.

    Attributes:
        table: a file of `claims`, as the batch wrote it.
        days: the first day of reports that stood elsewhere too.
        moment: the day of reports that do not say theirs.
    """

    number: int
    table: bytes
    days: dict[str, str]
    moment: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Profiles, and which of them are to be compared with those reported before them."""

    number: int
    profiles: bytes
    owned: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hanging:
    """Whole sets of claims that hang together, with the pairs that were judged the same."""

    number: int
    profiles: bytes
    links: bytes


def profiled(task: Claims) -> Part:
    """The sure claims of acts of a shard as they are compared."""
    from dragoman.store.database import day_of

    told: list[Told] = []
    lines: dict[str, str] = {}
    for row in rows_of(task.table, ("kind", "confidence", "report", "published", "json")):
        if row["kind"] == "event" and row["confidence"] >= SURE:
            own = day_of(row["published"], task.moment)
            day = min(own, task.days.get(row["report"], own))
            one = _told(row["json"], row["report"], day)
            told.append(one)
            lines[one.claim.id] = row["json"]
    profiles = [profile(one) for one in told]
    meeting_of = meetings_of_guests(profiles)
    return Part(
        task.number,
        table_of(
            (
                {
                    "id": one.id,
                    "report": one.report,
                    "day": one.day,
                    "place": one.order,
                    "kind": one.group,
                    "width": one.width,
                    "first": one.window[0],
                    "last": one.window[1],
                    "meeting": meeting_of.get(one.id),
                    "profile": as_json(one),
                    "json": lines[one.id],
                }
                for one in profiles
            ),
            PROFILES,
        ),
    )


def linked(task: Stretch) -> Part:
    """The pairs judged to tell one act, of the owned claims with those reported before them."""
    profiles = [profile_of(row["profile"]) for row in rows_of(task.profiles, ("profile",))]
    found = find_links(profiles, task.owned)
    return Part(task.number, table_of((one._asdict() for one in found), LINKS))


def sorted_into_acts(task: Hanging) -> Part:
    """The acts of claims that hang together."""
    told: dict[str, Told] = {}
    profiles = {}
    guests: dict[str, str] = {}
    for row in rows_of(task.profiles, ("id", "report", "day", "meeting", "profile", "json")):
        told[row["id"]] = _told(row["json"], row["report"], row["day"])
        profiles[row["id"]] = profile_of(row["profile"])
        if row["meeting"]:
            guests[row["id"]] = row["meeting"]
    groups = Groups(profiles)
    links = sorted(Link(**row) for row in rows_of(task.links, tuple(LINKS)))
    joined = [(one.first, one.second) for one in links if groups.take(one)]
    for guest, meeting in guests.items():
        groups.join(guest, meeting)
    why: dict[int, list[Judgement]] = {}
    for a, b in joined:
        found = Judgement(min(a, b), max(a, b), compare(profiles[a], profiles[b]))
        why.setdefault(id(groups.of(a)), []).append(found)
    for guest, meeting in guests.items():
        why.setdefault(id(groups.of(guest)), []).append(came_to(meeting, guest))
    events = (event_of((told[member] for member in group), why.get(id(group), ())) for group in groups.all())
    return Part(task.number, table_of(map(event_line, events), EVENTS))


def event_line(event: Event) -> dict[str, Any]:
    """An act as a row of `EVENTS`."""
    life = life_of(event)
    assert life is not None
    why = [
        {
            "first": one.first,
            "second": one.second,
            "score": one.comparison.score,
            "reasons": to_json(one.comparison.reasons),
        }
        for one in event.judgements
    ]
    return {
        "event": event.id,
        **told_of(event, life),
        "claims": [one.claim.id for one in event.told],
        "documents": list(event.reports),
        "why": json.dumps(why, ensure_ascii=False, separators=(",", ":")),
    }


def _told(line: str, report: str, day: str) -> Told:
    claim = from_json(Claim, json.loads(line))
    return Told(HeldClaim(claim, Document(report, None, None, None, None, None, None, None, ""), ""), day)
