"""What people have corrected, and what that comes to on a day. Nothing here changes a row of the record.

    day 3   accept   claim a1                      "read and right"
    day 5   edit     claim a1  status = cancelled  "the ministry says so"
    day 6   undo     2                             "it was another meeting"

As of day 5 the claim reads "cancelled"; as of day 6 it reads as it was coded, and is still accepted. Of two
corrections that say otherwise, the one of the later day holds, then the one entered later.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dragoman.records import Claim, Participant, Place, Reason, TimeInterval

Kind = Literal["accept", "reject", "edit", "merge", "split", "retract", "undo"]

Pair = tuple[str, str]
"""Ids of two claims, the smaller first."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's word on a claim or report.

    Attributes:
        number: by which it is named, from 1.
        subject: id of the claim; of the report, to `retract`; number of the correction, to `undo`.
        field, value: what to `edit`, and its new value as JSON; else None.
        other: id of the second claim, to `merge` or `split`; else None.
        reason: why; never empty.
        person: by whom.
        day: from which day on it holds (ISO 8601).
        moment: when it was entered (ISO 8601, UTC).
    """

    number: int
    kind: Kind
    subject: str
    field: str | None
    value: str | None
    other: str | None
    reason: str
    person: str
    day: str
    moment: str


@dataclass(frozen=True, slots=True)
class InForce:
    """What the corrections come to on a day.

    Attributes:
        accepted, rejected: by claim id; no claim is in both.
        edits: by claim id, in the order in which they are laid over it.
        retracted: by report id.
        verdicts: pairs of claims that a person has merged or split; never at odds with one another.
        overruled: merges and splits that cannot hold beside later ones.
        loose: corrections of claims that a newer coding no longer makes, with nothing in their place.
    """

    accepted: Mapping[str, Correction] = field(default_factory=dict)
    rejected: Mapping[str, Correction] = field(default_factory=dict)
    edits: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    retracted: Mapping[str, Correction] = field(default_factory=dict)
    verdicts: Mapping[Pair, Correction] = field(default_factory=dict)
    overruled: tuple[Correction, ...] = ()
    loose: tuple[Correction, ...] = ()

    @property
    def reviewed(self) -> frozenset[str]:
        """Claims that a person has accepted or edited: no longer unsure."""
        return frozenset(self.accepted) | frozenset(self.edits)

    def of(self, claim_id: str, report_id: str) -> tuple[Correction, ...]:
        """Those that hold for a claim, its report's retraction and its merges and splits included."""
        found = [
            *(held[claim_id] for held in (self.accepted, self.rejected) if claim_id in held),
            *self.edits.get(claim_id, ()),
            *(c for pair, c in self.verdicts.items() if claim_id in pair),
            *([self.retracted[report_id]] if report_id in self.retracted else []),
        ]
        return tuple(sorted(found, key=_order))


def in_force(
    corrections: Iterable[Correction],
    as_of: str | None = None,
    followed: Mapping[str, str | None] | None = None,
) -> InForce:
    """What the corrections up to the day `as_of` come to.

    Args:
        corrections: all of the record, in any order.
        as_of: the last day whose corrections count; None: all.
        followed: for each claim that a newer coding no longer makes, the one in its place, or None.
    """
    accepted, rejected, retracted = (dict[str, Correction]() for _ in range(3))
    edits: dict[str, dict[str, Correction]] = {}
    pairs: dict[Pair, Correction] = {}
    loose: list[Correction] = []
    for one in standing_corrections(corrections, as_of):
        if one.kind == "retract":
            retracted[one.subject] = one
            continue
        subject, other = (_followed(name, followed or {}) for name in (one.subject, one.other))
        if subject is None or (one.other is not None and other in (None, subject)):
            loose.append(one)
        elif one.kind == "accept":
            accepted[subject] = one
            rejected.pop(subject, None)
        elif one.kind == "reject":
            rejected[subject] = one
            accepted.pop(subject, None)
        elif one.kind == "edit":
            laid = edits.setdefault(subject, {})
            laid.pop(str(one.field), None)
            laid[str(one.field)] = one
        elif other is not None:
            pairs[(subject, other) if subject < other else (other, subject)] = one
    verdicts, overruled = _settled(pairs)
    laid_over = {name: tuple(laid.values()) for name, laid in edits.items()}
    return InForce(accepted, rejected, laid_over, retracted, verdicts, overruled, tuple(loose))


def standing_corrections(
    corrections: Iterable[Correction], as_of: str | None = None
) -> tuple[Correction, ...]:
    """Those up to the day that have not been undone, by day, then by number; without the undoings."""
    known = sorted((c for c in corrections if as_of is None or c.day <= as_of), key=_order)
    undone: set[str] = set()
    for one in reversed(known):
        if one.kind == "undo" and str(one.number) not in undone:
            undone.add(one.subject)
    return tuple(c for c in known if c.kind != "undo" and str(c.number) not in undone)


def corrected(claim: Claim, edits: Iterable[Correction]) -> Claim:
    """The claim with a person's values laid over it, each named among its reasons with the coder's value.

    An edit of a party that the claim does not have changes nothing (see `fits`).
    """
    for edit in edits:
        if not fits(claim, edit):
            continue
        was, now = shown(value_of(claim, str(edit.field))), shown(new_value(edit))
        why = Reason(
            f"person:{edit.field}", f"{was} → {now}, by {edit.person} on {edit.day}: {edit.reason}", 1.0
        )
        claim = replace(_laid(claim, edit), reasons=(*claim.reasons, why))
    return claim


