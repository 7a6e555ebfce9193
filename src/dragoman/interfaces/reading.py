"""The way of reports through a run, the same for `read` and `code`: read, language, held?, code.

Reports leave in the order they came, each as what became of it: coded, already held, or set aside with
the reason. A report that is held is not coded again, and of two equal texts in a run the second is held.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dragoman.documents.identity import make_document
from dragoman.documents.language import is_readable
from dragoman.errors import ReportError
from dragoman.records import CodedDocument, Document
from dragoman.sources.raw import RawDocument, SetAside

REPORTS_AT_ONCE = 64
"""Reports taken in before they are coded, so that the parser has many sentences to work on."""

Coder = Callable[[Iterable[Document]], Iterator[CodedDocument]]
"""Codes reports in the order they come."""


@dataclass(frozen=True, slots=True)
class AlreadyHeld:
    """A report whose text is in the record, or came earlier in this run."""

    document: Document


Outcome = CodedDocument | AlreadyHeld | SetAside


def read_through(
    raws: Iterable[RawDocument | SetAside],
    code: Coder,
    held_among: Callable[[Iterable[str]], frozenset[str]] | None = None,
) -> Iterator[Outcome]:
    """What becomes of each report, in the order they come.

    Args:
        raws: reports as they were read.
        code: the coder.
        held_among: tells which of many ids are in the record; None where there is none, and then equal
            texts are coded each time.
    """
    coming = iter(raws)
    fate: dict[str, str | None] = {}
    while batch := list(islice(coming, REPORTS_AT_ONCE)):
        taken: list[Document | AlreadyHeld | SetAside] = [
            raw if isinstance(raw, SetAside) else _take(raw) for raw in batch
        ]
        ids = [item.id for item in taken if isinstance(item, Document)]
        held = held_among(ids) if held_among else frozenset[str]()
        to_code: list[Document] = []
        for n, item in enumerate(taken):
            if not isinstance(item, Document):
                continue
            if item.id in held or (held_among and item.id in fate):
                taken[n] = AlreadyHeld(item)
            else:
                fate[item.id] = None
                to_code.append(item)
        coded = _coded(to_code, code)
        for item in taken:
            if isinstance(item, Document):
                outcome = next(coded)
                if isinstance(outcome, SetAside):
                    fate[item.id] = outcome.reason
                yield outcome
            elif isinstance(item, AlreadyHeld) and (reason := fate.get(item.document.id)):
                yield SetAside(where_from(item.document), reason)
            else:
                yield item


def where_from(document: Document | RawDocument) -> str:
    """Where a report came from, for a person: its file and id, address or title."""
    names = [name for name in (document.path, document.given_id) if name]
    return " ".join(names) or document.url or document.title or "standard input"


def _take(raw: RawDocument) -> Document | SetAside:
    """The report as a record, unless it is in a language that is not read."""
    try:
        document = make_document(raw)
    except ReportError as error:
        return SetAside(where_from(raw), error.line())
    if not is_readable(document.language):
        return SetAside(
            where_from(raw), f"its language is {document.language}; only English (en) is read so far"
        )
    return document


def _coded(documents: list[Document], code: Coder) -> Iterator[CodedDocument | SetAside]:
    """The reports coded; where one cannot be, it is set aside and the others are coded one by one."""
    done = 0
    try:
        for coded in code(documents):
            done += 1
            yield coded
    except ReportError:
        for document in documents[done:]:
            try:
                yield next(code([document]))
            except ReportError as error:
                yield SetAside(where_from(document), error.line())
