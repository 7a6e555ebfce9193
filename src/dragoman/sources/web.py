"""One request to a web server, bounded in every direction: time, bytes, redirects, and whom it may reach.

A feed is read unattended for months, so what stands at its address is not trusted: the server may be
slow, endless, or send a bomb; its name may come to point into the reader's own network. Every hop is
looked up once, each address found is checked, and the connection goes to the address that was checked,
so that a name cannot change between the look and the visit. Only http and https; proxies are not used.

The standard library does this plainly. The client libraries at hand take neither a limit for the whole
answer nor an address that was looked up beforehand.
"""

import io
import socket
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from dragoman.errors import ReportError

if TYPE_CHECKING:
    from http.client import HTTPResponse

AGENT = "Dragoman/0.1 (reads news reports)"
"""What every request says of itself; robots.txt speaks to it as `dragoman`."""
REDIRECTS = 5
PERMANENT, PASSING = (301, 308), (302, 303, 307)
_PIECE = 65_536
_ADDRESSES = 4
"""Of a name with many addresses so many are tried."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost.

    Attributes:
        connect, read, whole: seconds to be connected, to wait for the next bytes, and for all of it.
        packed, unpacked: bytes as they come, and after unpacking.
    """

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    packed: int = 10_000_000
    unpacked: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said.

    Attributes:
        url: where it was said.
        headers: by lower-case name; of a header given twice, the first.
        data: the body, unpacked; empty unless the status is 200.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""

    @property
    def charset(self) -> str | None:
        """The encoding declared beside the bytes."""
        from email.message import Message

        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


class UnansweredError(ReportError):
    """There is no answer. `lasting`: asking again will not help (a refusal of ours, not a failure)."""

    def __init__(
        self, what: str, *, found: str = "", expected: str = "", next_step: str = "", lasting: bool = False
    ) -> None:
        self.lasting = lasting
        super().__init__(what, found=found, expected=expected, next_step=next_step)


