"""A question to the record as a value, and the SQL that it comes to.

What a person typed becomes a `Question` (`ask_for`, which says what is wrong with it). Words that name
someone, some place or some issue are matched against those the record holds (`Names`), folded: without
accents and case, and over the usual differences of transliteration. What comes out is a tuple of
conditions over the tables of the store; running them is `views`.

>>> ask_for(event_types="consult", from_="2025-11").from_
'2025-11-01'
>>> full_text('Witkoff "prisoner exchange" AND')
'"Witkoff" AND "prisoner exchange" AND "AND"'
"""

import calendar
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from dragoman.actors.names import fold, same_name
from dragoman.errors import SettingsError
from dragoman.records import Status
from dragoman.store.schema import claim, participant, sighting
from dragoman.store.words import holding

if TYPE_CHECKING:
    from dragoman.actors.knowledge import Surface

EARLIEST, LATEST = "0000-01-01", "9999-12-31"
"""Stand for the open end of an interval."""

_INNERMOST = "$.attribution[#-1]"
PREFIX_LETTERS = 4
"""From so many letters on, the beginning of a word is enough ("Zelen")."""

Voice = Literal["narrator", "named", "anonymous", "reportedly"]
"""Who answers for a claim in its report: the report alone, someone it names, someone it does not name; or the
report itself, which tells it as likely or possible only ("reportedly")."""

Sort = Literal["day", "newest", "oldest", "best"]
"""Claims by the time they tell of, by the day of their report, or how well they hold the words."""

