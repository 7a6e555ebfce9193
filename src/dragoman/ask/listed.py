"""A long answer of which the rows are read when they are looked at, and no others."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

Row = TypeVar("Row", covariant=True)

AT_ONCE = 500
"""Rows that are read together where all are gone through."""


class Listed(Sequence[Row]):
    """Rows in their order; the record they are read from must still be open where they are looked at.

    Two are equal where all of their rows are.

    Args:
        count: how many there are; it is asked once, when somebody wants to know.
        read: the rows from one place on up to another.
    """

    def __init__(self, count: Callable[[], int], read: Callable[[int, int], tuple[Row, ...]]) -> None:
        self._count, self._read = count, read
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            self._length = self._count()
        return self._length

    def __bool__(self) -> bool:
        return bool(self._length) if self._length is not None else bool(self._read(0, 1))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, int):
            return self[index:][0] if index == -1 else self[index : index + 1][0]
        first, end, step = index.start or 0, index.stop, index.step or 1
        if first < 0 or step != 1 or end is None or end < 0:
            first, end, step = index.indices(len(self))
        return self._read(first, end)[::step] if first < end else ()

    def __iter__(self) -> Iterator[Row]:
        at = 0
        while rows := self._read(at, at + AT_ONCE):
            yield from rows
            at += len(rows)

    def __eq__(self, other: Any) -> bool:  # noqa: ANN401 - any list of rows
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # pyright: ignore[reportAssignmentType] - as long as what it is equal to has none
