"""Which issue of the negotiation some words are about, by the issue tree in `data/issues.toml`.

>>> issue_of("They agreed to exchange prisoners of war.")
'prisoners'
>>> issue_of("It rained.") is None
True
"""

import re
from functools import cache

from dragoman.data import read_toml


def issue_of(words: str) -> str | None:
    """The path of the issue in the tree ("territory / Crimea"); None where no word tells one."""
    folded = words.casefold()
    counts = [(len(pattern.findall(folded)), issue) for issue, pattern in _patterns()]
    best = max(count for count, _ in counts)
    return next(issue for count, issue in counts if count == best) if best else None


def issue_words() -> dict[str, list[str]]:
    """The words that tell each issue, by the path of the issue in the tree."""
    return read_toml("issues.toml")["words"]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml("issues.toml")["words"]
    return tuple(
        (issue, re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")) for issue, words in table.items()
    )
