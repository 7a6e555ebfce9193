"""The whole way from a report to its claims, on one screen.

Coding is a map: what is written of a report depends on that report and the loaded resources alone.
"""

import gc
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dragoman.actors.knowledge import Knowledge
from dragoman.actors.mentions import find_mentions
from dragoman.actors.own import OwnActors, load_knowledge_with
from dragoman.dates.find import find_dates
from dragoman.errors import ReportError
from dragoman.events.attribution import find_attributions
from dragoman.events.claims import coder_method, make_claims
from dragoman.events.classify import EventClassifier, load_classifier
from dragoman.events.ordinary import is_sport
from dragoman.events.plover import Acts, load_acts
from dragoman.events.signatures import Cues, load_cues
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser, Sentence
from dragoman.places.find import find_places, literal
from dragoman.places.gazetteer import Gazetteer, load_gazetteer
from dragoman.records import Claim, CodedDocument, Document, Method, Skipped

DOCUMENTS_AT_ONCE = 64
"""Reports whose sentences are parsed in one go; more saves little and holds more in memory."""


MOST_SENTENCES = 10_000
"""Sentences of a report. The longest transcript of a day's briefing has a fifth of it; more is a table, a
list or a trap, of which each line would cost as much as a sentence."""


@dataclass(frozen=True, slots=True)
class Resources:
    """All that is loaded once a process and only read afterwards."""

    parser: Parser
    knowledge: Knowledge
    acts: Acts
    cues: Cues
    method: Method
    gazetteer: Gazetteer
    classifier: EventClassifier | None


def load_resources(own_actors: OwnActors | None = None) -> Resources:
    """Load parser, knowledge and models (about two seconds).

    Args:
        own_actors: the user's file of actors, whose checksum stands in the method of every claim.
    """
    parser = Parser()
    versions = [("parser", parser.version)]
    if own_actors:
        versions.append(("own actors", own_actors.checksum))
    knowledge = load_knowledge_with(own_actors)
    method = coder_method(tuple(versions))
    loaded = Resources(
        parser, knowledge, load_acts(), load_cues(), method, load_gazetteer(), load_classifier()
    )
    # They stay: to look through them for garbage again and again takes a twentieth of the coding.
    gc.freeze()
    return loaded


def code_document(document: Document, resources: Resources) -> CodedDocument:
    """The report with all its layers."""
    return next(code_documents([document], resources))


def code_documents(documents: Iterable[Document], resources: Resources) -> Iterator[CodedDocument]:
    """The reports with all their layers, in the order they came; the parser works on many at once."""
    todo = iter(documents)
    while batch := list(islice(todo, DOCUMENTS_AT_ONCE)):
        cut = [_cut(document.text) for document in batch]
        parsed = resources.parser.parse(sentence for sentences in cut for sentence in sentences)
        for document, sentences in zip(batch, cut, strict=True):
            yield _code(document, tuple(islice(parsed, len(sentences))), resources)


def _cut(text: str) -> tuple[Sentence, ...]:
    """Its sentences.

    Raises:
        ReportError: more than any report has.
    """
    sentences = split_sentences(text)
    if len(sentences) > MOST_SENTENCES:
        raise ReportError(
            "more sentences than any report has",
            found=f"{len(sentences):,}",
            expected=f"at most {MOST_SENTENCES:,}",
            next_step="cut it into its parts",
        )
    return sentences


def _code(document: Document, sentences: tuple[Sentence, ...], resources: Resources) -> CodedDocument:
    mentions = find_mentions(document, sentences, resources.knowledge)
    dates = find_dates(document, sentences)
    places = literal(find_places(document, sentences, mentions, resources.gazetteer))
    attributions = find_attributions(document, sentences, mentions)
    claims = tuple(
        make_claims(
            document,
            sentences,
            mentions,
            dates,
            places,
            attributions,
            acts=resources.acts,
            cues=resources.cues,
            method=resources.method,
            states=resources.knowledge.parties,
            classifier=resources.classifier,
        )
    )
    return CodedDocument(document, claims, mentions, dates, places, attributions, _skipped(sentences, claims))


def _skipped(sentences: Iterable[Sentence], claims: Iterable[Claim]) -> tuple[Skipped, ...]:
    """Sentences that no claim's trigger stands in, each with the reason."""
    triggers = sorted(claim.trigger.start for claim in claims)
    return tuple(
        Skipped(s.start, s.end, _reason(s))
        for s in sentences
        if bisect_left(triggers, s.start) == bisect_left(triggers, s.end)
    )


def _reason(sentence: Sentence) -> str:
    if sentence.kind == "label":
        return "furniture of the page"
    if sentence.kind == "question":
        return "a question of the press"
    if sentence.kind == "dateline":
        return "a dateline"
    if not sentence.tokens:
        return "too long to be a sentence"
    if is_sport(sentence.text):
        return "sport"
    return "no act told"
