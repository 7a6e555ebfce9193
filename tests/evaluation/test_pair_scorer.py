"""Trees over the columns of a pair: which way one goes, and that the shipped ones fit the code."""

import numpy as np
import pytest

from dragoman.evaluation.act_pairs import COLUMNS
from dragoman.evaluation.pair_scorer import Scorer, Tree, load_scorer


def tree(blank_left):
    """Adds 2 where column 0 is above 0.5, else takes off 2."""
    return Tree(
        np.array([0, -1, -1]),
        np.array([0.5, 0, 0]),
        np.array([blank_left, False, False]),
        np.array([1, 0, 0]),
        np.array([2, 0, 0]),
        np.array([0.0, -2.0, 2.0]),
    )


@pytest.mark.parametrize(("blank_left", "of_blank"), [(True, 0.1192), (False, 0.8808)])
def test_a_pair_that_says_nothing_goes_the_way_of_the_tree(blank_left, of_blank):
    found = Scorer(0.0, (tree(blank_left),))(np.array([[0.5], [0.6], [np.nan]]))
    assert found == pytest.approx([0.1192, 0.8808, of_blank], abs=1e-3)


def test_trees_add_up_and_no_pair_is_no_error():
    assert Scorer(1.0, (tree(True), tree(True)))(np.array([[1.0]])) == pytest.approx([0.9933], abs=1e-3)
    assert Scorer(1.0, ())(np.zeros((0, 3))).shape == (0,)


def test_the_shipped_trees_ask_about_columns_that_there_are():
    scorer = load_scorer()
    for one in scorer.trees:
        assert one.column.max() < len(COLUMNS)
        inner = one.column >= 0
        assert (one.left[inner] > np.flatnonzero(inner)).all()
        assert (one.right[inner] < len(one.column)).all()
