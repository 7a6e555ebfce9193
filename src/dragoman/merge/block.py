"""Which claims are worth comparing: those of one kind of act that share parties, or a party and a place,
and whose times can be the same.

Every claim gets a few keys. It is compared only with claims reported before it (by day, then in an order of
their ids): with those that share most keys with it, `NEIGHBOURS` at most, sought in each key among the
`NEAREST` whose time begins nearest to its own. So which pairs are compared among the claims known by a day
does not depend on what was reported later, a new report concerns few others, and the work for each claim is
bounded however many there are.
"""

import hashlib
import heapq
import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

from dragoman.actors.names import fold
from dragoman.data import read_toml
from dragoman.records import Claim, Participant
from dragoman.store import HeldClaim

NEIGHBOURS = 60
"""Claims reported before it that a claim is compared with."""
NEAREST = 30
"""Claims looked at in each key, for each of `WIDTHS`, that begin before it, and as many that begin after."""
WIDTHS = (5, 10_000)
"""Days up to which times are kept apart by their length, so that long ones do not hide among short ones."""
SHORT = 3
"""Days up to which a time counts as told to the day: "overnight", "18 and 19 November"."""
LONGEST = 366
OPEN_DAYS = 30
"""Days a time with an open end is taken to last ("in the coming days")."""
AROUND = 20
"""Characters on both sides of the word that tells an act in which "by telephone" is looked for."""
NEAR = 2
"""Days by which two reports of one act may differ in its date."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_CALLED_OFF = re.compile(r"\bcall(?:s|ed|ing)? (?:\w+ )?off\b")
_ENDINGS = ("ings", "ing", "ions", "ion", "ments", "ment", "ers", "er", "ed", "es", "s")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim and the first day on which its report is known to have stood somewhere."""

    held: HeldClaim
    day: str

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.held.claim


@dataclass(frozen=True, slots=True)
class PartyKey:
    """Who a participant is, for comparing: `key` is the actor id or the folded name."""

    key: str
    country: str | None
    named: bool
    """A single person or organisation, not a state, a group or an office without a name."""
    person: bool = False
    vague: bool = False
    """Words that name nobody in particular: "his", "two people", "delegations"."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a claim, worked out once.

    Attributes:
        id: the claim's.
        day: of its report.
        order: where it stands among the claims of a day: a number that follows from the id.
        group: the kind of act; claims of different groups are never the same act.
        parties: each once, in order of their keys.
        does, bears: keys of those who act and of those who are acted upon.
        first, last: days (proleptic ordinals) between which the act can have happened.
        dated: are they told, or guessed from the day of the report?
        when: the words that tell the time, None where none do.
        town: the place where it is a town or a point, else None.
        country: of the place.
        precision: of the place, see `Place`.
        phone: is it told as a call?
        words: stems of the quotation without names of parties and days.
        numbers: values and what they count.
        row: which of a row of talks it is said to be: "the *second* round"; None where the words tell none.
        report: id of the report.
        start: where the word stands in it that tells the act.
        guest: does it only tell who came?
    """

    id: str
    day: str
    order: int
    group: str
    status: str
    mode: str | None
    parties: tuple[PartyKey, ...]
    does: frozenset[str]
    bears: frozenset[str]
    first: int
    last: int
    dated: bool
    when: str | None
    town: str | None
    country: str | None
    precision: str | None
    stem: str
    phone: bool
    words: frozenset[str]
    numbers: frozenset[tuple[float, str]]
    row: str | None
    report: str
    start: int
    guest: bool

    @property
    def short(self) -> bool:
        """Is the time told to the day?"""
        return self.dated and self.last - self.first < SHORT

    @property
    def reported(self) -> tuple[str, int]:
        """When it was reported, as claims are put in order."""
        return self.day, self.order

    @property
    def window(self) -> tuple[int, int]:
        """First and last day on which a claim of the same act may fall, as far as times go."""
        wider = OPEN_DAYS if self.status == "postponed" else 1
        return self.first - wider, self.last + wider

    @property
    def width(self) -> int:
        """Which of `WIDTHS` its window is of."""
        first, last = self.window
        return next(n for n, days in enumerate(WIDTHS) if last - first <= days)


@cache
def rules() -> Mapping[str, Any]:
    """`data/merging.toml`."""
    table = read_toml("merging.toml")
    return {**table, "words": {name: frozenset(words) for name, words in table["words"].items()}}


