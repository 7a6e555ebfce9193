"""The addresses of the API: one for each question of `interfaces/answers.py`, and one claim, event or report.

An answer is an object: `rows` (plain values, each with its words), `total`, `about` (what is said beside the
rows), `notes`, and `next`: the cursor of the next rows, null where there are none. `.csv` behind the name
gives the rows as a table.
"""

import base64
import binascii
import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from dragoman.errors import SettingsError
from dragoman.interfaces.answers import FILTERS, MOST_ROWS, QUESTIONS, ROWS, Answer, Asked, Entry, line_of
from dragoman.interfaces.api.problems import MEDIA_TYPE, PROBLEM_SCHEMA, Problem
from dragoman.interfaces.things import THINGS, NotHeldError, Thing, about
from dragoman.store import Record

_PROBLEM: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    422: {"description": "A filter has a value that there is not.", **_PROBLEM},
    "4XX": {"description": "Refused.", **_PROBLEM},
    503: {"description": "The record cannot be used.", **_PROBLEM},
}


class Rows(BaseModel):
    """A piece of an answer."""

    rows: list[dict[str, Any]] = Field(description="Plain values, each with the words it rests on.")
    total: int = Field(description="How many rows there are in all.")
    about: dict[str, Any] = Field(description="What is said beside the rows.")
    notes: list[str] = Field(description="What the reader should know of how the question was understood.")
    next: str | None = Field(description="The cursor of the next rows; null where there are none.")


class Reach(BaseModel):
    """Days of the first and last report (null where it has none), and how many reports there are."""

    first: str | None
    last: str | None
    reports: int


class About(BaseModel):
    """What a record is."""

    name: str = Field(description="The file's name.")
    version: str = Field(description="The version of the program.")
    licence: str
    record: Reach
    reports: int
    claims: int
    corrections: int
    state: str = Field(description="Changes whenever the record does.")


NEWEST_OF_AN_ACTOR = 20
"""Claims listed with an actor."""


def router() -> APIRouter:
    """The addresses."""
    made = APIRouter(prefix="/v1")
    for entry in QUESTIONS:
        for ending in ("", ".csv"):
            made.add_api_route(
                f"/{entry.name}{ending}",
                _endpoint(entry, as_csv=bool(ending)),
                methods=["GET"],
                name=f"{entry.name}{ending}",
                operation_id=entry.name + ending.replace(".", "_"),
                summary=entry.title + (" as CSV" if ending else ""),
                description=entry.says,
                tags=["questions"],
                response_model=None,
                responses={
                    **RESPONSES,
                    200: {"content": {"text/csv": {"schema": {"type": "string"}}}}
                    if ending
                    else {"model": Rows},
                },
            )
    for thing in THINGS:
        made.add_api_route(
            thing.path.removeprefix("/v1"),
            _endpoint_of(thing),
            methods=["GET"],
            name=thing.tool,
            operation_id=f"one_{thing.tool}",
            summary=thing.title,
            description=thing.says,
            tags=["one by one"],
            response_model=None,
            responses={
                **RESPONSES,
                200: {"content": {"application/json": {"schema": {"type": "object"}}}},
                404: {"description": "The record has no such thing.", **_PROBLEM},
            },
        )

    @made.get("", operation_id="about", summary="About", tags=["about"], response_model=About)
    def told_about(request: Request) -> dict[str, Any]:
        """What this record is: how far it reaches, how much it holds, and the version of the program."""
        return about(record_of(request))

    return made


def asked_from(entry: Entry | Thing, given: dict[str, Any]) -> Asked:
    """The question that filters in an address ask.

    Raises:
        SettingsError: a filter that this question does not take, or a broken cursor.
    """
    values = {name: value for name, value in given.items() if value not in (None, "", False)}
    cursor, limit = values.pop("cursor", None), values.pop("limit", ROWS)
    strange = [name for name in values if name not in entry.takes]
    if strange:
        raise SettingsError(
            f"{entry.name} takes no such filter", found=strange[0], expected=", ".join(entry.takes)
        )
    return Asked(values, offset_of(cursor), limit)


def cursor_at(offset: int) -> str:
    """An opaque mark of a place in an answer.

    >>> offset_of(cursor_at(50))
    50
    """
    return base64.urlsafe_b64encode(json.dumps({"after": offset}).encode()).decode().rstrip("=")


