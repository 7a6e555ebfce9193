"""Reports sent to the server: coded one upload at a time by one thread, and kept.

    became = await reader.read(data, published=None, outlet="Example Gazette")

The coder's resources are loaded when the first report is to be coded. Whoever sends while too many wait is
told to try later. An upload says of each of its reports what became of it, in the order they came.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from threading import Lock
from typing import Any

from dragoman.errors import ReportError
from dragoman.interfaces.api.problems import Problem
from dragoman.interfaces.reading import AlreadyHeld, Coder, Outcome, read_through, where_from
from dragoman.records import CodedDocument
from dragoman.sources.raw import RawDocument, SetAside
from dragoman.sources.readers import read_reports
from dragoman.store import Record
from dragoman.store.evidence import check_before_keeping

MOST_WAITING = 8
"""Uploads that may wait or be read at once."""
MOST_REPORTS = 500
"""Reports of one upload."""
TRY_AGAIN = "30"
"""Seconds after which to try again."""


class IncomingReports:
    """The thread that reads uploads into a record, and how many wait for it."""

    def __init__(self, record: Record, code: Coder | None = None) -> None:
        self._record, self._code = record, code
        self._thread = ThreadPoolExecutor(1, "reading")
        self._waiting, self._counting = 0, Lock()

    def close(self) -> None:
        """Finish the upload in hand, and leave those that wait."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def read(self, data: bytes, published: str | None, outlet: str | None) -> list[dict[str, Any]]:
        """What became of each report in `data`: coded, held already, or set aside with the reason.

        Args:
            data: a file as `dragoman read` takes it: JSON, JSON Lines, a web page, a feed or plain text.
            published, outlet: of reports that do not say theirs.

        Raises:
            Problem: 503 where too many wait, 422 where there are too many reports or no readable day.
        """
        with self._counting:
            if self._waiting >= MOST_WAITING:
                raise Problem(503, "too many uploads wait to be read", {"Retry-After": TRY_AGAIN})
            self._waiting += 1
        task = self._thread.submit(self._read, data, published, outlet)
        task.add_done_callback(lambda _: self._done())
        return await asyncio.shield(asyncio.wrap_future(task))

    def _done(self) -> None:
        with self._counting:
            self._waiting -= 1

    def _read(self, data: bytes, published: str | None, outlet: str | None) -> list[dict[str, Any]]:
        sent = read_reports(["-"], published=published, outlet=outlet, stdin=BytesIO(data))
        raws = list(islice(sent, MOST_REPORTS + 1))
        if len(raws) > MOST_REPORTS:
            raise Problem(413, f"more than {MOST_REPORTS} reports at once", next_step="send them in parts")
        return list(self._kept(raws))

    def _kept(self, raws: list[RawDocument | SetAside]) -> Iterator[dict[str, Any]]:
        if self._code is None:
            from dragoman.interfaces.reading_commands import coder

            self._code = coder()
        for outcome in read_through(raws, self._code, self._record.held_among):
            yield self._keep(outcome)

    def _keep(self, outcome: Outcome) -> dict[str, Any]:
        if isinstance(outcome, AlreadyHeld):
            self._record.add_all([], [outcome.document])
            return {"became": "held", "report": outcome.document.id, "given_id": outcome.document.given_id}
        if isinstance(outcome, CodedDocument):
            document = outcome.document
            try:
                check_before_keeping(outcome)
                new = self._record.add(outcome)
            except ReportError as error:
                return _set_aside(SetAside(where_from(document), error.line()))
            told = {"report": document.id, "given_id": document.given_id}
            return {"became": "coded", **told, "claims": len(outcome.claims)} if new else {
                "became": "held", **told,
            }  # fmt: skip
        return _set_aside(outcome)


def _set_aside(item: SetAside) -> dict[str, Any]:
    return {
        "became": "set aside",
        "where": item.where.replace("standard input", "the upload"),
        "reason": item.reason,
    }
