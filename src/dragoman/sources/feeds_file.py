"""RSS and Atom files: each entry a report, as far as the feed carries its words.

The text is the entry's content, else its summary, else its title; markup in it becomes plain text. An
entry without a date stays without one. A feed that declares its own entities is not opened: no news
feed needs them, and a few hundred bytes of them unfold to gigabytes.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from dragoman.errors import ReportError
from dragoman.sources.extract import check_markup, text_of_fragment
from dragoman.sources.publication import read_published
from dragoman.sources.raw import Origin, RawDocument, SetAside, bounded, nonblank, set_aside

_ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_ENTRY_END = re.compile(
    rb"</(?:[\w.-]+:)?(?:item|entry)\s*>|<(?:[\w.-]+:)?(?:item|entry)(?:\s[^<>]*)?/>", re.IGNORECASE
)
_FEED_END = re.compile(
    rb"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>\s*+(?:<!--(?>.*?-->)\s*+)*+$", re.IGNORECASE | re.DOTALL
)
MOST_TAGS = 400_000
"""Tags of a feed: of twenty thousand entries."""
_DATES = ("published", "updated", "created")
"""Atom requires `updated` and leaves `published` to choice."""


def read_feed(data: bytes, origin: Origin) -> Iterator[RawDocument | SetAside]:
    """Every entry in order, and a line for each that could not be read.

    Args:
        data: the whole feed; never an address.

    Raises:
        ReportError: no feed, or one that is not safe to open.
    """
    import feedparser

    if _ENTITY.search(data):
        raise ReportError(
            "a feed that declares entities of its own", found="<!ENTITY", expected="plain RSS or Atom"
        )
    check_markup(data, MOST_TAGS)
    headers = {"content-type": f"application/xml; charset={origin.charset}"} if origin.charset else {}
    feed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    if not feed.entries:
        raise ReportError("a feed without entries", expected="RSS or Atom with items or entries")
    outlet = nonblank(feed.feed.get("title"))
    whole = len(feed.entries)
    if not _FEED_END.search(data, max(0, len(data) - 2_000)):
        whole = min(whole, len(_ENTRY_END.findall(data)))
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{origin.where}:entry {number}"
        if number > whole:
            yield set_aside(where, "the feed breaks off here", next_step="fetch it again")
        else:
            yield _read_entry(entry, where, outlet, origin)


def _read_entry(entry: Any, where: str, outlet: str | None, origin: Origin) -> RawDocument | SetAside:  # noqa: ANN401
    title = text_of_fragment(entry.get("title", "")) or None
    text = _words(entry) or title
    if text is None:
        return set_aside(where, "an entry without words", expected="a content, a summary or a title")
    said = next((entry[key] for key in _DATES if key in entry), None)
    source = entry.get("source")
    report = RawDocument(
        given_id=nonblank(entry.get("id")),
        path=origin.path,
        url=nonblank(entry.get("link")) or origin.url,
        outlet=(nonblank(source.get("title")) if source else None) or outlet or origin.outlet,
        published=(read_published(said) if isinstance(said, str) else None) or origin.published,
        title=title,
        text=text,
    )
    try:
        return bounded(report)
    except ReportError as error:
        return SetAside(where, error.line())


def _words(entry: Any) -> str | None:  # noqa: ANN401 - feedparser's entries have no type
    """The longest that the entry says of itself: its contents before its summary."""
    parts = [*entry.get("content", ()), entry.get("summary_detail")]
    for part in parts:
        value = part.get("value") if part else None
        if not isinstance(value, str):
            continue
        is_plain = part.get("type") == "text/plain"
        if text := value.strip() if is_plain else text_of_fragment(value):
            return text
    return None
