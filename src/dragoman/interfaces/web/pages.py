"""What all pages share: the templates, the frame around a page, and how values of the record are written.

A page module has a `router` and is listed in `MODULES`. It asks the record, and hands plain values to its
template; templates escape everything, and nothing of a report is ever marked safe.
"""

from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from dragoman.exchange.formats import FORMATS
from dragoman.interfaces.answers import OF_CLAIMS, Asked, question_named
from dragoman.interfaces.api.questions import as_csv, as_values, asked_from, record_of
from dragoman.interfaces.printable import on_one_line, printable

MODULES: Final = (
    "today",
    "acts",
    "timeline",
    "maps",
    "correcting",
    "reports",
    "watching",
    "meetings",
    "positions",
    "actors",
    "contradictions",
    "finding",
    "sources",
    "growing",
)
"""Page modules, in the order of the menu."""

MENU: Final = (
    ("/", "Today"),
    ("/timeline", "Timeline"),
    ("/meetings", "Who met whom"),
    ("/positions", "Positions"),
    ("/map", "Map"),
    ("/contradictions", "Contradictions"),
    ("/watch", "Watches"),
    ("/search", "Search"),
)
"""Address and name of the pages that the menu lists."""

FORMATS_TO_TAKE: Final = tuple(
    (one.name, one.says) for one in FORMATS if one.writes and find_spec(f"dragoman.exchange.{one.module}")
)
"""Name and description of the formats that pages offer."""

STATUS_SHAPES: Final = {
    "raised": "speck",
    "hypothetical": "speck",
    "proposed": "dashed",
    "scheduled": "ring",
    "confirmed": "ring-dot",
    "under way": "half",
    "ongoing": "half",
    "held": "disc",
    "occurred": "disc",
    "postponed": "triangle",
    "cancelled": "cross",
    "not held": "slash",
    "not_occurring": "slash",
}
"""Stages and statuses by the shape that stands for them; colour is never alone in telling them apart."""

LONGEST_SHOWN = 2_000
"""Characters of a name, title or quotation that a list shows; the report's own page shows all."""


def install(app: FastAPI) -> None:
    """Add the pages to the application."""
    app.mount("/static", StaticFiles(directory=str(files("dragoman.interfaces.web").joinpath("static"))))
    for name in MODULES:
        app.include_router(import_module(f"dragoman.interfaces.web.{name}").router, include_in_schema=False)
    app.state.templates = _environment()
    app.state.problem_page = problem_page


def page(
    request: Request,
    template: str,
    values: dict[str, Any],
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """A page: `template` with `values`, in the frame."""
    frame = {
        "path": request.url.path,
        "query": dict(request.query_params),
        "carried": carried(request),
        "menu": MENU,
        "formats": FORMATS_TO_TAKE,
        "as_claims": _as_claims,
        "can_write": request.app.state.token is not None,
        "record_name": record_of(request).path.name,
    }
    written = request.app.state.templates.get_template(template).render({**frame, **values})
    return HTMLResponse(written.encode("utf-8", "replace"), status, headers)


def _as_claims(query: dict[str, str]) -> str:
    return with_query({name: value for name, value in query.items() if name in OF_CLAIMS and value})


def carried(request: Request) -> str:
    """The query string that goes along to every page: day and confidence; "" where neither is said."""
    query = {name: request.query_params.get(name) for name in ("as_of", "min_confidence")}
    return with_query(query) if any(query.values()) else ""


def problem_page(request: Request, details: dict[str, Any], headers: dict[str, str] | None) -> Response:
    """A refusal as a page."""
    return page(request, "problem.html", {"problem": details}, details["status"], headers)


def offer_data(router: APIRouter, path: str, question: str, **fixed: str) -> None:
    """Offer the rows of a question under the address of a page, as `PATH.json` and `PATH.csv`."""
    entry = question_named(question)

    def asked(request: Request) -> Asked:
        given: dict[str, Any] = {**dict(request.query_params), **fixed}
        return asked_from(entry, {name: v for name, v in given.items() if name in (*entry.takes, "cursor")})

    @router.get(f"{path}.json")
    def as_json(request: Request) -> Response:
        wanted = asked(request)
        return JSONResponse(as_values(entry.answer(record_of(request), wanted), wanted))

    @router.get(f"{path}.csv")
    def as_table(request: Request) -> Response:
        answer = entry.answer(record_of(request), replace(asked(request), limit=None))
        return Response(as_csv(entry, answer), media_type="text/csv; charset=utf-8")


def with_query(query: dict[str, Any], **changed: str | int | None) -> str:
    """A query string with some values changed; None takes one away.

    >>> with_query({"actor": "A & B", "cursor": "x"}, cursor=None)
    '?actor=A+%26+B'
    """
    wanted = {k: v for k, v in {**query, **changed}.items() if v not in (None, "")}
    return "?" + urlencode(wanted) if wanted else "?"


def shown(text: str | None, most: int = LONGEST_SHOWN) -> str:
    """Text of a report for one line of a page: marks that steer a reader show as text, and it is cut."""
    line = on_one_line((text or "")[: most * 4])
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def days(earliest: str | None, latest: str | None) -> str:
    """The days an act fell on, as short as they are sure.

    >>> days("2031-05-02", "2031-05-02"), days("2031-05-02", "2031-05-04"), days(None, "2031-05-04")
    ('2 May 2031', '2–4 May 2031', 'until 4 May 2031')
    >>> days("2031-05-01", "2031-05-31"), days("2031-01-01", "2031-12-31"), days(None, None)
    ('May 2031', '2031', 'no day told')
    """
    import calendar
    from datetime import date

    if not earliest and not latest:
        return "no day told"
    first, last = (date.fromisoformat(day[:10]) if day else None for day in (earliest, latest))
    if first is None or last is None:
        known = first or last
        assert known is not None
        return f"{'from' if first else 'until'} {_day(known)}"
    if first == last:
        return _day(first)
    ends = last.day == calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and ends and first.year == last.year:
        if first.month == last.month:
            return f"{calendar.month_name[first.month]} {first.year}"
        if (first.month, last.month) == (1, 12):
            return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {calendar.month_abbr[first.month]} – {_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _day(day: Any) -> str:  # noqa: ANN401 - a date; imported late
    import calendar

    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dragoman.interfaces.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        shown=shown, printable=printable, days=lambda row: days(row.get("earliest"), row.get("latest"))
    )
    made.globals.update(
        carried="",
        shape_of=lambda status: STATUS_SHAPES.get(status, "speck"),
        with_query=with_query,
        days=days,
    )
    return made


__all__ = ["Query", "days", "install", "offer_data", "page", "shown", "with_query"]
