"""Claims as contract JSON, one a line, each with the report it stands in: nothing is lost but the texts.

Format: `docs/formats/jsonl.md`. Read again, the lines are rows of the coder "dragoman", with their words.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from dragoman.ask.values import claim_value
from dragoman.exchange.formats import Held, Written
from dragoman.exchange.lines import BadRow, Line
from dragoman.store import CoderRow


def write(given: Held, out: BinaryIO) -> Written:
    """Write one line a claim."""
    rows = 0
    for held in given.claims():
        line = json.dumps(claim_value(held), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        out.write(line.encode("utf-8", "backslashreplace") + b"\n")
        rows += 1
    return Written(rows, {})


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read the lines that `write` makes."""
    for line in lines:
        if line.text is None:
            yield BadRow(line.number, None, line.fault, "a line of JSON")
            continue
        try:
            yield _row(json.loads(line.text))
        except json.JSONDecodeError as error:
            yield BadRow(line.number, None, line.text, f"JSON ({error.msg} at character {error.colno})")
        except (KeyError, TypeError, IndexError, RecursionError) as error:
            yield BadRow(line.number, str(error), line.text, "a claim as `dragoman export jsonl` writes it")


def _row(value: dict[str, Any]) -> CoderRow:
    time, place, report = value["time"] or {}, value["place"] or {}, value["report"]
    parties = value["participants"]
    doer = next((p for p in parties if p["role"] != "recipient"), {})
    others = [p for p in parties if p is not doer]
    bears = next((p for p in others if p["role"] == "recipient"), others[0] if others else {})
    return CoderRow(
        coder="dragoman",
        row=value["id"],
        first=time.get("earliest"),
        last=time.get("latest"),
        reported=(report["published"] or value["recorded_at"])[:10],
        event_type=value["event_type"],
        mode=value["mode"],
        code=value["status"],
        actor_name=doer.get("name"),
        actor_country=doer.get("country"),
        actor_sector=doer.get("sector"),
        recipient_name=bears.get("name"),
        recipient_country=bears.get("country"),
        recipient_sector=bears.get("sector"),
        place_name=place.get("name"),
        place_country=place.get("country"),
        lat=place.get("lat"),
        lon=place.get("lon"),
        text=value["evidence"]["exact"],
        url=report["url"],
        raw={name: json.dumps(cell, ensure_ascii=False) for name, cell in value.items()},
    )
