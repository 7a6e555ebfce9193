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
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Executable,
    Row,
    case,
    func,
    insert,
    or_,
    select,
    text,
)  # fmt: skip
from sqlalchemy.exc import DBAPIError

from dragoman.documents.identity import document_id
from dragoman.errors import RecordError
from dragoman.records import Claim, CodedDocument, Document, Method, to_json
from dragoman.store.address import Address
from dragoman.store.coder_rows import CoderRow
from dragoman.store.connection import connect, connect_to_reading, database_of, said_plainly
from dragoman.store.corrections import Correction, InForce, Kind, corrected, in_force
from dragoman.store.damage import RESTORE
from dragoman.store.decode import from_json
from dragoman.store.evidence import as_line, check_before_keeping, claim_faults, quotation_fault
from dragoman.store.recoding import Recoding, recoding
from dragoman.store.schema import (
    KEPT,
    TABLES,
    claim,
    coder_row,
    coding,
    correction,
    participant,
    report,
    sighting,
    standing,
    watch,
)

AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"

LAYERS = ("mentions", "dates", "places", "attributions", "skipped")
IDS_AT_ONCE = 500
"""How many ids one question to SQLite carries."""
DOCUMENTS_IN_HAND = 256
"""Claims that are read together with their reports; no more reports than these are kept in memory."""

_DOCUMENT = tuple(f.name for f in fields(Document))
_SIGHTING = ("given_id", "path", "url", "outlet", "published", "title")
_NOWHERE = dict.fromkeys(_SIGHTING)
_FIRST = (sighting.c.day, sighting.c.published.is_(None), *(sighting.c[n] for n in ("published", *_SIGHTING)))
"""Places where a text stood, the first one first; equal days are told apart by what does not change."""


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim as read back, its quotation checked, with the report it stands in.

    Attributes:
        recorded_at: when it was kept (ISO 8601, UTC).
        corrections: those in force on it, where it was read with corrections (`Record.corrected`).
    """

    claim: Claim
    document: Document
    recorded_at: str
    corrections: tuple[Correction, ...] = ()


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
    """What verification found wrong: the claim (None: the report itself), the report, and the fault.

    Without a report it is the file that is wrong. `next_step` says what to do; empty: a person must judge.
    """

    claim: str | None
    report: str | None
    fault: str
    next_step: str = ""


def utc_now() -> str:
    """The moment now, to the second, such as "2025-11-19T08:30:00Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_record(path: Path | Address, *, create: bool = True, clock: Callable[[], str] = utc_now) -> "Record":
    """Open the record at `path`; use it in a `with` block.

    Args:
        path: the record file, or the address of a PostgreSQL database.
        create: make a new record where there is none; else its absence is an error.
        clock: gives the moment that rows are kept, ISO 8601 in UTC.

    Raises:
        RecordError: no record there, not a record, written by a newer Dragoman, damaged, or locked.
    """
    return Record(path, connect(path, create=create, moment=clock()), clock)


