"""The record: reports and their claims, only ever added to, their quotations checked on every reading.

    with open_record(Path("talks.record")) as record:
        record.add(coded)                       # False where the report is already held
        for held in record.claims():            # each quotation is checked against its report
            print(held.document.published, held.claim.evidence.exact)

A report is known by `Document.id`, so the same text under another name, address or outlet is already
held; that it stood there too is kept as a further `Sighting`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Engine, Executable, Row, func, insert, select

from dragoman.documents.identity import document_id
from dragoman.errors import RecordError
from dragoman.records import Claim, CodedDocument, Document, to_json
from dragoman.store.connection import connect, said_plainly
from dragoman.store.decode import from_json
from dragoman.store.evidence import check_before_keeping, claim_faults, quotation_fault
from dragoman.store.schema import claim, participant, report, sighting

AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"

LAYERS = ("mentions", "dates", "places", "attributions", "skipped")
IDS_AT_ONCE = 500
"""How many ids one question to SQLite carries."""
DOCUMENTS_IN_HAND = 256
"""Reports kept in memory while their claims are read; claims in order of time jump between reports."""

_DOCUMENT = tuple(f.name for f in fields(Document))
_SIGHTING = ("given_id", "path", "url", "outlet", "published", "title")


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim as read back, its quotation checked, with the report it stands in.

    Attributes:
        recorded_at: when it was kept (ISO 8601, UTC).
    """

    claim: Claim
    document: Document
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a report's text stood; `day` is that of publication, else of recording."""

    given_id: str | None
    path: str | None
    url: str | None
    outlet: str | None
    published: str | None
    title: str | None
    day: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report as read back; `layers` is contract JSON: mentions, dates, places, attributions, skipped."""

    document: Document
    layers: Mapping[str, Any]
    sightings: tuple[Sighting, ...]
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What verification found wrong: the claim (None: the report itself), the report, and the fault."""

    claim: str | None
    report: str | None
    fault: str


