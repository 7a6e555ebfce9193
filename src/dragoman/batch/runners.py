"""Who does the shards: processes of this machine, or the workers of a Dask cluster; the same function.

A runner takes shards, or other numbered tasks, and gives what `do` makes of each, in the order they are done.
It holds no more of them than its workers need, so the input may be larger than memory. A task whose worker
died is done again.
"""

import logging
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Protocol, TypeVar

from dragoman.errors import RecordError, SettingsError

MOST_TRIES = 3
"""How often a shard is given out before its worker's death is put down to the shard."""


class Numbered(Protocol):
    """Something to do, known by its number."""

    @property
    def number(self) -> int:
        """Counts from 0."""
        ...


Task = TypeVar("Task", bound=Numbered)
Done = TypeVar("Done")
Ordered = TypeVar("Ordered", bound=Numbered)
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What the libraries that reckon with matrices are told, so that N workers are N threads at work; Dask tells
its workers the same, and the classifier asks for one thread by itself."""


def run_here(tasks: Iterable[Task], do: Callable[[Task], Done]) -> Iterator[Done]:
    """In this process, one after the other."""
    return map(do, tasks)


def in_order(done: Iterable[Ordered]) -> Iterator[Ordered]:
    """What is done, by its number; what is done early waits."""
    early: dict[int, Ordered] = {}
    number = 0
    for one in done:
        early[one.number] = one
        while number in early:
            yield early.pop(number)
            number += 1


def run_processes(tasks: Iterable[Task], workers: int, do: Callable[[Task], Done]) -> Iterator[Done]:
    """In so many processes, each started fresh ("spawn"), so that none shares what another has loaded.

    Raises:
        RecordError: the worker of a shard died `MOST_TRIES` times.
    """
    coming = iter(tasks)
    again: list[Task] = []
    tries: Counter[int] = Counter()
    more = True
    while more or again:
        given: dict[Future[Done], Task] = {}
        pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_heed_parent_alone)
        try:
            _start(pool)
            while True:
                while len(given) < workers + 1:
                    if not again and (task := next(coming, None)) is not None:
                        again.append(task)
                    if not again:
                        more = False
                        break
                    # Taken off only when it was given out: a broken pool refuses it, and it must not be lost.
                    given[pool.submit(do, again[0])] = again[0]
                    del again[0]
                if not given:
                    return
                for one in wait(given, return_when=FIRST_COMPLETED).done:
                    done = one.result()
                    del given[one]
                    yield done
        except BrokenProcessPool:
            again = [*given.values(), *again]
            _count_tries(given.values(), tries)
        finally:
            pool.shutdown(cancel_futures=True)


def _start(pool: ProcessPoolExecutor) -> None:
    """All processes of the pool, each with one thread that reckons."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        pool.submit(os.getpid)  # the first that is asked for starts them all
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _heed_parent_alone() -> None:
    """An interruption is for the parent, which lets a worker finish what it has in hand. And a worker whose
    parent was killed would wait for its next task for ever; so it ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _count_tries(lost: Iterable[Numbered], tries: Counter[int]) -> None:
    for task in lost:
        tries[task.number] += 1
        if tries[task.number] >= MOST_TRIES:
            raise RecordError(
                f"the workers died {MOST_TRIES} times while shard {task.number} was in hand",
                next_step="what is done is kept; see if memory ran out, then run the same again to go on",
            )


def run_dask(tasks: Iterable[Task], address: str, workers: int, do: Callable[[Task], Done]) -> Iterator[Done]:
    """On the Dask cluster at `address`, or on one made here of `workers` processes ("local").

    Raises:
        SettingsError: Dask is not installed, or there is no cluster at the address.
        RecordError: the cluster was lost, or the worker of a shard died over and over.
    """
    try:
        from dask.config import set as set_dask
        from distributed import Client, LocalCluster, as_completed
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise SettingsError(
            "Dask is not installed", where="--dask", next_step="install dragoman[batch]"
        ) from None
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            # What a person needs of it is said in one line below.
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    set_dask({"distributed.scheduler.allowed-failures": MOST_TRIES - 1})
    cluster = None
    try:
        if address == "local":
            # Without a dashboard no port is opened.
            cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)  # pyright: ignore[reportArgumentType]
        client = Client(cluster or address, timeout=20)
    except (OSError, ValueError) as error:
        raise SettingsError("no Dask cluster answers", where=address, found=str(error)) from None
    try:
        coming = iter(tasks)
        at_once = max(workers, len(client.scheduler_info()["workers"])) + 1
        first = [client.submit(do, task, pure=False) for task in islice(coming, at_once)]
        # Results are fetched at once: those that wait on a worker are lost with it, and done again.
        ready = as_completed(first, with_results=True)
        for one, done in ready:
            if isinstance(done, FutureCancelledError):  # given, not raised, when the scheduler is gone
                raise done
            one.release()
            if (task := next(coming, None)) is not None:
                ready.add(client.submit(do, task, pure=False))
            yield done
    except KilledWorker as error:
        raise RecordError(
            "the workers of a shard died over and over",
            found=str(error).partition(".")[0],
            next_step="what is done is kept; run the same again to go on",
        ) from None
    except (OSError, FutureCancelledError) as error:
        raise RecordError(
            "the Dask cluster was lost",
            where=address,
            found=str(error),
            next_step="what is done is kept; run the same again to go on",
        ) from None
    finally:
        client.close()
        if cluster:
            cluster.close()
