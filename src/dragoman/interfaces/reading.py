"""The way of reports through a run, the same for `read` and `code`: read, language, held?, code.

Reports leave in the order they came, each as what became of it: coded, already held, or set aside with
the reason. A report that is held is not coded again, and of two equal texts in a run the second is held.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dragoman.documents.taking import Coder, code_each, take, where_from
from dragoman.records import CodedDocument, Document
from dragoman.sources.raw import RawDocument, SetAside

REPORTS_AT_ONCE = 64
"""Reports taken in before they are coded, so that the parser has many sentences to work on."""

__all__ = ["AlreadyHeld", "Coder", "Outcome", "read_through", "where_from"]


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
            raw if isinstance(raw, SetAside) else take(raw) for raw in batch
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
        coded = code_each(to_code, code)
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
