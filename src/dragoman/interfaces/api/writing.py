"""The addresses that write: corrections, reports and watches. All of them need the token.

What may be said, and how it is checked, is `ask.correct` and `ask.watches`; reports go the way of
`dragoman read`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from dragoman.ask import correct
from dragoman.errors import SettingsError
from dragoman.interfaces.api.bodies import body_of, json_of
from dragoman.interfaces.api.problems import MEDIA_TYPE, PROBLEM_SCHEMA, Problem
from dragoman.interfaces.api.questions import record_of
from dragoman.interfaces.api.rights import needs_token
from dragoman.records import to_json
from dragoman.store import Correction, Record
from dragoman.store.corrections import new_value

_PROBLEM: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"description": "The token is missing or wrong.", **_PROBLEM},
    403: {"description": "This server only reads.", **_PROBLEM},
    413: {"description": "Too large.", **_PROBLEM},
    422: {"description": "Something is missing, or has a value that it cannot have.", **_PROBLEM},
    503: {"description": "The record cannot be used now, or too many uploads wait.", **_PROBLEM},
    "4XX": {"description": "Refused.", **_PROBLEM},
}
SHORT, LONG = 400, 10_000
"""Characters of a name or value, and of a reason, at most."""
_T = TypeVar("_T", bound=BaseModel)

Short = Annotated[str, Field(max_length=SHORT)]


class CorrectionAsked(BaseModel):
    """A person's word on a claim, a pair of claims, a report or a correction."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "edit",
                    "subject": "9f3c2ab871de0456",
                    "field": "status",
                    "value": "cancelled",
                    "reason": "the ministry's denial, page 2",
                    "by": "Ada",
                }
            ]
        },
    )
    kind: Literal["accept", "reject", "edit", "merge", "split", "retract", "undo"]
    subject: Short = Field(
        description="the claim's id or its beginning; of a report, to retract; the number, to undo"
    )
    reason: str = Field(max_length=LONG, description="why, in a few words")
    by: Short = Field(description="who says so")
    on: Short | None = Field(None, description="the day from which it holds; today where it is not said")
    other: Short | None = Field(None, description="the second claim, to merge or split")
    field: Short | None = Field(None, description="what to edit, such as status or party.Witkoff.status")
    value: str | None = Field(None, max_length=LONG, description='the new value; "none" empties it')


