"""The command that codes wide: `batch`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import SettingsError
from dragoman.interfaces.arguments import (
    Arguments,
    add_own_actors,
    add_reports,
    own_actors_path,
    published_day,
)
from dragoman.interfaces.printable import counted, on_one_line

if TYPE_CHECKING:
    from dragoman.batch.coding import CodedShard, Shard

REASONS_SHOWN = 10


def batch(words: list[str]) -> int:
    """`dragoman batch`: code many reports into a folder of Parquet files; gives the exit code."""
    parser = Arguments(
        "batch", "Code many reports into a folder of Parquet files; run the same again to go on."
    )
    add_reports(parser)
    add_own_actors(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help="a fresh folder, or that of the same run")
    parser.add_argument("--workers", metavar="N", type=int, help="processes (one a core, as memory allows)")
    parser.add_argument("--dask", metavar="ADDRESS", help="on this Dask cluster; local: one made here")
    parser.add_argument("--shard", metavar="N", type=int, default=128, help="reports in a shard (128)")
    given = parser.parse_args(words)
    for name in ("workers", "shard"):
        if (number := getattr(given, name)) is not None and number < 1:
            raise SettingsError("must be 1 or more", where=f"--{name}", found=str(number))
    try:
        import pyarrow  # noqa: F401 - said plainly before anything is read
    except ImportError:
        raise SettingsError(
            "a batch writes Parquet, which needs pyarrow", next_step="install dragoman[batch]"
        ) from None
    from dragoman.batch.room import room_for_workers
    from dragoman.batch.runners import run_dask, run_processes
    from dragoman.batch.shards import Batch, run_batch

    own = own_actors_path(given.actors)
    if own:
        from dragoman.actors.own import read_own_actors

        read_own_actors(own)
    asked = Batch(
        tuple(given.paths),
        Path(given.out),
        given.shard,
        published_day(given.published),
        given.outlet,
        str(own.resolve()) if own else None,
    )

    workers = given.workers or room_for_workers()

    def runner(shards: "Iterable[Shard]") -> "Iterator[CodedShard]":
        if given.dask:
            return run_dask(shards, given.dask, workers)
        return run_processes(shards, workers)

    manifest = run_batch(asked, runner, _tell)
    figures = manifest["figures"]
    for reason, count in list(manifest["reasons"].items())[:REASONS_SHOWN]:
        sys.stderr.write(f"set aside: {count:,}: {on_one_line(reason)}\n")
    print(
        f"read {figures['read']} = {figures['coded']} coded + {figures['copies']} copies"
        f" + {figures['set_aside']} set aside"
    )
    print(f"{counted(figures['claims'], 'claim')} in {on_one_line(given.out)}; dragoman read keeps them")
    return 0 if figures["coded"] else 2


def _tell(counts: dict[str, int]) -> None:
    """How far it is, on a terminal one line that is written over."""
    end = "\r" if sys.stderr.isatty() else "\n"
    sys.stderr.write(f"{counts['read']:,} reports done, {counts['claims']:,} claims{end}")
    sys.stderr.flush()
