"""Claims as a table, one line each, with the columns that `dragoman timeline --csv` has.

Format: RFC 4180 with a head, UTF-8, lines ended by a line feed; `docs/formats/csv.md`.
"""

import csv
import io
from typing import BinaryIO

from dragoman.ask.values import CLAIM_COLUMNS, claim_line, claim_value
from dragoman.exchange.formats import Held, Written


def write(given: Held, out: BinaryIO) -> Written:
    """Write one line a claim."""
    text = io.TextIOWrapper(out, "utf-8", errors="backslashreplace", newline="", write_through=True)
    table = csv.writer(text, lineterminator="\n")
    table.writerow(CLAIM_COLUMNS)
    rows = 0
    for held in given.claims():
        table.writerow(claim_line(claim_value(held)).values())
        rows += 1
    text.detach()
    return Written(rows, {})
