"""What reading yields: a report as it came, or the reason why there is none."""

from dataclasses import dataclass, replace

from dragoman.errors import ReportError

REPORT_LIMIT = 10_000_000
"""Bytes of one report, unpacked. The longest transcript of a day's briefing has a fiftieth of it."""
FILE_LIMIT = 50_000_000
"""Bytes of a file that has to be read whole: a JSON array, what stands at an address."""
FEED_LIMIT = 20_000_000
"""Bytes of a feed, unpacked. A hundred articles in full are half a million."""
LONGEST_REPORT = 500_000
"""Characters of the words of one report. The longest transcript of a day's briefing has two fifths of it;
what is longer is a book, a dump or a trap, and a person would cut it into its parts."""
LONGEST_FIELD = 2_000
"""Characters of a headline, an outlet, an id or an address; browsers and servers take no longer addresses."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A report as it came in, before anything is made of it.

    Attributes:
        given_id: the id it came with; None where it came with none.
        path: the file it stood in, as given; None for standard input and addresses.
        url: where it was published, as far as the report or the address says.
        published: ISO 8601 day or moment, with its offset where one was given; None where the report
            does not say or says it unreadably. Never the date of the file or of today.
        title: the headline where it is given apart; None in plain text, whose first line stays in the text.
        text: exactly as printed; never empty or only white space.
    """

    given_id: str | None
    path: str | None
    url: str | None
    outlet: str | None
    published: str | None
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that was to be read and could not be.

    Attributes:
        where: path or address; behind it ":line", ":item n", ":entry n" or ":record n" where there is one.
        reason: one clear line: what is wrong, what was found, what was expected, what to do.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from, and what the user says of the reports in them.

    Attributes:
        where: how messages call it.
        published, outlet: for reports that do not say it themselves; `published` is normalised already.
        charset: the encoding that was declared beside the bytes (an HTTP header); None where none was.
    """

    where: str
    path: str | None = None
    url: str | None = None
    published: str | None = None
    outlet: str | None = None
    charset: str | None = None


def bounded(report: RawDocument) -> RawDocument:
    """The report, without those of its fields that are too long to be what they are called.

    Raises:
        ReportError: its text is longer than `LONGEST_REPORT`.
    """
    if len(report.text) > LONGEST_REPORT:
        raise ReportError(
            "longer than any report",
            found=f"{len(report.text):,} characters",
            expected=f"at most {LONGEST_REPORT:,}",
            next_step="cut it into its parts",
        )
    fields = {name: getattr(report, name) for name in ("given_id", "url", "outlet", "title")}
    unfit = {name: None for name, value in fields.items() if value and len(value) > LONGEST_FIELD}
    return replace(report, **unfit) if unfit else report


def set_aside(where: str, what: str, *, found: str = "", expected: str = "", next_step: str = "") -> SetAside:
    """A reason in the order of `errors.DragomanError`; the place stands apart."""
    return SetAside(where, ReportError(what, found=found, expected=expected, next_step=next_step).line())


def excerpt(text: str) -> str:
    """The beginning of `text` on one printable line, for a message.

    >>> excerpt("{'id': 7,\\n 'text': 'The ministers met in Geneva on Monday'}")
    "'{'id': 7,  'text': 'The ministers met in…'"
    """
    shown = "".join(sign if sign.isprintable() else " " for sign in text[:40])
    return f"'{shown}…'" if len(text) > 40 else f"'{shown}'"


def nonblank(value: object) -> str | None:
    """A field's value without white space at its ends; None where it is no string or says nothing."""
    return value.strip() or None if isinstance(value, str) else None
