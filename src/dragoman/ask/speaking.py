"""Who speaks for whom, as the reports tell it, and where voices of one party hold different things.

Somebody speaks for a party where a report says so, or where the office of a spokesman does. Voices differ
where their latest words on one issue have different stances; silence on an issue is no difference.
"""

from collections import defaultdict
from dataclasses import dataclass

from dragoman.ask.events import told_claims
from dragoman.ask.positions import Position, all_positions
from dragoman.merge.block import Told
from dragoman.merge.families import independent
from dragoman.store import Record
from dragoman.store.schema import claim


@dataclass(frozen=True, slots=True)
class Difference:
    """Two voices of one party on one issue, with the latest words of each."""

    issue: str
    voice: Told
    other: Told
    other_name: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who speaks for a party.

    Attributes:
        told: what is told in this voice for that party, by day of report.
        reports, families: how many reports that stands in; copies of one origin are one family.
        differences: from the party itself, and from others who speak for it.
    """

    speaker: str
    speaks_for: str
    told: tuple[Told, ...]
    reports: int
    families: int
    differences: tuple[Difference, ...]


def voices(record: Record, as_of: str | None = None, min_confidence: float = 0.0) -> tuple[Voice, ...]:
    """Everybody who speaks for somebody, those most heard first."""
    behalf = claim.c.json.like('%"on_behalf_of":{%')
    heard: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for told in told_claims(record, as_of, min_confidence, behalf):
        for link in told.claim.attribution:
            if link.speaker and link.on_behalf_of:
                heard[link.speaker.name, link.on_behalf_of.name].append(told)
    held = all_positions(record, as_of, min_confidence) if heard else ()
    found: list[Voice] = []
    for (speaker, party), told in heard.items():
        others = {party, *(name for name, other in heard if other == party)} - {speaker}
        reports, families = independent(t.held.document for t in told)
        found.append(
            Voice(speaker, party, tuple(told), reports, families, _differences(held, speaker, others))
        )
    return tuple(sorted(found, key=lambda v: (-len(v.told), v.speaker, v.speaks_for)))


def _differences(held: tuple[Position, ...], speaker: str, others: set[str]) -> tuple[Difference, ...]:
    mine = {p.issue: p.latest for p in held if p.holder == speaker and p.issue}
    return tuple(
        Difference(p.issue, mine[p.issue], p.latest, p.holder)
        for p in held
        if p.holder in others and p.issue in mine and p.latest.claim.stance != mine[p.issue].claim.stance
    )
