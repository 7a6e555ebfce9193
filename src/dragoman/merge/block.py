"""Which claims are worth comparing: those of one kind of act that share parties, or a party and a place,
and whose times can be the same.

Every claim gets a few keys; within a key, claims are sorted by the first day their act can have happened, and
each is paired with the next ones that begin before it ends. That is n log n in the number of claims, as long
as no key gathers ever more claims of the same days; `NEIGHBOURS` holds it there.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from dragoman.actors.names import fold
from dragoman.records import Claim, Participant
from dragoman.store import HeldClaim

NEIGHBOURS = 60
"""Claims of one key and time that a claim is compared with; the nearest in time, then by id."""
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
        group: the kind of act; claims of different groups are never the same act.
        parties: each once, in order of their keys.
        first, last: days (proleptic ordinals) between which the act can have happened.
        dated: are they told, or guessed from the day of the report?
        town: the place where it is a town or a point, else None.
        country: of the place.
        phone: is it told as a call?
        words: stems of the quotation without names of parties and days.
    """

    told: Told
    group: str
    parties: tuple[PartyKey, ...]
    first: int
    last: int
    dated: bool
    town: str | None
    country: str | None
    stem: str
    phone: bool
    words: frozenset[str]

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.told.claim.id

    @property
    def sides(self) -> tuple[frozenset[str], frozenset[str]]:
        """Keys of those who act and of those who are acted upon."""
        parties = self.told.claim.participants
        does, bears = (
            frozenset(party_key(p).key for p in parties if (p.role == "recipient") is acted)
            for acted in (False, True)
        )
        return does, bears

    @property
    def short(self) -> bool:
        """Is the time told to the day?"""
        return self.dated and self.last - self.first < SHORT


@cache
def rules() -> Mapping[str, Any]:
    """`data/merging.toml`."""
    table = tomllib.loads(files("dragoman.data").joinpath("merging.toml").read_text("utf-8"))
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
    first, last, dated = _days(told)
    town = claim.place and claim.place.precision in ("city", "point")
    return Profile(
        told,
        group_of(claim.event_type),
        tuple(parties[key] for key in sorted(parties)),
        first,
        last,
        dated,
        fold(claim.place.name).casefold() if claim.place and town else None,
        claim.place.country if claim.place else None,
        stem(claim.trigger.text),
        by_phone(claim),
        _words(claim),
    )


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
            reports.setdefault(one.told.held.document.id, []).append(one)
    found: dict[str, str] = {}
    for told in reports.values():
        told.sort(key=lambda p: (p.told.claim.trigger.start, p.id))
        for at, one in enumerate(told):
            if not is_of_guests(one.told.claim):
                continue
            before = [m for m in told[:at] if not is_of_guests(m.told.claim) and not m.phone]
            if before and _may_be_there(before[-1], one):
                found[one.id] = before[-1].id
    return found


def _may_be_there(meeting: Profile, guest: Profile) -> bool:
    towns = meeting.town and guest.town and meeting.town != guest.town
    countries = meeting.country and guest.country and meeting.country != guest.country
    return not towns and not countries


def candidate_pairs(profiles: Iterable[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs worth comparing, each once, the smaller id first; the order of `profiles` does not matter."""
    blocks: dict[tuple[str, ...], list[Profile]] = {}
    for one in profiles:
        for key in set(_keys(one)):
            blocks.setdefault(key, []).append(one)
    seen: set[tuple[str, str]] = set()
    for key in sorted(blocks):
        block = sorted(blocks[key], key=lambda p: (p.first, p.last, p.id))
        for at, one in enumerate(block):
            for other in block[at + 1 : at + 1 + NEIGHBOURS]:
                if other.first > one.last + _reach(one, other):
                    break
                a, b = (one, other) if one.id < other.id else (other, one)
                if (a.id, b.id) not in seen:
                    seen.add((a.id, b.id))
                    yield a, b


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


def _reach(one: Profile, other: Profile) -> int:
    """Days beyond the end of `one` at which another claim may still tell the same act."""
    moved = any("postponed" in p.told.claim.status for p in (one, other))
    return OPEN_DAYS if moved else NEAR


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


def _words(claim: Claim) -> frozenset[str]:
    common = rules()["words"]["common"]
    names = {w for p in claim.participants for w in _WORD.findall(fold(p.text or p.name).casefold())}
    found = _WORD.findall(fold(claim.evidence.exact).casefold())
    return frozenset(stem(w) for w in found if w not in names and w not in common)
