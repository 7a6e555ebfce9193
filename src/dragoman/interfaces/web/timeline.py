"""Timeline: claims by the time they tell of, what is planned and what happened told apart."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.interfaces.answers import question_named
from dragoman.interfaces.api.questions import as_values, asked_from, record_of
from dragoman.interfaces.web.pages import offer_data, page

router = APIRouter()
offer_data(router, "/timeline", "claims")


@router.get("/timeline")
def timeline(request: Request) -> Response:
    """The page."""
    entry = question_named("claims")
    given: dict[str, Any] = {
        name: value for name, value in request.query_params.items() if name in (*entry.takes, "cursor")
    }
    asked = asked_from(entry, given)
    answer = as_values(entry.answer(record_of(request), asked), asked)
    return page(request, "timeline.html", {"answer": answer, "takes": entry.takes})
