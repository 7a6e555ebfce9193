"""Answers as tables for people, and as JSON Lines and CSV for pipes.

Text of reports is never read as markup, and what would steer a terminal shows as text.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.ask.signed import Paper
from dragoman.ask.values import CLAIM_COLUMNS, claim_line, claim_value, report_value
from dragoman.ask.views import OutletLine, Passage, ShownClaim, Upcoming
from dragoman.interfaces.printable import counted, json_line, on_one_line, printable
from dragoman.merge.drift import Drift
from dragoman.merge.families import Family, independent
from dragoman.records import Claim, Document, Participant, TimeInterval, to_json
from dragoman.store import HeldClaim
from dragoman.store.corrections import new_value, value_of
from dragoman.store.corrections import shown as said

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from dragoman.ask.correct import Corrected

__all__ = ["CLAIM_COLUMNS", "claim_line", "claim_value", "report_value"]

ID_SHOWN = 8
"""Characters of a claim's id in tables; `show` takes the beginning of an id."""
QUOTATION_SHOWN = 220
"""Characters of a quotation in tables."""
DRIFT_SHOWN = 90
"""Characters of what a copy added or dropped."""
WIDTH_WHEN_PIPED = 80

OUTLET_COLUMNS = ("outlet", "reports", "families", "claims", "first", "last")
PASSAGE_COLUMNS = ("report", "outlet", "published", "title", "words")


# ── for pipes ──


def correction_value(one: "Corrected") -> dict[str, Any]:
    """A correction and how it stands, as plain JSON values."""
    value = to_json(one.correction)
    if one.correction.kind == "edit":
        value["value"] = new_value(one.correction)
    return {**value, "undone": one.undone, "loose": one.loose, "overruled": one.overruled}


def marks(held: HeldClaim) -> str:
    """What people have said of a claim: "rejected, edited"; empty where nobody has said anything."""
    kinds = dict.fromkeys(_MARKS[c.kind] for c in held.corrections if c.kind in _MARKS)
    return ", ".join(kinds)


_MARKS = {"accept": "accepted", "reject": "rejected", "edit": "edited", "retract": "retracted"}


