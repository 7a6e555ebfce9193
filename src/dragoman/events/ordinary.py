"""Sentences that tell of sport, where the words of conflict and diplomacy mean play.

>>> is_sport("Brazil beat Argentina 2-1 in the final."), is_sport("Brazil met Argentina in Lima.")
(True, False)
"""

import re
from functools import cache

from dragoman.data import read_toml


def is_sport(words: str) -> bool:
    """Whether it has a word that only the sports pages use, a score, or two words that they mostly use."""
    strong, weak = _patterns()
    return bool(strong.search(words)) or len({m.group().casefold() for m in weak.finditer(words)}) > 1


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = read_toml("ordinary.toml")

    def any_of(listed: list[str], more: str = "") -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))}{more})\b", re.IGNORECASE)

    return any_of(
        table["strong"],
        r"|\d{1,2}[-–]\d{1,2}(?!\d|[-–])(?= (?:in|on|to|at|against|victory|win|defeat|after))",
    ), any_of(table["weak"])
