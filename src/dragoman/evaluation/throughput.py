"""`dragoman bench throughput`: how fast reports are coded, against the bare parser over the same reports.

    dragoman bench throughput [--articles N] [--json] [REPORTS ...]

Reports are cut into chunks; each chunk is coded by Dragoman and parsed by `nlp.pipe` of the same spaCy model
in turn, another of them first from chunk to chunk, so that a drift of the machine hits all alike. The bare
model is loaded afresh, as it is installed. Times are processor time (user and system) of the process; where
nothing else runs, that is the clock's. What the figures mean:

- `ratio`: Dragoman's articles a second over those of `bare_full`, the whole model (tok2vec, tagger, parser,
  attribute_ruler, lemmatizer, ner): 1 is as fast as spaCy alone. The aim is 1 or more.
- `ratio_to_parse`: the same over `bare_parse`, only words and their tree (tok2vec, parser).
- `ratio_to_tokens`: the same over `bare_tokens`, only cutting the text into words.
- `shares`: what each stage takes of the time of coding; they add up to 1.
- `peak_mb`: the most memory that `dragoman code` holds over the same reports, in a process of its own,
  since the bare parser, which holds whole reports, takes far more; the aim is under 1,000.
- `cold_start_seconds`: from nothing to the end of one report coded, the best of three.
- `help_ratio`: time of `dragoman --help` over that of an interpreter that does nothing, started in turn,
  medians of several runs; the aim is at most 4.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from dragoman import pipeline
from dragoman.documents.identity import make_document
from dragoman.errors import SettingsError
from dragoman.events.classify import Candidate, EventClassifier, Scores
from dragoman.pipeline import Resources, code_documents, load_resources
from dragoman.records import Document
from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports

if TYPE_CHECKING:
    from spacy.language import Language

EXAMPLES = next(
    (
        folder
        for folder in (Path(__file__).parents[1] / "examples", Path(__file__).parents[3] / "examples")
        if folder.is_dir()
    ),
    None,
)
"""The example reports: in the package where it was built, in the checkout else; None in a bare copy."""
CHUNK = 64
"""Articles coded before the parser has its turn: a second or two, shorter than most drifts."""

STAGES = {
    "split_sentences": "sentences",
    "find_mentions": "actors",
    "find_dates": "dates",
    "find_places": "places",
    "find_attributions": "attributions",
    "make_claims": "claims",
}
"""Functions of the pipeline, and the stages they are."""

STARTS = 7


def measure_throughput(words: Sequence[str] | None = None) -> int:
    """Measure, and print a line a figure or one JSON object; gives the exit code.

    Args:
        words: what stands behind the command; None: the process's own.
    """
    parser = argparse.ArgumentParser(
        prog="dragoman bench throughput",
        description="How fast reports are coded here, beside bare parsing of the same reports.",
    )
    parser.add_argument(
        "reports", nargs="*", metavar="REPORTS", help="files of reports (default: the examples)"
    )
    parser.add_argument(
        "--articles", type=int, default=320, metavar="N", help="how many, repeated where there are fewer"
    )
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    options = parser.parse_args(words)
    paths = options.reports or ([str(EXAMPLES)] if EXAMPLES else [])
    documents = gather(paths, options.articles)
    # First, while this process is small: a process begins with the peak of the one that starts it.
    cold_start = min(alone(documents[:1]) for _ in range(3))
    alone({document.id: document for document in documents}.values())
    peak = peak_bytes()
    figures = throughput(documents, load_resources())
    figures |= {
        "peak_mb": round(peak / 1e6, 1),
        "cold_start_seconds": round(cold_start, 2),
        "help_ratio": round(help_ratio(), 2),
    }
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        print(f"{name:<25} {shown}")
    return 0


def gather(paths: Sequence[str], wanted: int) -> list[Document]:
    """As many reports as wanted, from the front of the files, over and over where they have fewer.

    Raises:
        SettingsError: there is no report in the files.
    """
    read = (make_document(raw) for raw in read_reports(paths) if isinstance(raw, RawDocument))
    some = list(islice(read, wanted))
    if not some:
        raise SettingsError(
            "no report to code",
            where=" ".join(paths) or "bench throughput",
            next_step="name files of reports",
        )
    return list(islice(cycle(some), wanted))


def throughput(documents: Sequence[Document], resources: Resources) -> dict[str, Any]:
    """Rates of Dragoman and of the bare parser, what they come to, and where Dragoman's time goes."""
    import spacy

    nlp = spacy.load(resources.parser.model)
    unused = [name for name in nlp.pipe_names if name not in {"tok2vec", "parser"}]
    spent: dict[str, float] = defaultdict(float)
    ways: list[tuple[str, Callable[[Sequence[Document]], None]]] = [
        ("ours", lambda chunk: _code(chunk, resources, spent)),
        ("bare_full", lambda chunk: pipe(nlp, chunk)),
        ("bare_parse", lambda chunk: pipe(nlp, chunk, without=unused)),
        ("bare_tokens", lambda chunk: pipe(nlp, chunk, without=nlp.pipe_names)),
    ]
    for _, way in ways:
        way(documents[:CHUNK])
    spent.clear()
    for n, at in enumerate(range(0, len(documents), CHUNK)):
        first = n % len(ways)
        for name, way in ways[first:] + ways[:first]:
            begun = process_time()
            way(documents[at : at + CHUNK])
            spent[name] += process_time() - begun
    articles, words = len(documents), sum(len(document.text.split()) for document in documents)
    ours = spent["ours"]
    shares = {name: spent[name] for name in (*STAGES.values(), "classifier")}
    shares["claims"] -= shares["classifier"]  # which is asked there
    shares = {"parse": ours - sum(shares.values()), **shares}
    return {
        "articles": articles,
        "words": words,
        "ratio": round(spent["bare_full"] / ours, 3),
        "ratio_to_parse": round(spent["bare_parse"] / ours, 3),
        "ratio_to_tokens": round(spent["bare_tokens"] / ours, 3),
        "articles_per_second": round(articles / ours, 2),
        "words_per_second": round(words / ours, 1),
        "bare_articles_per_second": round(articles / spent["bare_full"], 2),
        "shares": {name: round(seconds / ours, 3) for name, seconds in shares.items()},
    }


