"""Families of the reports of a batch, from its Parquet files: those that a record of these reports tells.

    reports/part-*  -> the words and pairs of words of each report, by shard
                    -> reports that share the rarest of them, in DuckDB
                    -> each with the earlier one it is most like, by stretches of publication
                    -> whole families -> families/part-*.parquet

What is judged is `merge.families`'; here is only how the work is cut.
"""

from dataclasses import dataclass
from typing import Any

from dragoman.batch.tables import Part, rows_of, table_of
from dragoman.merge.families import Printed, closest, family_of, marks_of

MARKS = {"id": "string", "mark": "string"}
KIN = {"n": "int64", "kin": "int64"}
FAMILIES = {
    "family": "string", "origin": "bool", "report": "string", "name": "string", "outlet": "string",
    "title": "string", "day": "string", "published": "string",
}  # fmt: skip
"""A row for each place where a report stood; `origin`: is it where the family most likely comes from?"""


@dataclass(frozen=True, slots=True)
class Reports:
    """A shard's file of reports."""

    number: int
    table: bytes


@dataclass(frozen=True, slots=True)
class Near:
    """Reports with those that share most marks with them.

    Attributes:
        near: rows of `n`, `other`, `shared`; by n, and for each those first that share most.
        texts: rows of `n`, `id`, `day`, `text` and `outlets` of all that `near` names.
    """

    number: int
    near: bytes
    texts: bytes


@dataclass(frozen=True, slots=True)
class Kin:
    """Whole families.

    Attributes:
        places: rows of `root`, `id`, `name`, `outlet`, `title`, `day`, `published`, `text`; by root and age.
    """

    number: int
    places: bytes


def marked(task: Reports) -> Part:
    """The words and pairs of words of each coded report of a shard."""
    rows = (
        {"id": row["id"], "mark": mark}
        for row in rows_of(task.table, ("fate", "id", "text"))
        if row["fate"] == "coded"
        for marks in marks_of(row["text"])
        for mark in marks
    )
    return Part(task.number, table_of(rows, MARKS))


def judged(task: Near) -> Part:
    """For each report the earlier one it is most like, where that makes them kin."""
    texts: dict[int, Printed] = {}
    stood: dict[str, list[Printed]] = {}
    singles: dict[int, frozenset[str]] = {}
    for row in rows_of(task.texts, ("n", "id", "day", "text", "outlets")):
        told = row["id"], row["day"], row["text"]
        texts[row["n"]] = _printed(*told)
        stood[row["id"]] = [_printed(*told, outlet) for outlet in row["outlets"]]
        singles[row["n"]] = frozenset(marks_of(row["text"])[0])
    near: dict[int, list[tuple[int, int]]] = {}
    for row in rows_of(task.near, ("n", "other", "shared")):
        near.setdefault(row["n"], []).append((row["other"], row["shared"]))
    found = ((n, closest(n, others, texts, singles, stood)) for n, others in near.items())
    rows = ({"n": n, "kin": kin} for n, kin in found if kin is not None)
    return Part(task.number, table_of(rows, KIN))


def gathered(task: Kin) -> Part:
    """The families, place by place."""
    families: dict[int, dict[str, list[Printed]]] = {}
    for row in rows_of(task.places, ("root", "id", "name", "outlet", "title", "day", "published", "text")):
        root = row.pop("root")
        families.setdefault(root, {}).setdefault(row["id"], []).append(Printed(**row))
    rows: list[dict[str, Any]] = []
    for stood in families.values():
        family = family_of([places[0] for places in stood.values()], stood)
        rows += (
            {
                "family": family.id,
                "origin": place == family.origin,
                "report": place.id,
                **{name: getattr(place, name) for name in ("name", "outlet", "title", "day", "published")},
            }
            for place in family.reports
        )
    return Part(task.number, table_of(rows, FAMILIES))


def _printed(identity: str, day: str, text: str, outlet: str | None = None) -> Printed:
    return Printed(identity, identity, outlet, None, day, None, text)
