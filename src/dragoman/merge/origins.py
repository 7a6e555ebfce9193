"""Where a report says it has its story from: "the Bosphorus Wire reported", "according to Reuters"."""

import re
from functools import lru_cache

from dragoman.merge.wording import known_words
from dragoman.parse.sentences import split_sentences


def is_filed(text: str) -> bool:
    """Does the report say where it was filed? Copies leave that out.

    >>> is_filed("ODESA - Ships will sail."), is_filed("Ships will sail from Odesa.")
    (True, False)
    """
    return any(s.kind == "dateline" for s in split_sentences(text.split("\n", 1)[0]))


_NAMED = r"(?:[A-Z][\w&'’-]{0,40})(?: (?:of |de |the )?[A-Z][\w&'’-]{0,40}){0,4}"
_SOURCE = re.compile(
    rf"(?P<first>{_NAMED})(?:,? (?:has |had |first )?(?:reported|reports|wrote|writes|quoted)\b)"
    rf"|(?:[Aa]ccording to|[Cc]iting|[Qq]uoted by|[Rr]eported by|told|[Ss]ource:|[Vv]ia)"
    rf" (?:the |a report (?:by|in|from) (?:the )?)?(?P<second>{_NAMED})"
    rf"|^[A-Z][^\n(]{{0,40}}\((?P<third>{_NAMED})\)"
    rf"|(?P<fourth>{_NAMED}) (?:said|says)\b"
)


@lru_cache(maxsize=8192)
def sources_named(text: str) -> frozenset[str]:
    """The outlets and agencies that a report says it has its story from, folded.

    >>> sorted(sources_named("Turkey hosted him, the Bosphorus Wire reported. Ankara said nothing."))
    ['bosphorus wire']
    """
    known = known_words()
    found: set[str] = set()
    for match in _SOURCE.finditer(text):
        name = next(part for part in match.groups() if part)
        folded = folded_name(name)
        last = folded.split()[-1] if folded else ""
        if (len(folded.split()) > 1 and last in known.outlet_words) or folded in known.agencies:
            found.add(folded)
    return frozenset(found)


def names_outlet(text: str, outlet: str) -> bool:
    """Does the report name this outlet where it says what it has its story from?

    >>> names_outlet("He was late, the Dnipro Courier reported.", "The Dnipro Courier")
    True
    """
    name = folded_name(outlet)
    if not name or name not in text.casefold():
        return False
    if name in sources_named(text):
        return True
    cue = r"(?:reported|reports|wrote|writes|said|says|quoted|according|citing|told)"
    wanted = re.escape(name)
    return bool(
        re.search(rf"{wanted}\b.{{0,20}}\b{cue}\b|\b{cue}\b(?: \w+){{0,4}} {wanted}\b", text.casefold())
    )


def folded_name(name: str) -> str:
    """The name of an outlet as it is compared."""
    return " ".join(name.replace("’", "'").removesuffix("'s").casefold().removeprefix("the ").split())
