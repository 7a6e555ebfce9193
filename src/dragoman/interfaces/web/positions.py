"""Positions: a matrix of issues and sides, and the words of one side over time."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.interfaces.answers import Asked, Entry, question_named
from dragoman.interfaces.api.questions import as_csv, as_values, asked_from, record_of
from dragoman.interfaces.web.meetings import named
from dragoman.interfaces.web.pages import page

router = APIRouter()

MOVED = {
    "hardened": "▲",
    "softened": "▽",
    "other stance": "◆",
    "unchanged": "=",
    "told once": "·",
}
"""Marks of how a stance moved, each shown with its word."""


def _asked(request: Request) -> tuple[Entry, Asked]:
    """The question that the address asks: of one side where it is given, else of all."""
    given: dict[str, Any] = dict(request.query_params)
    entry = question_named("positions" if given.get("holder", "").strip() else "standings")
    return entry, asked_from(entry, {k: v for k, v in given.items() if k in (*entry.takes, "cursor")})


@router.get("/positions")
def positions(request: Request) -> Response:
    """The page."""
    entry, asked = _asked(request)
    if entry.name == "positions":
        answer = as_values(entry.answer(record_of(request), asked), asked)
        values = {"answer": answer, "holder": named(str(asked.value("holder"))), "moved": MOVED}
        return page(request, "positions_one.html", values)
    answer = as_values(entry.answer(record_of(request), replace(asked, limit=None, offset=0)), asked)
    cells = {(row["issue"], row["holder"]["id"]): row for row in answer["rows"]}
    return page(
        request,
        "positions.html",
        {"answer": answer, "about": answer["about"], "cells": cells, "moved": MOVED},
    )


@router.get("/positions.json")
def as_json(request: Request) -> Response:
    """The rows."""
    entry, asked = _asked(request)
    return JSONResponse(as_values(entry.answer(record_of(request), asked), asked))


@router.get("/positions.csv")
def as_table(request: Request) -> Response:
    """The rows as a table."""
    entry, asked = _asked(request)
    answer = entry.answer(record_of(request), replace(asked, limit=None))
    return Response(as_csv(entry, answer), media_type="text/csv; charset=utf-8")
