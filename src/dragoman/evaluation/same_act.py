"""Which given words of several reports tell the same act, where nothing but the words and the texts is known.

Two reports of one topic often tell two like stories (two earthquakes, two arrests). So the reports are first
sorted into stories by the words they share, names weighing more; then, within a story, words of one family
("died", "death") tell one act. Words that tell any act ("make", "say") also need like company.

The two thresholds and the weight of names were chosen on the dev half of ECB+ (docs/evaluation.md).
"""

import math
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.evaluation.same_lemma import act_stem
from dragoman.parse.syntax import Sentence

SAME_STORY = 0.15
LIKE_COMPANY = 0.2
NAMES_WEIGH = 1.6
UNKNOWN_COMPANY = 0.35
"""Likeness of what the act is done to or by, where one of the two sentences does not tell."""

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_OWN = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "compound", "attr"})
_INNER = frozenset({"compound", "amod", "nummod", "poss", "nn", "appos"})


@dataclass(frozen=True, slots=True)
class Word:
    """A given word: the number of its report, and the words that stand around and under it."""

    report: int
    key: str
    bare: bool
    company: frozenset[str]
    sentence: frozenset[str]


Vector = Mapping[str, float]


def tell_apart(
    reports: Sequence[Sequence[Sentence]], words: Sequence[Word], weights: Mapping[str, float]
) -> list[str]:
    """A name for the act that each of `words` tells; the same name is the same act.

    Args:
        reports: the sentences of each report of one topic.
        words: the words asked about; `Word.report` counts in `reports`.
        weights: of words, by `rarity` among reports of all topics.
    """
    vectors = [_vector(report, weights) for report in reports]
    likeness = [[_cosine(a, b) for b in vectors] for a in vectors]
    story = average_link(len(reports), lambda i, j: likeness[i][j], SAME_STORY)
    names = [f"{story[word.report]}:{word.key}" for word in words]
    for name in {name for name, word in zip(names, words, strict=True) if word.bare}:
        members = [n for n, other in enumerate(names) if other == name]
        parts = average_link(
            len(members),
            lambda i, j, m=members: _company(words[m[i]], words[m[j]], weights),
            LIKE_COMPANY,
        )
        for member, part in zip(members, parts, strict=True):
            names[member] = f"{name}:{part}"
    return names


def word_at(report: int, sentence: Sentence, i: int) -> Word:
    """The word at token `i` of a sentence."""
    token = sentence.tokens[i]
    lemma = token.lemma.casefold()
    families, bare = _knowledge()
    company = {w for k in token.children for w in _under(sentence, k)}
    if token.dep in ("conj", "xcomp"):
        above = sentence.tokens[token.head].children
        company |= {w for k in above if sentence.tokens[k].dep == "nsubj" for w in _span(sentence, k)}
    if token.dep in ("dobj", "nsubj", "nsubjpass", "pobj"):
        company.add(sentence.tokens[token.head].lemma.casefold())
    around = {t.lemma.casefold() for t in sentence.tokens if t.pos in _CONTENT and t.i != i}
    key = families.get(lemma) or act_stem(token)
    return Word(report, key, lemma in bare, frozenset(company), frozenset(around))


def average_link(count: int, likeness: Callable[[int, int], float], least: float) -> list[int]:
    """Groups of 0 … `count` - 1, the most alike joined first, while groups are on average `least` alike."""
    alike = {(i, j): likeness(i, j) for j in range(count) for i in range(j)}
    members = {i: [i] for i in range(count)}
    while alike:
        (i, j), score = max(alike.items(), key=lambda item: (item[1], (-item[0][0], -item[0][1])))
        if score < least:
            break
        a, b = len(members[i]), len(members[j])
        members[i] += members.pop(j)
        for k in members:
            if k != i:
                with_i, with_j = alike[min(i, k), max(i, k)], alike.pop((min(j, k), max(j, k)))
                alike[min(i, k), max(i, k)] = (with_i * a + with_j * b) / (a + b)
        del alike[i, j]
    groups = {member: n for n, some in enumerate(members.values()) for member in some}
    return [groups[i] for i in range(count)]


@cache
def _knowledge() -> tuple[dict[str, str], frozenset[str]]:
    table = tomllib.loads(files("dragoman.data").joinpath("act_words.toml").read_text("utf-8"))
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


def _company(a: Word, b: Word, weights: Mapping[str, float]) -> float:
    told = _overlap(a.company, b.company, weights) if a.company and b.company else UNKNOWN_COMPANY
    return (_overlap(a.sentence, b.sentence, weights) + told) / 2


def _overlap(a: frozenset[str], b: frozenset[str], weights: Mapping[str, float]) -> float:
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
