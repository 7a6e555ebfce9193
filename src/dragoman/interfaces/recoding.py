"""Held reports coded again, in small transactions: an interrupted run goes on where it stopped."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from dragoman.errors import ReportError
from dragoman.pipeline import Resources, code_documents
from dragoman.records import CodedDocument, Document
from dragoman.store import Record
from dragoman.store.schema import report

REPORTS_AT_ONCE = 64


@dataclass(slots=True)
class Recoded:
    """What a run came to so far: reports coded again, and claims added, no longer made, and followed."""

    reports: int = 0
    added: int = 0
    dropped: int = 0
    followed: int = 0


def recode_all(record: Record, resources: Resources, *, everything: bool = False) -> Recoded:
    """Code the reports of a record again, those that this coder has coded already only for `everything`."""
    tally = Recoded()
    for some in _todo(record, resources, everything):
        for found in record.recode(_coded(some, resources)):
            if found is not None:
                tally.reports += 1
                tally.added += len(found.added) + len(found.again)
                tally.dropped += len(found.dropped)
                tally.followed += sum(name in found.followed for name in found.dropped)
    return tally


def _todo(record: Record, resources: Resources, everything: bool) -> Iterator[list[Document]]:
    some: list[Document] = []
    for (identity,) in record.rows(select(report.c.id).order_by(report.c.number)):
        if everything or record.coded_by(identity) != resources.method:
            kept = record.document(identity)
            if kept is not None:
                some.append(kept.document)
        if len(some) >= REPORTS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _coded(documents: list[Document], resources: Resources) -> list[CodedDocument]:
    """The reports coded; one that cannot be keeps the claims it has."""
    try:
        return list(code_documents(documents, resources))
    except ReportError:
        found: list[CodedDocument] = []
        for document in documents:
            try:
                found += code_documents([document], resources)
            except ReportError:
                continue
        return found
