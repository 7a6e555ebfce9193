"""One spelling of a place name to look it up by, whatever accents, hyphens and abbreviations it is printed
with.

>>> lookup_key("Saint-Denis"), lookup_key("St. Denis"), lookup_key("Florești"), lookup_key("Ft. Worth")
('saint denis', 'saint denis', 'floresti', 'fort worth')
"""

import re

from dragoman.actors.names import fold

_MARKS = str.maketrans({"-": " ", "'": "", "’": "", "”": "", "“": "", '"': "", "`": "", ".": " ", ",": " "})
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "pt": "point"}
_LETTERS = re.compile(r"\b(?:[a-z] )+[a-z]\b")


def lookup_key(name: str) -> str:
    """The name folded, in lower case, without marks; "St." and "Ft." written out; "U.S." as "us"."""
    words = fold(name).lower().translate(_MARKS).split()
    if len(words) > 1 and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    key = " ".join(words)
    return _LETTERS.sub(lambda m: m.group().replace(" ", ""), key)
