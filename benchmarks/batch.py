"""What a batch costs as it grows: processor seconds for each report, memory and disk.

    python benchmarks/batch.py REPORTS... [--reports N ...] [--workers N] [--dask local] [--copies SHARE]

The reports are repeated as often as needed, each time as other reports: states, days and numbers are put in
each other's place by a seeded draw, and the day of publication moves by 400 days, so that no two are copies;
`--copies` gives that share of them unchanged. A line for each N:

    reports     read by the batch
    claims      of them
    ms_coding   processor time of the workers for each report
    ms_beside   the same of the one process that reads, hashes and writes
    start_s     processor time for all workers to start and load (what is neither of the two)
    seconds     by the clock
    mb_worker   most memory of a worker
    mb_beside   most memory of the one process
    mb_disk     claims and reports
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports

STATES = (
    "Russia", "Ukraine", "China", "France", "Germany", "Britain", "Japan", "India", "Iran", "Israel",
    "Turkey", "Egypt", "Syria", "Iraq", "Yemen", "Poland", "Hungary", "Serbia", "Armenia", "Azerbaijan",
    "Georgia", "Kazakhstan", "Belarus", "Finland", "Sweden", "Norway", "Spain", "Italy", "Greece",
    "Brazil", "Mexico", "Venezuela", "Cuba", "Nigeria", "Kenya", "Ethiopia", "Sudan", "Libya",
    "Algeria", "Pakistan", "Afghanistan", "Vietnam",
)  # fmt: skip
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
NAMES = re.compile(rf"\b(?:{'|'.join((*STATES, *DAYS))})\b")
NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,])")
COLUMNS = (
    "reports", "claims", "ms_coding", "ms_beside", "start_s", "seconds", "mb_worker", "mb_beside", "mb_disk",
)  # fmt: skip


def main() -> int:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="REPORTS")
    parser.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument("--workers", default="2", metavar="N")
    parser.add_argument("--dask", metavar="ADDRESS")
    parser.add_argument("--copies", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", metavar="DIR", help="write here, and leave it there")
    given = parser.parse_args()
    collection = [raw for raw in read_reports(given.paths) if isinstance(raw, RawDocument)]
    random.Random(given.seed).shuffle(collection)
    print(" ".join(f"{name:>9}" for name in COLUMNS), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        for wanted in given.reports:
            folder = Path(given.keep or scratch, str(wanted))
            folder.mkdir(parents=True)
            lines = folder / "reports.jsonl"
            with lines.open("w", encoding="utf-8") as file:
                file.writelines(made(collection, wanted, given.copies, given.seed))
            figures = measured(lines, folder / "out", given.workers, given.dask)
            print(" ".join(f"{figures[name]:>9,}" for name in COLUMNS), flush=True)
    return 0


def made(collection: list[RawDocument], wanted: int, copies: float, seed: int) -> Iterator[str]:
    """So many reports as JSON Lines: the collection over and over, each round as other reports."""
    for n in range(wanted):
        turn, at = divmod(n, len(collection))
        raw = collection[at]
        draw = random.Random(f"{seed} {n}")
        text, day = raw.text, raw.published
        if turn and draw.random() >= copies:
            text = other(text, turn, draw)
            day = day and (date.fromisoformat(day[:10]) - timedelta(400 * turn)).isoformat()
        row = {"id": f"{n}", "url": raw.url, "outlet": raw.outlet, "published": day, "title": raw.title}
        yield json.dumps({**row, "text": text}, ensure_ascii=False) + "\n"


def other(text: str, turn: int, draw: random.Random) -> str:
    """Another report of the same shape."""
    names = {}
    for kind in (STATES, DAYS):
        names.update(zip(kind, draw.sample(kind, len(kind)), strict=True))
    changed = NAMES.sub(lambda found: names[found[0]], text)
    changed = NUMBER.sub(lambda found: str(draw.randrange(2, 999)), changed)
    return changed if changed != text else f"{text.rstrip()} (Bulletin {turn}-{draw.randrange(10**9)}.)"


def measured(lines: Path, out: Path, workers: str, dask: str | None) -> dict[str, float]:
    """What the command takes, in a process of its own."""
    words = [
        "batch",
        str(lines),
        "--out",
        str(out),
        "--workers",
        workers,
        *(["--dask", dask] if dask else []),
    ]
    began = time.monotonic()
    # The error output goes to a file: read by nobody, a pipe would fill.
    with (out.parent / "said.txt").open("w") as said:
        run = subprocess.Popen(
            [sys.executable, "-m", "dragoman", *words], stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, used = os.wait4(run.pid, 0)
    if status:
        raise SystemExit((out.parent / "said.txt").read_text()[-2000:])
    told = json.loads((out / "manifest.json").read_text())["figures"]
    coding, beside = told["cpu_seconds_of_coding"], told["cpu_seconds_beside_of_this_run"]
    disk = sum(f.stat().st_size for name in ("claims", "reports") for f in (out / name).iterdir())
    return {
        "reports": told["read"],
        "claims": told["claims"],
        "ms_coding": round(1000 * coding / told["read"], 2),
        "ms_beside": round(1000 * beside / told["read"], 2),
        "start_s": round(used.ru_utime + used.ru_stime - coding - beside, 1),
        "seconds": round(time.monotonic() - began, 1),
        "mb_worker": told["peak_mb_of_a_worker"],
        "mb_beside": told["peak_mb_beside"],
        "mb_disk": round(disk / 1e6, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
