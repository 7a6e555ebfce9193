"""What a claim is in PLOVER's own codebook, which has no status: as it is filed there, or why it is not.

filed(claim)    Filed("AGREE", None) for a meeting to come; "denied or refused" for one denied
"""

from dataclasses import dataclass

from dragoman.events.plover import strict_type
from dragoman.records import Claim, Participant

UNDONE = {
    "cancelled": "cancelled acts",
    "postponed": "postponed acts",
    "not_occurring": "acts denied, refused or not done",
    "hypothetical": "hypothetical acts",
}
"""Statuses of which PLOVER has no record, and how they are counted."""
TO_COME = frozenset(["proposed", "scheduled"])
BESIDE = frozenset(["host", "mediator"])
"""Roles that are no side of an act."""
AWAY = frozenset(["declined", "absent"])
"""A party that was not there is no side of it either."""
QUADS = {
    "AGREE": "1", "CONSULT": "1", "SUPPORT": "1", "CONCEDE": "1",
    "COOPERATE": "2", "AID": "2", "RETREAT": "2",
    "REQUEST": "3", "REJECT": "3", "ACCUSE": "3", "THREATEN": "3",
    "PROTEST": "4", "SANCTION": "4", "MOBILIZE": "4", "COERCE": "4", "ASSAULT": "4",
}  # fmt: skip
"""PLOVER's quad categories: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim as PLOVER files it: type, and mode where the type is the claim's own."""

    event_type: str
    mode: str | None


def filed(claim: Claim) -> Filed | str:
    """The claim as PLOVER files it, or the reason why PLOVER has no room for it."""
    if claim.status in UNDONE:
        return UNDONE[claim.status]
    if claim.kind == "relation":
        return "standing relations"
    strict = strict_type(claim.event_type, claim.status)
    if strict is None:
        return "statements"
    if claim.status in TO_COME and strict == claim.event_type and strict not in {"AGREE", "THREATEN"}:
        return "acts still to come, of a type that PLOVER keeps for what was done"
    return Filed(strict, claim.mode if strict == claim.event_type else None)


def sides(claim: Claim) -> tuple[list[Participant], list[Participant]]:
    """Who does it and to whom, those left out who stayed away.

    Where all take part alike, the one named first stands alone on the left.
    """
    both = [p for p in claim.participants if p.role not in BESIDE and p.status not in AWAY]
    recipients = [p for p in both if p.role == "recipient"]
    actors = [p for p in both if p.role != "recipient"]
    if not recipients and len(actors) > 1:
        actors.sort(key=lambda p: -1 if p.start is None else p.start)
        return actors[:1], actors[1:]
    return actors, recipients


def code(party: Participant) -> str:
    """PLOVER's code of a party's state, or what it writes in a state's stead.

    Source: PLOVER's actor coding; "---" where the state is not known.
    """
    if party.country is None and party.sector in {"IGO", "NGO", "NGM", "IMG", "MNC"}:
        return str(party.sector)
    return party.country or "---"
