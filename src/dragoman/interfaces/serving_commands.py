"""The commands that serve the record: its API and its pages, and an assistant."""

import os
import sys
from pathlib import Path

from dragoman.errors import SettingsError
from dragoman.interfaces.arguments import Arguments, add_record, record_path
from dragoman.store.address import Address

PORT = 8765
SHORTEST_TOKEN = 16


def serve(words: list[str]) -> int:
    """`dragoman serve`; gives the exit code."""
    parser = Arguments("serve", "Serve the record on this machine: pages to read, and the API under /v1.")
    add_record(parser)
    parser.add_argument("--port", metavar="N", type=int, default=PORT, help=f"the port ({PORT} unless said)")
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="the address to listen on; other machines can reach it only with a token set",
    )
    parser.add_argument(
        "--token-file",
        metavar="FILE",
        help="a file with the token that corrections and uploads need (or set DRAGOMAN_TOKEN); "
        "without one, nothing can be written",
    )
    given = parser.parse_args(words)
    token = _token(given.token_file)
    _needed_packages("fastapi", "uvicorn", "jinja2")
    from dragoman.interfaces.api.guards import is_local

    if not 0 <= given.port <= 65535:
        raise SettingsError("not a port", where="--port", found=str(given.port), expected="0 to 65535")
    if not is_local(given.host) and token is None:
        raise SettingsError(
            "other machines could reach this address, and no token is set",
            where="--host",
            found=given.host,
            next_step="leave --host out, or give --token-file FILE",
        )
    return _run(record_path(given.record), given.host, given.port, token, local=is_local(given.host))


def mcp(words: list[str]) -> int:
    """`dragoman mcp`; gives the exit code."""
    parser = Arguments(
        "mcp",
        "Answer an assistant over standard input and output (Model Context Protocol): the same questions as "
        "tools that only read, each row with its quotation and address.",
    )
    add_record(parser)
    parser.add_argument(
        "--pages",
        metavar="URL",
        help="the address of a `dragoman serve`, for the addresses of quotations (else dragoman://report/ID)",
    )
    given = parser.parse_args(words)
    _needed_packages("mcp", "anyio", "fastapi")
    from dragoman.interfaces.assistant_tools import SCHEME, serve_assistants
    from dragoman.store import open_record

    if given.pages and not given.pages.startswith(("http://", "https://")):
        raise SettingsError(
            "not an address of pages", where="--pages", found=given.pages, expected="http://…"
        )
    with open_record(record_path(given.record), create=False) as record:
        serve_assistants(record, given.pages or SCHEME)
    return 0


def _run(record: Path | Address, host: str, port: int, token: str | None, *, local: bool) -> int:
    import uvicorn

    from dragoman.interfaces.api.app import LOCAL_NAMES, build_app

    app = build_app(record, token=token, hosts=LOCAL_NAMES | {host} if local else None)
    settings = uvicorn.Config(app, host, port, log_level="warning", access_log=False, server_header=False)
    server = uvicorn.Server(settings)
    try:
        listening = settings.bind_socket()
    except SystemExit:
        raise SettingsError(
            "the port is in use", where=f"{host}:{port}", next_step="give another with --port"
        ) from None
    shown = f"[{host}]" if ":" in host else host
    rights = "reading, and writing with the token" if token else "reading only"
    print(
        f"{record} at http://{shown}:{listening.getsockname()[1]}/ ({rights}); stop with Ctrl-C", flush=True
    )
    server.run([listening])
    return 0


def _token(file: str | None) -> str | None:
    """The token; None where none is set.

    Raises:
        SettingsError: the file cannot be read, or the token is too short to protect anything.
    """
    if file:
        try:
            token = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("the token cannot be read", where=file, found=str(error)) from None
    else:
        token = os.environ.get("DRAGOMAN_TOKEN", "").strip()
        if not token:
            return None
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
        raise SettingsError(
            "the token is too weak",
            where=file or "DRAGOMAN_TOKEN",
            expected=f"{SHORTEST_TOKEN} or more letters and digits",
        )
    return token


def _needed_packages(*names: str) -> None:
    from importlib.util import find_spec

    missing = [name for name in names if find_spec(name) is None]
    if missing:
        raise SettingsError(
            f"serving needs {', '.join(missing)}",
            next_step=f"install dragoman[serve] into {sys.prefix}, or use ./run serve, which does",
        )
