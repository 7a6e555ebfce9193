"""Reports: the list of them, and one report with everything marked that was read in it.

The text stands as printed. What is marked is told twice: in the text, and in lists beside it that name each
mark, say what it comes to, and link to its words; so nothing depends on scripts, a pointer or colour.
"""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.ask.correct import the_report
from dragoman.ask.query import ask_for
from dragoman.ask.whole_report import WholeReport, family_of, newest_reports, whole_report
from dragoman.errors import SettingsError
from dragoman.interfaces import display
from dragoman.interfaces.answers import MOST_ROWS, ROWS, Answer, Asked, question_named
from dragoman.interfaces.api.problems import Problem
from dragoman.interfaces.api.questions import as_csv, cursor_at, offset_of, record_of
from dragoman.interfaces.api.rights import may_write
from dragoman.interfaces.things import thing_named
from dragoman.interfaces.web.marked_text import Marked, split, tokens
from dragoman.interfaces.web.pages import days, page
from dragoman.merge.families import Family
from dragoman.records import to_json

router = APIRouter()

LAYERS = {
    "claim": "claims",
    "quote": "what is said, and by whom",
    "party": "parties",
    "date": "days",
    "place": "places",
    "skipped": "passed over",
}
"""What is marked, by the name it has in `layers=` of the address, and what a reader calls it."""
AT_FIRST = ("claim", "quote", "party", "date", "place")
"""Layers shown where the address does not say."""

_SOUND_ID = re.compile(r"[0-9a-z-]{1,80}")
_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)


@router.get("/reports")
def reports(request: Request) -> Response:
    """The list, newest first."""
    return page(request, "reports.html", {"answer": _listed(request)})


@router.get("/reports.json")
def reports_json(request: Request) -> Response:
    """The list as JSON."""
    return JSONResponse(_listed(request))


@router.get("/reports.csv")
def reports_csv(request: Request) -> Response:
    """As much of the list as one page of data holds, as a table."""
    rows = tuple(_listed(request, MOST_ROWS)["rows"])
    return Response(
        as_csv(question_named("families"), Answer(rows, len(rows))), media_type="text/csv; charset=utf-8"
    )


@router.get("/reports/{named}.json")
def report_json(request: Request, named: str) -> Response:
    """A report with its layers and claims, by the contract of the record."""
    whole = _whole(request, named)
    return JSONResponse(
        {
            "document": to_json(whole.document),
            "claims": [display.claim_value(held) for held in whole.claims],
            **whole.layers,
            "sightings": to_json(whole.sightings),
            "recorded_at": whole.recorded_at,
            "retracted": to_json(whole.retracted) if whole.retracted else None,
        }
    )


@router.get("/reports/{named}.csv")
def report_csv(request: Request, named: str) -> Response:
    """The claims of a report as a table."""
    rows = tuple(display.claim_value(held) for held in _whole(request, named).claims)
    return Response(
        as_csv(question_named("claims"), Answer(rows, len(rows))), media_type="text/csv; charset=utf-8"
    )


@router.get("/reports/{named}/marks.css")
def report_marks(request: Request, named: str) -> Response:
    """Rules that highlight all parts of a claim whose words overlap another's, when it is the target."""
    whole = _whole(request, named)
    broken = split(tuple(tokens(whole.document.text, _marks(whole))))
    rules = [
        f'.report-text:has([id="{key}"]:target) [data-part="{key}"]'
        "{background:var(--highlight);box-shadow:0 0 0 2px var(--focus)}"
        for key in sorted(broken)
        if _SOUND_ID.fullmatch(key)
    ]
    return Response("\n".join(rules), media_type="text/css; charset=utf-8")


@router.get("/reports/{named}/rests-on.json")
def resting_json(request: Request, named: str) -> Response:
    """What would fall with the report, as JSON."""
    return JSONResponse(_resting(request, named))


@router.get("/reports/{named}/rests-on")
def resting(request: Request, named: str) -> Response:
    """What would fall with the report."""
    found = _resting(request, named)
    words = {row["id"]: row for row in found["claims"]}
    for event in found["events"]:
        event["words"] = next((words[c] for c in event["claims"] if c in words), None)
    return page(request, "resting.html", {"found": found})


