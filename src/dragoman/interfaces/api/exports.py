"""The record in the formats of others over HTTP: /v1/export/FORMAT, with the filters of claims.

The formats are those of `exchange/formats.py`. An export is written whole before it is sent, so that one that
fails is a problem and no half file; what does not fit into a little memory is kept on disk until it is sent.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from dragoman.errors import DragomanError
from dragoman.exchange.formats import FORMATS, Format, writer_of
from dragoman.interfaces.answers import question_named
from dragoman.interfaces.api.problems import Problem
from dragoman.interfaces.api.questions import RESPONSES, asked_from, filters_of, record_of

IN_MEMORY = 4_000_000
"""Bytes of an export held in memory; more go to a file of the system's."""
AT_ONCE = 1 << 16

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+", re.ASCII)


def router() -> APIRouter:
    """The addresses, one a format."""
    made = APIRouter(prefix="/v1/export", tags=["exports"])
    for one in FORMATS:
        if one.writes:
            made.add_api_route(
                f"/{one.name}",
                _endpoint(one),
                methods=["GET"],
                operation_id=f"export_{one.name.replace('-', '_')}",
                summary=f"Export: {one.says}",
                description=f"The claims that the filters leave as {one.name}: {one.says}.",
                response_model=None,
                responses={
                    **RESPONSES,
                    200: {"content": {one.media_type: {"schema": {"type": "string", "format": "binary"}}}},
                },
            )
    return made


def _endpoint(wanted: Format) -> Callable[..., Response]:
    entry = question_named("claims")

    def export(request: Request, given: Annotated[BaseModel, Query()]) -> Response:
        values = {n: v for n, v in given.model_dump(by_alias=True).items() if n != "cursor"}
        asked = asked_from(entry, values)
        question = (asked if "limit" in request.query_params else replace(asked, limit=None)).question()
        record = record_of(request)
        from dragoman.exchange.holding import held_in

        out = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it was sent
        try:
            try:
                write = writer_of(wanted)
            except ModuleNotFoundError as error:
                raise _missing(wanted, error.name) from None
            try:
                written = write(held_in(record, question), cast(BinaryIO, out))
            except ModuleNotFoundError as error:
                raise _missing(wanted, error.name) from None
        except (DragomanError, Problem, OSError):
            out.close()
            raise
        left = "; ".join(f"{count} {reason}" for reason, count in sorted(written.left_out.items()))
        headers = {
            "Content-Disposition": f'attachment; filename="{file_name(record.path.stem, wanted)}"',
            "Dragoman-Rows": str(written.rows),
            **({"Dragoman-Left-Out": left.encode("ascii", "replace").decode()} if left else {}),
        }
        return StreamingResponse(_sent(cast(BinaryIO, out)), media_type=wanted.media_type, headers=headers)

    export.__annotations__["given"] = Annotated[filters_of(entry), Query()]
    return export


def file_name(record: str, wanted: Format) -> str:
    """What the file of an export is called.

    >>> file_name("grain talks", FORMATS[1])
    'grain-talks.csv'
    """
    return f"{_NOT_IN_A_NAME.sub('-', record).strip('-.') or 'record'}.{wanted.ending}"


def _missing(wanted: Format, module: str | None) -> Problem:
    if (module or "").startswith("dragoman."):
        return Problem(501, f"this program does not write {wanted.name} yet")
    return Problem(
        501, f"{wanted.name} needs a package that is not installed", found=str(module),
        next_step="pip install 'dragoman[exchange]'",
    )  # fmt: skip


def _sent(out: BinaryIO) -> Iterator[bytes]:
    with out:
        out.seek(0)
        while piece := out.read(AT_ONCE):
            yield piece
