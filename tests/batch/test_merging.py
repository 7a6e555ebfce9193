"""Acts and families of a batch are those that a record of the same reports tells, however the work is cut."""

import json
from datetime import date, timedelta
from functools import partial

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from pyarrow import dataset

from dragoman.batch import merging
from dragoman.batch.acts import event_line
from dragoman.batch.merging import merge_batch
from dragoman.batch.runners import run_here, run_processes
from dragoman.interfaces.cli import main
from dragoman.merge.families import families
from dragoman.merge.kept import Wanted, is_merged, kept_events
from dragoman.store import open_record

MOMENT = "2031-06-01T08:00:00Z"
FIRST = date(2031, 5, 5)
STATES = (("Norway", "Oslo"), ("Spain", "Madrid"), ("Kenya", "Nairobi"), ("Japan", "Tokyo"))


def told():
    """Reports of visits told before, on the day and after by several outlets, and copies among them."""
    for n in range(12):
        (guest, _), (host, town) = STATES[n % 4], STATES[(n + 1 + n // 4) % 4]
        day = FIRST + timedelta(3 * n)
        lead = (
            f"The foreign minister of {guest} will meet the foreign minister of {host} in {town} on {day:%A}"
        )
        yield "Fjord Wire", day - timedelta(1), f"{lead}, his office said."
        over = f"The foreign ministers of {guest} and {host} met in {town} on {day:%A} for talks on fishing"
        yield "Gulf Desk", day, f"{over}. Police closed {n + 20} streets. A statement is to follow."
        yield (
            "Hill Gazette",
            day + timedelta(1),
            (f"{over}. Police closed {n + 20} streets, the Gulf Desk reported. A statement is to follow."),
        )
        if n % 3 == 0:  # the same words again, a day before
            yield "Early Bird", day - timedelta(1), f"{lead}, his office said."
        yield (
            "Long View",
            day + timedelta(20),
            (f"Talks between {guest} and {host} were held in {town} last month. All of {host} was there."),
        )


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("merging")
    rows = [
        {"id": f"m{n}", "source": outlet, "published": day.isoformat(), "text": text}
        for n, (outlet, day, text) in enumerate(told())
    ]
    given = folder / "in.jsonl"
    given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = folder / "out"
    assert main(["batch", str(given), "--out", str(out), "--shard", "9", "--workers", "1"]) == 0
    assert main(["read", str(given), "--record", str(folder / "a.record")]) == 0
    return out, folder / "a.record"


def rows_below(folder):
    found = dataset.dataset(folder).to_table().to_pylist()
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True))


@pytest.mark.parametrize("owned", [1, 7, 5_000])
def test_acts_and_families_are_those_of_a_record(both, owned, monkeypatch):
    out, path = both
    monkeypatch.setattr(merging, "OWNED", owned)
    counts = merge_batch(out, run_here, MOMENT)
    with open_record(path) as record:
        assert is_merged(record)
        acts = kept_events(record, Wanted())
        kin = families(record)
    events = {row["event"]: row for row in rows_below(out / "events")}
    assert events == {act.id: event_line(act) for act in acts}
    assert max(len(act.told) for act in acts) > 2
    assert any(json.loads(row["why"]) for row in events.values())
    places = {
        (
            one.id,
            place == one.origin,
            place.id,
            place.name,
            place.outlet,
            place.title,
            place.day,
            place.published,
        )
        for one in kin
        for place in one.reports
    }
    assert {tuple(row.values()) for row in rows_below(out / "families")} == places
    assert any(len({place.id for place in one.reports}) > 1 for one in kin)
    assert counts == {"events": len(acts), "families": len(kin)}
    assert not (out / ".merging").exists()


def test_processes_find_the_same(both, monkeypatch):
    out, _ = both
    monkeypatch.setattr(merging, "OWNED", 40)
    merge_batch(out, run_here, MOMENT)
    here = rows_below(out / "events"), rows_below(out / "families")
    merge_batch(out, partial(_processes, 2), MOMENT)
    assert (rows_below(out / "events"), rows_below(out / "families")) == here


def _processes(workers, tasks, do):
    return run_processes(tasks, workers, do)


def test_only_a_batch_that_is_done_is_merged(tmp_path, capsys):
    assert main(["merge-batch", str(tmp_path)]) == 2
    assert "not the folder of a batch that is done" in capsys.readouterr().err
