"""Rows of other coders, kept beside the claims: what they say, marked as theirs, and their row as it came.

A row has no words of a report unless its coder gave some, and is never a claim.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoderRow:
    """One row of another coder. None: the row does not say, or says it in no code of ours.

    Attributes:
        coder: the format it came in, such as "gdelt".
        row: what the coder calls it; with `coder` it names the row.
        first, last: days of what it tells (ISO 8601); the same for one day.
        reported: the day it was reported or added.
        event_type, mode: PLOVER.
        code: the coder's own code, such as "043".
        actor_country, recipient_country: ISO 3166-1 alpha-3; `_sector`: PLOVER's.
        place_name, place_country, lat, lon: where.
        text: words of a report, where the coder gives them; None where it gives none.
        url: where the report stood.
        raw: the row as it came, field name to text.
    """

    coder: str
    row: str
    first: str | None
    last: str | None
    reported: str | None
    event_type: str | None
    mode: str | None
    code: str | None
    actor_name: str | None
    actor_country: str | None
    actor_sector: str | None
    recipient_name: str | None
    recipient_country: str | None
    recipient_sector: str | None
    place_name: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    text: str | None
    url: str | None
    raw: dict[str, str | None]
