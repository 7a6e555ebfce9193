"""Records from their contract JSON: the way back from `records.to_json`.

>>> from dragoman.records import Span, to_json
>>> from_json(Span, to_json(Span(0, 5, "Putin")))
Span(start=0, end=5, text='Putin')
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from dragoman.records import Method

T = TypeVar("T")


def from_json(kind: type[T], value: Any) -> T:  # noqa: ANN401 - plain JSON values come in
    """The record of class `kind` that `value` writes down.

    Raises:
        KeyError, TypeError, ValueError: `value` is not such a record.
    """
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any annotation of records.py
    """The function that reads values annotated with `kind`, made once."""
    if kind is Method:
        return lambda v: Method(v["coder"], v["version"], tuple(v["resources"].items()))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = [(f.name, _reader(hints[f.name])) for f in fields(kind)]
        return lambda v: kind(**{name: read(v[name]) for name, read in parts})
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        read = _reader(inner[0])
        return lambda v: tuple(read(item) for item in v)
    if origin in (Union, UnionType):
        read = _reader(next(part for part in inner if part is not type(None)))
        return lambda v: None if v is None else read(v)
    if origin is Literal:
        return lambda v: _one_of(v, inner)
    if kind is float:
        return float
    return lambda v: v


def _one_of(value: Any, allowed: tuple[Any, ...]) -> Any:  # noqa: ANN401 - checked here
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(map(str, allowed))}")
    return value
