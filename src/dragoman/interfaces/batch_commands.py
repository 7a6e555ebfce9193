"""The commands that work wide: `batch` codes many reports, `merge-batch` brings together what they tell."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import SettingsError
from dragoman.interfaces.arguments import (
    Arguments,
    add_own_actors,
    add_reports,
    own_actors_path,
    published_day,
)
from dragoman.interfaces.printable import counted, on_one_line

REASONS_SHOWN = 10


def batch(words: list[str]) -> int:
    """`dragoman batch`: code many reports into a folder of Parquet files; gives the exit code."""
    parser = Arguments(
        "batch", "Code many reports into a folder of Parquet files; run the same again to go on."
    )
    add_reports(parser)
    add_own_actors(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help="a fresh folder, or that of the same run")
    _add_workers(parser)
    parser.add_argument("--shard", metavar="N", type=int, default=128, help="reports in a shard (128)")
    given = parser.parse_args(words)
    if given.shard < 1:
        raise SettingsError("must be 1 or more", where="--shard", found=str(given.shard))
    try:
        import pyarrow  # noqa: F401 - said plainly before anything is read
    except ImportError:
        raise SettingsError(
            "a batch writes Parquet, which needs pyarrow", next_step="install dragoman[batch]"
        ) from None
    from dragoman.batch.coding import code_shard
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

    run = _runner(given)
    manifest = run_batch(asked, lambda shards: run(shards, code_shard), _tell)
    figures = manifest["figures"]
    for reason, count in list(manifest["reasons"].items())[:REASONS_SHOWN]:
        sys.stderr.write(f"set aside: {count:,}: {on_one_line(reason)}\n")
    print(
        f"read {figures['read']} = {figures['coded']} coded + {figures['copies']} copies"
        f" + {figures['set_aside']} set aside"
    )
    print(f"{counted(figures['claims'], 'claim')} in {on_one_line(given.out)}; dragoman read keeps them")
    return 0 if figures["coded"] else 2


def _add_workers(parser: Arguments) -> None:
    parser.add_argument("--workers", metavar="N", type=int, help="processes (one a core, as memory allows)")
    parser.add_argument("--dask", metavar="ADDRESS", help="on this Dask cluster; local: one made here")


def _runner(given: Namespace) -> "Callable[[Iterable[Any], Callable[[Any], Any]], Iterator[Any]]":
    """Who does the tasks: see `runners`."""
    from dragoman.batch.room import room_for_workers
    from dragoman.batch.runners import run_dask, run_processes

    if given.workers is not None and given.workers < 1:
        raise SettingsError("must be 1 or more", where="--workers", found=str(given.workers))
    workers = given.workers or room_for_workers()
    if given.dask:
        return lambda tasks, do: run_dask(tasks, given.dask, workers, do)
    return lambda tasks, do: run_processes(tasks, workers, do)


def _tell(counts: dict[str, int]) -> None:
    """How far it is, on a terminal one line that is written over."""
    end = "\r" if sys.stderr.isatty() else "\n"
    sys.stderr.write(f"{counts['read']:,} reports done, {counts['claims']:,} claims{end}")
    sys.stderr.flush()


def merge_batch(words: list[str]) -> int:
    """`dragoman merge-batch`: acts and families of a batch, as Parquet beside its claims."""
    parser = Arguments(
        "merge-batch",
        "Bring together what the reports of a batch tell: acts and families, as Parquet beside it.",
    )
    parser.add_argument("out", metavar="DIR", help="the folder of a batch that is done")
    _add_workers(parser)
    given = parser.parse_args(words)
    out = Path(given.out)
    from dragoman.batch.merging import merge_batch
    from dragoman.batch.shards import read_manifest
    from dragoman.store.database import utc_now

    if (read_manifest(out) or {}).get("state") != "done":
        raise SettingsError(
            "not the folder of a batch that is done", where=given.out, next_step="run dragoman batch first"
        )
    found = merge_batch(out, _runner(given), utc_now())
    print(f"{counted(found['events'], 'act')} and {found['families']:,} families in {on_one_line(given.out)}")
    return 0
