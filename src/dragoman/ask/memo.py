"""A short memo of a negotiation, in sentences of which each carries the quotations that it rests on.

    New: a meeting of Alma Reyes with Jonas Lind in Oslo on 9 May 2031 is announced. [1]
    [1] "Alma Reyes will meet Prime Minister Jonas Lind in Oslo on Friday", Northern Wire, 2031-05-06

A sentence is a template of `data/memo.toml`, filled with fields of one claim (of two, where one thing is set
against another), so it says nothing that these do not say. A part without sentences is left out: that
nothing was reported is no news, and no ground for a sentence.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.ask.changes import LOOKING_BACK, Changed
from dragoman.ask.events import by_phone
from dragoman.ask.followed import Standing, standing
from dragoman.ask.positions import Position
from dragoman.data import read_toml
from dragoman.merge.block import Told
from dragoman.merge.contradictions import Contradiction
from dragoman.merge.families import independent
from dragoman.merge.lifecycle import Life, Stage
from dragoman.records import Claim, Participant, TimeInterval
from dragoman.store import Record

MOST = 10
"""Sentences of a part; the heading says how many there would be."""
NOTES = 3
"""Footnotes of a sentence about an act: the claim it is made of, then other reports of the same stage."""
WORDS = 240
"""Characters of a quotation inside a sentence; the footnote has all of it."""


_AWAY = ("absent", "declined")


@dataclass(frozen=True, slots=True)
class Footnote:
    """The words of one claim and where they stand; `quotation` is exactly what stands there."""

    number: int
    quotation: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    report: str
    claim: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the numbers of its footnotes, of which it has one or more."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences; `total` counts those left out, too."""

    heading: str
    sentences: tuple[Sentence, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo.

    Attributes:
        facts: name and value of what it rests on: the day, the reports, how far the record reaches.
        parts: those that have a sentence.
        notes: in the order of their numbers.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    notes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with the claims it rests on, before these are numbered."""

    text: str
    rests: tuple[Told, ...]


def memo(
    record: Record,
    since: str | None = None,
    as_of: str | None = None,
    watch: str | None = None,
    min_confidence: float = 0.0,
) -> Memo:
    """The memo of a watch, or of the whole record, as of a day.

    Raises:
        SettingsError: there is no such watch, or it was stopped.
    """
    return memo_of(standing(record, watch, since, as_of, min_confidence), asked_day=as_of is not None)


def memo_of(found: Standing, *, asked_day: bool = True) -> Memo:
    """The memo of where things stand."""
    words = _words()
    parts = (
        ("changes", [line for c in reversed(found.changes) if (line := _change(c))]),
        ("coming", [_act("coming", life) for life in found.coming]),
        ("overdue", [_act("overdue", life) for life in found.overdue]),
        ("called_off", [_act("called_off", life) for life in found.called_off if _was_planned(life)]),
        ("positions", [_position(p) for p in found.positions if p.issue]),
        ("contradictions", [_contradiction(c) for c in reversed(found.contradictions)]),
        ("single", list(_single(found))),
        ("unsure", list(_unsure(found))),
    )
    numbers: dict[str, Footnote] = {}
    made = tuple(_part(name, lines, found, numbers) for name, lines in parts if lines)
    page = words["page"]
    day = found.day or "—"
    facts = [
        (page["as_of"], day if asked_day or not found.day else f"{day} ({page['newest']})"),
        (page["news"], found.since or "—"),
        (
            page["basis"],
            f"{_count(len(found.told), 'claim')} of {_count(found.reports, 'report')}, "
            f"of {found.families:,} independent (copies of one origin count once)",
        ),
    ]
    if found.reach.reports:
        facts.append(("Reach", page["reach"].format(first=found.reach.first, last=found.reach.last)))
    name = found.watch.name if found.watch else page["all"]
    return Memo(page["title"].format(name=name), tuple(facts), made, tuple(numbers.values()))


def _words() -> dict[str, Any]:
    return read_toml("memo.toml")


def _part(name: str, lines: list[_Line], found: Standing, numbers: dict[str, Footnote]) -> Part:
    once = list({line.text: line for line in lines}.values())
    heading = _words()["headings"][name].format(since=_day(found.since) if found.since else "")
    return Part(heading, tuple(_sentence(line, numbers) for line in once[:MOST]), len(once))


def _sentence(line: _Line, numbers: dict[str, Footnote]) -> Sentence:
    notes: list[int] = []
    for told in line.rests:
        claim, document = told.claim, told.held.document
        if claim.id not in numbers:
            numbers[claim.id] = Footnote(
                len(numbers) + 1,
                claim.evidence.exact,
                document.outlet,
                document.published,
                document.title,
                document.url,
                document.id,
                claim.id,
            )
        notes.append(numbers[claim.id].number)
    return Sentence(_opened(line.text), tuple(dict.fromkeys(notes)))


# ── the sentences ──


def said_of_act(life: Life) -> str:
    """Where an act stands, in one sentence; never a plan as a deed."""
    return _opened(_act("coming", life).text)


def said_of_change(changed: Changed) -> str:
    """What changed, in one sentence; of a contradiction, what the two say."""
    line = _change(changed) if changed.now != "raised" else None
    if line is not None:
        return _opened(line.text)
    if changed.life is not None:
        return said_of_act(changed.life)
    return _opened(f"{changed.was or ''} / {changed.now}")


def said_of_contradiction(found: Contradiction) -> str:
    """What two reports say otherwise, in one sentence."""
    return _opened(_contradiction(found).text)


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _change(changed: Changed) -> _Line | None:
    """None for what stands in a part of its own, and for what was only spoken of."""
    if changed.kind == "contradicted" or changed.now == "raised":
        return None
    templates, told = _words()["changes"], changed.told
    rests = (told, *([changed.before] if changed.before else []))
    if changed.kind == "stance":
        after, before = (_words()["stances"].get(t.claim.stance, t.claim.stance) for t in rests)
        text = templates["stance"].format(
            holder=_name(_holder(told.claim)), issue=told.claim.issue, after=after, before=before
        )
        return _Line(text, rests)
    if changed.life is None:
        return _Line(templates[changed.kind].format(now=changed.now), rests)
    stage = next(s for s in changed.life.steps if s.told.claim.id == told.claim.id).stage
    text = templates[changed.kind].format(
        act=_act_words(told.claim, changed.life),
        stage=_stage(told.claim, stage),
        by=_by(told.claim),
        was=changed.was,
        days=LOOKING_BACK,
    )
    return _Line(text, rests)


def _act(template: str, life: Life) -> _Line:
    told = _deciding(life)
    text = _words()["lines"][template].format(
        act=_act_words(told.claim, life), stage=_stage(told.claim, life.stage), by=_by(told.claim)
    )
    return _Line(text, _same_stage(life, told))


def _deciding(life: Life) -> Told:
    """The last claim of the stage that stands, of those of the most exact time."""
    of_stage = [s.told for s in life.steps if s.stage == life.stage]
    dated = [t for t in of_stage if t.claim.time and t.claim.time.latest == life.latest]
    return (dated or of_stage)[-1]


def _same_stage(life: Life, first: Told) -> tuple[Told, ...]:
    """The claim, then claims of other reports that tell the same stage."""
    by_report = {first.held.document.id: first}
    for step in reversed(life.steps):
        if step.stage == life.stage:
            by_report.setdefault(step.told.held.document.id, step.told)
    return tuple(by_report.values())[:NOTES]


def _was_planned(life: Life) -> bool:
    """Was it a plan, or a meeting? That some deed was not done is no news of a negotiation."""
    planned = any(step.stage in ("proposed", "scheduled", "confirmed") for step in life.steps)
    return planned or life.stage in ("cancelled", "postponed")


def _position(position: Position) -> _Line:
    words, latest = _words(), position.latest
    moved = words["movements"].get(position.movement, "").format(day=_day(position.first.day))
    stance = words["stances"].get(latest.claim.stance, latest.claim.stance)
    holder = _holder(latest.claim)
    text = words["lines"]["position"].format(
        issue=position.issue,
        holder=_name(holder),
        stance=stance,
        by=_by(latest.claim, holder),
        words=_clipped(latest.claim.evidence.exact),
        moved=moved,
    )
    return _Line(text, (latest, position.first) if moved else (latest,))


def _contradiction(found: Contradiction) -> _Line:
    lines = _words()["lines"]
    template = lines["attribution" if found.kind == "attribution" else "contradiction"]
    text = template.format(
        kind=found.kind,
        act=_act_words(found.first.claim, None, dated=found.kind != "date", placed=found.kind != "place"),
        first=found.says_first,
        second=found.says_second,
        first_outlet=_outlet(found.first),
        second_outlet=_outlet(found.second),
    )
    return _Line(text, (found.first, found.second))


def _single(found: Standing) -> Iterator[_Line]:
    """Acts of this memo that several reports tell, all of one origin: what looks confirmed and is not."""
    changed = [c.life for c in found.changes if c.life and c.now != "raised"]
    for life in {one.event.id: one for one in (*found.coming, *changed)}.values():
        reports, families = independent(t.held.document for t in life.event.told)
        if families == 1 and reports > 1:
            told = _deciding(life)
            text = _words()["lines"]["single"].format(
                act=_act_words(told.claim, life), reports=_count(reports, "report")
            )
            yield _Line(text, _same_stage(life, told))


def _unsure(found: Standing) -> Iterator[_Line]:
    lines = _words()["lines"]
    for told in sorted(found.told, key=lambda t: (t.day, t.claim.id), reverse=True):
        if found.since and told.day < found.since:
            continue
        unnamed = any(link.type == "anonymous" for link in told.claim.attribution)
        if unnamed or _is_reported(told.claim):
            yield _Line(
                lines["anonymous" if unnamed else "reportedly"].format(
                    outlet=_outlet(told), words=_clipped(told.claim.evidence.exact)
                ),
                (told,),
            )


# ── the words of a claim ──


def _act_words(claim: Claim, life: Life | None, *, dated: bool = True, placed: bool = True) -> str:
    """The act with its parties, place and day, as this claim tells them.

    Those who are told to stay away are named apart.
    """
    words = _words()
    noun, of, to, _ = words["acts"].get(claim.event_type, words["acts"]["STATEMENT"])
    if claim.event_type == "CONSULT":
        mode = "phone" if life and by_phone(life) else claim.mode
        noun = words["modes"].get(mode, noun)
        to = "to" if mode in ("phone", "visit") else to
    there = [p for p in claim.participants if p.status not in _AWAY and p.kind != "place"]
    does = _listed(_name(p) for p in there if p.role in ("actor", "member", "signatory", "subject"))
    bears = _listed(_name(p) for p in there if p.role == "recipient")
    hosts = _listed(_name(p) for p in there if p.role == "host")
    mediators = _listed(_name(p) for p in there if p.role == "mediator")
    away = _listed(
        f"{_name(p)} ({p.status})" for p in claim.participants if p.status in ("absent", "declined")
    )
    told = [
        noun,
        f"{of} {does}" if does else "",
        f"{to} {bears}" if bears else "",
        f"hosted by {hosts}" if hosts else "",
        f"mediated by {mediators}" if mediators else "",
        f"without {away}" if away else "",
        f"in {claim.place.name}" if claim.place and placed and claim.place.name not in (does, bears) else "",
        _when(claim.time) if dated else "",
    ]
    return " ".join(filter(None, told))


def _stage(claim: Claim, stage: Stage) -> str:
    words = _words()
    done = words["acts"].get(claim.event_type, words["acts"]["STATEMENT"])[3]
    return done if stage == "held" else words["stages"][stage]


def _by(claim: Claim, holder: Participant | None = None) -> str:
    """Who says so, where it is not the report itself or the holder of the stance."""
    link = next((link for link in reversed(claim.attribution) if link.type != "narrator"), None)
    if link and link.speaker and not (holder and link.speaker.name == holder.name):
        behalf = f", for {link.on_behalf_of.name}" if link.on_behalf_of else ""
        return f", according to {link.speaker.name}{behalf}"
    if link and link.type == "anonymous":
        return ", according to someone unnamed"
    return ", reportedly" if _is_reported(claim) else ""


def _is_reported(claim: Claim) -> bool:
    """Does the report itself tell it as likely or possible only?"""
    narrator = [f.value for f in claim.factuality if f.holder == "narrator"]
    return claim.status in ("occurred", "ongoing") and any(v[:2] in ("PR", "PS") for v in narrator)


def _holder(claim: Claim) -> Participant | None:
    acting = (p for p in claim.participants if p.role in ("actor", "subject", "member", "signatory"))
    return next(acting, claim.participants[0] if claim.participants else None)


def _name(party: Participant | None) -> str:
    return party.name if party else "someone unnamed"


def _outlet(told: Told) -> str:
    return told.held.document.outlet or "A report of no named outlet"


def _listed(names: Iterable[str]) -> str:
    some = list(dict.fromkeys(names))
    return ", ".join(some[:-1]) + " and " + some[-1] if len(some) > 1 else "".join(some)


def _when(time: TimeInterval | None) -> str:
    """The days of an act, as exact as they are told and not more so; "" where no day is known.

    >>> from dataclasses import replace
    >>> may = ("2031-05-01", "2031-05-31")
    >>> known = TimeInterval(0, 6, "in May", "DATE", "2031-05", "2031-05", *may, "month", None)
    >>> _when(known), _when(replace(known, latest="2031-05-01")), _when(replace(known, latest="2031-05-03"))
    ('in May 2031', 'on 1 May 2031', 'between 1 May 2031 and 3 May 2031')
    >>> _when(replace(known, earliest="2031-01-01", latest="2031-12-31")), _when(replace(known, latest=None))
    ('in 2031', 'from 1 May 2031 on')
    """
    if time is None or not (time.earliest or time.latest):
        return ""
    first, last = (day[:10] if day else None for day in (time.earliest, time.latest))
    if first is None:
        return f"by {_day(last or '')}"
    if last is None:
        return f"from {_day(first)} on"
    if first == last:
        return f"on {_day(first)}"
    if (first[4:], last[4:]) == ("-01-01", "-12-31") and first[:4] == last[:4]:
        return f"in {first[:4]}"
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    whole = begin.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole and first[:7] == last[:7]:
        return f"in {calendar.month_name[begin.month]} {begin.year}"
    return f"between {_day(first)} and {_day(last)}"


def _day(day: str) -> str:
    known = date.fromisoformat(day[:10])
    return f"{known.day} {calendar.month_name[known.month]} {known.year}"


def _clipped(words: str) -> str:
    """The words on one line, cut between words where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= WORDS else line[:WORDS].rsplit(" ", 1)[0] + " …"


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
