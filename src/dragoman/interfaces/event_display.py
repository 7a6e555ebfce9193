"""Acts told by several reports, as lines for people and as JSON: each with its quotation and its report."""

import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dragoman.ask.changes import Changed
from dragoman.ask.events import Met, Overdue, Reach
from dragoman.ask.positions import Position
from dragoman.interfaces.display import ID_SHOWN, QUOTATION_SHOWN, clipped, provenance, report_value
from dragoman.interfaces.printable import counted, on_one_line, printable
from dragoman.merge.block import Told
from dragoman.merge.contradictions import Contradiction
from dragoman.merge.families import independent
from dragoman.merge.lifecycle import Life
from dragoman.records import to_json

if TYPE_CHECKING:
    from dragoman.ask.followed import Standing, WatchLine
    from dragoman.ask.speaking import Voice
    from dragoman.ask.tracks import Track
    from dragoman.ask.watches import Watch

WIDTH = 80


# ── for pipes ──


def told_value(told: Told) -> dict[str, Any]:
    """A claim by its id, words and report."""
    return {
        "claim": told.claim.id,
        "reported": told.day,
        "quotation": told.claim.evidence.exact,
        "report": report_value(told.held.document),
    }


def life_value(life: Life) -> dict[str, Any]:
    """An event with its history, its parties and the judgements that brought its claims together."""
    return {
        "event": life.event.id,
        "type": life.event.told[0].claim.event_type,
        "mode": _mode(life),
        "status": life.stage,
        "earliest": life.earliest,
        "latest": life.latest,
        "place": _place(life),
        "reports": len(life.event.reports),
        "families": independent(told.held.document for told in life.event.told)[1],
        "parties": [
            {
                "name": p.name,
                "actor": p.actor,
                "country": p.country,
                "status": p.status,
                "claims": [t.claim.id for t in p.told],
            }
            for p in life.parties
        ],
        "history": [
            {"stage": s.mark, "by": s.by, "moves": s.moves, **told_value(s.told)} for s in life.steps
        ],
        "judgements": [
            {
                "first": j.first,
                "second": j.second,
                "by": j.by,
                "score": j.comparison.score,
                "reasons": to_json(j.comparison.reasons),
            }
            for j in life.event.judgements
        ],
    }


def due_value(life: Life) -> dict[str, Any]:
    """An overdue event."""
    return {**life_value(life), "outcome": "not reported"}


def met_value(a: str, b: str, met: Met) -> dict[str, Any]:
    """The meetings of two parties."""
    return {
        "parties": [a, b],
        "last_met": life_value(met.last_met) if met.last_met else None,
        "last_spoke": life_value(met.last_spoke) if met.last_spoke else None,
        "meetings": [life_value(life) for life in met.meetings],
        "said_not_to_have_met": [told_value(t) for t in met.said_not],
        "record": reach_value(met.reach),
        "notes": list(met.notes),
    }


def reach_value(reach: Reach) -> dict[str, Any]:
    """What the record can speak of."""
    return {"first": reach.first, "last": reach.last, "reports": reach.reports}


def contradiction_value(found: Contradiction) -> dict[str, Any]:
    """A contradiction with both quotations."""
    return {
        "type": found.kind,
        "event": found.event,
        "first": {"says": found.says_first, **told_value(found.first)},
        "second": {"says": found.says_second, **told_value(found.second)},
    }


def position_value(position: Position) -> dict[str, Any]:
    """A position with its first and latest words."""
    return {
        "holder": position.holder,
        "issue": position.issue,
        "movement": position.movement,
        "first": _stance(position.first),
        "latest": _stance(position.latest),
        "claims": len(position.told),
        "shifts": [
            {"movement": s.movement, "before": _stance(s.before), "after": _stance(s.after)}
            for s in position.shifts
        ],
    }


def change_value(changed: Changed) -> dict[str, Any]:
    """A change with the words that show it."""
    return {
        "change": changed.kind,
        "day": changed.day,
        "was": changed.was,
        "now": changed.now,
        "event": changed.life.event.id if changed.life else None,
        "shown_by": told_value(changed.told),
        "before": told_value(changed.before) if changed.before else None,
    }


def watch_value(watch: "Watch") -> dict[str, Any]:
    """A watch as plain JSON values."""
    return {
        "name": watch.name,
        "parties": list(watch.parties),
        "every_party": watch.every_party,
        "issues": list(watch.issues),
        "places": list(watch.places),
        "types": list(watch.event_types),
        "words": watch.words,
        "since": watch.since,
        "until": watch.until,
        "defined": watch.made_at,
    }


