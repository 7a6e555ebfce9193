"""Today: what is new since a day, what comes next and who confirmed it, what is overdue or called off."""

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.ask.changes import Changed
from dragoman.ask.memo import said_of_act, said_of_change, said_of_contradiction
from dragoman.ask.query import ask_for
from dragoman.ask.remembered import remembered
from dragoman.ask.today import Today
from dragoman.ask.today import today as standing
from dragoman.interfaces.answers import Answer, Asked, question_named
from dragoman.interfaces.api.questions import as_csv, asked_from, record_of
from dragoman.interfaces.event_display import change_value, contradiction_value, reach_value, told_value
from dragoman.interfaces.web.acts import act_line, act_row, sides_value
from dragoman.interfaces.web.pages import page
from dragoman.merge.lifecycle import Life

router = APIRouter()

SHOWN = 12
"""Acts of a section that the page shows, at first."""
NEWS_SHOWN = 40
BACK = ((0, "the newest day"), (2, "three days"), (6, "a week"), (29, "30 days"))
"""Days before the newest that the chooser offers."""


@router.get("/")
def front(request: Request) -> Response:
    """The page."""
    found = _found(request)
    most = None if request.query_params.get("all") else SHOWN
    news = [c for c in found.changes if c.kind != "resurfaced"]
    again = [c for c in found.changes if c.kind == "resurfaced"]
    values = {
        "today": {
            "day": found.day,
            "since": found.since,
            "reports": found.new_reports,
            "families": found.new_families,
            "outlets": found.outlets,
            "record": reach_value(found.reach),
            "news": [_change(c) for c in news[: None if most is None else NEWS_SHOWN]],
            "news_total": len(news),
            "again": [_change(c) for c in again[:most]],
            "again_total": len(again),
            "coming": [{**act_line(c.life), "sides": sides_value(c.life)} for c in found.coming[:most]],
            "coming_total": len(found.coming),
            "overdue": [act_line(life) for life in found.overdue[:most]],
            "overdue_total": len(found.overdue),
            "called_off": [_change(c) for c in found.called_off[:most]],
            "called_off_total": len(found.called_off),
            "contradictions": [
                {"sentence": said_of_contradiction(c), **contradiction_value(c)}
                for c in found.contradictions[:6]
            ],
            "fresh_contradictions": found.fresh_contradictions,
            "corrected": [_change(c) for c in found.corrected[:most]],
            "corrected_total": len(found.corrected),
        },
        "choices": _choices(found),
        "whole": most is None,
    }
    return page(request, "today.html", values)


@router.get("/today.json")
def as_json(request: Request) -> Response:
    """All of it as JSON."""
    found = _found(request)
    value = {
        "day": found.day,
        "since": found.since,
        "reports": found.new_reports,
        "families": found.new_families,
        "outlets": found.outlets,
        "record": reach_value(found.reach),
        "changes": [_change(c) for c in found.changes],
        "coming": [{**act_line(c.life), "sides": sides_value(c.life)} for c in found.coming],
        "overdue": [act_line(life) for life in found.overdue],
        "called_off": [_change(c) for c in found.called_off],
        "contradictions": [
            {"sentence": said_of_contradiction(c), **contradiction_value(c)} for c in found.contradictions
        ],
        "corrected": [_change(c) for c in found.corrected],
    }
    return JSONResponse(value)


@router.get("/today.csv")
def as_table(request: Request) -> Response:
    """All of it as one table, each line with the section it stands in."""
    found = _found(request)
    rows: list[dict[str, Any]] = []
    for section, changes in (
        ("new", found.changes),
        ("called off", found.called_off),
        ("corrected", found.corrected),
    ):
        rows += [_line(section, c) for c in changes]
    rows += [{"section": "coming", **_act(c.life)} for c in found.coming]
    rows += [{"section": "overdue", **_act(life)} for life in found.overdue]
    for c in found.contradictions:
        for told, says in ((c.first, c.says_first), (c.second, c.says_second)):
            rows.append(
                {
                    "section": "contradiction",
                    "day": c.second.day,
                    "what": c.kind,
                    "says": says,
                    "event": c.event,
                    "quotation": told.claim.evidence.exact,
                    "outlet": told.held.document.outlet,
                    "report": told.held.document.id,
                    "claim": told.claim.id,
                }
            )
    table = as_csv(question_named("changes"), Answer(tuple(rows), len(rows)))
    return Response(table, media_type="text/csv; charset=utf-8")


def _act(life: Life) -> dict[str, Any]:
    row = act_row(life)
    names = ("says", "event", "quotation", "outlet", "report", "claim")
    return {"day": row["latest"] or row["earliest"], "what": row["status"], **{n: row[n] for n in names}}


def _line(section: str, changed: Changed) -> dict[str, Any]:
    told = changed.told
    return {
        "section": section,
        "day": changed.day,
        "what": changed.kind,
        "says": said_of_change(changed),
        "event": changed.life.event.id if changed.life else None,
        "quotation": told.claim.evidence.exact,
        "outlet": told.held.document.outlet,
        "report": told.held.document.id,
        "claim": told.claim.id,
    }


def _change(changed: Changed) -> dict[str, Any]:
    """A change with its sentence; the stage is that which the words tell."""
    life = changed.life
    said = said_of_change(changed)
    said = said.partition(": ")[2] or said
    return {
        **change_value(changed),
        "says": said[:1].upper() + said[1:],
        "status": changed.now if life else None,
        "earliest": life.earliest if life else None,
        "latest": life.latest if life else None,
        "words": told_value(changed.told),
        "reports": len(life.event.reports) if life else 1,
        "stands": said_of_act(life) if life and life.stage != changed.now else None,
    }


def _found(request: Request) -> Today:
    entry = question_named("changes")
    given = {n: v for n, v in request.query_params.items() if n in entry.takes}
    asked: Asked = asked_from(entry, given)
    as_of, sure = asked.question().as_of, asked.min_confidence
    since = ask_for(from_=asked.value("since")).from_
    key = ("today", since, as_of, sure)
    return remembered(record_of(request), key, lambda: standing(record_of(request), since, as_of, sure))


def _choices(found: Today) -> list[dict[str, Any]]:
    if found.day is None:
        return []
    newest = date.fromisoformat(found.day)
    days = [(newest - timedelta(days=back)).isoformat() for back, _ in BACK]
    return [
        {"since": day, "name": name, "chosen": day == found.since}
        for day, (_, name) in zip(days, BACK, strict=True)
    ]
