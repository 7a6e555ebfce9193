"""Another coder's rows beside the claims, as plain values and on the terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from dragoman.ask.values import report_value
from dragoman.exchange.compare import Compared, Counts, Line
from dragoman.interfaces import display
from dragoman.interfaces.printable import on_one_line
from dragoman.store import CoderRow, HeldClaim

PAIRS_SHOWN = 10
"""Pairs of countries in a summary, those with most rows and claims first."""

SAID = {"both": "both", "ours": "only here", "theirs": "only there"}

LINE_COLUMNS = (
    "has", "covered", "kind", "countries", "first", "last", "coder", "row", "code", "actor", "recipient",
    "text", "url", "claims_in_all", "claim", "status", "quotation", "outlet",
)  # fmt: skip


def row_value(row: CoderRow) -> dict[str, Any]:
    """A row of another coder as JSON values, with its row as it came under `raw`."""
    return asdict(row)


def line_value(line: Line) -> dict[str, Any]:
    """A line of a comparison; each side with what stands behind it."""
    return {
        "has": line.has,
        "covered": line.covered,
        "kind": line.kind,
        "countries": list(line.countries),
        "first": line.first,
        "last": line.last,
        "row": row_value(line.row) if line.row else None,
        "claims": [_claim(held) for held in line.claims],
        "claims_in_all": line.claims_in_all,
    }


def line_cells(value: dict[str, Any]) -> dict[str, object]:
    """A line value as one line of a table, by the names of `LINE_COLUMNS`: of our claims, the first."""
    row, ours = value["row"] or {}, (value["claims"] or [{}])[0]
    cells = {
        "countries": "; ".join(value["countries"]),
        "actor": row.get("actor_name") or row.get("actor_country"),
        "recipient": row.get("recipient_name") or row.get("recipient_country"),
        **{name: row.get(name) for name in ("coder", "row", "code", "text", "url")},
        "claim": ours.get("id"),
        "status": ours.get("status"),
        "quotation": ours.get("quotation"),
        "outlet": ours.get("report", {}).get("outlet"),
    }
    return {name: cells.get(name, value.get(name)) for name in LINE_COLUMNS}


def about_value(found: Compared) -> dict[str, Any]:
    """What a comparison comes to."""
    return {
        "coder": found.coder,
        "covers": {"ours": asdict(found.ours), "theirs": asdict(found.theirs)},
        "counts": asdict(found.counts),
        "by_kind": {kind: asdict(counts) for kind, counts in found.by_kind.items()},
        "by_pair": [
            {"countries": list(pair), **asdict(counts)}
            for pair, counts in list(found.by_pair.items())[:PAIRS_SHOWN]
        ],
        "left_out": found.left_out,
    }  # fmt: skip


def print_summary(found: Compared) -> None:
    """Which days each side covers, and what both have and one alone, by kind and by pair."""
    for said, side in (("here", found.ours), (found.coder, found.theirs)):
        reach = f"{side.first} to {side.last}, on {side.days:,} days" if side.first else "nothing"
        print(f"Days told of {said}: {reach}")
    print()
    table = display._table(
        ("", None), ("both: rows", 11), ("claims", 7), ("only there", 11), ("only here", 10),
        ("not covered", 12),
    )  # fmt: skip
    parts: list[tuple[str, Counts]] = [("in all", found.counts), *found.by_kind.items()]
    parts += [("–".join(pair), counts) for pair, counts in list(found.by_pair.items())[:PAIRS_SHOWN]]
    for name, counts in parts:
        beyond = counts.theirs_beyond + counts.ours_beyond
        cells = (counts.rows, counts.claims, counts.only_theirs, counts.only_ours, beyond)
        table.add_row(on_one_line(name), *(f"{number:,}" for number in cells))
    display._print(table)


def print_lines(lines: Iterable[Line]) -> None:
    """Each line with what stands behind it: the coder's code, address and words, and our claims."""
    for line in lines:
        print()
        days = line.first if line.first == line.last else f"{line.first} to {line.last}"
        beyond = "" if line.covered else ", a day that the other side tells nothing of"
        print(on_one_line(f"{days} {line.kind} {'–'.join(line.countries)}: {SAID[line.has]}{beyond}"))
        if line.row:
            print(f"  {on_one_line(_row_said(line.row))}")
        for held in line.claims:
            print(f"  {on_one_line(_claim_said(held))}")
        if line.claims_in_all > len(line.claims):
            print(f"  and {line.claims_in_all - len(line.claims):,} more claims")


def print_rows(rows: Iterable[CoderRow]) -> int:
    """Rows of another coder, one a line; gives how many."""
    shown = 0
    for shown, row in enumerate(rows, 1):  # noqa: B007 - counted
        days = row.first if row.first == row.last else f"{row.first or '…'} to {row.last or '…'}"
        print(on_one_line(f"{days or 'no day'} {row.event_type or 'no type'} {_row_said(row)}"))
    return shown


def lines_as_values(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """The lines as values, read as they are taken."""
    return map(line_value, lines)


def _claim(held: HeldClaim) -> dict[str, Any]:
    one, time = held.claim, held.claim.time
    return {
        "id": one.id,
        "event_type": one.event_type,
        "status": one.status,
        "earliest": time.earliest if time else None,
        "latest": time.latest if time else None,
        "participants": [{"role": p.role, "name": p.name, "country": p.country} for p in one.participants],
        "quotation": one.evidence.exact,
        "confidence": one.confidence,
        "report": report_value(held.document),
    }


def _row_said(row: CoderRow) -> str:
    doer, bearer = row.actor_name or row.actor_country, row.recipient_name or row.recipient_country
    parts = [
        f"{row.coder} {row.row}",
        row.code or "",
        f"{doer or '—'} → {bearer or '—'}",
        row.place_name or "",
    ]
    words = f"“{row.text}”" if row.text else ""
    return " ".join(part for part in (*parts, words, row.url or "") if part)


def _claim_said(held: HeldClaim) -> str:
    outlet = ", ".join(part for part in (held.document.outlet, (held.document.published or "")[:10]) if part)
    return f"{held.claim.id[:8]} {held.claim.status} “{held.claim.evidence.exact}” {outlet}".rstrip()
