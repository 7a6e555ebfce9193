"""What the coder says to a gold set, written down for the judge."""

import json
from collections.abc import Iterable
from pathlib import Path

from dragoman.errors import SettingsError
from dragoman.evaluation.inputs import read_rows, record_reports
from dragoman.evaluation.tasks import PREDICTORS, Prediction, predict_records
from dragoman.pipeline import Resources


def predict(task: str, gold: Path, resources: Resources) -> Iterable[Prediction]:
    """The coder's predictions for the inputs of a gold set, in its order."""
    if task == "records":
        return predict_records(record_reports(gold), resources)
    return PREDICTORS[task](read_rows(gold), resources)


def write_predictions(path: Path, rows: Iterable[Prediction]) -> int:
    """Write the predictions as JSON Lines; gives how many.

    Raises:
        SettingsError: the file cannot be written.
    """
    try:
        path.touch()
    except OSError as error:
        raise SettingsError("cannot write predictions", where=str(path), found=str(error.strerror)) from error
    written = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
    return written
