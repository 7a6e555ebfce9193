"""Small topics of two like stories: the same word is two acts, two words are one."""

import numpy as np

from dragoman.evaluation.given_acts import join
from dragoman.evaluation.same_act import average_link
from dragoman.evaluation.tasks import PREDICTORS
from dragoman.pipeline import load_resources

NORTH = (
    "Fisherman Olaf Brun died in Tromso harbour on Sunday, his brother Nils Brun told police.",
    "The death of Olaf Brun, a fisherman from Tromso harbour, shocked his brother Nils Brun.",
)
SOUTH = (
    "Singer Carla Meo died in a Palermo clinic, the manager of the Palermo opera wrote.",
    "The death of Carla Meo, the singer, closed the Palermo opera, her manager wrote.",
)


def row(n, text):
    """A row of one topic that asks for the word that tells of dying."""
    at = text.index("died") if "died" in text else text.index("death")
    end = at + (4 if text[at:].startswith("died") else 5)
    return {"id": str(n), "topic": "1", "text": text, "events": [{"start": at, "end": end}]}


def test_two_like_stories_are_two_acts_each_told_by_verb_and_noun():
    rows = [row(n, text) for n, text in enumerate((*NORTH, *SOUTH))]
    found = [p["events"][0]["cluster"] for p in PREDICTORS["event_coref"](rows, load_resources())]
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]


def test_the_order_of_the_reports_does_not_matter():
    rows = [row(n, text) for n, text in enumerate((*NORTH, *SOUTH))]
    found = [p["events"][0]["cluster"] for p in PREDICTORS["event_coref"](rows[::-1], load_resources())]
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]


def test_groups_join_by_their_average():
    near = np.array([[1, 0.9, 0.5], [0.9, 1, 0.1], [0.5, 0.1, 1]])
    assert average_link(near, 0.4) == [0, 0, 1]
    assert average_link(near, 0.2) == [0, 0, 0]
    assert average_link(np.zeros((0, 0)), 0.0) == []


def test_pairs_are_laid_out_in_the_order_in_which_they_are_described():
    assert join(np.array([0.1, 0.9, 0.1]), 3, 0.5) == [0, 1, 0]
    assert join(np.array([]), 1) == [0]
