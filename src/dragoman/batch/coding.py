"""A shard of reports coded: two Parquet files as bytes, and its counts. The same function on every engine.

What comes out depends on the shard alone: the same bytes whichever worker does it, and when. A worker
loads its resources with its first shard and keeps them.
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

from dragoman.ask.values import CLAIM_COLUMNS, claim_line, report_value
from dragoman.batch.tables import parquet_of
from dragoman.documents.taking import Coder, code_each, where_from
from dragoman.errors import ReportError
from dragoman.records import CodedDocument, Document, to_json
from dragoman.sources.raw import SetAside
from dragoman.store.database import LAYERS
from dragoman.store.evidence import check_before_keeping

DAYS = ("earliest", "latest")
REPORT_COLUMNS = (
    "fate", "where", "reason", "id", "given_id", "path", "url", "outlet", "published", "title",
    "language", "text", "layers",
)  # fmt: skip
"""`fate` is coded, copy or set aside; `where` and `reason` are of those set aside; `text` and `layers`
(contract JSON) of the coded; a copy has the text of the coded report with its id."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report whose text came earlier in the batch; its own text is left out."""

    document: Document


@dataclass(frozen=True, slots=True)
class Shard:
    """So many reports in the order they came; its number counts from 0."""

    number: int
    items: tuple[Document | Copy | SetAside, ...]
    own_actors: str | None = None


@dataclass(frozen=True, slots=True)
class CodedShard:
    """A shard when it is done.

    Attributes:
        claims, reports: Parquet files.
        counts: read = coded + copies + set_aside; and claims.
        reasons: how many reports were set aside for each reason.
        method: what made the claims, as contract JSON.
        cpu_seconds: processor time of the worker for this shard, what it loaded first apart.
        peak_mb: the most memory that the worker has held so far.
    """

    number: int
    claims: bytes
    reports: bytes
    counts: dict[str, int]
    reasons: dict[str, int]
    method: dict[str, Any]
    cpu_seconds: float
    peak_mb: float


@cache
def _coder(own_actors: str | None) -> tuple[Coder, dict[str, Any]]:
    """The coder and its method; loaded once a process."""
    from dragoman.actors.own import read_own_actors
    from dragoman.pipeline import code_documents, load_resources

    loaded = load_resources(read_own_actors(Path(own_actors)) if own_actors else None)
    return (lambda documents: code_documents(documents, loaded)), to_json(loaded.method)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the reports of a shard, as they stand in memory: for a record to keep."""

    number: int
    outcomes: tuple[CodedDocument | Copy | SetAside, ...]
    refused: dict[str, str]
    """Ids of the reports that could not be coded, with the reason."""


def code_for_record(shard: Shard) -> Outcomes:
    """Code every report of the shard, and write nothing."""
    code, _ = _coder(shard.own_actors)
    coded = code_each([item for item in shard.items if isinstance(item, Document)], code)
    outcomes: list[CodedDocument | Copy | SetAside] = []
    refused: dict[str, str] = {}
    for item in shard.items:
        outcome = next(coded) if isinstance(item, Document) else item
        if isinstance(item, Document) and isinstance(outcome, SetAside):
            refused[item.id] = outcome.reason
        outcomes.append(outcome)
    return Outcomes(shard.number, tuple(outcomes), refused)


def code_shard(shard: Shard) -> CodedShard:
    """Code every report of the shard."""
    return code_shard_with(shard, *_coder(shard.own_actors))


def code_shard_with(shard: Shard, code: Coder, method: dict[str, Any]) -> CodedShard:
    """The same with a given coder."""
    began = process_time()
    coded = code_each([item for item in shard.items if isinstance(item, Document)], code)
    claims: list[dict[str, Any]] = []
    reports: list[dict[str, Any]] = []
    reasons: Counter[str] = Counter()
    counts: dict[str, int] = dict.fromkeys(("read", "coded", "copies", "set_aside", "claims"), 0)
    for item in shard.items:
        outcome = _checked(next(coded)) if isinstance(item, Document) else item
        counts["read"] += 1
        if isinstance(outcome, SetAside):
            counts["set_aside"] += 1
            reasons[outcome.reason] += 1
            row = {"fate": "set aside", "where": outcome.where, "reason": outcome.reason}
            if isinstance(item, Document):
                row |= report_value(item)
        elif isinstance(outcome, Copy):
            counts["copies"] += 1
            row = {"fate": "copy", **to_json(outcome.document), "text": None}
        else:
            counts["coded"] += 1
            layers = _json({name: to_json(getattr(outcome, name)) for name in LAYERS})
            row = {"fate": "coded", **to_json(outcome.document), "layers": layers}
            for claim in outcome.claims:
                value = to_json(claim)
                line = claim_line({**value, "report": report_value(outcome.document)})
                claims.append({**line, "json": _json(value)})
        reports.append(row)
    counts["claims"] = len(claims)
    return CodedShard(
        number=shard.number,
        claims=_parquet(claims, (*CLAIM_COLUMNS, "json")),
        reports=_parquet(reports, REPORT_COLUMNS),
        counts=counts,
        reasons=dict(sorted(reasons.items())),
        method=method,
        cpu_seconds=round(process_time() - began, 3),
        peak_mb=peak_mb(),
    )


def _checked(outcome: CodedDocument | SetAside) -> CodedDocument | SetAside:
    """The report, unless a quotation does not stand in it."""
    if isinstance(outcome, SetAside):
        return outcome
    try:
        check_before_keeping(outcome)
    except ReportError as error:
        return SetAside(where_from(outcome.document), error.line())
    return outcome


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _parquet(rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> bytes:
    """The rows as one Parquet file, typed: days are days, confidence is a number, all else text."""
    import pyarrow as pa

    kinds = {"confidence": pa.float64(), **dict.fromkeys(DAYS, pa.date32())}
    shape = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    listed = list(rows)
    columns = {name: [_cell(name, row.get(name)) for row in listed] for name in names}
    return parquet_of(pa.table(columns, shape))


def _cell(name: str, value: Any) -> Any:  # noqa: ANN401 - cells are of several types
    if isinstance(value, str):
        # Half characters, of which Parquet has none, are spelled out.
        return date.fromisoformat(value) if name in DAYS else value.encode("utf-8", "backslashreplace")
    return value


def peak_mb() -> float:
    """The most memory that this process has held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1e6 if sys.platform == "darwin" else 1e3), 1)