def watch_line_value(line: "WatchLine") -> dict[str, Any]:
    """A watch with what it gathers."""
    return {
        **watch_value(line.watch),
        "claims": line.claims,
        "reports": line.reports,
        "families": line.families,
        "newest": line.newest,
    }


def standing_value(found: "Standing") -> dict[str, Any]:
    """Where things stand, as plain JSON values; every line with its claims and their words."""
    return {
        "watch": watch_value(found.watch) if found.watch else None,
        "day": found.day,
        "news_since": found.since,
        "claims": len(found.told),
        "reports": found.reports,
        "families": found.families,
        "next": [life_value(life) for life in found.coming],
        "overdue": [life_value(life) for life in found.overdue],
        "last_held": life_value(found.last_held) if found.last_held else None,
        "called_off": [life_value(life) for life in found.called_off],
        "positions": [position_value(p) for p in found.positions],
        "contradictions": [contradiction_value(c) for c in found.contradictions],
        "changes": [change_value(c) for c in found.changes],
        "record": reach_value(found.reach),
    }


def track_value(track: "Track") -> dict[str, Any]:
    """An issue with its last move and the newest offers, each with its words."""
    return {
        "issue": track.issue,
        "status": "alive" if track.alive else "silent",
        "first": track.first_day,
        "last_moved": track.last.day,
        "mover": track.mover,
        "moves": track.moves,
        "claims": track.claims,
        "reports": track.reports,
        "families": track.families,
        "shown_by": told_value(track.last),
        "offers": [{"stance": t.claim.stance, **told_value(t)} for t in track.offers],
    }


def voice_value(voice: "Voice") -> dict[str, Any]:
    """Someone who speaks for a party: the first and latest words, and where voices of the party differ."""
    return {
        "speaker": voice.speaker,
        "speaks_for": voice.speaks_for,
        "claims": len(voice.told),
        "reports": voice.reports,
        "families": voice.families,
        "first": told_value(voice.told[0]),
        "latest": told_value(voice.told[-1]),
        "differences": [
            {"issue": d.issue, "voice": _stance(d.voice), "other": {"name": d.other_name, **_stance(d.other)}}
            for d in voice.differences
        ],
    }


# ── for people ──


def print_lives(lives: Iterable[Life]) -> None:
    """Events with their histories, one under the other."""
    for life in lives:
        say(headline(life))
        people = ", ".join(f"{on_one_line(p.name)} ({p.status})" for p in life.parties)
        if people:
            say(people, "    ")
        for step in life.steps:
            by = f", says {on_one_line(step.by)}" if step.by else ""
            say_told(step.told, f"{step.mark}{by}")
        for judgement in life.event.judgements:
            if judgement.by != "rule":
                why = judgement.comparison.reasons[0].detail
                pair = f"{judgement.first[:ID_SHOWN]} and {judgement.second[:ID_SHOWN]}"
                say(f"{pair} are one act, says {on_one_line(why)}", "    ")
        print()


def print_rules(life: Life) -> None:
    """Which pairs of claims the rules joined to an act, and why."""
    for judgement in life.event.judgements:
        if judgement.by == "rule":
            pair = f"{judgement.first[:ID_SHOWN]} and {judgement.second[:ID_SHOWN]}"
            reasons = "; ".join(
                f"{r.feature}: {r.detail} ({r.score:+.2f})" for r in judgement.comparison.reasons
            )
            say(f"{pair} joined by rule, {judgement.comparison.score:+.2f}: {on_one_line(reasons)}", "    ")


def headline(life: Life) -> str:
    """What, when, where and how it stands, on one line."""
    mode = _mode(life)
    what = life.event.told[0].claim.event_type + (f" ({mode})" if mode else "")
    place = _place(life)
    where = f" in {on_one_line(place)}" if place else ""
    days = days_of(life)
    count, families = independent(told.held.document for told in life.event.told)
    reports = counted(count, "report") + (f" of {families} independent" if families < count else "")
    return f"{days}  {what}{where}: {life.stage}   [{life.event.id[:ID_SHOWN]}, {reports}]"


def days_of(life: Life) -> str:
    """The days of the act as far as told."""
    if not (life.earliest or life.latest):
        return "day not told"
    if life.earliest == life.latest:
        return str(life.earliest)
    return f"{life.earliest or '…'} – {life.latest or '…'}"


def print_due(overdue: Overdue) -> None:
    """Overdue events, and what they are measured by."""
    if overdue.day is None:
        print("No report of the record has a day; give one with --as-of.")
    elif not overdue.lives:
        print(f"Nothing announced for days before {overdue.day} is without a report of what came of it.")
    else:
        print(
            f"Announced for days before {overdue.day}; no report of the record says what came of it, "
            "which does not mean that it did not happen.\n"
        )
    print_lives(overdue.lives)
    print(reach_line(overdue.reach))


