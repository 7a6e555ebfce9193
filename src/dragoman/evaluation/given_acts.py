"""Given words of many reports, sorted into acts topic by topic.

    words → described (`same_act`, `encoded`) → pairs (`act_pairs`) → probabilities (`pair_scorer`) → acts

Within a topic the likeliest pair is joined first, then groups while their pairs have on average `SAME_ACT`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.evaluation.act_pairs import Vectors, centred, describe_pairs
from dragoman.evaluation.encoded import LAYERS, WIDTH, encode_sentence, load_means
from dragoman.evaluation.given_pair import word_within
from dragoman.evaluation.pair_scorer import Scorer
from dragoman.evaluation.same_act import (
    SAME_STORY,
    Word,
    average_link,
    bare_word,
    rarity,
    report_likeness,
    word_at,
)
from dragoman.parse.syntax import Sentence

if TYPE_CHECKING:
    from numpy import ndarray

SAME_ACT = 0.35
"""Of 0.15, 0.2, … 0.5, what was best out of fold on the dev half of ECB+ (`training/coref`)."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Report:
    """A report and the words asked about: half-open ranges of its text."""

    topic: str
    text: str
    sentences: tuple[Sentence, ...]
    asked: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a topic: which report and range each is, and its pairs (`act_pairs.describe_pairs`)."""

    name: str
    asked: tuple[tuple[int, Span], ...]
    table: "ndarray"


def describe_topics(reports: Sequence[Report]) -> Iterator[Topic]:
    """The topics in the order of their first report; how rare a word is, is counted over all of them."""
    import numpy as np

    if not reports:
        return
    weights = rarity([report.sentences for report in reports])
    found, means = [encode_report(report) for report in reports], load_means()
    number = np.cumsum([0, *(len(report.asked) for report in reports)])
    words = centred(np.concatenate([vectors for vectors, _, _ in found]), means["words"])
    sentences = centred(np.concatenate([vectors for _, vectors, _ in found]), means["sentences"])
    whole = centred(np.stack([vector for _, _, vector in found]), means["reports"])
    topics: dict[str, list[int]] = {}
    for n, report in enumerate(reports):
        topics.setdefault(report.topic, []).append(n)
    given = {topic: _words([reports[n] for n in members]) for topic, members in topics.items()}
    spread = _spread(given)
    for topic, members in topics.items():
        at = [k for n in members for k in range(number[n], number[n + 1])]
        alike = report_likeness([reports[n].sentences for n in members], weights)
        story = average_link(alike, SAME_STORY)
        vectors = Vectors(words[at], sentences[at], whole[members])
        table = describe_pairs(given[topic], vectors, alike, story, weights, spread)
        yield Topic(topic, tuple((n, span) for n in members for span in reports[n].asked), table)


def acts_of(topic: Topic, scorer: Scorer) -> list[int]:
    """The number of the act that each word of the topic tells."""
    return join(scorer(topic.table), len(topic.asked))


def join(likely: "ndarray", count: int, least: float = SAME_ACT) -> list[int]:
    """Groups of `count` words by the probabilities of their pairs, in the order of `describe_pairs`."""
    import numpy as np

    alike = np.zeros((count, count))
    below = np.tril_indices(count, -1)
    alike[below] = likely
    return average_link(alike + alike.T, least)


def _words(reports: Sequence[Report]) -> list[Word]:
    words = []
    for n, report in enumerate(reports):
        for start, end in report.asked:
            at, printed = word_within(report.sentences, start, end), report.text[start:end].casefold()
            words.append(bare_word(n, printed) if at is None else word_at(n, at[0], at[1], printed))
    return words


def _spread(given: Mapping[str, Sequence[Word]]) -> dict[str, float]:
    held = Counter(key for words in given.values() for key in {word.key for word in words})
    return {key: count / len(given) for key, count in held.items()}


def encode_report(report: Report) -> tuple["ndarray", "ndarray", "ndarray"]:
    """Of each word asked about, of its sentence, and of the whole report."""
    import numpy as np

    words = np.zeros((len(report.asked), len(LAYERS), WIDTH), dtype=np.float32)
    sentences = np.zeros((len(report.asked), WIDTH), dtype=np.float32)
    where = [word_within(report.sentences, *span) for span in report.asked]
    means = []
    for sentence in report.sentences:
        mine = [n for n, at in enumerate(where) if at is not None and at[0] is sentence]
        vectors, mean = encode_sentence(sentence, [report.asked[n] for n in mine])
        words[mine], sentences[mine] = vectors, mean
        means.append(mean)
    whole = np.mean(means, axis=0) if means else np.zeros(WIDTH, dtype=np.float32)
    sentences[[n for n, at in enumerate(where) if at is None]] = whole
    return words, sentences, whole
