"""Parties, their meetings and their positions as values for programs and pages, and as lines for people."""

from typing import TYPE_CHECKING, Any

from dragoman.actors.names import fold
from dragoman.ask.events import day_of
from dragoman.ask.meetings import BUSIEST, MOST_BUSY, Matrix, Pair, Side
from dragoman.ask.people import Listed, Portrait
from dragoman.interfaces.display import claim_value
from dragoman.interfaces.event_display import days_of, reach_value, say, told_value
from dragoman.interfaces.position_display import standing_value
from dragoman.interfaces.printable import counted, on_one_line
from dragoman.merge.lifecycle import Life

if TYPE_CHECKING:
    from dragoman.actors.knowledge import Actor

__all__ = [
    "BUSIEST",
    "MOST_BUSY",
    "concerns",
    "listed_value",
    "matrix_value",
    "pair_value",
    "portrait_value",
    "print_matrix",
]

PAIRS_SAID = 12
"""Pairs that are named of someone who stands between others."""


def side_value(side: Side) -> dict[str, Any]:
    """A person or state of the matrix."""
    return {"id": side.key, "name": side.name, "meetings": side.meetings, "others": side.others}


def pair_value(pair: Pair) -> dict[str, Any]:
    """What two sides did together, with the words on the last of it and on what is planned next."""
    last = pair.last
    return {
        "party": {"id": pair.a.key, "name": pair.a.name},
        "other": {"id": pair.b.key, "name": pair.b.name},
        "met": len(pair.met),
        "spoke": len(pair.spoke),
        "planned": len(pair.planned),
        "in_large_rounds": pair.large,
        "last_day": day_of(last) if last else None,
        "last": _act(last) if last else None,
        "planned_next": _act(pair.planned[0]) if pair.planned else None,
    }


def matrix_value(found: Matrix, busiest: int) -> dict[str, Any]:
    """What is said beside the pairs."""
    return {
        "by": found.by,
        "from": found.from_,
        "to": found.to,
        "parties": [side_value(side) for side in found.sides[:busiest]],
        "parties_in_all": len(found.sides),
        "between": [
            {
                "party": side_value(one.side),
                "pairs": len(one.pairs),
                "of": [[a.name, b.name] for a, b in one.pairs[:PAIRS_SAID]],
            }
            for one in found.between[:busiest]
        ],
        "may_lie_outside": found.unsure,
        "record": reach_value(found.reach),
    }


def concerns(pair: Pair, party: str | None) -> bool:
    """Is it a pair with this party, by id or part of a name? Any is, where none is asked for."""
    if not party:
        return True
    asked = fold(party).casefold().strip()
    return any(party == side.key or asked in fold(side.name).casefold() for side in (pair.a, pair.b))


def listed_value(one: Listed) -> dict[str, Any]:
    """A party of the record."""
    return {
        "id": one.key,
        "name": one.name,
        "actor": one.actor,
        "country": one.country,
        "claims": one.claims,
    }


def portrait_value(found: Portrait) -> dict[str, Any]:
    """A party with its names, offices, voices and positions; what it said and whom it met are claims."""
    return {
        "id": found.key,
        "name": found.name,
        "actor": _actor(found.actor) if found.actor else None,
        "candidates": [_actor(one) for one in found.candidates],
        "names": [{"name": name, "claims": times} for name, times in found.names],
        "offices": [
            {"office": t.office, "from": t.begun or None, "to": _ended(t.end), "source": t.origin,
             "sureness": t.sureness}
            for t in found.terms
        ],
        "voices": [
            {
                "speaker": {"id": v.speaker_actor or v.speaker, "name": v.speaker},
                "speaks_for": {"id": v.speaks_for_actor or v.speaks_for, "name": v.speaks_for},
                "times": v.times,
                "claim": v.claim,
                "reported": v.day,
                "quotation": v.exact,
                "report": {"id": v.report, "outlet": v.outlet, "published": v.published, "title": None},
            }
            for v in found.voices
        ],
        "positions": [standing_value(cell) for cell in found.positions],
        "statements": [claim_value(held) for held in found.statements],
        "meetings": [claim_value(held) for held in found.meetings],
        "claims": found.claims,
    }  # fmt: skip


def _actor(actor: "Actor") -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sector": actor.sector,
        "aliases": list(actor.aliases),
    }


def _ended(end: str) -> str:
    if end.startswith("~"):
        return f"at least {end[1:]}"
    return {"": "today or unknown", "?": "an end nobody noted"}.get(end, end)


def print_matrix(found: Matrix, pairs: tuple[Pair, ...]) -> None:
    """Pairs, the busiest first, and who stands between others."""
    print(f"Reported of {found.from_ or 'the beginning'} to {found.to or 'the end'}:\n")
    for pair in pairs:
        counts = [counted(len(pair.met), "meeting")] if pair.met else []
        counts += [counted(len(pair.spoke), "call")] if pair.spoke else []
        counts += [f"{len(pair.planned)} planned"] if pair.planned else []
        names = f"{on_one_line(pair.a.name)} – {on_one_line(pair.b.name)}"
        last = f"; the last: {days_of(pair.last)}" if pair.last else ""
        say(f"{names}: {', '.join(counts)}{last}")
        act = pair.last or pair.planned[0]
        say(f"“{on_one_line(act.steps[-1].told.claim.evidence.exact)[:200]}” [{act.event.id[:8]}]", "    ")
    for one in found.between[:3]:
        a, b = one.pairs[0]
        say(
            f"{on_one_line(one.side.name)} met both sides of {counted(len(one.pairs), 'pair')} of which no "
            f"report tells that they met, such as {on_one_line(a.name)} and {on_one_line(b.name)}."
        )


def _act(life: Life) -> dict[str, Any]:
    """An act in short, with the words that decide how it stands."""
    step = next((s for s in reversed(life.steps) if s.stage == life.stage), life.steps[-1])
    return {
        "event": life.event.id,
        "status": life.stage,
        "earliest": life.earliest,
        "latest": life.latest,
        **told_value(step.told),
    }
