"""A batch: counts that add up, shards done once, the same bytes whoever does them, and back into a record."""

import gzip
import json
import os
import re
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from stand_in import METHOD, StandIn

from dragoman.batch import runners
from dragoman.batch.coding import code_shard_with
from dragoman.batch.runners import run_dask, run_here, run_processes
from dragoman.batch.shards import Batch, _markers, run_batch
from dragoman.errors import RecordError, SettingsError
from dragoman.interfaces.cli import main
from dragoman.records import CodedDocument
from dragoman.store import open_record

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def reports(folder, count=20):
    """Lines: `count` reports of their own words, one of them again, one without words, one in French."""
    rows = [
        {"id": f"b{n}", "text": f"The ministers of Norway and Spain met in Oslo on Tuesday, item {n}."}
        for n in range(count)
    ]
    rows.append({"id": "again", "text": rows[3]["text"], "source": "Another Wire"})
    rows.append({"id": "none"})
    rows.append({"text": "Le ministre des affaires étrangères se rendra mardi à Genève pour des entretiens."})
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(file)


def did(notes):
    return sorted(int(path.name.split("-")[1]) for path in notes.glob("did-*"))


def files(out):
    return {
        str(path.relative_to(out)): path.read_bytes()
        for folder in ("claims", "reports")
        for path in (out / folder).iterdir()
    }


def test_shards_are_told_in_the_order_of_their_numbers(tmp_path):
    out = tmp_path / "out"
    run_batch(Batch((reports(tmp_path),), out, 8), partial(run_here, do=StandIn(tmp_path)))
    (out / "done" / "part-00001.json").rename(out / "done" / "part-100000.json")
    assert [number for number, _ in _markers(out)] == [0, 2, 100_000]


def test_counts_add_up_and_each_report_has_its_fate(tmp_path):
    asked = Batch((reports(tmp_path),), tmp_path / "out", 8)
    manifest = run_batch(asked, partial(run_here, do=StandIn(tmp_path)))
    figures = manifest["figures"]
    found = {name: figures[name] for name in ("read", "coded", "copies", "set_aside")}
    assert found == {"read": 23, "coded": 20, "copies": 1, "set_aside": 2}
    assert sum(manifest["reasons"].values()) == 2
    assert any("its language is fr" in reason for reason in manifest["reasons"])
    assert [one["read"] for one in manifest["shards"].values()] == [8, 8, 7]
    assert not list((tmp_path / "out").rglob("*.part"))


def test_json_lines_parquet_warc_and_gzip_below_one_folder(tmp_path):
    given = tmp_path / "given"
    given.mkdir()

    def text(n):
        return f"The ministers of Norway and Spain met in Oslo on Tuesday, item {n}."

    with gzip.open(given / "a.jsonl.gz", "wt") as file:
        file.writelines(json.dumps({"id": str(n), "text": text(n)}) + "\n" for n in range(5))
    parquet.write_table(pa.table({"id": ["p"], "text": [text(5)]}), given / "b.parquet")
    page = (
        f"<html><head><title>Talks</title></head><body><article><p>{text(6) * 3}</p></article></body></html>"
    )
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    record = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://made.up/talks\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    (given / "c.warc.gz").write_bytes(gzip.compress(record.encode() + answer + b"\r\n\r\n"))
    (given / "d.txt").write_text(text(7))
    (given / "e.parquet").write_bytes(b"PAR1 and no more")
    manifest = run_batch(Batch((str(given),), tmp_path / "out", 3), partial(run_here, do=StandIn(tmp_path)))
    assert (manifest["figures"]["read"], manifest["figures"]["coded"]) == (9, 8)
    [reason] = manifest["reasons"]
    assert reason.startswith("a damaged Parquet file")


