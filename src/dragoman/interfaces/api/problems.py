"""Errors over HTTP, as RFC 9457 problem details: what, where, found, expected, next step.

No answer shows a traceback. What was not foreseen is logged on the server and told as an internal error.
"""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from dragoman.errors import DragomanError, RecordError

MEDIA_TYPE = "application/problem+json"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "where": {"type": "string"},
        "found": {"type": "string"},
        "expected": {"type": "string"},
        "next_step": {"type": "string"},
    },
}


class Problem(HTTPException):
    """A refusal, told as problem details.

    Attributes:
        more: further members of the details.
    """

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None, **more: str) -> None:
        super().__init__(status, detail, headers)
        self.more = more


def details(status: int, detail: str, instance: str = "", **more: str) -> dict[str, Any]:
    """Problem details as plain values; members without a value are left out."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
        **more,
    }
    return {name: value for name, value in told.items() if value != ""}


def details_of(error: DragomanError, instance: str) -> dict[str, Any]:
    """Problem details of a foreseen failure."""
    status = 503 if isinstance(error, RecordError) else 422
    parts = {
        "where": error.where,
        "found": error.found,
        "expected": error.expected,
        "next_step": error.next_step,
    }
    if isinstance(error, RecordError):
        parts.pop("where")  # a path of the server's disk
    return details(status, error.what, instance, **parts)


def answer(values: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    """Problem details as a response."""
    return JSONResponse(values, values["status"], headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Let the application tell every failure as problem details."""

    @app.exception_handler(DragomanError)
    async def foreseen(request: Request, error: Exception) -> Response:
        assert isinstance(error, DragomanError)
        return _told(request, details_of(error, request.url.path))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        more = error.more if isinstance(error, Problem) else {}
        headers = dict(error.headers) if error.headers else None
        return _told(
            request, details(error.status_code, str(error.detail), request.url.path, **more), headers
        )

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"])
        found = repr(first.get("input"))[:200]
        return _told(request, details(422, str(first["msg"]), request.url.path, where=where, found=found))

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> Response:
        logging.getLogger("dragoman").error("%s failed", request.url.path, exc_info=error)
        return _told(request, details(500, "a fault of this program; its log says more", request.url.path))


def _told(request: Request, values: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """As a page to a browser that asked for one, else as problem details."""
    page = getattr(request.app.state, "problem_page", None)
    machine = request.url.path.startswith("/v1/") or request.url.path.endswith((".json", ".csv"))
    if page is not None and not machine and "text/html" in request.headers.get("accept", ""):
        return page(request, values, headers)
    return answer(values, headers)
