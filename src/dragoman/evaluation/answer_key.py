"""What the record makes of many reports, against an answer key written by hand from them.

A key (TOML) names its reports (`reports`, a folder beside it) and what a careful reader finds in them:
`families`, `event` (claims that tell one act, what became of it, who was there) and `contradiction`. A claim
of the key is a report and words; the coder's claim that tells an act of that kind by a word inside those
words is its counterpart. What the coder did not find is counted as such, and merging is judged on the rest.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.ask.events import contradictions, events, told_claims
from dragoman.documents.identity import make_document
from dragoman.errors import SettingsError
from dragoman.evaluation.score import Scores
from dragoman.merge.block import Told, group_of
from dragoman.merge.contradictions import Contradiction
from dragoman.merge.families import families
from dragoman.merge.lifecycle import Life, life_of
from dragoman.pipeline import Resources, code_documents
from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports
from dragoman.store import Record, open_record

Key = Mapping[str, Any]


def read_key(path: Path) -> Key:
    """The key in a file.

    Raises:
        SettingsError: the file is not TOML, or lacks a part.
    """
    try:
        key = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            "the answer key cannot be read", where=str(path), found=str(error), expected="a TOML file"
        ) from error
    for part in ("reports", "families", "event", "contradiction"):
        if part not in key:
            raise SettingsError("the answer key lacks a part", where=str(path), expected=part)
    return key


@dataclass(frozen=True, slots=True)
class Found:
    """What the record makes of the reports of a key, reports by the names of the key.

    Attributes:
        families: the reports of each.
        told: all claims of acts.
        lives: one for each act.
        name: of a report, by its document id.
    """

    families: tuple[tuple[str, ...], ...]
    told: tuple[Told, ...]
    lives: tuple[Life, ...]
    contradictions: tuple[Contradiction, ...]
    name: Mapping[str, str]


def measure_key(path: Path, resources: Resources, errors: int = 0) -> Scores:
    """Code the reports of a key, and score what the record makes of them.

    Returns:
        Figures, each of 0 to 1 or a count, and the first `errors` differences, one line each.

    Raises:
        SettingsError: the key or its reports cannot be used.
    """
    key = read_key(path)
    with TemporaryDirectory() as scratch, open_record(Path(scratch) / "record") as record:
        raw = [r for r in read_reports([str(path.parent / key["reports"])]) if isinstance(r, RawDocument)]
        if not raw:
            raise SettingsError("the key names no reports", where=str(path), found=str(key["reports"]))
        record.add_all(code_documents((make_document(r) for r in raw), resources))
        found = ask_record(record, key)
    return score_key(key, found, errors)


def ask_record(record: Record, key: Key) -> Found:
    """What the record makes of the reports it holds."""
    told = told_claims(record, min_confidence=0.0)
    by_path = key.get("names", {})
    name = {t.held.document.id: _name(t, by_path) for t in told}
    kin = tuple(tuple(name.get(p.id, p.name) for p in family.reports) for family in families(record))
    lives = tuple(life for event in events(record, min_confidence=0.0) if (life := life_of(event)))
    acts = tuple(t for t in told if t.claim.kind == "event")
    return Found(kin, acts, lives, tuple(contradictions(record, min_confidence=0.0)), name)


def _name(told: Told, by_path: Mapping[str, str]) -> str:
    document = told.held.document
    return document.given_id or by_path.get(Path(document.path or "").name, document.id)


def score_key(key: Key, found: Found, errors: int = 0) -> Scores:
    """The figures of what was found against the key."""
    lines: list[str] = []
    figures: dict[str, Any] = {"reports": sum(len(f) for f in found.families)}
    figures["families"] = _pairs_score(
        _pairs(found.families), _pairs(key["families"]), lines, "family of {} and {}"
    )
    figures |= _events(key, found, lines)
    figures["contradictions"] = _contradictions(key, found, lines)
    return Scores(figures, tuple(lines[:errors]))


def _pairs(groups: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _pairs_score(
    got: set[tuple[str, ...]], wanted: set[tuple[str, ...]], lines: list[str], what: str
) -> dict[str, float]:
    right = len(got & wanted)
    lines += [f"not found: {what.format(*pair)}" for pair in sorted(wanted - got)]
    lines += [f"wrong: {what.format(*pair)}" for pair in sorted(got - wanted)]
    return _rates(right, len(got), len(wanted))


def _rates(right: int, got: int, wanted: int) -> dict[str, float]:
    precision, recall = right / got if got else 0.0, right / wanted if wanted else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * right / (got + wanted) if got + wanted else 0.0,
    }


def _events(key: Key, found: Found, lines: list[str]) -> dict[str, Any]:
    """Recall of claims; merging of those found; what became of the acts and of who was to be there."""
    of_claim = {t.claim.id: n for n, life in enumerate(found.lives) for t in life.event.told}
    claims = merged = 0
    wanted: set[tuple[str, ...]] = set()
    place: dict[str, int] = {}
    checks = {"status": [0, 0, 0], "participation": [0, 0, 0]}
    for event in key["event"]:
        names: list[str] = []
        for report, words in event["told"]:
            claims += 1
            claim = _counterpart(found, report, words, event["kind"])
            if claim is None:
                lines.append(f"no claim: {event['kind']} {words!r} in {report}")
                continue
            merged += 1
            name = f"{report} {words[:40]!r} [{claim.claim.id[:8]}]"
            names.append(name)
            place[name] = of_claim[claim.claim.id]
        wanted |= _pairs([names])
        _became(event, [found.lives[place[name]] for name in names], checks, lines)
    groups: dict[int, list[str]] = {}
    for name, n in place.items():
        groups.setdefault(n, []).append(name)
    figures: dict[str, Any] = {"claims": {"asked": claims, "recall": merged / claims}}
    got = _pairs(groups.values())
    figures["events"] = _pairs_score(got, wanted, lines, "one act in {} and {}")
    for what, (right, told, asked) in checks.items():
        figures[what] = {"asked": asked, "right": right / asked, "right_where_told": right / max(1, told)}
    return figures


def _counterpart(found: Found, report: str, words: str, kind: str) -> Told | None:
    """The claim of that report and kind whose act is told within those words; the surest of several."""
    fits: list[Told] = []
    for one in found.told:
        document = one.held.document
        at = document.text.find(words) if found.name[document.id] == report else -1
        trigger = one.claim.trigger
        if (
            at >= 0
            and at <= trigger.start < at + len(words)
            and group_of(one.claim.event_type) == group_of(kind)
        ):
            fits.append(one)
    return max(fits, key=lambda t: (t.claim.confidence, t.claim.id), default=None)


def _became(event: Key, lives: Sequence[Life], checks: dict[str, list[int]], lines: list[str]) -> None:
    """Compare with the act that most of the key's claims are in; the fullest of several."""
    if lives:
        life = max(lives, key=lambda one: (lives.count(one), len(one.event.told), one.event.id))
    else:
        life = None
    asked = [("status", "", event["stage"])] if "stage" in event else []
    asked += [("participation", who, status) for who, status in event.get("parties", {}).items()]
    for what, who, status in asked:
        row = checks[what]
        row[2] += 1
        if life is None:
            continue
        row[1] += 1
        standing = {p.status for p in life.parties if who in p.name} if who else {life.stage}
        if standing == {status}:
            row[0] += 1
        else:
            was = ", ".join(sorted(standing)) or "not named"
            lines.append(f"{event['name']}: {who or 'the act'} {was}, by the key {status}")


