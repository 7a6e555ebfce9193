"""Two claims of one act that cannot both be right, and on what.

Only what is told of the same stage is compared: a plan that a later report changes, calls off or replaces
is history, not contradiction, and so is a toll that grows from day to day. Opinions are no claims of acts and
never stand here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from dragoman.actors.names import fold
from dragoman.merge.block import Told, group_of, is_absence, party_key, stem
from dragoman.merge.cluster import Event
from dragoman.records import Claim, Quantity

Kind = Literal["place", "date", "order", "number", "attendance", "status", "attribution"]

_PLANS = frozenset({"proposed", "scheduled"})
_DONE = frozenset({"occurred", "ongoing"})
_OFF = frozenset({"postponed", "cancelled", "not_occurring"})
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{8,})[\"“”«»]")
_PLANNED = re.compile(
    r"\b(?:planned|scheduled|due|set|expected|slated|was to \w+|were to \w+)(?: (?:for|on|to \w+))?\s+$",
    re.IGNORECASE,
)
QUOTED_WORDS = 6
"""A quotation of at least so many words is one utterance wherever it stands."""
SHORT_WORDS, FEWEST_WORDS = 3, 2
"""Words quoted at least of one occasion, and of one accused."""
NEIGHBOURING = 2
"""Days between two reports of few quoted words."""
LONGEST_QUOTED = 60
_OCCASION = re.compile(r"\b(?:at|in) the (?:[A-Z]\w+ ?)+|\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What two claims of different reports say otherwise; the one told first stands first."""

    kind: Kind
    first: Told
    second: Told
    says_first: str
    says_second: str
    event: str | None


def is_saying(claim: Claim) -> bool:
    """Can it quote somebody: a statement, a position, or an accusation?"""
    return claim.kind in ("statement", "position") or claim.event_type == "ACCUSE"


def find_contradictions(
    events: Iterable[Event], statements: Iterable[Told] = ()
) -> tuple[Contradiction, ...]:
    """Contradictions within events, in the order of events between reports, and in who said something."""
    held = tuple(events)
    found = [c for event in held for c in within(event)]
    found += orders(held)
    found += attributions(statements)
    return tuple(
        sorted(
            set(found), key=lambda c: (c.second.day, c.first.day, c.kind, c.first.claim.id, c.second.claim.id)
        )
    )


def within(event: Event) -> Iterator[Contradiction]:
    """One of each kind and pair of values: ten reports against ten are one contradiction."""
    known: set[tuple[str, frozenset[str]]] = set()
    for a, b in combinations(event.told, 2):
        if a.held.document.id == b.held.document.id:
            continue
        for kind, says_a, says_b in _differ(a, b):
            key = (kind, frozenset((says_a, says_b)))
            if key not in known:
                known.add(key)
                yield Contradiction(kind, a, b, says_a, says_b, event.id)


def _differ(a: Told, b: Told) -> Iterator[tuple[Kind, str, str]]:
    """What the earlier claim `a` and the later `b` say otherwise."""
    one, other = a.claim, b.claim
    if is_absence(one) or is_absence(other):
        if not {one.status, other.status} & _PLANS:
            yield from _attendances(one, other)
        return
    same_stage = any(one.status in some and other.status in some for some in (_PLANS, _DONE))
    if same_stage:
        changed = one.status in _PLANS and a.day != b.day
        if not changed:
            yield from _places(one, other)
            yield from _dates(one, other)
        yield from _attendances(one, other)
        if a.day == b.day or (not (one.event_type == "ASSAULT" or changed) and _one_day(one, other)):
            yield from _numbers(one, other)
    if not _surely_one(one, other):
        return
    if (
        one.status in _DONE
        and other.status in _OFF
        and (one.time or other.time)
        and not _moved_before(one, b)
    ):
        yield "status", _words(one), _words(other)
    if one.status in _OFF and other.status in _DONE and (a.day == b.day or _that_very_day(one, other)):
        yield "status", _words(one), _words(other)
    statuses = {one.status, other.status}
    if a.day == b.day and "not_occurring" in statuses and statuses & _PLANS:
        yield "status", _words(one), _words(other)


