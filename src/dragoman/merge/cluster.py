"""From judged pairs to events: day by day, the surest pairs of each day's reports first, and never two claims
together that exclude each other.

The outcome is a function of the set of claims: pairs are taken by the day on which the later claim was
reported, then by their scores, ties by the ids of the claims. So the order in which reports arrived does not
show, and what a later report tells never changes how things stood on an earlier day: the events as of a day
are those that the pairs up to that day make.

What people have judged stands above the scores: claims that a person has split are never in one event, and
those that a person has merged always are, with all that the rules join to each of the two.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.merge.block import Profile, Told, candidate_pairs, meetings_of_guests, profile
from dragoman.merge.compare import Comparison, compare
from dragoman.records import Reason
from dragoman.store import Correction

LOOSEST = -0.35
"""Two groups of claims are joined where their best pair is judged the same and all score so on average."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two claims judged to tell one act, and why.

    Attributes:
        by: "rule", or the person who said so.
    """

    first: str
    second: str
    comparison: Comparison
    by: str = "rule"


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


class Link(NamedTuple):
    """Two claims judged the same, as they are put in order: by day of the later one, surest first."""

    day: str
    less_sure: float
    first: str
    second: str


def link(a: Profile, b: Profile, found: Comparison) -> Link:
    """The link of two claims that were judged the same."""
    return Link(max(a.day, b.day), -found.score, min(a.id, b.id), max(a.id, b.id))


def find_events(
    told: Iterable[Told], verdicts: Mapping[tuple[str, str], Correction] | None = None
) -> tuple[Event, ...]:
    """Sort the claims of acts into events, in the order of their first report.

    Claims of other kinds (positions, statements, relations) are left out.

    Args:
        told: the claims, in any order.
        verdicts: pairs of claim ids, the smaller first, that a person has merged or split; of claims that
            are not among `told`, too. Where two of them cannot both hold, the split does.
    """
    of_id = {t.claim.id: t for t in told if t.claim.kind == "event"}
    every = {identity: profile(t) for identity, t in of_id.items()}
    # What a person has judged is not joined behind his back.
    by_person = {name for pair in verdicts or {} for name in pair}
    guests = {g: m for g, m in meetings_of_guests(every.values()).items() if g not in by_person}
    profiles = {identity: one for identity, one in every.items() if identity not in guests}
    judged: dict[tuple[str, str], Comparison] = {}
    links = sorted(find_links(profiles.values()))
    # A strand holds together by the rules alone; a group is one strand or several that a person has merged.
    strand = {identity: [identity] for identity in profiles}
    apart = _split(verdicts or {})
    group, kept = _merged(profiles, verdicts or {}, apart)
    for _, _, a, b in links:
        alike = strand[a] is not strand[b] and _fits(strand[a], strand[b], profiles, judged)
        if group[a] is not group[b]:
            if not alike or not _may_join(group[a], group[b], apart):
                continue
            _join(a, b, group, kept)
        if alike:
            joined = [*strand[a], *strand[b]]
            strand.update(dict.fromkeys(joined, joined))
        kept.setdefault(id(group[a]), []).append(Judgement(a, b, compare(profiles[a], profiles[b])))
    seen = {id(members): members for members in group.values()}
    coming: dict[str, list[str]] = {}
    for guest, meeting in guests.items():
        coming.setdefault(meeting, []).append(guest)
    events: list[Event] = []
    for key, members in seen.items():
        known = [member for member in members if member in profiles]
        came = [guest for member in known for guest in coming.get(member, ())]
        if known:
            why = [*kept.get(key, []), *(came_to(guests[guest], guest) for guest in came)]
            events.append(event_of((of_id[member] for member in (*known, *came)), why))
    return tuple(sorted(events, key=lambda event: (event.told[0].day, event.id)))


def find_links(profiles: Iterable[Profile], of: Container[str] | None = None) -> Iterator[Link]:
    """The pairs that are judged to tell one act; `of`: see `candidate_pairs`."""
    for a, b in candidate_pairs(profiles, of):
        found = compare(a, b)
        if found.same:
            yield link(a, b, found)


class Groups:
    """Claims brought together so far; each claim begins as a group of its own."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self._profiles = profiles
        self._judged: dict[tuple[str, str], Comparison] = {}
        self._group: dict[str, list[str]] = {}

    def of(self, claim: str) -> list[str]:
        """The claims that stand together with this one, itself among them; the same list for all of them."""
        return self._group.setdefault(claim, [claim])

    def all(self) -> list[list[str]]:
        """All groups."""
        return list({id(group): group for group in map(self.of, self._profiles)}.values())

    def join(self, a: str, b: str) -> None:
        """Bring two claims together, whatever speaks against it."""
        some, others = sorted((self.of(a), self.of(b)), key=len, reverse=True)
        if some is not others:
            some.extend(others)
            for member in others:
                self._group[member] = some

    def take(self, one: Link) -> bool:
        """Bring two claims together, with those that stand with them, unless something speaks against it.

        Returns:
            Do the two stand together now?
        """
        some, others = self.of(one.first), self.of(one.second)
        if some is not others and not _fits(some, others, self._profiles, self._judged):
            return False
        self.join(one.first, one.second)
        return True


