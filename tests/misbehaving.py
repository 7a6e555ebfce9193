"""A web server that misbehaves as a test tells it to, on this machine."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = bytes | Callable[[socket.socket, str], None]
FOUND = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


class Misbehaving:
    """Answers each path with bytes, or lets a function speak; notes each request as it came."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {"/robots.txt": b"HTTP/1.1 404 No\r\n\r\n"}
        self.requests: list[str] = []
        self.at_once, self._open = 0, 0
        self._lock = threading.Lock()
        self.ending = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.site = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def asked(self, path: str) -> list[str]:
        return [text for text in self.requests if text.split(" ")[1] == path]

    def close(self) -> None:
        self.ending.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client, suppress(OSError), self._counted() as over:
            text = b""
            while b"\r\n\r\n" not in text and (piece := client.recv(65_536)):
                text += piece
            if not text:
                return
            asked = text.decode()
            self.requests.append(asked)
            answer = self.answers.get(asked.split(" ")[1], b"HTTP/1.1 404 No\r\n\r\n")
            if callable(answer):
                answer(client, asked)
            else:
                # Over before its last byte is sent: who has that may ask again at once.
                client.sendall(answer[:-1])
                over()
                client.sendall(answer[-1:])
            over()
            client.shutdown(socket.SHUT_WR)

    @contextmanager
    def _counted(self) -> Iterator[Callable[[], None]]:
        """Counts this request as open until it is said to be over, or has ended."""
        is_over = False

        def over() -> None:
            nonlocal is_over
            with self._lock:
                self._open -= not is_over
            is_over = True

        with self._lock:
            self._open += 1
            self.at_once = max(self.at_once, self._open)
        try:
            yield over
        finally:
            over()


@contextmanager
def misbehaving() -> Iterator[Misbehaving]:
    server = Misbehaving()
    try:
        yield server
    finally:
        server.close()


def found(body: bytes | str, *headers: str) -> bytes:
    """A whole answer with status 200."""
    data = body.encode() if isinstance(body, str) else body
    lines = "".join(f"{line}\r\n" for line in (*headers, f"Content-Length: {len(data)}"))
    return FOUND + lines.encode() + b"\r\n" + data


def refused(status: int, *headers: str) -> bytes:
    lines = "".join(f"{line}\r\n" for line in headers)
    return f"HTTP/1.1 {status} Told\r\n{lines}\r\n".encode()


def feed(*items: str, title: str = "Gulf Wire") -> str:
    """An RSS feed of items that are given as their inner markup."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{inside}</channel></rss>'


def item(guid: str, words: str, more: str = "") -> str:
    return f"<guid>{guid}</guid><description>{words}</description>{more}"
