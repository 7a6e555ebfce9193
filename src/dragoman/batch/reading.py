"""Reports coded by several processes straight into a record: what `dragoman read --workers N` does.

They leave in the order they came, each as what became of it, as from one process (`interfaces.reading`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from dragoman.batch.coding import Copy, Shard, code_for_record
from dragoman.batch.runners import in_order, run_processes
from dragoman.documents.taking import take, where_from
from dragoman.records import CodedDocument, Document
from dragoman.sources.raw import RawDocument, SetAside

REPORTS_AT_ONCE = 64
"""Reports in a shard: few, so that little is lost by an interruption."""


def code_in_processes(
    raws: Iterable[RawDocument | SetAside],
    held_among: Callable[[Iterable[str]], frozenset[str]],
    workers: int,
    own_actors: str | None = None,
) -> Iterator[CodedDocument | Document | SetAside]:
    """Each report coded, set aside, or as the document it is where its text is held or came before.

    Args:
        raws: reports as they were read.
        held_among: tells which of many ids are in the record.
        own_actors: the user's file.

    Raises:
        RecordError: the worker of a shard died over and over.
    """

    def shards() -> Iterator[Shard]:
        coming = iter(raws)
        seen: set[str] = set()
        number = 0
        while part := list(islice(coming, REPORTS_AT_ONCE)):
            taken = [raw if isinstance(raw, SetAside) else take(raw) for raw in part]
            held = held_among([item.id for item in taken if isinstance(item, Document)])
            items: list[Document | Copy | SetAside] = []
            for item in taken:
                if isinstance(item, Document) and (item.id in held or item.id in seen):
                    item = Copy(replace(item, text=""))
                elif isinstance(item, Document):
                    seen.add(item.id)
                items.append(item)
            yield Shard(number, tuple(items), own_actors)
            number += 1

    refused: dict[str, str] = {}
    for done in in_order(run_processes(shards(), workers, code_for_record)):
        refused |= done.refused
        for outcome in done.outcomes:
            if not isinstance(outcome, Copy):
                yield outcome
            elif reason := refused.get(outcome.document.id):
                yield SetAside(where_from(outcome.document), reason)
            else:
                yield outcome.document
