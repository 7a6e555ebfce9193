"""Reading and merging that is killed with no chance to tidy up (`kill -9`) at moments all over the run.

A few trials in a run of the tests; DRAGOMAN_KILLS=50 for as many as one likes. A trial waits until another
program sees a drawn share of the reports in the record, and some thousandths of a second longer; a few are
killed only when all reports are held, which is while they are merged and summed up.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from dragoman.ask.events import events
from dragoman.ask.query import Question
from dragoman.ask.views import timeline
from dragoman.errors import RecordError
from dragoman.interfaces.cli import main
from dragoman.store import open_record
from dragoman.store.schema import report

TRIALS = int(os.environ.get("DRAGOMAN_KILLS", "3"))
REPORTS = 200 if TRIALS <= 3 else 400
LONGEST = 120.0
"""Seconds after which a run that keeps nothing is given up."""
TOWNS = ("Oslo", "Paris", "Vienna", "Madrid", "Warsaw", "Rome", "Athens", "Lisbon")
STATES = ("France", "Spain", "Poland", "Norway", "Austria", "Italy", "Greece", "Portugal")


def lines():
    """Short reports, each of its own words, several of one act."""
    for n in range(REPORTS):
        one, other = STATES[n % 8], STATES[(n * 3 + n // 8 + 1) % 8]
        verb = ("met", "held talks", "will meet")[n % 3]
        text = (
            f"The foreign ministers of {one} and {other} {verb} in {TOWNS[n // 7 % 8]} on Tuesday, item {n}."
        )
        yield json.dumps(
            {"id": f"k{n}", "text": text, "published": f"2031-05-{n % 28 + 1:02}", "source": "Wire"}
        )


def held(path):
    """How many reports and claims another program sees in the record by now."""
    try:
        with open_record(path, create=False) as record:
            return record.size()
    except RecordError:
        return (0, 0)


def claims_of(path):
    """The claims and layers of each report that the record holds."""
    with open_record(path, create=False) as record:
        found = {row.id: (row.layers, []) for row in record.rows(report.select())}
        for one in timeline(record, Question()).rows:
            found[one.document.id][1].append(one.claim)
    return {name: (layers, sorted(claims, key=lambda c: c.id)) for name, (layers, claims) in found.items()}


def final_state(path):
    """What must be the same whatever befell the run: claims, and the acts that they were merged to."""
    with open_record(path, create=False) as record:
        acts = [(event.id, tuple(told.claim.id for told in event.told)) for event in events(record)]
    return claims_of(path), sorted(acts)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    file = tmp_path_factory.mktemp("killed") / "many.jsonl"
    file.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    return file


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_killed_run_loses_nothing_that_was_kept_and_leaves_no_half_report(reports, tmp_path, capsys):
    draw = random.Random(TRIALS)
    undisturbed = tmp_path / "undisturbed.record"
    assert main(["read", str(reports), "--record", str(undisturbed)]) == 0
    whole, acts = final_state(undisturbed)
    assert len(whole) == REPORTS and sum(len(told) > 1 for _, told in acts) > 10
    cut = []
    for trial in range(TRIALS):
        path = tmp_path / f"{trial}.record"
        seen, in_time = killed(path, reports, draw, trial)
        kept = held(path)
        assert kept[0] >= seen[0] and kept[1] >= seen[1]
        if kept[0]:
            found = claims_of(path)
            assert found == {name: whole[name] for name in found}
            assert main(["verify", "--record", str(path)]) == 0
        assert main(["read", str(reports), "--record", str(path)]) == 0
        assert final_state(path) == (whole, acts)
        assert main(["verify", "--record", str(path)]) == 0
        capsys.readouterr()
        cut.append((kept[0], in_time))
    with capsys.disabled():
        if TRIALS > 3:
            print("\nreports held when killed, and was the run still going:", sorted(cut))
    assert any(in_time for _, in_time in cut)


def killed(path, file, draw, trial):
    """Start reading, kill at a drawn moment; gives what was seen as kept before, and whether it still ran."""
    run = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "read", str(file), "--record", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Every fifth trial is killed after the last report is kept; every seventh before the first is.
    wanted = REPORTS if trial % 5 == 2 else 0 if trial % 7 == 5 else draw.randint(1, REPORTS - 1)
    began = time.monotonic()
    if wanted:
        while held(path)[0] < wanted and run.poll() is None and time.monotonic() - began < LONGEST:
            time.sleep(0.003)
        time.sleep(draw.uniform(0, 0.25))
    else:
        time.sleep(draw.uniform(0.5, 4.0))
    seen, in_time = held(path), run.poll() is None
    run.send_signal(signal.SIGKILL)
    run.wait()
    return seen, in_time