def _code(chunk: Sequence[Document], resources: Resources, spent: dict[str, float]) -> None:
    """Code the reports, and add to `spent` the seconds of each stage."""
    with _stages_timed(spent):
        classifier = resources.classifier and _Timed(resources.classifier, spent)
        for _ in code_documents(chunk, replace(resources, classifier=classifier)):
            pass


@contextmanager
def _stages_timed(spent: dict[str, float]) -> Iterator[None]:
    """While it lasts, each stage of the pipeline tells how long it took."""

    def timed(stage: str, function: Callable[..., Iterable[Any]]) -> Callable[..., tuple[Any, ...]]:
        def run(*given: Any, **named: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever the stage takes
            begun = process_time()
            found = tuple(function(*given, **named))
            spent[stage] += process_time() - begun
            return found

        return run

    plain = {name: getattr(pipeline, name) for name in STAGES}
    try:
        for name, stage in STAGES.items():
            setattr(pipeline, name, timed(stage, plain[name]))
        yield
    finally:
        for name, function in plain.items():
            setattr(pipeline, name, function)


@dataclass(frozen=True, slots=True)
class _Timed:
    """A classifier that tells how long it took; an `EventClassifier`."""

    classifier: EventClassifier
    spent: dict[str, float]

    def __call__(self, candidates: Sequence[Candidate]) -> list[Scores]:
        begun = process_time()
        scores = self.classifier(candidates)
        self.spent["classifier"] += process_time() - begun
        return scores


def pipe(nlp: "Language", chunk: Iterable[Document], without: Sequence[str] = ()) -> None:
    """Parse whole reports as spaCy does by itself, with all its components or without some."""
    for _ in nlp.pipe((document.text for document in chunk), disable=without):
        pass


def peak_bytes() -> int:
    """The most memory that a process started from here ever held."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def alone(documents: Iterable[Document]) -> float:
    """Seconds that `dragoman code` takes over the reports, in a process of its own."""
    lines = "".join(
        json.dumps({"text": document.text, "published": document.published}) + "\n" for document in documents
    )
    begun = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "dragoman", "code", "-"],
        input=lines.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return perf_counter() - begun


def help_ratio() -> float:
    """Time of `dragoman --help` over that of an empty program, both started cold, in turn."""
    helped, empty = [], []
    for _ in range(STARTS):
        empty.append(start("-c", "pass"))
        helped.append(start("-m", "dragoman", "--help"))
    return median(helped) / median(empty)


def start(*arguments: str) -> float:
    """Seconds from the start of an interpreter to its end."""
    begun = perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - begun
