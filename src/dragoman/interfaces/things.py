"""One table of the single things that can be asked for by their id or name: a claim, an act, a report, …

Like the questions of `answers.py`, each is an address of the API and a tool of the assistants' server.

>>> thing_named("claims").path
'/v1/claims/{id}'
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dragoman.errors import SettingsError
from dragoman.interfaces import display, event_display
from dragoman.interfaces.answers import OF_REPORTS, Asked
from dragoman.records import to_json
from dragoman.store import Record


class NotHeldError(SettingsError):
    """The record has no such thing, or several that are named so."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing.

    Attributes:
        name: as in the address; `tool` is the assistants' tool.
        key: what it is named by, for help texts; "" where there is only one, and it has no name.
        example: a key, for the documentation; the tests put a real one in its place.
        takes: names of its filters.
        value: all that is known of it, as plain values.
    """

    name: str
    tool: str
    title: str
    says: str
    key: str
    takes: tuple[str, ...]
    value: Callable[[Record, str, Asked], dict[str, Any]]

    @property
    def path(self) -> str:
        """Where the API gives it."""
        return f"/v1/{self.name}" + ("/{id}" if self.key else "")


def thing_named(name: str) -> Thing:
    """The entry of that name.

    Raises:
        KeyError: there is none.
    """
    return {thing.name: thing for thing in THINGS}[name]


def _held(look: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is looked up
    """What is found; where it is not there, an error that says just that."""
    try:
        return look()
    except SettingsError as error:
        raise NotHeldError(
            error.what, found=error.found, expected=error.expected, next_step=error.next_step
        ) from None


def _claim(record: Record, key: str, asked: Asked) -> dict[str, Any]:
    from dragoman.ask import views

    shown = _held(lambda: views.show(record, key, asked.question().as_of))
    return display.shown_value(shown)


def _event(record: Record, key: str, asked: Asked) -> dict[str, Any]:
    from dragoman.ask.acts import act_of

    as_of = asked.question().as_of
    found = _held(lambda: act_of(record, key, as_of))
    if found is None:
        raise NotHeldError("this claim tells no act", found=key, next_step=f"it is at /v1/claims/{key}")
    return {
        **event_display.life_value(found.life),
        "sides": [
            {
                "names": list(side.names),
                "country": side.country,
                "word": side.word,
                "speaker": side.speaker,
                "shown_by": event_display.told_value(side.told) if side.told else None,
            }
            for side in found.sides
        ],
        "added": [
            {**event_display.told_value(one.told), "details": [list(detail) for detail in one.details]}
            for one in found.added
        ],
        "contradictions": [event_display.contradiction_value(one) for one in found.contradictions],
    }


def _report(record: Record, key: str, asked: Asked) -> dict[str, Any]:
    from dragoman.ask.correct import the_report
    from dragoman.store.schema import claim

    identity = _held(lambda: the_report(record, key))
    held = record.document(identity)
    as_of = asked.question().as_of
    if held is None or (as_of and all(s.day > as_of for s in held.sightings)):
        raise NotHeldError("no report of this name had appeared by then", found=repr(key))
    with record.corrected(as_of) as reading:
        rows = [
            display.claim_value(row)
            for row in reading.claims([claim.c.report.in_(_number(identity))], (claim.c.start,), as_of=as_of)
        ]
    return {
        **display.report_value(held.document),
        "language": held.document.language,
        "text": held.document.text,
        "recorded_at": held.recorded_at,
        "sightings": [to_json(s) for s in held.sightings if not as_of or s.day <= as_of],
        "claims": rows,
        "layers": held.layers,
    }


def _number(identity: str) -> Any:  # noqa: ANN401 - SQLAlchemy's select
    from sqlalchemy import select

    from dragoman.store.schema import report

    return select(report.c.number).where(report.c.id == identity)


def _actor(record: Record, key: str, asked: Asked) -> dict[str, Any]:
    from dataclasses import replace

    from dragoman.actors.knowledge import load_knowledge
    from dragoman.actors.lookup import find_actors
    from dragoman.ask import views

    question = asked.question()
    knowledge = load_knowledge()
    found = find_actors(key, knowledge)
    exact = [f for f in found if f.match == "id"] or [f for f in found if f.match == "name"] or list(found)
    if len(exact) != 1:
        raise NotHeldError(
            "several are called so" if exact else "nobody is known by this id or name",
            found=repr(key[:80]),
            expected="one of " + ", ".join(f"{f.actor.id} ({f.actor.name})" for f in exact[:8])
            if exact
            else "",
        )
    actor = exact[0].actor
    told = views.timeline(record, replace(question, actor=actor.id, sort="newest"))
    return {
        **actor._asdict(),
        "aliases": list(actor.aliases),
        "offices": [
            {"office": t.office, "country": t.country, "start": t.start, "end": t.end, "origin": t.origin,
             "sureness": t.sureness}
            for t in knowledge.terms_of(actor.id)
        ],
        "claims": told.total,
        "newest": [display.claim_value(held) for held in told.rows],
    }  # fmt: skip


def _watch(record: Record, key: str, asked: Asked) -> dict[str, Any]:
    from dragoman.ask.followed import standing
    from dragoman.ask.watches import watch_named

    question = asked.question()
    name = _held(lambda: watch_named(record, key, question.as_of)).name
    since = _since(asked)
    return event_display.standing_value(standing(record, name, since, question.as_of, asked.min_confidence))


def _since(asked: Asked) -> str | None:
    from dragoman.ask.query import asked_day

    return asked_day(asked.value("since"), "since", end=False)


def _rests_on(record: Record, key: str, asked: Asked) -> dict[str, Any]:
    from dragoman.ask.correct import the_report
    from dragoman.ask.resting import rests_on
    from dragoman.interfaces.correcting_commands import resting_value

    identity = _held(lambda: the_report(record, key))
    as_of = asked.question().as_of
    held = record.document(identity)
    if held is None or (as_of and all(s.day > as_of for s in held.sightings)):
        raise NotHeldError("no report of this name had appeared by then", found=repr(key[:80]))
    return resting_value(rests_on(record, identity, as_of))


def _memo(record: Record, _: str, asked: Asked) -> dict[str, Any]:
    from dragoman.ask.memo import memo

    question = asked.question()
    return to_json(memo(record, _since(asked), question.as_of, question.watch, asked.min_confidence))


def about(record: Record) -> dict[str, Any]:
    """What this record is: its reach, how much it holds, and the program that reads it."""
    from dragoman import __version__
    from dragoman.ask.events import reach

    reports, claims = record.size()
    return {
        "name": record.path.name,
        "version": __version__,
        "licence": "The text and quotations of reports are those of their outlets; see the report's address.",
        "record": event_display.reach_value(reach(record)),
        "reports": reports,
        "claims": claims,
        "corrections": len(record.corrections()),
        "state": record.state(),
    }


THINGS: tuple[Thing, ...] = (
    Thing(
        "claims",
        "claim",
        "One claim",
        "A claim in full: its words in their paragraph, who says so, where "
        "the report stood, what people have said of it.",
        "the claim's id, or as much of its beginning as is unique",
        ("as_of",),
        _claim,
    ),
    Thing(
        "events",
        "event",
        "One act",
        "An act as its reports tell it: its history, its parties, which side "
        "has confirmed it, which report added what.",
        "the id of the act, or of any of its claims",
        ("as_of",),
        _event,
    ),
    Thing(
        "reports",
        "report",
        "One report",
        "A report with its text, its claims and every layer: who, when, where, who says so.",
        "the report's id, the id it came in with, or its address",
        ("as_of",),
        _report,
    ),
    Thing(
        "actors",
        "who_is",
        "One actor",
        "Who someone is: names, offices over time, and the newest claims.",
        "the actor's id, or a name that only one bears",
        OF_REPORTS,
        _actor,
    ),
    Thing(
        "watches",
        "watch",
        "One watch",
        "Where a watch stands: what comes next, what is overdue, positions, contradictions, and what is new.",
        "the name of the watch",
        ("since", *OF_REPORTS),
        _watch,
    ),
    Thing(
        "rests-on",
        "rests_on",
        "What rests on a report",
        "All that would fall with a report: its claims, the acts that it alone tells of, and its copies.",
        "the report's id, the id it came in with, or its address",
        ("as_of",),
        _rests_on,
    ),
    Thing(
        "memo",
        "memo",
        "Memo",
        "A short memo in which every sentence carries its quotations.",
        "",
        ("since", "watch", *OF_REPORTS),
        _memo,
    ),
)
"""The things, in the order in which they are listed."""
