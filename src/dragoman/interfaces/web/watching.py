"""Watches: the list of them, and where a followed negotiation stands; and the memo, with its options."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from dragoman.ask.followed import standing, watch_lines
from dragoman.ask.memo import memo, said_of_change, said_of_contradiction
from dragoman.ask.query import ask_for
from dragoman.ask.remembered import remembered
from dragoman.ask.watches import sound, stop
from dragoman.errors import SettingsError
from dragoman.interfaces.answers import Asked
from dragoman.interfaces.api.bodies import form_of
from dragoman.interfaces.api.problems import Problem
from dragoman.interfaces.api.questions import record_of
from dragoman.interfaces.api.rights import may_write, needs_token
from dragoman.interfaces.event_display import (
    change_value,
    contradiction_value,
    position_value,
    standing_value,
)
from dragoman.interfaces.follow_commands import told_of
from dragoman.interfaces.web.acts import act_line
from dragoman.interfaces.web.pages import page
from dragoman.records import to_json

router = APIRouter()
SHOWN = 20
"""Lines of each part that the page shows; its data has all."""


@router.get("/watch")
def watches(request: Request) -> Response:
    """The list, and the form for a new one."""
    as_of, sure = _asked(request)
    lines = remembered(
        record_of(request), ("watches", as_of, sure), lambda: watch_lines(record_of(request), as_of, sure)
    )
    rows = [{**to_json(line), "name": line.watch.name, "asks": told_of(line.watch)} for line in lines]
    return page(request, "watches.html", {"rows": rows, "signed_in": may_write(request)})


@router.post("/watch", dependencies=[Depends(needs_token)])
async def define_or_stop(request: Request) -> Response:
    """Define or stop the watch of the form."""
    from urllib.parse import quote

    from dragoman.ask.watches import define

    given = await form_of(request)
    record, name = record_of(request), given.get("name", "")
    if given.get("do") == "stop":
        await run_in_threadpool(stop, record, name)
        return RedirectResponse("/watch", 303)
    parties, issues, places, types = (
        given.get(name, "").split(",") for name in ("parties", "issues", "places", "event_types")
    )
    every, words = bool(given.get("every_party")), given.get("words")
    kept = await run_in_threadpool(
        lambda: define(
            record,
            sound(
                name,
                parties=parties,
                every_party=every,
                issues=issues,
                places=places,
                event_types=types,
                words=words,
            ),
        )
    )
    return RedirectResponse(f"/watch/{quote(kept.name, safe='')}", 303)


@router.get("/watch/{name:path}.json")
def watch_json(request: Request, name: str) -> Response:
    """Where things stand, as JSON."""
    return JSONResponse(standing_value(_standing(request, name)))


@router.get("/watch/{name:path}")
def one_watch(request: Request, name: str) -> Response:
    """Where things stand."""
    found = _standing(request, name)
    assert found.watch is not None
    values: dict[str, Any] = {
        "name": found.watch.name,
        "asks": told_of(found.watch),
        "found": {
            "day": found.day,
            "since": found.since,
            "claims": len(found.told),
            "reports": found.reports,
            "families": found.families,
        },
        "parts_of": [
            ("Next", [act_line(x) for x in found.coming[:SHOWN]], len(found.coming)),
            ("Overdue", [act_line(x) for x in found.overdue[:SHOWN]], len(found.overdue)),
            ("Last held", [act_line(found.last_held)] if found.last_held else [], 1),
        ],
        "positions": [position_value(p) for p in found.positions if p.issue][:SHOWN],
        "contradictions": [
            {"says": said_of_contradiction(c), **contradiction_value(c)} for c in found.contradictions[:SHOWN]
        ],
        "changes": [{"says": said_of_change(c), **change_value(c)} for c in found.changes[::-1][:SHOWN]],
        "signed_in": may_write(request),
    }
    return page(request, "watch.html", values)


@router.get("/memo")
def memo_page(request: Request) -> Response:
    """The memo."""
    query = request.query_params
    as_of, sure = _asked(request)
    since, watch = _since(request), query.get("watch") or None
    made = remembered(
        record_of(request),
        ("memo", since, as_of, watch, sure),
        lambda: memo(record_of(request), since, as_of, watch, sure),
    )
    return page(request, "memo.html", {"memo": to_json(made)})


def _asked(request: Request) -> tuple[str | None, float]:
    given = {n: v for n in ("as_of", "min_confidence") if (v := request.query_params.get(n))}
    try:
        asked = Asked(given)
        return asked.question().as_of, asked.min_confidence
    except ValueError:
        raise Problem(422, "not a confidence", expected="0 to 1") from None


def _since(request: Request) -> str | None:
    return ask_for(from_=request.query_params.get("since") or None).from_


def _standing(request: Request, name: str) -> Any:  # noqa: ANN401 - ask.followed.Standing
    as_of, sure = _asked(request)
    since = _since(request)
    try:
        return remembered(
            record_of(request),
            ("standing", name, since, as_of, sure),
            lambda: standing(record_of(request), name, since, as_of, sure),
        )
    except SettingsError as error:
        raise Problem(404, error.what, found=error.found, next_step="all are listed at /watch") from None
