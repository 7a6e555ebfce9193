"""Answers: the timeline, what is coming up, what was said in these words, one claim in full, the outlets.

Each view takes an open record and a `Question` and gives a frozen value for an interface to show. All of
them use only what had been reported by `question.as_of`, where that is given.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from dragoman.ask.correct import the_claim
from dragoman.ask.query import (
    EARLIEST,
    LATEST,
    Meaning,
    Names,
    Question,
    Sort,
    conditions,
    full_text,
    how_well,
    is_named,
    known_by,
    match_parties,
    matching_reports,
    meaning_of,
    touches,
)
from dragoman.ask.watches import watch_conditions, watch_named
from dragoman.merge.families import families_by_outlet
from dragoman.records import Claim
from dragoman.store import HeldClaim, Record, Sighting
from dragoman.store.schema import claim, coding, correction, participant, report, sighting

PLANS = ("proposed", "scheduled")
"""Statuses of what is still to come."""

SNIPPET_WORDS = 24
"""Words of a report shown around what was searched for; the index gives at most 64."""

ALSO_AT_MOST = 20
"""Claims of other reports listed beside one that is shown."""

_MARKS = re.compile("([\x02\x03])")
_LINE_END = re.compile(r"[\n\r]")


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims in the order of the view.

    Attributes:
        total: how many there are without the limit.
        notes: what the reader should know of how the question was understood.
    """

    rows: tuple[HeldClaim, ...]
    total: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Plans whose time is not over on the reference day.

    Attributes:
        reference_day: the day from which on; None where neither the question nor any report gives one.
        reference: where that day comes from.
        undated: how many more plans may be over or not: without a date, or only begun before that day.
    """

    claims: Claims
    reference_day: str | None
    reference: str
    undated: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report around what was searched for, cut in pieces: the words, and are they a hit?"""

    report: str
    outlet: str | None
    published: str | None
    title: str | None
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Claims whose quotation holds the words, and passages of further reports that hold them."""

    claims: Claims
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in full.

    Attributes:
        paragraph: the printed paragraph around the quotation.
        start, end: where the quotation stands in that paragraph.
        sightings: where the report stood, by day.
        also: claims of other reports with the same type, two or more of the same parties, and a time that can
            be the same; by publication. Nothing says that they tell of the same act.
        coded: the claim as it was coded, before anyone corrected it.
        made: does the newest coding of the report still make it?
        followed_by: where it does not: id of the claim that rests on the same words now.
    """

    held: HeldClaim
    paragraph: str
    start: int
    end: int
    sightings: tuple[Sighting, ...]
    also: tuple[HeldClaim, ...]
    coded: Claim
    made: bool = True
    followed_by: str | None = None


@dataclass(frozen=True, slots=True)
class OutletLine:
    """What an outlet contributed. A report seen at two outlets counts at both.

    Attributes:
        outlet: None for reports that name none.
        families: of how many independent families its reports are; copies of one origin count once. None
            where that was not asked for.
        first, last: days of publication, None where no report of it has one.
    """

    outlet: str | None
    reports: int
    families: int | None
    claims: int
    first: str | None
    last: str | None


def timeline(record: Record, question: Question, dated: bool | None = None) -> Claims:
    """Claims by the time they tell of, undated ones last; with `dated`, only those with or without a time.

    The order is that of the question, where it asks for one.
    """
    undated = and_(claim.c.earliest.is_(None), claim.c.latest.is_(None))
    more = () if dated is None else (with_a_time(),) if dated else (undated,)
    with _read(record, question) as reading:
        return _claims(reading, question, _order(question, "day"), *more)


def with_a_time() -> ColumnElement[bool]:
    """The claim tells when, at least from when or until when; written so that the index of times is used."""
    begun = claim.c.earliest > ""
    return or_(begun, and_(claim.c.earliest.is_(None), claim.c.latest > ""))


