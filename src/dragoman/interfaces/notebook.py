"""The record in a notebook or a script: every question of `interfaces/answers.py` as a method.

    import dragoman
    with dragoman.open("talks.record") as talks:
        talks.timeline(actor="Russia", type="CONSULT").to_pandas()
        talks.search(words='"prisoner exchange"')

Filters are those of the API, as keyword arguments; one that is a word of Python's takes an underscore behind
it (`from_`, `with_`). All rows are given unless `limit` says otherwise. The record is only read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dragoman.errors import SettingsError
from dragoman.interfaces.answers import FILTERS, QUESTIONS, Asked, Entry, line_of
from dragoman.store import open_record
from dragoman.store.address import record_at

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS_SHOWN = 20
"""Rows that a notebook shows of an answer."""
CELL_SHOWN = 160
"""Characters of a cell shown."""

_ENTRIES = {entry.name.replace("-", "_"): entry for entry in QUESTIONS}
_ENTRIES["timeline"] = _ENTRIES["claims"]


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: rows as plain values, each with the words it rests on.

    Attributes:
        total: how many rows there are without the limit.
        about: what is said beside the rows, such as the reach of the record.
        notes: how the question was understood.
    """

    rows: tuple[dict[str, Any], ...]
    total: int
    notes: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    line: Callable[[dict[str, Any]], dict[str, object]] = dict

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __getitem__(self, at: int) -> dict[str, Any]:
        return self.rows[at]

    def to_pandas(self) -> "DataFrame":
        """The rows as a table, with the columns that the CSV of the question has.

        Raises:
            SettingsError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise SettingsError("pandas is not installed", next_step="pip install pandas") from None
        return pd.DataFrame([self.line(row) for row in self.rows])

    def __repr__(self) -> str:
        return f"<{len(self.rows):,} of {self.total:,} rows>"

    def _repr_html_(self) -> str:
        """The first rows as a table; all that comes from reports is escaped."""
        lines = [self.line(row) for row in self.rows[:ROWS_SHOWN]]
        columns = [
            name
            for name in dict.fromkeys(name for line in lines for name in line)
            if any(line.get(name) not in (None, "") for line in lines)
        ]
        head = "".join(f"<th>{escape(name)}</th>" for name in columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{_shown(line.get(name))}</td>" for name in columns) + "</tr>"
            for line in lines
        )
        said = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        count = f"<p>{len(lines):,} of {self.total:,} rows shown</p>"
        return f"{said}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{count}"


class OpenRecord:
    """A record that is open for questions; use it in a `with` block, or `close` it.

    Every name of `questions()` is a method.
    """

    def __init__(self, path: "str | PathLike[str]") -> None:
        self._record = open_record(record_at(path) if isinstance(path, str) else Path(path), create=False)

    def __enter__(self) -> "OpenRecord":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._record.close()

    def questions(self) -> dict[str, str]:
        """What can be asked: the name of each method, and what it answers."""
        return {name: entry.says for name, entry in sorted(_ENTRIES.items())}

    def __getattr__(self, name: str) -> Callable[..., Rows]:
        entry = _ENTRIES.get(name)
        if entry is None or name.startswith("_"):
            raise AttributeError(f"no question is called {name!r}; there are: {', '.join(sorted(_ENTRIES))}")

        def ask(*, limit: int | None = None, offset: int = 0, **filters: Any) -> Rows:  # noqa: ANN401
            return _answer(self, entry, filters, offset, limit)

        ask.__name__, ask.__doc__ = name, _help(entry)
        return ask

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *_ENTRIES})

    def __repr__(self) -> str:
        return f"<record {self._record.path.name}>"


def _answer(
    opened: OpenRecord, entry: Entry, filters: dict[str, Any], offset: int, limit: int | None
) -> Rows:
    values: dict[str, Any] = {}
    for given, value in filters.items():
        name = given.removesuffix("_")
        if name not in entry.takes:
            raise SettingsError(
                f"{entry.name} takes no such filter",
                found=given,
                expected=", ".join(map(_as_word, entry.takes)),
            )
        if value not in (None, "", False):
            values[name] = _value(value)
    answer = entry.answer(opened._record, Asked(values, offset, limit))
    return Rows(answer.rows, answer.total, answer.notes, answer.about, lambda row: line_of(entry, row))


def _value(value: Any) -> Any:  # noqa: ANN401 - words, numbers, days, or several words
    if isinstance(value, list | tuple | set | frozenset):
        return ",".join(map(str, value))
    return value if isinstance(value, bool | int | float) else str(value)


def _as_word(name: str) -> str:
    from keyword import iskeyword

    return f"{name}_" if iskeyword(name) else name


def _help(entry: Entry) -> str:
    filters = "\n".join(f"    {_as_word(name)}: {FILTERS[name].says}" for name in entry.takes)
    return f"{entry.says}\n\nFilters:\n{filters}\n    limit, offset: how many rows, and how many to pass over"


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return escape(text if len(text) <= CELL_SHOWN else text[: CELL_SHOWN - 1] + "…")
