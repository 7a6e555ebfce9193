"""Keeping what a run yields: in small transactions, so that an interruption loses next to nothing."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.errors import ReportError
from dragoman.interfaces.reading import AlreadyHeld, Outcome, where_from
from dragoman.records import CodedDocument, Document
from dragoman.sources.raw import SetAside
from dragoman.store import Record
from dragoman.store.evidence import check_before_keeping

REPORTS_PER_TRANSACTION = 256
SECONDS_PER_TRANSACTION = 2.0
"""A transaction ends when it holds so many reports or has waited so long, whichever is first."""


@dataclass(slots=True)
class Tally:
    """What has become of the reports of a run so far; only what is safely kept counts as coded.

    Attributes:
        undated: how many of the coded do not say when they appeared.
        statuses: how many claims of each status were kept.
    """

    coded: int = 0
    held: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    claims: int = 0
    undated: int = 0
    statuses: dict[str, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """All of them."""
        return self.coded + self.held + len(self.set_aside)


def keep_all(outcomes: Iterable[Outcome], record: Record, tally: Tally) -> None:
    """Keep every coded report and note every further sighting, counting in `tally`.

    Whatever ends the run, an interruption too, what had been coded by then is kept first.

    Raises:
        RecordError: the record cannot be written; `tally` counts what it holds.
    """
    fresh: list[CodedDocument] = []
    again: list[Document] = []

    def keep() -> None:
        new = record.add_all(fresh, again)
        for coded, is_new in zip(fresh, new, strict=True):
            if is_new:
                _count(coded, tally)
        tally.held += len(again) + new.count(False)
        fresh.clear()
        again.clear()

    began = time.monotonic()
    try:
        for outcome in outcomes:
            if isinstance(outcome, SetAside):
                tally.set_aside.append(outcome)
            elif isinstance(outcome, AlreadyHeld):
                again.append(outcome.document)
            else:
                try:
                    check_before_keeping(outcome)
                    fresh.append(outcome)
                except ReportError as error:
                    tally.set_aside.append(SetAside(where_from(outcome.document), error.line()))
            waited = time.monotonic() - began
            if len(fresh) + len(again) >= REPORTS_PER_TRANSACTION or waited >= SECONDS_PER_TRANSACTION:
                keep()
                began = time.monotonic()
    except KeyboardInterrupt:
        keep()
        raise
    keep()


def _count(coded: CodedDocument, tally: Tally) -> None:
    tally.coded += 1
    tally.claims += len(coded.claims)
    tally.undated += coded.document.published is None
    for claim in coded.claims:
        tally.statuses[claim.status] = tally.statuses.get(claim.status, 0) + 1
