"""Cuts text into the word pieces of BERT's uncased vocabulary, with the place of each in the text.

The rule is BERT's: white space and control characters part words, each punctuation mark and each Chinese
character is a word, letters are lowered and lose their accents, and a word is cut from the left into the
longest pieces that the vocabulary has; one that cannot be cut is `[UNK]`.

>>> pieces = WordPieces({"nor": 5, "##way": 6, "[UNK]": 0})
>>> pieces.cut("Nórway")
([5, 6], [(0, 3), (3, 6)])
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

Range = tuple[int, int]

_LONGEST_WORD = 100
"""Letters; a longer word is `[UNK]`, as in BERT."""


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The vocabulary: piece → number; pieces that go on with a word begin with "##"."""

    vocabulary: Mapping[str, int]

    def cut(self, text: str) -> tuple[list[int], list[Range]]:
        """The numbers of the pieces of `text`, and the half-open character range of each."""
        numbers: list[int] = []
        ranges: list[Range] = []
        for word, places in _words(text):
            for number, first, last in self._pieces(word):
                numbers.append(number)
                ranges.append((places[first], places[last] + 1))
        return numbers, ranges

    def _pieces(self, word: str) -> list[tuple[int, int, int]]:
        """Number, first and last letter of each piece."""
        unknown = [(self.vocabulary["[UNK]"], 0, len(word) - 1)]
        if len(word) > _LONGEST_WORD:
            return unknown
        found, start = [], 0
        while start < len(word):
            end = len(word)
            while (number := self.vocabulary.get(("##" if start else "") + word[start:end])) is None:
                end -= 1
                if end == start:
                    return unknown
            found.append((number, start, end - 1))
            start = end
        return found


def _words(text: str) -> list[tuple[str, list[int]]]:
    """Lowered words, with the place in the text from which each of their letters comes."""
    words: list[tuple[str, list[int]]] = []
    letters: list[str] = []
    places: list[int] = []

    def end_word() -> None:
        if letters:
            words.append(("".join(letters), places.copy()))
            letters.clear()
            places.clear()

    for place, character in enumerate(text):
        if character.isspace():
            end_word()
        elif not (character in "\x00\ufffd" or unicodedata.category(character)[0] == "C"):
            if _stands_alone(character):
                end_word()
                words.append((character, [place]))
                continue
            for letter in unicodedata.normalize("NFD", character).lower():
                if unicodedata.category(letter) == "Mn":
                    continue
                letters.append(letter)
                places.append(place)
    end_word()
    return words


def _stands_alone(character: str) -> bool:
    code = ord(character)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(character)[0] == "P" or _is_chinese(code)


def _is_chinese(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )
