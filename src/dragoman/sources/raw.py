"""What reading yields: a report as it came, or the reason why there is none."""

from dataclasses import dataclass

from dragoman.errors import ReportError


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A report as it came in, before anything is made of it.

    Attributes:
        given_id: the id it came with; None where it came with none.
        path: the file it stood in, as given; None for standard input and addresses.
        url: where it was published, as the report or the user says.
        published: ISO 8601 day or moment, with its offset where one was given; None where the report
            does not say or says it unreadably. Never the date of the file or of today.
        title: the headline where it stands apart from the text; None in plain text, whose first line
            stays in the text.
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
        where: path or address, with ":line" or ":record n" behind it where there is one.
        reason: one clear line: what is wrong, what was found, what was expected, what to do.
    """

    where: str
    reason: str


def set_aside(where: str, what: str, *, found: str = "", expected: str = "", next_step: str = "") -> SetAside:
    """The reason in the words of `errors.ReportError`, without the place, which stands apart."""
    error = ReportError(what, found=found, expected=expected, next_step=next_step)
    return SetAside(where, error.line())
