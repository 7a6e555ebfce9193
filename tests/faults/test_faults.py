"""Kills, full and read-only disks, a record that another holds, a clock set back, damaged shards.

The long version is benchmarks/faults.py, of which a few trials are done here; docs/faults.md has its figures.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from dragoman.batch.coding import code_shard_with
from dragoman.batch.runners import run_here
from dragoman.batch.shards import Batch, run_batch, whole_shards
from dragoman.errors import RecordError
from dragoman.interfaces.cli import main
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import denial, trade, visit

pytest.importorskip("pyarrow")
TOP = Path(__file__).parents[2]
METHOD = {"coder": "stand-in", "version": "1", "resources": {}}
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")


def do(shard):
    return code_shard_with(shard, lambda documents: map(CodedDocument, documents), METHOD)


def given(folder, count=30):
    file = folder / "in.jsonl"
    told = "The ministers of Norway and Spain met in Oslo on Tuesday, item"
    rows = ({"id": f"f{n}", "text": f"{told} {n}."} for n in range(count))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def files(out):
    found = {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*.parquet"))}
    figures = json.loads((out / "manifest.json").read_bytes())["figures"]
    return found, {name: figures[name] for name in ("read", "coded", "copies", "set_aside", "claims")}


@LINUX
@pytest.mark.parametrize("scenario", ["grow", "batch"])
def test_what_is_killed_and_run_again_is_as_if_nothing_had_been(scenario):
    script = [sys.executable, str(TOP / "benchmarks" / "faults.py")]
    asked = [*script, "--trials", "2", "--reports", "60", scenario]
    ran = subprocess.run(asked, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    room = tmp_path_factory.mktemp("batch")
    asked = Batch((str(given(room)),), room / "out", 8)
    run_batch(asked, partial(run_here, do=do))
    return asked


def spoil(path, draw):
    """Flip a bit, cut off, or delete."""
    how, data = draw.choice(("flip", "cut", "delete")), bytearray(path.read_bytes())
    if how == "delete":
        path.unlink()
        return
    at = draw.randrange(len(data))
    if how == "flip":
        data[at] ^= 1 << draw.randrange(8)
    path.write_bytes(data if how == "flip" else data[:at])


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_shard_is_found_and_done_again(undisturbed, tmp_path, seed):
    draw, out = random.Random(seed), tmp_path / "out"
    shutil.copytree(undisturbed.out, out)
    asked = Batch(undisturbed.paths, out, 8)
    parts = sorted(path for path in out.glob("*/*") if path.is_file())
    spoil(draw.choice(parts), draw)
    with pytest.raises(RecordError, match="run the same batch again"):
        list(whole_shards(out))
    run_batch(asked, partial(run_here, do=do))
    assert files(out) == files(undisturbed.out)
    assert len(list(whole_shards(out))) == 4


def test_a_manifest_cut_in_half_or_gone_is_written_anew(undisturbed, tmp_path):
    for cut in (True, False):
        out = tmp_path / str(cut)
        shutil.copytree(undisturbed.out, out)
        manifest = out / "manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:200] if cut else b"")
        if not cut:
            manifest.unlink()
        run_batch(Batch(undisturbed.paths, out, 8), partial(run_here, do=do))
        assert files(out) == files(undisturbed.out)


def test_shards_of_another_batch_are_not_taken_for_its_own(undisturbed, tmp_path):
    """Put there by hand, whole as they are."""
    other = tmp_path / "other"
    other.mkdir()
    asked = Batch((str(given(other, 20)),), tmp_path / "out", 8)
    for folder, kind in (("done", "json"), ("claims", "parquet"), ("reports", "parquet")):
        name = f"part-00001.{kind}"
        (asked.out / folder).mkdir(parents=True)
        shutil.copyfile(undisturbed.out / folder / name, asked.out / folder / name)
    manifest = run_batch(asked, partial(run_here, do=do))
    assert manifest["figures"]["coded"] == 20 and manifest["figures"]["shards_of_this_run"] == 3


def test_a_batch_cut_off_before_its_manifest_can_begin_again(undisturbed, tmp_path):
    out = tmp_path / "out"
    (out / "done").mkdir(parents=True)
    (out / ".manifest.json.77.part").write_bytes(b"{")
    run_batch(Batch(undisturbed.paths, out, 8), partial(run_here, do=do))
    assert files(out) == files(undisturbed.out) and not list(out.rglob("*.part"))


def test_an_unfinished_batch_is_not_read_as_if_it_were_all(undisturbed, tmp_path, capsys):
    out = tmp_path / "out"
    with pytest.raises(RuntimeError):
        stopped(undisturbed, out)
    assert main(["read", str(out), "--record", str(tmp_path / "r.record")]) == 2
    assert "the batch is not finished" in capsys.readouterr().err


def stopped(undisturbed, out):
    def runner(shards):
        for number, shard in enumerate(shards):
            if number == 2:
                raise RuntimeError("stopped")
            yield do(shard)

    run_batch(Batch(undisturbed.paths, out, 8), runner)


# ── disks ──


@contextmanager
def small_disk(folder, options):
    """A disk of its own, where the rights to make one are there."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("no right to mount a disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def one_line(capsys, *said):
    err = capsys.readouterr().err
    assert "Traceback" not in err
    lines = [line for line in err.splitlines() if line.startswith("dragoman: ")]
    assert lines and all(words in lines[-1] for words in said), err


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    path = tmp_path_factory.mktemp("held") / "held.record"
    with open_record(path) as record:
        record.add_all([visit(), denial(), trade()])
    return path