@contextmanager
def reading_for(
    record: Record, question: Question
) -> Iterator[tuple[Record, tuple[ColumnElement[bool], ...], tuple[str, ...]]]:
    """For counts over claims: the record as it reads for a question, what a claim must fulfil, and notes."""
    with _read(record, question) as reading:
        yield (reading, *_conditions(reading, question))


def each_claim(record: Record, question: Question) -> Iterator[HeldClaim]:
    """The claims of the timeline one at a time, for exports that do not fit into memory."""
    with reading_for(record, question) as (reading, asked, _):
        yield from reading.claims(asked, _by_time(), question.limit, question.as_of)


def upcoming(record: Record, question: Question) -> Upcoming:
    """Plans not yet over: proposed or scheduled (or of the statuses asked for), from the reference day on.

    The reference day is `question.as_of` or else the newest day on which a report of the record was
    published; the clock is never asked. Where there is neither, all dated plans are given.
    """
    wanted = replace(question, statuses=question.statuses or PLANS)
    day, reference = question.as_of, "asked for"
    if day is None:
        day, reference = newest_day(record), "the newest report"
    if day is None:
        reference = "no report of the record has a day of publication; give one with --as-of"
    with _read(record, question) as reading:
        return Upcoming(
            _claims(reading, wanted, _order(question, "day"), _not_over(day)),
            day,
            reference,
            reading.count([*_conditions(reading, wanted)[0], _without_end(day)]),
        )


def search(record: Record, question: Question) -> Found:
    """Claims by their quotation, newest report first; then further reports that hold the words.

    Where the question asks for some claims only, passages come from reports with such a claim.

    Raises:
        SettingsError: no word to search for.
    """
    with _read(record, question) as reading:
        claims = _claims(reading, question, _order(question, "newest")) if question.words else Claims((), 0)
        return Found(claims, _passages(reading, question))


def told_in_order(record: Record, question: Question, otherwise: Sort, *more: ColumnElement[bool]) -> Claims:
    """Claims that fulfil the question and these conditions, in the order asked for, else in the other one."""
    with _read(record, question) as reading:
        return _claims(reading, question, _order(question, otherwise), *more)


def passages(record: Record, question: Question) -> tuple[tuple[Passage, ...], int]:
    """Words of reports that hold all the words where no claim does; and how many such reports there are.

    Raises:
        SettingsError: no word to search for.
    """
    with _read(record, question) as reading:
        wanted = _with_passages(reading, question)
        total = reading.rows(select(func.count()).select_from(report).where(*wanted))[0][0] if wanted else 0
        return _passages(reading, question), total


def show(record: Record, claim_id: str, as_of: str | None = None) -> ShownClaim:
    """One claim in full, by its id or the beginning of it.

    Raises:
        SettingsError: no claim, or several, have an id that begins so.
    """
    known = (known_by(as_of),) if as_of else ()
    held = the_claim(record, claim_id, as_of, *known)
    coded = next(record.claims([claim.c.id == held.claim.id])).claim
    after = record.followed(as_of)
    written, evidence = held.document.text, held.claim.evidence
    start = max((m.end() for m in _LINE_END.finditer(written, 0, evidence.start)), default=0)
    closing = _LINE_END.search(written, evidence.end)
    end = closing.start() if closing else len(written)
    kept = record.document(held.document.id)
    sightings = tuple(s for s in kept.sightings if not as_of or s.day <= as_of) if kept else ()
    with record.corrected(as_of) as reading:
        also = _also(reading, held, known, as_of)
    return ShownClaim(
        held,
        written[start:end],
        evidence.start - start,
        evidence.end - start,
        sightings,
        also,
        coded,
        held.claim.id not in after,
        after.get(held.claim.id),
    )


