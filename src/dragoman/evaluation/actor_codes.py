"""PLOVER actor codes of a claim's parties: country and sector, as in "USAGOV" or "IGO".

A code says of what state and of what kind a party is. Organisations of states have IGO in place of a
country; "---" stands where the country is not known.

>>> code("USA", "GOV"), code(None, "IGO"), code(None, "REB"), code("FRA", None)
('USAGOV', 'IGO', '---REB', 'FRA')
"""

from itertools import product

from dragoman.records import Claim, Participant

INSTEAD_OF_COUNTRY = frozenset(["IGO", "NGO", "NGM", "IMG", "MNC"])
"""Codes that PLOVER writes where a country would stand."""

UNKNOWN = "---"

MEETINGS = frozenset(["CONSULT", "STATEMENT"])
"""Types whose place says nothing of whom they concern."""

BESIDE = frozenset(["host", "mediator"])
"""Roles that are no side of the act."""


def code(country: str | None, sector: str | None) -> str:
    """The actor code of a party of this country (ISO 3166-1 alpha-3) and PLOVER sector."""
    if country is None and sector in INSTEAD_OF_COUNTRY:
        return str(sector)
    return (country or UNKNOWN) + (sector if sector not in INSTEAD_OF_COUNTRY and sector else "")


def coded_pairs(claim: Claim) -> list[tuple[str | None, str | None]]:
    """Source and target of the claim as actor codes, every side with every side, each pair once.

    Where all take part alike, the one named first is the source. Where the words name no other party,
    PLOVER's records have the state on whose ground it was done as the target, and an unidentified armed
    actor of that state as the source of an attack. None: nobody stands on that side.
    """
    ground = claim.place.country if claim.place else None
    sides = [p for p in claim.participants if p.role not in BESIDE]
    recipients = [p for p in sides if p.role == "recipient"]
    actors = [p for p in sides if p.role != "recipient"]
    if not recipients and len(actors) > 1:
        actors = sorted(actors, key=lambda p: -1 if p.start is None else p.start)
        actors, recipients = actors[:1], actors[1:]
    sources, targets = _codes(actors), _codes(recipients)
    if ground and not targets and claim.event_type not in MEETINGS:
        targets = [code(ground, "GOV")]
    if ground and not sources and claim.event_type == "ASSAULT":
        sources = [code(ground, "UAF")]
    pairs = product(sources or [None], targets or [None])
    return [pair for pair in dict.fromkeys(pairs) if pair != (None, None)]


def _codes(parties: list[Participant]) -> list[str | None]:
    return list(dict.fromkeys(code(p.country, p.sector) for p in parties))