def utc_now() -> str:
    """The moment now, to the second, such as "2025-11-19T08:30:00Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_record(path: Path, *, create: bool = True, clock: Callable[[], str] = utc_now) -> "Record":
    """Open the record at `path`; use it in a `with` block.

    Args:
        path: the record file.
        create: make a new record where there is none; else its absence is an error.
        clock: gives the moment that rows are kept, ISO 8601 in UTC.

    Raises:
        RecordError: no record there, not a record, written by a newer Dragoman, damaged, or locked.
    """
    return Record(path, connect(path, create=create, moment=clock()), clock)


class Record:
    """An open record. Every method raises RecordError, in one line, where the file under it fails."""

    def __init__(self, path: Path, engine: Engine, clock: Callable[[], str]) -> None:
        self.path, self._engine, self._clock = path, engine, clock

    def __enter__(self) -> "Record":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with said_plainly(self.path):
            self._engine.dispose()

    # ── keeping ──

    def add(self, coded: CodedDocument) -> bool:
        """Keep a report and its claims; False where the report is already held (a further sighting is noted).

        Raises:
            ReportError: a quotation does not stand in its report; nothing was kept.
        """
        return self.add_all([coded])[0]

    def add_all(self, batch: Iterable[CodedDocument], again: Iterable[Document] = ()) -> tuple[bool, ...]:
        """Keep reports in one transaction: all of them or, where anything fails, none.

        Args:
            batch: coded reports.
            again: reports known to be held, whose sighting is to be noted.

        Returns:
            For each report of `batch`, was it new?

        Raises:
            ReportError: a quotation does not stand in its report.
        """
        todo = tuple(batch)
        for coded in todo:
            check_before_keeping(coded)
        with said_plainly(self.path), self._write() as connection:
            moment = self._clock()
            fresh = tuple(_keep(connection, coded, moment) for coded in todo)
            for document in again:
                _note_sighting(connection, document, moment)
        return fresh

    def held(self, identity: str) -> bool:
        """Is the report of this id in the record?"""
        return bool(self.held_among([identity]))

    def held_among(self, identities: Iterable[str]) -> frozenset[str]:
        """Those of the ids whose reports are in the record."""
        ids = sorted(set(identities))
        found: set[str] = set()
        with said_plainly(self.path), self._engine.connect() as connection:
            for at in range(0, len(ids), IDS_AT_ONCE):
                found.update(
                    connection.scalars(select(report.c.id).where(report.c.id.in_(ids[at : at + IDS_AT_ONCE])))
                )
        return frozenset(found)

    # ── reading ──

    def claims(
        self,
        conditions: Sequence[ColumnElement[bool]] = (),
        order: Sequence[ColumnElement[Any]] = (),
        limit: int | None = None,
    ) -> Iterator[HeldClaim]:
        """Claims that fulfil all `conditions` (over the columns of `schema.claim`), in `order`, else as kept.

        Raises:
            RecordError: a quotation is no longer what stands in its report, or a claim cannot be read.
        """
        question = (
            select(claim.c.id, claim.c.report, claim.c.json, claim.c.recorded_at)
            .where(*conditions)
            .order_by(*order, claim.c.number)
            .limit(limit)
        )
        with said_plainly(self.path), self._engine.connect() as connection:
            in_hand: dict[int, Document] = {}
            for row in connection.execute(question):
                if row.report not in in_hand:
                    if len(in_hand) >= DOCUMENTS_IN_HAND:
                        in_hand.clear()
                    in_hand[row.report] = _document(connection, row.report)
                yield _held_claim(row, in_hand[row.report])

    def count(self, conditions: Sequence[ColumnElement[bool]] = ()) -> int:
        """How many claims fulfil all `conditions`."""
        return self.rows(select(func.count()).select_from(claim).where(*conditions))[0][0]

    def rows(self, question: Executable) -> list[AnyRow]:
        """The rows of any question over the tables of `schema`."""
        with said_plainly(self.path), self._engine.connect() as connection:
            return list(connection.execute(question))

    def document(self, identity: str) -> HeldReport | None:
        """A report with its layers and sightings; None where it is not held.

        Raises:
            RecordError: a quotation of one of its claims is not in its text.
        """
        with said_plainly(self.path), self._engine.connect() as connection:
            row = connection.execute(select(report).where(report.c.id == identity)).first()
            if row is None:
                return None
            document = Document(**{name: row._mapping[name] for name in _DOCUMENT})
            for kept in connection.execute(select(claim).where(claim.c.report == row.number)):
                _held_claim(kept, document)
            seen = connection.execute(
                select(*(sighting.c[name] for name in (*_SIGHTING, "day", "seen_at")))
                .where(sighting.c.report == row.number)
                .order_by(sighting.c.number)
            )
            sightings = tuple(Sighting(*line) for line in seen)
        return HeldReport(document, json.loads(row.layers), sightings, row.recorded_at)

    def verify(self) -> Iterator[Finding]:
        """Go through the whole record and yield everything that is wrong: file, quotations, spans, columns.

        Nothing is yielded where all is well; `size` says how much that was.
        """
        with said_plainly(self.path), self._engine.connect() as connection:
            for (line,) in connection.exec_driver_sql("PRAGMA quick_check"):
                if line != "ok":
                    yield Finding(None, None, f"the file is damaged: {line}")
            for kept in connection.execute(select(report).order_by(report.c.number)):
                document = Document(**{name: kept._mapping[name] for name in _DOCUMENT})
                yield from _report_findings(document, kept.layers)
                for row in connection.execute(
                    select(claim).where(claim.c.report == kept.number).order_by(claim.c.number)
                ):
                    yield from _claim_findings(row, document)
            for row in connection.execute(
                select(claim.c.id)
                .where(claim.c.report.not_in(select(report.c.number)))
                .order_by(claim.c.number)
            ):
                yield Finding(row.id, None, "its report is not in the record")

    def size(self) -> tuple[int, int]:
        """How many reports and claims the record holds."""
        return self.rows(select(func.count()).select_from(report))[0][0], self.count()

    def _write(self) -> "_Writing":
        return _Writing(self._engine)


class _Writing:
    """A transaction that takes the right to write at once, so that it cannot lack it half-way."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Connection:
        self._connection = self._engine.connect().execution_options(begin="IMMEDIATE")
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise
        return self._connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        finally:
            self._connection.close()


