"""Reports and files that nobody would send: none may be lost, end the run, or take much longer than its like.

python benchmarks/fuzzing.py --reports 100000 --files 20000 [--workers 2] [--seed 1]

Reports are the examples' own, cut, doubled, shuffled, nested and spliced with odd characters; they go as
JSON Lines through the readers and `read_through`, each coded alone so that its processor time is its own.
Files are the examples and a web archive with bytes changed. Report `n` of seed `s` is the same wherever it
is made, so what fails can be made again: fuzzed_report(s, n). Gives 1 where a promise is broken. See
docs/hostile.md.
"""

import argparse
import gzip
import io
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

MOST_TIMES = 10
"""How many times the median of its size a report may take."""
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PIECE = 500
"""Reports of one worker's task."""
ODD = (
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u00ad",
    "\u0301" * 30,
    "\ud800",
    "\udfff",
    "\x00",
    "\x1b[31m",
    "\r",
    "\u2028",
    "\u00a0",
    "\U0001f600",
    "\ufb01",
    "â€™",
    "&amp;amp;",
    "&nbsp;",
    "<b>",
    "</p>",
    "<script>",
    "“",
    "”",
    '"',
    "'",
    "(",
    ")",
    "[",
    "]",
    "…",
    "...",
    "?!",
    "--",
    "—",
    "\n",
    "\n\n",
    "\t",
    "{{x}}",
    "%s",
    "\\",
    "' OR 1=1;--",
    "中文",
    "Привет",
    "مرحبا",
    "é",
    "İ",
    "ß",
    "ǅ",
    "٣",
    "½",
    "1,000,000",
    "99999999999999999999",
    "31 February",
    "32 May 0000",
    "the 99th of never",
    "in 9999",
    "on Monday last week next year",
    "25:61",
    "U.S.",
    "Mr. ",
    "Q: ",
    "A" * 300,
    "Lavrov" * 20,
    "x" * 600,
    "http://[::1",
    "@" * 40,
    "and " * 30,
    "said that " * 15,
    "of the " * 25,
)
DATES = (
    "99999-01-01",
    "0000-00-00",
    "-1",
    "",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01",
    "2025-02-30",
    "soon",
    7,
    None,
    [],
    "1500-01-01T00:00:00+23:59",
    "2025-11-19",
    "2025-11-19",
    "2026-01-03",
    "Mon, 32 Foo 2025",
)


