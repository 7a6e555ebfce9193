"""A report coded again: which claims stay, which are new, which are gone, and which new one follows which.

A claim that says the same as before stays the row it is; what has changed is another claim, though it may
come with the id of the old one (an id names words and parties, not what was made of them). It gets an id of
its own then, which follows from what it says, so that every coding gives the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from dragoman.records import Claim, Relation, Span, to_json
from dragoman.store.evidence import as_line


@dataclass(frozen=True, slots=True)
class Recoding:
    """What a new coding of a report comes to.

    Attributes:
        added: claims that the record does not hold yet, with the ids they are kept under.
        again: ids of claims that are held, were no longer made, and are made again.
        dropped: ids of claims that are no longer made.
        followed: for claims no longer made, now or before, the id of the one in their place.
    """

    added: tuple[Claim, ...]
    again: tuple[str, ...]
    dropped: tuple[str, ...]
    followed: Mapping[str, str]


def recoding(held: Iterable[Claim], standing: Iterable[str], made: Iterable[Claim]) -> Recoding:
    """Compare the claims of a report with those that a new coding makes.

    Args:
        held: every claim of the report that the record holds, whether it still stands or not.
        standing: ids of those that stand.
        made: what the coder makes now.
    """
    known = {claim.id: claim for claim in held}
    stood = set(standing)
    now = _with_ids(known, tuple(made))
    kept = {claim.id for claim in now}
    gone = [known[name] for name in sorted(known.keys() - kept)]
    return Recoding(
        tuple(claim for claim in now if claim.id not in known),
        tuple(sorted((kept & known.keys()) - stood)),
        tuple(sorted(stood - kept)),
        _followers(gone, now),
    )


def rest_on_same_words(old: Claim, new: Claim) -> bool:
    """Is the act told by the same word, in quotations that overlap, and are both of one kind?

    What they say of it may differ: that is what a newer coder is for.
    """
    return (
        old.kind == new.kind
        and _overlap(old.trigger, new.trigger) > 0
        and _overlap(_quoted(old), _quoted(new)) > 0
    )


def _followers(gone: Iterable[Claim], now: Iterable[Claim]) -> dict[str, str]:
    """Each claim to one, each of one: the same type first, then the most words in common, then by id."""
    pairs = [
        (old.event_type != new.event_type, -_overlap(_quoted(old), _quoted(new)), old.id, new.id)
        for old in gone
        for new in now
        if rest_on_same_words(old, new)
    ]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, old, new in sorted(pairs):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def _with_ids(known: Mapping[str, Claim], made: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims under the ids they are kept by: their own where that is free or says the same."""
    ids = {claim.id: claim.id for claim in made}
    while True:
        related = [_related(claim, ids) for claim in made]
        changed = {
            claim.id: _id_of(claim, new)
            for claim, new in zip(made, related, strict=True)
            if ids[claim.id] == claim.id and claim.id in known and _says(known[claim.id]) != _says(new)
        }
        if not changed:
            return tuple(replace(new, id=ids[new.id]) for new in related)
        ids |= changed


def _related(claim: Claim, ids: Mapping[str, str]) -> Claim:
    return replace(
        claim, relations=tuple(Relation(r.type, ids.get(r.claim, r.claim)) for r in claim.relations)
    )


def _id_of(claim: Claim, new: Claim) -> str:
    """An id that follows from what the claim says, its relations apart: those hold ids, too."""
    says = as_line(_says(replace(new, relations=())))
    return sha256(f"{claim.id}|{says}".encode()).hexdigest()[:24]


def _says(claim: Claim) -> dict[str, Any]:
    """All of a claim but its id and what made it."""
    value = to_json(claim)
    return {name: value[name] for name in value if name not in ("id", "method")}


def _quoted(claim: Claim) -> Span:
    return Span(claim.evidence.start, claim.evidence.end, claim.evidence.exact)


def _overlap(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