def write_json(values: Iterable[object]) -> None:
    """One JSON line each."""
    for value in values:
        sys.stdout.write(json_line(value) + "\n")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """CSV with a head; None is an empty field."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([printable(cell) if isinstance(cell, str) else cell for cell in row])


def claim_row(held: HeldClaim) -> tuple[object, ...]:
    """The fields of `CLAIM_COLUMNS`."""
    return tuple(claim_line(claim_value(held)).values())


def signed_value(held: HeldClaim, paper: Paper) -> dict[str, Any]:
    """A signing with what is signed."""
    return {"paper": to_json(paper), **claim_value(held)}


def signed_line(value: Mapping[str, Any]) -> dict[str, object]:
    """A signing as one line of a table."""
    paper = value["paper"]
    return {"paper": paper["text"], "weight": paper["weight"], **claim_line(value)}


def outlet_row(line: OutletLine) -> tuple[object, ...]:
    """The fields of `OUTLET_COLUMNS`."""
    return (line.outlet, line.reports, line.families, line.claims, line.first, line.last)


def passage_value(passage: Passage) -> dict[str, Any]:
    """A passage as plain JSON values."""
    return dict(zip(PASSAGE_COLUMNS, passage_row(passage), strict=True))


def passage_row(passage: Passage) -> tuple[object, ...]:
    """The fields of `PASSAGE_COLUMNS`."""
    words = "".join(piece for piece, _ in passage.pieces)
    return (passage.report, passage.outlet, passage.published, passage.title, words)


def shown_value(shown: ShownClaim) -> dict[str, Any]:
    """A claim in full as plain JSON values."""
    return {
        **claim_value(shown.held),
        "paragraph": {"text": shown.paragraph, "start": shown.start, "end": shown.end},
        "sightings": to_json(shown.sightings),
        "coded": to_json(shown.coded) if shown.coded != shown.held.claim else None,
        "still_made": shown.made,
        "followed_by": shown.followed_by,
        "families": independent([shown.held.document, *(held.document for held in shown.also)])[1],
        "also": [claim_value(held) for held in shown.also],
    }


# ── for people ──


def print_claims(rows: Iterable[HeldClaim]) -> None:
    """A table of claims that can be read at 80 columns."""
    from rich.text import Text

    table = _table(("When", 10), ("What", 13), ("Who", 18), ("Words", None), ("Claim", ID_SHOWN))
    for held in rows:
        words = Text(f"“{clipped(on_one_line(held.claim.evidence.exact), QUOTATION_SHOWN)}”")
        words.append("\n" + provenance(held.document), style="dim")
        table.add_row(
            when(held.claim.time),
            "\n".join(filter(None, (what(held.claim), marks(held) and f"[{marks(held)}]"))),
            who(held.claim),
            words,
            held.claim.id[:ID_SHOWN],
        )
    _print(table)


def print_signed(rows: Iterable[HeldClaim], papers: Iterable[Paper]) -> None:
    """Who signs what, one under the other, and the words."""
    from rich.text import Text

    for held, paper in zip(rows, papers, strict=True):
        claim = held.claim
        called = f"“{on_one_line(paper.text)}” ({paper.weight})" if paper.text else "paper not named"
        head = ", ".join(filter(None, (when(claim.time).replace("\n", " "), claim.status.replace("_", " "))))
        words = Text(f"{called}: {head}; {who(claim).replace(chr(10), ', ')}\n")
        words.append(f"  “{clipped(on_one_line(claim.evidence.exact), QUOTATION_SHOWN)}”\n")
        words.append(f"  — {provenance(held.document)} [{claim.id[:ID_SHOWN]}]\n", style="dim")
        _print(words)


def print_passages(passages: Iterable[Passage]) -> None:
    """Passages, one under the other, what was searched for set off."""
    from rich.text import Text

    for passage in passages:
        words = Text("  ")
        for piece, hit in passage.pieces:
            words.append(_fold(piece), style="bold" if hit else "")
        words.append("\n  — " + _report_line(passage.title, passage.outlet, passage.published), style="dim")
        _print(words)


def print_outlets(lines: Iterable[OutletLine]) -> None:
    """A table of outlets."""
    table = _table(
        ("Outlet", None), ("Reports", 8), ("Families", 9), ("Claims", 8), ("First", 10), ("Last", 10)
    )
    for line in lines:
        table.add_row(
            on_one_line(line.outlet or "(none named)"),
            f"{line.reports:,}",
            "—" if line.families is None else f"{line.families:,}",
            f"{line.claims:,}",
            line.first or "—",
            line.last or "—",
        )
    _print(table)


def print_families(found: Iterable[Family]) -> None:
    """Families, one under the other: the origin, its copies, and under each what it changed."""
    for family in found:
        _print(_line(f"family {family.id[:ID_SHOWN]}: {counted(len(family.reports), 'report')}", "bold"))
        table = _pairs(10)
        told = {
            name: [d for d in family.drift if d.report == name] for name in {d.report for d in family.drift}
        }
        for printed in family.reports:
            origin = "  (the likely origin)" if printed == family.origin else ""
            head = ", ".join(filter(None, (printed.name, printed.outlet, printed.title)))
            table.add_row(printed.day, _line(on_one_line(head) + origin))
            for item in told.pop(printed.name, []):
                table.add_row("", _line(_drift_line(item), "dim"))
        _print(table)
        _print(_line(""))


def _drift_line(item: Drift) -> str:
    words = {"before": item.before, "after": item.after}
    before, after = (f"“{clipped(on_one_line(w), DRIFT_SHOWN)}”" if w else "" for w in words.values())
    told = f"{before} → {after}" if before and after else before or after
    return f"{item.change} {item.what}: {told}"


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A plain table; a column in which no row has anything is left out."""
    held = [[on_one_line("" if value is None else str(value)) for value in row] for row in rows]
    used = [n for n in range(len(columns)) if any(row[n] for row in held)]
    table = _table(*((columns[n].capitalize(), None) for n in used))
    table.padding = (0, 1, 0, 0)
    for row in held:
        table.add_row(*(_line(row[n]) for n in used))
    _print(table)


def print_shown(shown: ShownClaim) -> None:
    """A claim in full."""
    claim, document = shown.held.claim, shown.held.document
    _print(_head(claim))
    facts = _pairs()
    for name, value in _facts(claim, document.published):
        facts.add_row(name, value)
    _print(facts)
    for line in _corrected_lines(shown):
        _print(_line(line, "bold"))
    _print(_quotation(shown))
    _print(_line("— " + _report_line(document.title, document.outlet, document.published), "dim"))
    _print(_line("  " + on_one_line(document.url or document.path or f"report {document.id[:12]}"), "dim"))
    if claim.reasons:
        _print(_line("\nWhy", "bold"))
        reasons = _pairs(min(24, max([11, *(len(reason.feature) for reason in claim.reasons)])))
        for reason in claim.reasons:
            reasons.add_row(reason.feature, f"{on_one_line(reason.detail)} ({reason.score:+.2f})")
        _print(reasons)
    _print(_line("\nHistory", "bold"))
    history = _pairs()
    for sighting in shown.sightings:
        told = "reported" if sighting.published else "kept, day of publication unknown"
        history.add_row(
            sighting.day, on_one_line(" ".join(filter(None, (told, sighting.outlet, sighting.url))))
        )
    history.add_row(shown.held.recorded_at[:10], f"recorded by {claim.method.coder} {claim.method.version}")
    _print(history)
    if shown.also:
        _print(
            _line("\nOther reports of these parties and that time (not judged to be the same act)", "bold")
        )
        print_claims(shown.also)
        _print(_line(independence_line([shown.held, *shown.also]), "dim"))