def sources(record: Record, question: Question, *, kin: bool = True) -> tuple[OutletLine, ...]:
    """Outlets by number of reports, with the number of claims that the question asks for.

    Where it asks for some claims only, outlets without one are left out. `kin` has families counted, for
    which all reports are compared.
    """
    seen = [sighting.c.day <= question.as_of] if question.as_of else []
    with _read(record, question) as reading:
        asked, _ = _conditions(reading, question)
        claims = {
            row.outlet: row.claims
            for row in reading.rows(
                select(sighting.c.outlet, func.count(claim.c.number.distinct()).label("claims"))
                .join(claim, claim.c.report == sighting.c.report)
                .where(*asked, *seen)
                .group_by(sighting.c.outlet)
            )
        }
    published = case((sighting.c.published.is_not(None), sighting.c.day))
    reports = record.rows(
        select(
            sighting.c.outlet,
            func.count(sighting.c.report.distinct()).label("reports"),
            func.min(published).label("first"),
            func.max(published).label("last"),
        )
        .where(*seen)
        .group_by(sighting.c.outlet)
    )
    families = families_by_outlet(record, question.as_of) if kin else None
    lines = [
        OutletLine(
            r.outlet,
            r.reports,
            len(families[r.outlet]) if families else None,
            claims.get(r.outlet, 0),
            r.first,
            r.last,
        )
        for r in reports
    ]
    if question.narrows_claims or question.words:
        lines = [line for line in lines if line.claims]
    lines.sort(key=lambda line: (-line.reports, -line.claims, line.outlet is None, line.outlet or ""))
    return tuple(lines[: question.limit])


def _read(record: Record, question: Question) -> AbstractContextManager[Record]:
    """The record as it reads on the day of the question, with what people corrected."""
    return record.corrected(question.as_of, rejected=question.rejected)


def gathered(record: Record, watch: str | None, as_of: str | None = None) -> frozenset[str] | None:
    """The ids of the claims that a watch gathers; None where no watch is asked for.

    Raises:
        SettingsError: there is no such watch, or it was stopped.
    """
    if watch is None:
        return None
    with record.corrected(as_of) as reading:
        asked = gathering(reading, watch, as_of)
        return frozenset(row.id for row in reading.rows(select(claim.c.id).where(*asked)))


def gathering(record: Record, watch: str, as_of: str | None = None) -> tuple[ColumnElement[bool], ...]:
    """What a claim must fulfil to be gathered by a watch.

    Raises:
        SettingsError: there is no such watch, or it was stopped.
    """
    return _conditions(record, Question(watch=watch, as_of=as_of))[0]


def newest_day(record: Record) -> str | None:
    """The newest day on which a report of the record was published; None where none says."""
    return record.rows(select(func.max(sighting.c.day)).where(sighting.c.published.is_not(None)))[0][0]


def names_in(record: Record, as_of: str | None = None) -> Names:
    """Every name that the record holds (in reports known by the end of `as_of`), once.

    They are kept until the record grows or is corrected, since pages and programs ask again and again.
    """
    newest = [select(func.max(t.c.number)).scalar_subquery() for t in (claim, sighting, correction, coding)]
    state = (*record.identity(), as_of, *record.rows(select(*newest))[0])
    if state not in _NAMES:
        if len(_NAMES) >= NAMES_KEPT:
            _NAMES.clear()
        _NAMES[state] = _names_in(record, as_of)
    return _NAMES[state]


NAMES_KEPT = 8
"""Records and days whose names are kept in memory at most."""

_NAMES: dict[tuple[Any, ...], Names] = {}


def _names_in(record: Record, as_of: str | None) -> Names:
    party = (participant.c.name, participant.c.actor, participant.c.country)
    place = (claim.c.place_name, claim.c.place_country)
    known = [known_by(as_of)] if as_of else []
    parties = select(*party)
    if as_of:
        parties = parties.join(claim, claim.c.number == participant.c.claim).where(*known)
    places = select(*place).where(place[0].is_not(None), *known)
    issues = select(claim.c.issue).where(claim.c.issue.is_not(None), *known)
    return Names(
        tuple(tuple(row) for row in record.rows(parties.distinct().order_by(*party))),
        tuple(tuple(row) for row in record.rows(places.distinct().order_by(*place))),
        tuple(row.issue for row in record.rows(issues.distinct().order_by(claim.c.issue))),
    )


