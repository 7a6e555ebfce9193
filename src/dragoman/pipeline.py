"""The whole way from a report to its claims, on one screen.

Coding is a map: what is written of a report depends on that report and the loaded resources alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser, Sentence
from dragoman.records import CodedDocument, Document, Skipped

DOCUMENTS_AT_ONCE = 64
"""Reports whose sentences are parsed in one go; more saves little and holds more in memory."""


@dataclass(frozen=True, slots=True)
class Resources:
    """All that is loaded once a process and only read afterwards."""

    parser: Parser


def load_resources() -> Resources:
    """Load parser and knowledge (about a second)."""
    return Resources(parser=Parser())


def code_document(document: Document, resources: Resources) -> CodedDocument:
    """The report with all its layers."""
    return next(code_documents([document], resources))


def code_documents(documents: Iterable[Document], resources: Resources) -> Iterator[CodedDocument]:
    """The reports with all their layers, in the order they came; the parser works on many at once."""
    todo = iter(documents)
    while batch := list(islice(todo, DOCUMENTS_AT_ONCE)):
        cut = [split_sentences(document.text) for document in batch]
        parsed = resources.parser.parse(sentence for sentences in cut for sentence in sentences)
        for document, sentences in zip(batch, cut, strict=True):
            yield _code(document, tuple(islice(parsed, len(sentences))), resources)


def _code(document: Document, sentences: tuple[Sentence, ...], resources: Resources) -> CodedDocument:
    skipped = tuple(Skipped(s.start, s.end, "no act told") for s in sentences)
    return CodedDocument(document, skipped=skipped)