def _corrected_lines(shown: ShownClaim) -> Iterable[str]:
    """What people said of the claim, and what became of it in a newer coding."""
    for one in shown.held.corrections:
        told = _MARKS.get(one.kind) or f"judged: {one.kind}"
        if one.kind == "retract":
            told = "its report is retracted"
        elif one.kind == "edit":
            name = str(one.field)
            told = f"{name}: {said(new_value(one))} (coded: {said(value_of(shown.coded, name))}); set"
        elif one.other:
            other = one.other if one.subject == shown.held.claim.id else one.subject
            told = (
                f"{'one act' if one.kind == 'merge' else 'not the act'} with claim {other[:ID_SHOWN]}, judged"
            )
        yield on_one_line(f"{told} by {one.person} on {one.day}: {one.reason} (correction {one.number})")
    if not shown.made:
        after = f"; on the same words now: {shown.followed_by}" if shown.followed_by else ""
        yield f"no longer made by the newest coding of its report{after}"


def independence_line(rows: Iterable[HeldClaim]) -> str:
    """How many independent families of reports stand behind these claims."""
    reports, families = independent(held.document for held in rows)
    noun = "family" if families == 1 else "families"
    told = counted(reports, "report")
    return f"{told} of {families:,} independent {noun} (copies of one origin count once)"


def print_note(line: str) -> None:
    """A remark beside the answer, on the error output."""
    sys.stderr.write(on_one_line(line) + "\n")


def reference_line(coming: Upcoming) -> str:
    """Which day "upcoming" counts from."""
    if coming.reference_day is None:
        return coming.reference
    return f"from {coming.reference_day} on (the day {_REFERENCES[coming.reference]})"


_REFERENCES = {"asked for": "asked for", "the newest report": "of the newest report"}


def when(time: TimeInterval | None) -> str:
    """The time of a claim in up to three short lines; "—" where it is not told.

    >>> when(TimeInterval(0, 4, "2031", "DATE", "2031", "2031", "2031-01-01", "2031-12-31", "year", None))
    '2031'
    >>> when(TimeInterval(0, 5, "to 3 May", "DATE", None, None, None, "2031-05-03", "interval", None))
    'until\\n2031-05-03'
    """
    if time is None or not (time.earliest or time.latest):
        return on_one_line(f"({time.text})") if time else "—"
    if time.edtf and len(time.edtf) < 10 and time.precision in ("month", "year"):
        return time.edtf
    if time.earliest == time.latest:
        return str(time.earliest)
    if not time.latest:
        return f"from\n{time.earliest}"
    if not time.earliest:
        return f"until\n{time.latest}"
    same_year = time.earliest[:4] == time.latest[:4]
    return f"{time.earliest}\n– {time.latest[5:]}" if same_year else f"{time.earliest}\n–\n{time.latest}"


def what(claim: Claim) -> str:
    """Type and status, and of a position its issue and stance."""
    lines = [claim.event_type, claim.status.replace("_", " ")]
    lines += [on_one_line(word.replace("_", " ")) for word in (claim.issue, claim.stance) if word]
    return "\n".join(lines)


def who(claim: Claim) -> str:
    """The parties: those who act, an arrow, those it is done to; then hosts, mediators and the place."""
    doers = _party_names(claim.participants, "actor", "member", "signatory", "subject")
    others = [f"{p.role}: {_party(p)}" for p in claim.participants if p.role in ("host", "mediator")]
    others += [f"in {on_one_line(claim.place.name)}"] if claim.place else []
    receivers = _party_names(claim.participants, "recipient")
    told = " → ".join(filter(None, (", ".join(doers) or ("?" if receivers else ""), ", ".join(receivers))))
    return "\n".join(filter(None, (told, *others))) or "—"


def _party_names(participants: Iterable[Participant], *roles: str) -> list[str]:
    return list(dict.fromkeys(_party(p) for p in participants if p.role in roles))


