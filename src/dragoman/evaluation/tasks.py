"""One way a task: from the gold's inputs to predictions in the format the judge reads.

A predictor sees texts, dates and the spans that are asked about, never an answer: it reads no other
field of a row. What it gives is what the coder says, in the judge's words; only three tasks ask what
the coder does not say by itself, and these build on its parts: `plover` (`events.classify`), `factuality`
(`events.status`) and `event_coref` (`given_acts`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from dragoman.actors.mentions import find_mentions
from dragoman.evaluation.actor_codes import coded_pairs
from dragoman.evaluation.given_acts import Report, acts_of, describe_topics
from dragoman.evaluation.given_pair import find_pair, word_within
from dragoman.evaluation.inputs import Row, given_spans, row_document
from dragoman.evaluation.pair_scorer import load_scorer
from dragoman.events.classify import Candidate, classify
from dragoman.events.factuality import factuality_score
from dragoman.events.plover import strict_type
from dragoman.events.status import judge
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Sentence
from dragoman.pipeline import Resources, code_documents
from dragoman.places.find import find_places
from dragoman.records import Claim, CodedDocument, Document, to_json

Prediction = dict[str, Any]
Predictor = Callable[[Iterable[Row], Resources], Iterator[Prediction]]

ROWS_AT_ONCE = 256
"""Rows parsed in one go, for speed; what is predicted does not depend on it."""


def predict_plover(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """The root between the given source and target, as the classifier says it."""
    for row in rows:
        text = row_document(row).text
        pair = find_pair(text, str(row.get("source") or ""), str(row.get("target") or ""))
        [scores] = classify([Candidate(text, *pair)])
        yield {"id": row["id"], "root": scores.root}


def predict_events(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """Each claim as PLOVER records, one for each pair of its parties; acts that were not done left out."""
    for row, coded in _coded(rows, resources):
        events = [event for claim in coded.claims for event in _plover_events(claim)]
        unique = {(e["source"], e["target"], e["root"]): e for e in events}
        yield {"id": row["id"], "events": list(unique.values())}


def _plover_events(claim: Claim) -> Iterator[Prediction]:
    root = strict_type(claim.event_type, claim.status)
    if root is None:
        return
    for source, target in coded_pairs(claim):
        yield {"source": source, "target": target, "root": root}


def predict_timex(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """All date expressions, with type and value as TIMEX3."""
    for row, coded in _coded(rows, resources):
        timexes = [{"start": d.start, "end": d.end, "type": d.type, "value": d.value} for d in coded.dates]
        yield {"id": row["id"], "timexes": timexes}


def predict_quotes(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """All attributions: who said what, and by which word it is told."""
    for row, coded in _coded(rows, resources):
        yield {
            "id": row["id"],
            "attributions": [
                {"speaker": _edges(a.speaker), "cue": _edges(a.cue), "content": _edges(a.content)}
                for a in coded.attributions
            ],
        }


def _edges(span: Any) -> dict[str, int] | None:  # noqa: ANN401 - any record with start and end
    return None if span is None else {"start": span.start, "end": span.end}


def predict_geo(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """All place names with coordinates, also those that stand for a government: the gold has them too."""
    for row, sentences in _parsed(rows, resources):
        document = row_document(row)
        mentions = find_mentions(document, sentences, resources.knowledge)
        named = find_places(document, sentences, mentions, resources.gazetteer)
        toponyms = [
            {"start": n.place.start, "end": n.place.end, "lat": n.place.lat, "lon": n.place.lon}
            for n in named
        ]
        yield {"id": row["id"], "toponyms": toponyms}


def predict_linking(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """All mentions whose actor is known by its Wikidata id. Mentions are found, not given."""
    for row, coded in _coded(rows, resources):
        linked = {
            (m.start, m.end): {"start": m.start, "end": m.end, "wikidata": m.party.actor}
            for m in coded.mentions
            if m.party.actor is not None and m.party.actor.startswith("Q")
        }
        yield {"id": row["id"], "mentions": list(linked.values())}


def predict_factuality(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """How far each given word is told as a fact, from -3 to 3."""
    for row, sentences in _parsed(rows, resources):
        events = []
        for start, end in given_spans(row, "events", "event_start", "event_end"):
            at = word_within(sentences, start, end)
            if at is not None:
                score = factuality_score(*at, judge(*at, resources.cues), resources.cues)
                events.append({"event_start": start, "event_end": end, "factuality": score})
        yield {"id": row["id"], "events": events}


def predict_event_coref(rows: Iterable[Row], resources: Resources) -> Iterator[Prediction]:
    """Given mentions of acts in clusters, told apart within each topic by `given_acts`."""
    parsed = list(_parsed(rows, resources))
    scorer = load_scorer()
    events: list[list[Prediction]] = [[] for _ in parsed]
    for topic in describe_topics([given_report(row, sentences) for row, sentences in parsed]):
        for (n, (start, end)), act in zip(topic.asked, acts_of(topic, scorer), strict=True):
            events[n].append({"start": start, "end": end, "cluster": f"{topic.name}:{act}"})
    for (row, _), found in zip(parsed, events, strict=True):
        yield {"id": row["id"], "events": found}


def given_report(row: Row, sentences: tuple[Sentence, ...]) -> Report:
    """A row of event_coref as `given_acts` takes it."""
    return Report(str(row.get("topic")), row_document(row).text, sentences, tuple(given_spans(row, "events")))


def predict_records(documents: Iterable[Document], resources: Resources) -> Iterator[Prediction]:
    """Whole reports with all their layers; `doc` is the name by which the set calls them."""
    for coded in code_documents(documents, resources):
        yield {"doc": coded.document.given_id, **to_json(coded)}


PREDICTORS: Mapping[str, Predictor] = {
    "plover": predict_plover,
    "timex": predict_timex,
    "quotes": predict_quotes,
    "geo": predict_geo,
    "factuality": predict_factuality,
    "event_coref": predict_event_coref,
    "linking": predict_linking,
    "events": predict_events,
}
"""Predictors of the tasks whose gold is rows of texts; `records` has reports (`predict_records`)."""

TASKS = (*PREDICTORS, "records")


def _coded(rows: Iterable[Row], resources: Resources) -> Iterator[tuple[Row, CodedDocument]]:
    todo = iter(rows)
    while batch := list(islice(todo, ROWS_AT_ONCE)):
        yield from zip(batch, code_documents(map(row_document, batch), resources), strict=True)


def _parsed(rows: Iterable[Row], resources: Resources) -> Iterator[tuple[Row, tuple[Sentence, ...]]]:
    todo = iter(rows)
    while batch := list(islice(todo, ROWS_AT_ONCE)):
        cut = [split_sentences(row_document(row).text) for row in batch]
        parsed = resources.parser.parse(sentence for sentences in cut for sentence in sentences)
        for row, sentences in zip(batch, cut, strict=True):
            yield row, tuple(islice(parsed, len(sentences)))