def _that_very_day(one: Claim, other: Claim) -> bool:
    """Was `one` called off for the very day on which `other` has it held, and not moved to that day?"""
    p, q = one.time, other.time
    if p is None or q is None or p.earliest is None or q.earliest is None:
        return False
    if p.earliest[:10] != q.earliest[:10] or p.latest is None or p.latest[:10] != p.earliest[:10]:
        return False
    before = one.evidence.exact.partition(p.text)[0]
    return one.status != "postponed" or _PLANNED.search(before) is not None


def _one_day(one: Claim, other: Claim) -> bool:
    """Do both tell the day of the act, and the same one? Else today's count may be of another act."""
    days = {(c.time.earliest, c.time.latest) if c.time else (None, None) for c in (one, other)}
    return len(days) == 1 and None not in next(iter(days)) and len(set(next(iter(days)))) == 1


def _surely_one(one: Claim, other: Claim) -> bool:
    """Is it more than the kind of act and its parties that makes the two one: the day, the town, or, for a
    meeting or a deal, two persons? "Russian aggression" that failed and one that goes on are not two reports
    of one fact."""
    if _one_day(one, other):
        return True
    p, q = one.place, other.place
    if p and q and p.precision in ("city", "point") and fold(p.name).casefold() == fold(q.name).casefold():
        return True
    persons = [{party_key(x).key for x in c.participants if x.kind == "person"} for c in (one, other)]
    return group_of(one.event_type) in ("CONSULT", "AGREE") and len(persons[0] & persons[1]) > 1


def _moved_before(one: Claim, later: Told) -> bool:
    """Only ongoing acts can be called off later."""
    return one.status == "ongoing" and later.claim.status in ("cancelled", "postponed")


def _words(claim: Claim) -> str:
    return claim.status.replace("_", " ")


def _places(one: Claim, other: Claim) -> Iterator[tuple[Kind, str, str]]:
    p, q = one.place, other.place
    if p is None or q is None or fold(p.name).casefold() == fold(q.name).casefold():
        return
    precision = {p.precision, q.precision}
    towns = len(precision) == 1 and precision <= {"city", "point"}
    same = p.geonames_id is not None and p.geonames_id == q.geonames_id
    if (towns and not same) or (p.country and q.country and p.country != q.country):
        yield "place", p.name, q.name


def _dates(one: Claim, other: Claim) -> Iterator[tuple[Kind, str, str]]:
    p, q = one.time, other.time
    if p is None or q is None or not (p.earliest and p.latest and q.earliest and q.latest):
        return
    if p.latest < q.earliest or q.latest < p.earliest:
        yield "date", _span(p.earliest, p.latest), _span(q.earliest, q.latest)


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"


def _numbers(one: Claim, other: Claim) -> Iterator[tuple[Kind, str, str]]:
    for p in one.quantities:
        for q in other.quantities:
            if stem(p.unit) == stem(q.unit) and not _agree(p, q):
                yield "number", _number(p), _number(q)


def _agree(p: Quantity, q: Quantity) -> bool:
    """Is there a number that both allow? "About" allows a tenth more or less."""
    (low, high), (other_low, other_high) = _range(p), _range(q)
    return low <= other_high and other_low <= high


def _range(q: Quantity) -> tuple[float, float]:
    if q.qualifier == "at_most":
        return 0.0, q.value
    if q.qualifier in ("at_least", "more_than"):
        return q.value, float("inf")
    if q.qualifier == "about":
        return q.value * 0.9, q.value * 1.1
    return q.value, q.value


def _number(q: Quantity) -> str:
    return f"{q.qualifier.replace('_', ' ')} {q.value:,.15g} {q.unit}"


def _attendances(one: Claim, other: Claim) -> Iterator[tuple[Kind, str, str]]:
    """One names a party as there (or coming), the other says that it is not."""
    there = {party_key(p).key: p for p in one.participants}
    for party in other.participants:
        before = there.get(party_key(party).key)
        if before is None:
            continue
        stays = [p.status in ("absent", "declined") for p in (before, party)]
        if stays[0] != stays[1]:
            yield (
                "attendance",
                f"{before.name}: {before.status or 'there'}",
                f"{party.name}: {party.status or 'there'}",
            )