def _party(party: Participant) -> str:
    return on_one_line(party.name) + (f" ({party.status})" if party.status else "")


def _head(claim: Claim) -> "Text":
    mode = f" ({claim.mode})" if claim.mode else ""
    return _line(
        f"{claim.kind}: {claim.event_type}{mode}, {claim.status.replace('_', ' ')}   claim {claim.id}", "bold"
    )


def _facts(claim: Claim, published: str | None) -> Iterable[tuple[str, str]]:
    for party in claim.participants:
        known = ", ".join(filter(None, (party.office, party.country, party.sector, party.actor)))
        named = f"{_party(party)} ({on_one_line(known)})" if known else _party(party)
        if party.candidates and not party.actor:
            named += "; may be " + ", ".join(on_one_line(c.name) for c in party.candidates)
        if party.basis != "stated":
            named += f" [{party.basis}]"
        yield party.role, named
    if claim.time:
        yield "when", on_one_line(_when_in_full(claim.time, published))
    if claim.place:
        country = f" ({claim.place.country})" if claim.place.country else ""
        yield "where", on_one_line(claim.place.name) + country
    for name, value in (("issue", claim.issue), ("stance", claim.stance), ("condition", claim.condition)):
        if value:
            yield name, on_one_line(value)
    for quantity in claim.quantities:
        yield (
            "quantity",
            on_one_line(f"{quantity.qualifier.replace('_', ' ')} {quantity.value:g} {quantity.unit}"),
        )
    yield (
        "says who",
        on_one_line(" < ".join(_link(claim, n) for n in reversed(range(len(claim.attribution))))),
    )
    yield "how sure", on_one_line(", ".join(f"{f.holder} {f.value}" for f in claim.factuality))
    yield "confidence", f"{claim.confidence:.2f}"


def _when_in_full(time: TimeInterval, published: str | None) -> str:
    """The time with its words and what it was counted from; where it is open, why."""
    if not (time.earliest or time.latest):
        why = "" if published else ": the report does not say when it appeared"
        return f"“{time.text}”, left open{why}"
    anchor = f", counted from: {time.anchor}" if time.anchor else ""
    return f"{when(time)} (“{time.text}”{anchor})"


def _link(claim: Claim, n: int) -> str:
    link = claim.attribution[n]
    if link.type == "narrator":
        return "the report"
    name = link.speaker.name if link.speaker else "someone unnamed"
    behalf = f" for {link.on_behalf_of.name}" if link.on_behalf_of else ""
    return name + behalf + (f" (“{link.cue}”)" if link.cue else "")


def _quotation(shown: ShownClaim) -> "Text":
    """The paragraph, the quotation set off: in reverse on a terminal, between ⟦ ⟧ elsewhere."""
    from rich.text import Text

    terminal = _console().is_terminal
    text = Text("\n" + printable(shown.paragraph[: shown.start]))
    quotation = printable(shown.paragraph[shown.start : shown.end])
    text.append(quotation if terminal else f"⟦{quotation}⟧", style="reverse")
    text.append(printable(shown.paragraph[shown.end :]))
    return text


def provenance(document: Document) -> str:
    """Outlet and day of a report."""
    return on_one_line(
        ", ".join(filter(None, (document.outlet, (document.published or "")[:10]))) or "no outlet, no day"
    )


def _report_line(title: str | None, outlet: str | None, published: str | None) -> str:
    return on_one_line(
        ", ".join(filter(None, (title, outlet, (published or "")[:10]))) or "no title, no outlet, no day"
    )


def clipped(words: str, most: int) -> str:
    """At most so many characters, with an ellipsis where some are left out."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _fold(piece: str) -> str:
    """White space folded, but kept at the edges, where the next piece joins."""
    return printable(" ".join(piece.replace("\n", " ").split(" ")))


def _line(words: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(words, style=style)


def _table(*columns: tuple[str, int | None]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False)
    for name, width in columns:
        table.add_column(name, width=width, overflow="fold", vertical="top")
    return table


def _pairs(width: int = 11) -> "Table":
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", width=width, overflow="fold")
    table.add_column(overflow="fold")
    return table


def _console() -> "Console":
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout,
        width=None if terminal else WIDTH_WHEN_PIPED,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _print(thing: "RenderableType") -> None:
    """Print a table or text; where it is piped, without the blanks that fill its columns."""
    console = _console()
    if console.is_terminal:
        console.print(thing)
        return
    with console.capture() as captured:
        console.print(thing)
    sys.stdout.write("\n".join(line.rstrip() for line in captured.get().split("\n")))