def _split(verdicts: Mapping[tuple[str, str], Correction]) -> dict[str, set[str]]:
    """For each claim those that a person has split from it."""
    apart: dict[str, set[str]] = {}
    for (a, b), verdict in verdicts.items():
        if verdict.kind == "split":
            apart.setdefault(a, set()).add(b)
            apart.setdefault(b, set()).add(a)
    return apart


def _merged(
    profiles: Mapping[str, Profile],
    verdicts: Mapping[tuple[str, str], Correction],
    apart: Mapping[str, set[str]],
) -> tuple[dict[str, list[str]], dict[int, list[Judgement]]]:
    """The groups to begin with: each claim alone, but with those that people have merged with it.

    Claims that are merged through one that is not among those asked for hold together all the same.
    """
    merges = {pair: verdict for pair, verdict in sorted(verdicts.items()) if verdict.kind == "merge"}
    group = {name: [name] for name in (*profiles, *sorted({name for pair in merges for name in pair}))}
    kept: dict[int, list[Judgement]] = {}
    for (a, b), verdict in merges.items():
        if group[a] is not group[b]:
            if not _may_join(group[a], group[b], apart):
                continue
            _join(a, b, group, kept)
        why = Reason("person", f"{verdict.person} on {verdict.day}: {verdict.reason}", 1.0)
        judgement = Judgement(a, b, Comparison(1.0, (why,)), verdict.person)
        kept.setdefault(id(group[a]), []).append(judgement)
    return group, kept


def _may_join(some: list[str], others: list[str], apart: Mapping[str, set[str]]) -> bool:
    """Has no person split a claim of one group from a claim of the other?"""
    return not apart or all(apart.get(one, frozenset()).isdisjoint(others) for one in some)


def _join(a: str, b: str, group: dict[str, list[str]], kept: dict[int, list[Judgement]]) -> None:
    """Make one group of those of two claims; lists are extended in place, the shorter into the longer."""
    longer, shorter = (group[a], group[b]) if len(group[a]) >= len(group[b]) else (group[b], group[a])
    why = kept.pop(id(shorter), [])
    longer.extend(shorter)
    for member in shorter:
        group[member] = longer
    if why:
        kept.setdefault(id(longer), []).extend(why)


def came_to(meeting: str, guest: str) -> Judgement:
    """What joins a guest to a meeting: the same report tells of a meeting, and then who was there."""
    why = Reason("same_report", "tells who came to the meeting told before", 1.0)
    return Judgement(min(meeting, guest), max(meeting, guest), Comparison(1.0, (why,)))


def _fits(
    some: list[str],
    others: list[str],
    profiles: Mapping[str, Profile],
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


def event_of(told: Iterable[Told], why: Iterable[Judgement]) -> Event:
    """The event of these claims."""
    in_order = sorted(told, key=lambda t: (t.day, t.claim.id))
    return Event(in_order[0].claim.id, tuple(in_order), tuple(sorted(why, key=lambda j: (j.first, j.second))))