def plain_address(url: str) -> str:
    """The address as it is asked for: its host in lower case and ASCII, its path escaped, no fragment.

    >>> plain_address("HTTPS://Example.org:443#top"), plain_address("http://example.org/a b?q=ü")
    ('https://example.org/', 'http://example.org/a%20b?q=%C3%BC')

    Raises:
        UnansweredError: no http or https address, or one with a name and password in it.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
        if host and ":" not in host:
            host = host.encode("idna").decode() if not host.isascii() else host
    except (ValueError, UnicodeError) as error:
        raise UnansweredError("no address", found=str(error), expected="https://…", lasting=True) from error
    if parts.scheme not in ("http", "https") or not host:
        raise UnansweredError("no web address", found=repr(url[:200]), expected="https://…", lasting=True)
    if parts.username is not None or parts.password is not None:
        raise UnansweredError("an address with a name or password in it", expected="https://…", lasting=True)
    where = f"[{host}]" if ":" in host else host
    if port and port != {"http": 80, "https": 443}[parts.scheme]:
        where += f":{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]|")
    return urlunsplit((parts.scheme, where, path, query, ""))


def site_of(url: str) -> str:
    """Scheme, host and port of a plain address: what a robots.txt speaks for."""
    return url[: url.index("/", url.index("//") + 2)]


def redirect_of(reply: Reply) -> str | None:
    """Where the reply sends us, as a plain address; None where it sends nowhere.

    Raises:
        UnansweredError: it sends out of the web, or from https back to http.
    """
    if reply.status not in PERMANENT + PASSING or not (to := reply.headers.get("location", "").strip()):
        return None
    try:
        target = plain_address(urljoin(reply.url, to))
    except ValueError as error:
        raise UnansweredError("a redirect to no address", found=repr(to[:200]), lasting=True) from error
    if reply.url.startswith("https:") and not target.startswith("https:"):
        raise UnansweredError("a redirect from https to http", found=target, lasting=True)
    return target


def request(
    url: str, *, headers: Mapping[str, str] | None = None, limits: Limits, allow_private: bool = False
) -> Reply:
    """Ask once; redirects are not followed.

    Args:
        url: a plain address.
        headers: beside User-Agent, Accept-Encoding and Connection.
        allow_private: addresses of this machine and of private networks, too.

    Raises:
        UnansweredError: no connection, no sense, or over a limit.
    """
    from http.client import HTTPConnection, HTTPException

    parts = urlsplit(url)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    deadline = time.monotonic() + limits.whole
    sock: socket.socket | None = None
    try:
        sock = _connected(host, parts.port or (443 if is_secure else 80), limits, deadline, allow_private)
        if is_secure:
            import ssl

            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = HTTPConnection(host, parts.port)
        connection.sock = _Bounded(sock, limits.read, deadline)
        sent = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close", **(headers or {})}
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", parts.netloc)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        said: dict[str, str] = {}
        for name, value in answer.getheaders():
            said.setdefault(name.lower(), value)
        if answer.status != 200:
            return Reply(url, answer.status, said)
        return Reply(url, 200, said, _body(answer, said.get("content-encoding", ""), limits))
    except TimeoutError as error:
        raise UnansweredError(
            "too slow", found=f"no whole answer in {limits.whole:g} seconds", next_step="it is tried later"
        ) from error
    except zlib.error as error:
        raise UnansweredError(
            "a damaged gzip body", found=str(error), next_step="it is tried later"
        ) from error
    except UnicodeError as error:
        raise UnansweredError("no address", found=str(error), lasting=True) from error
    except HTTPException as error:
        raise UnansweredError(
            "an answer that is no HTTP, or breaks off",
            found=f"{type(error).__name__} {error}".strip()[:200],
            next_step="it is tried later",
        ) from error
    except (OSError, ValueError) as error:
        found = str(error)[:200] or type(error).__name__
        raise UnansweredError("cannot be reached", found=found, next_step="it is tried later") from error
    finally:
        if sock is not None:
            sock.close()


def is_public(address: str) -> bool:
    """Whether an IP address stands in the open internet, also where it is wrapped in another.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False]
    """
    from ipaddress import IPv4Address, IPv6Address, ip_address

    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found.packed[:12] == bytes.fromhex("0064ff9b") + bytes(8):
            inner = IPv4Address(found.packed[12:])
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast


def _connected(host: str, port: int, limits: Limits, deadline: float, allow_private: bool) -> socket.socket:
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not allow_private:
        for info in infos:
            if not is_public(str(info[4][0])):
                raise UnansweredError(
                    "an address of this machine or of a private network",
                    found=f"{host} at {info[4][0]}",
                    next_step="--allow-private lets it be asked",
                    lasting=True,
                )
    failed: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in infos[:_ADDRESSES]:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max(0.001, min(limits.connect, deadline - time.monotonic())))
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            failed = error
    raise failed


class _Bounded:
    """A socket as http.client wants one, of which no read outlives the deadline."""

    def __init__(self, sock: socket.socket, patience: float, deadline: float) -> None:
        self._sock, self._patience, self._deadline = sock, patience, deadline

    def sendall(self, data: bytes) -> None:
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self._sock, self._patience, self._deadline), _PIECE)

    def close(self) -> None:
        """Nothing: who opened the socket closes it, when the body has been read."""


class _Reading(io.RawIOBase):
    def __init__(self, sock: socket.socket, patience: float, deadline: float) -> None:
        super().__init__()
        self._sock, self._patience, self._deadline = sock, patience, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(min(self._patience, left))
        return self._sock.recv_into(buffer)


def _body(answer: "HTTPResponse", coding: str, limits: Limits) -> bytes:
    """The body, unpacked piece by piece, so that a bomb is known before it has gone off."""
    coding = coding.strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise UnansweredError("a body packed in a way that is not read", found=coding[:40], expected="gzip")
    unpack = zlib.decompressobj(wbits=47) if coding not in ("", "identity") else None
    whole = bytearray()
    came = 0
    while piece := answer.read1(_PIECE):
        came += len(piece)
        if came > limits.packed:
            raise UnansweredError("too long to be read", expected=f"at most {limits.packed:,} bytes")
        room = limits.unpacked - len(whole) + 1
        whole += unpack.decompress(piece, room) if unpack else piece
        if len(whole) > limits.unpacked:
            raise UnansweredError(
                "too long to be read once unpacked", expected=f"at most {limits.unpacked:,} bytes"
            )
    declared = answer.headers.get("content-length", "")
    if declared.isdigit() and came < int(declared):
        raise UnansweredError(
            "the answer breaks off", found=f"{came:,} of {declared} bytes", next_step="it is tried later"
        )
    if unpack and not unpack.eof:
        raise UnansweredError("the gzip body breaks off", next_step="it is tried later")
    return bytes(whole)
