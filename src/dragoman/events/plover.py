"""PLOVER's types and modes, and the frames of the words that tell them, read from `data/acts.toml`.

A frame says which words tell an act, what must stand beside them, and where its parties stand. The
first frame in the file that fits is taken.

>>> [frame.event_type for frame in load_acts().verbs["pardon"]]
['CONCEDE']
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.data import read_toml
from dragoman.errors import SettingsError
from dragoman.records import ClaimKind

EVENT_TYPES = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "REJECT",
        "ACCUSE",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
        "STATEMENT",
    ]
)
"""The 16 types of PLOVER 2.0, and STATEMENT, which PLOVER drops and a record of negotiations cannot."""


_COOPERATIVE = frozenset(["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"])
_MATERIAL_CONFLICT = frozenset(["SANCTION", "MOBILIZE", "COERCE", "ASSAULT"])


def strict_type(event_type: str, status: str) -> str | None:
    """The type under which PLOVER's codebook files an act; None where it has no record of it.

    PLOVER has no status: an act of cooperation to come is an AGREE there, one of conflict a THREATEN, and
    cooperation refused a REJECT. It drops statements, and what was undone or did not happen.

    >>> strict_type("CONSULT", "scheduled"), strict_type("ASSAULT", "scheduled")
    ('AGREE', 'THREATEN')
    """
    if event_type == "STATEMENT":
        return None
    if status in {"scheduled", "proposed"}:
        if event_type in _COOPERATIVE:
            return "AGREE"
        if event_type in _MATERIAL_CONFLICT:
            return "THREATEN"
    return event_type


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which words tell an act.

    Attributes:
        objects: what the direct object must be: "party", "any", "none", or noun lemmas; empty: no matter.
        clause: it needs an infinitive, gerund or that-clause; `infinitive`: with "to".
        content: what stands in its clause as an object must be, as for `objects`.
        prepositions: preposition → what must follow it, as for `objects`; one of them must be there.
        recipient: where the other party stands, in order of preference.
        mutual: all parties take part alike.
        not_objects: what the direct object must not be.
        several: the subject must name more than one party.
        doer: whether a known doer must be there; `sectors`, where not empty, are those of PLOVER of which
            the doer must be one (a state counts as GOV).
        both: a doer and another party must be there.
        subjects: what the subject must be, as for `objects`; its owners are then the doers.
        of_object: whether the object is the act, of which the verb says what became of it.
        absent: whether the doer is told to stay away from it.
        own: whether those who own the object do the act, where no other doer is told.
        persons: the doer must be a person or a group ("the minister flew to", not "inflation flew to").
        subject_role: role of the subject, "actor" unless said otherwise.
    """

    event_type: str
    mode: str | None
    objects: frozenset[str]
    clause: bool
    infinitive: bool
    content: frozenset[str]
    prepositions: tuple[tuple[str, frozenset[str]], ...]
    recipient: tuple[str, ...]
    mutual: bool
    not_objects: frozenset[str]
    several: bool
    doer: bool
    sectors: frozenset[str]
    both: bool
    subjects: frozenset[str]
    of_object: bool
    absent: bool
    own: bool
    persons: bool
    subject_role: str
    kind: ClaimKind
    stance: str | None


@dataclass(frozen=True, slots=True)
class Acts:
    """Frames by lemma ("rule_out" for a verb with its particle), in the order of the file.

    Attributes:
        parts: nouns that only measure what follows ("part of", "dozens of").
        wrappers: nouns that are told by the noun before them ("aid program", "arrest warrant").
        demands: nouns whose owner demands what a passive leaves open ("Chad's terms … Mali is required to").
    """

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    parts: frozenset[str]
    wrappers: frozenset[str]
    demands: frozenset[str]


@cache
def load_acts() -> Acts:
    """The frames of `data/acts.toml`.

    Raises:
        SettingsError: a frame has a type that PLOVER does not know.
    """
    table = read_toml("acts.toml")
    classes = {name: frozenset(words) for name, words in table["classes"].items()}
    return Acts(
        _by_lemma(table["verb"], classes),
        _by_lemma(table["noun"], classes),
        classes["PARTS"],
        classes["WRAPPERS"],
        classes["DEMAND_NOUNS"],
    )


def _by_lemma(
    rows: Iterable[Mapping[str, Any]], classes: Mapping[str, frozenset[str]]
) -> Mapping[str, tuple[Frame, ...]]:
    frames: dict[str, list[Frame]] = defaultdict(list)
    for row in rows:
        frame = _frame(row, classes)
        for lemma in row["lemmas"]:
            frames[lemma].append(frame)
    return {lemma: tuple(listed) for lemma, listed in frames.items()}


def _frame(row: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Frame:
    if row["type"] not in EVENT_TYPES:
        raise SettingsError(
            f"{row['type']!r} is not an event type",
            where=f"data/acts.toml, {row['lemmas'][0]}",
            expected=f"one of {' '.join(sorted(EVENT_TYPES))}",
        )
    return Frame(
        row["type"],
        row.get("mode") or None,
        _nouns(row.get("object", ()), classes),
        "to" in row,
        row.get("to") == "infinitive",
        _nouns(row.get("content", ()), classes),
        tuple((word, _nouns(what, classes)) for word, what in row.get("prep", {}).items()),
        tuple(row.get("recipient", ())),
        row.get("mutual", False),
        _nouns(row.get("not_object", ()), classes),
        row.get("several", False),
        bool(row.get("doer")),
        frozenset(doer) if isinstance(doer := row.get("doer"), list) else frozenset(),
        row.get("both", False),
        _nouns(row.get("subject", ()), classes),
        row.get("fate") == "object",
        row.get("absent", False),
        row.get("own", False),
        row.get("persons", False),
        row.get("subject_role", "actor"),
        row.get("kind", "event"),
        row.get("stance"),
    )


def _nouns(what: str | Iterable[str], classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    named = [what] if isinstance(what, str) else list(what)
    return frozenset(word for name in named for word in classes.get(name, frozenset([name])))


def plain_frame(
    event_type: str, kind: ClaimKind, *, mode: str = "", stance: str | None = None, mutual: bool = False
) -> Frame:
    """A frame that asks nothing of the words around it, for what is told by other means than a lemma."""
    row = {"type": event_type, "mode": mode, "lemmas": [""], "kind": kind, "stance": stance, "mutual": mutual}
    return _frame(row, {})


STATEMENT = plain_frame("STATEMENT", "statement")
"""The frame of a saying that tells no act."""
