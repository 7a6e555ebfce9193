"""What the record makes of many reports, against an answer key written by hand from them.

A key (TOML) names its reports (`reports`, a folder beside it) and what a careful reader finds in them:
`families`, `event` (claims that tell one act, what became of it, who was there) and `contradiction`. A claim
of the key is a report and words; the coder's claim that tells an act of that kind by a word inside those words
is its counterpart. What the coder did not find is counted as such, and merging is judged on the rest.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.ask.events import contradictions, events, told_claims
from dragoman.errors import SettingsError
from dragoman.evaluation.score import Scores
from dragoman.merge.block import Told, group_of
from dragoman.merge.contradictions import Contradiction
from dragoman.merge.families import families
from dragoman.merge.lifecycle import Life, life_of
from dragoman.pipeline import Resources, code_documents
from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports
from dragoman.store import Record, open_record

Key = Mapping[str, Any]


def read_key(path: Path) -> Key:
    """The key in a file.

    Raises:
        SettingsError: the file is not TOML, or lacks a part.
    """
    try:
        key = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            "the answer key cannot be read", where=str(path), found=str(error), expected="a TOML file"
        ) from error
    for part in ("reports", "families", "event", "contradiction"):
        if part not in key:
            raise SettingsError("the answer key lacks a part", where=str(path), expected=part)
    return key
