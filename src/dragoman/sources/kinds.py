"""What kind of file it is, told by how it begins; its name only decides where the content leaves it open.

>>> kind_of(b'{"id": "a1", "text": "Talks resumed."}', "reports.txt")
'json'
>>> kind_of(b"<!doctype html><title>Talks resume</title>", "page")
'html'
>>> kind_of(b"Talks resumed on Monday.", "notes")
'text'
"""

import re
from typing import Literal

FileKind = Literal["text", "html", "json", "feed", "xml", "warc", "parquet"]

_WARC = re.compile(rb"WARC/[01]\.\d")
_JSON = re.compile(rb"\{\s*(?:\"|\}|$)|\[\s*(?:\{|\]|$)")
_PROLOGUE = re.compile(
    rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b(?:[^>\[]|\[[^\]]*+\])*+>)*+", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(rb"<([A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)")
_HTML_DOCTYPE = re.compile(
    rb"(?:<\?xml.*?\?>\s*+|<!--.*?-->\s*+)*+<!doctype\s+html\b", re.IGNORECASE | re.DOTALL
)
_HTML_TAGS = frozenset(
    b"html head body title meta link script style base main article section header footer nav aside div p "
    b"span a h1 h2 h3 h4 h5 h6 ul ol li table tbody tr td img br hr b i em strong font center blockquote "
    b"figure form noscript iframe time".split()
)
_CLOSING = re.compile(
    rb"</(?:p|div|a|li|ul|span|h[1-6]|article|section|body|html|td|script)\s*>", re.IGNORECASE
)
_JSON_NAMES = (".json", ".jsonl", ".ndjson", ".jl")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")


def kind_of(head: bytes, name: str = "") -> FileKind:
    """The kind of a file that begins with `head` (unpacked, without a byte order mark)."""
    if head.startswith(b"PAR1"):
        return "parquet"
    head, name = head.lstrip(), name.lower().removesuffix(".gz")
    if _WARC.match(head):
        return "warc"
    if _JSON.match(head):
        return "json"
    if head.startswith(b"<"):
        return _kind_of_markup(head)
    if name.endswith(_JSON_NAMES):
        return "json"
    closings = len(_CLOSING.findall(head))
    if closings > 2 or (closings and name.endswith(_HTML_NAMES)):
        return "html"
    return "text"


def _kind_of_markup(head: bytes) -> FileKind:
    if _HTML_DOCTYPE.match(head):
        return "html"
    prologue = _PROLOGUE.match(head)
    root = _ROOT.match(head, prologue.end() if prologue else 0)
    tag = root[2].lower() if root else b""
    if tag in (b"rss", b"feed", b"rdf"):
        return "feed"
    if tag in _HTML_TAGS or _CLOSING.search(head):
        return "html"
    return "xml" if head.startswith(b"<?xml") else "text"
