import json
from pathlib import Path

import pytest

from dragoman.errors import SettingsError
from dragoman.events.classify import (
    ROOTS,
    Candidate,
    Scores,
    classify,
    encode,
    load_classifier,
    yield_type,
)
from dragoman.events.wordpieces import WordPieces

CASES = Path(__file__).parent.parent / "cases"


def cases(name):
    found = []
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        reason = case.get("fails")
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        found.append(pytest.param(case, id=case["label"], marks=marks))
    return found


def candidate(marked):
    """The sentence without its marks: {actor}, <recipient>."""
    text, places = "", {}
    for character in marked:
        if character in "{}<>":
            places[character] = len(text)
        else:
            text += character
    return Candidate(text, (places["{"], places["}"]), (places["<"], places[">"]))


@pytest.mark.parametrize("case", cases("pairs.jsonl"))
def test_act_between_the_pair_is_told_from_the_tempting_ones(case):
    [scores] = classify([candidate(case["marked"])])
    assert scores.root == case["root"]
    assert all(scores.roots[case["root"]] > 2 * scores.roots[other] for other in case["not"])
    assert scores.none < 0.5


@pytest.mark.parametrize("case", cases("no_act.jsonl"))
def test_words_that_only_look_like_an_act_are_none(case):
    [scores] = classify([candidate(case["marked"])])
    assert scores.none > 0.5


def test_candidate_alone_and_in_a_crowd_has_the_same_scores():
    lines = (CASES / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    crowd = [candidate(json.loads(line)["marked"]) for line in lines]
    together = classify(crowd)
    assert together == [classify([one])[0] for one in crowd]
    assert list(reversed(together)) == classify(list(reversed(crowd)))


def test_probabilities_are_of_all_roots_and_add_up():
    [scores] = classify([candidate("{Peru} met <Chile>.")])
    assert set(scores.roots) == set(ROOTS)
    assert sum(scores.roots.values()) == pytest.approx(1)
    assert sum(scores.probability(root) for root in ROOTS) == pytest.approx(1 - scores.none)


def test_sentence_without_recipient_or_of_odd_length_is_scored():
    long = "Envoys spoke of it at length, and " * 60 + "Peru met Chile."
    asked = [
        Candidate("Nurses went on strike.", (0, 6)),
        Candidate("", None),
        Candidate(long, (len(long) - 15, len(long) - 11), (len(long) - 6, len(long) - 1)),
    ]
    strike, nothing, far = classify(asked)
    assert far.root == "CONSULT"
    assert strike.root == "PROTEST"
    assert all(0 <= s.none <= 1 for s in (nothing, far))
    assert classify([]) == []


def test_another_classifier_can_be_given():
    def sure(candidates):
        return [Scores(dict.fromkeys(ROOTS, 0.0) | {"AID": 1.0}, 0.0) for _ in candidates]

    assert classify([Candidate("x", None)], sure)[0].root == "AID"


def test_marks_stand_around_the_parties():
    pieces = WordPieces({"[UNK]": 0, "peru": 7, "met": 8, "chile": 9})
    asked = candidate("{Peru} met <Chile>")
    assert encode(pieces, asked) == ([101, 1, 7, 2, 8, 3, 9, 4, 102], [1, 5])
    assert encode(pieces, Candidate("Peru met Chile", None, (9, 14)))[1] == [0, 3]


def test_long_sentence_is_read_around_its_parties():
    pieces = WordPieces({"[UNK]": 0, "peru": 7, "met": 8, "chile": 9})
    text = "met " * 500 + "Peru met Chile " + "met " * 500
    ids, places = encode(pieces, Candidate(text, (2000, 2004), (2009, 2014)))
    assert len(ids) == 160
    assert ids[places[0] : places[0] + 7] == [1, 7, 2, 8, 3, 9, 4]
    assert places == [41, 45]


def test_yield_is_parted_by_the_word_that_tells_it():
    assert [yield_type(word) for word in ("free", "resign", "ease", "pardon")] == [
        "RETREAT",
        "RETREAT",
        "CONCEDE",
        "CONCEDE",
    ]
    scores = Scores({"YIELD": 0.5, "AID": 0.5}, 0.2)
    assert scores.probability("CONCEDE") == scores.probability("RETREAT") == pytest.approx(0.4)


def test_missing_or_damaged_weights_give_one_clear_line(tmp_path):
    with pytest.raises(SettingsError, match="the event classifier lacks a file"):
        load_classifier(tmp_path)
    (tmp_path / "vocab.txt").write_text("[UNK]\n", encoding="utf-8")
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(SettingsError, match="weights cannot be read") as failure:
        load_classifier(tmp_path)
    assert "\n" not in str(failure.value)


def test_vocabulary_of_another_model_is_refused(tmp_path):
    from dragoman.data import FOLDER

    (tmp_path / "model.onnx").symlink_to(FOLDER / "classifier" / "model.onnx")
    (tmp_path / "vocab.txt").write_text("[UNK]\nthe\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="found 2 word pieces"):
        load_classifier(tmp_path)
