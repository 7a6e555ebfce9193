"""`dragoman bench throughput`: how fast reports are coded, against the bare parser over the same reports.

    dragoman bench throughput [--articles N] [--json] [REPORTS ...]

Reports are cut into chunks; each chunk is coded by Dragoman and parsed by `nlp.pipe` of the same spaCy
pipeline in turn, the first of the two changing from chunk to chunk, so that a drift of the machine hits
both alike. What the figures mean:

- `ratio`: Dragoman's articles a second over bare parsing's: 1 is as fast as parsing alone, 0.67 takes
  half as long again. The aim is 0.67 or more.
- `peak_mb`: the most memory that `dragoman code` holds over the same reports, in a process of its own,
  since the bare parser, which holds whole reports, takes far more; the aim is under 1,200.
- `cold_start_seconds`: from nothing to the end of one report coded, the best of three.
- `help_ratio`: time of `dragoman --help` over that of an interpreter that does nothing, started in turn,
  medians of several runs; the aim is at most 4.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from dragoman.documents.identity import make_document
from dragoman.errors import SettingsError
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
CHUNK = 16
"""Articles coded before the parser has its turn: a second or less, shorter than most drifts."""

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
    figures = throughput(documents, load_resources())
    cold_start = min(alone(documents[:1]) for _ in range(3))
    alone({document.id: document for document in documents}.values())
    figures |= {
        "peak_mb": round(peak_bytes() / 1e6, 1),
        "cold_start_seconds": round(cold_start, 2),
        "help_ratio": round(help_ratio(), 2),
    }
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:<25} {value}")
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
    """Rates of Dragoman and of the bare parser, and what they come to."""
    nlp = resources.parser.pipeline  # the very same, so that the model is held once

    def code(chunk: Iterable[Document]) -> None:
        for _ in code_documents(chunk, resources):
            pass

    def parse(chunk: Iterable[Document]) -> None:
        pipe(nlp, chunk)

    for way in (code, parse):
        way(documents[:CHUNK])
    ours = bare = 0.0
    for at in range(0, len(documents), CHUNK):
        chunk = documents[at : at + CHUNK]
        if at // CHUNK % 2:
            ours += seconds(code, chunk)
            bare += seconds(parse, chunk)
        else:
            bare += seconds(parse, chunk)
            ours += seconds(code, chunk)
    articles, words = len(documents), sum(len(document.text.split()) for document in documents)
    return {
        "articles": articles,
        "words": words,
        "ratio": round(bare / ours, 3),
        "articles_per_second": round(articles / ours, 2),
        "words_per_second": round(words / ours, 1),
        "bare_articles_per_second": round(articles / bare, 2),
    }


def pipe(nlp: "Language", chunk: Iterable[Document]) -> None:
    """Parse whole reports as spaCy does by itself, with all its components."""
    for _ in nlp.pipe(document.text for document in chunk):
        pass


def peak_bytes() -> int:
    """The most memory that a process started from here ever held."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def seconds(way: Callable[[Sequence[Document]], None], chunk: Sequence[Document]) -> float:
    """How long it takes."""
    begun = perf_counter()
    way(chunk)
    return perf_counter() - begun


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
