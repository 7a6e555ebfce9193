"""Who does the shards: processes of this machine, or the workers of a Dask cluster; the same function.

A runner takes shards and gives them done, in the order they are done. It holds no more shards than its
workers need, so the input may be larger than memory. A shard whose worker died is done again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

from dragoman.batch.coding import CodedShard, Shard, code_shard
from dragoman.errors import RecordError, SettingsError

MOST_TRIES = 3
"""How often a shard is given out before its worker's death is put down to the shard."""
Do = Callable[[Shard], CodedShard]


def run_here(shards: Iterable[Shard], do: Do = code_shard) -> Iterator[CodedShard]:
    """In this process, one after the other."""
    return map(do, shards)


def run_processes(shards: Iterable[Shard], workers: int, do: Do = code_shard) -> Iterator[CodedShard]:
    """In so many processes, each started fresh ("spawn"), so that none shares what another has loaded.

    Raises:
        RecordError: the worker of a shard died `MOST_TRIES` times.
    """
    coming = iter(shards)
    again: list[Shard] = []
    tries: Counter[int] = Counter()
    more = True
    while more or again:
        given: dict[Future[CodedShard], Shard] = {}
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        try:
            while True:
                while len(given) < workers + 1:
                    if not again and (shard := next(coming, None)) is not None:
                        again.append(shard)
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


def _count_tries(lost: Iterable[Shard], tries: Counter[int]) -> None:
    for shard in lost:
        tries[shard.number] += 1
        if tries[shard.number] >= MOST_TRIES:
            raise RecordError(
                f"the workers died {MOST_TRIES} times while shard {shard.number} was in hand",
                next_step="what is done is kept; see if memory ran out, then run the same again to go on",
            )


def run_dask(
    shards: Iterable[Shard], address: str, workers: int, do: Do = code_shard
) -> Iterator[CodedShard]:
    """On the Dask cluster at `address`, or on one made here of `workers` processes ("local").

    Raises:
        SettingsError: Dask is not installed, or there is no cluster at the address.
        RecordError: the cluster was lost, or the worker of a shard died over and over.
    """
    try:
        from distributed import Client, LocalCluster, as_completed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise SettingsError(
            "Dask is not installed", where="--dask", next_step="install dragoman[batch]"
        ) from None
    try:
        cluster = (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,  # pyright: ignore[reportArgumentType] - opens no port
            )
            if address == "local"
            else None
        )
        client = Client(cluster or address, timeout=20)
    except (OSError, ValueError) as error:
        raise SettingsError("no Dask cluster answers", where=address, found=str(error)) from None
    try:
        coming = iter(shards)
        at_once = max(workers, len(client.scheduler_info()["workers"])) + 1
        first = [client.submit(do, shard, pure=False) for shard in islice(coming, at_once)]
        ready = as_completed(first)
        for one in ready:
            done = one.result()
            one.release()
            if (shard := next(coming, None)) is not None:
                ready.add(client.submit(do, shard, pure=False))
            yield done
    except KilledWorker as error:
        raise RecordError(
            "the workers of a shard died over and over",
            found=str(error).partition(".")[0],
            next_step="what is done is kept; run the same again to go on",
        ) from None
    except OSError as error:
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