def test_a_finished_shard_is_not_done_again_and_a_damaged_one_is(tmp_path):
    asked, do = Batch((reports(tmp_path),), tmp_path / "out", 8), StandIn(tmp_path)

    def stopped(shards):
        return islice(run_here(shards, do), 2)

    run_batch(asked, stopped)
    assert did(tmp_path) == [0, 1]
    whole = run_batch(asked, partial(run_here, do=do))
    assert did(tmp_path) == [0, 1, 2] and whole["figures"]["copies"] == 1
    (tmp_path / f"did-1-{os.getpid()}").unlink()
    before = files(tmp_path / "out")
    (tmp_path / "out" / "reports" / "part-00001.parquet").write_bytes(b"half")
    run_batch(asked, partial(run_here, do=do))
    assert did(tmp_path) == [0, 1, 2] and files(tmp_path / "out") == before


def test_the_shard_of_a_killed_worker_is_done_again(tmp_path):
    whole = Batch((reports(tmp_path),), tmp_path / "whole", 4)
    run_batch(whole, partial(run_here, do=StandIn(tmp_path)))
    asked = Batch(whole.paths, tmp_path / "killed", 4)
    notes = tmp_path / "notes"
    notes.mkdir()
    manifest = run_batch(asked, partial(run_processes, workers=2, do=StandIn(notes, dies_at=2)))
    assert (notes / "died").exists() and set(did(notes)) == set(range(6))
    assert manifest["figures"]["read"] == 23
    assert files(tmp_path / "killed") == files(tmp_path / "whole")


