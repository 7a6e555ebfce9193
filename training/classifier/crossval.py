"""Cross-validation on PLOVER's training pairs: figures of the recipe, and the temperatures of its answers.

Five folds; near-copies stay together, also those among the other examples: what resembles a sentence of
the fold asked about is left out of its training. Writes `figures.json` (figures and temperatures).
"""

import argparse
import json
import os
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from examples import NONE, QUADS, ROOTS, WEIGHTS, groups, read_drawn, training_set
from fit import fit
from model import Classifier, logits_of, lowered
from sklearn.model_selection import StratifiedGroupKFold

from dragoman.events.classify import Candidate, encode
from dragoman.events.wordpieces import WordPieces

FOLDS = 5


def macro_f1(gold, given):
    scores = []
    for label in sorted(set(gold)):
        right = sum(a == b == label for a, b in zip(gold, given, strict=True))
        total = sum(a == label for a in gold) + sum(b == label for b in given)
        scores.append(2 * right / total if total else 0.0)
    return sum(scores) / len(scores)


def figures(rows, given):
    gold = [e.label for e in rows]
    quads = [e.quad or QUADS[e.label] for e in rows]
    given_quads = [q if g == e.label else QUADS[g] for e, q, g in zip(rows, quads, given, strict=True)]
    return {
        "rows": len(rows),
        "accuracy": round(float(np.mean([a == b for a, b in zip(gold, given, strict=True)])), 4),
        "root_macro_f1": round(macro_f1(gold, given), 4),
        "quad_macro_f1": round(macro_f1(quads, given_quads), 4),
    }


def by_class(rows, given):
    table = {}
    for root in ROOTS:
        right = sum(e.label == root == g for e, g in zip(rows, given, strict=True))
        of, told = sum(e.label == root for e in rows), sum(g == root for g in given)
        taken = Counter(g for e, g in zip(rows, given, strict=True) if e.label == root != g)
        table[root] = {
            "f1": round(2 * right / max(1, of + told), 3),
            "rows": of,
            "told": told,
            "right": right,
            "taken_for": dict(taken.most_common(4)),
        }
    return table


def softmax(x):
    x = np.exp(x - x.max(1, keepdims=True))
    return x / x.sum(1, keepdims=True)


def ece(confidence, right, bins=10):
    """Expected calibration error: mean distance of confidence and share right over ten equal steps."""
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(confidence[at == b].mean() - right[at == b].mean()) * (at == b).mean()
            for b in range(bins)
            if (at == b).any()
        )
    )


def temperature(logits, labels):
    scale = np.exp(np.linspace(np.log(0.2), np.log(4), 120))
    losses = [-np.log(softmax(logits / t)[np.arange(len(labels)), labels] + 1e-9).mean() for t in scale]
    return float(scale[int(np.argmin(losses))])


