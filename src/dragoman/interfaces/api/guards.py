"""What stands between the network and the questions: hosts, sizes, rates, headers and ETags.

One ASGI layer around the application. It answers for itself only to refuse, or to say that nothing has
changed since the asker last asked.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman import __version__
from dragoman.interfaces.api.problems import answer, details

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy: nothing from elsewhere, nothing inline."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

CLIENTS_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one client may ask.

    Attributes:
        body: bytes of a request's body.
        address: characters of a request's path and query.
        per_second, burst: requests a second in the long run, and at once.
    """

    body: int = 8_000_000
    address: int = 8_000
    per_second: float = 50.0
    burst: int = 300


class Guards:
    """The layer. `state` gives what changes with the record; `hosts` are the names answered to."""

    def __init__(
        self, app: ASGIApp, *, state: Callable[[], str], hosts: frozenset[str] | None, limits: Limits
    ) -> None:
        self._app, self._state, self._hosts, self._limits = app, state, hosts, limits
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        tag = await self._tag(scope, headers)
        if tag and tag in [given.strip() for given in headers.get("if-none-match", "").split(",")]:
            await Response(status_code=304, headers={"ETag": tag})(scope, receive, _with_headers(send))
            return
        await self._app(scope, _bounded(receive, self._limits.body), _with_headers(send, tag))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        path = scope["path"]
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        if self._hosts is not None and host.strip("[]") not in self._hosts:
            return answer(details(421, "this server does not answer to that host name", path))
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > self._limits.address:
            return answer(details(414, f"the address is longer than {self._limits.address} characters"))
        size = headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > self._limits.body:
            return answer(details(413, f"the body is larger than {self._limits.body} bytes", path))
        wait = self._wait(scope["client"][0] if scope.get("client") else "")
        if wait > 0:
            return answer(details(429, "too many requests", path), {"Retry-After": str(int(wait) + 1)})
        return None

    def _wait(self, client: str) -> float:
        """Seconds until this client may ask again; 0 where it may now. A bucket that fills with time."""
        now = time.monotonic()
        left, seen = self._buckets.pop(client, (float(self._limits.burst), now))
        left = min(self._limits.burst, left + (now - seen) * self._limits.per_second)
        allowed = left >= 1
        self._buckets[client] = (left - 1 if allowed else left, now)
        if len(self._buckets) > CLIENTS_REMEMBERED:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._limits.per_second

    async def _tag(self, scope: Scope, headers: Headers) -> str | None:
        """What stands for the answer as long as the record does not change; None where nothing can."""
        if scope["method"] not in ("GET", "HEAD") or scope["path"].startswith("/static/"):
            return None
        from starlette.concurrency import run_in_threadpool

        state = await run_in_threadpool(self._state)
        parts = (
            __version__, state, scope["path"], scope["query_string"].decode("latin-1"),
            headers.get("accept", ""), headers.get("cookie", ""), headers.get("authorization", ""),
        )  # fmt: skip
        return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def is_local(host: str) -> bool:
    """Is this an address that only this machine can reach?

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0"), is_local("::1")
    (True, True, False, True)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _bounded(receive: Receive, most: int) -> Receive:
    """The body, cut off where it grows beyond what it said it was."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            return {"type": "http.disconnect"}
        return message

    return take


def _with_headers(send: Send, tag: str | None = None) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if tag and message["status"] == 200:
                headers["ETag"] = tag
            if "etag" in headers:
                headers.setdefault("Cache-Control", "private, no-cache")
                headers.setdefault("Vary", "Accept, Cookie, Authorization")
            else:
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return told
