"""How much of the coding time dates and places take, and how many dates are read in a second.

    python benchmarks/when_and_where.py [--articles N] [--json] [REPORTS ...]

Reports are coded as `dragoman code` does, with a watch on the two stages, in one run:

- `dates_share`, `places_share`, `both_share`: of the coding time; together under 0.08.
- `dates_per_second`: date expressions found, turned and bounded, over the cases of tests/cases/dates.jsonl,
  already parsed; 10,000 or more on the machine of docs/dates.md.
- `dates_of_parse`: the time of that over the time the parser took for the same sentences, which does not
  depend on the machine; under 0.07 (0.045 to 0.056 in six runs).

Exit code 1 where a share or `dates_of_parse` is above its bound.
"""

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

from dragoman import pipeline
from dragoman.dates.find import find_dates
from dragoman.documents.identity import make_document
from dragoman.evaluation.throughput import EXAMPLES, gather
from dragoman.parse.sentences import split_sentences
from dragoman.sources.raw import RawDocument

CASES = Path(__file__).parents[1] / "tests" / "cases" / "dates.jsonl"
BOTH, OF_PARSE, ROUNDS = 0.08, 0.07, 5


def main():
    """Print the figures; the exit code says whether they are within their bounds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", nargs="*", metavar="REPORTS")
    parser.add_argument("--articles", type=int, default=96, metavar="N")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    resources = pipeline.load_resources()
    figures = shares(gather(options.reports or [str(EXAMPLES)], options.articles), resources)
    figures |= rate(resources)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<20} {value}")
    return int(figures["both_share"] >= BOTH or figures["dates_of_parse"] >= OF_PARSE)


def shares(documents, resources):
    """Seconds of both stages over those of all coding."""
    spent = dict.fromkeys(("find_dates", "find_places"), 0.0)
    kept = {name: getattr(pipeline, name) for name in spent}

    def watched(name):
        def run(*given):
            begun = perf_counter()
            answer = kept[name](*given)
            spent[name] += perf_counter() - begun
            return answer

        return run

    for _ in pipeline.code_documents(documents[:8], resources):
        pass  # tables and patterns are read once a process
    for name in spent:
        setattr(pipeline, name, watched(name))
    try:
        begun = perf_counter()
        for _ in pipeline.code_documents(documents, resources):
            pass
        whole = perf_counter() - begun
    finally:
        for name, stage in kept.items():
            setattr(pipeline, name, stage)
    dates, places = spent["find_dates"] / whole, spent["find_places"] / whole
    return {
        "articles": len(documents),
        "dates_share": round(dates, 4),
        "places_share": round(places, 4),
        "both_share": round(dates + places, 4),
    }


def rate(resources):
    """Date expressions a second, and the time of reading them over that of parsing their sentences."""
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    documents = [
        make_document(RawDocument("case", *[None] * 3, r["published"], None, r["text"])) for r in rows
    ]
    cut = [split_sentences(document.text) for document in documents]
    list(resources.parser.parse(cut[0]))
    begun = perf_counter()
    parsed = list(resources.parser.parse(sentence for sentences in cut for sentence in sentences))
    parsing = perf_counter() - begun
    given, at = [], 0
    for document, sentences in zip(documents, cut, strict=True):
        given.append((document, tuple(parsed[at : at + len(sentences)])))
        at += len(sentences)
    taken = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        found = sum(len(find_dates(document, sentences)) for document, sentences in given)
        taken.append(perf_counter() - begun)
    return {
        "dates_per_second": round(found / min(taken)),
        "dates_of_parse": round(min(taken) / parsing, 4),
    }


if __name__ == "__main__":
    sys.exit(main())
