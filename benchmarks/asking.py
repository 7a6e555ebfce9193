"""What each question costs, asked cold: a fresh process, the record merged before.

    python benchmarks/asking.py a.record b.record

For each record and question: seconds of processor (user and system) of a whole command with its start, the
same asked a second time in the process, and the most memory that it took. A bare start is the first row.
Nothing is written to the record but what follows from its claims.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dragoman.store import Record, open_record

MERGING, START = "merging what is new", "start"
"""Rows that are no questions."""


def questions(record: Record) -> dict[str, Callable[[], Any]]:
    """Each question by its name, of parties that the record names often."""
    from sqlalchemy import func, select

    from dragoman.ask import acts, changes, events, meetings, positions, today, views
    from dragoman.ask.query import Question
    from dragoman.merge.families import families
    from dragoman.store.schema import claim, participant

    def often() -> tuple[str, str]:
        """Of the last claims, the pair of actors named in most."""
        one, other = participant.alias(), participant.alias()
        last = record.rows(select(func.max(claim.c.number)))[0][0] or 0
        rows = record.rows(
            select(one.c.name, other.c.name)
            .join(other, (one.c.claim == other.c.claim) & (one.c.name < other.c.name))
            .where(one.c.claim > last - 20_000, one.c.actor.is_not(None), other.c.actor.is_not(None))
            .group_by(one.c.name, other.c.name)
            .order_by(func.count().desc(), one.c.name, other.c.name)
            .limit(1)
        )
        return (rows[0][0], rows[0][1]) if rows else ("Russia", "Ukraine")

    a, b = often()
    newest = views.newest_day(record) or "2031-01-01"
    word = "prisoners"
    return {
        "timeline": lambda: views.timeline(record, Question(limit=50)),
        "timeline of an actor": lambda: views.timeline(record, Question(actor=a, limit=50)),
        "upcoming": lambda: views.upcoming(record, Question(limit=50)),
        "search": lambda: views.search(record, Question(words=word, limit=50)),
        "search, best first": lambda: views.search(record, Question(words=word, limit=50, sort="best")),
        "events": lambda: _piece(acts.acts(record, acts.Narrowed())),
        "events of an actor": lambda: _piece(acts.acts(record, acts.Narrowed(party=a))),
        "events told by several": lambda: _piece(acts.acts(record, acts.Narrowed(several=True))),
        "due": lambda: _piece(events.due(record).lives),
        "met": lambda: events.met(record, a, b),
        "met, from pages": lambda: meetings.meetings_of(record, a, b),
        "meetings": lambda: meetings.matrix(record),
        "contradictions": lambda: _piece(events.contradictions(record)),
        "positions": lambda: positions.positions(record, a),
        "changes": lambda: changes.changes(record, newest),
        "today": lambda: today.today(record),
        "families": lambda: families(record),
        "sources": lambda: views.sources(record, Question(), kin=False),
    }


def _piece(rows: Sequence[Any]) -> tuple[int, Sequence[Any]]:
    """How many there are and the first of them, as a page shows them."""
    return len(rows), rows[:50]


def ask(path: Path, name: str) -> None:
    """One question in this process; prints what it cost as JSON."""
    with open_record(path, create=False) as record:
        todo = _todo(record, name)
        before = _used(resource.RUSAGE_SELF)
        todo()
        cold = _used(resource.RUSAGE_SELF)
        todo()
        warm = _used(resource.RUSAGE_SELF)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cold": cold - before, "warm": warm - cold, "all": cold, "mb": most}))


def _todo(record: Record, name: str) -> Callable[[], Any]:
    from dragoman.merge.kept import merge_new

    if name == MERGING:
        return lambda: merge_new(record)
    return questions(record)[name] if name != START else lambda: None


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Ask every question of every record in a process of its own and print a table."""
    if len(sys.argv) > 3 and sys.argv[1] == "--one":
        ask(Path(sys.argv[2]), sys.argv[3])
        return
    for path in map(Path, sys.argv[1:]):
        with open_record(path, create=False) as record:
            reports, claims = record.size()
            names = [MERGING, START, *questions(record)]
        print(f"\n{path.name}: {reports:,} reports, {claims:,} claims")
        print(f"{'question':26} {'cold':>8} {'warm':>8} {'process':>8}  memory")
        for name in names:
            asked = [sys.executable, __file__, "--one", str(path), name]
            done = subprocess.run(asked, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name:26} failed: {done.stderr.strip().splitlines()[-1]}")
                continue
            told = json.loads(done.stdout)
            took = " ".join(f"{told[part]:7.2f}s" for part in ("cold", "warm", "all"))
            print(f"{name:26} {took}  {told['mb']:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
