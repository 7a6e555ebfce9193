"""The invented record that sizes are measured on is a sound one, and the same for the same seed."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from dragoman.store import open_record

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
made_record = pytest.importorskip("made_record")


def test_an_invented_record_holds_its_words_and_tells_acts_more_than_once(tmp_path):
    reports = list(made_record.reports(400))
    assert reports == list(made_record.reports(400))
    made_record.make(tmp_path / "r", 400)
    with open_record(tmp_path / "r", create=False) as record:
        assert list(record.verify()) == []
        assert record.size()[1] >= 400
    statuses = Counter(c.status for one in reports for c in one.claims)
    kinds = Counter(c.kind for one in reports for c in one.claims)
    assert {"occurred", "scheduled", "proposed"} <= statuses.keys()
    assert {"event", "position", "statement"} <= kinds.keys()
