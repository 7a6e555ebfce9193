"""The commands that follow a negotiation: named watches, the tracks of its issues, and the memo."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import SettingsError
from dragoman.interfaces import display, event_display
from dragoman.interfaces.event_commands import SINCE, answer, asked, opened
from dragoman.interfaces.event_display import (
    say,
    say_told,
    track_value,
    watch_line_value,
)
from dragoman.interfaces.printable import counted, json_line, on_one_line

if TYPE_CHECKING:
    from dragoman.ask.followed import Standing, WatchLine
    from dragoman.ask.tracks import Track
    from dragoman.ask.watches import Watch

_SEVERAL: dict[str, Any] = {"action": "append", "metavar": "NAME"}
SHOWN = 10
"""Lines of each part of a watch, for people."""


def follow(words: list[str]) -> int:
    """`dragoman follow`; gives the exit code."""
    given = asked(
        words,
        "follow",
        "Named watches. With a name and a filter, defines the watch; with a name alone, shows where it "
        "stands; with nothing, lists all. Fields given several times gather what fulfils any of them.",
        ("name", {"metavar": "NAME", "nargs": "?", "help": "the watch; all where none is named"}),
        (
            "--actor",
            {
                **_SEVERAL,
                "dest": "actors",
                "help": "a party: its id, name or part of it, or a country (repeat)",
            },
        ),
        ("--every", {"action": "store_true", "help": "only claims with every --actor in them, not any"}),
        (
            "--issue",
            {
                **_SEVERAL,
                "dest": "issues",
                "metavar": "ISSUE",
                "help": "an issue (repeat)",
            },
        ),
        (
            "--place",
            {**_SEVERAL, "dest": "places", "help": "a place or country (repeat)"},
        ),
        "--type",
        ("--words", {"metavar": "WORDS", "help": 'words and "phrases" of the quotation, all of them'}),
        ("--since", {"metavar": "DATE", "help": "first day, month or year of what is told"}),
        ("--until", {"metavar": "DATE", "help": "last day, month or year of what is told"}),
        ("--stop", {"action": "store_true", "help": "stop the watch; nothing of it is deleted"}),
        ("--news-since", {"metavar": "DATE", "help": "show what is new since then (else: of seven days)"}),
    )
    from dragoman.ask.followed import standing, watch_lines
    from dragoman.ask.query import asked_day
    from dragoman.ask.watches import define, stop

    wanted = _watch(given)
    if given.name is None:
        if wanted or given.stop:
            raise SettingsError("a watch needs a name", next_step="dragoman follow NAME --actor A --issue I")
        with opened(given) as record:
            lines = watch_lines(record, given.as_of, given.min_confidence)
        return answer(given, lines, watch_line_value, _print_lines, "watch", "watches")
    if given.stop and wanted:
        raise SettingsError("--stop takes no filters", next_step=f"dragoman follow {given.name} --stop")
    news_since = asked_day(given.news_since, "--news-since", end=False)
    with opened(given) as record:
        if given.stop:
            stop(record, given.name)
            print(f"No longer followed: {on_one_line(given.name)}. Its definitions stay in the record.")
            return 0
        if wanted:
            defined = define(record, wanted)
            display.print_note(f"now followed: {defined.name}: {told_of(defined)}")
        found = standing(record, given.name, news_since, given.as_of, given.min_confidence)
    if given.json:
        display.write_json([event_display.standing_value(found)])
    else:
        print_standing(found, given.limit or SHOWN)
    return 0


def tracks(words: list[str]) -> int:
    """`dragoman tracks`; gives the exit code."""
    given = asked(
        words,
        "tracks",
        "Which issues are alive: of each the last act or new stance, who moved last, and since when the "
        "record is silent, which does not mean that nothing happened.",
        "--issue",
        "--watch",
    )
    from dragoman.ask.tracks import tracks as found_tracks

    with opened(given) as record:
        found = found_tracks(record, given.as_of, given.min_confidence, given.issue, given.watch)
    return answer(given, found, track_value, _print_tracks, "track")


def memo(words: list[str]) -> int:
    """`dragoman memo`; gives the exit code."""
    name, how = SINCE
    given = asked(
        words,
        "memo",
        "A short memo: what changed, what is announced next, what is overdue, where sides stand, where "
        "reports contradict each other. Every sentence carries the quotations it rests on.",
        (name, {**how, "help": "the first day whose reports count as news (else: seven days back)"}),
        "--watch",
        ("--format", {"choices": ("markdown", "html"), "default": "markdown", "help": "markdown or html"}),
        ("--out", {"metavar": "FILE", "help": "write to this file instead of the output"}),
    )
    from dragoman.ask.memo import memo as made_memo
    from dragoman.interfaces import memo_display
    from dragoman.records import to_json

    with opened(given) as record:
        made = made_memo(record, given.since, given.as_of, given.watch, given.min_confidence)
    if given.json:
        text = json_line(to_json(made)) + "\n"
    else:
        text = memo_display.html(made) if given.format == "html" else memo_display.markdown(made)
    if given.out:
        Path(given.out).write_text(text, encoding="utf-8")
        display.print_note(f"{given.out}: {counted(len(made.notes), 'footnote')}")
    else:
        sys.stdout.write(text)
    return 0


def _watch(given: Any) -> "Watch | None":  # noqa: ANN401 - argparse's namespace
    """The watch that the filters define; None where no filter is given."""
    from dragoman.ask.query import ask_for, full_text
    from dragoman.ask.watches import Watch

    fields = (given.actors, given.issues, given.places, given.type, given.words, given.since, given.until)
    if not any(fields):
        if given.every:
            raise SettingsError("--every needs the parties", next_step="give --actor A --actor B")
        return None
    for actor in given.actors or ():
        ask_for(actor=actor)
    for issue in given.issues or ():
        ask_for(issue=issue)
    for place in given.places or ():
        ask_for(place=place)
    if given.words:
        full_text(given.words)
    if given.since and given.until and given.since > given.until:
        raise SettingsError("--since lies after --until", found=f"{given.since} and {given.until}")
    return Watch(
        ask_for(actor=given.name).actor or "",
        tuple(given.actors or ()),
        given.every,
        tuple(given.issues or ()),
        tuple(given.places or ()),
        given.question.event_types,
        given.words,
        given.since,
        given.until,
    )


# ── for people ──


def told_of(watch: "Watch") -> str:
    """What a watch asks for, in a line."""
    join = " and " if watch.every_party else " or "
    parts = [
        join.join(watch.parties) + (" together" if watch.every_party and len(watch.parties) > 1 else ""),
        "on " + " or ".join(watch.issues) if watch.issues else "",
        "in " + " or ".join(watch.places) if watch.places else "",
        " or ".join(watch.event_types),
        f"with the words {watch.words}" if watch.words else "",
        f"from {watch.since}" if watch.since else "",
        f"until {watch.until}" if watch.until else "",
    ]
    return on_one_line(", ".join(filter(None, parts)))


def print_standing(found: "Standing", most: int) -> None:
    """Where things stand, part by part, at most `most` lines of each."""
    if found.watch:
        say(f"{found.watch.name}: {told_of(found.watch)}")
    say(
        f"{counted(len(found.told), 'claim')} of {counted(found.reports, 'report')} "
        f"({found.families} independent); as of {found.day or '(no day known)'}"
    )
    lives = event_display.print_lives
    _print_part("Next", found.coming, lives, most)
    _print_part("Overdue: the days are over, no report says what came of it", found.overdue, lives, most)
    _print_part("Last held", [found.last_held] if found.last_held else [], lives, most)
    _print_part("Newest positions", [p for p in found.positions if p.issue], _print_stances, most)
    _print_part("Contradictions", found.contradictions, event_display.print_contradictions, most)
    _print_part(f"New since {found.since}", found.changes[::-1], event_display.print_changes, most)
    print(event_display.reach_line(found.reach))


def _print_part(heading: str, rows: Sequence[Any], show: Callable[[Any], None], most: int) -> None:
    if rows:
        more = f" ({most} of {len(rows)})" if len(rows) > most else ""
        print(f"\n{heading.upper()}{more}\n")
        show(rows[:most])


def _print_stances(rows: Iterable[Any]) -> None:
    issue = None
    for one in rows:
        if one.issue != issue:
            issue = one.issue
            print(f"  {issue}")
        moved = "" if one.movement == "told once" else f", {one.movement} since {one.first.day}"
        say_told(
            one.latest,
            f"{on_one_line(one.holder)}: {(one.latest.claim.stance or '').replace('_', ' ')}{moved}",
        )


def _print_lines(rows: Iterable["WatchLine"]) -> None:
    for line in rows:
        newest = f", the newest of {line.newest}" if line.newest else ""
        say(
            f"{line.watch.name}: {counted(line.claims, 'claim')} of {counted(line.reports, 'report')} "
            f"({line.families} independent){newest}"
        )
        say(told_of(line.watch), "    ")


def _print_tracks(rows: Iterable["Track"]) -> None:
    for track in rows:
        status = "alive, last moved" if track.alive else "silent since"
        mover = f" by {on_one_line(track.mover)}" if track.mover else ""
        say(
            f"{track.issue}: {status} {track.last.day}{mover}   [{counted(track.claims, 'claim')}, "
            f"{counted(track.reports, 'report')}, {track.families} independent]"
        )
        label = track.last.claim.stance or f"{track.last.claim.event_type} {track.last.claim.status}"
        say_told(track.last, label.replace("_", " "))
        for told in track.offers:
            if told is not track.last:
                say_told(told, f"last {told.claim.stance}")
        print()
