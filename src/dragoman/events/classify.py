"""The type of act between two parties of a sentence, as a model has learnt it.

A small encoder reads the sentence with the two parties marked, and gives a probability for each root of
PLOVER and for "no act between these two" (docs/classifier.md says on what it was trained, and where it
fails). Ask it about pairs that may have an act between them, never about every sentence: it is slow.

>>> from dragoman.events.classify import Candidate, classify, load_classifier
>>> text = "Norway asked Iceland for two rescue ships."
>>> [scores] = classify([Candidate(text, actor=(0, 6), recipient=(13, 20))], load_classifier())
>>> scores.root
'REQUEST'
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from dragoman.data import FOLDER, checked_path, read_toml
from dragoman.errors import SettingsError
from dragoman.events.wordpieces import WordPieces

Range = tuple[int, int]

ROOTS = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "YIELD",
    "COOPERATE",
    "AID",
    "REQUEST",
    "REJECT",
    "ACCUSE",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
"""Columns of the model. YIELD is CONCEDE and RETREAT, which its training pairs do not tell apart."""

MARKS = (1, 2, 3, 4)
"""Tokens before and after the actor, before and after the recipient: four unused ones of the vocabulary."""

FIRST, LAST = 101, 102
VOCABULARY = 30522

LONGEST = 160
"""Tokens that are read of a sentence, marks with them."""

BEFORE = 40
"""Of a sentence that is longer, reading begins as many word pieces before the first party, at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence and the pair that is asked about.

    Attributes:
        text: the sentence, or what of it is to be read.
        actor: half-open character range in `text` of the party that may act; None: not in the sentence.
        recipient: the same of the party that may be acted upon.
    """

    text: str
    actor: Range | None
    recipient: Range | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of a candidate.

    Attributes:
        roots: probability of each root of `ROOTS`, given that there is an act; they add up to 1.
        none: probability that the actor does nothing to the recipient, from 0 to 1.
    """

    roots: Mapping[str, float]
    none: float

    @property
    def root(self) -> str:
        """The likeliest root, whether or not there is an act."""
        return max(self.roots, key=lambda root: self.roots[root])

    def probability(self, root: str) -> float:
        """That there is an act and it is of this root; `root` may be CONCEDE or RETREAT as well."""
        return (1 - self.none) * self.roots["YIELD" if root in {"CONCEDE", "RETREAT"} else root]


class EventClassifier(Protocol):
    """Whatever scores candidates; each candidate's scores depend on it alone."""

    def __call__(self, candidates: Sequence[Candidate]) -> list[Scores]:
        """One scores for each candidate, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class LocalModel:
    """The model that comes with Dragoman; an `EventClassifier`."""

    session: Any
    pieces: WordPieces

    def __call__(self, candidates: Sequence[Candidate]) -> list[Scores]:
        """One scores for each candidate, in their order; none depends on the others.

        They are run one by one: the int8 arithmetic scales numbers by the largest of a batch, so that in a
        batch one sentence would change the answer for another.
        """
        return [self._scores(candidate) for candidate in candidates]

    def _scores(self, candidate: Candidate) -> Scores:
        ids, places = encode(self.pieces, candidate)
        [logits] = self.session.run(None, {"ids": [ids], "at": [places]})
        *roots, act = (float(x) for x in logits[0])
        top = max(roots)
        weights = [math.exp(x - top) for x in roots]
        return Scores(
            {root: w / sum(weights) for root, w in zip(ROOTS, weights, strict=True)},
            1 / (1 + math.exp(max(-50.0, min(50.0, act)))),
        )


def classify(candidates: Sequence[Candidate], classifier: EventClassifier | None = None) -> list[Scores]:
    """The scores of each candidate, by the given classifier or else by the local model.

    Raises:
        SettingsError: the local model cannot be loaded.
    """
    if not candidates:
        return []
    return (classifier or load_classifier())(candidates)


@cache
def load_classifier(folder: Path = FOLDER / "classifier") -> LocalModel:
    """The local model, loaded once a process (a third of a second, under 150 MB).

    Raises:
        SettingsError: a file is missing or is not what it should be, or onnxruntime is not installed.
    """
    weights, vocabulary = folder / "model.onnx", folder / "vocab.txt"
    for file in (weights, vocabulary):
        if not file.is_file():
            raise SettingsError(
                "the event classifier lacks a file",
                where=str(file),
                next_step="install Dragoman again, or make it with training/classifier",
            )
    if folder == FOLDER / "classifier":
        checked_path("classifier/model.onnx")
        checked_path("classifier/vocab.txt")
    try:
        import onnxruntime
    except ImportError as error:
        raise SettingsError(
            "the event classifier needs onnxruntime, which is not installed",
            next_step="set up again with ./run, or install the packages of requirements/run.lock",
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        columns = session.get_outputs()[0].shape[-1]
    except Exception as error:
        raise SettingsError(
            "the event classifier's weights cannot be read",
            where=str(weights),
            found=str(error),
            next_step="install Dragoman again, or make them with training/classifier",
        ) from error
    if columns != len(ROOTS) + 1:
        raise SettingsError(
            "the event classifier's weights are for other types",
            where=str(weights),
            found=f"{columns} columns",
            expected=f"{len(ROOTS) + 1}",
        )
    lines = vocabulary.read_text(encoding="utf-8").split("\n")
    pieces = {piece: number for number, piece in enumerate(lines) if piece}
    if len(pieces) != VOCABULARY or "[UNK]" not in pieces:
        raise SettingsError(
            "the event classifier's vocabulary is not the one of its weights",
            where=str(vocabulary),
            found=f"{len(pieces)} word pieces",
            expected=str(VOCABULARY),
            next_step="install Dragoman again",
        )
    return LocalModel(session, WordPieces(pieces))


def encode(pieces: WordPieces, candidate: Candidate) -> tuple[list[int], list[int]]:
    """The sentence's numbers with the marks, and where the two opening marks are; 0: no such party."""
    numbers, ranges = pieces.cut(candidate.text)
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for where, opening, closing in ((candidate.actor, *MARKS[:2]), (candidate.recipient, *MARKS[2:])):
        if where is None:
            continue
        inside = [k for k, (start, end) in enumerate(ranges) if start < where[1] and where[0] < end]
        if inside:
            before.setdefault(inside[0], []).append(opening)
            after.setdefault(inside[-1], []).append(closing)
    ids, places = [FIRST], [0, 0]
    begin = _begin(len(numbers), min(before, default=0))
    for k in range(begin, len(numbers)):
        for mark in before.get(k, ()):
            places[0 if mark == MARKS[0] else 1] = len(ids)
            ids.append(mark)
        ids.append(numbers[k])
        ids.extend(after.get(k, ()))
    ids = [*ids[: LONGEST - 1], LAST]
    return ids, [at if at < len(ids) - 1 else 0 for at in places]


def _begin(length: int, party: int) -> int:
    """Where to begin reading a sentence of `length` pieces whose first party is at piece `party`."""
    room = LONGEST - 2 - len(MARKS)
    return max(0, min(party - BEFORE, length - room))


def yield_type(trigger: str) -> str:
    """CONCEDE or RETREAT, for an act that the model calls YIELD, by the lemma of the word that tells it.

    Who withdraws, releases, returns, disarms, resigns or stops firing retreats; who lifts, allows or
    grants concedes. Where a frame of `data/acts.toml` fits, its type is the better guide.

    >>> yield_type("withdraw"), yield_type("lift")
    ('RETREAT', 'CONCEDE')
    """
    return "RETREAT" if trigger in read_toml("classifier/yield.toml")["retreat"] else "CONCEDE"