def _resting(request: Request, named: str) -> dict[str, Any]:
    whole = _whole(request, named)
    return thing_named("rests-on").value(
        record_of(request), whole.document.id, Asked({"as_of": _as_of(request)})
    )


@router.get("/reports/{named}")
def one_report(request: Request, named: str) -> Response:
    """The report."""
    whole = _whole(request, named)
    document = whole.document
    walk = tuple(tokens(document.text, _marks(whole)))
    family = family_of(record_of(request), document, _as_of(request))
    given = request.query_params.get("layers")
    wanted = AT_FIRST if given is None else tuple(part.strip() for part in given.split(","))
    return page(
        request,
        "report.html",
        {
            "report": display.report_value(document),
            "language": document.language,
            "link": document.url if document.url and _WEB.fullmatch(document.url) else None,
            "walk": walk,
            "broken": bool(split(walk)),
            "layers": LAYERS,
            "wanted": wanted,
            "claims": [_claim(whole, n) for n in range(len(whole.claims))],
            "facts": _facts(whole),
            "sightings": [
                {**to_json(s), "link": s.url if s.url and _WEB.fullmatch(s.url) else None}
                for s in whole.sightings
            ],
            "family": _family(family, document.id) if family else None,
            "recorded_at": whole.recorded_at,
            "retracted": to_json(whole.retracted) if whole.retracted else None,
            "signed_in": may_write(request),
        },
    )


def _as_of(request: Request) -> str | None:
    return ask_for(as_of=request.query_params.get("as_of") or None).as_of


def _listed(request: Request, limit: int = ROWS) -> dict[str, Any]:
    query = request.query_params
    offset = offset_of(query.get("cursor"))
    outlet = (query.get("outlet") or "").strip() or None
    lines, total = newest_reports(record_of(request), outlet, _as_of(request), limit, offset)
    end = offset + len(lines)
    return {
        "rows": [{**display.report_value(x.document), "day": x.day, "claims": x.claims} for x in lines],
        "total": total,
        "about": {},
        "notes": [],
        "next": cursor_at(end) if lines and end < total else None,
    }


def _whole(request: Request, named: str) -> WholeReport:
    record, as_of = record_of(request), _as_of(request)
    try:
        whole = whole_report(record, the_report(record, named), as_of)
    except SettingsError as error:
        raise Problem(
            404, error.what, found=error.found or named, next_step="all reports are listed at /reports"
        ) from None
    if whole is None:
        raise Problem(404, f"this report had not appeared by {as_of}", next_step="take as_of away to read it")
    return whole


# ── what is marked ──


def _marks(whole: WholeReport) -> list[Marked]:
    """Everything marked in the report; of what encloses the same words, claims stand outside."""
    layers = whole.layers
    found = [
        Marked(f"claim-{h.claim.id}", "claim", h.claim.evidence.start, h.claim.evidence.end, long=True)
        for h in whole.claims
    ]
    for n, one in enumerate(layers.get("attributions", ())):
        content = one["content"]
        found.append(Marked(f"quote-{n}", "quote", content["start"], content["end"], long=True))
        for name in ("speaker", "cue"):
            if one[name]:
                found.append(Marked(f"{name}-{n}", "quote", one[name]["start"], one[name]["end"]))
    found += [
        Marked(f"skipped-{n}", "skipped", one["start"], one["end"], long=True)
        for n, one in enumerate(layers.get("skipped", ()))
    ]
    for layer, name in (("party", "mentions"), ("date", "dates"), ("place", "places")):
        found += [
            Marked(f"{layer}-{n}", layer, one["start"], one["end"])
            for n, one in enumerate(layers.get(name, ()))
        ]
    return found


def _claim(whole: WholeReport, n: int) -> dict[str, Any]:
    held = whole.claims[n]
    value = display.claim_value(held)
    time = value["time"]
    return {
        **value,
        "marks": display.marks(held),
        "days": days(time["earliest"], time["latest"]) if time else None,
        "rejected": any(c.kind == "reject" for c in held.corrections),
    }