def platt(logits, labels):
    """Slope and offset of the logit of "an act"."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=10.0).fit(logits[:, None], labels)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


class Setup:
    """Examples with what the frozen layers give for them."""

    def __init__(self, folder: Path, frozen: int):
        self.folder, self.frozen = folder, frozen
        self.pieces = WordPieces(
            {p: n for n, p in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").split("\n")) if p}
        )
        self.base = Classifier(folder, len(ROOTS), frozen=frozen)

    def read(self, examples):
        coded = [encode(self.pieces, Candidate(e.text, e.source, e.target)) for e in examples]
        return lowered(self.base, coded), [at for _, at in coded]


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--drawn", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--frozen", type=int, default=2)
    parser.add_argument("--origins", nargs="*", default=list(WEIGHTS))
    return parser


if __name__ == "__main__":
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--join", type=Path, nargs="*", default=[], help="logits of other folds, run apart")
    a = parser.parse_args()
    torch.set_num_threads(1)
    examples = training_set(a.gold, a.drawn, a.origins)
    cameo = [e for e in read_drawn(a.drawn) if e.origin == "cameo" and e.label in ROOTS]
    group = groups(examples)
    asked = [k for k, e in enumerate(examples) if e.origin == "plover" and not e.id.endswith(":reversed")]
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=7)
    folds = [
        [asked[k] for k in test]
        for _, test in split.split(asked, [examples[k].label for k in asked], [group[k] for k in asked])
    ]
    # Pairs without an act: in no fold by themselves, they are asked about in the fold of their number.
    others = [k for k, e in enumerate(examples) if e.origin == "own" or e.id.endswith(":reversed")]
    taken = {group[k]: n for n, fold in enumerate(folds) for k in fold}
    for k in others:
        folds[taken.setdefault(group[k], group[k] % FOLDS)].append(k)
    print(len(examples), Counter(e.origin for e in examples), Counter(e.label for e in examples), flush=True)
    logits, of_cameo = np.zeros((len(examples), len(ROOTS) + 1)), []
    seen = np.zeros(len(examples), dtype=bool)
    if a.folds:
        setup = Setup(a.encoder, a.frozen)
        low, at = setup.read(examples)
        low_cameo, at_cameo = setup.read(cameo)
    for n in a.folds:
        began = time.time()
        test = folds[n]
        close = {group[k] for k in test}
        train = [k for k in range(len(examples)) if group[k] not in close]
        model = fit(
            a.encoder,
            [examples[k] for k in train],
            [low[k] for k in train],
            [at[k] for k in train],
            weights=[WEIGHTS[examples[k].origin] for k in train],
            epochs=a.epochs,
            lr=a.lr,
            frozen=a.frozen,
            seed=n,
            log=n == a.folds[0],
        )
        logits[test] = logits_of(model, [low[k] for k in test], [at[k] for k in test])
        seen[test] = True
        of_cameo.append(logits_of(model, low_cameo, at_cameo))
        pairs = [k for k in test if k in set(asked)]
        print(
            n,
            figures([examples[k] for k in pairs], [ROOTS[j] for j in logits[pairs, :-1].argmax(1)]),
            f"{time.time() - began:.0f}s",
            flush=True,
        )
        np.savez(a.out.with_suffix(f".{os.getpid()}.npz"), logits=logits, seen=seen, cameo=np.array(of_cameo))
    for other in a.join:
        kept = np.load(other)
        logits[kept["seen"]] = kept["logits"][kept["seen"]]
        seen |= kept["seen"]
        of_cameo += list(kept["cameo"])
    pairs = [k for k in asked if seen[k]]
    rows, given = [examples[k] for k in pairs], [ROOTS[j] for j in logits[pairs, :-1].argmax(1)]
    labels = np.array([ROOTS.index(e.label) for e in rows])
    t = temperature(logits[pairs, :-1], labels)
    shares = softmax(logits[pairs, :-1] / t)
    right = shares.argmax(1) == labels
    both = [k for k in range(len(examples)) if seen[k]]
    act = np.array([examples[k].label != NONE for k in both])
    slope, offset = platt(logits[both, -1], act)
    p_act = 1 / (1 + np.exp(-(slope * logits[both, -1] + offset)))
    nones = {
        o: [
            k
            for k, e in enumerate(examples)
            if seen[k] and e.label == NONE and (e.origin == "own" and ":rev" not in e.id) == (o == "own")
        ]
        for o in ("own", "reversed")
    }

    def told(ks):
        return round(float(np.mean(slope * logits[ks, -1] + offset < 0)), 4) if ks else None

    result = {
        "pairs": figures(rows, given),
        "by_class": by_class(rows, given),
        "temperature": t,
        "ece_before": round(ece(softmax(logits[pairs, :-1]).max(1), right), 4),
        "ece_after": round(ece(shares.max(1), right), 4),
        "act": {"slope": slope, "offset": offset, "accuracy": round(float(np.mean((p_act > 0.5) == act)), 4), "ece": round(ece(np.maximum(p_act, 1 - p_act), (p_act > 0.5) == act), 4),
                "pairs_called_none": told(pairs), "own_none_found": told(nones["own"]), "reversed_found": told(nones["reversed"])},
        "own_sentences": figures(*zip(*[(examples[k], ROOTS[logits[k, :-1].argmax()]) for k in both if examples[k].origin == "own" and examples[k].label != NONE], strict=True)) if "own" in a.origins else None,
        "events_cameo_unseen": figures(cameo, [ROOTS[j] for j in np.mean(of_cameo, axis=0)[:, :-1].argmax(1)]),
        "wrong": [f"{e.label} taken for {g}: {e.id}" for e, g in zip(rows, given, strict=True) if e.label != g],
    }  # fmt: skip
    a.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({k: v for k, v in result.items() if k != "wrong"}, indent=1))