def fits(claim: Claim, edit: Correction) -> bool:
    """Does the claim have the party that the edit is about? Of the claim's own fields each has all."""
    party, _ = party_field(str(edit.field))
    return party is None or _position(claim, party) is not None


def party_field(name: str) -> tuple[str | None, str]:
    """Party and its field ("party.Alma Reyes.status"), or None and a field of the claim.

    >>> party_field("party.J. Lind.status"), party_field("status")
    (('J. Lind', 'status'), (None, 'status'))
    """
    if name.startswith("party."):
        who, _, what = name.removeprefix("party.").rpartition(".")
        return who, what
    return None, name


def new_value(edit: Correction) -> Any:  # noqa: ANN401 - a plain JSON value
    """What a person set."""
    return json.loads(edit.value or "null")


def value_of(claim: Claim, name: str) -> Any:  # noqa: ANN401 - a plain JSON value
    """What stands in a field that can be edited; None where nothing does, or the party is not there."""
    who, what = party_field(name)
    if who is not None:
        at = _position(claim, who)
        party = None if at is None else claim.participants[at]
        return getattr(party, what, None)
    if what == "time":
        return [claim.time.earliest, claim.time.latest] if claim.time else None
    if what in ("earliest", "latest"):
        return getattr(claim.time, what, None)
    if what in ("place", "country"):
        return getattr(claim.place, "name" if what == "place" else "country", None)
    return getattr(claim, what)


def shown(value: Any) -> str:  # noqa: ANN401 - a plain JSON value
    """A value of a field in words."""
    if isinstance(value, list):
        first, last = (str(day or "…") for day in value)
        return first if first == last else f"{first}/{last}"
    if isinstance(value, dict):
        return f"{value['name']} ({value['actor']})" if value["actor"] else "nobody known"
    return "none" if value is None else str(value)


def _order(one: Correction) -> tuple[str, int]:
    return one.day, one.number


def _followed(name: str | None, followed: Mapping[str, str | None]) -> str | None:
    seen: set[str] = set()
    while name is not None and name in followed and name not in seen:
        seen.add(name)
        name = followed[name]
    return None if name in seen else name


def _settled(pairs: Mapping[Pair, Correction]) -> tuple[dict[Pair, Correction], tuple[Correction, ...]]:
    """The pairs that can hold together, the latest first, and those that cannot hold beside them."""
    group: dict[str, frozenset[str]] = {}
    apart: list[Pair] = []
    held: dict[Pair, Correction] = {}
    overruled: list[Correction] = []
    for pair, one in sorted(pairs.items(), key=lambda item: _order(item[1]), reverse=True):
        a, b = (group.get(name, frozenset((name,))) for name in pair)
        if one.kind == "split":
            possible = not a & b
            apart += [pair] if possible else []
        else:
            possible = not any((x in a and y in b) or (x in b and y in a) for x, y in apart)
            group.update(dict.fromkeys(a | b, a | b) if possible else {})
        if possible:
            held[pair] = one
        else:
            overruled.append(one)
    return dict(sorted(held.items())), tuple(sorted(overruled, key=_order))


def _position(claim: Claim, who: str) -> int | None:
    """Which party is meant: by name, else by its place in the list, from 1."""
    named = [n for n, party in enumerate(claim.participants) if party.name == who]
    if named:
        return named[0]
    return int(who) - 1 if who.isdecimal() and 0 < int(who) <= len(claim.participants) else None


def _laid(claim: Claim, edit: Correction) -> Claim:
    who, what = party_field(str(edit.field))
    value = new_value(edit)
    if who is not None:
        at = _position(claim, who)
        assert at is not None
        parties = list(claim.participants)
        parties[at] = _party(parties[at], what, value)
        return replace(claim, participants=tuple(parties))
    if what in ("time", "earliest", "latest"):
        return replace(claim, time=_time(claim, what, value))
    if what in ("place", "country"):
        return replace(claim, place=_place(claim, what, value))
    return replace(claim, **{what: value})


def _party(party: Participant, what: str, value: Any) -> Participant:  # noqa: ANN401 - a plain JSON value
    if what == "actor":
        return replace(party, **value, candidates=(), basis="person")
    return replace(party, basis="person", **{what: value})


def _time(claim: Claim, what: str, value: Any) -> TimeInterval | None:  # noqa: ANN401 - a plain JSON value
    at = claim.evidence.start
    time = claim.time or TimeInterval(at, at, "", "DATE", None, None, None, None, "day", None)
    first, last = value or (None, None) if what == "time" else (time.earliest, time.latest)
    if what != "time":
        first, last = (value, last) if what == "earliest" else (first, value)
    if first is None and last is None:
        return None
    alone = first if first == last else None
    return replace(
        time,
        value=alone,
        edtf=alone or f"{first or '..'}/{last or '..'}",
        earliest=first,
        latest=last,
        precision="day" if alone else "interval",
        anchor="person",
    )


def _place(claim: Claim, what: str, value: Any) -> Place | None:  # noqa: ANN401 - a plain JSON value
    at = claim.evidence.start
    if what == "country":
        return replace(claim.place, country=value) if claim.place else None
    if value is None:
        return None
    before = claim.place or Place(at, at, "", "", None, None, None, None, None, "city")
    return (
        replace(before, candidates=(), **value)
        if isinstance(value, dict)
        else replace(before, name=value, admin1=None, lat=None, lon=None, geonames_id=None, candidates=())
    )
