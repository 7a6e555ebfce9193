"""Addresses of claims, reports and parties for formats that want one for each thing, and words that any of
them can carry.

A party that the knowledge base has from Wikidata has its address there; all else is named by a URN of ours,
which leads nowhere but is the same in each export.

>>> party_address("Vladimir Putin", "Q7747"), party_address("Unknown Envoy", None)
('http://www.wikidata.org/entity/Q7747', 'urn:x-dragoman:party:unknown%20envoy')
"""

import re
from urllib.parse import quote

from dragoman.actors.names import fold

_WIKIDATA = re.compile(r"Q\d+")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f]+")


def claim_address(claim: str) -> str:
    """Of a claim or an act by its id."""
    return f"urn:x-dragoman:claim:{quote(fit(claim), safe='')}"


def act_address(event: str) -> str:
    """Of an act by the id of its event."""
    return f"urn:x-dragoman:act:{quote(fit(event), safe='')}"


def report_address(report: str) -> str:
    """Of a report by its id."""
    return f"urn:x-dragoman:report:{quote(fit(report), safe='')}"


def party_address(name: str, actor: str | None) -> str:
    """Of a party by its id in the knowledge base, else by its name."""
    if actor and _WIKIDATA.fullmatch(actor):
        return f"http://www.wikidata.org/entity/{actor}"
    return f"urn:x-dragoman:party:{quote(fit(actor or fold(name).casefold()), safe='')}"


def web_address(url: str | None) -> str | None:
    """The address a report came with, where it is one of the web."""
    return url if url and _ADDRESS.fullmatch(url) else None


def fit(words: str) -> str:
    """The words without characters that XML and calendars forbid; each becomes a question mark in a diamond.

    >>> fit("a\\x00b")
    'a�b'
    """
    return _UNFIT.sub("\ufffd", words)
