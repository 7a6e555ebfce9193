"""Where it stands: outlets, families of reports with what the copies changed, and what the marks mean."""

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.ask import views
from dragoman.ask.events import reach
from dragoman.ask.query import ask_for
from dragoman.ask.remembered import remembered
from dragoman.interfaces.answers import Answer, Asked, question_named
from dragoman.interfaces.api.questions import as_csv, as_values, asked_from, record_of
from dragoman.interfaces.display import OUTLET_COLUMNS, outlet_row
from dragoman.interfaces.event_display import reach_value
from dragoman.interfaces.family_commands import family_value
from dragoman.interfaces.web.pages import page
from dragoman.merge.families import Family, families

router = APIRouter()

ALL_COMPARED = 2_000
"""Reports up to which all are compared with each other for a page; beyond, those of some days are."""
DAYS_COMPARED = 14


@router.get("/sources")
def sources(request: Request) -> Response:
    """The outlets."""
    asked = _asked(request, "sources")
    rows, counted = _outlets(request, asked)
    piece = rows[asked.offset : asked.offset + (asked.limit or len(rows))]
    values = {"answer": as_values(Answer(tuple(piece), len(rows)), asked), "counted": counted}
    return page(request, "sources.html", values)


@router.get("/sources.json")
def sources_json(request: Request) -> Response:
    """The outlets as JSON."""
    asked = _asked(request, "sources")
    rows, _ = _outlets(request, asked)
    piece = rows[asked.offset : asked.offset + (asked.limit or len(rows))]
    return JSONResponse(as_values(Answer(tuple(piece), len(rows)), asked))


@router.get("/sources.csv")
def sources_csv(request: Request) -> Response:
    """The outlets as a table."""
    rows, _ = _outlets(request, _asked(request, "sources"))
    table = as_csv(question_named("sources"), Answer(tuple(rows), len(rows)))
    return Response(table, media_type="text/csv; charset=utf-8")


@router.get("/families")
def kin(request: Request) -> Response:
    """Families of reports."""
    asked = _asked(request, "families")
    found, since = _families(request, asked)
    several = [family for family in found if len(family.reports) > 1]
    piece = several[asked.offset : asked.offset + (asked.limit or len(several))]
    values = {
        "answer": as_values(Answer(tuple(map(_family, piece)), len(several)), asked),
        "since": since,
        "reports": sum(len(family.reports) for family in found),
        "families": len(found),
    }
    return page(request, "families.html", values)


@router.get("/families.json")
def kin_json(request: Request) -> Response:
    """Families as JSON, those of one report too."""
    asked = _asked(request, "families")
    found, since = _families(request, asked)
    piece = found[asked.offset : asked.offset + (asked.limit or len(found))]
    answer = Answer(tuple(map(family_value, piece)), len(found), {"since": since})
    return JSONResponse(as_values(answer, asked))


@router.get("/families.csv")
def kin_csv(request: Request) -> Response:
    """Families as a table: a line for each report, and for each thing that a copy changed."""
    found, _ = _families(request, _asked(request, "families"))
    rows: list[dict[str, Any]] = []
    for family in found:
        for printed in family.reports:
            line = {
                "family": family.id,
                "report": printed.id,
                "outlet": printed.outlet,
                "published": printed.published,
                "title": printed.title,
                "origin": printed == family.origin,
            }
            changed = [item for item in family.drift if item.report == printed.name]
            rows += [
                {**line, "change": d.change, "what": d.what, "before": d.before, "after": d.after}
                for d in changed
            ] or [line]
    table = as_csv(question_named("families"), Answer(tuple(rows), len(rows)))
    return Response(table, media_type="text/csv; charset=utf-8")


@router.get("/about")
def about(request: Request) -> Response:
    """What the marks mean."""
    found = reach(record_of(request), ask_for(as_of=request.query_params.get("as_of") or None).as_of)
    return page(request, "about.html", {"record": reach_value(found)})


def _asked(request: Request, name: str) -> Asked:
    entry = question_named(name)
    return asked_from(
        entry, {n: v for n, v in request.query_params.items() if n in (*entry.takes, "cursor") and v}
    )


def _outlets(request: Request, asked: Asked) -> tuple[list[dict[str, Any]], bool]:
    """The outlets, and whether independent families were counted."""
    record, everything = record_of(request), Asked(asked.values, 0, None)
    all_compared = reach(record).reports <= ALL_COMPARED
    key = ("outlets", tuple(sorted((n, str(v)) for n, v in asked.values.items())))
    lines = remembered(
        record_of(request), key, lambda: views.sources(record, everything.question(), kin=all_compared)
    )
    return [dict(zip(OUTLET_COLUMNS, outlet_row(line), strict=True)) for line in lines], all_compared


def _families(request: Request, asked: Asked) -> tuple[tuple[Family, ...], str | None]:
    """The families, and the first day whose reports were compared; None where all were."""
    record, as_of = record_of(request), asked.question().as_of
    known = reach(record, as_of)
    since = ask_for(from_=request.query_params.get("since") or None).from_
    if since is None and known.reports > ALL_COMPARED and known.last:
        since = (date.fromisoformat(known.last) - timedelta(days=DAYS_COMPARED - 1)).isoformat()
    key = ("families", as_of, since)
    found = remembered(record_of(request), key, lambda: families(record, as_of, drift=True, since=since))
    return tuple(reversed(found)), since


def _family(family: Family) -> dict[str, Any]:
    """A family with its reports, each with what it changed."""
    return {
        "family": family.id,
        "reports": [
            {
                "id": printed.id,
                "outlet": printed.outlet,
                "published": printed.published,
                "title": printed.title,
                "origin": printed == family.origin,
                "drift": [
                    {"change": d.change, "what": d.what, "before": d.before, "after": d.after}
                    for d in family.drift
                    if d.report == printed.name
                ],
            }
            for printed in family.reports
        ],
    }