def as_line(value: object) -> str:
    """Contract JSON as it is kept: compact, in the order of the contract, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def day_of(published: str | None, otherwise: str) -> str:
    """The day something was published or, where the report does not say, the day of `otherwise`.

    >>> day_of("2025-11-19T08:30:00Z", "2026-01-01T00:00:00Z"), day_of(None, "2026-01-01T00:00:00Z")
    ('2025-11-19', '2026-01-01')
    """
    return (published or otherwise)[:10]


def _keep(connection: Connection, coded: CodedDocument, moment: str) -> bool:
    document = coded.document
    if connection.scalar(select(report.c.number).where(report.c.id == document.id)) is not None:
        _note_sighting(connection, document, moment)
        return False
    number = (connection.scalar(select(func.max(report.c.number))) or 0) + 1
    layers = as_line({name: to_json(getattr(coded, name)) for name in LAYERS})
    connection.execute(
        insert(report).values(
            number=number, layers=layers, recorded_at=moment, **_values(document, _DOCUMENT)
        )
    )
    _insert_sighting(connection, number, document, moment)
    first = (connection.scalar(select(func.max(claim.c.number))) or 0) + 1
    if coded.claims:
        connection.execute(
            insert(claim), [_claim_row(n, number, c, moment) for n, c in enumerate(coded.claims, first)]
        )
    parties = [
        _party_row(n, p, c) for n, c in enumerate(coded.claims, first) for p in range(len(c.participants))
    ]
    if parties:
        connection.execute(insert(participant), parties)
    return True


def _note_sighting(connection: Connection, document: Document, moment: str) -> None:
    """Keep where a held text stood this time, unless that is known already."""
    number = connection.scalar(select(report.c.number).where(report.c.id == document.id))
    if number is None:
        return
    same = [sighting.c[name].is_not_distinct_from(getattr(document, name)) for name in _SIGHTING]
    if (
        connection.scalar(select(sighting.c.number).where(sighting.c.report == number, *same).limit(1))
        is None
    ):
        _insert_sighting(connection, number, document, moment)


def _insert_sighting(connection: Connection, number: int, document: Document, moment: str) -> None:
    connection.execute(
        insert(sighting).values(
            report=number,
            day=day_of(document.published, moment),
            seen_at=moment,
            **_values(document, _SIGHTING),
        )
    )


def _values(document: Document, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(document, name) for name in names}


def _claim_row(number: int, report_number: int, value: Claim, moment: str) -> dict[str, Any]:
    return {
        "number": number,
        "report": report_number,
        "json": as_line(to_json(value)),
        "recorded_at": moment,
        **_claim_columns(value),
    }


def _claim_columns(value: Claim) -> dict[str, Any]:
    """The columns that follow from a claim."""
    time, place = value.time, value.place
    return {
        "id": value.id,
        "kind": value.kind,
        "event_type": value.event_type,
        "mode": value.mode,
        "status": value.status,
        "issue": value.issue,
        "stance": value.stance,
        "earliest": time.earliest if time else None,
        "latest": time.latest if time else None,
        "place_name": place.name if place else None,
        "place_country": place.country if place else None,
        "confidence": value.confidence,
        "start": value.evidence.start,
        "end": value.evidence.end,
        "exact": value.evidence.exact,
    }


def _party_row(number: int, position: int, value: Claim) -> dict[str, Any]:
    party = value.participants[position]
    names = ("role", "name", "actor", "country", "status")
    return {"claim": number, "position": position, **{name: getattr(party, name) for name in names}}


def _document(connection: Connection, number: int) -> Document:
    row = connection.execute(
        select(*(report.c[name] for name in _DOCUMENT)).where(report.c.number == number)
    ).one()
    return Document(*row)


def _held_claim(row: AnyRow, document: Document) -> HeldClaim:
    value = _decoded(row)
    if isinstance(value, str):
        raise RecordError(
            f"claim {row.id}: {value}",
            where=f"report {document.id[:12]}",
            next_step="run dragoman verify to see more",
        )
    if fault := quotation_fault(document.text, value.evidence):
        raise RecordError(
            f"claim {value.id}: {fault}",
            where=f"report {document.id[:12]}",
            next_step="run dragoman verify to see more",
        )
    return HeldClaim(value, document, row.recorded_at)


def _decoded(row: AnyRow) -> Claim | str:
    """The claim of a row, or what is wrong with its JSON."""
    try:
        return from_json(Claim, json.loads(row.json))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"what is kept of it cannot be read ({type(error).__name__}: {error})"


def _report_findings(document: Document, layers: str) -> Iterator[Finding]:
    if document_id(document.text) != document.id:
        yield Finding(None, document.id, "its text is not the one that was kept under this id")
    try:
        spans = [
            span for name, items in json.loads(layers).items() if name != "attributions" for span in items
        ]
    except ValueError as error:
        yield Finding(None, document.id, f"its layers cannot be read ({error})")
        return
    for span in spans:
        if "text" in span and document.text[span["start"] : span["end"]] != span["text"]:
            yield Finding(
                None, document.id, f'"{span["text"]}" is not what stands at {span["start"]}-{span["end"]}'
            )


def _claim_findings(row: AnyRow, document: Document) -> Iterator[Finding]:
    value = _decoded(row)
    if isinstance(value, str):
        yield Finding(row.id, document.id, value)
        return
    for fault in claim_faults(document.text, value):
        yield Finding(row.id, document.id, fault)
    for name, expected in _claim_columns(value).items():
        if row._mapping[name] != expected:
            yield Finding(
                row.id, document.id, f"column {name} says {row._mapping[name]!r}, the claim {expected!r}"
            )