def _contradictions(key: Key, found: Found, lines: list[str]) -> dict[str, float]:
    """A contradiction of the key is found once, between any copies of either side; others are wrong."""
    kin = {name: min(family) for family in key["families"] for name in family}
    listed = [
        (row["of"], [{kin.get(r, r) for r in side} for side in row["reports"]])
        for row in key["contradiction"]
    ]
    disputed = [{kin.get(r, r) for r in pair} for pair in key.get("disputed", ())]
    hit: set[int] = set()
    got = 0
    for one in found.contradictions:
        a, b = (kin.get(n, n) for n in (found.name[t.held.document.id] for t in (one.first, one.second)))
        matched = [
            n
            for n, (kind, (side, other)) in enumerate(listed)
            if kind == one.kind and ((a in side and b in other) or (b in side and a in other))
        ]
        if matched:
            hit.update(matched)
        elif {a, b} not in disputed:
            got += 1
            names = [found.name[t.held.document.id] for t in (one.first, one.second)]
            lines.append(f"wrong: {one.kind} {names[0]} {one.says_first!r}, {names[1]} {one.says_second!r}")
    lines += [
        f"not found: {row['of']} {row['reports']} {row['words']}"
        for n, row in enumerate(key["contradiction"])
        if n not in hit
    ]
    return _rates(len(hit), got + len(hit), len(listed))
