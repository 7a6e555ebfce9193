"""What takes long to work out is worked out once for each state of the record, and kept for who asks next."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from fastapi import Request

from dragoman.interfaces.answers import Answer, Asked, Entry
from dragoman.interfaces.api.questions import as_values, record_of

KEPT = 24
"""Answers kept at most."""

_LOCK = Lock()
_T = TypeVar("_T")


def once(request: Request, key: Hashable, make: Callable[[], _T]) -> _T:
    """What `make` gives; made anew only where the record has changed, or the key was not asked for lately.

    Two who ask the same at the same time have it worked out once.
    """
    app = request.app
    with _LOCK:
        if not hasattr(app.state, "worked_out"):
            app.state.worked_out = OrderedDict()
        kept: OrderedDict[Hashable, tuple[Lock, list[Any]]] = app.state.worked_out
        full = (record_of(request).state(), key)
        lock, made = kept.pop(full, (Lock(), []))
        kept[full] = lock, made
        while len(kept) > KEPT:
            kept.popitem(last=False)
    with lock:
        if not made:
            made.append(make())
        return made[0]


def answer_of(request: Request, entry: Entry, asked: Asked) -> dict[str, Any]:
    """A piece of an answer that is worked out whole, as the API gives it."""
    everything = Asked(asked.values, 0, None)
    key = (entry.name, tuple(sorted((name, str(value)) for name, value in asked.values.items())))
    whole = once(request, key, lambda: entry.answer(record_of(request), everything))
    end = None if asked.limit is None else asked.offset + asked.limit
    piece = Answer(whole.rows[asked.offset : end], whole.total, whole.about, whole.notes)
    return as_values(piece, asked)
