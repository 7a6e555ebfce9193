"""How likely two given words tell one act: small decision trees, learnt from the dev half of ECB+.

Each tree asks a few questions about the columns of `act_pairs` and ends at a number; the sum of the numbers
is the log odds. `training/coref` makes the trees; docs/evaluation.md says what they are worth.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragoman.data import read_text
from dragoman.evaluation.act_pairs import COLUMNS

if TYPE_CHECKING:
    from numpy import ndarray


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes in columns of equal length; node 0 is asked first.

    Attributes:
        column: which of `COLUMNS` is asked about, -1 at the ends.
        limit: up to it one goes `left`, above it `right`.
        blank_left: does a pair that says nothing go `left`?
        value: what is added at an end.
    """

    column: "ndarray"
    limit: "ndarray"
    blank_left: "ndarray"
    left: "ndarray"
    right: "ndarray"
    value: "ndarray"


@dataclass(frozen=True, slots=True)
class Scorer:
    """The trees, and the log odds before any of them is asked."""

    start: float
    trees: tuple[Tree, ...]

    def __call__(self, table: "ndarray") -> "ndarray":
        """The probability of each row of `act_pairs.describe_pairs`."""
        import numpy as np

        odds = np.full(len(table), self.start)
        for tree in self.trees:
            at = np.zeros(len(table), dtype=int)
            going = np.arange(len(table))
            while len(going := going[tree.column[at[going]] >= 0]):
                node = at[going]
                asked = table[going, tree.column[node]]
                left = np.where(np.isnan(asked), tree.blank_left[node], asked <= tree.limit[node])
                at[going] = np.where(left, tree.left[node], tree.right[node])
            odds += tree.value[at]
        return 1 / (1 + np.exp(-odds))


@cache
def load_scorer() -> Scorer:
    """The shipped trees.

    Raises:
        ValueError: `data/act_pairs.json` was made for other columns; make it again with training/coref.
    """
    import numpy as np

    table = json.loads(read_text("act_pairs.json"))
    if tuple(table["columns"]) != COLUMNS:
        raise ValueError("data/act_pairs.json: made for other columns; make it again with training/coref")
    trees = []
    for nodes in table["trees"]:
        column, limit, blank, left, right, value = (np.array(part) for part in zip(*nodes, strict=True))
        trees.append(Tree(column, limit, blank.astype(bool), left, right, value))
    return Scorer(table["start"], tuple(trees))
