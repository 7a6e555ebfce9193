"""A memo as Markdown and as a page that stands alone: no script, nothing from outside, fit to print.

Names and quotations are words of reports, so everything is escaped: it shows as text.
"""

import re
from html import escape

from dragoman.ask.memo import Footnote, Memo
from dragoman.interfaces.printable import on_one_line

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&$^])")
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #fff;
  --link: #0550ae }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa5b1; --line: #3d444d; --page: #11151a; --link: #79b8ff }
}
body { margin: 0 auto; max-width: 44rem; padding: 2rem 1.25rem; background: var(--page); color: var(--ink);
  font: 1.05rem/1.55 Georgia, "Times New Roman", serif; overflow-wrap: anywhere }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 1rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
h2 small, dt, .where { color: var(--soft); font-weight: normal; font-size: .88rem }
dl { border: solid var(--line); border-width: 1px 0; padding: .6rem 0; display: grid;
  grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 } dd { margin: 0; font-size: .95rem }
ul, ol { padding-left: 1.3rem } li { margin: .45rem 0 } sup { line-height: 0; white-space: nowrap }
a { color: var(--link) } sup a { text-decoration: none; padding: 0 .15em } .notes { font-size: .92rem }
li:target { outline: 2px solid var(--link); outline-offset: 3px }
@media print { :root { --ink: #000; --soft: #333; --line: #999; --page: #fff; --link: #000 }
  body { max-width: none; padding: 0; font-size: 10.5pt }
  li { break-inside: avoid } h2 { break-after: avoid } }
"""


def markdown(memo: Memo) -> str:
    """The memo as Markdown with footnotes (`[^1]`)."""
    lines = [f"# {_plain(memo.title)}", ""]
    lines += [f"- **{_plain(name)}:** {_plain(value)}" for name, value in memo.facts]
    for part in memo.parts:
        lines += ["", f"## {_plain(part.heading)}{_more(len(part.sentences), part.total)}", ""]
        lines += [
            f"- {_plain(s.text)}" + "".join(f"[^{number}]" for number in s.notes) for s in part.sentences
        ]
    lines += ["", _empty() if not memo.parts else ""]
    lines += [f"[^{n.number}]: “{_plain(n.quotation)}” — {_plain(_where(n))}" for n in memo.notes]
    return "\n".join(lines).rstrip() + "\n"


def html(memo: Memo) -> str:
    """The memo as one HTML page; footnotes are linked both ways."""
    facts = "".join(f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>" for name, value in memo.facts)
    seen = set[int]()
    parts: list[str] = []
    for n, part in enumerate(memo.parts):
        rows = "".join(
            f"<li>{_safe(s.text)}{''.join(_mark(number, seen) for number in s.notes)}</li>\n"
            for s in part.sentences
        )
        more = _more(len(part.sentences), part.total)
        small = f" <small>{_safe(more.strip())}</small>" if more else ""
        parts.append(
            f'<section aria-labelledby="part-{n}"><h2 id="part-{n}">{_safe(part.heading)}{small}</h2>\n'
            f"<ul>\n{rows}</ul></section>"
        )
    notes = "".join(_note(note) for note in memo.notes)
    body = "\n".join(parts) if parts else f"<p>{_safe(_empty())}</p>"
    head = '<section class="notes" aria-labelledby="notes"><h2 id="notes">Notes</h2>'
    foot = f"{head}\n<ol>\n{notes}</ol></section>"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_safe(memo.title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_safe(memo.title)}</h1>\n<dl>{facts}</dl>\n{body}\n{foot if notes else ''}\n"
        "</main>\n</body>\n</html>\n"
    )


def _mark(number: int, seen: set[int]) -> str:
    """The number of a footnote as a link; the first one is what the footnote links back to."""
    anchor = "" if number in seen else f' id="ref-{number}"'
    seen.add(number)
    return f'<sup><a{anchor} href="#note-{number}" aria-label="Note {number}">{number}</a></sup>'


def _note(note: Footnote) -> str:
    where = _safe(_where(note))
    if note.url and _WEB.fullmatch(note.url):
        where += f' <a href="{escape(note.url, quote=True)}" rel="noopener noreferrer">the report</a>'
    return (
        f'<li id="note-{note.number}">“<bdi>{_safe(note.quotation)}</bdi>” '
        f'<span class="where">— {where}</span> '
        f'<a href="#ref-{note.number}" aria-label="Back to the sentence of note {note.number}">↩</a></li>\n'
    )


def _where(note: Footnote) -> str:
    """Outlet, title, day, and the ids of report and claim."""
    day = (note.published or "day of publication not known")[:28]
    head = [note.outlet or "outlet not named", note.title or "", day[:10] if note.published else day]
    return ", ".join(filter(None, head)) + f". Report {note.report[:12]}, claim {note.claim}."


def _more(shown: int, total: int) -> str:
    return f" ({shown} of {total})" if shown < total else ""


def _empty() -> str:
    return "No report of the record gives this memo anything to tell."


def _plain(words: str) -> str:
    """Words in which nothing is read as Markdown."""
    line = _MARKS.sub(r"\\\1", on_one_line(words))
    return re.sub(r"(?i)\b(https?|ftp|www)([:.])", r"\1\\\2", line)


def _safe(words: str) -> str:
    return escape(on_one_line(words), quote=True)
