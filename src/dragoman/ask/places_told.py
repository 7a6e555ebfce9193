"""Where claims say that something happens: the claims of a question, counted by place and by status.

A place is what its name and country say; where it lies is what the newest claim there read it as.
"""

import json
from dataclasses import dataclass

from sqlalchemy import func, select

from dragoman.ask.query import Question
from dragoman.ask.views import reading_for
from dragoman.store import Record
from dragoman.store.schema import claim, report


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A place with what is told of it.

    Attributes:
        country: ISO 3166-1 alpha-3; None where it lies in several countries or states dispute it.
        lat, lon: degrees; None where nobody knows where it lies.
        precision: "city", "region", "country" or the like; None where unknown.
        statuses: status to number of claims.
        claim, report, quotation: the newest claim there, its report, and its words.
    """

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    statuses: dict[str, int]
    claim: str
    report: str
    quotation: str

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class PlacesTold:
    """Places, those with the most claims first, and how many claims name none."""

    places: tuple[PlaceTold, ...]
    without: int
    notes: tuple[str, ...]


def places_told(record: Record, question: Question) -> PlacesTold:
    """The places of the claims that the question asks for."""
    with reading_for(record, question) as (reading, asked, notes):
        named = claim.c.place_name > ""
        by_place: dict[tuple[str, str | None], dict[str, int]] = {}
        newest: dict[tuple[str, str | None], int] = {}
        for row in reading.rows(
            select(
                claim.c.place_name,
                claim.c.place_country,
                claim.c.status,
                func.count().label("claims"),
                func.max(claim.c.number).label("newest"),
            )
            .where(named, *asked)
            .group_by(claim.c.place_name, claim.c.place_country, claim.c.status)
        ):
            at = (row.place_name, row.place_country)
            by_place.setdefault(at, {})[row.status] = row.claims
            newest[at] = max(row.newest, newest.get(at, 0))
        told = {}
        numbers = sorted(newest.values())
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            for row in reading.rows(
                select(
                    claim.c.number,
                    claim.c.id,
                    claim.c.exact,
                    func.json_extract(claim.c.json, "$.place").label("place"),
                    report.c.id.label("report"),
                )
                .join(report, report.c.number == claim.c.report)
                .where(claim.c.number.in_(some))
            ):
                told[row.number] = row
        found = []
        for at, statuses in by_place.items():
            row = told[newest[at]]
            place = json.loads(row.place or "{}")
            found.append(
                PlaceTold(
                    *at,
                    place.get("lat"),
                    place.get("lon"),
                    place.get("precision"),
                    dict(sorted(statuses.items())),
                    row.id,
                    row.report,
                    row.exact,
                )
            )
        found.sort(key=lambda p: (-p.claims, p.name, p.country or ""))
        without = reading.count(asked) - sum(p.claims for p in found)
        return PlacesTold(tuple(found), without, notes)
