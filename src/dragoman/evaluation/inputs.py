"""What a coder may see of a gold set: texts, dates and the spans that are asked about, never the answers.

A gold set is a JSON Lines file, one row a text or sentence. The set `records` is a folder: `facts.jsonl`
names the reports, `texts/` holds them, and `meta.json` says when and by whom they were published.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.documents.identity import document_id
from dragoman.errors import SettingsError
from dragoman.records import Document

Row = Mapping[str, Any]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a gold file, in its order.

    Raises:
        SettingsError: the file is not there, or a line of it is not a JSON object with an `id`.
    """
    try:
        lines = path.open(encoding="utf-8")
    except OSError as error:
        raise SettingsError("cannot read the gold", where=str(path), found=str(error.strerror)) from error
    with lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _row(line, f"{path}:{number}")


def _row(line: str, where: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SettingsError("not JSON", where=where, found=repr(line[:60])) from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise SettingsError("no gold row", where=where, expected="a JSON object with an id")
    return row


def row_document(row: Row) -> Document:
    """The text of a row as a report: `text` or `sentence`, with the date and outlet that the row knows.

    Raises:
        SettingsError: the row has no text.
    """
    text = row.get("text", row.get("sentence"))
    if not isinstance(text, str):
        raise SettingsError("gold row without text", where=str(row["id"]), expected="text or sentence")
    return make_report(
        text,
        given_id=str(row["id"]),
        published=_words(row.get("dct")) or _words(row.get("date")),
        outlet=_words(row.get("publisher")) or _words(row.get("domain")),
        title=_words(row.get("title")),
    )


def record_folder(gold: Path) -> Path:
    """The folder of a `records` set, which may be named by its `facts.jsonl` as well."""
    return gold.parent if gold.is_file() else gold


def record_reports(gold: Path) -> Iterator[Document]:
    """The reports of a `records` set by name; `given_id` is the name by which the set calls them.

    Raises:
        SettingsError: the folder has no texts, or its meta.json is not JSON.
    """
    folder = record_folder(gold)
    texts = sorted((folder / "texts").glob("*.txt"))
    if not texts:
        raise SettingsError(
            "no reports", where=str(folder), expected="a folder with texts/*.txt", next_step="name it as GOLD"
        )
    meta = _meta(folder / "meta.json")
    for path in texts:
        known = meta.get(path.stem, {})
        yield make_report(
            path.read_bytes().decode("utf-8"),
            given_id=path.stem,
            published=_words(known.get("published")),
            outlet=_words(known.get("outlet")),
        )


def _meta(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SettingsError("not JSON", where=str(path), found=str(error)) from error


def make_report(
    text: str,
    *,
    given_id: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
) -> Document:
    """A report that came from no file."""
    return Document(document_id(text), given_id, None, None, outlet, published, title, "en", text)


def _words(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def given_spans(row: Row, key: str, start: str = "start", end: str = "end") -> list[tuple[int, int]]:
    """The character ranges listed under `key` that are asked about, in their order, each once."""
    listed = row.get(key)
    spans = [
        (item[start], item[end])
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict) and isinstance(item.get(start), int) and isinstance(item.get(end), int)
    ]
    return list(dict.fromkeys(spans))
