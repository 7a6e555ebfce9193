"""Trained without the gold standard records, asked about them: how the recipe does on sentences of another kind."""

from collections import Counter

import torch
from crossval import Setup, arguments, figures
from examples import ROOTS, WEIGHTS, read_drawn, training_set
from fit import fit
from model import logits_of

if __name__ == "__main__":
    a = arguments(__doc__).parse_args()
    torch.set_num_threads(1)
    examples = [e for e in training_set(a.gold, a.drawn, a.origins) if e.origin != "gsr"]
    print(len(examples), Counter(e.origin for e in examples), flush=True)
    setup = Setup(a.encoder, a.frozen)
    low, at = setup.read(examples)
    model = fit(
        a.encoder,
        examples,
        low,
        at,
        weights=[WEIGHTS[e.origin] for e in examples],
        epochs=a.epochs,
        lr=a.lr,
        frozen=a.frozen,
        log=True,
    )
    for origin in ("gsr", "cameo"):
        rows = [e for e in read_drawn(a.drawn) if e.origin == origin and e.label in ROOTS]
        logits = logits_of(model, *setup.read(rows))
        given = [ROOTS[k] for k in logits[:, :-1].argmax(1)]
        print(
            f"events_{origin}",
            figures(rows, given),
            "called no act:",
            round(float((logits[:, -1] < 0).mean()), 3),
        )
        print(
            Counter((e.label, g) for e, g in zip(rows, given, strict=True) if e.label != g).most_common(12),
            flush=True,
        )