def print_met(a: str, b: str, met: Met) -> None:
    """When two parties last met, and all their meetings."""
    names = f"{on_one_line(a)} and {on_one_line(b)}"
    if met.last_met:
        print(f"{names} last met, as far as reported: {headline(met.last_met)}")
    else:
        print(f"No report of the record tells of a meeting of {names} that was held.")
    if met.last_spoke and met.last_spoke is not met.last_met:
        print(f"They last spoke: {headline(met.last_spoke)}")
    for told in met.said_not:
        say_told(told, "said not to have met")
    print()
    print_lives(met.meetings)
    print(reach_line(met.reach))


def reach_line(reach: Reach) -> str:
    """How far the record reaches, and what its silence means."""
    if not reach.reports:
        return "The record holds no report."
    return (
        f"The record holds {counted(reach.reports, 'report')}, from {reach.first} to {reach.last}; "
        "it cannot speak of what they do not tell."
    )


def print_contradictions(found: Iterable[Contradiction]) -> None:
    """Contradictions with both quotations."""
    for one in found:
        print(f"{one.kind}: {on_one_line(one.says_first)} / {on_one_line(one.says_second)}")
        say_told(one.first, on_one_line(one.says_first))
        say_told(one.second, on_one_line(one.says_second))
        print()


def print_positions(found: Iterable[Position]) -> None:
    """Positions with their first and latest words, and the shifts between."""
    for one in found:
        print(f"{on_one_line(one.holder)} on {one.issue or '(no issue named)'}: {one.movement}")
        shown = [one.first]
        shown += [t for s in one.shifts for t in (s.before, s.after)]
        if one.latest.day > one.first.day or one.issue is None:
            shown.append(one.latest)
        for told in {t.claim.id: t for t in (shown if one.issue else one.told)}.values():
            say_told(told, (told.claim.stance or "").replace("_", " "))
        print()


def print_changes(found: Iterable[Changed]) -> None:
    """Changes by day, each with the words that show it."""
    for one in found:
        what = headline(one.life) if one.life else ""
        was = f"{on_one_line(one.was)} → " if one.was else ""
        print(f"{one.day}  {one.kind}: {was}{on_one_line(one.now)}")
        if what:
            say(what, "    ")
        if one.before:
            say_told(one.before, "before")
        say_told(one.told, "now")
        print()


def print_voices(found: "Iterable[Voice]") -> None:
    """Voices with their first and latest words, and what they say otherwise than others of their party."""
    for one in found:
        reports = f"{counted(one.reports, 'report')}, {one.families} independent"
        say(
            f"{on_one_line(one.speaker)} for {on_one_line(one.speaks_for)}: "
            f"{counted(len(one.told), 'claim')} of {reports}"
        )
        for told in {t.claim.id: t for t in (one.told[0], one.told[-1])}.values():
            say_told(told, "said")
        for d in one.differences:
            say(f"otherwise than {on_one_line(d.other_name)} on {d.issue}", "    ")
            say_told(d.voice, (d.voice.claim.stance or "").replace("_", " "))
            say_told(d.other, (d.other.claim.stance or "").replace("_", " "))
        if not one.differences:
            say("no issue on which another voice of the same party is told to hold otherwise", "    ")
        print()


def say_told(told: Told, label: str) -> None:
    """The words of a claim with their report and its id, after a label."""
    words = clipped(on_one_line(told.claim.evidence.exact), QUOTATION_SHOWN)
    say(
        f"{told.day}  {label}: “{words}” — {provenance(told.held.document)} [{told.claim.id[:ID_SHOWN]}]",
        "    ",
    )


def say(words: str, indent: str = "") -> None:
    """A line of text, folded, what follows the first line set in."""
    lines = textwrap.wrap(
        printable(words),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "    ",
        break_on_hyphens=False,
    )
    sys.stdout.write("\n".join(lines) + "\n")


def _stance(told: Told) -> dict[str, Any]:
    return {"stance": told.claim.stance, **told_value(told)}


def _mode(life: Life) -> str | None:
    modes = sorted({t.claim.mode for t in life.event.told if t.claim.mode})
    return modes[0] if len(modes) == 1 else None


def _place(life: Life) -> str | None:
    """The place by the last claim of the deciding stage that names one, else by any."""
    told = [s.told for s in life.steps if s.stage == life.stage and s.told.claim.place]
    told = told or [s.told for s in life.steps if s.told.claim.place]
    return told[-1].claim.place.name if told and told[-1].claim.place else None