def _claims(
    record: Record, question: Question, order: tuple[ColumnElement[Any], ...], *more: ColumnElement[bool]
) -> Claims:
    asked, notes = _conditions(record, question)
    wanted = [*asked, *more]
    rows = tuple(record.claims(wanted, order, question.limit, question.as_of, question.offset))
    all_there = question.limit is None or 0 < len(rows) < question.limit
    total = question.offset + len(rows) if all_there else record.count(wanted)
    return Claims(rows, total, notes)


def _conditions(
    record: Record, question: Question
) -> tuple[tuple[ColumnElement[bool], ...], tuple[str, ...]]:
    """The conditions of a question on this record, and notes on words that match nothing in it."""
    if not (question.actor or question.with_ or question.place or question.issue or question.watch):
        return conditions(question, Names(), {}), ()
    names = names_in(record, question.as_of)
    watch = watch_named(record, question.watch, question.as_of) if question.watch else None
    asked = [w for w in (question.actor, question.with_, question.place) if w]
    meanings = {w: meaning_of(w) for w in (*asked, *(watch.named if watch else ()))}
    watched = watch_conditions(watch, names, meanings) if watch else ()
    return (*conditions(question, names, meanings), *watched), _notes(question, names, meanings)


def _notes(question: Question, names: Names, meanings: dict[str, Meaning]) -> tuple[str, ...]:
    notes: list[str] = []
    for words in (question.actor, question.with_):
        if words and not _is_there(words, names, meanings[words]):
            notes.append(
                f"nobody in the record is called {words!r}{_alike(words, [n for n, _, _ in names.parties])}"
            )
    if question.place and not any(
        is_named(question.place, name) or country in meanings[question.place].countries
        for name, country in names.places
    ):
        places = [name for name, _ in names.places]
        notes.append(f"no place in the record is called {question.place!r}{_alike(question.place, places)}")
    if question.issue and not any(is_named(question.issue, issue) for issue in names.issues):
        known = ", ".join(names.issues) or "none"
        notes.append(f"no claim of the record is about {question.issue!r}; its issues are: {known}")
    return tuple(notes)


def _is_there(words: str, names: Names, meaning: Meaning) -> bool:
    matched = match_parties(words, names, meaning)
    return bool(matched.names) or any(
        actor in matched.actors or country in matched.countries
        for _, actor, country in names.parties
        if actor or country
    )


def _alike(words: str, names: list[str]) -> str:
    """ "; did you mean …?" for the name that is written most alike, or nothing."""
    import difflib

    by_word = {word: name for name in reversed(names) for word in (name.casefold(), *name.casefold().split())}
    alike = difflib.get_close_matches(words.casefold(), list(by_word), 1, 0.75)
    return f"; did you mean {by_word[alike[0]]}?" if alike else ""


def _by_time() -> tuple[ColumnElement[Any], ...]:
    return (
        and_(claim.c.earliest.is_(None), claim.c.latest.is_(None)),
        func.coalesce(claim.c.earliest, claim.c.latest, EARLIEST),
        func.coalesce(claim.c.latest, LATEST),
    )


def _order(question: Question, otherwise: Sort) -> tuple[ColumnElement[Any], ...]:
    """The order that is asked for; without words there is no best, and the newest stand first."""
    sort = question.sort or otherwise
    if sort == "best" and question.words:
        return (how_well(question.words), _reported().desc())
    if sort == "day":
        return _by_time()
    return (_reported() if sort == "oldest" else _reported().desc(),)


