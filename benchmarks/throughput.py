"""How fast reports are coded, against the bare parser over the same reports in the same run.

    python benchmarks/throughput.py [--articles N] [--json] [REPORTS.jsonl ...]

Reports are cut into chunks; each chunk is coded by Dragoman and parsed by `nlp.pipe` of the same spaCy
pipeline in turn, the first of the two changing from chunk to chunk, so that a drift of the machine hits
both alike. `ratio` is Dragoman's articles a second over bare parsing's: 1 is as fast as parsing alone.
`peak_mb` is the most memory that the process ever held; `help_ratio` the time of `dragoman --help` over
that of an interpreter that does nothing, medians of several runs.
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
from dragoman.pipeline import Resources, code_documents, load_resources
from dragoman.records import Document
from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports

if TYPE_CHECKING:
    from spacy.language import Language

EXAMPLES = Path(__file__).parent.parent / "examples"
CHUNK = 16
"""Articles coded before the parser has its turn: a second or less, shorter than most drifts."""

STARTS = 7


def main() -> None:
    """Measure, and print a line a figure or one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", nargs="*", help="files of reports (default: examples/)")
    parser.add_argument("--articles", type=int, default=320, help="how many, repeated where there are fewer")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    options = parser.parse_args()
    documents = gather(options.reports or [str(EXAMPLES)], options.articles)
    figures = throughput(documents, load_resources()) | {"help_ratio": round(help_ratio(), 2)}
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<22} {value}")


def gather(paths: Sequence[str], wanted: int) -> list[Document]:
    """As many reports as wanted, from the front of the files, over and over where they have fewer."""
    read = (make_document(raw) for raw in read_reports(paths) if isinstance(raw, RawDocument))
    some = list(islice(read, wanted))
    if not some:
        sys.exit(f"throughput: no report in {' '.join(paths)}; name files of reports")
    return list(islice(cycle(some), wanted))


def throughput(documents: Sequence[Document], resources: Resources) -> dict[str, Any]:
    """Rates of Dragoman and of the bare parser, and what they come to."""
    nlp = resources.parser._nlp  # the very same pipeline, so that the model is held once

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
        "peak_mb": round(peak_bytes() / 1e6, 1),
    }


def pipe(nlp: "Language", chunk: Iterable[Document]) -> None:
    """Parse whole reports as spaCy does by itself, with all its components."""
    for _ in nlp.pipe(document.text for document in chunk):
        pass


def peak_bytes() -> int:
    """The most memory this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def seconds(way: Callable[[Sequence[Document]], None], chunk: Sequence[Document]) -> float:
    """How long it takes."""
    begun = perf_counter()
    way(chunk)
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


if __name__ == "__main__":
    main()
