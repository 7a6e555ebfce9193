"""The application: the record, its questions, its pages, and who may ask what.

    app = build_app(Path("talks.record"))                       # read only
    app = build_app(Path("talks.record"), token="…")            # corrections and uploads with the token

Without a token nothing can be written. The record is opened once; questions run in threads, each with a
connection of its own, and a reader beside them does not hold them up.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from dragoman import __version__
from dragoman.interfaces.api import exports, problems, questions, writing
from dragoman.interfaces.api.guards import Guards, Limits
from dragoman.interfaces.api.incoming import IncomingReports
from dragoman.store import open_record
from dragoman.store.address import Address

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
"""Host names answered to on this machine; others would let a foreign page ask under a name of its own."""


def build_app(
    record: Path | Address,
    *,
    token: str | None = None,
    hosts: frozenset[str] | None = LOCAL_NAMES,
    limits: Limits | None = None,
) -> FastAPI:
    """The application over the record at `record`.

    Args:
        record: the record, a file or the address of a database.
        token: what must be shown to write; None lets nobody write.
        hosts: host names that are answered to; None answers to all.
        limits: how much one client may ask; None takes the usual.

    Raises:
        RecordError: there is no such record, or it cannot be used.
    """
    from dragoman.interfaces.web import pages

    opened = open_record(record, create=False)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.incoming.close()
        opened.close()

    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description="A record of diplomacy and conflict: sourced claims, each with the words it rests on.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.record, app.state.token = opened, token
    app.state.incoming = IncomingReports(opened)
    problems.install(app)
    app.include_router(questions.router())
    app.include_router(exports.router())
    app.include_router(writing.router())
    pages.install(app)
    app.add_middleware(Guards, state=opened.state, hosts=hosts, limits=limits or Limits())
    return app
