"""How far the record has come: what a page left open asks now and then, to offer what is new.

Unchanged it costs one line, since the answer carries an ETag like all others.
"""

from typing import Any

from fastapi import APIRouter, Request

from dragoman.interfaces.api.questions import record_of

router = APIRouter()


@router.get("/state.json")
def state(request: Request) -> dict[str, Any]:
    """How many reports the record holds, and a string that changes whenever anything is added."""
    record = record_of(request)
    return {"reports": record.size()[0], "state": record.state()}
