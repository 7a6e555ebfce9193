"""Families: reports copied or rewritten from one origin, which count as one source.

    Bosphorus Wire, 19 November   Erdogan received Zelensky in Ankara. Witkoff did not travel to Turkey.
    Potomac Ledger, 20 November   Turkey's leader hosted Zelensky in Ankara, the Bosphorus Wire reported.
                                  Witkoff did not travel to Turkey.
    Hill Gazette, 19 November     The Turkish and Ukrainian heads of state conferred for three hours.

The first two are a family whose origin is the wire; the third, in words of its own, is a family of one.
Reports are found by the rare words and pairs of words that they share, judged by laying their sentences
side by side (`likeness`), and each is joined to the report it is most like, published before it. So a
family is a tree, and a report that borrows from two families belongs to the nearer one.

Families are a view: they follow from the reports alone, in whatever order those came, and nothing is kept.
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from sqlalchemy import select

from dragoman.merge.drift import Drift, drift_of
from dragoman.merge.likeness import Likeness, likeness
from dragoman.merge.origins import folded_name, is_filed, names_outlet, sources_named
from dragoman.merge.wording import Wording, known_words, wordings
from dragoman.records import Document
from dragoman.store import Record
from dragoman.store.schema import report, sighting

SHARES = (0.65, 0.65, 0.5, 0.42)
"""Share of the shorter report's own words that makes two reports kin, by the number of their sentences that
have a counterpart: short reports of one event are alike by chance. Set by hand on tests/cases/families.jsonl
(independent reports at most 0.12, copies and rewrites mostly above 0.4) and on 5,827 pairs of news snippets
of the ECB+ dev topics, where at 0.5 and two sentences about half the pairs read as reports of their own."""
SHARE_WHEN_NAMED = 0.2
"""The same where one names the other's outlet as its source, or both name the same one."""
SHARE_LATER = 0.8
"""The same where the two appeared more than `DAYS` apart."""
SPECIFICS = 0.5
"""Share of names, numbers and days that must be the same."""
SPECIFICS_OF_BULLETINS = 0.8
"""The same for reports of one outlet, whose bulletins and readouts repeat their own words about another day
or caller; where one sentence alone is shared; and where the two appeared more than `DAYS` apart."""
DAYS = 10
LONGEST = 60
"""Days after which a report no longer counts as a copy."""

PROBES = 40
"""So many of its rarest words and pairs of words tell where a report's kin is sought."""
NEIGHBOURS = 40
"""Reports nearest in time that are looked at for each of them."""
CANDIDATES = 12
"""Reports that share most of them, and are judged."""
SHARED_WORDS = 0.3
"""Share of the shorter report's different words below which two are not laid side by side."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A report where it stood.

    Attributes:
        id: `Document.id`; the same text gives the same one.
        name: the id it came in with, else `id`.
        day: of publication, else of recording.
        published: as the report says it, None where it does not.
    """

    id: str
    name: str
    outlet: str | None
    title: str | None
    day: str
    published: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Family:
    """Reports of one origin; most are families of one.

    Attributes:
        id: the first 16 characters of the origin's document id.
        origin: the report that the others most likely go back to: none of them says it has its story from
            elsewhere, earliest published, fullest.
        reports: all of them, the origin first, then by publication.
        drift: what the copies changed; empty where it was not asked for.
    """

    id: str
    origin: Printed
    reports: tuple[Printed, ...]
    drift: tuple[Drift, ...] = ()


def families(
    record: Record, as_of: str | None = None, *, drift: bool = False, since: str | None = None
) -> tuple[Family, ...]:
    """The families of a record, by the day and name of their origins.

    Args:
        record: the record.
        as_of: use only what had been reported by then; all where None.
        drift: also say what the copies changed, which takes longer.
        since: use only what was reported on this day or later.
    """
    return families_of(printed_in(record, as_of, since), drift=drift)


def printed_in(record: Record, as_of: str | None = None, since: str | None = None) -> tuple[Printed, ...]:
    """Every report in every place where it stood, one for each name it came in with."""
    names = (sighting.c.given_id, sighting.c.outlet, sighting.c.title, sighting.c.day, sighting.c.published)
    question = select(report.c.id, report.c.text, *names).join(sighting, sighting.c.report == report.c.number)
    if as_of:
        question = question.where(sighting.c.day <= as_of)
    if since:
        question = question.where(sighting.c.day >= since)
    return tuple(
        Printed(row.id, row.given_id or row.id, row.outlet, row.title, row.day, row.published, row.text)
        for row in record.rows(question)
    )


def families_by_outlet(record: Record, as_of: str | None = None) -> dict[str | None, frozenset[str]]:
    """For each outlet (None: none named), the ids of the families that its reports belong to."""
    printed = printed_in(record, as_of)
    family = {p.id: found.id for found in families_of(printed) for p in found.reports}
    outlets: dict[str | None, set[str]] = defaultdict(set)
    for place in printed:
        outlets[place.outlet].add(family[place.id])
    return {outlet: frozenset(ids) for outlet, ids in outlets.items()}


def independent(documents: Iterable[Document]) -> tuple[int, int]:
    """How many different reports these are, and how many independent families there are among them.

    Only these are compared: where two copies go back to an origin that is not among them and have
    nothing in common with each other, they are two.
    """
    printed = printed_of(documents)
    return len(printed), len(families_of(printed))


def printed_of(documents: Iterable[Document]) -> tuple[Printed, ...]:
    """These reports as they stand, each once."""
    return tuple(
        {
            d.id: Printed(
                d.id, d.given_id or d.id, d.outlet, d.title, (d.published or "")[:10], d.published, d.text
            )
            for d in documents
        }.values()
    )


def families_of(printed: Iterable[Printed], *, drift: bool = False) -> tuple[Family, ...]:
    """The families of these reports, in whatever order they are given."""
    stood: dict[str, list[Printed]] = defaultdict(list)
    for place in sorted(set(printed), key=_age):
        if all(place.name != other.name for other in stood[place.id]):
            stood[place.id].append(place)
    texts = sorted((places[0] for places in stood.values()), key=_age)
    parent = list(range(len(texts)))
    for n, kin in enumerate(_kin(texts, stood)):
        if kin is not None:
            parent[n] = kin
    members: dict[int, list[int]] = defaultdict(list)
    for n in range(len(texts)):
        members[_root(parent, n)].append(n)
    found = [family_of([texts[n] for n in group], stood, drift) for group in members.values()]
    return tuple(sorted(found, key=lambda family: _age(family.origin)))


Age: TypeAlias = tuple[str, str, int, str, str, str, str, str]


def _age(printed: Printed) -> Age:
    """Earliest first; where the hour is not told, noon; then the fuller one; then all else that tells two
    places of a text apart, so that no two are ever in the order in which they arrived."""
    moment = printed.published if printed.published and len(printed.published) > 10 else None
    hour = moment[10:] if moment else "T12"
    return (
        printed.day, hour, -len(printed.text), printed.name, printed.id, printed.outlet or "",
        printed.title or "", printed.published or "",
    )  # fmt: skip


def _root(parent: list[int], n: int) -> int:
    while parent[n] != n:
        n = parent[n]
    return n


def family_of(
    texts: Sequence[Printed], stood: Mapping[str, Sequence[Printed]], drift: bool = False
) -> Family:
    """The family of these kin, with all the places where they stood, by their ids."""
    outlets = {place.outlet for text in texts for place in stood[text.id] if place.outlet}

    def rank(text: Printed) -> tuple[bool, str, bool, bool, Age]:
        own = {place.outlet for place in stood[text.id] if place.outlet}
        named = any(names_outlet(text.text, outlet) for outlet in outlets - own)
        elsewhere = bool(sources_named(text.text) - {folded_name(outlet) for outlet in own})
        return named, text.day, elsewhere, not is_filed(text.text), _age(text)

    origin = min(texts, key=rank)
    rest = sorted((p for text in texts for p in stood[text.id] if p != origin), key=_age)
    changed: tuple[Drift, ...] = ()
    if drift:
        there = _wordings(origin.text)
        changed = tuple(
            item
            for copy in rest
            if copy.id != origin.id
            for item in drift_of(copy.name, origin.text, there, copy.text, _wordings(copy.text))
        )
    return Family(origin.id[:16], origin, (origin, *rest), changed)


# ── finding ──

Texts: TypeAlias = Mapping[int, Printed] | Sequence[Printed]
Singles: TypeAlias = Mapping[int, frozenset[str]] | Sequence[frozenset[str]]
_TOKEN = re.compile(r"[^\W_]+")
_HEAD = 6


def _kin(texts: Sequence[Printed], stood: dict[str, list[Printed]]) -> list[int | None]:
    """For each report the earlier one that it is most like, None where it is like none.

    Reports are given in the order of their publication.
    """
    words = [marks_of(text.text) for text in texts]
    often: Counter[str] = Counter()
    for single, pairs in words:
        often.update(single)
        often.update(pairs)
    where: dict[str, list[int]] = defaultdict(list)
    found: list[int | None] = []
    singles = [frozenset(single) for single, _ in words]
    for n, (single, pairs) in enumerate(words):
        marks = [mark for mark in (*single, *pairs) if often[mark] > 1]
        probes = heapq.nsmallest(PROBES, marks, key=lambda mark: (often[mark], mark))
        near: Counter[int] = Counter()
        for mark in probes:
            for other in where[mark][-NEIGHBOURS:]:
                near[other] += 1
        for mark in marks:
            where[mark].append(n)
        nearest = heapq.nsmallest(CANDIDATES, near.items(), key=lambda item: (-item[1], item[0]))
        found.append(closest(n, nearest, texts, singles, stood))
    return found


