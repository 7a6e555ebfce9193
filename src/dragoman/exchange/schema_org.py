"""Acts as schema.org Events: when, where, who came, what became of them, and the reports that tell of them.

Format: schema.org/Event as JSON-LD 1.1, with its context inside; `docs/formats/schema-org.md`.
"""

import json
from typing import Any, BinaryIO, Final

from dragoman.exchange.acts import RAISED, Dated, count_left_out, dated, deciding, kind_of, listed, place_of
from dragoman.exchange.addresses import act_address, fit, party_address, report_address, web_address
from dragoman.exchange.formats import Held, Written
from dragoman.merge.lifecycle import Attending, Life

CONTEXT: Final = {
    "@vocab": "https://schema.org/",
    "eventStatus": {"@type": "@vocab"},
    "startDate": {"@type": "Date"},
    "endDate": {"@type": "Date"},
    "previousStartDate": {"@type": "Date"},
    "url": {"@type": "@id"},
}
"""No network is needed to read the file."""

_TYPES: Final = {"person": "Person", "state": "Country"}


def write(given: Held, out: BinaryIO) -> Written:
    """Write one Event an act."""
    sorted_out: dict[str, str | None] = {}
    rows = 0
    out.write(b'{"@context":' + _json(CONTEXT) + b',"@graph":[')
    for life in given.lives():
        reason = RAISED if life.stage == "raised" else None
        sorted_out.update((told.claim.id, reason) for told in life.event.told)
        if reason is None:
            out.write((b",\n" if rows else b"\n") + _json(_event(life)))
            rows += 1
    out.write(b"\n]}\n")
    return Written(rows, count_left_out(given, sorted_out))


def event_status(life: Life, when: Dated) -> str:
    """EventScheduled, EventRescheduled, EventPostponed or EventCancelled; what is held is EventScheduled.

    schema.org has no word for what was held: it "is taking place or has taken place on the startDate as
    scheduled".
    """
    if life.stage in ("cancelled", "not held"):
        return "EventCancelled"
    if when.moved:
        return "EventRescheduled"
    return "EventPostponed" if life.stage == "postponed" else "EventScheduled"


def _event(life: Life) -> dict[str, Any]:
    when, place, told = dated(life), place_of(life), deciding(life)
    names = [p.name for p in life.parties if p.status not in ("absent", "declined")]
    reports = {t.held.document.id: t for t in life.event.told}
    return _known(
        {
            "@id": act_address(life.event.id),
            "@type": "Event",
            "name": fit(f"{listed(names) or 'Unnamed parties'}: {told.claim.trigger.text}"),
            "additionalType": told.claim.event_type,
            "eventStatus": event_status(life, when),
            "keywords": life.stage,
            "startDate": when.days and when.days.first.isoformat(),
            "endDate": when.days and when.days.last.isoformat(),
            "previousStartDate": when.before and when.before.first.isoformat(),
            "location": place
            and _known(
                {
                    "@type": "Place",
                    "name": fit(place.name),
                    "address": place.country and {"@type": "PostalAddress", "addressCountry": place.country},
                    "geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
                    if place.lat is not None and place.precision in ("city", "point")
                    else None,
                }
            ),
            "attendee": [_party(life, p) for p in life.parties if p.status in _COMING],
            "identifier": [t.claim.id for t in life.event.told],
            "subjectOf": [
                _known(
                    {
                        "@id": report_address(one.held.document.id),
                        "@type": "NewsArticle",
                        "headline": fit(one.held.document.title or "") or None,
                        "datePublished": one.held.document.published and one.held.document.published[:10],
                        "url": web_address(one.held.document.url),
                        "publisher": one.held.document.outlet
                        and {"@type": "Organization", "name": fit(one.held.document.outlet)},
                        "hasPart": [
                            {"@type": "Quotation", "text": fit(t.claim.evidence.exact)}
                            for t in life.event.told
                            if t.held.document.id == report
                        ],
                    }
                )
                for report, one in reports.items()
            ],
        }
    )


_COMING: Final = ("attended", "confirmed", "expected", "invited", "called off")
"""Standings of those who came or were to; who stayed away and who is not named is no attendee."""


def _party(life: Life, party: Attending) -> dict[str, Any]:
    kind = _TYPES.get(kind_of(life, party) or "", "Organization")
    return {"@id": party_address(party.name, party.actor), "@type": kind, "name": fit(party.name)}


def _known(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")