def offset_of(cursor: str | None) -> int:
    """The place that a cursor marks; 0 where there is none.

    Raises:
        SettingsError: it is not one of ours.
    """
    if not cursor:
        return 0
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        offset = told["after"]
        if not isinstance(offset, int) or not 0 <= offset < 2**53:
            raise ValueError
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        raise SettingsError(
            "not a cursor", found=repr(cursor[:40]), next_step="begin again without it"
        ) from None
    return offset


def as_values(answer: Answer, asked: Asked) -> dict[str, Any]:
    """An answer as the API gives it."""
    end = asked.offset + len(answer.rows)
    return {
        "rows": list(answer.rows),
        "total": answer.total,
        "about": dict(answer.about),
        "notes": list(answer.notes),
        "next": cursor_at(end) if answer.rows and end < answer.total else None,
    }


def as_csv(entry: Entry, answer: Answer) -> str:
    """The rows as CSV with a head; cells that a spreadsheet would take for a formula are set off."""
    lines = [line_of(entry, row) for row in answer.rows]
    columns = list(dict.fromkeys(name for line in lines for name in line))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_cell(line.get(name)) for name in columns])
    return out.getvalue()


def _cell(value: object) -> object:
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _endpoint(entry: Entry, *, as_csv: bool) -> Callable[..., Response]:
    filters = filters_of(entry)
    written = globals()["as_csv"]

    def answer(request: Request, given: Annotated[BaseModel, Query()]) -> Response:
        asked = asked_from(entry, given.model_dump(by_alias=True))
        found = entry.answer(record_of(request), asked)
        if as_csv:
            return Response(written(entry, found), media_type="text/csv; charset=utf-8")
        return JSONResponse(as_values(found, asked))

    answer.__annotations__["given"] = Annotated[filters, Query()]
    return answer


def _endpoint_of(thing: Thing) -> Callable[..., Response]:
    filters = filters_of(thing)
    key = Annotated[str, Path(alias="id", min_length=1, max_length=1000, description=thing.key)]

    def one(request: Request, given: Annotated[BaseModel, Query()], named: str = "") -> Response:
        asked = replace(asked_from(thing, given.model_dump(by_alias=True)), limit=NEWEST_OF_AN_ACTOR)
        try:
            return JSONResponse(thing.value(record_of(request), named, asked))
        except NotHeldError as error:
            told = {"found": error.found, "expected": error.expected, "next_step": error.next_step}
            raise Problem(404, error.what, None, **{k: v for k, v in told.items() if v}) from None

    one.__annotations__["given"] = Annotated[filters, Query()]
    if thing.key:
        one.__annotations__["named"] = key
        one.__defaults__ = None
        return one

    def only(request: Request, given: Annotated[BaseModel, Query()]) -> Response:
        return one(request, given, "")

    only.__annotations__["given"] = Annotated[filters, Query()]
    return only


def filters_of(entry: Entry | Thing) -> type[BaseModel]:
    """The filters of a question as a model of its address."""
    fields: dict[str, Any] = {}
    kinds: dict[str, Any] = {"words": str, "number": int, "share": float, "yes": bool}
    bounds: dict[str, dict[str, Any]] = {"words": {"max_length": 1000}, "share": {"ge": 0, "le": 1}}
    for name in entry.takes:
        about = FILTERS[name]
        kind, bounded = kinds[about.kind], bounds.get(about.kind, {})
        if about.choices:
            kind, bounded = cast(type[str], Literal[about.choices]), {}
        said: dict[str, Any] = {"alias": name, "description": about.says, "examples": [about.example]}
        if isinstance(entry, Entry) and name in entry.needs:
            fields[f"given_{name}"] = (kind, Field(**said, **bounded))
        else:
            fields[f"given_{name}"] = (kind | None, Field(None, **said, **bounded))
    if isinstance(entry, Entry):
        fields["limit"] = (int, Field(ROWS, ge=1, le=MOST_ROWS, description="rows at most"))
        fields["cursor"] = (str | None, Field(None, max_length=200, description="`next` of the rows before"))
    name = entry.name.title().replace("-", "") + ("Filters" if isinstance(entry, Entry) else "OneFilters")
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def record_of(request: Request) -> Record:
    """The record that the application serves."""
    return request.app.state.record