def closest(
    n: int,
    near: Iterable[tuple[int, int]],
    texts: Texts,
    singles: Singles,
    stood: Mapping[str, Sequence[Printed]],
) -> int | None:
    """Of these earlier reports the one that a report is most like; None where it is kin of none.

    Args:
        near: numbers of reports, those first that share most of the marks sought, and how many they share.
        texts: reports by their numbers, in the order of their publication.
        singles: their different words (`marks_of`).
        stood: by their ids, all the places where they stood.
    """
    best: tuple[float, int] | None = None
    here = _day_number(texts[n].day)
    for other, shared in near:
        least = min(len(singles[n]), len(singles[other])) or 1
        there = _day_number(texts[other].day)
        apart = here - there if here and there else 0
        if shared < 2 or apart > LONGEST:
            continue
        if len(singles[n] & singles[other]) / least < SHARED_WORDS:
            continue
        share = _kinship(texts[n], texts[other], stood, apart)
        if share is not None and (best is None or share > best[0]):
            best = share, other
    return best[1] if best else None


def marks_of(text: str) -> tuple[list[str], list[str]]:
    """The different words of a text, cut to their beginnings, without those that carry grammar; and pairs."""
    function = known_words().function
    words = [w[:_HEAD] for w in _TOKEN.findall(text.casefold()) if w not in function]
    return list(dict.fromkeys(words)), list(dict.fromkeys(f"{a} {b}" for a, b in pairwise(words)))


def _day_number(day: str) -> int:
    """Days since year 1, 0 where the day is not known."""
    from datetime import date

    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


# ── judging ──


def _kinship(one: Printed, other: Printed, stood: Mapping[str, Sequence[Printed]], days: int) -> float | None:
    """How much of the shorter is in the longer, where that makes them kin; else None."""
    ones, others = ({place.outlet for place in stood[p.id] if place.outlet} for p in (one, other))
    named = is_named(one.text, ones, other.text, others)
    if _at_most(one.text, other.text) < (SHARE_WHEN_NAMED if named else min(SHARES)):
        return None
    alike = likeness(_wordings(one.text), _wordings(other.text))
    return alike.share if is_kin(alike, named, bool(ones & others), days) else None


def _at_most(one: str, other: str) -> float:
    """A cheap bound: of the shorter report's own words, the share that the other has anywhere."""
    (shorter, total), (longer, _) = sorted((_bag(one), _bag(other)), key=lambda bag: bag[1])
    return sum(shorter[key] for key in shorter.keys() & longer.keys()) / total if total else 0.0


@lru_cache(maxsize=65536)
def _bag(text: str) -> tuple[dict[str, float], float]:
    weights: dict[str, float] = {}
    for sentence in _wordings(text):
        for word in sentence.words:
            weights[word.key] = weights.get(word.key, 0.0) + word.weight
    return weights, sum(weights.values())


def is_named(one: str, ones: set[str], other: str, others: set[str]) -> bool:
    """Does one of two reports name an outlet of the other as its source, or do both name the same one?"""
    return (
        any(names_outlet(one, outlet) for outlet in others - ones)
        or any(names_outlet(other, outlet) for outlet in ones - others)
        or bool(sources_named(one) & sources_named(other))
    )


def is_kin(alike: Likeness, named: bool, same_outlet: bool, days: int) -> bool:
    """Is one of two reports made from the other, or both from a third?

    Args:
        alike: how the two compare.
        named: does one name the other's outlet as its source, or do both name the same one?
        same_outlet: did both stand in one outlet?
        days: between their publications.
    """
    bulletin = same_outlet or days > DAYS or (alike.sentences < 2 and not named)
    if alike.specifics < (SPECIFICS_OF_BULLETINS if bulletin else SPECIFICS):
        return False
    least = SHARE_WHEN_NAMED if named else SHARES[min(alike.sentences, len(SHARES) - 1)]
    return alike.share >= (max(least, SHARE_LATER) if days > DAYS else least)


@lru_cache(maxsize=16384)
def _wordings(text: str) -> tuple[Wording, ...]:
    return wordings(text)
