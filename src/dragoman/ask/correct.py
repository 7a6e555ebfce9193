"""What a person may do to the record: say of a claim, a pair of claims or a report what the coder cannot.

    accept(record, "9f3c", by="Ada", reason="read, and so it was")
    edit(record, "9f3c", "status", "cancelled", by="Ada", reason="the ministry's denial, page 2")

Each call checks what is said against the record and the contract, and adds one row. What the rows come to is
`store.corrections`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from sqlalchemy import ColumnElement, and_, or_, select

from dragoman.errors import SettingsError
from dragoman.records import Claim, ParticipantStatus, Status
from dragoman.store import Correction, HeldClaim, Record
from dragoman.store.corrections import Kind, corrected, shown, standing_corrections, value_of
from dragoman.store.schema import claim, report

STANCES = ("demand", "offer", "accept", "reject", "open", "red_line", "prefer")
ROLES = ("actor", "recipient", "host", "mediator", "member", "signatory", "subject")
FIELDS = (
    "event_type", "mode", "status", "time", "earliest", "latest", "place", "country", "issue", "stance",
    "condition",
)  # fmt: skip
"""What of a claim a person can set. `country` is that of the place; `time` is a day, or FIRST/LAST."""
PARTY_FIELDS = ("actor", "country", "name", "role", "status")
"""What of a party can be set, as `party.NAME.status` or, by its place in the list, `party.2.status`."""
REQUIRED = ("event_type", "status", "name", "role")
"""Fields that always have a value; the others are emptied by "none"."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as it stands in the record.

    Attributes:
        undone: has it been taken back?
        loose: does it find no claim, since a newer coding makes none on the same words, or not the party?
        overruled: a merge or split that cannot hold beside a later one.
    """

    correction: Correction
    undone: bool
    loose: bool
    overruled: bool


def accept(record: Record, claim_id: str, *, by: str, reason: str, on: str | None = None) -> Correction:
    """Say that a claim is right; it is then never hidden as unsure."""
    held = the_claim(record, claim_id)
    return _keep(record, "accept", held.claim.id, by, reason, on)


def reject(record: Record, claim_id: str, *, by: str, reason: str, on: str | None = None) -> Correction:
    """Say that a claim is wrong; it leaves every view that does not ask for it."""
    held = the_claim(record, claim_id)
    return _keep(record, "reject", held.claim.id, by, reason, on)


def edit(
    record: Record, claim_id: str, name: str, words: str, *, by: str, reason: str, on: str | None = None
) -> Correction:
    """Set a field of a claim; its words stay as they are.

    Args:
        name: one of `FIELDS`, or `party.WHO.FIELD` with one of `PARTY_FIELDS`.
        words: the new value as a person types it; "none" empties a field that may be empty.

    Raises:
        SettingsError: no such claim, field or value.
    """
    held = the_claim(record, claim_id)
    name, value = checked(held.claim, name, words)
    if value_of(held.claim, name) == value:
        raise SettingsError("nothing to change", where=name, found=f"{shown(value)} already")
    return _keep(record, "edit", held.claim.id, by, reason, on, field=name, value=value)


def merge(record: Record, one: str, other: str, *, by: str, reason: str, on: str | None = None) -> Correction:
    """Say that two claims tell of one act."""
    return _pair(record, "merge", one, other, by, reason, on)


def split(record: Record, one: str, other: str, *, by: str, reason: str, on: str | None = None) -> Correction:
    """Say that two claims tell of two acts."""
    return _pair(record, "split", one, other, by, reason, on)


def retract(record: Record, report_id: str, *, by: str, reason: str, on: str | None = None) -> Correction:
    """Say that a report no longer stands: its outlet took it back, or it was forged."""
    return _keep(record, "retract", the_report(record, report_id), by, reason, on)


def undo(record: Record, number: str, *, by: str, reason: str, on: str | None = None) -> Correction:
    """Take a correction back, or take back that it was taken back."""
    known = {str(c.number): c for c in record.corrections()}
    wanted = number.strip()
    if wanted not in known:
        raise SettingsError("no such correction", found=repr(number), next_step="see dragoman corrections")
    undone = {c.subject for c in _undoing(record)}
    if wanted in undone:
        raise SettingsError("this correction is undone already", found=wanted)
    if on is not None and on < known[wanted].day:
        raise SettingsError(
            "a correction cannot be undone before it was made", where="--on", found=on,
            expected=f"{known[wanted].day} or later",
        )  # fmt: skip
    return _keep(record, "undo", wanted, by, reason, on)


def all_corrections(record: Record, as_of: str | None = None) -> tuple[Corrected, ...]:
    """Every correction up to the day, undone ones too, in the order in which they were entered."""
    known = [c for c in record.corrections() if as_of is None or c.day <= as_of]
    now = record.in_force(as_of)
    standing = {c.number for c in standing_corrections(known)} | {c.number for c in _undoing(record, as_of)}
    loose = {c.number for c in now.loose} | set(_partyless(record, now.edits, as_of))
    overruled = {c.number for c in now.overruled}
    return tuple(
        Corrected(c, c.number not in standing, c.number in loose, c.number in overruled) for c in known
    )


def the_claim(
    record: Record, beginning: str, as_of: str | None = None, *known: ColumnElement[bool]
) -> HeldClaim:
    """The claim whose id begins so, as people corrected it; also one that was rejected, or is no longer made.

    Args:
        beginning: of its id, or all of it.
        as_of: the day whose corrections count.
        known: conditions that it must fulfil.

    Raises:
        SettingsError: none does, or several do.
    """
    begins = and_(claim.c.id >= beginning, claim.c.id < beginning + "\U0010ffff", *known)
    ids = [row.id for row in record.rows(select(claim.c.id).where(begins).order_by(claim.c.id).limit(6))]
    name = _only(ids, beginning, "claim", "find claims with dragoman timeline or dragoman search")
    with record.corrected(as_of, rejected=True) as reading:
        for held in reading.claims([claim.c.id == name], as_of=as_of):
            return held
    return next(record.claims([claim.c.id == name], as_of=as_of))


def the_report(record: Record, named: str) -> str:
    """The id of the report that is named by its id, the beginning of it, the id it came in with, or address.

    Raises:
        SettingsError: none is, or several are.
    """
    begins = and_(report.c.id >= named, report.c.id < named + "\U0010ffff") if named else report.c.id == named
    found = select(report.c.id).where(or_(begins, report.c.given_id == named, report.c.url == named))
    ids = [row.id for row in record.rows(found.order_by(report.c.id).limit(6))]
    return _only(ids, named, "report", "dragoman show CLAIM names the report of a claim")


def checked(one: Claim, name: str, words: str) -> tuple[str, Any]:
    """The field as it is kept and the value as plain JSON.

    Raises:
        SettingsError: no such field of this claim, or a value that it cannot have.
    """
    if name.startswith("party."):
        who, _, what = name.removeprefix("party.").rpartition(".")
        if what not in PARTY_FIELDS or not who:
            raise _no_such(name, [f"party.NAME.{field}" for field in PARTY_FIELDS], "field")
        name = f"party.{_party(one, who)}.{what}"
        return name, _value(name, what, words, {**_READ, **_READ_OF_PARTY})
    if name not in FIELDS:
        raise _no_such(name, [*FIELDS, *(f"party.NAME.{field}" for field in PARTY_FIELDS)], "field")
    if name == "country" and one.place is None:
        raise SettingsError("the claim has no place", where=name, next_step="set its place first")
    value = _value(name, name, words, _READ)
    first, last = value_of(one, "earliest"), value_of(one, "latest")
    if name in ("earliest", "latest"):
        first, last = (value, last) if name == "earliest" else (first, value)
        if first and last and first > last:
            raise SettingsError(
                "ends before it begins", where=name, found=f"{first} to {last}",
                next_step="set time to FIRST/LAST",
            )  # fmt: skip
    return name, value


def _keep(
    record: Record,
    kind: Kind,
    subject: str,
    by: str,
    reason: str,
    on: str | None,
    **more: Any,  # noqa: ANN401 - what `Record.correct` takes
) -> Correction:
    if not reason.strip():
        raise SettingsError("no reason", where="--reason", expected="why, in a few words")
    if not by.strip():
        raise SettingsError("no name", where="--by", expected="who corrects")
    return record.correct(kind, subject, reason=reason.strip(), person=by.strip(), day=on, **more)


def _pair(
    record: Record, kind: Kind, one: str, other: str, by: str, reason: str, on: str | None
) -> Correction:
    a, b = the_claim(record, one).claim, the_claim(record, other).claim
    if a.id == b.id:
        raise SettingsError("one claim, named twice", found=a.id)
    for told in (a, b):
        if told.kind != "event":
            raise SettingsError(
                "only claims of acts are merged and split", where=f"claim {told.id}", found=f"a {told.kind}"
            )
    return _keep(record, kind, a.id, by, reason, on, other=b.id)


def _undoing(record: Record, as_of: str | None = None) -> tuple[Correction, ...]:
    """The undoings that hold: those that have not been undone themselves."""
    known = [c for c in record.corrections() if as_of is None or c.day <= as_of]
    undone: set[str] = set()
    held: list[Correction] = []
    for one in sorted(known, key=lambda c: (c.day, c.number), reverse=True):
        if one.kind == "undo" and str(one.number) not in undone:
            undone.add(one.subject)
            held.append(one)
    return tuple(held)


def _partyless(record: Record, edits: Any, as_of: str | None) -> list[int]:  # noqa: ANN401 - InForce.edits
    """Numbers of edits of a party that the claim they go over to does not name."""
    from dragoman.store.corrections import fits

    found: list[int] = []
    for name, laid in edits.items():
        if any(str(c.field).startswith("party.") for c in laid):
            coded = next(record.claims([claim.c.id == name])).claim
            for n, one in enumerate(laid):
                if not fits(corrected(coded, laid[:n]), one):
                    found.append(one.number)
    return found


def _only(ids: Sequence[str], named: str, noun: str, next_step: str) -> str:
    if named in ids:
        return named
    if not named or not ids:
        raise SettingsError(f"no such {noun}", found=repr(named), next_step=next_step)
    if len(ids) > 1:
        raise SettingsError(
            f"several {noun}s begin so",
            found=", ".join(ids[:5]) + (", …" if len(ids) > 5 else ""),
            next_step="give more of the id",
        )
    return ids[0]


def _party(one: Claim, who: str) -> str:
    """A party by its name, part of it or place in the list, as it is kept: its name, if no other has it."""
    from dragoman.ask.query import is_named

    names = [party.name for party in one.participants]
    exact = [n for n, name in enumerate(names) if name == who]
    found = exact or [n for n, name in enumerate(names) if is_named(who, name)]
    if not found and who.isdecimal() and 0 < int(who) <= len(names):
        found = [int(who) - 1]
    if len(found) != 1:
        numbered = ", ".join(f"{n} {name}" for n, name in enumerate(names, 1)) or "none"
        raise SettingsError(
            "several parties are called so" if found else "no such party of this claim",
            found=repr(who), expected=f"one of: {numbered}",
        )  # fmt: skip
    return names[found[0]] if names.count(names[found[0]]) == 1 else str(found[0] + 1)


def _value(name: str, what: str, words: str, readers: dict[str, Callable[[str, str], Any]]) -> Any:  # noqa: ANN401
    """The value as plain JSON; None for "none"."""
    words = words.strip()
    if words.casefold() == "none" and what != "actor":
        if what in REQUIRED:
            raise SettingsError("this cannot be empty", where=name)
        return None
    if not words:
        raise SettingsError("no value", where=name, next_step='"none" empties a field')
    return readers[what](name, words)


def _one_of(allowed: Callable[[], Sequence[str]]) -> Callable[[str, str], str]:
    def read(name: str, words: str) -> str:
        known = {value.casefold(): value for value in allowed()}
        value = known.get(words.casefold()) or known.get(words.casefold().replace(" ", "_"))
        if value is None:
            raise _no_such(words, sorted(allowed()), "value", name)
        return value

    return read


def _no_such(found: str, allowed: Sequence[str], noun: str, where: str = "") -> SettingsError:
    import difflib

    meant = difflib.get_close_matches(found, allowed, 1, 0.6)
    return SettingsError(
        f"no such {noun}", where=where, found=repr(found), expected="one of " + ", ".join(allowed),
        next_step=f"did you mean {meant[0]}?" if meant else "",
    )  # fmt: skip


def day_in(name: str, words: str) -> str:
    """A day as ISO 8601.

    Raises:
        SettingsError: it is none.
    """
    from datetime import date

    try:
        if not _DAY.fullmatch(words):
            raise ValueError
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise SettingsError(
            "not a day", where=name, found=repr(words), expected="a day such as 2025-11-19"
        ) from None


def _days(name: str, words: str) -> list[str]:
    first, _, last = words.partition("/")
    days = [day_in(name, first), day_in(name, last or first)]
    if days[0] > days[1]:
        raise SettingsError("ends before it begins", where=name, found=words)
    return days


def _plain(name: str, words: str) -> str:
    return " ".join(words.split())


def _country(name: str, words: str) -> str:
    from dragoman.ask.query import meaning_of

    countries = meaning_of(words).countries
    if len(countries) != 1:
        raise SettingsError(
            "no such country", where=name, found=repr(words), expected="a state, or its code such as NOR"
        )
    return countries[0]


def _actor(name: str, words: str) -> dict[str, Any]:
    """Who is meant, by id or name; "none" where nobody known is."""
    from dragoman.actors.knowledge import load_knowledge
    from dragoman.ask.query import meaning_of

    if words.casefold() == "none":
        return {"actor": None}
    knowledge = load_knowledge()
    ids = (words,) if words in knowledge.actors else meaning_of(words).actors
    if not ids and len(countries := meaning_of(words).countries) == 1:
        state = knowledge.state(countries[0])
        ids = (state.id,) if state else ()
    if len(ids) != 1:
        raise SettingsError(
            "several actors are called so" if ids else "no such actor",
            where=name, found=repr(words), expected=", ".join(ids[:5]) or "an id or a name of the tables",
            next_step="see dragoman actors find NAME",
        )  # fmt: skip
    known = knowledge.actor(ids[0])
    return {
        "name": known.name,
        "actor": known.id,
        "kind": known.kind,
        "country": known.country,
        "sector": known.sector,
        "office": None,
    }


@cache
def _modes() -> tuple[str, ...]:
    from dragoman.data import read_toml

    found: set[str] = set()
    todo: list[Any] = [read_toml("acts.toml")]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            found.update(m for m in [value.get("mode")] if isinstance(m, str) and m)
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return tuple(sorted(found))


def _types() -> tuple[str, ...]:
    from dragoman.events.plover import EVENT_TYPES

    return tuple(sorted(EVENT_TYPES))


def _issues() -> tuple[str, ...]:
    from dragoman.data import read_toml

    return tuple(read_toml("issues.toml")["words"])


_READ: dict[str, Callable[[str, str], Any]] = {
    "event_type": _one_of(_types),
    "mode": _one_of(_modes),
    "status": _one_of(lambda: get_args(Status)),
    "time": _days,
    "earliest": day_in,
    "latest": day_in,
    "place": _plain,
    "country": _country,
    "issue": _one_of(_issues),
    "stance": _one_of(lambda: STANCES),
    "condition": _plain,
}
_READ_OF_PARTY: dict[str, Callable[[str, str], Any]] = {
    "actor": _actor,
    "name": _plain,
    "role": _one_of(lambda: ROLES),
    "status": _one_of(lambda: get_args(ParticipantStatus)),
}
