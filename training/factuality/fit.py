"""Fit what each feature adds to the factuality score in the register of talk.

Usage: python training/factuality/fit.py GOLD.jsonl [--write]

GOLD is the dev half of the factuality gold (UDS-IH2, CC BY-SA 4.0; MEANTIME, CC BY 4.0). Ridge regression
of the gold score on the features of `dragoman.events.factuality`, over the sentences of talk; features seen
fewer than `LEAST` times are left out. The report register keeps the weights of `data/status.toml`.

First it prints figures out of fold: ten folds, all sentences of a document in one. `--write` then fits on
all of them and writes `src/dragoman/data/factuality.toml`. Only weights are shipped, none of the texts.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from dragoman.evaluation.given_pair import head_within
from dragoman.events.factuality import factuality_score, features_of, register_of, spread
from dragoman.events.signatures import load_cues
from dragoman.events.status import judge
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser

OUT = Path(__file__).parents[2] / "src" / "dragoman" / "data" / "factuality.toml"
PENALTY = 40.0
LEAST = 20
LOWER, UPPER = -0.7, 1.6
"""Sums that count as -1.5 and as 1.5: the best mean F1 of the three classes out of fold, see docs/status.md."""
FOLDS = 10
SETTLED = {"cancelled": -3.0, "postponed": -2.0}


def read_rows(gold: Path) -> list[dict]:
    """One dict an event: gold score, set, document, register, status, features, and the report score."""
    cues = load_cues()
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    cut = [split_sentences(line["sentence"]) for line in lines]
    parsed = Parser().parse(sentence for sentences in cut for sentence in sentences)
    rows = []
    for line, pieces in zip(lines, cut, strict=True):
        sentences = list(islice(parsed, len(pieces)))
        for event in line["events"]:
            start, end = event["event_start"], event["event_end"]
            sentence = next((s for s in sentences if s.start < end and start < s.end), None)
            token = sentence and head_within(sentence, start, end)
            if sentence is None or token is None:
                continue
            judgement = judge(sentence, token.i, cues)
            talk = register_of(sentence) == "talk"
            rows.append(
                {
                    "gold": float(event["factuality"]),
                    "set": line["dataset"],
                    "group": line["split_key"],
                    "talk": talk,
                    "status": judgement.status,
                    "features": features_of(sentence, token.i, judgement),
                    "report": None if talk else factuality_score(sentence, token.i, judgement, cues),
                }
            )
    return rows


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ridge weights; the last column of `x` is the intercept and is not shrunk."""
    penalty = PENALTY * np.eye(x.shape[1])
    penalty[-1, -1] = 1e-6
    return np.linalg.solve(x.T @ x + penalty, x.T @ y)


def scores(rows: Sequence[dict], totals: np.ndarray) -> np.ndarray:
    """The score as shipped: by `totals` in talk, by the weights of `data/status.toml` in reports."""
    return np.array(
        [
            row["report"]
            if not row["talk"]
            else SETTLED.get(row["status"], spread(float(total), LOWER, UPPER))
            for row, total in zip(rows, totals, strict=True)
        ]
    )


def figures(rows: Sequence[dict], found: np.ndarray) -> None:
    """Print r by set, recall and precision by class."""
    gold = np.array([row["gold"] for row in rows])
    sets = np.array([row["set"] for row in rows])
    for name in sorted(set(sets)):
        print(f"r {name:10s} {np.corrcoef(gold[sets == name], found[sets == name])[0, 1]:.3f}")
    right, said = (np.where(v >= 1.5, 2, np.where(v <= -1.5, 0, 1)) for v in (gold, found))
    for number, name in enumerate(("counterfactual", "uncertain", "factual")):
        recall, precision = (said[right == number] == number).mean(), (right[said == number] == number).mean()
        print(f"{name:15s} recall {recall:.3f} precision {precision:.3f}")


def main() -> None:
    """Measure out of fold; with --write, fit on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    rows = read_rows(arguments.gold)
    talk = np.array([row["talk"] for row in rows])
    counted = Counter(feature for row in rows for feature in row["features"] if row["talk"])
    names = sorted(name for name, count in counted.items() if count >= LEAST)
    x = np.array([[name in row["features"] for name in names] + [True] for row in rows], dtype=float)
    y = np.array([row["gold"] for row in rows])
    groups = sorted({row["group"] for row in rows})
    folds = dict(zip(groups, np.random.RandomState(0).randint(0, FOLDS, len(groups)), strict=True))
    fold = np.array([folds[row["group"]] for row in rows])
    totals = np.zeros(len(rows))
    for n in range(FOLDS):
        totals[fold == n] = x[fold == n] @ fit(x[talk & (fold != n)], y[talk & (fold != n)])
    print(f"{len(rows)} events, {len(names)} features, out of fold")
    figures(rows, scores(rows, totals))
    weights = fit(x[talk], y[talk])
    print("in sample")
    figures(rows, scores(rows, x @ weights))
    if arguments.write:
        kept = {name: round(float(w), 2) for name, w in zip(names, weights, strict=False) if abs(w) >= 0.03}
        OUT.write_text(as_toml(kept, float(weights[-1])), encoding="utf-8")
        print(f"wrote {len(kept)} weights to {OUT.name}")


def as_toml(weights: dict[str, float], intercept: float) -> str:
    """The data file, with its origin at the head."""
    lines = [
        "# What each feature adds to the factuality score of an act in the register of talk.",
        "#",
        "# Origin: ridge regression (training/factuality/fit.py) on the dev halves of UDS-IH2 (CC BY-SA 4.0) and",
        "# MEANTIME (CC BY 4.0); weights only, no texts. Figures out of fold: docs/status.md. Weights under 0.03",
        "# are left out. Features: dragoman.events.factuality. Licence of this file: CC BY-SA 4.0.",
        "",
        f"intercept = {intercept:.2f}",
        f"lower = {LOWER}",
        f"upper = {UPPER}",
        "",
        "[weights]",
        *(f"{json.dumps(name)} = {weight:.2f}" for name, weight in weights.items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
