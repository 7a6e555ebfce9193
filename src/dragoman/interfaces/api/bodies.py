"""The bodies of requests that write: read whole, within the limit of size, as bytes, JSON or a form."""

import json
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.requests import ClientDisconnect

from dragoman.interfaces.api.problems import Problem

MOST_FIELDS = 100


async def body_of(request: Request) -> bytes:
    """The body.

    Raises:
        Problem: 413 where it grows beyond the limit of size, or breaks off.
    """
    try:
        return await request.body()
    except ClientDisconnect:
        raise Problem(413, "the body is too large, or breaks off") from None


async def json_of(request: Request) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        Problem: 422 where it is none.
    """
    data = await body_of(request)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Problem(422, "the body is not JSON", expected="a JSON object") from None
    if not isinstance(value, dict):
        raise Problem(422, "not a JSON object", found=type(value).__name__, expected="a JSON object")
    return value


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form of one of our pages; of several of one name, the last.

    Raises:
        Problem: 422 where it is no form.
    """
    data = await body_of(request)
    try:
        fields = parse_qsl(data.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Problem(422, "the body is not a form") from None
    return {name: value.replace("\r\n", "\n") for name, value in fields}