def test_a_shard_that_kills_each_worker_ends_the_run_in_one_line_and_the_rest_is_kept(tmp_path):
    asked = Batch((reports(tmp_path),), tmp_path / "out", 8)
    with pytest.raises(RecordError, match="the workers died 3 times"):
        run_batch(asked, partial(run_processes, workers=1, do=StandIn(tmp_path, dies_at=2, always=True)))
    assert run_batch(asked, partial(run_here, do=StandIn(tmp_path)))["figures"]["coded"] == 20


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    given = reports(tmp_path)
    run = partial(run_here, do=StandIn(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(SettingsError, match="holds no batch"):
        run_batch(Batch((given,), other), run)
    out = tmp_path / "out"
    run_batch(Batch((given,), out, 8), run)
    with pytest.raises(SettingsError, match="other settings"):
        run_batch(Batch((given,), out, 9), run)
    Path(given).write_text('{"text": "Talks resumed in Oslo."}\n')
    with pytest.raises(SettingsError, match="other inputs"):
        run_batch(Batch((given,), out, 8), run)
    os.mkfifo(tmp_path / "pipe")
    for once in ("-", str(tmp_path / "pipe")):  # a pipe would be waited for without end
        with pytest.raises(SettingsError, match="files and folders only"):
            run_batch(Batch((once,), tmp_path / "fresh"), run)
    with pytest.raises(SettingsError, match="inside an input"):
        run_batch(Batch((str(tmp_path),), tmp_path / "fresh"), run)


def test_shards_of_another_coder_are_not_mixed_in(tmp_path):
    asked = Batch((reports(tmp_path),), tmp_path / "out", 8)
    run_batch(asked, lambda shards: islice(run_here(shards, StandIn(tmp_path)), 1))

    def newer(shard):
        return code_shard_with(shard, lambda ds: map(CodedDocument, ds), {**METHOD, "version": "2"})

    with pytest.raises(SettingsError, match="another coder"):
        run_batch(asked, partial(run_here, do=newer))


def test_one_worker_and_two_write_the_same_bytes(tmp_path):
    given = reports(tmp_path)
    run_batch(Batch((given,), tmp_path / "one", 6), partial(run_here, do=StandIn(tmp_path)))
    run_batch(Batch((given,), tmp_path / "two", 6), partial(run_processes, workers=2, do=StandIn(tmp_path)))
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_real_batch_is_read_into_a_record_as_if_it_had_been_read_there(tmp_path, capsys):
    given = reports(tmp_path, 8)
    out, straight, loaded, wide = (tmp_path / name for name in ("out", "a.record", "b.record", "c.record"))
    assert main(["batch", given, "--out", str(out), "--shard", "5", "--published", "2031-05-06"]) == 0
    assert "read 11 = 8 coded + 1 copies + 2 set aside" in capsys.readouterr().out
    assert main(["read", given, "--record", str(straight), "--published", "2031-05-06"]) == 0
    assert main(["read", str(out), "--record", str(loaded)]) == 0
    assert main(["read", given, "--record", str(wide), "--published", "2031-05-06", "--workers", "2"]) == 0
    capsys.readouterr()
    assert main(["read", str(out), "--record", str(loaded)]) == 0
    assert "read 11 = 0 coded + 9 already held + 2 set aside" in capsys.readouterr().out
    assert main(["verify", "--record", str(loaded)]) == 0
    capsys.readouterr()
    for asked in (["timeline"], ["events"], ["search", "Oslo"]):
        answers = []
        for record in (straight, loaded, wide):
            main([*asked, "--json", "--record", str(record)])
            answers.append(re.sub(r'"recorded_at": ?"[^"]*"', "", capsys.readouterr().out))
        assert answers[0] and answers[0] == answers[1] == answers[2]
    with open_record(straight) as one, open_record(wide) as other:
        assert [held.claim for held in one.claims()] == [held.claim for held in other.claims()]
        assert one.size() == other.size()
    with open_record(straight) as one, open_record(loaded) as other:
        assert [held.claim for held in one.claims()] == [held.claim for held in other.claims()]
        assert one.size() == other.size() and one.size()[1] >= 8
        for held in one.claims():
            a, b = one.document(held.document.id), other.document(held.document.id)
            assert a and b and (a.document, a.layers) == (b.document, b.layers)
            assert len(a.sightings) == len(b.sightings)


def test_dask_writes_the_same_bytes_though_a_worker_leaves_in_the_middle(tmp_path):
    pytest.importorskip("distributed")
    given, notes = reports(tmp_path), tmp_path / "notes"
    notes.mkdir()
    run_batch(Batch((given,), tmp_path / "one", 4), partial(run_here, do=StandIn(tmp_path)))
    manifest = run_batch(
        Batch((given,), tmp_path / "dask", 4),
        partial(run_dask, address="local", workers=2, do=StandIn(notes, dies_at=2)),
    )
    assert (notes / "died").exists() and set(did(notes)) == set(range(6))
    assert len({path.name.split("-")[2] for path in notes.glob("did-*")}) > 1
    assert manifest["figures"]["read"] == 23
    assert files(tmp_path / "one") == files(tmp_path / "dask")


def test_where_no_dask_cluster_answers_one_line_says_so(tmp_path):
    pytest.importorskip("distributed")
    asked = Batch((reports(tmp_path),), tmp_path / "out", 8)
    with pytest.raises(SettingsError, match="no Dask cluster answers"):
        run_batch(asked, partial(run_dask, address="no-scheme://x", workers=1, do=StandIn(tmp_path)))


def test_a_pool_that_is_already_broken_when_a_shard_is_given_out_loses_none(tmp_path, monkeypatch):
    submit, refused = runners.ProcessPoolExecutor.submit, []

    def refuses_once(pool, do, *shards):
        if shards and shards[0].number == 1 and not refused:
            refused.append(1)
            raise BrokenProcessPool("a worker died")
        return submit(pool, do, *shards)

    monkeypatch.setattr(runners.ProcessPoolExecutor, "submit", refuses_once)
    asked = Batch((reports(tmp_path),), tmp_path / "out", 8)
    run_batch(asked, partial(run_processes, workers=2, do=StandIn(tmp_path)))
    assert refused == [1] and set(did(tmp_path)) == {0, 1, 2}


def test_a_run_that_lost_a_shard_says_so(tmp_path):
    asked = Batch((reports(tmp_path),), tmp_path / "out", 8)
    with pytest.raises(RecordError, match="shards are missing; found part-00001"):
        run_batch(asked, lambda shards: (StandIn(tmp_path)(s) for s in shards if s.number != 1))
