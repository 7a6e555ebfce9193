"""Trains on everything that may be trained on, and writes the weights that Dragoman ships.

The temperatures come from the cross-validation (`figures.json`); they are put into the last layer, so that
the file's answers are calibrated as they stand. What int8 changes is printed.
"""

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from crossval import Setup, arguments, figures
from examples import ROOTS, WEIGHTS, read_drawn, training_set
from export import export
from fit import fit
from model import logits_of

from dragoman.events.classify import Candidate, encode

if __name__ == "__main__":
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument(
        "--state", type=Path, help="weights in full precision, written (or read, if there) here"
    )
    a = parser.parse_args()
    torch.set_num_threads(1)
    examples = training_set(a.gold, a.drawn, a.origins)
    print(len(examples), Counter(e.origin for e in examples), flush=True)
    setup = Setup(a.encoder, a.frozen)
    if a.state and a.state.exists():
        model = setup.base
        model.load_state_dict(torch.load(a.state))
    else:
        low, at = setup.read(examples)
        weights = [WEIGHTS[e.origin] for e in examples]
        model = fit(
            a.encoder,
            examples,
            low,
            at,
            weights=weights,
            epochs=a.epochs,
            lr=a.lr,
            frozen=a.frozen,
            seed=11,
            log=True,
        )
        if a.state:
            torch.save(model.state_dict(), a.state)
    cameo = [e for e in read_drawn(a.drawn) if e.origin == "cameo" and e.label in ROOTS]
    plain = logits_of(model, *setup.read(cameo))
    print("events_cameo, full precision", figures(cameo, [ROOTS[k] for k in plain[:, :-1].argmax(1)]))
    if not (a.out / "figures.json").exists():
        raise SystemExit("no figures.json yet: run crossval.py, then this again with --state")
    measured = json.loads((a.out / "figures.json").read_text(encoding="utf-8"))
    export(
        model,
        a.out / "model.onnx",
        temperature=measured["temperature"],
        slope=measured["act"]["slope"],
        offset=measured["act"]["offset"],
    )
    shutil.copy(a.encoder / "vocab.txt", a.out / "vocab.txt")
    import onnxruntime

    session = onnxruntime.InferenceSession(str(a.out / "model.onnx"), providers=["CPUExecutionProvider"])
    small = []
    for e in cameo:
        ids, places = encode(setup.pieces, Candidate(e.text, e.source, e.target))
        small.append(session.run(None, {"ids": [ids], "at": [places]})[0][0])
    print("events_cameo, int8", figures(cameo, [ROOTS[k] for k in np.array(small)[:, :-1].argmax(1)]))