@LINUX
def test_a_full_disk_is_one_line_and_what_was_done_stays(undisturbed, held, tmp_path, capsys):
    with small_disk(tmp_path / "disk", "size=60k") as disk:
        with pytest.raises(RecordError, match="No space left"):
            run_batch(Batch(undisturbed.paths, disk / "out", 8), partial(run_here, do=do))
        done = {path.name for path in (disk / "out" / "done").iterdir()}
        subprocess.run(["mount", "-o", "remount,size=2m", str(disk)], check=True)
        manifest = run_batch(Batch(undisturbed.paths, disk / "out", 8), partial(run_here, do=do))
        assert manifest["figures"]["shards_of_this_run"] == 4 - len(done)
        assert files(disk / "out") == files(undisturbed.out)
    capsys.readouterr()
    with small_disk(tmp_path / "second", "size=64k") as disk:
        for words in (
            ["read", str(undisturbed.out), "--record", str(disk / "r.record")],
            ["backup", str(disk / "copy.record"), "--record", str(held)],
        ):
            assert main(words) == 2
            one_line(capsys, str(disk))
        (disk / "r.record").unlink(missing_ok=True)
        (disk / "filler").write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize))
        assert main(["export", "jsonl", "--record", str(held), "--out", str(disk / "out.jsonl")]) == 2
        one_line(capsys, "cannot be written", "No space left")
        assert not (disk / "out.jsonl").exists() and not (disk / "copy.record").exists()


@LINUX
def test_a_read_only_disk_is_one_line_and_the_record_on_it_can_be_asked(undisturbed, held, tmp_path, capsys):
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        shutil.copyfile(held, disk / "r.record")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert main(["timeline", "--record", str(disk / "r.record")]) == 0
        capsys.readouterr()
        fresh = tmp_path / "one.txt"
        fresh.write_text("The ministers of France and Italy met in Rome on Tuesday.", encoding="utf-8")
        assert main(["read", str(fresh), "--record", str(disk / "r.record")]) == 2
        one_line(capsys, "cannot be written")
        for words in (
            ["batch", str(fresh), "--out", str(disk / "out"), "--workers", "1"],
            ["backup", str(disk / "copy"), "--record", str(held)],
            ["export", "jsonl", "--record", str(held), "--out", str(disk / "out.jsonl")],
        ):
            assert main(words) == 2
            one_line(capsys, str(disk))


def test_a_record_that_another_holds_is_one_line_and_the_same_again_completes_it(
    undisturbed, tmp_path, monkeypatch, capsys
):
    from dragoman.store import sqlite

    path = tmp_path / "r.record"
    open_record(path).close()
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)
    other = sqlite.driver().connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert main(["read", str(undisturbed.out), "--record", str(path)]) == 2
    one_line(capsys, "another program is writing")
    assert main(["timeline", "--record", str(path)]) == 0  # who reads does not wait
    other.execute("ROLLBACK")
    other.close()
    assert main(["read", str(undisturbed.out), "--record", str(path)]) == 0
    assert "read 30 = 30 coded" in capsys.readouterr().out


def test_claims_and_their_order_do_not_depend_on_the_clock(undisturbed, tmp_path):
    from dragoman.batch.loading import load_batch
    from dragoman.interfaces.keeping import Tally, keep_all

    moments = iter(["2031-05-02T00:00:00Z", "2019-01-01T00:00:00Z", "2099-12-31T23:59:59Z"] * 50)
    found = []
    for name, clock in (("steady", lambda: "2031-05-02T00:00:00Z"), ("jumping", lambda: next(moments))):
        with open_record(tmp_path / name, clock=clock) as record:
            for coded in load_batch(undisturbed.out):
                assert isinstance(coded, CodedDocument)
                keep_all([coded], record, Tally())
            found.append([(one.document.id, one.claim) for one in record.claims()])
            assert list(record.verify()) == []
    assert found[0] == found[1]
