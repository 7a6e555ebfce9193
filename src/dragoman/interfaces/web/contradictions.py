"""Contradictions: what two reports say otherwise of one act, both quotations side by side."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.ask.events import contradictions as all_contradictions
from dragoman.ask.memo import said_of_contradiction
from dragoman.ask.remembered import remembered
from dragoman.errors import SettingsError
from dragoman.interfaces.answers import Answer, Asked, question_named
from dragoman.interfaces.api.questions import as_csv, as_values, asked_from, record_of
from dragoman.interfaces.event_display import contradiction_value
from dragoman.interfaces.web.pages import page
from dragoman.merge.contradictions import Contradiction

router = APIRouter()

KINDS = {
    "place": "the place",
    "date": "the day",
    "order": "the order",
    "number": "a number",
    "attendance": "who was there",
    "status": "whether it took place",
    "attribution": "who said it",
}
"""On what reports differ, in words."""


@router.get("/contradictions")
def contradictions(request: Request) -> Response:
    """The page."""
    asked = _asked(request)
    found, kinds = _found(request, asked), _kinds(request)
    wanted = [one for one in found if not kinds or one.kind in kinds]
    piece = wanted[asked.offset : asked.offset + (asked.limit or len(wanted))]
    answer = as_values(Answer(tuple(map(_value, piece)), len(wanted)), asked)
    counts = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    values = {"answer": answer, "kinds": KINDS, "counts": counts, "chosen": kinds, "all": len(found)}
    return page(request, "contradictions.html", values)


@router.get("/contradictions.json")
def as_json(request: Request) -> Response:
    """As JSON."""
    asked, kinds = _asked(request), _kinds(request)
    wanted = [one for one in _found(request, asked) if not kinds or one.kind in kinds]
    piece = wanted[asked.offset : asked.offset + (asked.limit or len(wanted))]
    return JSONResponse(as_values(Answer(tuple(map(_value, piece)), len(wanted)), asked))


@router.get("/contradictions.csv")
def as_table(request: Request) -> Response:
    """As a table."""
    asked, kinds = _asked(request), _kinds(request)
    rows = tuple(_line(one) for one in _found(request, asked) if not kinds or one.kind in kinds)
    table = as_csv(question_named("changes"), Answer(rows, len(rows)))
    return Response(table, media_type="text/csv; charset=utf-8")


def _value(one: Contradiction) -> dict[str, Any]:
    return {"sentence": said_of_contradiction(one), **contradiction_value(one)}


def _line(one: Contradiction) -> dict[str, Any]:
    row: dict[str, Any] = {"type": one.kind, "event": one.event, "sentence": said_of_contradiction(one)}
    for name, told, says in (("first", one.first, one.says_first), ("second", one.second, one.says_second)):
        row[f"{name}_says"] = says
        row[f"{name}_quotation"] = told.claim.evidence.exact
        row[f"{name}_outlet"] = told.held.document.outlet
        row[f"{name}_reported"] = told.day
        row[f"{name}_report"] = told.held.document.id
        row[f"{name}_claim"] = told.claim.id
    return row


def _kinds(request: Request) -> tuple[str, ...]:
    given = request.query_params.get("kind", "")
    kinds = tuple(word.strip().lower() for word in given.split(",") if word.strip())
    strange = [word for word in kinds if word not in KINDS]
    if strange:
        raise SettingsError(
            "reports are not compared on that", found=repr(strange[0][:60]), expected=", ".join(KINDS)
        )
    return kinds


def _asked(request: Request) -> Asked:
    names = ("as_of", "min_confidence", "cursor")
    return asked_from(
        question_named("contradictions"), {n: v for n, v in request.query_params.items() if n in names}
    )


def _found(request: Request, asked: Asked) -> tuple[Contradiction, ...]:
    """All of them, the newest first."""
    as_of, sure = asked.question().as_of, asked.min_confidence
    key = ("contradictions", as_of, sure)
    found = remembered(record_of(request), key, lambda: all_contradictions(record_of(request), as_of, sure))
    return tuple(reversed(found))
