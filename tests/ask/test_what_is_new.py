from dataclasses import replace

import pytest

from dragoman.ask.today import today
from dragoman.store import open_record
from hand_made import report, visit

pytestmark = pytest.mark.on_both


def told_on(day, published, status="scheduled"):
    """The visit of hand_made, planned for a day and told on another."""
    coded = visit(published=published)
    text = f"{coded.document.text}\nTold on {published}."
    document = report(text, published=published, outlet="Northern Wire")
    plan = coded.claims[0]
    time = replace(plan.time, earliest=day, latest=day, value=day, edtf=day)
    return replace(
        coded,
        document=document,
        claims=(replace(plan, id=f"{published}-{day}"[:24], time=time, status=status),),
    )


def test_what_is_overdue_reaches_back_a_year_and_no_further(tmp_path):
    with open_record(tmp_path / "talks.record") as record:
        record.add_all(
            [
                told_on("2029-01-09", "2029-01-02"),
                told_on("2030-12-09", "2030-12-02"),
                told_on("2031-06-09", "2031-06-02"),
            ]
        )
        found = today(record)
    assert [life.latest for life in found.overdue] == ["2030-12-09"]
    assert [coming.life.latest for coming in found.coming] == ["2031-06-09"]
    assert [changed.now for changed in found.changes] == ["scheduled"]
