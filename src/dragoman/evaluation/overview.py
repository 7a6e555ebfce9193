"""`dragoman evaluate all FOLDER`: every gold set of a folder measured in one go, as one Markdown table.

The table is what docs/evaluation.md shows; `--page` puts it there between its two marks, so that the
page is never behind the program by more than one command.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.errors import SettingsError
from dragoman.evaluation.inputs import record_folder
from dragoman.evaluation.predictions import predict, write_predictions
from dragoman.evaluation.score import ask_judge, find_judge, flat
from dragoman.pipeline import load_resources

BEGIN, END = "<!-- figures of dragoman evaluate all -->", "<!-- end of figures -->"
"""The marks on a page between which the table stands."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A gold set of the folder, and which of its task's figures are the headlines, in order."""

    name: str
    task: str
    figures: tuple[str, ...]


_EVENTS = ("root.f1", "countries.f1", "sectors.f1")
_RECORDS = ("recall.must", "precision", "precision_right", "must_not.violated")
_FACTUALITY = tuple(
    f"by_dataset.{name}.{figure}" for name in ("MEANTIME", "UDS-IH2") for figure in ("mae", "macro_f1")
)

SETS = (
    GoldSet("records/seed", "records", _RECORDS),
    GoldSet("records/dev", "records", _RECORDS),
    GoldSet("plover/dev.jsonl", "plover", ("accuracy", "root_macro_f1", "quad_macro_f1")),
    GoldSet("events_gsr/dev.jsonl", "events", _EVENTS),
    GoldSet("events_cameo/dev.jsonl", "events", _EVENTS),
    GoldSet("timex/dev.jsonl", "timex", ("value.f1", "type.f1", "strict.f1", "relaxed.f1")),
    GoldSet("quotes/dev.jsonl", "quotes", ("content_and_speaker.f1", "relaxed.f1", "speaker_accuracy")),
    GoldSet("geo/dev.jsonl", "geo", ("end_to_end_161km.f1", "recognition.f1", "accuracy_161km")),
    GoldSet("factuality/dev.jsonl", "factuality", ("macro_f1", *_FACTUALITY)),
    GoldSet("event_coref/dev.jsonl", "event_coref", ("within_topics.conll_f1", "topics_mixed.conll_f1")),
    GoldSet("entity_linking/dev.jsonl", "linking", ("names.f1", "names.precision", "names.recall")),
)


def measure_all(folder: Path, judge: str | None = None, page: Path | None = None) -> None:
    """Measure every set of `SETS` that the folder holds and print the table as it grows.

    Args:
        folder: the folder of the gold sets.
        judge: folder of the judge; None: in or above the folder.
        page: a Markdown page whose table is replaced; None: none.

    Raises:
        SettingsError: no gold set or no judge there, or a page without the two marks.
    """
    there = [one for one in SETS if (folder / one.name).exists()]
    if not there:
        raise SettingsError(
            "no gold sets", where=str(folder), expected="a folder with records/dev, plover/dev.jsonl, …"
        )
    program = find_judge(folder / there[0].name, judge)
    if program is None:
        raise SettingsError(
            "no judge found above the gold", where=str(folder), next_step="name it by --judge FOLDER"
        )
    before, after = _around(page) if page else ("", "")
    lines = []
    for line in table(there, folder, program):
        print(line, flush=True)
        lines.append(line)
    if page:
        page.write_text("\n".join([before + BEGIN, *lines, END + after]), encoding="utf-8")
        print(f"written to {page}", file=sys.stderr)


def table(sets: list[GoldSet], folder: Path, judge: Path) -> Iterator[str]:
    """The lines of the table, a set a line; the coder's resources are loaded once for all."""
    resources = load_resources()
    yield "| set | task | figures |"
    yield "|---|---|---|"
    with TemporaryDirectory() as scratch:
        for number, one in enumerate(sets):
            gold, out = folder / one.name, Path(scratch) / f"{number}.jsonl"
            write_predictions(out, predict(one.task, gold, resources))
            against = record_folder(gold) if one.task == "records" else gold
            figures = ask_judge(judge, one.task, against, out).figures
            yield f"| {one.name.removesuffix('.jsonl')} | {one.task} | {headlines(figures, one.figures)} |"


def headlines(figures: Mapping[str, Any], wanted: tuple[str, ...]) -> str:
    """The wanted figures in print, those that the judge did not give left out.

    >>> headlines({"root": {"f1": 0.41159}, "must_not": {"violated": 0}, "near": None},
    ...           ("root.f1", "near", "must_not.violated", "absent"))
    'root.f1 0.412, near n/a, must_not.violated 0'
    """
    known = dict(flat(dict(figures)))
    return ", ".join(f"{name} {_short(known[name])}" for name in wanted if name in known)


def _short(value: object) -> str:
    if value is None:
        return "n/a"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _around(page: Path) -> tuple[str, str]:
    """What stands on the page before and behind its table."""
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError("cannot read the page", where=str(page), found=str(error.strerror)) from error
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end and os.access(page, os.W_OK)):
        raise SettingsError("no table to replace on the page", where=str(page), expected=f"{BEGIN} … {END}")
    return before, after
