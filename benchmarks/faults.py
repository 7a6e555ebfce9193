"""Kills what runs, at random moments, and holds what is left against a run that nobody disturbed.

    python benchmarks/faults.py --trials 50 read grow batch worker        # a line of figures each
    python benchmarks/faults.py --trials 20 import backup export serve
    python benchmarks/faults.py --trials 5 dask-worker dask-scheduler

After each `kill -9` what was acknowledged must be there, nothing half must be, and the same command said
again must end as if nothing had been. A trial that finds otherwise ends the program with 1 and says which.
The coder is the real one for `read` and `grow` (coded once, then read from a batch's output, so that most of
the time goes into keeping and merging) and a stand-in for batches, which is quick, so that kills fall between
files. docs/faults.md has the figures.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from dragoman.batch.coding import CodedShard, Shard, code_shard_with
from dragoman.records import CodedDocument

METHOD = {"coder": "stand-in", "version": "1", "resources": {}}
STATES = ("France", "Spain", "Poland", "Norway", "Austria", "Italy", "Greece", "Portugal")
TOWNS = ("Oslo", "Paris", "Vienna", "Madrid", "Warsaw", "Rome", "Athens", "Lisbon")
LONGEST = 120.0


# ── what is read ──


def reports(count: int) -> str:
    """Short reports as JSON Lines, each of its own words, several of one act; now and then a copy."""
    lines = []
    for n in range(count):
        one, other = STATES[n % 8], STATES[(n * 3 + n // 8 + 1) % 8]
        verb = ("met", "held talks", "will meet")[n % 3]
        told = n - 5 if n % 17 == 16 else n
        act = f"The foreign ministers of {one} and {other} {verb} in {TOWNS[n // 7 % 8]} on Tuesday"
        day = f"2031-05-{n % 28 + 1:02}"
        lines.append(
            json.dumps(
                {"id": f"k{n}", "text": f"{act}, item {told}.", "published": day, "source": f"Wire {n % 3}"}
            )
        )
    return "\n".join(lines) + "\n"


def stand_in(shard: Shard) -> CodedShard:
    """Codes nothing, quickly."""
    time.sleep(0.02)
    return code_shard_with(shard, lambda documents: map(CodedDocument, documents), METHOD)


def run_stand_in(given: str, out: str, how: str) -> None:
    """What `dragoman batch` does, with the stand-in."""
    from dragoman.batch.runners import run_dask, run_processes
    from dragoman.batch.shards import Batch, run_batch
    from dragoman.errors import DragomanError

    runner = partial(run_processes, workers=2, do=stand_in)
    if how != "processes":
        runner = partial(run_dask, address=how, workers=2, do=stand_in)
    try:
        run_batch(Batch((given,), Path(out), 8), runner)
    except DragomanError as error:
        sys.exit(f"dragoman: {error.line()}")


# ── processes ──


def dragoman(*words: object) -> list[str]:
    """The command line of a command."""
    return [sys.executable, "-m", "dragoman", *map(str, words)]


def batch_command(given: Path, out: Path, how: str = "processes") -> list[str]:
    """The command line of a batch with the stand-in."""
    return [sys.executable, __file__, "--stand-in", str(given), str(out), how]


def start(command: list[str]) -> "subprocess.Popen[str]":
    """Started in a session of its own, so that what it leaves behind can be found."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def finish(command: list[str]) -> str:
    """Run to its end; gives what it printed."""
    run = start(command)
    out, err = run.communicate(timeout=LONGEST)
    expect(run.returncode == 0, f"{command[2:]} ended with {run.returncode}: {err[-500:]}")
    return out


def members(session: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[3]) == session and after_name[0] != "Z":
                found.append(int(entry.name))
    return found


