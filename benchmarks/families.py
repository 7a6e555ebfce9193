"""Seconds to find the families of many generated reports, and how they grow.

    python benchmarks/families.py 25000

Reports are made of invented words in sentences of common frame; one in five is a copy that was cut or spun.
"""

import random
import sys
import time

from dragoman.documents.identity import document_id
from dragoman.merge.families import Printed, families_of

FRAMES = (
    "{a} and {b} met in {p} on {d} to talk about {x} and {y}, officials said.",
    "{a} told {b} that {n} {x} would be sent to {p} before {d}.",
    "A spokesman for {b} denied that {x} had been discussed, but {y} remained open in {p}.",
    "{n} {x} were seen near {p} on {d}, according to witnesses who had fled {y}.",
    "The government of {a} asked for {x}, while {b} insisted on {y}.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def made(count: int, seed: int = 7) -> list[Printed]:
    """So many reports, over a year."""
    draw = random.Random(seed)
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    plain = ["".join(draw.choices(syllables, k=3)) for _ in range(6000)]
    names = [word.capitalize() for word in plain[:1500]]
    reports: list[Printed] = []
    for n in range(count):
        day = f"2031-{n * 12 // count + 1:02d}-{n * 336 // count % 28 + 1:02d}"
        if n % 5 == 4:
            lines = draw.choice(reports[-50:]).text.split("\n")
            text = "\n".join(lines[: draw.randint(min(3, len(lines)), len(lines))])
            if n % 2:
                text = " ".join(draw.choice(plain) if draw.random() < 0.1 else w for w in text.split(" "))
        else:
            text = "\n".join(
                draw.choice(FRAMES).format(
                    a=draw.choice(names[:200]),
                    b=draw.choice(names[:200]),
                    p=draw.choice(names),
                    x=draw.choice(plain),
                    y=draw.choice(plain),
                    d=draw.choice(DAYS),
                    n=draw.randint(2, 900),
                )
                for _ in range(draw.randint(5, 9))
            )
        reports.append(Printed(document_id(text), f"r{n}", f"Outlet {n % 40}", None, day, day, text))
    return reports


def main() -> None:
    """Print reports, seconds, families."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 25_000
    for count in (most // 4, most // 2, most):
        reports = made(count)
        begun = time.perf_counter()
        found = families_of(reports)
        took = time.perf_counter() - begun
        print(
            f"{count:,} reports  {took:.1f} s  {1e6 * took / count:.0f} µs a report  {len(found):,} families"
        )


if __name__ == "__main__":
    main()
