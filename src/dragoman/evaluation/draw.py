"""Claims drawn at random, to be read by a person against their words, and what the person found.

    dragoman evaluate draw REPORTS --number 300 > drawn.jsonl
    dragoman evaluate drawn drawn.jsonl

Each line is a claim with its quotation and `verdict`, null until a reader writes `true` (type, parties,
status and date are what a careful reader takes from the words) or `false`, with `why`. The draw depends on
the reports and the seed alone: reports are drawn first, then claims among theirs, so that long reports do
not crowd out the short ones.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.documents.identity import make_document
from dragoman.errors import SettingsError
from dragoman.pipeline import code_documents, load_resources
from dragoman.records import Claim, CodedDocument, Document
from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports

REPORTS_FOR_A_CLAIM = 3
"""Reports drawn for each claim that is wanted."""

MOST_OF_ONE = 3
"""Claims drawn of one report at most."""


def draw_claims(path: str, number: int, seed: int) -> Iterator[dict[str, Any]]:
    """`number` claims drawn among the reports at `path`, as rows for a reader; fewer where they are few."""
    chance = random.Random(seed)
    kept: list[Document] = []
    for n, raw in enumerate(r for r in read_reports([path]) if isinstance(r, RawDocument)):
        place = n if n < number * REPORTS_FOR_A_CLAIM else chance.randrange(n + 1)
        if place < number * REPORTS_FOR_A_CLAIM:
            kept[place : place + 1] = [make_document(raw)]
    chance.shuffle(kept)
    left = number
    for coded in code_documents(kept, load_resources()):
        for claim in chance.sample(coded.claims, min(MOST_OF_ONE, len(coded.claims))):
            if not left:
                return
            left -= 1
            yield _row(coded, claim)


def _row(coded: CodedDocument, claim: Claim) -> dict[str, Any]:
    text, words = coded.document.text, claim.evidence
    return {
        "report": coded.document.given_id or coded.document.id,
        "published": coded.document.published,
        "claim": claim.id,
        "says": f"{claim.kind} {claim.event_type} {claim.mode or ''} {claim.status}".replace("  ", " "),
        "parties": [
            f"{p.role}: {p.name} ({', '.join(filter(None, (p.country, p.sector, p.status)))})"
            for p in claim.participants
        ],
        "when": claim.time.edtf or claim.time.value if claim.time else None,
        "where": claim.place.name if claim.place else None,
        "by": [link.speaker.name if link.speaker else link.type for link in claim.attribution[1:]],
        "issue": claim.issue,
        "before": text[max(0, words.start - 80) : words.start],
        "words": words.exact,
        "confidence": claim.confidence,
        "reasons": [f"{r.feature}: {r.detail} ({r.score:+.2f})" for r in claim.reasons],
        "verdict": None,
        "why": "",
    }


def print_drawn(path: str) -> int:
    """Print what a reader found of drawn claims: the share that is right, in all, by confidence and by type.

    Returns:
        Exit code 0.

    Raises:
        SettingsError: the file cannot be read, or no row has a verdict.
    """
    rows = list(_judged(path))
    if not rows:
        raise SettingsError("no row has a verdict", where=path, expected='"verdict": true or false')
    print(f"right {_share(rows)} of {len(rows)} read")
    steps: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        steps[f"confidence {int(row['confidence'] * 10) / 10:.1f}"].append(row)
        steps[f"type {row['says'].split()[1]}"].append(row)
    for name, group in sorted(steps.items()):
        print(f"{name:<22} {_share(group)} of {len(group)}")
    return 0


def _share(rows: list[dict[str, Any]]) -> str:
    return f"{sum(row['verdict'] for row in rows) / len(rows):.2f}"


def _judged(path: str) -> Iterator[dict[str, Any]]:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("cannot be read", where=path, found=str(error)) from error
    for n, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            verdict, _, _ = row["verdict"], row["confidence"], row["says"]
        except (ValueError, KeyError, TypeError) as error:
            raise SettingsError(
                "no drawn claim", where=f"{path}:{n}", found=line[:60], expected="a line of `evaluate draw`"
            ) from error
        if isinstance(verdict, bool):
            yield row


def print_rows(rows: Iterable[dict[str, Any]]) -> int:
    """Print rows as JSON Lines; gives the exit code."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0
