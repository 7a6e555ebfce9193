"""Text of reports made fit for a terminal: what would steer it, or turn letters round, shows as text.

>>> on_one_line("Talks\\n resume\\x1b[31m")
'Talks resume\\\\x1b[31m'
"""

import json
import re

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with control characters (save tab and line feed) and marks of direction written as escapes."""
    return _STEERING.sub(_escape, text.replace("\r\n", "\n"))


def on_one_line(text: str) -> str:
    """The same, runs of white space one space."""
    return printable(" ".join(text.split()))


def json_line(value: object) -> str:
    """Compact JSON, letters as they are, so written that nobody splits the line and no terminal obeys it.

    >>> json_line({"text": "Kyiv\\u2028\\x9b1m"})
    '{"text":"Kyiv\\\\u2028\\\\u009b1m"}'
    """
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def _escape(match: "re.Match[str]") -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def counted(count: int, noun: str) -> str:
    """A number and what it counts.

    >>> counted(1, "claim"), counted(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
