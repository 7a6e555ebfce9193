"""Describes all pairs of given words of a gold file, for `fit.py`: python training/coref/pairs.py GOLD OUT.npz

Run with Dragoman's own environment. GOLD is the dev half of ECB+ (CC BY 3.0). OUT holds, for each pair, its
columns (`dragoman.evaluation.act_pairs`), its topic and whether the gold has the two in one cluster. Also
writes the means of the encoder's vectors (`data/act_vectors.json`), which no answer goes into.
"""

import json
import sys
from itertools import islice
from pathlib import Path

import numpy as np

from dragoman.evaluation.given_acts import describe_topics, encode_report
from dragoman.evaluation.tasks import given_report
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser

MEANS = Path(__file__).parents[2] / "src" / "dragoman" / "data" / "act_vectors.json"


def main(gold: Path, out: Path) -> None:
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    cut = [split_sentences(row["text"]) for row in rows]
    parsed = Parser().parse(sentence for sentences in cut for sentence in sentences)
    reports = [given_report(row, tuple(islice(parsed, len(c)))) for row, c in zip(rows, cut, strict=True)]
    write_means(reports)
    answer = {(n, (e["start"], e["end"])): e["cluster"] for n, row in enumerate(rows) for e in row["events"]}
    tables, names, clusters, counts = [], [], [], []
    for topic in describe_topics(reports):
        tables.append(topic.table)
        names.append(topic.name)
        counts.append(len(topic.asked))
        clusters += [answer[asked] for asked in topic.asked]
    np.savez(out, table=np.concatenate(tables), topics=names, counts=counts, clusters=clusters)


def write_means(reports) -> None:
    words, sentences, whole = zip(*(encode_report(report) for report in reports), strict=True)
    head = {
        "origin": "means by training/coref over the dev half of ECB+ (CC BY 3.0)",
        "licence": "that of Dragoman",
    }
    means = {
        "words": np.concatenate(words).mean(0),
        "sentences": np.concatenate(sentences).mean(0),
        "reports": np.stack(whole).mean(0),
    }
    rounded = {kind: np.round(mean.astype(float), 4).tolist() for kind, mean in means.items()}
    MEANS.write_text(json.dumps(head | rounded, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