def group_of(event_type: str) -> str:
    """The kind of act that a type belongs to.

    >>> group_of("COOPERATE"), group_of("ASSAULT")
    ('AGREE', 'ASSAULT')
    """
    return next((g for g, types in rules()["groups"].items() if event_type in types), event_type)


def types_of(event_type: str) -> tuple[str, ...]:
    """All types of the group of `event_type`."""
    return tuple(rules()["groups"].get(group_of(event_type), [event_type]))


def party_key(party: Participant) -> PartyKey:
    """The participant as it is compared."""
    named = party.kind in ("person", "organisation") and party.actor is not None
    vague = party.actor is None and party.country is None and party.name[:1].islower()
    return PartyKey(
        party.actor or fold(party.name).casefold(), party.country, named, party.kind == "person", vague
    )


def profile(told: Told) -> Profile:
    """What is compared of a claim."""
    claim = told.claim
    parties = {party_key(p).key: party_key(p) for p in claim.participants if p.kind != "place"}
    does, bears = (
        frozenset(party_key(p).key for p in claim.participants if (p.role == "recipient") is acted)
        for acted in (False, True)
    )
    first, last, dated = _days(told)
    town = claim.place and claim.place.precision in ("city", "point")
    return Profile(
        claim.id,
        told.day,
        number_of(claim.id),
        group_of(claim.event_type),
        claim.status,
        claim.mode,
        tuple(parties[key] for key in sorted(parties)),
        does,
        bears,
        first,
        last,
        dated,
        claim.time.text if dated and claim.time else None,
        fold(claim.place.name).casefold() if claim.place and town else None,
        claim.place.country if claim.place else None,
        claim.place.precision if claim.place else None,
        stem(claim.trigger.text),
        by_phone(claim),
        _words(claim),
        frozenset((q.value, q.unit) for q in claim.quantities),
        _number_in_row(claim),
        told.held.document.id,
        claim.trigger.start,
        is_of_guests(claim),
    )


def number_of(words: str) -> int:
    """A number of 63 bits that stands for these words."""
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big") >> 1


def by_phone(claim: Claim) -> bool:
    """Is it told as a call, by its mode or its words?"""
    if claim.event_type != "CONSULT" or claim.mode == "visit":
        return False
    at = claim.trigger.start - claim.evidence.start
    around = claim.evidence.exact[max(0, at - AROUND) : at + len(claim.trigger.text) + AROUND]
    said = _WORD.findall(_CALLED_OFF.sub(" ", around.casefold()))
    return claim.mode == "phone" or not rules()["words"]["phone"].isdisjoint(said)


def is_absence(claim: Claim) -> bool:
    """Is it told of a guest that he is not there, which is no word on whether the meeting was held?"""
    away = any(party.status in ("absent", "declined") for party in claim.participants)
    return away and claim.event_type == "CONSULT" and claim.status == "not_occurring"


def is_of_guests(claim: Claim) -> bool:
    """Does it only tell who comes, attends or stays away: "Kalin attended the talks"?"""
    who = [p for p in claim.participants if p.kind != "place" and p.role != "recipient"]
    return claim.event_type == "CONSULT" and bool(who) and all(p.status for p in who)


def meetings_of_guests(profiles: Iterable[Profile]) -> dict[str, str]:
    """For claims that only tell who came, the claim of the meeting they came to; both by their ids.

    It is the last meeting that the same report tells before it, unless the two stand in different places;
    where there is none, the claim stands for itself.
    """
    reports: dict[str, list[Profile]] = {}
    for one in profiles:
        if one.group == "CONSULT":
            reports.setdefault(one.report, []).append(one)
    found: dict[str, str] = {}
    for told in reports.values():
        told.sort(key=lambda p: (p.start, p.id))
        for at, one in enumerate(told):
            if not one.guest:
                continue
            before = [m for m in told[:at] if not m.guest and not m.phone]
            if before and _may_be_there(before[-1], one):
                found[one.id] = before[-1].id
    return found


def _may_be_there(meeting: Profile, guest: Profile) -> bool:
    towns = meeting.town and guest.town and meeting.town != guest.town
    countries = meeting.country and guest.country and meeting.country != guest.country
    return not towns and not countries


