"""From judged pairs to events: the surest pairs first, and never two claims together that exclude each other.

The outcome is a function of the set of claims: pairs are taken in the order of their scores, ties by the ids
of the claims, so the order in which reports arrived does not show.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.merge.block import Profile, Told, candidate_pairs, profile
from dragoman.merge.compare import Comparison, compare

LOOSEST = -0.35
"""Two groups of claims are joined where their best pair is judged the same and all score so on average."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two claims judged to tell one act, and why."""

    first: str
    second: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Event:
    """Claims judged to tell of the same act.

    Attributes:
        id: that of the claim told first (by day, then by id).
        told: its claims by the day of their report, then by id.
        judgements: the pairs that brought them together.
    """

    id: str
    told: tuple[Told, ...]
    judgements: tuple[Judgement, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """Ids of the reports that tell of it, each once. Copies of one origin are counted each."""
        return tuple(dict.fromkeys(t.held.document.id for t in self.told))


def find_events(told: Iterable[Told]) -> tuple[Event, ...]:
    """Sort the claims of acts into events, in the order of their first report.

    Claims of other kinds (positions, statements, relations) are left out.
    """
    profiles = {t.claim.id: profile(t) for t in told if t.claim.kind == "event"}
    judged: dict[tuple[str, str], Comparison] = {}
    for a, b in candidate_pairs(profiles.values()):
        judged[a.id, b.id] = compare(a, b)
    links = sorted(
        ((c.score, pair) for pair, c in judged.items() if c.same), key=lambda link: (-link[0], link[1])
    )
    group = {identity: [identity] for identity in profiles}
    kept: dict[str, list[Judgement]] = {}
    for _, (a, b) in links:
        if group[a] is group[b]:
            kept[a].append(Judgement(a, b, judged[a, b]))
        elif _fits(group[a], group[b], profiles, judged):
            joined = [*group[a], *group[b]]
            why = [*kept.get(a, []), *kept.get(b, []), Judgement(a, b, judged[a, b])]
            for member in joined:
                group[member], kept[member] = joined, why
    seen = {id(members): members for members in group.values()}
    events = [_event([profiles[m] for m in members], kept.get(members[0], [])) for members in seen.values()]
    return tuple(sorted(events, key=lambda event: (event.told[0].day, event.id)))


def _fits(
    some: list[str],
    others: list[str],
    profiles: dict[str, Profile],
    judged: dict[tuple[str, str], Comparison],
) -> bool:
    """Does nothing in one group exclude anything in the other, and do they go together on the whole?"""
    total = 0.0
    for one in some:
        for other in others:
            pair = (one, other) if one < other else (other, one)
            found = judged.get(pair)
            if found is None:
                found = judged[pair] = compare(profiles[pair[0]], profiles[pair[1]])
            if found.excluded and found.excluded != "no party in common":
                return False
            total += found.score
    return total / (len(some) * len(others)) >= LOOSEST


def _event(members: list[Profile], why: list[Judgement]) -> Event:
    told = sorted((p.told for p in members), key=lambda t: (t.day, t.claim.id))
    return Event(told[0].claim.id, tuple(told), tuple(sorted(why, key=lambda j: (j.first, j.second))))
