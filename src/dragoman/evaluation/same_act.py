"""Given words as they are compared, and what brings reports and words into groups.

Two reports of one topic often tell two like stories (two earthquakes, two arrests). So the reports are sorted
into stories by the words they share, names weighing more. A word is known by its family ("died", "death") and
by its company: who does it to whom, the names, numbers and times of its sentence.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragoman.data import read_toml
from dragoman.evaluation.same_lemma import act_stem
from dragoman.parse.syntax import Sentence, Token

if TYPE_CHECKING:
    from numpy import ndarray

SAME_STORY = 0.15
"""Reports of a topic are one story while they are on average so alike; chosen on the dev half of ECB+."""
NAMES_WEIGH = 1.6

Words = frozenset[str]
Vector = Mapping[str, float]

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_OWN = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "compound", "attr"})
_DOES = frozenset({"nsubj", "poss", "agent"})
_BEARS = frozenset({"nsubjpass", "dobj", "compound", "attr", "prep"})
_TIMES = frozenset({"DATE", "TIME"})
_COUNTED = _TIMES | {"CARDINAL", "MONEY", "ORDINAL", "PERCENT", "QUANTITY"}
_INNER = frozenset({"compound", "amod", "nummod", "poss", "nn", "appos"})


@dataclass(frozen=True, slots=True)
class Word:
    """A given word, and the words that stand around and under it.

    Attributes:
        report: the number of its report in its topic.
        printed: as it stands in the text, in small letters.
        key: its family, or its stem where no family is known.
        bare: is it a word that tells any act?
        company: the words of who does it to whom, where, with what.
        sentence: the content words of its sentence.
        above: lemma of the word it hangs on.
    """

    report: int
    printed: str
    lemma: str
    stem: str
    key: str
    bare: bool = False
    noun: bool = True
    company: Words = frozenset()
    sentence: Words = frozenset()
    subject: Words = frozenset()
    object: Words = frozenset()
    names: Words = frozenset()
    numbers: Words = frozenset()
    times: Words = frozenset()
    above: str = ""


def bare_word(report: int, printed: str) -> Word:
    """A word that the parser did not find: it has nothing but its letters."""
    return Word(report, printed, printed, printed, printed)


def word_at(report: int, sentence: Sentence, i: int, printed: str) -> Word:
    """The word at token `i` of a sentence."""
    token, tokens = sentence.tokens[i], sentence.tokens
    lemma = token.lemma.casefold()
    families, bare = _knowledge()
    company = {w for k in token.children for w in _under(sentence, k)}
    above = tokens[token.head].children if token.dep in ("conj", "xcomp") else ()
    shared = {w for k in above if tokens[k].dep == "nsubj" for w in _span(sentence, k)}
    if token.dep in ("dobj", "nsubj", "nsubjpass", "pobj"):
        company.add(tokens[token.head].lemma.casefold())
    does = {w for k in token.children if tokens[k].dep in _DOES for w in _under(sentence, k)}
    bears = {w for k in token.children if tokens[k].dep in _BEARS for w in _under(sentence, k)}
    if token.dep in ("acl", "relcl"):
        bears |= _span(sentence, token.head)
    stem = act_stem(token)
    return Word(
        report,
        printed,
        lemma,
        stem,
        families.get(lemma) or stem,
        lemma in bare,
        token.pos not in ("VERB", "AUX"),
        frozenset(company | shared),
        frozenset(t.lemma.casefold() for t in tokens if t.pos in _CONTENT and t.i != i),
        frozenset(does or shared),
        frozenset(bears),
        frozenset(t.lemma.casefold() for t in tokens if t.ent and t.ent not in _COUNTED and _nominal(t)),
        frozenset(t.lower for t in tokens if t.pos == "NUM" and t.ent not in _TIMES),
        frozenset(t.lower for t in tokens if t.ent in _TIMES and (t.pos == "NUM" or _nominal(t))),
        tokens[token.head].lemma.casefold(),
    )


def _nominal(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN")


def report_likeness(reports: Sequence[Sequence[Sentence]], weights: Mapping[str, float]) -> "ndarray":
    """How alike each report is to each by shared words, 0 to 1; names weigh more."""
    import numpy as np

    vectors = [_vector(report, weights) for report in reports]
    return np.array([[_cosine(a, b) for b in vectors] for a in vectors])


def average_link(alike: "ndarray", least: float) -> list[int]:
    """Groups of 0 … n - 1, the most alike joined first, while groups are on average `least` alike.

    Args:
        alike: n rows of n, the same from both sides; what a thing is to itself does not matter.
        least: where joining ends.
    """
    import numpy as np

    scores, members = np.array(alike, dtype=float), {i: [i] for i in range(len(alike))}
    np.fill_diagonal(scores, -np.inf)
    while len(members) > 1:
        i, j = sorted(divmod(int(scores.argmax()), len(scores)))
        if scores[i, j] < least:
            break
        a, b = len(members[i]), len(members[j])
        members[i] += members.pop(j)
        joined = (scores[i] * a + scores[j] * b) / (a + b)
        scores[i], scores[:, i] = joined, joined
        scores[j], scores[:, j] = -np.inf, -np.inf
        scores[i, i] = -np.inf
    groups = {member: n for n, some in enumerate(members.values()) for member in some}
    return [groups[i] for i in range(len(alike))]


@cache
def _knowledge() -> tuple[dict[str, str], frozenset[str]]:
    table = read_toml("act_words.toml")
    return {w: f"{family[0]}+" for family in table["families"] for w in family}, frozenset(table["bare"])


def _content(report: Iterable[Sentence]) -> Counter[str]:
    return Counter(t.lemma.casefold() for s in report for t in s.tokens if t.pos in _CONTENT)


def rarity(reports: Sequence[Sequence[Sentence]]) -> dict[str, float]:
    """How rare each word is among the reports."""
    held = Counter(word for report in reports for word in _content(report))
    return {word: math.log((len(reports) + 1) / (count + 0.5)) for word, count in held.items()}


def _vector(report: Sequence[Sentence], weights: Mapping[str, float]) -> Vector:
    names = {t.lemma.casefold() for s in report for t in s.tokens if t.ent and t.pos in _CONTENT}
    raw = {
        word: (1 + math.log(count)) * weights[word] * (NAMES_WEIGH if word in names else 1)
        for word, count in _content(report).items()
    }
    length = math.sqrt(sum(x * x for x in raw.values())) or 1.0
    return {word: x / length for word, x in raw.items()}


def _cosine(a: Vector, b: Vector) -> float:
    small, large = sorted((a, b), key=len)
    return sum(x * large.get(word, 0.0) for word, x in small.items())


def overlap(a: Words, b: Words, weights: Mapping[str, float]) -> float:
    """Of the words of the one that has less, the weighed share that the other has too."""
    if not a or not b:
        return 0.0
    shared = sum(weights.get(w, 1.0) for w in a & b)
    return shared / (min(sum(weights.get(w, 1.0) for w in some) for some in (a, b)) or 1.0)


def _under(sentence: Sentence, k: int) -> set[str]:
    child = sentence.tokens[k]
    if child.dep in _OWN:
        return _span(sentence, k)
    if child.dep in ("prep", "agent"):
        return {w for q in child.children if sentence.tokens[q].dep == "pobj" for w in _span(sentence, q)}
    return set()


def _span(sentence: Sentence, k: int) -> set[str]:
    token = sentence.tokens[k]
    inner = (sentence.tokens[q] for q in token.children)
    return {token.lemma.casefold(), *(t.lemma.casefold() for t in inner if t.dep in _INNER)}
