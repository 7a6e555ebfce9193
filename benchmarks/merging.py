"""What one more report costs, by the size of the record that it comes to.

    python benchmarks/merging.py 10k.record 100k.record 1m.record

Each record is one of `made_record.py`, merged before; it is copied, and the copy grows. For each: processor
time for keeping a report (a transaction of its own) and for merging it, the median and the worst of so many
reports of its last day, and the medians as multiples of those of the first record in the same run.
"""

import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import made_record
from sqlalchemy import func, select

from dragoman.merge.kept import merge_new
from dragoman.store import open_record
from dragoman.store.schema import sighting

REPORTS = 40


def measured(path: Path) -> tuple[int, list[float], list[float]]:
    """Claims in the record; seconds for keeping and for merging each report."""
    with open_record(path, create=False) as record:
        merge_new(record)
        last = record.rows(select(func.max(sighting.c.day)))[0][0]
        first = (date.fromisoformat(last) - made_record.FIRST_DAY).days
        keeping, merging = [], []
        for coded in list(made_record.reports(4 * REPORTS, seed=len(path.name), first=first))[:REPORTS]:
            begun = time.process_time()
            record.add(coded)
            kept = time.process_time()
            merge_new(record)
            keeping.append(kept - begun)
            merging.append(time.process_time() - kept)
        return record.size()[1], keeping, merging


def main() -> None:
    """Measure each record that is named and print a table."""
    base: tuple[float, float] | None = None
    print("    claims  keeping  worst   merging  worst   as multiples of the first")
    for path in map(Path, sys.argv[1:]):
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            claims, keeping, merging = measured(copy)
        found = statistics.median(keeping), statistics.median(merging)
        base = base or found
        print(
            f"{claims:10,} {1e3 * found[0]:6.1f} ms {1e3 * max(keeping):4.0f} ms"
            f" {1e3 * found[1]:6.1f} ms {1e3 * max(merging):4.0f} ms"
            f"   {found[0] / base[0]:.2f}  {found[1] / base[1]:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
