"""Meetings and calls as a calendar: one VEVENT an act, moved or called off with its history.

Format: RFC 5545 (iCalendar); `docs/formats/icalendar.md`. Days are whole days: a report seldom says in which
zone its hours are, and a calendar has no room for doubt.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO, Final

from dragoman.ask.events import by_phone
from dragoman.exchange.acts import (
    NO_DAY,
    RAISED,
    Dated,
    Days,
    count_left_out,
    dated,
    deciding,
    kind_of,
    listed,
    moves,
    place_of,
)
from dragoman.exchange.addresses import fit, party_address, web_address
from dragoman.exchange.formats import Held, Written
from dragoman.merge.block import party_key
from dragoman.merge.lifecycle import Attendance, Attending, Life, Stage

STATUS: Final[dict[Stage, str]] = {
    "proposed": "TENTATIVE",
    "scheduled": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "under way": "CONFIRMED",
    "held": "CONFIRMED",
    "postponed": "CANCELLED",
    "cancelled": "CANCELLED",
    "not held": "CANCELLED",
}
"""What a calendar calls a stage; an act put off to a day that is told is TENTATIVE on that day."""

PARTSTAT: Final[dict[Attendance, str]] = {
    "attended": "ACCEPTED",
    "confirmed": "ACCEPTED",
    "declined": "DECLINED",
    "absent": "DECLINED",
    "expected": "TENTATIVE",
}
"""What a calendar calls the standing of a guest; NEEDS-ACTION where nothing is known of it."""

WIDEST: Final = 31
"""Days of the longest entry; what is told less exactly than to the month is no entry of a calendar."""
QUOTED: Final = 12
"""Reports quoted in an entry, the newest of them; the others are counted."""
NO_MEETING: Final = "an act, but no meeting or call"
TOO_WIDE: Final = "the day of the act is told less exactly than to the month"

_CUTYPE = {"person": "INDIVIDUAL", "state": "GROUP", "organisation": "GROUP", "group": "GROUP"}


def write(given: Held, out: BinaryIO) -> Written:
    """Write one VEVENT a meeting or call."""
    from icalendar import Calendar

    head = Calendar()
    head.add("prodid", f"-//Dragoman//{given.about.get('program', 'dragoman')}//EN")
    head.add("version", "2.0")
    head.add("method", "PUBLISH")
    head.add("x-wr-calname", "Meetings and calls in the news")
    asked = "; ".join(f"{name}: {value}" for name, value in given.about.get("asked", {}).items())
    head.add("x-wr-caldesc", fit(f"As reports tell it, by {given.about.get('program', 'dragoman')}. {asked}"))
    begins, ends = head.to_ical().split(b"END:VCALENDAR")
    out.write(begins)
    sorted_out: dict[str, str | None] = {}
    rows = 0
    for life in given.lives():
        when = dated(life)
        reason = _unfit(life, when.days)
        sorted_out.update((told.claim.id, reason) for told in life.event.told)
        if reason is None and when.days:
            out.write(_entry(life, when, when.days).to_ical())
            rows += 1
    out.write(b"END:VCALENDAR" + ends)
    return Written(rows, count_left_out(given, sorted_out))


def _unfit(life: Life, days: Days | None) -> str | None:
    """Why an act is no entry of a calendar; None where it is one."""
    if not any(told.claim.event_type == "CONSULT" for told in life.event.told):
        return NO_MEETING
    if life.stage == "raised":
        return RAISED
    if days is None:
        return NO_DAY
    return TOO_WIDE if (days.last - days.first).days >= WIDEST else None


def _entry(life: Life, when: Dated, days: Days) -> Any:  # noqa: ANN401 - the library's Event has no types
    from icalendar import Event

    last_known = max(told.held.recorded_at for told in life.event.told)
    entry = Event()
    entry.add("uid", f"{life.event.id}@dragoman")
    entry.add("dtstamp", datetime.fromisoformat(last_known).astimezone(UTC))
    entry.add("sequence", moves(life))
    entry.add("status", "TENTATIVE" if when.moved and life.stage == "postponed" else STATUS[life.stage])
    entry.add("dtstart", days.first)
    entry.add("dtend", _next(days.last))
    entry.add("transp", "TRANSPARENT")
    entry.add("summary", _summary(life, days))
    place = place_of(life)
    if place:
        country = f", {place.country}" if place.country and place.country != place.name else ""
        entry.add("location", fit(place.name + country))
        if place.lat is not None and place.lon is not None and place.precision in ("city", "point"):
            entry.add("geo", (place.lat, place.lon))
    if url := next(
        (u for told in reversed(life.event.told) if (u := web_address(told.held.document.url))), None
    ):
        entry.add("url", url)
    entry.add("description", _description(life, when, days))
    entry.add("categories", ["call" if by_phone(life) else "meeting"])
    for party in life.parties:
        if _is_somebody(life, party):
            _add_attendee(entry, life, party)
    entry.add("x-dragoman-stage", life.stage)
    entry.add("x-dragoman-claims", ",".join(told.claim.id for told in life.event.told))
    return entry


def _add_attendee(entry: Any, life: Life, party: Attending) -> None:  # noqa: ANN401
    from icalendar import vCalAddress, vText

    guest = vCalAddress(party_address(party.name, party.actor))
    guest.params["CN"] = vText(fit(party.name).replace('"', "'"))
    guest.params["CUTYPE"] = vText(_CUTYPE.get(kind_of(life, party) or "", "UNKNOWN"))
    guest.params["PARTSTAT"] = vText(PARTSTAT.get(party.status, "NEEDS-ACTION"))
    guest.params["X-DRAGOMAN-STANDING"] = vText(party.status)
    entry.add("attendee", guest, encode=0)


def _is_somebody(life: Life, party: Attending) -> bool:
    """Is it a party that can be told apart, not "two people" or "delegations"?"""
    named = [p for told in life.event.told for p in told.claim.participants if p.name == party.name]
    return bool(party.actor) or not all(party_key(p).vague for p in named)


def _next(day: date) -> date:
    """The day after; the last there is stays, and the entry is of that day alone."""
    return day + timedelta(days=1) if day < date.max else day


def _summary(life: Life, days: Days) -> str:
    coming = [
        p.name for p in life.parties if p.status not in ("absent", "declined") and _is_somebody(life, p)
    ]
    what = "call" if by_phone(life) else "meeting"
    stage = "" if life.stage in ("held", "confirmed") else f" ({life.stage})"
    some_day = "" if days.exact else ", some day of these"
    return fit(f"{listed(coming) or 'Unnamed parties'}: {what}{stage}{some_day}")


def _description(life: Life, when: Dated, days: Days) -> str:
    lines = [f"{life.stage.capitalize()}, by {len(life.event.reports)} report(s)."]
    if not days.exact:
        lines.append("The day is not told more exactly than that it lies in these days.")
    if when.before:
        lines.append(f"Planned before for {when.before.first} to {when.before.last}.")
    told = deciding(life)
    time = told.claim.time
    if time and time.precision == "time":
        lines.append(f"Hour as printed: {time.text}")
    if len(life.steps) > QUOTED:
        lines.append(f"{len(life.steps) - QUOTED} earlier mentions are not quoted here.")
    for step in life.steps[-QUOTED:]:
        report = step.told.held.document
        by = f", according to {step.by}" if step.by else ""
        lines.append(
            f"{step.told.day[:10]}, {report.outlet or 'no outlet named'}{by}: {step.mark}: "
            f"“{' '.join(step.told.claim.evidence.exact.split())}” {report.url or ''}".rstrip()
        )
    return fit("\n".join(lines))
