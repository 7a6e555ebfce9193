"""How fast rows of another coder come in, and how much memory it takes.

    python benchmarks/importing.py FORMAT FILE [--rows 150000]

FILE is repeated, each time with new numbers in the first column, until there are so many rows. They are then
imported into a new record as `dragoman import` does, in a process of its own, whose highest memory is told.
"""

import argparse
import itertools
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def repeated(path: Path, rows: int, out: Path) -> int:
    """Write so many rows of a file of tabs; gives how many."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1].isdigit()]
    if not lines:
        sys.exit(f"{path}: no line begins with a number")
    with out.open("w", encoding="utf-8") as file:
        for number, line in zip(range(1, rows + 1), itertools.cycle(lines), strict=False):
            rest = line.partition("\t")[2]
            file.write(f"{number}\t{rest}\n")
    return rows


def main() -> None:
    """Repeat the rows, import them, tell how long it took."""
    given = argparse.ArgumentParser(description="How fast rows of another coder come in.")
    given.add_argument("format")
    given.add_argument("file", type=Path)
    given.add_argument("--rows", type=int, default=150_000)
    asked = given.parse_args()
    with TemporaryDirectory() as folder:
        big = Path(folder) / "rows"
        rows = repeated(asked.file, asked.rows, big)
        command = [sys.executable, "-m", "dragoman", "import", asked.format, str(big)]
        start = time.perf_counter()
        subprocess.run([*command, "--record", str(Path(folder) / "new.record")], check=True)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{rows:,} rows in {seconds:.1f} s: {rows / seconds:,.0f} rows a second, at most {peak:.0f} MB")


if __name__ == "__main__":
    main()
