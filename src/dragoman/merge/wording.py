"""The words of a report as they are compared: folded, of a kind, with synonyms brought together.

    Erdogan received 185 captives on Wednesday.
    name    meet     185 captive     wednesday      (function words weigh little)

"Received" and "hosted" give one key, since a word-spun copy puts the one for the other; "185" and
"one hundred" stay what they are. What stands in quotation marks is marked, since two reporters who heard
the same words print the same words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.data import read_toml
from dragoman.parse.sentences import split_sentences

CONTENT, NAME, NUMBER, DATE, FUNCTION = "content", "name", "number", "date", "function"

WEIGHTS = {CONTENT: 1.0, NAME: 0.6, NUMBER: 0.8, DATE: 0.5, FUNCTION: 0.3}
"""What a shared word tells of copying. Names, numbers and days are shared by all who report an event."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?(?<!\.)|[^\W_]+")
_QUOTED = re.compile(
    r"\"[^\"\n]{2,1500}\"|“[^”\n]{2,1500}”|«[^»\n]{2,1500}»|(?<!\w)'[^'\n]{12,1500}'(?!\w)|‘[^’\n]{12,1500}’"
)
"""A quotation in one paragraph. The bound is for reports of a hundred thousand marks that nothing closes."""
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_TIMES = read_toml("wording.toml")["times"]
MONTHS, _DAYS = frozenset(_TIMES["months"].split()), frozenset(_TIMES["days"].split())
_NUMBERS = read_toml("wording.toml")["numbers"]
_UNITS, _TENS = _NUMBERS["units"].split(), _NUMBERS["tens"].split()
NUMBER_WORDS = {
    **{word: str(n) for n, word in enumerate(_UNITS)},
    **{word: str(10 * n) for n, word in enumerate(_TENS, 2)},
    "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a report.

    Attributes:
        key: what it is compared by.
        kind: content, name, number, date or function.
        start, end: where it stands in the text of the report.
        quoted: does it stand between quotation marks?
    """

    key: str
    kind: str
    start: int
    end: int
    quoted: bool

    @property
    def weight(self) -> float:
        """What it tells of copying, 0 where it is quoted."""
        return 0.0 if self.quoted else WEIGHTS[self.kind]


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence with its words; `telling` are the keys of those that are more than grammar."""

    start: int
    end: int
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    telling: frozenset[str]
    weight: float


def wordings(text: str) -> tuple[Wording, ...]:
    """The sentences of a report that have words of their own.

    Datelines and speakers' labels are left out and, where others are whole sentences, lines that do not end
    as one: headlines, and the furniture of a page ("Published in section: News"), which all reports of an
    outlet share.
    """
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(text)]
    sentences = [s for s in split_sentences(text) if s.kind not in ("dateline", "label")]
    whole = [s for s in sentences if _ENDED.search(s.text)]
    found = []
    for sentence in whole or sentences:
        words = tuple(_words(text, sentence.start, sentence.end, quoted))
        weight = sum(word.weight for word in words)
        if words:
            keys = tuple(w.key for w in words)
            telling = frozenset(w.key for w in words if w.kind != FUNCTION)
            found.append(Wording(sentence.start, sentence.end, words, keys, telling, weight))
    return tuple(found)


def _words(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> Iterator[Word]:
    first = True
    for match in _WORD.finditer(text, start, end):
        word, inside = match[0], any(a <= match.start() < b for a, b in quoted)
        opens = first or text[max(0, match.start() - 1)] in "\"“‘'«"
        first = False
        key, kind = _key(word, opens, _followed_by_capital(text, match.end(), end))
        yield Word(key, kind, match.start(), match.end(), inside)


def _followed_by_capital(text: str, at: int, end: int) -> bool:
    rest = text[at : min(at + 2, end)]
    return len(rest) == 2 and rest[0] == " " and rest[1].isupper()


def _key(word: str, opens: bool, before_capital: bool) -> tuple[str, str]:
    bare = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    return _key_of(bare, opens and not before_capital)


@cache
def _key_of(bare: str, may_be_plain: bool) -> tuple[str, str]:
    lower = bare.casefold()
    if bare[0].isdigit():
        return lower.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+%?", lower) else lower, NUMBER
    if lower in NUMBER_WORDS and lower != "one":  # "the last one" counts nothing
        return NUMBER_WORDS[lower], NUMBER
    parts = lower.split("-")
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _UNITS:
        return str(int(NUMBER_WORDS[parts[0]]) + int(NUMBER_WORDS[parts[1]])), NUMBER
    if (lower in MONTHS and bare[0].isupper() and not (lower in ("may", "march") and may_be_plain)) or (
        lower in _DAYS
    ):
        return lower, DATE
    words = known_words()
    if lower in words.function:
        return lower, FUNCTION
    root = stem(lower)
    if bare[0].isupper() and not may_be_plain and root not in words.titles:
        return root, NAME
    return words.synonyms.get(root, root), CONTENT


def stem(word: str) -> str:
    """The word without its ending, roughly.

    >>> stem("received"), stem("receives"), stem("cities"), stem("talks"), stem("press")
    ('receiv', 'receiv', 'city', 'talk', 'press')
    """
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What `data/wording.toml` says, made ready to ask."""

    function: frozenset[str]
    synonyms: dict[str, str]
    titles: frozenset[str]
    vague: dict[str, frozenset[str]]
    limits: dict[str, str]
    outlet_words: frozenset[str]
    agencies: frozenset[str]


@cache
def known_words() -> KnownWords:
    """The data file, read once."""
    table = read_toml("wording.toml")
    synonyms: dict[str, str] = {}
    for line in table["synonyms"]:
        group = [stem(word) for word in line.split()]
        for root in group:
            synonyms.setdefault(root, group[0])
    vague = {kind: frozenset(words.split()) for kind, words in table["vague"].items()}
    sources = table["sources"]
    return KnownWords(
        frozenset(table["function"].split()),
        synonyms,
        frozenset(stem(word) for word in table["titles"]["words"].split()) | {"us"},
        vague,
        {words: group for group, many in table["limits"].items() for words in many},
        frozenset(sources["outlet_words"].split()),
        frozenset(sources["agencies"].split()),
    )
