"""Reports taken in one by one: each becomes a document and is coded, or is set aside with the reason.

One report that cannot be taken or coded never costs the others; not even one on which the coder fails in a
way that nobody foresaw, which is a fault of the coder and told as one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from dragoman.documents.identity import make_document
from dragoman.documents.language import is_readable
from dragoman.errors import FAULTS, ReportError, fault_of
from dragoman.records import CodedDocument, Document
from dragoman.sources.raw import RawDocument, SetAside

Coder = Callable[[Iterable[Document]], Iterator[CodedDocument]]
"""Codes reports in the order they come."""


_LONGEST_PLACE = 300
"""Characters of where a report came from, in a message."""


def where_from(document: Document | RawDocument) -> str:
    """Where a report came from, for a person: its file and id, address or title."""
    names = [name for name in (document.path, document.given_id) if name]
    told = " ".join(names) or document.url or document.title or "standard input"
    return told if len(told) <= _LONGEST_PLACE else f"{told[:_LONGEST_PLACE]}…"


def take(raw: RawDocument) -> Document | SetAside:
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


def code_each(documents: Sequence[Document], code: Coder) -> Iterator[CodedDocument | SetAside]:
    """The reports coded; where one cannot be, it is set aside and the others are coded one by one."""
    done = 0
    coming = code(documents)  # what is loaded here is no report's fault
    try:
        for coded in coming:
            done += 1
            yield coded
    except (ReportError, *FAULTS):
        for document in documents[done:]:
            alone = code([document])
            try:
                yield next(alone)
            except ReportError as error:
                yield SetAside(where_from(document), error.line())
            except FAULTS as error:
                yield SetAside(where_from(document), fault_of(error, "the coder").line())
