"""Reading that is killed with no chance to tidy up (`kill -9`) at random moments.

Two trials in a run of the tests; DRAGOMAN_KILLS=50 for as many as one likes.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.ask.query import Question
from dragoman.ask.views import timeline
from dragoman.errors import RecordError
from dragoman.interfaces.cli import main
from dragoman.store import open_record

TRIALS = int(os.environ.get("DRAGOMAN_KILLS", "2"))
REPORTS = 400
LONGEST = 30.0
"""Seconds after which a trial that kept nothing is killed all the same."""


def lines():
    """Short reports, each of its own words."""
    towns = ("Oslo", "Paris", "Vienna", "Madrid", "Warsaw", "Rome", "Athens", "Lisbon")
    states = ("France", "Spain", "Poland", "Norway", "Austria", "Italy", "Greece", "Portugal")
    for n in range(REPORTS):
        one, other = states[n % 8], states[(n * 3 + n // 8 + 1) % 8]
        text = (
            f"The foreign ministers of {one} and {other} met in {towns[n // 7 % 8]} on Tuesday. "
            f"{one} rejected plan {n} and will send {n + 2} envoys to {towns[n % 5]} next week."
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


def by_report(path):
    """The claims of each report."""
    found = {}
    with open_record(path, create=False) as record:
        for (identity,) in record.rows(_ids()):
            found[identity] = []
        for one in timeline(record, Question()).rows:
            found[one.document.id].append(one.claim)
    return {identity: sorted(claims, key=lambda claim: claim.id) for identity, claims in found.items()}


def _ids():
    from sqlalchemy import select

    from dragoman.store.schema import report

    return select(report.c.id)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_killed_run_loses_nothing_that_was_kept_and_leaves_no_half_report(tmp_path, capsys):
    draw = random.Random(TRIALS)
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    undisturbed = tmp_path / "undisturbed.record"
    assert main(["read", str(file), "--record", str(undisturbed)]) == 0
    whole = by_report(undisturbed)
    assert len(whole) == REPORTS
    cut = []
    for trial in range(TRIALS):
        path = tmp_path / f"{trial}.record"
        seen = killed(path, file, draw)
        kept = held(path)
        assert kept[0] >= seen[0] and kept[1] >= seen[1]
        cut.append(kept[0])
        if Path(path).exists() and kept[0]:
            found = by_report(path)
            assert found == {identity: whole[identity] for identity in found}
            assert main(["verify", "--record", str(path)]) == 0
        assert main(["read", str(file), "--record", str(path)]) == 0
        assert by_report(path) == whole
        assert main(["verify", "--record", str(path)]) == 0
        capsys.readouterr()
    print("reports held when killed:", sorted(cut))
    assert TRIALS < 5 or any(0 < kept < REPORTS for kept in cut)


def killed(path, file, draw):
    """Start reading, wait for a random moment, kill; gives what could be seen as kept just before."""
    run = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "read", str(file), "--record", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    began = time.monotonic()
    if draw.random() < 0.8:
        while not held(path)[0] and run.poll() is None and time.monotonic() - began < LONGEST:
            time.sleep(0.02)
        time.sleep(draw.uniform(0, 3.0))
    else:
        time.sleep(draw.uniform(0, 3.0))
    seen = held(path)
    run.send_signal(signal.SIGKILL)
    run.wait()
    return seen
