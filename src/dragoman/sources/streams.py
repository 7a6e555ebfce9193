"""Bytes read once, from front to back, in bounded memory: with a look at the head, unpacked, recoded.

A gzip file of a few kilobytes can unpack to terabytes. It is read as far as a report can be believed
in: `FILE_LIMIT` bytes always, and beyond that 200 times what has been read of the packed file.
"""

import codecs
import gzip
import io
from typing import Protocol

from dragoman.errors import ReportError
from dragoman.sources.raw import FILE_LIMIT

HEAD = 65_536
"""Bytes looked at to tell what kind of file it is."""
MOST_TIMES_ITS_SIZE = 200
"""Text packs to a third or a tenth; a log of one repeated line to a hundredth; a bomb to a thousandth."""

_GZIP = b"\x1f\x8b"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Readable(Protocol):
    """Anything with bytes in it: a file, a pipe, standard input."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


def open_stream(source: Readable) -> tuple[bytes, io.BufferedReader, str | None]:
    """The head, the whole stream with the head in it again, and the encoding where the bytes were recoded.

    A gzip file is unpacked; UTF-16 and UTF-32 with a byte order mark become UTF-8, and a UTF-8 mark goes.

    Raises:
        ReportError, OSError, EOFError, zlib.error, UnicodeError: here or while reading on: a bomb, a
            damaged or truncated gzip file, text that breaks its encoding.
    """
    head, stream = _look_ahead(source)
    if head.startswith(_GZIP):
        head, stream = _look_ahead(_Unpacked(stream))
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head, stream = _look_ahead(_Recoded(stream, encoding))
            return head, stream, "utf-8"
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
        return head[len(codecs.BOM_UTF8) :], stream, "utf-8"
    return head, stream, None


def read_whole(stream: io.BufferedReader, limit: int) -> bytes:
    """All the bytes to the end.

    Raises:
        ReportError: there are more than `limit`.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReportError(
            f"longer than {limit // 1_000_000} MB",
            expected="a report, or JSON Lines with one report a line",
            next_step="cut it into its reports",
        )
    return data


def _look_ahead(source: Readable) -> tuple[bytes, io.BufferedReader]:
    pieces: list[bytes] = []
    missing = HEAD
    while missing > 0 and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    head = b"".join(pieces)
    return head, io.BufferedReader(_Chained(head, source), HEAD)


class _OneWay(io.RawIOBase):
    """A raw stream made of `_next`, which gives some bytes at a time and none at the end."""

    def __init__(self) -> None:
        self._rest = b""

    def _next(self) -> bytes:
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = self._next()
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


class _Chained(_OneWay):
    """The head that was looked at, then what follows it."""

    def __init__(self, head: bytes, source: Readable) -> None:
        super().__init__()
        self._rest, self._source = head, source

    def _next(self) -> bytes:
        return self._source.read(HEAD)


class _Unpacked(_OneWay):
    """The content of a gzip file, as long as it is in proportion to the file."""

    def __init__(self, packed: Readable) -> None:
        super().__init__()
        self._packed = _Counted(packed)
        self._file = gzip.GzipFile(fileobj=self._packed)  # type: ignore[arg-type]
        self._length = 0

    def _next(self) -> bytes:
        data = self._file.read(HEAD)
        self._length += len(data)
        if self._length > FILE_LIMIT and self._length > MOST_TIMES_ITS_SIZE * self._packed.length:
            raise ReportError(
                "a gzip file that unpacks to far more than reports do",
                found=f"{self._length:,} bytes out of {self._packed.length:,}, and more to come",
                expected=f"at most {MOST_TIMES_ITS_SIZE} times its size",
            )
        return data

    def read(self, size: int = -1, /) -> bytes:
        return super().read(size) or b""


class _Counted:
    """Counts what is read of a packed file."""

    def __init__(self, source: Readable) -> None:
        self._source, self.length = source, 0

    def read(self, size: int = HEAD, /) -> bytes:
        data = self._source.read(size)
        self.length += len(data)
        return data


class _Recoded(_OneWay):
    """Text in another Unicode encoding, as UTF-8 without its byte order mark."""

    def __init__(self, source: Readable, encoding: str) -> None:
        super().__init__()
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def _next(self) -> bytes:
        while data := self._source.read(HEAD):
            if text := self._decoder.decode(data):
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()

    def read(self, size: int = -1, /) -> bytes:
        return super().read(size) or b""
