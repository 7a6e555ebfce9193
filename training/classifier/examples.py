"""Examples for the event classifier: a sentence, its two parties, and the act between them.

Four origins, told apart in every figure: `plover` (PLV train, pairs given), `gsr` (PLOVER's gold standard
records, dev half: no pair is given there), `own` (`sentences.txt` beside this file, written and labelled
for Dragoman), `weak` (sentences of public articles that the rules label; drawn again by `draw.py`).
"""

import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "REJECT",
    "ACCUSE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
NONE = "NONE"
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "YIELD": 2, "COOPERATE": 2, "AID": 2, "REQUEST": 3, "REJECT": 3,
    "ACCUSE": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
MUTUAL = {"AGREE", "CONSULT", "COOPERATE"}

Range = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """A sentence with the ranges of actor and recipient (None: not in it) and the act between them."""

    id: str
    origin: str
    text: str
    source: Range | None
    target: Range | None
    label: str
    quad: int | None = None


def read_plover(path: Path) -> list[Example]:
    from dragoman.evaluation.given_pair import find_pair

    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Example(
            r["id"],
            "plover",
            r["sentence"],
            *find_pair(r["sentence"], r["source"], r["target"]),
            r["root"],
            r["quad"],
        )
        for r in rows
    ]


def read_own(path: Path) -> list[Example]:
    """Lines `LABEL sentence` with the actor in {braces} and the recipient in <angles>."""
    found = []
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        label, _, marked = line.partition(" ")
        if label not in (*ROOTS, NONE, "CONCEDE", "RETREAT"):
            raise SystemExit(
                f"{path.name}, line {n}: {label!r} is not a type; expected one of {' '.join(ROOTS)} NONE"
            )
        text, source = _unmark(marked, "{", "}", "<>")
        _, target = _unmark(marked, "<", ">", "{}")
        found.append(Example(f"own:{n}", "own", text, source, target, MERGED.get(label, label)))
    return found


def _unmark(marked: str, opening: str, closing: str, others: str) -> tuple[str, Range | None]:
    plain, start, end = "", None, None
    for character in marked.strip():
        if character == opening:
            start = len(plain)
        elif character == closing:
            end = len(plain)
        elif character not in others:
            plain += character
    return plain, None if start is None or end is None else (start, end)


def reversed_roles(examples: list[Example]) -> list[Example]:
    """The same sentences asked the wrong way round: what the actor did, the recipient did not do."""
    return [
        Example(e.id + ":reversed", e.origin, e.text, e.target, e.source, NONE)
        for e in examples
        if e.source and e.target and e.label not in {*MUTUAL, NONE, "SUPPORT", "YIELD"}
    ]


WEIGHTS = {"plover": 1.0, "own": 1.0, "gsr": 0.7, "weak": 0.5}
"""Of an example of this origin in the loss. CAMEO's records are drawn as well, and never trained on."""

SHARE_REVERSED = 0.2


def training_set(gold: Path, drawn: Path, origins=tuple(WEIGHTS)) -> list[Example]:
    """All that may be trained on, with a share of the pairs asked the wrong way round."""
    found = []
    if "plover" in origins:
        found += read_plover(gold / "plover" / "dev.jsonl")
    if "own" in origins:
        found += read_own(Path(__file__).parent / "sentences.txt")
    found += [e for e in read_drawn(drawn) if e.origin in origins and e.label in (*ROOTS, NONE)]
    turned = shuffled(reversed_roles(found), 1)
    return found + turned[: int(SHARE_REVERSED * len(turned))]


def read_drawn(path: Path) -> list[Example]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Example(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}) for row in rows]


def groups(examples: list[Example]) -> list[int]:
    """A number for each example; near-copies (five words in a row shared, or most words) have the same."""
    parent = list(range(len(examples)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[tuple[str, ...], int] = {}
    words = [re.findall(r"\w+", e.text.lower()) for e in examples]
    for i, listed in enumerate(words):
        for k in range(len(listed) - 7):
            gram = tuple(listed[k : k + 8])
            parent[root(i)] = root(seen.setdefault(gram, i))
    by_word = defaultdict(list)
    sets = [set(w) for w in words]
    for i, s in enumerate(sets):
        for word in s:
            by_word[word].append(i)
    for i, s in enumerate(sets):
        counts: dict[int, int] = defaultdict(int)
        for word in s:
            if len(by_word[word]) < 200:
                for j in by_word[word]:
                    if j < i:
                        counts[j] += 1
        for j, shared in counts.items():
            if shared >= 4 and len(s & sets[j]) >= 0.6 * min(len(s), len(sets[j])):
                parent[root(i)] = root(j)
    least: dict[int, int] = {}
    return [least.setdefault(root(i), i) for i in range(len(examples))]


def shuffled(items: list, seed: int) -> list:
    items = list(items)
    random.Random(seed).shuffle(items)
    return items
