"""Named watches: a question about parties, issues, places and days that is kept under a name.

A watch gathers the claims that fulfil every field it has; of several values of one field, any will do, save
that a watch of `every_party` wants all its parties in one claim. It is a row of the record, and a new
definition is one more row. Asked as of a day, the definition of that day counts and, where the watch had
none by then, its first one: a watch says what is looked for, not what was known.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import ColumnElement, and_, or_, select

from dragoman.ask.query import (
    Meaning,
    Names,
    ask_for,
    full_text,
    is_named,
    match_parties,
    matching_claims,
    stands_at,
    takes_part,
    touches,
)
from dragoman.errors import SettingsError
from dragoman.store import Record
from dragoman.store.schema import claim, watch
from dragoman.store.words import holding


@dataclass(frozen=True, slots=True)
class Watch:
    """What a watch asks for; an empty field asks for nothing.

    Attributes:
        parties: ids, names, parts of names or countries.
        every_party: must all of them take part in a claim? Else any of them.
        issues: a claim is about an issue by its field or, where it has none, by the words of its quotation.
        places: names, parts of names or countries.
        event_types: PLOVER types.
        words: words and "phrases" of the quotation; all of them.
        since, until: days that the time of the claim must touch (undated ones touch none).
        made_at: when it was defined so; "" where it is not kept.
    """

    name: str
    parties: tuple[str, ...] = ()
    every_party: bool = False
    issues: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    words: str | None = None
    since: str | None = None
    until: str | None = None
    made_at: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The words that name a party or a place."""
        return (*self.parties, *self.places)


def define(record: Record, asked: Watch) -> Watch:
    """Keep a definition; it counts from now on."""
    kept = {name: value for name, value in asdict(asked).items() if name not in ("name", "made_at")}
    record.keep_watch(asked.name, kept)
    return watch_named(record, asked.name)


def sound(
    name: str,
    *,
    parties: Sequence[str] = (),
    every_party: bool = False,
    issues: Sequence[str] = (),
    places: Sequence[str] = (),
    event_types: Sequence[str] = (),
    words: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Watch:
    """The watch that these fields define; blank ones ask for nothing.

    Raises:
        SettingsError: it has no name or asks for nothing, or a field has a value that there is not.
    """

    def told(several: Sequence[str]) -> tuple[str, ...]:
        return tuple(filter(None, (one.strip() for one in several)))

    called = " ".join(name.split())
    if not called:
        raise SettingsError("a watch needs a name", where="name")
    words = (words or "").strip() or None
    asked = Watch(called, told(parties), every_party, told(issues), told(places))
    for party in asked.parties:
        ask_for(actor=party)
    for issue in asked.issues:
        ask_for(issue=issue)
    for place in asked.places:
        ask_for(place=place)
    if words:
        full_text(words)
    if every_party and not asked.parties:
        raise SettingsError("every party must be there, and none is named", where="parties")
    question = ask_for(
        actor=called, event_types=",".join(told(event_types)) or None, from_=since or None, to=until or None
    )
    asked = replace(
        asked, event_types=question.event_types, words=words, since=question.from_, until=question.to
    )
    if not any((asked.named, asked.issues, asked.event_types, words, asked.since, asked.until)):
        raise SettingsError(
            "a watch must ask for something", expected="parties, issues, places, types or words"
        )
    return asked


def stop(record: Record, name: str) -> None:
    """Stop a watch; its definitions stay, and a new one takes it up again.

    Raises:
        SettingsError: there is no such watch, or it was stopped already.
    """
    record.keep_watch(watch_named(record, name).name, None)


def watches(record: Record, as_of: str | None = None) -> tuple[Watch, ...]:
    """The watches that are not stopped, by name."""
    return tuple(found for _, found in sorted(_newest(record, as_of).items()) if isinstance(found, Watch))


def watch_named(record: Record, name: str, as_of: str | None = None) -> Watch:
    """The watch of this name, whatever its case.

    Raises:
        SettingsError: there is none, or it was stopped.
    """
    newest = _newest(record, as_of)
    found = newest.get(name.casefold())
    if isinstance(found, Watch):
        return found
    if found is not None:
        raise SettingsError(
            "this watch was stopped",
            found=repr(name),
            where=found,
            next_step=f"take it up again: dragoman follow {name} --actor ...",
        )
    known = ", ".join(w.name for _, w in sorted(newest.items()) if isinstance(w, Watch))
    raise SettingsError(
        "no such watch",
        found=repr(name),
        expected=f"one of {known}" if known else "",
        next_step=f"define it: dragoman follow {name} --actor A --issue I",
    )


def _newest(record: Record, as_of: str | None) -> dict[str, Watch | str]:
    """By name in lower case, the definition that counts, or the day on which the watch was stopped."""
    found: dict[str, Watch | str] = {}
    for row in record.rows(select(watch).order_by(watch.c.number)):
        name = row.name.casefold()
        if as_of and row.made_at[:10] > as_of and name in found:
            continue
        found[name] = _watch(row.name, row.asked, row.made_at) if row.asked else row.made_at[:10]
    return found


def _watch(name: str, asked: str, made_at: str) -> Watch:
    known = {f.name for f in fields(Watch)}
    values = {key: value for key, value in json.loads(asked).items() if key in known}
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return Watch(**{**values, **lists, "name": name, "made_at": made_at})


def watch_conditions(
    asked: Watch, names: Names, meanings: dict[str, Meaning]
) -> tuple[ColumnElement[bool], ...]:
    """What a claim must fulfil to be gathered, over the columns of `store.schema.claim`.

    Args:
        asked: the watch.
        names: the names in the record.
        meanings: for each of the words of its parties and places, what they mean.
    """
    wanted: list[ColumnElement[bool]] = []
    if asked.parties:
        parties = [match_parties(words, names, meanings.get(words, Meaning())) for words in asked.parties]
        apart = [takes_part([party]) for party in parties]
        wanted.append(takes_part(parties) if asked.every_party else or_(*apart))
    if asked.issues:
        wanted.append(or_(*(_is_about(issue, names) for issue in asked.issues)))
    if asked.places:
        wanted.append(or_(*(stands_at(w, names, meanings.get(w, Meaning())) for w in asked.places)))
    if asked.event_types:
        wanted.append(claim.c.event_type.in_(asked.event_types))
    if asked.words:
        wanted.append(claim.c.number.in_(matching_claims(asked.words)))
    if asked.since or asked.until:
        wanted.append(touches(asked.since, asked.until))
    return tuple(wanted)


def _is_about(issue: str, names: Names) -> ColumnElement[bool]:
    """The claim's issue is this one or, where it has none, its quotation holds a word that tells it."""
    from dragoman.events.issues import issue_words

    told = claim.c.issue.in_([i for i in names.issues if is_named(issue, i)])
    words = [word for name, tells in issue_words().items() if is_named(issue, name) for word in tells]
    if not words:
        return told
    any_of = " OR ".join(full_text(f'"{word}"') for word in words)
    by_words = select(holding("claim_words", any_of).c.rowid)
    return or_(told, and_(claim.c.issue.is_(None), claim.c.number.in_(by_words)))
