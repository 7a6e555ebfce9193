"""Acts as FollowTheMoney entities, one a line: who took part, where, and the reports that prove it.

Format: followthemoney.tech, model 4 (`Person`, `Organization`, `PublicBody`, `Event`, `Article`);
`docs/formats/ftm.md`. An entity is written once, before those that name it.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO, Final

from dragoman.data import read_table
from dragoman.exchange.acts import RAISED, count_left_out, dated, deciding, place_of
from dragoman.exchange.addresses import fit, party_address, web_address
from dragoman.exchange.formats import Held, Written
from dragoman.merge.lifecycle import CALLED_OFF, Life
from dragoman.records import Document, Participant

OFF: Final = "the act was put off, called off or not done, and an Event would say that it was"

_SCHEMA: Final = {"person": "Person", "state": "PublicBody"}
"""Of a party by its kind; any other is an Organization."""


def write(given: Held, out: BinaryIO) -> Written:
    """Write one entity a line."""
    written: set[str] = set()
    sorted_out: dict[str, str | None] = {}
    for life in given.lives():
        reason = RAISED if life.stage == "raised" else OFF if life.stage in CALLED_OFF else None
        sorted_out.update((told.claim.id, reason) for told in life.event.told)
        for entity in () if reason else _entities(life):
            if entity["id"] not in written:
                written.add(entity["id"])
                line = json.dumps(entity, ensure_ascii=False, separators=(",", ":"))
                out.write(line.encode("utf-8", "backslashreplace") + b"\n")
    return Written(len(written), count_left_out(given, sorted_out))


def _entities(life: Life) -> Iterator[dict[str, Any]]:
    """The reports of an act, its parties, and last the act itself."""
    reports = {told.held.document.id: told.held.document for told in life.event.told}
    for report in reports.values():
        yield _article(report)
    coming = {
        (p.actor or p.name) for p in life.parties if p.status not in ("absent", "declined", "not named")
    }
    parties = {
        _party_id(p): p
        for told in life.event.told
        for p in told.claim.participants
        if p.kind != "place" and (p.actor or p.name) in coming
    }
    for party in parties.values():
        yield _legal_entity(party)
    days, place, told = dated(life).days, place_of(life), deciding(life)
    names = ", ".join(dict.fromkeys(p.name for p in parties.values()))
    yield _entity(
        f"dragoman-act-{life.event.id}",
        "Event",
        name=f"{told.claim.event_type}: {names or told.claim.trigger.text}",
        startDate=days and days.first.isoformat(),
        endDate=days and days.last.isoformat(),
        location=place and place.name,
        country=place and _alpha_2(place.country),
        involved=list(parties),
        proof=[_article_id(report) for report in reports],
        summary=[f"{t.day[:10]}: {t.claim.evidence.exact}" for t in life.event.told],
        keywords=[told.claim.event_type, told.claim.mode, life.stage],
        recordId=[t.claim.id for t in life.event.told],
        sourceUrl=[web_address(report.url) for report in reports.values()],
    )


def _article(report: Document) -> dict[str, Any]:
    return _entity(
        _article_id(report.id),
        "Article",
        title=report.title or f"Report {report.id[:12]}",
        publisher=report.outlet,
        publishedAt=report.published and report.published[:10],
        sourceUrl=web_address(report.url),
        language=report.language,
    )


def _legal_entity(party: Participant) -> dict[str, Any]:
    address = party_address(party.name, party.actor)
    return _entity(
        _party_id(party),
        _SCHEMA.get(party.kind, "Organization"),
        name=party.name,
        country=_alpha_2(party.country),
        wikidataId=address.rpartition("/")[2] if "wikidata.org" in address else None,
        sector=party.sector,
        position=party.office if party.kind == "person" else None,
    )


def _entity(identity: str, schema: str, **said: str | list[str] | list[str | None] | None) -> dict[str, Any]:
    """An entity with what is known; each property is a list, and one without values is not there."""
    properties = {}
    for name, value in said.items():
        values = [value] if isinstance(value, str) else value or []
        if known := [fit(one) for one in dict.fromkeys(values) if one]:
            properties[name] = known
    return {"id": identity, "schema": schema, "properties": properties}


def _article_id(report: str) -> str:
    return f"dragoman-report-{report}"


def _party_id(party: Participant) -> str:
    """By the kind too, since a name may stand for a person here and for a group there."""
    address = f"{_SCHEMA.get(party.kind, 'Organization')} {party_address(party.name, party.actor)}"
    return f"dragoman-party-{hashlib.sha256(address.encode()).hexdigest()[:24]}"


def _alpha_2(country: str | None) -> str | None:
    """ISO 3166-1 alpha-2 in lower case, as FollowTheMoney has it; None where there is none."""
    return _codes().get(country or "")


@cache
def _codes() -> dict[str, str]:
    return {row["iso3"]: row["iso2"].lower() for row in read_table("places/countries.csv")}