class Record:
    """An open record. Every method raises RecordError, in one line, where the file under it fails."""

    def __init__(
        self, path: Path | Address, engine: Engine, clock: Callable[[], str], laid: InForce | None = None
    ) -> None:
        self.path, self._engine, self._clock = path, engine, clock
        self._laid = laid

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
            fresh, seen = _keep(connection, todo, moment)
            _note_sightings(connection, [*seen, *again], moment)
        return fresh

    def keep_watch(self, name: str, asked: Mapping[str, Any] | None) -> None:
        """Keep what a named watch asks for from now on; None stops it."""
        with said_plainly(self.path), self._write() as connection:
            number = _next(connection, watch.c.number)
            kept = None if asked is None else as_line(dict(asked))
            connection.execute(
                insert(watch).values(number=number, name=name, asked=kept, made_at=self._clock())
            )

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

    def correct(
        self,
        kind: Kind,
        subject: str,
        *,
        reason: str,
        person: str,
        field: str | None = None,
        value: object = None,
        other: str | None = None,
        day: str | None = None,
    ) -> Correction:
        """Keep a correction as one more row; whether it makes sense is for the caller to check.

        Args:
            kind, subject, field, value, other, reason, person: see `Correction`; `value` is plain JSON.
            day: from which day on it holds; by default today by the clock of the record, but no day before
                one on which the same claim was corrected already: a clock set back must not undo what is
                said last.
        """
        with said_plainly(self.path), self._write() as connection:
            moment = self._clock()
            if day is None:
                names = [subject, *([other] if other else [])]
                said_of = or_(correction.c.subject.in_(names), correction.c.other.in_(names))
                if kind == "undo" and subject.isdecimal():
                    said_of = or_(said_of, correction.c.number == int(subject))
                last = connection.scalar(select(func.max(correction.c.moment)).where(said_of))
                day = max(moment[:10], (last or "")[:10])
            number = _next(connection, correction.c.number)
            made = Correction(
                number,
                kind,
                subject,
                field,
                as_line(value) if field is not None else None,
                other,
                reason,
                person,
                day,
                moment,
            )
            connection.execute(
                insert(correction).values({f.name: getattr(made, f.name) for f in fields(made)})
            )
        return made

    def recode(self, batch: Iterable[CodedDocument]) -> tuple[Recoding | None, ...]:
        """Keep what a newer coding makes of held reports, in one transaction.

        New claims are added, those no longer made stop standing from today on (by the clock of the record),
        and each is followed by the new claim that rests on the same words, where there is one.

        Returns:
            For each report what it came to; None where the report is not held.

        Raises:
            ReportError: a quotation does not stand in its report; nothing was kept.
        """
        todo = tuple(batch)
        for coded in todo:
            check_before_keeping(coded)
        with said_plainly(self.path), self._write() as connection:
            moment = self._clock()
            return tuple(_recode(connection, coded, moment) for coded in todo)

    def coded_by(self, identity: str) -> Method | None:
        """What coded a report last, as far as its claims or its last coding tell; None where neither does."""
        latest = (
            select(coding.c.method)
            .join(report, report.c.number == coding.c.report)
            .where(report.c.id == identity)
            .order_by(coding.c.number.desc())
            .limit(1)
        )
        if found := self.rows(latest):
            return from_json(Method, json.loads(found[0][0]))
        first = (
            select(claim.c.json)
            .join(report, report.c.number == claim.c.report)
            .where(report.c.id == identity)
            .order_by(claim.c.number)
            .limit(1)
        )
        kept = self.rows(first)
        return from_json(Method, json.loads(kept[0][0])["method"]) if kept else None

    # ── corrections ──

    def corrections(self) -> tuple[Correction, ...]:
        """All that people have corrected, in the order in which it was entered."""
        columns = [correction.c[f.name] for f in fields(Correction)]
        return tuple(Correction(*row) for row in self.rows(select(*columns).order_by(correction.c.number)))

    def in_force(self, as_of: str | None = None) -> InForce:
        """What the corrections come to on a day; None: after all of them."""
        if self._laid is not None:
            return self._laid
        known = self.corrections()
        return in_force(known, as_of, self.followed(as_of)) if known else InForce()

    def is_as_coded(self) -> bool:
        """Has nobody corrected anything, and has no report been coded again?"""
        changed = (select(correction.c.number).limit(1), select(standing.c.number).limit(1))
        return self._laid is None and not any(self.rows(question) for question in changed)

    def followed(self, as_of: str | None = None) -> dict[str, str | None]:
        """For each claim that a coding up to the day no longer makes, the one in its place, or None."""
        gone, after = claim.alias("gone"), claim.alias("after")
        rows = self.rows(
            select(gone.c.id, after.c.id)
            .select_from(standing)
            .join(gone, gone.c.number == standing.c.claim)
            .outerjoin(after, after.c.number == standing.c.other)
            .where(standing.c.change != "added", *([standing.c.day <= as_of] if as_of else []))
            .where(standing.c.claim.in_(_dropped(as_of)))
            .order_by(standing.c.day, standing.c.number)
        )
        return {row[0]: row[1] for row in rows}

    @contextmanager
    def corrected(self, as_of: str | None = None, *, rejected: bool = False) -> Iterator["Record"]:
        """The record as it reads on a day, for questions only: with what people corrected by then, and
        without what they rejected or retracted and what a newer coding no longer makes.

        The rows are not touched: each connection of the record given here sees temporary tables in front of
        those of the file. Where there is nothing to lay over, the record itself is given.

        Args:
            as_of: the last day whose corrections and codings count; None: all.
            rejected: keep what was rejected or retracted.
        """
        laid = self.in_force(as_of)
        recoded = bool(self.rows(select(standing.c.number).limit(1)))
        if self._laid is not None or not (recoded or laid != InForce()):
            yield self
            return
        over = self._laid_over(laid, as_of, rejected)
        reading = Record(
            self.path,
            connect_to_reading(self.path, lambda raw: _lay(raw, over, database_of(self.path), self._schema)),
            self._clock,
            laid,
        )
        try:
            yield reading
        finally:
            reading.close()

    def _laid_over(self, laid: InForce, as_of: str | None, rejected: bool) -> "_Over":
        """The rows that stand in place of those of the file, and the numbers of those left out."""
        hidden = frozenset() if rejected else frozenset(laid.rejected)
        claims: list[dict[str, Any]] = []
        parties: list[dict[str, Any]] = []
        out = {row[0] for row in self.rows(_dropped(as_of))}
        if not rejected:
            of = select(claim.c.number).join(report, report.c.number == claim.c.report)
            for some in _few(laid.retracted):
                out.update(row[0] for row in self.rows(of.where(report.c.id.in_(some))))
        for some in _few(laid.reviewed | hidden):
            for row in self.rows(select(claim).where(claim.c.id.in_(some))):
                value = _decoded(row)
                if row.number not in out and row.id not in hidden and not isinstance(value, str):
                    value = corrected(value, laid.edits.get(value.id, ()))
                    kept = _claim_row(row.number, row.report, value, row.recorded_at)
                    claims.append({**kept, "confidence": 1.0})
                    parties += [_party_row(row.number, p, value) for p in range(len(value.participants))]
                out.add(row.number)
        return _Over(tuple(claims), tuple(parties), frozenset(out))

    def keep_rows(self, rows: Iterable[CoderRow]) -> int:
        """Keep rows of other coders, in one transaction; those held already are passed over.

        Returns:
            How many were new.
        """
        todo = list(rows)
        with said_plainly(self.path), self._write() as connection:
            moment = self._clock()
            known: set[tuple[str, str]] = set()
            for at in range(0, len(todo), IDS_AT_ONCE):
                some = todo[at : at + IDS_AT_ONCE]
                names = coder_row.c.row.in_([one.row for one in some])
                coders = coder_row.c.coder.in_(sorted({one.coder for one in some}))
                found = connection.execute(select(coder_row.c.coder, coder_row.c.row).where(names, coders))
                known.update((coder, row) for coder, row in found)
            fresh = {(one.coder, one.row): one for one in todo if (one.coder, one.row) not in known}
            if fresh:
                connection.execute(insert(coder_row), [_coder_row(one, moment) for one in fresh.values()])
        return len(fresh)

    def coder_rows(
        self,
        conditions: Sequence[ColumnElement[bool]] = (),
        order: Sequence[ColumnElement[Any]] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[CoderRow]:
        """Rows of other coders that fulfil all `conditions` (over `schema.coder_row`), in `order`."""
        columns = [coder_row.c[f.name] for f in fields(CoderRow)]
        question = (
            select(*columns)
            .where(*conditions)
            .order_by(*order, coder_row.c.number)
            .limit(limit)
            .offset(offset or None)
        )
        with said_plainly(self.path), self._engine.connect() as connection:
            for row in connection.execute(question):
                *told, raw = row
                yield CoderRow(*told, json.loads(raw))  # pyright: ignore[reportCallIssue] - the columns above

    # ── reading ──

    def claims(
        self,
        conditions: Sequence[ColumnElement[bool]] = (),
        order: Sequence[ColumnElement[Any]] = (),
        limit: int | None = None,
        as_of: str | None = None,
        offset: int = 0,
    ) -> Iterator[HeldClaim]:
        """Claims that fulfil all `conditions` (over the columns of `schema.claim`), in `order`, else as kept.

        What `order` leaves open is settled by the day and id of the report and the place in it, never by the
        order of arrival. A report that stood in several places is given as it stood first, of the places
        known by the end of `as_of`.

        Args:
            limit: give at most so many; None gives all.
            offset: pass over so many first.

        Raises:
            RecordError: a quotation is no longer what stands in its report, or a claim cannot be read.
        """
        question = (
            select(claim.c.id, claim.c.report, claim.c.json, claim.c.recorded_at)
            .where(*conditions)
            .order_by(*(_settled(order) if order else (claim.c.number,)))
            .limit(limit)
            .offset(offset or None)
        )
        with said_plainly(self.path), self._engine.connect() as connection:
            in_hand: dict[int, Document] = {}
            for rows in connection.execute(question).partitions(DOCUMENTS_IN_HAND):
                wanted = {row.report for row in rows}
                in_hand = {number: in_hand[number] for number in wanted & in_hand.keys()}
                in_hand.update(_documents(connection, wanted - in_hand.keys(), as_of))
                for row in rows:
                    held = _held_claim(row, in_hand[row.report])
                    laid = self._laid.of(row.id, held.document.id) if self._laid else ()
                    yield replace(held, corrections=laid) if laid else held

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
            document = _document(connection, row.number)
            for kept in connection.execute(select(claim).where(claim.c.report == row.number)):
                _held_claim(kept, document)
            seen = connection.execute(
                select(*(sighting.c[name] for name in (*_SIGHTING, "day", "seen_at")))
                .where(sighting.c.report == row.number)
                .order_by(*_FIRST)
            )
            sightings = tuple(Sighting(*line) for line in seen)
        return HeldReport(document, json.loads(row.layers), sightings, row.recorded_at)

    def stood_first(self, number: int, as_of: str | None = None) -> Document:
        """The report of this row number where it stood first, of the places known by the end of `as_of`."""
        with said_plainly(self.path), self._engine.connect() as connection:
            return _document(connection, number, as_of)

    def verify(self) -> Iterator[Finding]:
        """Go through the whole record and yield everything that is wrong: file, quotations, spans, columns.

        Nothing is yielded where all is well; `size` says how much that was.
        """
        with said_plainly(self.path), self._engine.connect() as connection:
            found = None
            for found in database_of(self.path).damage(connection):
                yield Finding(None, None, found.what, found.next_step)
            try:
                numbers = connection.scalars(select(report.c.number).order_by(report.c.id)).all()
            except DBAPIError:
                if found is None:
                    raise
                return
            for number in numbers:
                try:
                    yield from _findings_of(connection, number)
                except DBAPIError as error:
                    fault = f"report number {number} or a claim of it cannot be read: {error.orig}"
                    yield Finding(None, None, fault, RESTORE)

    def snippet(self, number: int, asked: str, most: int) -> str | None:
        """Words of a report around what a full-text question asks for; None where it does not hold it.

        Args:
            number: row number of the report.
            asked: the question (`ask.query.full_text`).
            most: at most so many words. Each hit stands between the characters STX and ETX.
        """
        found = self.rows(
            text(database_of(self.path).SNIPPET).bindparams(number=number, asked=asked, most=most)
        )
        return found[0][0] if found else None

    def identity(self) -> tuple[object, ...]:
        """Which record this is; another one that takes its place has another identity."""
        return database_of(self.path).identity(self.path)

    def state(self) -> str:
        """Changes whenever a row is added; the same string means the same answers."""
        newest = [
            select(func.max(table.c.number)).scalar_subquery()
            for table in TABLES.sorted_tables
            if table.name in KEPT and "number" in table.c
        ]
        return "-".join(str(number or 0) for number in self.rows(select(*newest))[0])

    def size(self) -> tuple[int, int]:
        """How many reports and claims the record holds."""
        return self.rows(select(func.count()).select_from(report))[0][0], self.count()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for several questions over the tables of `schema`, which see one state of them."""
        with said_plainly(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def deriving(self) -> Iterator[tuple[Connection, str]]:
        """A transaction for the tables that follow from others (`schema.DERIVED`), and the moment now.

        All of what is written in the block is kept or, where anything fails, none.
        """
        with said_plainly(self.path), self._write() as connection:
            yield connection, self._clock()

    @property
    def _schema(self) -> str:
        return self.path.schema if isinstance(self.path, Address) else "main"

    def _write(self) -> "_Writing":
        return _Writing(self._engine, database_of(self.path).WRITING)


@dataclass(frozen=True, slots=True)
class _Over:
    """What is laid over the tables: rows in place of others, and what is left out."""

    claims: tuple[dict[str, Any], ...]
    parties: tuple[dict[str, Any], ...]
    out: frozenset[int]


def _few(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in order, as many at once as one question carries."""
    todo = sorted(ids)
    return (todo[at : at + IDS_AT_ONCE] for at in range(0, len(todo), IDS_AT_ONCE))


def _lay(raw: Any, over: _Over, database: ModuleType, schema: str) -> None:  # noqa: ANN401 - the driver's
    """Put temporary tables in front of `claim` and `participant`, where the database looks first."""
    make_out, fill_out, make, fill, find, show = database.LAY
    cursor = raw.cursor()
    cursor.execute(make_out)
    cursor.executemany(fill_out, [(number,) for number in sorted(over.out)])
    for table, rows, key in ((claim, over.claims, "number"), (participant, over.parties, "claim")):
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        values = ", ".join([database.MARK] * len(table.columns))
        about = {"schema": schema, "table": table.name, "names": names, "values": values, "key": key}
        cursor.execute(make.format(**about))
        cursor.executemany(
            fill.format(**about), [tuple(row[column.name] for column in table.columns) for row in rows]
        )
        cursor.execute(find.format(**about))
        cursor.execute(show.format(**about))
    cursor.close()


def _dropped(as_of: str | None, *more: ColumnElement[bool]) -> Any:  # noqa: ANN401 - SQLAlchemy's select
    """The numbers of claims that the codings up to the day no longer make, or that only later ones make.

    Args:
        as_of: the day; None: the newest coding.
        more: conditions on the claims.
    """
    first, last = standing.alias("first"), standing.alias("last")
    changes = last.c.change != "followed"
    until = [last.c.day <= as_of] if as_of else []
    then = (
        select(last.c.change)
        .where(last.c.claim == first.c.claim, changes, *until)
        .order_by(last.c.day.desc(), last.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    earliest = select(func.min(last.c.number)).where(last.c.claim == first.c.claim, changes).scalar_subquery()
    before = case((first.c.change == "added", "dropped"), else_="added")
    return select(first.c.claim).where(first.c.number == earliest, func.coalesce(then, before) == "dropped")


class _Writing:
    """A transaction that takes the right to write at once, so that it cannot lack it half-way."""

    def __init__(self, engine: Engine, options: Mapping[str, Any]) -> None:
        self._engine, self._options = engine, options

    def __enter__(self) -> Connection:
        self._connection = self._engine.connect().execution_options(**self._options)
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


def day_of(published: str | None, otherwise: str) -> str:
    """The day something was published or, where the report does not say, the day of `otherwise`.

    >>> day_of("2025-11-19T08:30:00Z", "2026-01-01T00:00:00Z"), day_of(None, "2026-01-01T00:00:00Z")
    ('2025-11-19', '2026-01-01')
    """
    return (published or otherwise)[:10]


def _keep(
    connection: Connection, batch: Sequence[CodedDocument], moment: str
) -> tuple[tuple[bool, ...], list[Document]]:
    """Keep those reports that are not held yet, table by table, which costs little for each of many.

    Returns:
        For each report of `batch`, was it new? And those that were not.
    """
    known = set(_numbers_of(connection, [coded.document.id for coded in batch]))
    fresh: list[bool] = []
    for coded in batch:
        fresh.append(coded.document.id not in known)
        known.add(coded.document.id)
    first = _next(connection, report.c.number)
    new = list(enumerate((coded for coded, is_new in zip(batch, fresh, strict=True) if is_new), first))
    if new:
        connection.execute(
            insert(report),
            [
                {
                    "number": number,
                    "layers": as_line({name: to_json(getattr(coded, name)) for name in LAYERS}),
                    "recorded_at": moment,
                    **_values(coded.document, _DOCUMENT),
                }
                for number, coded in new
            ],
        )
        connection.execute(
            insert(sighting), [_sighting_row(number, coded.document, moment) for number, coded in new]
        )
        _insert_claims(
            connection, [(number, claim) for number, coded in new for claim in coded.claims], moment
        )
    again = [coded.document for coded, is_new in zip(batch, fresh, strict=True) if not is_new]
    return tuple(fresh), again


def _insert_claims(connection: Connection, claims: Sequence[tuple[int, Claim]], moment: str) -> None:
    """Keep claims, each given with the number of its report."""
    if not claims:
        return
    numbered = list(enumerate(claims, _next(connection, claim.c.number)))
    connection.execute(insert(claim), [_claim_row(n, of, c, moment) for n, (of, c) in numbered])
    parties = [_party_row(n, p, c) for n, (_, c) in numbered for p in range(len(c.participants))]
    if parties:
        connection.execute(insert(participant), parties)


def _next(connection: Connection, number: ColumnElement[int]) -> int:
    """The number after the last one kept."""
    return (connection.scalar(select(func.max(number))) or 0) + 1


def _numbers_of(connection: Connection, identities: Iterable[str]) -> dict[str, int]:
    """The row numbers of those reports that are held."""
    found: dict[str, int] = {}
    for some in _few(set(identities)):
        rows = connection.execute(select(report.c.id, report.c.number).where(report.c.id.in_(some)))
        found.update((row.id, row.number) for row in rows)
    return found


def _recode(connection: Connection, coded: CodedDocument, moment: str) -> Recoding | None:
    of = connection.scalar(select(report.c.number).where(report.c.id == coded.document.id))
    if of is None:
        return None
    rows = list(connection.execute(select(claim).where(claim.c.report == of)))
    held = [value for row in rows if isinstance(value := _decoded(row), Claim)]
    dropped = set(connection.scalars(_dropped(None, claim.c.report == of)))
    found = recoding(held, [row.id for row in rows if row.number not in dropped], coded.claims)
    number = _next(connection, coding.c.number)
    layers = as_line({name: to_json(getattr(coded, name)) for name in LAYERS})
    method = coded.claims[0].method if coded.claims else Method("dragoman", "", ())
    last = connection.scalar(select(func.max(coding.c.day)).where(coding.c.report == of))
    day = max(moment[:10], last or "")  # a clock set back must not bring an older coding back
    connection.execute(
        insert(coding).values(
            number=number,
            report=of,
            method=as_line(to_json(method)),
            layers=layers,
            day=day,
            moment=moment,
        )
    )
    _insert_claims(connection, [(of, added) for added in found.added], moment)
    numbers = {row.id: row.number for row in connection.execute(select(claim).where(claim.c.report == of))}
    changes = [
        *(("added", name, None) for name in (*(c.id for c in found.added), *found.again)),
        *(("dropped", name, None) for name in found.dropped),
        *(("followed", name, numbers[after]) for name, after in sorted(found.followed.items())),
    ]
    if changes:
        connection.execute(
            insert(standing),
            [
                {"coding": number, "claim": numbers[name], "change": change, "other": other, "day": day}
                for change, name, other in changes
            ],
        )
    return found


def _note_sightings(connection: Connection, documents: Sequence[Document], moment: str) -> None:
    """Keep where held texts stood this time, unless that is known already."""
    numbers = _numbers_of(connection, [document.id for document in documents])
    known: set[tuple[Any, ...]] = set()
    columns = [sighting.c.report, *(sighting.c[name] for name in _SIGHTING)]
    todo = sorted(numbers.values())
    for at in range(0, len(todo), IDS_AT_ONCE):
        held = select(*columns).where(sighting.c.report.in_(todo[at : at + IDS_AT_ONCE]))
        known.update(tuple(row) for row in connection.execute(held))
    rows: list[dict[str, Any]] = []
    for document in documents:
        stood = (numbers.get(document.id), *(getattr(document, name) for name in _SIGHTING))
        if stood[0] is not None and stood not in known:
            known.add(stood)
            rows.append(_sighting_row(stood[0], document, moment))
    if rows:
        connection.execute(insert(sighting), rows)


def _sighting_row(number: int, document: Document, moment: str) -> dict[str, Any]:
    day = day_of(document.published, moment)
    return {"report": number, "day": day, "seen_at": moment, **_values(document, _SIGHTING)}


def _coder_row(value: CoderRow, moment: str) -> dict[str, Any]:
    told = {f.name: getattr(value, f.name) for f in fields(CoderRow)}
    return {**told, "raw": as_line(value.raw), "imported_at": moment}


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


def _settled(order: Sequence[ColumnElement[Any]]) -> tuple[ColumnElement[Any], ...]:
    """The order, and what settles it where it leaves claims equal."""
    day = select(func.min(sighting.c.day)).where(sighting.c.report == claim.c.report).scalar_subquery()
    identity = select(report.c.id).where(report.c.number == claim.c.report).scalar_subquery()
    return (*order, day, identity, claim.c.start, claim.c.id)


def _document(connection: Connection, number: int, as_of: str | None = None) -> Document:
    """A report where it stood first, of the places known by the end of `as_of`.

    The row of the report holds where it stood when it was first read, which may have been later.
    """
    known = [sighting.c.day <= as_of] if as_of else []
    text, stood = (
        select(report.c.id, report.c.language, report.c.text).where(report.c.number == number),
        select(*(sighting.c[name] for name in _SIGHTING))
        .where(sighting.c.report == number, *known)
        .order_by(*_FIRST)
        .limit(1),
    )
    place = connection.execute(stood).first()
    return Document(**connection.execute(text).one()._mapping, **(place._mapping if place else _NOWHERE))


def _documents(connection: Connection, numbers: set[int], as_of: str | None) -> dict[int, Document]:
    """The same for several reports at once, by their numbers."""
    some = sorted(numbers)
    if not some:
        return {}
    known = [sighting.c.day <= as_of] if as_of else []
    stood: dict[int, AnyRow] = {}
    places = select(sighting.c.report, *(sighting.c[name] for name in _SIGHTING))
    for row in connection.execute(places.where(sighting.c.report.in_(some), *known).order_by(*_FIRST)):
        stood.setdefault(row.report, row)
    texts = select(report.c.number, report.c.id, report.c.language, report.c.text)
    found: dict[int, Document] = {}
    for row in connection.execute(texts.where(report.c.number.in_(some))):
        place = stood.get(row.number)
        where = {name: place._mapping[name] for name in _SIGHTING} if place else _NOWHERE
        found[row.number] = Document(id=row.id, language=row.language, text=row.text, **where)
    return found


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


def _findings_of(connection: Connection, number: int) -> Iterator[Finding]:
    """What is wrong with a report and its claims."""
    kept = connection.execute(select(report).where(report.c.number == number)).one()
    document = Document(**{name: kept._mapping[name] for name in _DOCUMENT})
    yield from _report_findings(document, kept.layers)
    for row in connection.execute(select(claim).where(claim.c.report == number).order_by(claim.c.number)):
        yield from _claim_findings(row, document)


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