class WatchAsked(BaseModel):
    """A named watch; what is left out asks for nothing. With `stop`, the watch of this name is stopped."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "grain", "parties": ["Turkey"], "words": "grain"}]},
    )
    name: Short
    parties: list[Short] = Field(default_factory=list, max_length=50)
    every_party: bool = False
    issues: list[Short] = Field(default_factory=list, max_length=50)
    places: list[Short] = Field(default_factory=list, max_length=50)
    types: list[Short] = Field(default_factory=list, max_length=50)
    words: Short | None = None
    since: Short | None = None
    until: Short | None = None
    stop: bool = False


class ReportFields(BaseModel):
    """What is known of reports that do not say it themselves."""

    model_config = ConfigDict(extra="forbid")
    published: Short | None = Field(None, description="the day of publication", examples=["2025-11-19"])
    outlet: Short | None = Field(None, description="the publisher", examples=["Example Gazette"])


class Became(BaseModel):
    """What became of one report: `coded`, `held` already, or `set aside` with the reason."""

    became: Literal["coded", "held", "set aside"]
    report: str | None = None
    given_id: str | None = None
    claims: int | None = None
    where: str | None = None
    reason: str | None = None


class Read(BaseModel):
    """What became of the reports of an upload, in the order they came."""

    coded: int
    held: int
    set_aside: int
    reports: list[Became]


def router() -> APIRouter:
    """The addresses."""
    made = APIRouter(prefix="/v1", tags=["writing"], dependencies=[Depends(needs_token)])

    @made.post(
        "/corrections",
        operation_id="correct",
        summary="Correct",
        status_code=201,
        response_model=None,
        responses={**_REFUSALS, 201: {"description": "The correction as it is kept."}},
        openapi_extra=_takes(CorrectionAsked),
    )
    async def corrections(request: Request) -> Response:
        """Accept, reject or edit a claim, merge or split two, retract a report, or undo a correction."""
        asked = _checked(CorrectionAsked, await json_of(request))
        made = await run_in_threadpool(keep_correction, record_of(request), asked.model_dump())
        return JSONResponse(correction_value(made), 201)

    @made.post(
        "/reports",
        operation_id="read_reports",
        summary="Add reports",
        response_model=None,
        responses={**_REFUSALS, 200: {"model": Read, "description": "What became of each."}},
        openapi_extra={
            "requestBody": {
                "required": True,
                "description": "One report or many, as `dragoman read` takes them: JSON, JSON Lines, a web "
                "page, a feed or plain text.",
                "content": {
                    "application/json": {
                        "schema": {},
                        "example": {
                            "id": "r-1",
                            "outlet": "Example Gazette",
                            "published": "2025-11-19",
                            "title": "Ministers to meet",
                            "text": "The ministers will meet in Oslo on Friday.",
                        },
                    },
                    "application/x-ndjson": {"schema": {"type": "string"}},
                    "text/plain": {"schema": {"type": "string"}},
                    "text/html": {"schema": {"type": "string"}},
                },
            }
        },
    )
    async def reports(request: Request, given: Annotated[ReportFields, Query()]) -> Response:
        """Read reports into the record; what is already held is not read again."""
        became = await request.app.state.incoming.read(
            await body_of(request), given.published or None, given.outlet or None
        )
        return JSONResponse(read_value(became))

    @made.post(
        "/watches",
        operation_id="define_watch",
        summary="Define or stop a watch",
        status_code=201,
        response_model=None,
        responses={**_REFUSALS, 201: {"description": "The watch as it is kept."}},
        openapi_extra=_takes(WatchAsked),
    )
    async def watches(request: Request) -> Response:
        """Define a watch, or stop one; nothing of it is deleted."""
        asked = _checked(WatchAsked, await json_of(request))
        kept = await run_in_threadpool(keep_watch, record_of(request), asked)
        return JSONResponse(kept, 201)

    return made


def keep_correction(record: Record, given: Mapping[str, str | None]) -> Correction:
    """Add the correction that `given` asks for, by the fields of `CorrectionAsked`.

    Raises:
        SettingsError: something is missing, or there is no such claim, report, correction, field or value.
    """

    def needed(name: str) -> str:
        value = (given.get(name) or "").strip()
        if not value:
            raise SettingsError(f"{name} is missing", where=name)
        return value

    kind, subject = needed("kind"), needed("subject")
    on = given.get("on")
    said: dict[str, Any] = {
        "by": needed("by"),
        "reason": needed("reason"),
        "on": correct.day_in("on", on.strip()) if on and on.strip() else None,
    }
    if kind == "edit":
        return correct.edit(record, subject, needed("field"), needed("value"), **said)
    if kind in ("merge", "split"):
        act = correct.merge if kind == "merge" else correct.split
        return act(record, subject, needed("other"), **said)
    simple = {
        "accept": correct.accept,
        "reject": correct.reject,
        "retract": correct.retract,
        "undo": correct.undo,
    }
    if kind not in simple:
        raise SettingsError("no such kind of correction", where="kind", found=repr(kind))
    return simple[kind](record, subject, **said)


def correction_value(one: Correction) -> dict[str, Any]:
    """A correction as plain JSON values."""
    value = to_json(one)
    if one.kind == "edit":
        value["value"] = new_value(one)
    return value


def keep_watch(record: Record, asked: WatchAsked) -> dict[str, Any]:
    """Define the watch, or stop it; gives it as it stands.

    Raises:
        SettingsError: there is no such watch to stop, or the definition asks for what there is not.
    """
    from dragoman.ask.watches import define, sound, stop
    from dragoman.interfaces.event_display import watch_value

    if asked.stop:
        stop(record, asked.name)
        return {"name": asked.name, "stopped": True}
    wanted = sound(
        asked.name,
        parties=asked.parties,
        every_party=asked.every_party,
        issues=asked.issues,
        places=asked.places,
        event_types=asked.types,
        words=asked.words,
        since=asked.since,
        until=asked.until,
    )
    return {**watch_value(define(record, wanted)), "stopped": False}


def read_value(became: list[dict[str, Any]]) -> dict[str, Any]:
    """What became of the reports of an upload, counted."""
    fates = [one["became"] for one in became]
    return {
        "coded": fates.count("coded"),
        "held": fates.count("held"),
        "set_aside": fates.count("set aside"),
        "reports": became,
    }


def _checked(model: type[_T], given: dict[str, Any]) -> _T:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Problem(422, str(first["msg"]), where=where, found=repr(first.get("input"))[:200]) from None


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
