"""Pages and files from an address, when the user gives one to `read`.

Only this module and `web`, for the feeds that `watch` is given, open a socket.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.errors import ReportError
from dragoman.sources.raw import FILE_LIMIT
from dragoman.sources.web import AGENT

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

TIME_OUT = 30.0
"""Seconds for the whole answer."""
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at an address: where it was found in the end, its bytes, and the encoding it declares."""

    url: str
    charset: str | None
    data: bytes


def is_address(path: str) -> bool:
    """Whether the user means a web address and not a file."""
    return path.lower().startswith(("http://", "https://"))


def fetch(url: str) -> Answer:
    """What stands at `url`; redirects are followed to http and https addresses only.

    Raises:
        ReportError: no answer in `TIME_OUT` seconds, a refusal, or more than `FILE_LIMIT` bytes.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    began = time.monotonic()
    pieces: list[bytes] = []
    length = 0
    try:
        request = Request(url, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"})
        with _opener().open(request, timeout=TIME_OUT) as answer:
            while piece := answer.read1(_PIECE):
                pieces.append(piece)
                length += len(piece)
                if length > FILE_LIMIT:
                    raise ReportError("too long to be read", expected=f"at most {FILE_LIMIT // 1_000_000} MB")
                if time.monotonic() - began > TIME_OUT:
                    raise ReportError(
                        "too slow", found=f"{length:,} bytes in {TIME_OUT:.0f} seconds", next_step="try later"
                    )
            return Answer(answer.url, answer.headers.get_content_charset(), b"".join(pieces))
    except HTTPError as error:
        error.close()
        raise ReportError(
            "refused", found=f"HTTP status {error.code} {error.reason}", expected="200"
        ) from error
    except URLError as error:
        raise ReportError("cannot be reached", found=str(error.reason), next_step="try later") from error
    except (OSError, HTTPException) as error:
        found = str(error) or type(error).__name__
        raise ReportError("cannot be reached", found=found, next_step="try later") from error
    except ValueError as error:
        raise ReportError("no address", found=str(error), expected="http://… or https://…") from error


def _opener() -> "OpenerDirector":
    """As urllib's own, but it knows no file:, ftp: or data: addresses to be redirected to."""
    from urllib import request

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.UnknownHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPRedirectHandler,
        request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener
