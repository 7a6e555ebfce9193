"""A batch's output as coded reports again, so that `dragoman read DIR` keeps it without coding."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.batch.shards import whole_shards
from dragoman.errors import RecordError, SettingsError
from dragoman.records import (
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Mention,
    Party,
    Place,
    Skipped,
    TimeInterval,
)
from dragoman.sources.raw import SetAside
from dragoman.store.decode import from_json


def load_batch(out: Path) -> Iterator[CodedDocument | Document | SetAside]:
    """Every report of the batch in the order it was read: coded, a copy (without its text), or set aside.

    Raises:
        SettingsError: pyarrow is not installed.
        RecordError: a file is not what the batch wrote.
    """
    try:
        from pyarrow import parquet
    except ImportError:
        raise SettingsError(
            "a batch's output is Parquet, which needs pyarrow",
            where=str(out),
            next_step="install dragoman[batch]",
        ) from None
    for number, _ in whole_shards(out):
        name = f"part-{number:05}.parquet"
        claims: dict[str, list[str]] = {}
        for row in parquet.read_table(out / "claims" / name, columns=["report", "json"]).to_pylist():
            claims.setdefault(row["report"], []).append(row["json"])
        try:
            for row in parquet.read_table(out / "reports" / name).to_pylist():
                yield _report(row, claims)
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(
                "a report cannot be read back", where=str(out / "reports" / name), found=str(error)
            ) from error


def _report(row: dict[str, Any], claims: dict[str, list[str]]) -> CodedDocument | Document | SetAside:
    if row["fate"] == "set aside":
        return SetAside(row["where"], row["reason"])
    document = from_json(Document, row)
    if row["fate"] == "copy":
        return document
    layers = json.loads(row["layers"])
    return CodedDocument(
        document,
        tuple(from_json(Claim, json.loads(line)) for line in claims.get(document.id, ())),
        tuple(_mention(value) for value in layers["mentions"]),
        from_json(tuple[TimeInterval, ...], layers["dates"]),
        from_json(tuple[Place, ...], layers["places"]),
        from_json(tuple[Attribution, ...], layers["attributions"]),
        from_json(tuple[Skipped, ...], layers["skipped"]),
    )


def _mention(value: dict[str, Any]) -> Mention:
    """Contract JSON leaves out what only the coder needs: the head, and most of the party."""
    party = from_json(
        Party,
        {
            "name": value["text"],
            "country": None,
            "sector": None,
            "office": None,
            "basis": "stated",
            **{name: value[name] for name in ("kind", "actor", "candidates")},
        },
    )
    return Mention(value["start"], value["end"], value["text"], value["start"], value["chain"], party)