_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]?|([^\s\"“”]+)")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. None, or an empty tuple, asks for no such thing.

    Attributes:
        actor, with_: id, name, part of a name, or country of two different parties of one claim.
        event_types, statuses: any of these.
        place: name or part of a name of the place, or its country.
        from_, to: first and last day (ISO 8601) that the time of the claim must touch.
        as_of: the last day whose reports are used.
        words: words and "phrases" of the quotation; all of them.
        watch: the name of a watch; only what it gathers.
        limit: how many rows at most; None is all.
        min_confidence: the least confidence of a claim, from 0 to 1; what a person accepted has any.
        rejected: give what people rejected or retracted, too.
        offset: how many rows to pass over.
        voice: who answers for the claim.
        stance: what is held: demand, offer, accept, reject, …
        quoted: only what someone is quoted with word for word.
        sort: the order; None is that of the view.
    """

    actor: str | None = None
    with_: str | None = None
    event_types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    issue: str | None = None
    place: str | None = None
    from_: str | None = None
    to: str | None = None
    as_of: str | None = None
    words: str | None = None
    limit: int | None = None
    min_confidence: float | None = None
    rejected: bool = False
    watch: str | None = None
    offset: int = 0
    voice: Voice | None = None
    stance: str | None = None
    quoted: bool = False
    sort: Sort | None = None

    @property
    def narrows_claims(self) -> bool:
        """Does it ask for some claims only, beyond the day and the words?"""
        asked = (self.actor, self.with_, self.event_types, self.statuses)
        more = (self.voice, self.stance, self.quoted)
        return any((*asked, *more, self.issue, self.place, self.from_, self.to, self.watch))


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a record holds, each once, against which words of a question are matched.

    Attributes:
        parties: name, actor id (or None), country (or None) of every participant.
        places: name and country (or None) of every place.
        issues: every issue.
    """

    parties: tuple[tuple[str, str | None, str | None], ...] = ()
    places: tuple[tuple[str, str | None], ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of a question stand for beyond the names of the record: actor ids and countries."""

    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """What the words of a question come to in this record.

    Attributes:
        names: names of parties that the words match, in order of the alphabet.
        actors: actor ids.
        countries: ISO 3166-1 alpha-3.
    """

    names: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


def ask_for(
    *,
    actor: str | None = None,
    with_: str | None = None,
    event_types: str | None = None,
    statuses: str | None = None,
    issue: str | None = None,
    place: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    as_of: str | None = None,
    words: str | None = None,
    limit: int | None = None,
    min_confidence: float | None = None,
    rejected: bool = False,
    watch: str | None = None,
    offset: int = 0,
    voice: str | None = None,
    stance: str | None = None,
    quoted: bool = False,
    sort: str | None = None,
) -> Question:
    """The question that these words ask. Types and statuses may be several, with commas between them.

    Raises:
        SettingsError: a type, status, day or limit that there is not; it says what was expected.
    """
    from dragoman.events.plover import EVENT_TYPES

    if limit is not None and limit < 1:
        raise SettingsError("not a number of rows", where="--limit", found=str(limit), expected="1 or more")
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        raise SettingsError(
            "not a confidence", where="--min-confidence", found=str(min_confidence), expected="0 to 1"
        )
    first, last = asked_day(from_, "--from", end=False), asked_day(to, "--to", end=True)
    if first and last and first > last:
        raise SettingsError("--from lies after --to", found=f"{from_} and {to}")
    return Question(
        actor=_words(actor, "--actor"),
        with_=_words(with_, "--with"),
        event_types=_several(event_types, "--type", sorted(EVENT_TYPES), str.upper),
        statuses=_several(statuses, "--status", get_args(Status), str.lower),
        issue=_words(issue, "--issue"),
        place=_words(place, "--place"),
        from_=first,
        to=last,
        as_of=asked_day(as_of, "--as-of", end=True),
        words=words,
        limit=limit,
        min_confidence=min_confidence,
        rejected=rejected,
        watch=_words(watch, "--watch"),
        offset=offset,
        voice=_one(voice, "--voice", get_args(Voice)),
        stance=stance,
        quoted=quoted,
        sort=_one(sort, "--sort", get_args(Sort)),
    )


def meaning_of(words: str) -> Meaning:
    """What the knowledge base says that these words name; empty where it does not know them.

    A state's name, adjective, people or alpha-3 code is the country, with all who act for it; a capital
    or seat, an organisation or a person is that actor alone.
    """
    from dragoman.actors.knowledge import load_knowledge

    knowledge = load_knowledge()
    if words.upper() in knowledge.states:
        return Meaning(countries=(words.upper(),))
    actors, countries = set[str](), set[str]()
    for reading in _readings().get(fold(words).casefold(), ()):
        known = knowledge.actor(reading.actor)
        if known.kind == "state" and known.country and reading.form != "capital":
            countries.add(known.country)
        else:
            actors.add(reading.actor)
    return Meaning(tuple(sorted(actors)), tuple(sorted(countries)))


@cache
def _readings() -> "dict[str, list[Surface]]":
    """What each string of the knowledge base stands for, whatever its case."""
    from dragoman.actors.knowledge import load_knowledge

    readings: dict[str, list[Surface]] = {}
    for written, meant in load_knowledge().surfaces.items():
        readings.setdefault(written.casefold(), []).extend(meant)
    return readings


@lru_cache(maxsize=32)
def match_parties(words: str, names: Names, meaning: Meaning) -> Matched:
    """The parties of the record that `words` mean. Words that name a country match whole words only."""
    whole = bool(meaning.countries)
    found = {name for name, _, _ in names.parties if is_named(words, name, whole=whole)}
    return Matched(tuple(sorted(found)), tuple(sorted({*meaning.actors, words})), meaning.countries)


def is_named(words: str, name: str, *, whole: bool = False) -> bool:
    """Does every word of `words` stand in `name`, or begin a word of it, in whatever transliteration?

    >>> is_named("erdogan", "Recep Tayyip Erdoğan"), is_named("Zelenskyy", "Volodymyr Zelensky")
    (True, True)
    >>> is_named("Zelen", "Volodymyr Zelensky"), is_named("Iran", "Tirana")
    (True, False)
    >>> is_named("Niger", "Nigeria"), is_named("Niger", "Nigeria", whole=True)
    (True, False)
    """
    asked, held = _plain_words(words), _plain_words(name)
    return bool(asked) and all(any(_same_word(a, h, whole) for h in held) for a in asked)


def _same_word(asked: str, held: str, whole: bool) -> bool:
    if asked == held or (not whole and same_name(asked, held)):
        return True
    return not whole and len(asked) >= PREFIX_LETTERS and held.startswith(asked)


def _plain_words(words: str) -> list[str]:
    return _WORD.findall(fold(words).casefold())


def conditions(
    question: Question, names: Names, meanings: dict[str, Meaning]
) -> tuple[ColumnElement[bool], ...]:
    """What a claim must fulfil, over the columns of `store.schema.claim`.

    Args:
        question: what is asked.
        names: the names in the record.
        meanings: for each of the words of `actor`, `with_` and `place`, what they mean.
    """
    asked: list[ColumnElement[bool]] = []
    if question.event_types:
        asked.append(claim.c.event_type.in_(question.event_types))
    if question.statuses:
        asked.append(claim.c.status.in_(question.statuses))
    if question.issue:
        asked.append(claim.c.issue.in_([i for i in names.issues if is_named(question.issue, i)]))
    if question.min_confidence:
        asked.append(claim.c.confidence >= question.min_confidence)
    if question.place:
        asked.append(stands_at(question.place, names, meanings.get(question.place, Meaning())))
    if question.from_ or question.to:
        asked.append(touches(question.from_, question.to))
    parties = [
        match_parties(words, names, meanings.get(words, Meaning()))
        for words in (question.actor, question.with_)
        if words
    ]
    if parties:
        asked.append(takes_part(parties))
    if question.as_of:
        asked.append(known_by(question.as_of))
    if question.words:
        asked.append(claim.c.number.in_(matching_claims(question.words)))
    if question.stance:
        asked.append(claim.c.stance == question.stance.strip().lower().replace(" ", "_"))
    if question.voice:
        asked.append(answers_for(question.voice))
    if question.quoted:
        asked.append(func.json_extract(claim.c.json, f"{_INNERMOST}.mode").in_(("direct", "mixed")))
    return tuple(asked)


def answers_for(voice: Voice) -> ColumnElement[bool]:
    """The claim is answered for so; the innermost link of its chain of speakers decides.

    "reportedly" is what the report tells as done and takes for likely or possible only.
    """
    if voice != "reportedly":
        return func.json_extract(claim.c.json, f"{_INNERMOST}.type") == voice
    unsure = or_(*(claim.c.json.like(f'%"holder":"narrator","value":"{v}%') for v in ("PR", "PS")))
    return and_(claim.c.status.in_(("occurred", "ongoing")), unsure)


def touches(first: str | None, last: str | None) -> ColumnElement[bool]:
    """The claim's time and the days from `first` to `last` share a day; undated claims share none."""
    dated = or_(claim.c.earliest.is_not(None), claim.c.latest.is_not(None))
    begins_in_time = func.coalesce(claim.c.earliest, EARLIEST) <= last if last else true()
    ends_in_time = func.coalesce(claim.c.latest, LATEST) >= first if first else true()
    return and_(dated, begins_in_time, ends_in_time)


def known_by(day: str) -> ColumnElement[bool]:
    """The claim's report had been published (where unpublished: recorded) by the end of `day`."""
    seen = sighting.alias("seen")
    return exists().where(seen.c.report == claim.c.report, seen.c.day <= day)


def matching_claims(words: str) -> "Select[tuple[int]]":
    """The numbers of claims whose quotation holds the words."""
    return select(holding("claim_words", full_text(words)).c.rowid)


def matching_reports(words: str) -> "Select[tuple[int]]":
    """The numbers of reports whose title or text holds the words."""
    return select(holding("report_words", full_text(words)).c.rowid)


def how_well(words: str) -> ColumnElement[Any]:
    """How well the quotation of a claim holds the words (BM25): less is better."""
    found = holding("claim_words", full_text(words))
    ranked = select(found.c.rowid.label("found"), found.c.rank).cte("ranked").prefix_with("MATERIALIZED")
    return select(ranked.c.rank).where(ranked.c.found == claim.c.number).scalar_subquery()


def full_text(words: str) -> str:
    """The words as a full-text question in which they mean themselves: every word and "phrase" must be there.

    A star at the end of a word leaves its ending open: `negotiat*`.

    Raises:
        SettingsError: there is no letter or digit in them.
    """
    parts: list[str] = []
    for phrase, word in _ASKED.findall(words):
        plain = (phrase or word).replace("\x00", " ")
        if _WORD.search(plain):
            star = "*" if word.endswith("*") else ""
            parts.append(f'"{plain.rstrip("*")}"{star}')
    if not parts:
        raise SettingsError("no word to search for", found=repr(words), expected='words, or a "phrase"')
    return " AND ".join(parts)


def takes_part(parties: list[Matched]) -> ColumnElement[bool]:
    """As many different participants of the claim as there are parties asked for, one for each."""
    rows = [participant.alias(f"party_{n}") for n in range(len(parties))]
    wanted = [row.c.claim == claim.c.number for row in rows]
    wanted += [_is_party(row, party) for row, party in zip(rows, parties, strict=True)]
    wanted += [a.c.position != b.c.position for a, b in combinations(rows, 2)]
    return exists().where(*wanted)


def _is_party(row: Any, party: Matched) -> ColumnElement[bool]:  # noqa: ANN401 - an alias of the participant table
    return or_(row.c.name.in_(party.names), row.c.actor.in_(party.actors), row.c.country.in_(party.countries))


def stands_at(words: str, names: Names, meaning: Meaning) -> ColumnElement[bool]:
    """The claim's place is one that `words` mean."""
    whole = bool(meaning.countries)
    found = sorted({name for name, _ in names.places if is_named(words, name, whole=whole)})
    return or_(claim.c.place_name.in_(found), claim.c.place_country.in_(meaning.countries))


def _words(words: str | None, option: str) -> str | None:
    if words is not None and not _WORD.search(words):
        raise SettingsError(
            "no name", where=option, found=repr(words), expected="an id, a name or a part of one"
        )
    return words.strip() if words else None


def _one(word: str | None, option: str, allowed: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of a Literal
    chosen = _several(word, option, allowed, str.lower)
    if len(chosen) > 1:
        raise SettingsError("one at a time", where=option, found=repr(word))
    return chosen[0] if chosen else None


def _several(words: str | None, option: str, allowed: Iterable[str], case: Any) -> tuple[str, ...]:  # noqa: ANN401
    if words is None:
        return ()
    known = tuple(allowed)
    chosen = [case(word.strip()) for word in words.split(",") if word.strip()]
    for word in chosen:
        if word not in known:
            meant = difflib.get_close_matches(word, known, 1, 0.6)
            next_step = f"did you mean {meant[0]}?" if meant else ""
            raise SettingsError(
                "no such value",
                where=option,
                found=repr(word),
                expected="one of " + ", ".join(known),
                next_step=next_step,
            )
    return tuple(dict.fromkeys(chosen))


def asked_day(words: str | None, option: str, *, end: bool) -> str | None:
    """The first (or, for `end`, the last) day of a day, month or year as typed; None where nothing was.

    Raises:
        SettingsError: it is none; the error names the `option`.
    """
    if words is None:
        return None
    match = _DAY.fullmatch(words.strip())
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2] or (12 if end else 1))
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
        return date(year, month, int(match[3] or (last if end else 1))).isoformat()
    except ValueError:
        raise SettingsError(
            "not a day",
            where=option,
            found=repr(words),
            expected="a day, month or year such as 2025-11-19, 2025-11 or 2025",
        ) from None
