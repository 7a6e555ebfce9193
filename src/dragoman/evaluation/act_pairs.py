"""What two given words of one topic have in common, as numbers: the columns by which a pair is judged.

A column is nan where one of the two says nothing to compare ("no number in one of the sentences"). They
are about the reports (do they tell one story?), the words (one lemma, one family, how near in letters and in
the encoder), and their company (who does it to whom, names, numbers, times).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from dragoman.evaluation.same_act import Word, overlap

if TYPE_CHECKING:
    from numpy import ndarray

COLUMNS = (
    "same_report", "same_story", "report_words", "report_shape", "stories", "topic",
    "lemma", "stem", "family", "printed", "letters", "bare", "nouns", "several",
    "sentence", "company", "subject", "object", "subject_object", "names", "numbers", "times",
    "topics_less", "topics_more", "reports_less", "reports_more", "rare_less", "rare_more",
    "in_sentence", "in_company", "above",
    "vector_2", "vector_4", "vector_6", "vector_sentence", "vector_report",
)  # fmt: skip
"""`…_less`, `…_more`: the smaller and the larger of the two words' numbers; `topics`: how many topics have
the family (log of the share), `reports`: share of the story's reports that have it, `rare`: weight of the
lemma."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Of the encoder, each of length 1 after a common mean was taken off.

    Attributes:
        words: one row a word, one column a layer.
        sentences: one row a word: of the sentence it stands in.
        reports: one row a report of the topic.
    """

    words: "ndarray"
    sentences: "ndarray"
    reports: "ndarray"


def centred(rows: "ndarray", mean: "ndarray") -> "ndarray":
    """The rows less `mean`, each brought to length 1."""
    import numpy as np

    moved = rows - mean
    return moved / (np.linalg.norm(moved, axis=-1, keepdims=True) + 1e-9)


def describe_pairs(
    words: Sequence[Word],
    vectors: Vectors,
    likeness: "ndarray",
    story: Sequence[int],
    weights: Mapping[str, float],
    topics: Mapping[str, float],
) -> "ndarray":
    """One row a pair (i, j), i < j, in the order (0, 1), (0, 2), (1, 2), (0, 3), …; columns are `COLUMNS`.

    Args:
        words: of one topic.
        vectors: of these words and their reports.
        likeness: of each report of the topic to each, by shared words.
        story: the number of each report's story.
        weights: of words, by `same_act.rarity`.
        topics: of each family, the share of all topics that have it.
    """
    import numpy as np

    topic, shape, between = _reports(likeness, story)
    near = vectors.reports @ vectors.reports.T
    sentences = vectors.sentences @ vectors.sentences.T
    layers = [layer @ layer.T for layer in np.moveaxis(vectors.words, 1, 0)]
    having: dict[tuple[int, str], set[int]] = defaultdict(set)
    for word in words:
        having[story[word.report], word.key].add(word.report)
    size = Counter(story)
    told = [len(having[story[w.report], w.key]) / size[story[w.report]] for w in words]
    spread = [math.log(topics[w.key]) for w in words]
    rare = [weights.get(w.lemma, 5.0) for w in words]
    table = np.empty((len(words) * (len(words) - 1) // 2, len(COLUMNS)), dtype=np.float32)
    row = 0
    for j, b in enumerate(words):
        for i, a in enumerate(words[:j]):
            p, q = a.report, b.report
            table[row] = (
                p == q, story[p] == story[q], likeness[p, q], shape[p, q], between[p, q], topic,
                *_alike(a, b), *_company(a, b, weights),
                *sorted((spread[i], spread[j])), *sorted((told[i], told[j])), *sorted((rare[i], rare[j])),
                b.lemma in a.sentence or a.lemma in b.sentence,
                b.lemma in a.company or a.lemma in b.company,
                a.above == b.above,
                *(layer[i, j] for layer in layers), sentences[i, j], near[p, q],
            )  # fmt: skip
            row += 1
    return table


def _reports(likeness: "ndarray", story: Sequence[int]) -> tuple[float, "ndarray", "ndarray"]:
    """How alike the topic's reports are at all, are to the same others, and are between their stories."""
    import numpy as np

    apart = ~np.eye(len(likeness), dtype=bool)
    rows = centred(likeness, likeness.mean(0))
    named = np.array(story)
    between = np.zeros_like(likeness)
    for a in set(story):
        for b in set(story):
            block = np.ix_(named == a, named == b)
            between[block] = (likeness * apart)[block].sum() / max(1, apart[block].sum())
    return float(likeness[apart].mean()) if apart.any() else 0.0, rows @ rows.T, between


def _alike(a: Word, b: Word) -> tuple[float, ...]:
    return (
        a.lemma == b.lemma,
        a.stem == b.stem,
        a.key == b.key,
        a.printed == b.printed,
        1.0 if a.key == b.key else _letters(*sorted((a.lemma, b.lemma))),
        a.bare + b.bare,
        a.noun + b.noun,
        (" " in a.printed) + (" " in b.printed),
    )


@cache
def _letters(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, False).ratio()


def _company(a: Word, b: Word, weights: Mapping[str, float]) -> tuple[float, ...]:
    pairs = (
        (a.company, b.company),
        (a.subject, b.subject),
        (a.object, b.object),
        (a.subject | a.object, b.subject | b.object),
        (a.names, b.names),
        (a.numbers, b.numbers),
        (a.times, b.times),
    )
    told = (overlap(x, y, weights) if x and y else math.nan for x, y in pairs)
    return (overlap(a.sentence, b.sentence, weights), *told)
