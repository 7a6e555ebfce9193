"""Who met whom: a matrix and a drawing of all, and the meetings of two parties one by one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.interfaces.answers import Asked, Entry, question_named
from dragoman.interfaces.api.questions import as_csv, as_values, asked_from, record_of
from dragoman.interfaces.web.network import drawn
from dragoman.interfaces.web.pages import days, page

router = APIRouter()


def _asked(request: Request) -> tuple[Entry, Asked]:
    """The question that the address asks: of two parties where both are given, else of all."""
    given: dict[str, Any] = dict(request.query_params)
    two = bool(given.get("party", "").strip() and given.get("other", "").strip())
    entry = question_named("meetings" if two else "matrix")
    return entry, asked_from(entry, {k: v for k, v in given.items() if k in (*entry.takes, "cursor")})


@router.get("/meetings")
def meetings(request: Request) -> Response:
    """The page."""
    entry, asked = _asked(request)
    if entry.name == "meetings":
        answer = as_values(entry.answer(record_of(request), asked), asked)
        parties = [named(str(asked.value(name))) for name in ("party", "other")]
        return page(request, "meetings_two.html", {"answer": answer, "parties": parties})
    answer = as_values(entry.answer(record_of(request), replace(asked, limit=None, offset=0)), asked)
    about = answer["about"]
    held = {
        (one["id"], two["id"]): row
        for row in answer["rows"]
        for one, two in ((row["party"], row["other"]), (row["other"], row["party"]))
    }
    shown = {party["id"] for party in about["parties"]}
    values = {
        "answer": answer,
        "about": about,
        "cells": held,
        "last_days": {pair: last_day(row["last"], about) for pair, row in held.items()},
        "busiest": asked.number("busiest", len(shown) or 1, 10**6),
        "pairs": [row for row in answer["rows"] if {row["party"]["id"], row["other"]["id"]} <= shown]
        if not asked.value("party")
        else answer["rows"],
        "drawing": drawn(about["parties"], answer["rows"]),
    }
    return page(request, "meetings.html", values)


@router.get("/meetings.json")
def as_json(request: Request) -> Response:
    """The rows."""
    entry, asked = _asked(request)
    return JSONResponse(as_values(entry.answer(record_of(request), asked), asked))


@router.get("/meetings.csv")
def as_table(request: Request) -> Response:
    """The rows as a table."""
    entry, asked = _asked(request)
    answer = entry.answer(record_of(request), replace(asked, limit=None))
    return Response(as_csv(entry, answer), media_type="text/csv; charset=utf-8")


def last_day(act: dict[str, Any] | None, about: Mapping[str, Any]) -> str:
    """The day of an act as a cell of the matrix shows it: the year only where the window is of several."""
    if act is None:
        return ""
    told = bool(act["earliest"] or act["latest"])
    told_of = (act["earliest"], act["latest"]) if told else (act["reported"][:10], act["reported"][:10])
    words = days(*told_of)
    year = (about["to"] or "")[:4]
    if year and (about["from"] or "")[:4] == year:
        words = words.removesuffix(f" {year}")
    return words if told else f"by {words}"


def named(words: str) -> dict[str, str]:
    """What an address calls a party, and the name that people know it by."""
    from dragoman.actors.knowledge import load_knowledge

    knowledge = load_knowledge()
    known = knowledge.actors.get(words) or knowledge.state(words.upper())
    return {"id": words, "name": known.name if known else words}