def orders(events: Iterable[Event]) -> Iterator[Contradiction]:
    """One report tells two acts in this order, another in the other."""
    event_of = {t.claim.id: (event.id, t) for event in events for t in event.told}
    told: dict[tuple[str, str], Told] = {}
    for _, (event, one) in sorted(event_of.items(), key=lambda item: (item[1][1].day, item[0])):
        for relation in one.claim.relations:
            other = event_of.get(relation.claim)
            if relation.type in ("before", "after") and other is not None and other[0] != event:
                pair = (event, other[0]) if relation.type == "before" else (other[0], event)
                told.setdefault(pair, one)
    for (first, second), one in told.items():
        other = told.get((second, first))
        if other is None or one.held.document.id == other.held.document.id:
            continue
        if (one.day, one.claim.id) < (other.day, other.claim.id):
            yield Contradiction("order", one, other, "before", "after", first)


def attributions(statements: Iterable[Told]) -> Iterator[Contradiction]:
    """The same printed words, ascribed to two different speakers who are known by name.

    Few words can be said by two ("war crimes"). They are one utterance where nobody else is quoted with
    them, the reports are of neighbouring days, and both tell them of one occasion or of one accused.
    """
    said: dict[str, list[tuple[Told, tuple[str, str]]]] = {}
    for one in sorted(statements, key=lambda t: (t.day, t.claim.id)):
        speaker = speaker_of(one.claim)
        if speaker is None:
            continue
        for words in words_quoted(one.claim):
            said.setdefault(words, []).append((one, speaker))
    for words, told in said.items():
        (first, before), *later = told
        length = len(words.split())
        by = {actor for _, (actor, _) in told}
        if length < FEWEST_WORDS or len(by) < 2 or (length < QUOTED_WORDS and len(by) > 2):
            continue
        for one, speaker in later:
            if speaker[0] == before[0] or first.held.document.id == one.held.document.id:
                continue
            if length >= QUOTED_WORDS or _one_occasion(first, one, length):
                yield Contradiction("attribution", first, one, before[1], speaker[1], None)


def words_quoted(one: Claim) -> list[str]:
    """What stands in quotation marks in the words of a claim, folded, with the end that lies just behind."""
    evidence = one.evidence
    behind = evidence.suffix[:LONGEST_QUOTED]
    found = _QUOTED.findall(evidence.exact + behind[: behind.find('"') + 1])
    return [" ".join(re.findall(r"\w+", fold(quoted).casefold())) for quoted in found]


def _one_occasion(one: Told, other: Told, length: int) -> bool:
    """Are few words told of one occasion: of the same accused, or said to the same listeners in one place?"""
    days = [date.fromisoformat(t.day[:10]).toordinal() for t in (one, other)]
    if abs(days[0] - days[1]) > NEIGHBOURING:
        return False
    a, b = one.claim, other.claim
    if a.event_type == b.event_type == "ACCUSE":
        accused = [{party_key(p).key for p in c.participants if p.role == "recipient"} for c in (a, b)]
        return accused[0] == accused[1] != set()
    where_and_when = _when_said(one)
    return length >= SHORT_WORDS and len(where_and_when) > 1 and where_and_when == _when_said(other)


def _when_said(one: Told) -> frozenset[str]:
    """Places and days that the sentence names outside its quotation: "at the White House on Wednesday"."""
    evidence = one.claim.evidence
    words = _QUOTED.sub(" ", evidence.exact) + re.split(r"[.!?;]", evidence.suffix)[0]
    return frozenset(match.group().strip() for match in _OCCASION.finditer(words))


def speaker_of(claim: Claim) -> tuple[str, str] | None:
    """Id and name of who is quoted; None where it is nobody known."""
    for link in reversed(claim.attribution):
        if link.speaker is not None and link.speaker.actor is not None:
            return link.speaker.actor, link.speaker.name
    if claim.event_type == "ACCUSE":
        return next(((p.actor, p.name) for p in claim.participants if p.role == "actor" and p.actor), None)
    return None
