"""What was worked out from a record and holds until a row is added to it.

A record only grows, and `Record.state` says whether it did. Overviews that many pages begin with are kept
here for as long as it did not, a few of them, in this process alone.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from dragoman.ask.query import Matched, Names, match_parties, meaning_of
from dragoman.ask.views import names_in
from dragoman.store import Record

MOST = 64
"""Answers that are kept; the one that was longest not asked for goes first."""

Worked = TypeVar("Worked")

_answers: OrderedDict[tuple[Hashable, ...], tuple[Lock, list[Any]]] = OrderedDict()
_lock = Lock()


def remembered(record: Record, about: tuple[Hashable, ...], work: Callable[[], Worked]) -> Worked:
    """What `work` gives; it is done only where nothing is kept for `about` and the record as it stands.

    Two who ask the same at the same time have it worked out once.
    """
    key = (str(record.path), record.state(), *about)
    with _lock:
        lock, done = _answers.pop(key, None) or (Lock(), [])
        _answers[key] = lock, done
        while len(_answers) > MOST:
            _answers.popitem(last=False)
    with lock:
        if not done:
            done.append(work())
        return done[0]


def names_of(record: Record, as_of: str | None = None) -> Names:
    """Every name that the record holds, as `names_in` gives them."""

    def found() -> Names:
        with record.corrected(as_of) as reading:
            return names_in(reading, as_of)

    return remembered(record, ("names", as_of), found)


def parties_named(record: Record, words: str, as_of: str | None = None) -> Matched:
    """The parties of the record that `words` mean."""
    return remembered(
        record,
        ("parties", words, as_of),
        lambda: match_parties(words, names_of(record, as_of), meaning_of(words)),
    )
