"""Fine-tuning: one model on a list of examples."""

import math
import random
import time

import torch
from examples import NONE, ROOTS
from model import Classifier, batch_of
from torch.nn import functional

INDEX = {root: k for k, root in enumerate(ROOTS)}


def fit(
    folder,
    examples,
    low,
    at,
    *,
    weights,
    epochs=6,
    lr=2e-4,
    head_lr=1e-3,
    decay=0.9,
    size=16,
    frozen=2,
    smoothing=0.1,
    class_power=0.5,
    seed=0,
    none_weight=0.5,
    dropout=0.1,
    log=False,
):
    """`low`, `at`: what the frozen layers give for each example, and where its marks are. Gives the model."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Classifier(folder, len(ROOTS), dropout, frozen)
    counts = torch.zeros(len(ROOTS))
    for e, w in zip(examples, weights, strict=True):
        if e.label != NONE:
            counts[INDEX[e.label]] += w
    class_weights = (counts.clamp(min=1).mean() / counts.clamp(min=1)) ** class_power
    class_weights /= (class_weights * counts).sum() / counts.sum()
    upper = model.layers[frozen:]
    params = [{"params": list(model.head.parameters()), "lr": head_lr}]
    for k, layer in enumerate(upper):
        params.append({"params": list(layer.parameters()), "lr": lr * decay ** (len(upper) - 1 - k)})
    optimiser = torch.optim.AdamW(params, weight_decay=0.01)
    batches = math.ceil(len(examples) / size)
    total = batches * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.1 * total), max(0.0, (total - s) / (0.9 * total)))
    )
    has_none = any(e.label == NONE for e in examples)
    for epoch in range(epochs):
        began, lost = time.time(), 0.0
        model.train()
        order = list(range(len(examples)))
        rng.shuffle(order)
        chunks = []  # sorted by length within stretches of 16 batches: less padding, still random
        for k in range(0, len(order), size * 16):
            stretch = sorted(order[k : k + size * 16], key=lambda i: len(low[i]))
            chunks += [stretch[j : j + size] for j in range(0, len(stretch), size)]
        rng.shuffle(chunks)
        for chunk in chunks:
            inputs = batch_of([low[i] for i in chunk], [at[i] for i in chunk])
            labels = torch.tensor([INDEX.get(examples[i].label, -1) for i in chunk])
            w = torch.tensor([weights[i] for i in chunk])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = model.upper(*inputs)
            loss = _loss(out.float(), labels, w, class_weights, smoothing, none_weight if has_none else 0.0)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            lost += loss.item()
        if log:
            print(
                f"  epoch {epoch + 1}: loss {lost / len(chunks):.3f}, {time.time() - began:.0f}s", flush=True
            )
    model.eval()
    return model


def _loss(out, labels, w, class_weights, smoothing, none_weight):
    acts = labels >= 0
    loss = out.new_zeros(())
    if acts.any():
        each = functional.cross_entropy(
            out[acts, :-1], labels[acts], weight=class_weights, label_smoothing=smoothing, reduction="none"
        )
        loss = loss + (each * w[acts]).sum() / len(labels)
    if none_weight:
        each = functional.binary_cross_entropy_with_logits(
            out[:, -1], acts.float() * 0.96 + 0.02, reduction="none"
        )
        loss = loss + none_weight * (each * w).mean()
    return loss