def _not_over(day: str | None) -> ColumnElement[bool]:
    """The time of the claim begins or ends on `day` or later; any known time where `day` is None."""
    return or_(claim.c.earliest >= (day or EARLIEST), claim.c.latest >= (day or EARLIEST))


def _without_end(day: str | None) -> ColumnElement[bool]:
    """Nothing tells whether it is over on `day`: no time is told, or only an earlier beginning."""
    begun = or_(claim.c.earliest.is_(None), claim.c.earliest < (day or EARLIEST))
    return and_(claim.c.latest.is_(None), begun)


def _reported() -> ColumnElement[Any]:
    """The first day on which the claim's report is known to have stood somewhere."""
    return select(func.min(sighting.c.day)).where(sighting.c.report == claim.c.report).scalar_subquery()


def _with_passages(record: Record, question: Question) -> list[ColumnElement[bool]]:
    """The reports that hold the words outside the claims; empty where there are no words."""
    if not question.words:
        return []
    matched = matching_reports(question.words)
    wanted: list[ColumnElement[bool]] = [report.c.number.in_(matched)]
    asked, _ = _conditions(record, question)
    hits = select(claim.c.report).where(*asked)
    wanted.append(report.c.number.not_in(hits))
    if question.narrows_claims:
        others, _ = _conditions(record, replace(question, words=None))
        wanted.append(report.c.number.in_(select(claim.c.report).where(*others)))
    if not question.rejected:
        wanted.append(report.c.id.not_in(sorted(record.in_force(question.as_of).retracted)))
    if question.as_of:
        seen = select(sighting.c.report).where(sighting.c.day <= question.as_of)
        wanted.append(report.c.number.in_(seen))
    return wanted


def _passages(record: Record, question: Question) -> tuple[Passage, ...]:
    wanted = _with_passages(record, question)
    if not wanted or not question.words:
        return ()
    by_day = (select(func.min(sighting.c.day)).where(sighting.c.report == report.c.number)).scalar_subquery()
    found = record.rows(
        select(report.c.number)
        .where(*wanted)
        .order_by(by_day.asc() if question.sort == "oldest" else by_day.desc(), report.c.id)
        .limit(question.limit)
        .offset(question.offset or None)
    )
    return tuple(
        Passage(
            stood.id, stood.outlet, stood.published, stood.title, _snippet(record, number, question.words)
        )
        for (number,) in found
        for stood in [record.stood_first(number, question.as_of)]
    )


def _snippet(record: Record, number: int, words: str) -> tuple[tuple[str, bool], ...]:
    """Words of the report around the hits, cut where a hit begins or ends."""
    marked = record.snippet(number, full_text(words), SNIPPET_WORDS) or ""
    pieces, hit = [], False
    for part in _MARKS.split(marked):
        if part in ("\x02", "\x03"):
            hit = part == "\x02"
        elif part:
            pieces.append((part, hit))
    return tuple(pieces)


def _also(
    record: Record, held: HeldClaim, known: tuple[ColumnElement[bool], ...], as_of: str | None
) -> tuple[HeldClaim, ...]:
    time, parties = held.claim.time, held.claim.participants
    if time is None or len(parties) < 2 or not (time.earliest or time.latest):
        return ()
    same = or_(
        participant.c.actor.in_(sorted({p.actor for p in parties if p.actor})),
        participant.c.name.in_(sorted({p.name for p in parties})),
    )
    shared = (
        select(func.count(participant.c.name.distinct()))
        .where(participant.c.claim == claim.c.number, same)
        .scalar_subquery()
    )
    wanted = (
        claim.c.event_type == held.claim.event_type,
        claim.c.id != held.claim.id,
        claim.c.report != select(report.c.number).where(report.c.id == held.document.id).scalar_subquery(),
        touches(time.earliest, time.latest),
        shared >= 2,
        *known,
    )
    return tuple(record.claims(wanted, (_reported(),), ALSO_AT_MOST, as_of))
