"""Claims and reports as plain values: what commands, the API, pages and exports give alike."""

from collections.abc import Mapping
from typing import Any

from dragoman.records import Document, to_json
from dragoman.store import HeldClaim

CLAIM_COLUMNS = (
    "claim", "earliest", "latest", "time", "kind", "event_type", "mode", "status", "issue", "stance",
    "actors", "recipients", "others", "place", "country", "speaker", "confidence", "quotation",
    "outlet", "published", "title", "url", "report",
)  # fmt: skip
"""The columns of a table of claims."""


def claim_value(held: HeldClaim) -> dict[str, Any]:
    """A claim as contract JSON, with the report it stands in under `report`."""
    return {
        **to_json(held.claim),
        "report": report_value(held.document),
        "recorded_at": held.recorded_at,
        "corrections": [
            {
                "number": c.number,
                "kind": c.kind,
                "field": c.field,
                "by": c.person,
                "day": c.day,
                "reason": c.reason,
            }
            for c in held.corrections
        ],
    }


def claim_line(value: Mapping[str, Any]) -> dict[str, object]:
    """A claim value as one line of a table, by the names of `CLAIM_COLUMNS`."""
    time, place, report = value["time"] or {}, value["place"] or {}, value["report"]
    parties = value["participants"]
    speakers = [link["speaker"]["name"] for link in value["attribution"] if link["speaker"]]
    others = [f"{p['role']}: {p['name']}" for p in parties if p["role"] not in ("actor", "recipient")]
    cells = {
        "claim": value["id"],
        "time": time.get("text"),
        "actors": "; ".join(p["name"] for p in parties if p["role"] == "actor"),
        "recipients": "; ".join(p["name"] for p in parties if p["role"] == "recipient"),
        "others": "; ".join(others),
        "place": place.get("name"),
        "country": place.get("country"),
        "speaker": speakers[0] if speakers else None,
        "quotation": value["evidence"]["exact"],
        "report": report["id"],
        **{name: time.get(name) for name in ("earliest", "latest")},
        **{name: report[name] for name in ("outlet", "published", "title", "url")},
    }
    return {name: cells.get(name, value.get(name)) for name in CLAIM_COLUMNS}


def report_value(document: Document) -> dict[str, Any]:
    """What names a report, as plain JSON values."""
    names = ("id", "given_id", "path", "url", "outlet", "published", "title")
    return {name: getattr(document, name) for name in names}
