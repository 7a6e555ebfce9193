"""Where sides stand, as values for programs and pages."""

import difflib
import re
from itertools import pairwise
from typing import Any

from dragoman.ask.positions import Position
from dragoman.ask.standings import BUSIEST, MOST_BUSY, IssueTrack, Said, Standing, Standings
from dragoman.interfaces.event_display import position_value, told_value

__all__ = ["BUSIEST", "MOST_BUSY", "full_position_value", "standing_value", "standings_about"]

ALIKE = 0.35
"""Likeness (0 to 1) from which words are shown as the former words changed, and not as other words."""


def standing_value(cell: Standing) -> dict[str, Any]:
    """A side on an issue."""
    return {
        "holder": {"id": cell.key, "name": cell.holder},
        "issue": cell.issue,
        "movement": cell.moved,
        "claims": cell.claims,
        "first": _said(cell.first),
        "latest": _said(cell.latest),
    }


def standings_about(found: Standings, busiest: int) -> dict[str, Any]:
    """The sides and the issues of a matrix."""
    return {
        "by": found.by,
        "day": found.day,
        "holders": [{"id": key, "name": name} for key, name in found.holders[:busiest]],
        "holders_in_all": len(found.holders),
        "issues": [_track(track) for track in found.tracks],
    }


def full_position_value(position: Position) -> dict[str, Any]:
    """A position with all its words over time, and what changed between one and the next."""
    told = [{"stance": t.claim.stance, **told_value(t)} for t in position.told]
    for before, after in pairwise(told):
        after["reworded"] = reworded(before["quotation"], after["quotation"])
    return {**position_value(position), "told": told}


def reworded(before: str, after: str) -> list[dict[str, str]] | None:
    """The words that stayed, came and went; None where the two are so unlike that nothing is said by it.

    >>> [(part["is"], part["text"]) for part in reworded("We will never leave", "We will not leave")]
    [('kept', 'We will'), ('dropped', 'never'), ('added', 'not'), ('kept', 'leave')]
    """
    old, new = (re.findall(r"\S+", text[:2000]) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    parts: list[dict[str, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.append({"is": "kept", "text": " ".join(old[a:b])})
        else:
            parts += [{"is": "dropped", "text": " ".join(old[a:b])}] if b > a else []
            parts += [{"is": "added", "text": " ".join(new[c:d])}] if d > c else []
    return parts


def _track(track: IssueTrack) -> dict[str, Any]:
    return {
        "issue": track.issue,
        "moved_on": track.moved_on,
        "mover": track.mover,
        "alive": track.alive,
        "claims": track.claims,
        "last": _said(track.last),
    }


def _said(said: Said) -> dict[str, Any]:
    return {
        "stance": said.stance,
        "claim": said.claim,
        "reported": said.day,
        "quotation": said.exact,
        "report": {
            "id": said.report,
            "outlet": said.outlet,
            "published": said.published,
            "title": said.title,
        },
    }
