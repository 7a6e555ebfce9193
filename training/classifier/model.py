"""The encoder with its two answers: whether there is an act between the pair, and of which type.

Input: [CLS] sentence [SEP], each party between two marks (`events/classify.py` makes it, here as in the
product). Read off: the mean of all tokens and the vectors at the two opening marks ([CLS] where a party is
not in the sentence). Logits: one a root (softmax), and a last one for "an act" (sigmoid).

The embeddings and the lowest `frozen` layers stay as they came, so that their output is computed once for
an example and not once an epoch.
"""

import json

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from dragoman.events.classify import MARKS

STAR, HASH = 1008, 1001  # "*" and "#" in BERT's vocabulary: the marks begin as these


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, width, inner, heads, eps):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)

    def forward(self, x, bias, dropout=0.0):
        n, t, w = x.shape
        q, k, v = (
            f(x).view(n, t, self.heads, w // self.heads).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        )
        a = q @ k.transpose(-1, -2) * (w // self.heads) ** -0.5
        if bias is not None:
            a = a + bias
        a = functional.dropout(a.softmax(-1), dropout, self.training) @ v
        x = self.norm1(
            x + functional.dropout(self.out(a.transpose(1, 2).reshape(n, t, w)), dropout, self.training)
        )
        return self.norm2(
            x + functional.dropout(self.down(functional.gelu(self.up(x))), dropout, self.training)
        )


class Classifier(nn.Module):
    def __init__(self, folder, roots: int, dropout: float = 0.1, frozen: int = 2):
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width, eps = config["hidden_size"], config["layer_norm_eps"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.norm = nn.LayerNorm(width, eps)
        self.layers = nn.ModuleList(
            Layer(width, config["intermediate_size"], config["num_attention_heads"], eps)
            for _ in range(config["num_hidden_layers"])
        )
        self.head = nn.Linear(3 * width, roots + 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.dropout, self.frozen = dropout, frozen
        self._load(folder)
        for part in (self.words, self.places, self.norm, *self.layers[:frozen]):
            part.requires_grad_(False)
        self.kind.requires_grad_(False)

    def _load(self, folder):
        from safetensors.torch import load_file

        given = load_file(folder / "model.safetensors")
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        with torch.no_grad():
            self.words.weight.copy_(given["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(given["embeddings.position_embeddings.weight"])
            self.kind.copy_(given["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(given["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(given["embeddings.LayerNorm.bias"])
            for k, layer in enumerate(self.layers):
                for mine, theirs in names.items():
                    for part in ("weight", "bias"):
                        getattr(getattr(layer, mine), part).copy_(given[f"encoder.layer.{k}.{theirs}.{part}"])
            for mark, like in zip(MARKS, (STAR, STAR, HASH, HASH), strict=True):
                self.words.weight[mark] = self.words.weight[like]

    def lower(self, ids, bias=None):
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind
        x = self.norm(x)
        for layer in self.layers[: self.frozen]:
            x = layer(x, bias)
        return x

    def upper(self, x, mask, bias, at):
        for layer in self.layers[self.frozen :]:
            x = layer(x, bias, self.dropout)
        mean = (x * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        rows = torch.arange(x.shape[0], device=x.device)
        features = torch.cat([mean, x[rows, at[:, 0]], x[rows, at[:, 1]]], dim=-1)
        return self.head(functional.dropout(features, self.dropout, self.training))


@torch.no_grad()
def lowered(model, encoded, size=32):
    """The output of the frozen layers, one array a sentence."""
    model.eval()
    order = sorted(range(len(encoded)), key=lambda k: len(encoded[k][0]))
    found = [None] * len(encoded)
    for k in range(0, len(order), size):
        part = order[k : k + size]
        width = max(len(encoded[i][0]) for i in part)
        ids = torch.zeros(len(part), width, dtype=torch.long)
        for r, i in enumerate(part):
            ids[r, : len(encoded[i][0])] = torch.tensor(encoded[i][0])
        bias = (ids == 0).float()[:, None, None, :] * -1e4
        x = model.lower(ids, bias)
        for r, i in enumerate(part):
            found[i] = x[r, : len(encoded[i][0])].clone()
    return found


def batch_of(low, at):
    width = max(len(x) for x in low)
    x = torch.zeros(len(low), width, low[0].shape[1])
    mask = torch.zeros(len(low), width)
    for k, one in enumerate(low):
        x[k, : len(one)] = one
        mask[k, : len(one)] = 1
    return x, mask, (1 - mask)[:, None, None, :] * -1e4, torch.tensor(at)


@torch.no_grad()
def logits_of(model, low, at, size=32):
    model.eval()
    order = sorted(range(len(low)), key=lambda k: len(low[k]))
    out = np.zeros((len(low), model.head.out_features), dtype=np.float32)
    for k in range(0, len(order), size):
        part = order[k : k + size]
        out[part] = model.upper(*batch_of([low[i] for i in part], [at[i] for i in part])).numpy()
    return out
