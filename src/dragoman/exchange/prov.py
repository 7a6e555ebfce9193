"""Where each claim comes from: from which words of which report, who said so, and what coded it.

Format: PROV-O (www.w3.org/TR/prov-o) as JSON-LD 1.1, with its context inside; quotations are text quote and
position selectors of the Web Annotation model (www.w3.org/TR/annotation-model). `docs/formats/prov.md`.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from dragoman.exchange.addresses import claim_address, fit, party_address, report_address, web_address
from dragoman.exchange.formats import Held, Written
from dragoman.records import Document, Method
from dragoman.store import HeldClaim

CONTEXT: Final = {
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "d": "urn:x-dragoman:term:",
    "label": "rdfs:label",
    **{
        name: {"@id": f"prov:{name}", "@type": "@id"}
        for name in (
            "wasDerivedFrom", "wasQuotedFrom", "wasAttributedTo", "wasGeneratedBy", "wasAssociatedWith",
        )
    },
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "value": "prov:value",
}  # fmt: skip
"""No network is needed to read the file."""


def write(given: Held, out: BinaryIO) -> Written:
    """Write the claims; a report, a speaker and a coding run once each, before the first that needs it."""
    written: set[str] = set()
    rows = 0
    out.write(b'{"@context":' + _json(CONTEXT) + b',"@graph":[')
    for held in given.claims():
        for node in _nodes(held):
            if node["@id"] not in written:
                out.write((b",\n" if written else b"\n") + _json(node))
                written.add(node["@id"])
        rows += 1
    out.write(b"\n]}\n")
    return Written(rows, {})


def _nodes(held: HeldClaim) -> Iterator[dict[str, Any]]:
    """Report, outlet, speakers, coder and run, quotation, and last the claim."""
    claim, report = held.claim, held.document
    identity, printed = claim_address(claim.id), report_address(report.id)
    said_by: list[str] = []
    behalf: list[str] = []
    for link in claim.attribution:
        if link.speaker:
            speaker = _agent(link.speaker.name, link.speaker.actor)
            if link.on_behalf_of:
                behind = _agent(link.on_behalf_of.name, link.on_behalf_of.actor)
                yield behind
                behalf.append(behind["@id"])
            yield speaker
            said_by.append(speaker["@id"])
    outlet = _outlet(report)
    if outlet:
        yield outlet
        said_by.append(outlet["@id"])
    yield _known(
        {
            "@id": printed,
            "@type": "prov:Entity",
            "label": fit(report.title or ""),
            "dcterms:issued": report.published,
            "dcterms:source": {"@id": url} if (url := web_address(report.url)) else None,
            "wasAttributedTo": outlet and outlet["@id"],
        }
    )
    run = _run(claim.method)
    yield {
        "@id": f"{run}:coder",
        "@type": "prov:SoftwareAgent",
        "label": fit(f"{claim.method.coder} {claim.method.version}"),
    }
    yield {
        "@id": run,
        "@type": "prov:Activity",
        "label": "coding of reports",
        "wasAssociatedWith": f"{run}:coder",
        "d:resource": [fit(f"{name} {version}") for name, version in claim.method.resources],
    }
    words = claim.evidence
    yield {
        "@id": f"{identity}:words",
        "@type": ["prov:Entity", "oa:TextQuoteSelector", "oa:TextPositionSelector"],
        "value": fit(words.exact),
        "oa:exact": fit(words.exact),
        "oa:prefix": fit(words.prefix),
        "oa:suffix": fit(words.suffix),
        "oa:start": words.start,
        "oa:end": words.end,
        "wasQuotedFrom": printed,
    }
    time, place = claim.time, claim.place
    yield _known(
        {
            "@id": identity,
            "@type": "prov:Entity",
            "label": fit(
                f"{claim.event_type} ({claim.status}): " + ", ".join(p.name for p in claim.participants)
            ),
            "wasDerivedFrom": f"{identity}:words",
            "wasAttributedTo": list(dict.fromkeys(said_by)),
            "d:onBehalfOf": [{"@id": one} for one in dict.fromkeys(behalf)],
            "wasGeneratedBy": run,
            "generatedAtTime": held.recorded_at,
            "d:kind": claim.kind,
            "d:eventType": claim.event_type,
            "d:status": claim.status,
            "d:earliest": time and time.earliest,
            "d:latest": time and time.latest,
            "d:place": place and fit(place.name),
            "d:confidence": claim.confidence,
            "d:correction": [
                fit(f"{c.kind} by {c.person} on {c.day}: {c.reason or ''}") for c in held.corrections
            ],
        }
    )


def _agent(name: str, actor: str | None) -> dict[str, Any]:
    return {"@id": party_address(name, actor), "@type": "prov:Agent", "label": fit(name)}


def _outlet(report: Document) -> dict[str, Any] | None:
    if not report.outlet:
        return None
    address = party_address(report.outlet, None).replace(":party:", ":outlet:", 1)
    return {"@id": address, "@type": "prov:Organization", "label": fit(report.outlet)}


def _run(method: Method) -> str:
    """Address of the coding by one version of the coder with its resources."""
    made = json.dumps([method.coder, method.version, *map(list, method.resources)])
    return f"urn:x-dragoman:run:{hashlib.sha256(made.encode()).hexdigest()[:24]}"


def _known(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")
