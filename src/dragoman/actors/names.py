"""How names are written: folding accents and apostrophes, and comparing transliterations.

One name has many spellings in the news. Folding keeps the length of the text, letter for letter, so that a range
found in the folded text is the range in the text as printed.

>>> fold("Erdoğan’s visit"), len(fold("Çavuşoğlu")) == len("Çavuşoğlu")
("Erdogan's visit", True)
>>> same_name("zelenskyy", "zelenskiy"), same_name("lukashenka", "lukashenko"), same_name("xi", "li")
(True, True, False)
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

LONG_ENOUGH = 6
"""Letters a name needs before one letter's difference is forgiven: "Xi" is not "Li"."""

LONG_ENOUGH_TO_HEAR = 4
"""Letters a name needs before another spelling of the same sounds is taken for it: "Asad" is "Assad"."""

_SPECIAL = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
}
_SPECIAL |= {"Đ": "D", "ħ": "h", "Ħ": "H", "ə": "e", "Ə": "E", "–": "-", "‐": "-", "‑": "-", "\u00a0": " "}
_SPOKEN_ALIKE = (("iy", "y"), ("yy", "y"), ("ii", "y"), ("ij", "y"), ("ey", "ei"), ("kh", "h"), ("ks", "x"))
_SPOKEN_ALIKE += (("ia", "ya"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("aa", "a"))


def fold(text: str) -> str:
    """The text without accents and with plain apostrophes and hyphens; of the same length, case kept."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table = {ord(odd): plain for odd, plain in _SPECIAL.items()}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        if code not in table:
            base = unicodedata.normalize("NFKD", chr(code))[0]
            if base.isascii() and base.isalpha():
                table[code] = base
    return table


def same_name(one: str, other: str) -> bool:
    """Are two folded lower-case words spellings of one name: equal, alike when spoken, or a letter apart?"""
    if one == other:
        return bool(one)
    shorter = min(len(one), len(other))
    if shorter >= LONG_ENOUGH_TO_HEAR and spoken(one) == spoken(other):
        return True
    if shorter < LONG_ENOUGH:
        return False
    from rapidfuzz.distance import Levenshtein

    return one[0] == other[0] and Levenshtein.distance(one, other, score_cutoff=1) <= 1


@cache
def spoken(word: str) -> str:
    """One spelling for names that sound alike: no article before it, no letter twice.

    >>> spoken("al-assad") == spoken("asad"), spoken("el-sissi") == spoken("sisi")
    (True, True)
    """
    if word.startswith(_ARTICLES):
        word = word[3:]
    for written, plain in _SPOKEN_ALIKE:
        word = word.replace(written, plain)
    return _TWICE.sub(r"\1", word)


LONGEST_ALIKE = 40
"""Letters; a longer word has no other spellings."""


class Spellings:
    """Names among which other spellings of a name are found without comparing it with each.

    >>> Spellings(["lukashenko", "orban", "lukashenka"]).like("lukashenko")
    ['lukashenko', 'lukashenka']
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._found: dict[str, list[int]] = {}
        for n, name in enumerate(self._names):
            for key in _traces(name):
                self._found.setdefault(key, []).append(n)

    def like(self, name: str) -> list[str]:
        """Those that are `same_name` as this one, in the order they were given."""
        near = sorted({n for key in _traces(name) for n in self._found.get(key, ())})
        return [self._names[n] for n in near if same_name(self._names[n], name)]


def _traces(name: str) -> set[str]:
    """What two names have in common where they are equal, sound alike, or differ by one letter."""
    traces = {name, f"/{spoken(name)}"}
    if LONG_ENOUGH <= len(name) <= LONGEST_ALIKE:
        traces.update(name[:n] + name[n + 1 :] for n in range(len(name)))
    return traces


_ARTICLES = ("al-", "el-", "as-", "an-", "ar-", "ad-", "at-", "az-")
_TWICE = re.compile(r"(.)\1")
