"""What the record could not settle: names and descriptions without a known actor, the most frequent first.

A name that no table knows, or that several actors bear, is a task for a person: `dragoman actors add` makes
it known. "The two leaders" with more than two to choose from stands here, too. Pronouns, places and groups
without candidates ("Russian officials") do not: there is nobody to add.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from dragoman.actors.names import fold
from dragoman.store import Record
from dragoman.store.schema import report

PRONOUNS = frozenset(
    word
    for words in (
        "he him his himself she her hers herself it its itself they them their theirs themselves",
        "we us our ours i me my you your",
    )
    for word in words.split()
)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that no actor could be found for.

    Attributes:
        candidates: names of those it may mean, over all reports; empty where nobody of that name is known.
        report: id of one report that has them, with its words.
    """

    text: str
    kind: str
    mentions: int
    reports: int
    candidates: tuple[str, ...]
    report: str


def find_unresolved(record: Record) -> tuple[Unresolved, ...]:
    """All of them, by mentions, then by reports, then by name."""
    found: dict[tuple[str, str], list[tuple[str, str, tuple[str, ...]]]] = {}
    for identity, text, kind, candidates in _open_mentions(record):
        found.setdefault((fold(text).lower(), kind), []).append((identity, text, candidates))
    rows = [
        Unresolved(
            seen[0][1],
            kind,
            len(seen),
            len({identity for identity, _, _ in seen}),
            tuple(dict.fromkeys(name for _, _, names in seen for name in names)),
            seen[0][0],
        )
        for (_, kind), seen in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.mentions, -row.reports, row.text)))


def _open_mentions(record: Record) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for identity, layers in record.rows(select(report.c.id, report.c.layers).order_by(report.c.id)):
        for mention in json.loads(layers)["mentions"]:
            text, kind = mention["text"], mention["kind"]
            if mention["actor"] is not None or kind == "place" or fold(text).lower() in PRONOUNS:
                continue
            names = tuple(str(candidate["name"]) for candidate in mention["candidates"])
            if names or (kind in ("person", "organisation") and _is_name(text)):
                yield identity, text, kind, names


def _is_name(text: str) -> bool:
    """Is every longer word of it capitalised ("Juhan Rebane", not "the special envoy")?"""
    words = [word for word in text.replace("-", " ").split() if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)
