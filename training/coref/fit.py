"""Fits the trees that say how likely two words tell one act (`data/act_pairs.json`).

    .venv/bin/python training/coref/pairs.py GOLD/event_coref/dev.jsonl pairs.npz
    python training/coref/fit.py pairs.npz GOLD [--write]        # needs scikit-learn, and PYTHONPATH=src

Prints the judge's figures out of fold: five parts by topic, so that no story is in training and in test.
`--write` then fits on all topics and writes the trees; figures of the shipped trees on GOLD are those of a
system that has seen the answers. Only trees are shipped, none of the texts.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from dragoman.evaluation.act_pairs import COLUMNS
from dragoman.evaluation.given_acts import join

OUT = Path(__file__).parents[2] / "src" / "dragoman" / "data" / "act_pairs.json"
FOLDS = 5
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
EASY = 0.12
"""Share of the pairs of two families with unlike vectors that are learnt from; they weigh the more."""
LIKE = 0.45


def fit(table, same, weight):
    model = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.07, max_leaf_nodes=10, min_samples_leaf=40, l2_regularization=5,
        early_stopping=False, random_state=0,
    )  # fmt: skip
    return model.fit(table, same, sample_weight=weight)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("pairs", type=Path)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    sys.path.insert(0, str(asked.gold))
    given = np.load(asked.pairs)
    table, counts = given["table"], given["counts"]
    ends = np.cumsum([0, *counts])
    clusters = [given["clusters"][a:b] for a, b in zip(ends, ends[1:], strict=False)]
    sizes = [n * (n - 1) // 2 for n in counts]
    topic = np.repeat(np.arange(len(counts)), sizes)
    same = np.concatenate([(c[:, None] == c[None])[np.tril_indices(len(c), -1)] for c in clusters])
    hard = same | (table[:, COLUMNS.index("family")] > 0) | (table[:, COLUMNS.index("vector_6")] > LIKE)
    chance = np.random.RandomState(1)
    kept = hard | (chance.rand(len(same)) < EASY)
    weight = np.where(hard, 1, 1 / EASY)

    order = sorted(range(len(counts)), key=lambda n: str(given["topics"][n]))
    np.random.RandomState(0).shuffle(order)
    likely = np.zeros(len(same))
    for n in range(FOLDS):
        test = np.isin(topic, order[n::FOLDS])
        train = kept & ~test
        likely[test] = fit(table[train], same[train], weight[train]).predict_proba(table[test])[:, 1]
    for least in THRESHOLDS:
        print(least, figures(likely, topic, clusters, least), flush=True)
    if asked.write:
        write(fit(table[kept], same[kept], weight[kept]))


def figures(likely, topic, clusters, least) -> str:
    from tasks.event_coref import _figures

    gold, found = defaultdict(set), defaultdict(set)
    for n, answer in enumerate(clusters):
        for k, act in enumerate(join(likely[topic == n], len(answer), least)):
            gold[n, answer[k]].add((n, k))
            found[n, act].add((n, k))
    parts = _figures(gold, found)
    told = (
        f"{name} {part['precision']:.3f}/{part['recall']:.3f}"
        for name, part in parts.items()
        if isinstance(part, dict)
    )
    return f"conll_f1 {parts['conll_f1']:.4f} " + " ".join(told)


def write(model) -> None:
    trees = []
    for [predictor] in model._predictors:
        trees.append(
            [
                [-1, 0, 0, 0, 0, float(f"{n['value']:.5g}")]
                if n["is_leaf"]
                else [
                    int(n["feature_idx"]),
                    float(f"{n['num_threshold']:.6g}"),
                    int(n["missing_go_to_left"]),
                    int(n["left"]),
                    int(n["right"]),
                    0,
                ]
                for n in predictor.nodes
            ]
        )
    head = {
        "origin": "made by training/coref from the dev half of ECB+ (CC BY 3.0); no texts in it",
        "licence": "that of Dragoman",
        "nodes": "column, limit, blank_left, left, right, value (evaluation/pair_scorer.py)",
        "columns": COLUMNS,
        "start": float(np.ravel(model._baseline_prediction)[0]),
    }
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    OUT.write_text(json.dumps(head, indent=1)[:-2] + ',\n "trees": [\n' + lines + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
