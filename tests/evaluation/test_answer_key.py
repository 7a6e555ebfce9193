"""The examples against their key: what the record makes of 105 reports of one negotiation."""

from pathlib import Path

import pytest

from dragoman.errors import SettingsError
from dragoman.evaluation.answer_key import measure_key, read_key
from dragoman.pipeline import load_resources
from dragoman.sources.readers import read_reports

KEY = Path(__file__).parents[1] / "cases" / "examples_key.toml"


@pytest.fixture(scope="module")
def scores():
    return measure_key(KEY, load_resources(), errors=1000)


@pytest.mark.parametrize(
    ("figure", "name", "least"),
    [
        ("families", "f1", 0.95),
        ("claims", "recall", 0.80),
        ("events", "precision", 0.95),
        ("events", "f1", 0.86),
        ("status", "right_where_told", 0.92),
        ("participation", "right_where_told", 0.84),
        ("contradictions", "precision", 0.95),
        ("contradictions", "recall", 0.72),
    ],
)
def test_the_figures_reached_are_held(scores, figure, name, least):
    assert scores.figures[figure][name] >= least, "\n".join(scores.errors)


def test_the_key_is_large_enough_and_names_only_words_of_the_reports():
    key = read_key(KEY)
    assert len(key["families"]) >= 10
    kinds = [row["of"] for row in key["contradiction"]]
    assert len(kinds) >= 12
    raw = read_reports([str(KEY.parent / key["reports"])])
    texts = {r.given_id or key["names"].get(Path(r.path).name): r.text for r in raw}
    assert set().union(*key["families"]) <= set(texts)
    assert not [row for event in key["event"] for row in event["told"] if row[1] not in texts[row[0]]]
    for row in key["contradiction"]:
        for side, words in zip(row["reports"], row["words"], strict=True):
            assert any(words in texts[name] for name in side), row
    assert set(kinds) == {"place", "date", "order", "number", "attendance", "status", "attribution"}


def test_a_file_that_is_no_key_is_refused_in_one_line(tmp_path):
    (tmp_path / "key.toml").write_text("families = []", encoding="utf-8")
    with pytest.raises(SettingsError, match="lacks a part"):
        read_key(tmp_path / "key.toml")
