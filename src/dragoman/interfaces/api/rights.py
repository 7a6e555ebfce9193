"""Who may write: those who show the token, as a bearer over the API or as a session on the pages.

A session is a cookie that only this server can have made; it is sent to this server alone (SameSite=Strict)
and cannot be read by scripts. A form must besides come from one of our own pages, which the browser tells.
"""

import hashlib
import hmac
from urllib.parse import urlsplit

from fastapi import Request
from starlette.responses import Response

from dragoman.interfaces.api.problems import Problem

COOKIE = "dragoman_session"
SESSION_SECONDS = 12 * 3600


def may_write(request: Request) -> bool:
    """Has whoever asks shown the token?"""
    token = request.app.state.token
    if token is None:
        return False
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return _same(shown.strip(), token)
    return _same(request.cookies.get(COOKIE, ""), _session(token)) and _from_our_pages(request)


def needs_token(request: Request) -> None:
    """Refuse whoever has not shown the token; a dependency of every address that writes.

    Raises:
        Problem: 403 where the server is read-only, 401 where the token is missing or wrong.
    """
    if request.app.state.token is None:
        raise Problem(403, "this server only reads", next_step="start it with --token-file FILE to write")
    if not may_write(request):
        raise Problem(
            401,
            "the token is missing or wrong",
            {"WWW-Authenticate": "Bearer"},
            next_step="send it as Authorization: Bearer TOKEN, or sign in at /sign-in",
        )


def sign_in(request: Request, response: Response, shown: str) -> bool:
    """Begin a session where the token shown is the right one; was it?"""
    token = request.app.state.token
    if token is None or not _same(shown, token) or not _from_our_pages(request):
        return False
    secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE, _session(token), SESSION_SECONDS, secure=secure, httponly=True, samesite="strict"
    )
    return True


def _session(token: str) -> str:
    return hmac.new(token.encode(), b"dragoman session", hashlib.sha256).hexdigest()


def _same(shown: str, right: str) -> bool:
    return hmac.compare_digest(shown.encode("utf-8", "replace"), right.encode())


def _from_our_pages(request: Request) -> bool:
    """Reading may come from anywhere; what changes something must come from this server's own pages."""
    if request.method in ("GET", "HEAD"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")