def candidate_pairs(
    profiles: Iterable[Profile], of: Container[str] | None = None
) -> Iterator[tuple[Profile, Profile]]:
    """Pairs worth comparing, the one reported earlier first; the order of `profiles` does not matter.

    Args:
        of: ids of the claims whose pairs with those reported before them are wanted; None: all.
    """
    shelves: dict[tuple[int, int], list[tuple[int, str, int]]] = defaultdict(list)
    known: dict[tuple[str, int], Profile] = {}
    for one in sorted(profiles, key=lambda p: p.reported):
        shelf_keys = keys_of(one)
        if of is None or one.id in of:
            parts = (
                near_in(shelves.get((key, width), []), one)
                for key in shelf_keys
                for width in range(len(WIDTHS))
            )
            met = Counter((day, order) for part in parts for _, day, order in part)
            for other in nearest(one, ((known[reported], keys) for reported, keys in met.items())):
                yield other, one
        known[one.reported] = one
        for key in shelf_keys:
            insort(shelves[key, one.width], (one.window[0], one.day, one.order))


def near_in(shelf: list[tuple[int, str, int]], one: Profile) -> list[tuple[int, str, int]]:
    """What stands on a sorted shelf nearest to where a claim would stand, on both sides."""
    at = bisect_left(shelf, (one.window[0], one.day, one.order))
    return shelf[max(0, at - NEAREST) : at + NEAREST]


def nearest(one: Profile, met: Iterable[tuple[Profile, int]]) -> list[Profile]:
    """Those that a claim is compared with, of those met in so many of its keys."""
    touching = [(_rank(one, other, keys), other) for other, keys in met if can_touch(one, other)]
    return [other for _, other in heapq.nsmallest(NEIGHBOURS, touching, key=lambda ranked: ranked[0])]


def can_touch(one: Profile, other: Profile) -> bool:
    """Can the times of two claims be the same?"""
    (first, last), (other_first, other_last) = one.window, other.window
    return first <= other_last and other_first <= last


def keys_of(one: Profile) -> list[int]:
    """The keys of a claim, as numbers."""
    return sorted({number_of("|".join(key)) for key in _keys(one)})


def _rank(one: Profile, other: Profile, keys: int) -> tuple[int, int, int]:
    return -keys, abs(one.first - other.first), other.order


def stem(word: str) -> str:
    """What the forms of a word share, as far as their letters show it.

    >>> stem("meetings") == stem("meets"), stem("talks")
    (True, 'talk')
    """
    word = word.casefold()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending).removesuffix("e")
    return {"met": "meet", "spoke": "speak", "held": "hold"}.get(word, word.removesuffix("e"))


def _keys(one: Profile) -> Iterator[tuple[str, ...]]:
    """Pairs of parties (by country where known), and a party with the town."""
    who = sorted({p.country or p.key for p in one.parties})
    if len(who) == 1 and len(one.parties) > 1:
        yield (one.group, *who, *who)
    yield from ((one.group, a, b) for a, b in combinations(who[:8], 2))
    for party in one.parties[:8]:
        yield (one.group, "of", party.key)
        if one.town:
            yield (one.group, "at", party.country or party.key, one.town)


def _days(told: Told) -> tuple[int, int, bool]:
    claim, time = told.claim, told.claim.time
    if time is not None and (time.earliest or time.latest):
        first = date.fromisoformat(time.earliest[:10]).toordinal() if time.earliest else None
        last = date.fromisoformat(time.latest[:10]).toordinal() if time.latest else None
        if first is None:
            assert last is not None
            return last - OPEN_DAYS, last, True
        if last is None:
            return first, first + OPEN_DAYS, True
        if last - first <= LONGEST:
            return first, last, True
    day = date.fromisoformat(told.day[:10]).toordinal()
    before, after = rules()["window"][claim.status]
    return day - before, day + after, False


@cache
def _in_row() -> re.Pattern[str]:
    ordinals, nouns = ("|".join(sorted(rules()["words"][name])) for name in ("ordinals", "rows"))
    return re.compile(rf"\b({ordinals})(?: \w+)? (?:{nouns})\b")


def _number_in_row(claim: Claim) -> str | None:
    found = _in_row().search(claim.evidence.exact.casefold()) if claim.event_type == "CONSULT" else None
    return found.group(1) if found else None


def _words(claim: Claim) -> frozenset[str]:
    common = rules()["words"]["common"]
    names = {w for p in claim.participants for w in _WORD.findall(fold(p.text or p.name).casefold())}
    found = _WORD.findall(fold(claim.evidence.exact).casefold())
    return frozenset(stem(w) for w in found if w not in names and w not in common)