@cache
def _rows() -> list[dict[str, Any]]:
    lines = [line for path in sorted(EXAMPLES.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines if line.strip()]


@cache
def _sentences() -> list[str]:
    return [part.strip() + "." for row in _rows() for part in row["text"].split(". ") if part.strip()]


def fuzzed_report(seed: int, n: int) -> dict[str, Any]:
    """Report `n`: mostly of a few sentences, one in two hundred of many."""
    draw = random.Random(f"{seed}/{n}")
    row = dict(draw.choice(_rows()))
    size = draw.choice((1, 1, 1, 2, 2, 3, 5)) if draw.randrange(200) else draw.choice((20, 60, 150))
    text = draw.choice((" ", "\n")).join(draw.choice(_sentences()) for _ in range(size))
    for _ in range(draw.randrange(6)):
        text = draw.choice(CHANGES)(draw, text)
    row["text"] = text[:20_000]
    if draw.randrange(3) == 0:
        row["published"] = draw.choice(DATES)
    if draw.randrange(20) == 0:
        row[draw.choice(("id", "outlet", "title", "url", "text"))] = draw.choice(
            (None, 1, 1e308, [], {}, "", " ", "\ud800", "\x00", "x" * 3_000, "../../etc/passwd", "a\nb")
        )
    return row


def _place(draw: random.Random, text: str) -> int:
    return draw.randint(0, len(text))


def _cut(draw: random.Random, text: str) -> str:
    at = _place(draw, text)
    return text[:at] if draw.randrange(2) else text[at:]


def _double(draw: random.Random, text: str) -> str:
    first, last = sorted((_place(draw, text), _place(draw, text)))
    return text[:last] + text[first:last] * draw.choice((1, 1, 2, 5)) + text[last:]


def _shuffle(draw: random.Random, text: str) -> str:
    words = text.split(" ")
    at = draw.randrange(len(words))
    part = words[at : at + 12]
    draw.shuffle(part)
    return " ".join(words[:at] + part + words[at + 12 :])


def _splice(draw: random.Random, text: str) -> str:
    at = _place(draw, text)
    return text[:at] + draw.choice(ODD) * draw.choice((1, 1, 1, 3)) + text[at:]


def _swap(draw: random.Random, text: str) -> str:
    signs = list(text)
    for _ in range(draw.randint(1, 8)):
        if len(signs) > 1:
            a, b = draw.randrange(len(signs)), draw.randrange(len(signs))
            signs[a], signs[b] = signs[b], signs[a]
    return "".join(signs)


def _drop(draw: random.Random, text: str) -> str:
    sign = draw.choice(text) if text else ""
    return text.replace(sign, draw.choice(("", " ", sign * 2))) if sign else text


def _nest(draw: random.Random, text: str) -> str:
    opened, closed = draw.choice(
        (("“", "”"), ('"', '"'), ("(", ")"), ("'", "'"), ("He said that ", ""), ("«", "»"))
    )
    return opened * draw.choice((1, 2, 8)) + text + closed * draw.choice((0, 1, 2, 8))


def _names(draw: random.Random, text: str) -> str:
    name = draw.choice(("Lavrov", "the foreign minister", "Ankara", "Mr Smith", "he", "EU", "al-Assad", "Xi"))
    return (
        text
        + draw.choice((" ", ", ", " and ", " of ", "'s ", "-")).join([name] * draw.choice((3, 20, 60)))
        + "."
    )


def _case(draw: random.Random, text: str) -> str:
    return draw.choice((str.upper, str.lower, str.title, str.swapcase))(text)


CHANGES = (_cut, _double, _shuffle, _splice, _splice, _splice, _swap, _drop, _nest, _names, _case)


@cache
def _files() -> list[bytes]:
    found = [path.read_bytes() for path in sorted(EXAMPLES.iterdir()) if path.is_file()]
    page = next(data for data in found if b"<html" in data)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    block += b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    warc = (head % len(block) + block + b"\r\n\r\n") * 2
    whole = json.dumps([json.loads(line) for line in found[0].splitlines()]).encode()
    return [*found, warc, whole, gzip.compress(warc), gzip.compress(found[0]), page.decode().encode("utf-16")]


def fuzzed_file(seed: int, n: int) -> bytes:
    """File `n`: an example, an archive, an array, packed or not, with bytes changed."""
    draw = random.Random(f"file {seed}/{n}")
    data = bytearray(draw.choice(_files()))
    for _ in range(draw.choice((0, 1, 1, 2, 4, 16))):
        at, other = draw.randint(0, len(data)), draw.randint(0, len(data))
        change = draw.randrange(7)
        if change == 0:
            del data[at:]
        elif change == 1:
            del data[min(at, other) : max(at, other)]
        elif change == 2:
            data[at:at] = draw.randbytes(draw.choice((1, 2, 8)))
        elif change == 3 and data:
            data[at % len(data)] = draw.randrange(256)
        elif change == 4:
            data[at:at] = bytes(data[other : other + draw.choice((1, 10, 400))])
        elif change == 5:
            odd = draw.choice(ODD).encode("utf-8", "surrogatepass")
            data[at:at] = odd * draw.choice((1, 3, 50))
        else:
            markup = (
                b"<",
                b">",
                b"<!--",
                b"]]>",
                b"<![CDATA[",
                b"&x;",
                b"<div>",
                b"</item>",
                b"{",
                b"[",
                b"\r\n",
                b"WARC/1.0\r\n",
            )
            data[at:at] = draw.choice(markup) * draw.choice((1, 4, 200))
        del data[60_000:]
    return bytes(data)


def read_files(seed: int, first: int, last: int) -> dict[str, Any]:
    """Read so many files; what came of them, and what broke a promise."""
    from dragoman.sources.readers import RawDocument, SetAside, read_reports

    counts: Counter[str] = Counter()
    broken: list[str] = []
    times: list[tuple[int, int, float]] = []
    for n in range(first, last):
        data = fuzzed_file(seed, n)
        began = time.process_time()
        try:
            outcomes = list(read_reports(["-"], stdin=io.BytesIO(data)))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            broken.append(f"file {n}: {type(error).__name__}: {error}")
            continue
        times.append((len(data).bit_length(), n, time.process_time() - began))
        counts["files"] += 1
        counts["reports"] += sum(isinstance(one, RawDocument) for one in outcomes)
        counts["set aside"] += sum(isinstance(one, SetAside) for one in outcomes)
        if not outcomes:
            broken.append(f"file {n}: nothing came of it")
        for one in outcomes:
            if isinstance(one, SetAside) and ("failed on it" in one.reason or "\n" in one.reason):
                broken.append(f"file {n}: {one.where}: {one.reason}")
    return {"counts": counts, "broken": broken, "times": times}


@cache
def _resources() -> Any:
    from dragoman.pipeline import load_resources

    return load_resources()


def code_reports(seed: int, first: int, last: int) -> dict[str, Any]:
    """Read and code so many reports; what came of them, what broke a promise, and each one's time."""
    from dragoman.errors import ReportError
    from dragoman.interfaces.printable import json_line
    from dragoman.interfaces.reading import AlreadyHeld, read_through
    from dragoman.pipeline import code_document
    from dragoman.records import CodedDocument, to_json
    from dragoman.sources.raw import SetAside
    from dragoman.sources.readers import read_reports
    from dragoman.store.evidence import check_before_keeping

    resources = _resources()
    lines = b"".join(json.dumps(fuzzed_report(seed, n)).encode() + b"\n" for n in range(first, last))
    times: list[tuple[int, int, float]] = []
    sizes: dict[str, tuple[int, float]] = {}

    def code(documents: Any) -> Iterator[CodedDocument]:
        for document in documents:
            began = time.process_time()
            coded = code_document(document, resources)
            sizes[document.id] = (len(document.text), time.process_time() - began)
            yield coded

    def none_held(_: Any) -> frozenset[str]:
        return frozenset()

    counts: Counter[str] = Counter()
    broken: list[str] = []
    number = first
    for outcome in read_through(read_reports(["-"], stdin=io.BytesIO(lines)), code, none_held):
        counts["read"] += 1
        if isinstance(outcome, CodedDocument):
            counts["coded"] += 1
            counts["claims"] += len(outcome.claims)
            length, took = sizes.pop(outcome.document.id)
            times.append((length.bit_length(), number, took))
            try:
                check_before_keeping(outcome)
                json_line(to_json(outcome))
            except (ReportError, ValueError) as error:
                broken.append(f"report {number}: {error}")
        elif isinstance(outcome, AlreadyHeld):
            counts["copies"] += 1
        elif isinstance(outcome, SetAside):
            counts["set aside"] += 1
            if "failed on it" in outcome.reason or "\n" in outcome.reason:
                broken.append(f"report {number}: {outcome.reason}")
        number += 1
    if number != last or counts["read"] != counts["coded"] + counts["copies"] + counts["set aside"]:
        broken.append(f"reports {first} to {last}: {dict(counts)} do not add up")
    return {"counts": counts, "broken": broken, "times": times}


def _again(seed: int, n: int, best: float) -> float:
    """The time of report `n` when it is coded twice more; others may have used the machine."""
    for _ in range(2):
        ((_, _, took),) = code_reports(seed, n, n + 1)["times"]
        best = min(best, took)
    return best


def slow_ones(seed: int, times: list[tuple[int, int, float]]) -> tuple[list[str], list[str]]:
    """Reports that take more than `MOST_TIMES` the median of their size, and a line for each size."""
    by_size: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for size, n, took in times:
        by_size[size].append((n, took))
    slow, lines = [], []
    for size, of_size in sorted(by_size.items()):
        usual = median(took for _, took in of_size)
        ranked = sorted(of_size, key=lambda item: -item[1])
        worst = 0.0
        for n, took in ranked[:200]:
            best = _again(seed, n, took) if took > MOST_TIMES * usual else took
            worst = max(worst, best)
            if best > MOST_TIMES * usual and len(of_size) > 20:
                slow.append(f"report {n}: {best * 1e3:.1f} ms, the median of its size {usual * 1e3:.1f} ms")
            if took <= MOST_TIMES * usual:
                break  # the others took less
        lines.append(
            f"up to {2**size - 1:>6} characters: {len(of_size):>6} reports, median {usual * 1e3:6.1f} ms, "
            f"the worst {worst / usual if usual else 0:4.1f} times"
        )
    return slow, lines


def run(task: tuple[str, int, int, int]) -> dict[str, Any]:
    """One worker's task."""
    kind, seed, first, last = task
    return (code_reports if kind == "reports" else read_files)(seed, first, last)


def main() -> int:
    """The program; gives its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=0, help="stop after so long, and say how many were done"
    )
    given = parser.parse_args()
    began = time.monotonic()
    broken: list[str] = []
    for kind, wanted in (("files", given.files), ("reports", given.reports)):
        tasks = [(kind, given.seed, n, min(n + PIECE, wanted)) for n in range(0, wanted, PIECE)]
        counts: Counter[str] = Counter()
        times: list[tuple[int, int, float]] = []
        with ProcessPoolExecutor(given.workers, mp_context=get_context("spawn")) as pool:
            coming = [pool.submit(run, task) for task in tasks]
            for done in coming:
                result = done.result()
                counts.update(result["counts"])
                times += result["times"]
                for line in result["broken"]:
                    print(f"  BROKEN {line[:300]}", flush=True)
                broken += result["broken"]
                sys.stderr.write(f"\r{kind}: {dict(counts)}   ")
                if given.seconds and time.monotonic() - began > given.seconds:
                    for one in coming:
                        one.cancel()
                    break
        print(f"\n{kind}: {dict(counts)}", flush=True)
        if kind == "reports" and times:
            slow, lines = slow_ones(given.seed, times)
            print("\n".join(lines))
            for line in slow:
                print(f"  SLOW {line}")
            broken += slow
    print(f"{len(broken)} promises broken" if broken else "no promise broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