def _facts(whole: WholeReport) -> dict[str, list[dict[str, Any]]]:
    """What each mark other than a claim comes to, by layer: its key, words, and lines that say why."""
    layers, text = whole.layers, whole.document.text
    names = {p.actor: p.name for held in whole.claims for p in held.claim.participants if p.actor}
    return {
        "quote": [
            {
                "key": f"quote-{n}",
                "words": text[one["content"]["start"] : one["content"]["end"]],
                "says": [
                    _speaker(one, names),
                    {"direct": "word for word", "mixed": "partly word for word"}.get(
                        one["mode"], "in the report's own words"
                    ),
                ],
                "actor": (one["speaker"] or {}).get("actor"),
            }
            for n, one in enumerate(layers.get("attributions", ()))
        ],
        "party": [
            {
                "key": f"party-{n}",
                "words": one["text"],
                "says": _party(one, names, layers["mentions"]),
                "actor": one["actor"],
            }
            for n, one in enumerate(layers.get("mentions", ()))
        ],
        "date": [
            {"key": f"date-{n}", "words": one["text"], "says": _date(one), "actor": None}
            for n, one in enumerate(layers.get("dates", ()))
        ],
        "place": [
            {"key": f"place-{n}", "words": one["text"], "says": _place(one), "actor": None}
            for n, one in enumerate(layers.get("places", ()))
        ],
        "skipped": [
            {
                "key": f"skipped-{n}",
                "words": text[one["start"] : one["end"]],
                "says": [str(one["reason"]).replace("_", " ")],
                "actor": None,
            }
            for n, one in enumerate(layers.get("skipped", ()))
        ],
    }


def _speaker(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    speaker = one["speaker"]
    if not speaker:
        return "the speaker is not named"
    known = names.get(speaker["actor"] or "")
    return f"said by {speaker['text']}" + (f", who is {known}" if known and known != speaker["text"] else "")


def _party(one: Mapping[str, Any], names: Mapping[str, str], all_: list[Any]) -> list[str]:
    lines: list[str] = [one["kind"]]
    if one["actor"]:
        known = names.get(one["actor"])
        lines.append(f"is {known} ({one['actor']})" if known else f"is {one['actor']}")
    elif one["candidates"]:
        several = [str(c.get("name") or c.get("actor") or c.get("id") or "") for c in one["candidates"][:4]]
        lines.append("may be " + " or ".join(filter(None, several)))
    else:
        lines.append("who this is does not follow from the report")
    same = [m["text"] for m in all_ if m["chain"] == one["chain"] and m["text"] != one["text"]]
    if same:
        lines.append("also called " + ", ".join(list(dict.fromkeys(same))[:4]))
    return lines


def _date(one: Mapping[str, Any]) -> list[str]:
    lines = [days(one["earliest"], one["latest"]), f"to the {one['precision']}"]
    anchor = one["anchor"]
    if anchor:
        counts, _, rule = anchor.partition(":")
        told = rule.replace("-", " ")
        if counts == "unresolved":
            lines.append(f"left open: {told}")
        else:
            lines.append(f"counted from what is {counts}" + (f" ({told})" if told else ""))
    else:
        lines.append("told in full")
    return lines


def _place(one: Mapping[str, Any]) -> list[str]:
    where = ", ".join(filter(None, (one["name"], one["admin1"], one["country"])))
    lines = [where, str(one["precision"])]
    if one["candidates"]:
        lines.append(f"{len(one['candidates'])} other readings")
    return lines


def _family(family: Family, identity: str) -> dict[str, Any]:
    """The family: its reports with the origin first, and what each copy tells otherwise."""
    drift = [to_json(item) for item in family.drift]
    return {
        "is_origin": family.origin.id == identity,
        "reports": [
            {
                "id": p.id,
                "outlet": p.outlet,
                "title": p.title,
                "published": p.published,
                "day": p.day,
                "is_origin": p == family.origin,
                "is_this": p.id == identity,
                "drift": [item for item in drift if item["report"] == p.name],
            }
            for p in family.reports
        ],
    }