def is_worker(process: int) -> bool:
    """Is it one that codes, and not one that Python keeps beside them?"""
    with suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def none_left(session: int, seconds: float = 15.0) -> bool:
    """Do all processes of the session end by themselves within so many seconds? The rest are killed."""
    give_up = time.monotonic() + seconds
    while members(session) and time.monotonic() < give_up:
        time.sleep(0.05)
    left = members(session)
    for one in left:
        with suppress(OSError):
            os.kill(one, signal.SIGKILL)
    return not left


class Broken(Exception):  # noqa: N818 - what it says is that a promise was
    """A promise did not hold."""


def expect(holds: bool, what: str) -> None:
    """Raises: Broken: it does not hold."""
    if not holds:
        raise Broken(what)


# ── what a record holds ──


def derived(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a record but the moments, which differ from run to run; sorted."""
    from dragoman.store.sqlite import driver

    raw = driver().connect(f"file:{path}?mode=ro", uri=True)
    found = {}
    try:
        for table in (
            "report", "claim", "participant", "sighting", "compared", "compared_key", "judgement",
            "event_state", "merged", "coder_row", "correction",
        ):  # fmt: skip
            cursor = raw.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            kept = [n for n, name in enumerate(names) if not name.endswith("_at")]
            found[table] = sorted((tuple(row[n] for n in kept) for row in cursor), key=repr)
    finally:
        raw.close()
    return found


def size(path: Path) -> int:
    """How many reports another program sees in the record by now."""
    from dragoman.store.sqlite import driver

    if not path.exists():
        return 0
    raw = driver().connect(f"file:{path}?mode=ro", uri=True)
    try:
        return raw.execute("SELECT count(*) FROM report").fetchone()[0]
    except driver().Error:
        return 0
    finally:
        raw.close()


def sound(path: Path) -> None:
    """Every quotation stands, and the file is whole."""
    from dragoman.errors import RecordError
    from dragoman.store import open_record

    try:
        with open_record(path, create=False) as record:
            faults = list(record.verify())
    except RecordError:
        expect(size(path) == 0, "a record that holds reports cannot be opened")
        return
    expect(faults == [], f"verify: {faults[:3]}")


def same(found: dict[str, list[tuple[object, ...]]], whole: dict[str, list[tuple[object, ...]]]) -> None:
    """The same rows in each table."""
    for table, rows in whole.items():
        expect(found[table] == rows, f"{table}: {len(found[table])} rows, undisturbed {len(rows)}, or others")


def copied(record: Path, to: Path) -> Path:
    """A record that nobody writes to, copied."""
    for end in ("", "-wal", "-shm"):
        if record.with_name(record.name + end).exists():
            shutil.copyfile(record.with_name(record.name + end), to.with_name(to.name + end))
    return to


# ── the scenarios: each makes ready, then gives a function for one trial ──

Trial = Callable[[Path, random.Random, int], str]


def reading(room: Path, count: int, held_before: int = 0) -> Trial:
    """`read` of a batch's output, into a new record or one that holds the first reports already."""
    parts = []
    for name, some in (("before", slice(0, held_before)), ("given", slice(held_before, count))):
        given = room / f"{name}.jsonl"
        given.write_text("".join(reports(count).splitlines(keepends=True)[some]), encoding="utf-8")
        parts.append(room / name)
        if given.stat().st_size:
            finish(dragoman("batch", given, "--out", parts[-1], "--workers", 1))
    base = room / "base.record"
    if held_before:
        finish(dragoman("read", parts[0], "--record", base))
    command = partial(dragoman, "read", parts[1], "--record")
    undisturbed = copied(base, room / "undisturbed.record")
    began = time.monotonic()
    finish(command(undisturbed))
    lasted = time.monotonic() - began
    whole = derived(undisturbed)
    in_all = len(whole["report"])

    def trial(room: Path, draw: random.Random, number: int) -> str:
        path = copied(base, room / "r.record")
        run = start(command(path))
        if number % 2:  # when all is held: while it is merged and summed up
            while size(path) < in_all and run.poll() is None:
                time.sleep(0.001)
            time.sleep(draw.uniform(0, lasted / 2))
        else:
            time.sleep(draw.uniform(lasted / 4, lasted))
        seen, ran = size(path), run.poll() is None
        run.kill()
        run.communicate()
        kept = size(path)
        expect(kept >= seen, f"{seen} reports were seen, {kept} are left")
        sound(path)
        state = "finished before the kill"
        if ran and kept:
            found = derived(path)
            expect(
                set(found["claim"]) <= set(whole["claim"]), "a claim that an undisturbed run does not make"
            )
            state = "killed while reading" if kept < in_all else "killed while merging"
            if kept == in_all and found["merged"] == whole["merged"]:
                state = "killed after merging"
        elif ran:
            state = "killed before anything was kept"
        finish(command(path))
        same(derived(path), whole)
        sound(path)
        return state

    return trial


def batching(room: Path, count: int, victim: str, how: str = "processes") -> Trial:
    """A batch whose parent or worker is killed."""
    given = room / "in.jsonl"
    given.write_text(reports(count), encoding="utf-8")
    began = time.monotonic()
    finish(batch_command(given, room / "undisturbed", how))
    lasted = time.monotonic() - began
    whole = batch_files(room / "undisturbed")

    def trial(room: Path, draw: random.Random, number: int) -> str:
        out = room / "out"
        run = start(batch_command(given, out, how))
        if number % 5:  # else at any moment, the start of the workers among them
            wanted = draw.randrange(count // 8)
            while len(list((out / "done").glob("part-*.json"))) < wanted and run.poll() is None:
                time.sleep(0.002)
            time.sleep(draw.uniform(0, 0.05))
        else:
            time.sleep(draw.uniform(lasted / 4, lasted))
        workers = [one for one in members(run.pid) if one != run.pid and is_worker(one)]
        ran = run.poll() is None
        done = {path.name for path in (out / "done").glob("part-*.json")} if out.exists() else set()
        if victim == "parent":
            with suppress(OSError):
                os.kill(run.pid, signal.SIGKILL)
            expect(none_left(run.pid), "workers stay behind when their parent was killed")
            run.communicate()
            expect(
                done <= {path.name for path in (out / "done").glob("part-*.json")} if done else True,
                "a finished shard is gone",
            )
            finish(batch_command(given, out, how))
        else:
            if workers:
                with suppress(OSError):
                    os.kill(draw.choice(workers), signal.SIGKILL)
            _, err = run.communicate(timeout=LONGEST)
            expect("Traceback" not in err, err[-800:])
            if run.returncode:
                finish(batch_command(given, out, how))
        expect(batch_files(out) == whole, "other bytes than an undisturbed run")
        left = [path for path in out.rglob("*") if path.name.endswith(".part")]
        expect(not left, f"left lying about: {left[:2]}")
        if not ran:
            return "finished before the kill"
        return f"killed with {'some' if done else 'no'} shards done"

    return trial


def batch_files(out: Path) -> dict[str, object]:
    """The bytes of a batch's Parquet files, and its counts."""
    found: dict[str, object] = {
        str(path.relative_to(out)): path.read_bytes()
        for folder in ("claims", "reports")
        for path in sorted((out / folder).iterdir())
    }
    manifest = json.loads((out / "manifest.json").read_bytes())
    counts = ("read", "coded", "copies", "set_aside", "claims", "shards")
    found["figures"] = {name: manifest["figures"][name] for name in counts}
    found["state"] = manifest["state"]
    return found


def importing(room: Path, count: int) -> Trial:
    """`import` of another coder's rows."""
    made = room / "made.record"
    given = room / "in.jsonl"
    given.write_text(reports(20), encoding="utf-8")
    finish(dragoman("read", given, "--record", made))
    exported = room / "rows.jsonl"
    finish(dragoman("export", "plover", "--record", made, "--out", exported))
    values = json.loads(exported.read_text("utf-8"))
    rows = room / "many.json"
    many = [{**values[n % len(values)], "event_id": f"e{n}"} for n in range(count * 10)]
    rows.write_text(json.dumps(many), encoding="utf-8")
    command = partial(dragoman, "import", "plover", rows, "--record")
    undisturbed = room / "undisturbed.record"
    began = time.monotonic()
    finish(command(undisturbed))
    lasted = time.monotonic() - began
    whole = derived(undisturbed)

    def trial(room: Path, draw: random.Random, number: int) -> str:
        path = room / "r.record"
        run = start(command(path))
        time.sleep(draw.uniform(lasted / 3, lasted))
        ran = run.poll() is None
        run.kill()
        run.communicate()
        kept = len(derived(path)["coder_row"]) if path.exists() and size(path) == 0 and tables(path) else 0
        finish(command(path))
        same(derived(path), whole)
        return f"killed with {'some' if kept else 'no'} rows kept" if ran else "finished before the kill"

    return trial


def tables(path: Path) -> bool:
    """Has the record its tables?"""
    from dragoman.store.sqlite import driver

    raw = driver().connect(f"file:{path}?mode=ro", uri=True)
    try:
        return bool(raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'coder_row'").fetchone())
    finally:
        raw.close()


def writing_out(room: Path, count: int, kind: str) -> Trial:
    """`backup` and `export`: the file is whole or not there."""
    given, held = room / "in.jsonl", room / "held.record"
    given.write_text(reports(count), encoding="utf-8")
    finish(dragoman("read", given, "--record", held))

    def command(out: Path) -> list[str]:
        if kind == "backup":
            return dragoman("backup", out, "--record", held)
        return dragoman("export", "jsonl", "--record", held, "--out", out)

    began = time.monotonic()
    finish(command(room / "undisturbed"))
    lasted = time.monotonic() - began
    whole = (room / "undisturbed").read_bytes() if kind == "export" else derived(room / "undisturbed")

    def holds(out: Path) -> None:
        if kind == "export":
            expect(out.read_bytes() == whole, "another file than an undisturbed run writes")
        else:
            sound(out)
            expect(derived(out) == whole, "another record than was copied")

    def trial(room: Path, draw: random.Random, number: int) -> str:
        out = room / "out"
        run = start(command(out))
        time.sleep(draw.uniform(lasted / 3, lasted))
        ran = run.poll() is None
        run.kill()
        run.communicate()
        there = out.exists()
        if there:
            holds(out)
            out.unlink()
        finish(command(out))
        holds(out)
        return ("killed, whole" if there else "killed, no file") if ran else "finished before the kill"

    return trial


def answers_at(address: str) -> bool:
    """Whether the pages can be asked yet."""
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/v1/events", timeout=20):
            return True
    except urllib.error.URLError:
        return False


def serving(room: Path, count: int) -> Trial:
    """`serve` while it is asked."""
    given, held = room / "in.jsonl", room / "held.record"
    given.write_text(reports(min(count, 60)), encoding="utf-8")
    finish(dragoman("read", given, "--record", held))
    whole = derived(held)

    def trial(room: Path, draw: random.Random, number: int) -> str:
        path = copied(held, room / "r.record")
        run = start(dragoman("serve", "--port", 0, "--record", path))
        assert run.stdout is not None
        address = next(
            word.rstrip(",;.") for line in run.stdout for word in line.split() if "http://" in word
        )
        deadline = time.monotonic() + 20
        while not answers_at(address) and time.monotonic() < deadline:
            time.sleep(0.05)  # the address is told a moment before it answers
        answers = 0
        until = time.monotonic() + draw.uniform(0, 0.5)
        while time.monotonic() < until:
            with urllib.request.urlopen(f"{address.rstrip('/')}/v1/events", timeout=20) as answer:
                json.load(answer)
            answers += 1
        run.kill()
        run.communicate()
        sound(path)
        same(derived(path), whole)
        expect(none_left(run.pid, 3), "serve left processes behind")
        return f"killed after {'some' if answers else 'no'} answers"

    return trial


def on_cluster(room: Path, count: int, victim: str) -> Trial:
    """A batch on a Dask cluster of its own, whose worker or scheduler is killed."""
    given = room / "in.jsonl"
    given.write_text(reports(count), encoding="utf-8")
    finish(batch_command(given, room / "undisturbed"))
    whole = batch_files(room / "undisturbed")

    def trial(room: Path, draw: random.Random, number: int) -> str:
        path = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
        file = room / "cluster.json"
        parts = [["scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]]
        parts += [
            ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        ] * 2
        cluster = [
            subprocess.Popen(
                [sys.executable, "-m", "dask", *part],
                cwd=room, env=path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            for part in parts
        ]  # fmt: skip
        try:
            while not file.exists() or not file.read_text().strip():
                time.sleep(0.05)
            address = json.loads(file.read_text())["address"]
            out = room / "out"
            run = start(batch_command(given, out, address))
            while not list((out / "done").glob("*.json")) and run.poll() is None:
                time.sleep(0.02)
            time.sleep(draw.uniform(0, 0.4))
            ran = run.poll() is None
            cluster[0 if victim == "scheduler" else draw.choice((1, 2))].kill()
            _, err = run.communicate(timeout=LONGEST)
            expect("Traceback" not in err, err[-800:])
            if ran and victim == "worker":
                expect(run.returncode == 0, f"one worker less ended the batch: {err[-300:]}")
            if run.returncode:
                expect(err.strip().splitlines()[-1].startswith("dragoman: "), err[-300:])
                finish(batch_command(given, out))
            expect(batch_files(out) == whole, "other bytes than an undisturbed run")
            return "killed while coding" if ran else "finished before the kill"
        finally:
            for one in cluster:
                one.kill()
                one.wait()

    return trial


SCENARIOS: dict[str, Callable[[Path, int], Trial]] = {
    "read": reading,
    "grow": lambda room, count: reading(room, count, count * 9 // 10),
    "batch": partial(batching, victim="parent"),
    "worker": partial(batching, victim="worker"),
    "dask": partial(batching, victim="parent", how="local"),
    "import": importing,
    "backup": partial(writing_out, kind="backup"),
    "export": partial(writing_out, kind="export"),
    "serve": serving,
    "dask-worker": partial(on_cluster, victim="worker"),
    "dask-scheduler": partial(on_cluster, victim="scheduler"),
}


def trials(name: str, count: int, size: int, seed: int) -> Iterator[str]:
    """Do so many trials of a scenario; gives what befell each."""
    draw = random.Random(f"{name} {seed}")
    with tempfile.TemporaryDirectory(prefix="dragoman-faults-") as folder:
        ready = Path(folder) / "ready"
        ready.mkdir()
        trial = SCENARIOS[name](ready, size)
        for number in range(count):
            room = Path(folder) / str(number)
            room.mkdir()
            yield trial(room, draw, number)
            shutil.rmtree(room)


def main() -> int:
    """Do the trials that are asked for; 1 where a promise did not hold."""
    if sys.argv[1:2] == ["--stand-in"]:
        run_stand_in(*sys.argv[2:5])
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("scenario", nargs="+", choices=SCENARIOS)
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--reports", type=int, default=300, help="reports in each (300)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in given.scenario:
        fates: Counter[str] = Counter()
        try:
            for fate in trials(name, given.trials, given.reports, given.seed):
                fates[fate] += 1
        except (Broken, subprocess.TimeoutExpired) as error:
            print(f"{name}: broken in trial {fates.total()} of seed {given.seed}: {error}", flush=True)
            return 1
        told = ", ".join(f"{count} {fate}" for fate, count in fates.most_common())
        print(f"{name}: {fates.total()} trials hold: {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
