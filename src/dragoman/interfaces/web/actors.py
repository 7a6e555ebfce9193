"""Actors: the parties of the record, and one of them with all that is known of it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.interfaces.answers import Asked, question_named
from dragoman.interfaces.api.problems import Problem
from dragoman.interfaces.api.questions import as_csv, as_values, asked_from, record_of
from dragoman.interfaces.web.pages import offer_data, page
from dragoman.interfaces.web.positions import MOVED

router = APIRouter()
offer_data(router, "/actors", "actors")


@router.get("/actors")
def actors(request: Request) -> Response:
    """The list."""
    entry = question_named("actors")
    given: dict[str, Any] = dict(request.query_params)
    asked = asked_from(entry, {k: v for k, v in given.items() if k in (*entry.takes, "cursor")})
    return page(request, "actors.html", {"answer": as_values(entry.answer(record_of(request), asked), asked)})


@router.get("/actors/{who:path}.json")
def as_json(request: Request, who: str) -> Response:
    """One party as values."""
    answer, asked = _one(request, who)
    return JSONResponse(as_values(answer, asked))


@router.get("/actors/{who:path}.csv")
def as_table(request: Request, who: str) -> Response:
    """What it said and whom it met, as a table."""
    answer, _ = _one(request, who)
    return Response(as_csv(question_named("actor"), answer), media_type="text/csv; charset=utf-8")


@router.get("/actors/{who:path}")
def actor(request: Request, who: str) -> Response:
    """One party."""
    answer, _ = _one(request, who)
    rows = {kind: [row for row in answer.rows if row["is"] == kind] for kind in ("statements", "meetings")}
    return page(request, "actor.html", {"one": answer.about, "moved": MOVED, **rows})


def _one(request: Request, who: str) -> tuple[Any, Asked]:
    entry = question_named("actor")
    given: dict[str, Any] = {**dict(request.query_params), "party": who}
    asked = asked_from(entry, {k: v for k, v in given.items() if k in entry.takes})
    answer = entry.answer(record_of(request), asked)
    if not answer.about:
        raise Problem(
            404, answer.notes[0], found=who, next_step="search the list of actors for a part of the name"
        )
    return answer, asked
