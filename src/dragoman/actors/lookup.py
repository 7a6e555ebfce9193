"""A person's question to the knowledge base: who is called so, and what were they on that day?

Whatever is called exactly so stands first, then bearers of the surname, the most prominent first, then names that
are spelled alike. Unlike in a report, nothing is decided here: a person looks and chooses.
"""

from typing import Literal, NamedTuple

from dragoman.actors.knowledge import Actor, Knowledge, Term
from dragoman.actors.names import fold

Match = Literal["id", "name", "surname", "alike"]

ALIKE = 80
"""Likeness (0 to 100) from which a name is offered as another spelling."""

ALIKE_AT_MOST = 10


class Found(NamedTuple):
    """An actor that the words may mean.

    Attributes:
        office: of persons: held on the day asked for; None where none is known or no day was given.
    """

    actor: Actor
    match: Match
    office: Term | None


def find_actors(words: str, knowledge: Knowledge, on: str | None = None) -> tuple[Found, ...]:
    """The actors that `words` (an id, a name, a surname, in whatever case) may mean, the likeliest first.

    Args:
        on: the day on which offices are asked for (ISO 8601).
    """
    asked = fold(" ".join(words.split()))
    matches: dict[str, Match] = {}
    if asked in knowledge.actors:
        matches[asked] = "id"
    for written in dict.fromkeys((asked, asked.title(), asked.upper(), asked.lower())):
        for surface in knowledge.surfaces.get(written, ()):
            matches.setdefault(surface.actor, "name")
    if asked.upper() in knowledge.states:
        matches.setdefault(knowledge.states[asked.upper()], "name")
    bearers = knowledge.surnames.get(asked.lower(), ())
    for identity in sorted(bearers, key=lambda i: (knowledge.rank(i), i)):
        matches.setdefault(identity, "surname")
    if not matches:
        matches = dict.fromkeys(_alike(asked, knowledge), "alike")
    return tuple(
        Found(knowledge.actors[i], match, knowledge.office(i, on) if on else None)
        for i, match in matches.items()
    )


def _alike(asked: str, knowledge: Knowledge) -> list[str]:
    """Ids of actors with a name or surname spelled alike, the likest first."""
    from rapidfuzz import fuzz, process

    wanted = asked.lower()
    names = [(name, [s.actor for s in meant]) for name, meant in knowledge.surfaces.items()]
    names += [(name, list(ids)) for name, ids in knowledge.surnames.items()]
    best = process.extract(
        wanted,
        [name.lower() for name, _ in names],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=ALIKE,
        limit=ALIKE_AT_MOST,
    )
    return list(dict.fromkeys(identity for _, _, n in best for identity in names[n][1]))[:ALIKE_AT_MOST]
