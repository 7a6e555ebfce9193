"""The report in a web page: headline, outlet, day of publication and body, without what stands around.

The body is trafilatura's reading of the page. The moment of publication is taken only from where a
page declares it: its metadata (Open Graph, schema.org in JSON-LD, Dublin Core) and marked-up dates.
A date that merely stands in the words, or in the copyright line, is not the page's.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.errors import ReportError
from dragoman.sources.publication import read_published
from dragoman.sources.raw import nonblank

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LATEST_DAY = "2099-12-31"
"""trafilatura drops dates after today, which would make the reading depend on the clock."""
MOST_TAGS = 100_000
"""Tags of a page. A long article with everything around it has ten thousand; each costs 30 to 60 µs."""
MOST_ATTRIBUTES = 250
"""Attributes of one tag. Parsers compare each with every other: a tag of 64,000 takes half a minute."""
_ATTRIBUTE = rb"""[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+"""
_TAG = re.compile(rb"<[A-Za-z][^\s/>]*+(?:[\s/]++|" + _ATTRIBUTE + rb")*+")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_PUBLISHED_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "date",
)
"""Names of the `meta` elements that give it, the surest first."""
_NEEDS_END_TAG = rb"(?:article|section|main|div|table|ul|ol|script|style|a|span|h[1-6])"
_OPENED = re.compile(rb"<" + _NEEDS_END_TAG + rb"(?=[\s>])", re.IGNORECASE)
_CLOSED = re.compile(rb"</" + _NEEDS_END_TAG + rb"\s*>", re.IGNORECASE)
_PAGE_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
_OPEN_TAG_AT_END = re.compile(rb"<(?:[a-zA-Z/][^<>]*)?$")
_XML_DECLARATION = re.compile(r"\A\s*+<\?xml[^>]*+>")
_BLANK_LINES = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its fields None where it does not say them."""

    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    text: str


def extract_page(html: str, url: str | None = None) -> Page:
    """The report in `html`. `url`: where the page came from, where that is known.

    Raises:
        ReportError: no report can be found in it.
    """
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction, load_html

    try:
        tree = load_html(_XML_DECLARATION.sub("", html, count=1))
        found: Any = tree is not None and bare_extraction(
            tree,
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": _LATEST_DAY,
            },
        )
    except _FAILURES as error:
        raise _no_report(f"a page that cannot be taken apart ({type(error).__name__})") from error
    except LxmlError as error:
        raise _no_report("markup that cannot be parsed") from error
    if tree is None or not found or not (found.text or "").strip():
        raise _no_report("no running text")
    return Page(
        title=nonblank(found.title),
        outlet=nonblank(found.sitename),
        published=_declared_moment(tree) or read_published(found.date or ""),
        url=nonblank(found.url),
        text=found.text,
    )


_FAILURES = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
)
"""What extractors raise on pages that their authors did not foresee (RecursionError is a RuntimeError)."""


def _no_report(found: str) -> ReportError:
    return ReportError("no report in the page", found=found, expected="a page with an article in it")


def check_markup(data: bytes, most_tags: int = MOST_TAGS) -> None:
    """See before anything is parsed that it will not take long.

    Raises:
        ReportError: more tags than any page has, or more attributes than any tag.
    """
    if (tags := data.count(b"<")) > most_tags:
        raise ReportError("more tags than any page has", found=f"{tags:,}", expected=f"at most {most_tags:,}")
    for tag in _TAG.finditer(data):
        if tag.end() - tag.start() > 2 * MOST_ATTRIBUTES:
            attributes = sum(1 for _ in _ATTRIBUTES.finditer(data, *tag.span()))
            if attributes > MOST_ATTRIBUTES:
                raise ReportError(
                    "more attributes than any tag has",
                    found=f"{attributes:,}",
                    expected=f"at most {MOST_ATTRIBUTES}",
                )


def is_cut_off(data: bytes) -> bool:
    """Whether the page breaks off: inside a tag, or with elements open that need an end and no page end.

    The end tags of `html` and `body` may be left out (HTML Living Standard, 13.1.2.4), so their lack
    alone says nothing.
    """
    if _PAGE_END.search(data, max(0, len(data) - 20_000)):
        return False
    if _OPEN_TAG_AT_END.search(data, max(0, len(data) - 2_000)):
        return True
    return len(_OPENED.findall(data)) > len(_CLOSED.findall(data))


def text_of_fragment(html: str) -> str:
    """The words of a piece of HTML, as feeds carry them, a paragraph a line."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(html, preserve_formatting=True, main_content=False, alt_texts=False)
    return _BLANK_LINES.sub("\n", text).strip()


def _declared_moment(tree: "HtmlElement") -> str | None:
    declared: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        declared.setdefault(name.strip().lower(), meta.get("content") or "")
    candidates = [declared[name] for name in _PUBLISHED_NAMES if name in declared]
    candidates[1:1] = _linked_data_dates(tree)
    candidates += [time.get("datetime") or "" for time in tree.iter("time") if _marks_publication(time)]
    return next((moment for words in candidates if (moment := read_published(words))), None)


def _marks_publication(time: "HtmlElement") -> bool:
    return time.get("pubdate") is not None or (time.get("itemprop") or "").lower() == "datepublished"


def _linked_data_dates(tree: "HtmlElement") -> Iterator[str]:
    """`datePublished` of the schema.org objects in the page, outer before inner."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            todo: list[object] = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while todo:
            thing = todo.pop(0)
            if isinstance(thing, list):
                todo.extend(thing)
            elif isinstance(thing, dict):
                if words := nonblank(thing.get("datePublished")):
                    yield words
                todo.extend(thing[key] for key in ("@graph", "mainEntity") if key in thing)
