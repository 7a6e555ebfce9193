"""Corrections: what people have corrected, the forms that add to it, and signing in to use them.

A form only says what a person wants; what may be said is checked by `ask.correct`, as for the command. Where
the server only reads, the pages say so and show no form.
"""

from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from dragoman.ask.correct import FIELDS, PARTY_FIELDS, Corrected, all_corrections, the_claim, the_report
from dragoman.ask.query import ask_for
from dragoman.errors import DragomanError, SettingsError
from dragoman.interfaces import display
from dragoman.interfaces.answers import ROWS, Answer, question_named
from dragoman.interfaces.api import rights
from dragoman.interfaces.api.bodies import form_of
from dragoman.interfaces.api.problems import Problem
from dragoman.interfaces.api.questions import as_csv, cursor_at, offset_of, record_of
from dragoman.interfaces.api.rights import may_write, needs_token
from dragoman.interfaces.api.writing import correction_value, keep_correction, read_value
from dragoman.interfaces.web.pages import page

router = APIRouter()

SAID = {
    "accept": "accepted",
    "reject": "rejected",
    "edit": "edited",
    "merge": "merged",
    "split": "split",
    "retract": "retracted",
    "undo": "undone",
}
"""Kinds of correction as a line of the list says them."""
MOST_FIELD = 10_000


@router.get("/corrections")
def corrections(request: Request) -> Response:
    """The list, newest first."""
    rows = _rows(request)
    offset = offset_of(request.query_params.get("cursor"))
    piece = rows[offset : offset + ROWS]
    end = offset + len(piece)
    answer = {"rows": piece, "total": len(rows), "next": cursor_at(end) if end < len(rows) else None}
    return page(
        request, "corrections.html", {"answer": answer, "said": SAID, "signed_in": may_write(request)}
    )


@router.get("/corrections.json")
def corrections_json(request: Request) -> Response:
    """The list as JSON."""
    return JSONResponse({"rows": _rows(request)})


@router.get("/corrections.csv")
def corrections_csv(request: Request) -> Response:
    """The list as a table."""
    rows = tuple(_rows(request))
    return Response(
        as_csv(question_named("families"), Answer(rows, len(rows))), media_type="text/csv; charset=utf-8"
    )


@router.get("/corrections/new")
def new_correction(request: Request) -> Response:
    """The forms for a claim (`claim`), a report (`report`) or a correction (`undo`)."""
    if not may_write(request):
        return _to_sign_in(request)
    query = request.query_params
    subject = next(((name, query[name]) for name in ("claim", "report", "undo") if query.get(name)), None)
    if subject is None:
        return RedirectResponse("/corrections", 303)
    return _forms(request, *subject)


@router.post("/corrections", dependencies=[Depends(needs_token)])
async def correct(request: Request) -> Response:
    """Keep what a form says, and show it in the list."""
    given = await form_of(request)
    if any(len(value) > MOST_FIELD for value in given.values()):
        raise Problem(413, "a field is too long", expected=f"{MOST_FIELD} characters at most")
    try:
        made = await run_in_threadpool(keep_correction, record_of(request), given)
    except SettingsError as error:
        name = {"retract": "report", "undo": "undo"}.get(given.get("kind", ""), "claim")
        return await run_in_threadpool(_forms, request, name, given.get("subject", ""), error, given)
    return RedirectResponse(f"/corrections#correction-{made.number}", 303)


@router.get("/sign-in")
def sign_in_form(request: Request) -> Response:
    """The form for the token."""
    return page(request, "sign_in.html", {"next": _inside(request.query_params.get("next")), "wrong": False})


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Begin a session."""
    given = await form_of(request)
    goes_to = _inside(given.get("next"))
    answer = RedirectResponse(goes_to, 303)
    if rights.sign_in(request, answer, given.get("token", "")):
        return answer
    return page(request, "sign_in.html", {"next": goes_to, "wrong": True}, 401)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session."""
    answer = RedirectResponse("/corrections", 303)
    if may_write(request):
        answer.delete_cookie(rights.COOKIE, httponly=True, samesite="strict")
    return answer


@router.get("/reports/add")
def add_form(request: Request) -> Response:
    """The form for a report."""
    if not may_write(request):
        return _to_sign_in(request)
    return page(request, "add_report.html", {"given": {}, "became": None})


@router.post("/reports/add", dependencies=[Depends(needs_token)])
async def add_report(request: Request) -> Response:
    """Read the report of the form into the record, and say what became of it."""
    import json

    given = await form_of(request)
    names = ("text", "title", "outlet", "published", "url")
    sent = {name: value for name in names if (value := given.get(name, "").strip())}
    became = await request.app.state.incoming.read(json.dumps(sent).encode(), None, None)
    kept = became[0]["became"] != "set aside" if became else False
    return page(
        request,
        "add_report.html",
        {"given": {} if kept else given, "became": read_value(became)},
        200 if kept else 422,
    )


def _forms(
    request: Request,
    what: str,
    named: str,
    error: DragomanError | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    record = record_of(request)
    values: dict[str, Any] = {
        "what": what,
        "subject": named,
        "claim": None,
        "report": None,
        "correction": None,
        "fields": (*FIELDS, *(f"party.NAME.{name}" for name in PARTY_FIELDS)),
        "error": error.line() if error else None,
        "given": given or {},
    }
    try:
        if what == "claim":
            held = the_claim(record, named)
            values |= {"claim": display.claim_value(held), "subject": held.claim.id}
        elif what == "report":
            kept = record.document(the_report(record, named))
            assert kept is not None
            values |= {"report": display.report_value(kept.document), "subject": kept.document.id}
        else:
            values["correction"] = next(
                (_value(one) for one in all_corrections(record) if str(one.correction.number) == named), None
            )
            if values["correction"] is None:
                raise SettingsError("no such correction", found=repr(named))
    except SettingsError as missing:
        raise Problem(404, missing.what, found=missing.found or named) from None
    return page(request, "correct.html", values, 422 if error else 200)


def _rows(request: Request) -> list[dict[str, Any]]:
    as_of = ask_for(as_of=request.query_params.get("as_of") or None).as_of
    return [_value(one) for one in reversed(all_corrections(record_of(request), as_of))]


def _value(one: Corrected) -> dict[str, Any]:
    return {
        **correction_value(one.correction),
        "undone": one.undone,
        "loose": one.loose,
        "overruled": one.overruled,
    }


def _to_sign_in(request: Request) -> Response:
    if request.app.state.token is None:
        needs_token(request)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(here, safe='')}", 303)


def _inside(address: str | None) -> str:
    """An address of this server; the list of corrections where none, or one elsewhere, was given.

    >>> _inside("/reports/9f3c?as_of=2031#claim-1"), _inside("//elsewhere.example/"), _inside("/\\\\other")
    ('/reports/9f3c?as_of=2031#claim-1', '/corrections', '/corrections')
    """
    address = address or ""
    safe = address.isprintable() and "\\" not in address and address[:1] == "/" and address[:2] != "//"
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/corrections"
    return address if safe and not parts.scheme and not parts.netloc else "/corrections"
