"""`dragoman evaluate TASK GOLD`: code the gold's inputs, ask the judge, print the figures.

`draw` draws claims of some reports for a person to read, `drawn` counts what the person found (`draw`).
`merge` asks no judge: it compares what the record makes of the reports of an answer key (`answer_key`).
`travels` asks for the journeys of a list that the news tell of as well (`travels`).
The task `all` takes the folder of all gold sets and prints one table (`overview`).
"""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.errors import SettingsError
from dragoman.evaluation.answer_key import measure_key
from dragoman.evaluation.draw import draw_claims, print_drawn, print_rows
from dragoman.evaluation.inputs import record_folder
from dragoman.evaluation.overview import measure_all
from dragoman.evaluation.predictions import predict, write_predictions
from dragoman.evaluation.score import Scores, ask_judge, find_judge, flat, show
from dragoman.evaluation.tasks import TASKS
from dragoman.evaluation.travels import measure_travels
from dragoman.pipeline import load_resources


def evaluate_command(
    task: str,
    gold: str,
    *,
    predictions: str | None = None,
    errors: int = 0,
    judge: str | None = None,
    as_json: bool = False,
    page: str | None = None,
    number: int = 300,
    seed: int = 1,
) -> int:
    """Run the coder on the gold's inputs and print what the judge says.

    Args:
        task: one of `TASKS`, or "merge", "all", "draw", "drawn", "travels".
        gold: the gold file; for "merge" an answer key; for "draw" and "travels"
            reports, for "drawn" judged claims;
            for `records` a folder, or facts.jsonl in it; for "all" the folder of sets.
        predictions: where to keep the predictions; None: nowhere.
        errors: how many of the judge's errors to print.
        judge: folder of the judge; None: the nearest folder above the gold that holds one.
        as_json: print figures and errors as one JSON object.
        number, seed: with "draw", how many claims, and where chance begins.
        page: with "all", a Markdown page whose table is to be replaced.

    Returns:
        Exit code: 0, also where there is no judge and the predictions were kept.

    Raises:
        SettingsError: task, gold, judge or the file for predictions cannot be used.
    """
    if task not in (*TASKS, "merge", "all", "draw", "drawn", "travels"):
        raise SettingsError(
            "no such task",
            found=repr(task),
            expected=f"one of {' '.join(TASKS)} merge all draw drawn travels",
        )
    where = Path(gold)
    if not where.exists():
        raise SettingsError("no such gold", where=gold, next_step="name a gold file, or a folder for records")
    if task == "draw":
        return print_rows(draw_claims(gold, number, seed))
    if task == "merge":
        _print(measure_key(where, load_resources(), errors), as_json)
        return 0
    if task == "drawn":
        return print_drawn(gold)
    if task == "travels":
        _print(measure_travels(where, errors), as_json)
        return 0
    if task == "all":
        measure_all(where, judge, Path(page) if page else None)
        return 0
    program = find_judge(where, judge)
    if program is None and predictions is None:
        raise SettingsError(
            "no judge found above the gold", where=gold, next_step="name it by --judge FOLDER, or keep "
            "the predictions by --predictions FILE",
        )  # fmt: skip
    with ExitStack() as stack:
        folder = Path(predictions).parent if predictions else Path(stack.enter_context(TemporaryDirectory()))
        out = Path(predictions) if predictions else folder / "predictions.jsonl"
        written = write_predictions(out, predict(task, where, load_resources()))
        if program is None:
            print(
                f"{written} predictions in {out}; no judge found above the gold, name it by --judge FOLDER",
                file=sys.stderr,
            )
            return 0
        against = record_folder(where) if task == "records" else where
        _print(ask_judge(program, task, against, out, errors), as_json)
    return 0


def _print(scores: Scores, as_json: bool) -> None:
    if as_json:
        answer = {"figures": scores.figures, "errors": list(scores.errors)}
        print(json.dumps(answer, ensure_ascii=False))
        return
    for name, value in flat(scores.figures):
        print(f"{name:<44} {show(value)}")
    for error in scores.errors:
        print(f"- {error}")
