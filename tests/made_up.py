"""Random reports that could have been: the same few parties, towns and days, told over and again.

What a `Random` draws decides all of it, so a seed gives the same reports, and hypothesis can draw them too.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from dragoman.records import (
    AttributionLink,
    CodedDocument,
    Factuality,
    Quantity,
    Relation,
    Speaker,
    TimeInterval,
)
from hand_made import city, claim, party, report

FIRST_DAY = date(2031, 5, 1)
DAYS = 20
"""Reports stand in so many days."""
KEPT = "2031-05-12T12:00:00Z"
"""When reports are kept: the day of those that do not say when they appeared."""

PARTIES = (
    ("Alma Reyes", "Q1", "ESP", "person"),
    ("Jonas Lind", "Q2", "NOR", "person"),
    ("Mira Stoll", "Q3", "AUT", "person"),
    ("Tomas Vaal", "Q4", "NOR", "person"),
    ("Norway", "NOR", "NOR", "state"),
    ("Austria", "AUT", "AUT", "state"),
    ("the two leaders", None, None, "group"),
    ("Unknown Envoy", None, None, "person"),
)
TOWNS = (("Oslo", "NOR"), ("Bergen", "NOR"), ("Graz", "AUT"))
OUTLETS = ("Northern Wire", "Daily Fjord", "Alpine Post", None)
ACTS = (
    ("CONSULT", "met", None),
    ("CONSULT", "received", "visit"),
    ("CONSULT", "telephoned", "phone"),
    ("AGREE", "signed", None),
    ("COOPERATE", "agreed", None),
    ("ASSAULT", "shelled", None),
    ("SANCTION", "sanctioned", None),
    ("AID", "sent", None),
)
STATUSES = (
    "proposed", "scheduled", "ongoing", "occurred", "occurred", "postponed", "cancelled", "not_occurring",
    "hypothetical",
)  # fmt: skip
STANDINGS = (None, None, None, "expected", "confirmed", "declined", "absent", "attended")
ISSUES = ("ceasefire", "sanctions", None)
STANCES = ("demand", "offer", "accept", "reject", "open", "red_line", "prefer")
COPIED = (
    "Diplomats of several capitals had prepared the ground for weeks, according to three officials in the "
    "delegations. The draft runs to eleven pages and leaves the question of the northern ports open."
)


@dataclass(frozen=True)
class Made:
    """What was drawn: one coded report in each place where it stood, in order of drawing."""

    stood: tuple[CodedDocument, ...]

    def by(self, day):
        """Those that had appeared by the end of `day`."""
        return tuple(one for one in self.stood if (one.document.published or KEPT)[:10] <= day)


def made_up(draw: Random, most: int = 30) -> Made:
    """Up to `most` different texts, some of which stood in several places on several days."""
    stood = []
    for n in range(draw.randint(1, most)):
        coded = _statement(draw, n) if draw.randint(0, 4) == 0 else _act(draw, n)
        stood.append(coded)
        for _ in range(draw.choice((0, 0, 0, 1, 2))):
            elsewhere = replace(coded.document, **_stood_at(draw, f"{n}-again"))
            stood.append(replace(coded, document=elsewhere))
    return Made(tuple(stood))


def day_in(draw: Random, low=0, high=DAYS) -> str:
    """A day as ISO 8601, counted from the first."""
    return (FIRST_DAY + timedelta(days=draw.randint(low, high))).isoformat()


def _stood_at(draw: Random, name: str) -> dict:
    day = day_in(draw)
    return {
        "given_id": name,
        "outlet": draw.choice(OUTLETS),
        "published": draw.choice((day, day, day, f"{day}T08:30:00Z", None)),
        "title": draw.choice((None, f"Of {name}", "Leaders in talks")),
    }


def _act(draw: Random, n: int) -> CodedDocument:
    """A report of one act, or of two in their order, sometimes with passages that others have too."""
    who = draw.sample(PARTIES, draw.randint(1, 3))
    town, when = draw.choice((None, *TOWNS)), _time(draw)
    kind, trigger, mode = draw.choice(ACTS)
    names = " and ".join(name for name, *_ in who)
    number = draw.choice((None, None, 12, 20))
    words = f"{names} {trigger} in {town[0] if town else 'the region'} {when[0] if when else 'lately'}"
    words += f", and {number} people were there" if number else ""
    after = f"{who[0][0]} then called for talks."
    text = f"{words}. {after} {COPIED if draw.randint(0, 3) == 0 else ''} Number {n}."
    document = report(text, **_stood_at(draw, str(n)))
    parties = tuple(
        party(
            text, name, actor=actor, country=country, kind=sort,
            role=draw.choice(("actor", "recipient", "host", "member")), status=draw.choice(STANDINGS),
        )
        for name, actor, country, sort in who
    )  # fmt: skip
    at = text.index("people") if number else 0
    qualifier = draw.choice(("exactly", "at_least", "at_most", "about"))
    status = draw.choice(STATUSES)
    first = claim(
        document, words, trigger,
        event_type=kind, mode=mode, participants=parties, status=status,
        place=city(text, *town) if town else None,
        time=_interval(text, when) if when else None,
        quantities=(Quantity(number, "people", qualifier, at, at + 6),) if number else (),
        attribution=_attribution(draw, who),
        factuality=(Factuality("narrator", "CT-" if status in ("cancelled", "not_occurring") else "CT+"),),
        issue=draw.choice(ISSUES),
        confidence=draw.choice((0.3, 0.6, 0.9)),
    )  # fmt: skip
    if draw.randint(0, 2):
        return CodedDocument(document, (first,))
    relation = Relation(draw.choice(("before", "after")), first.id)
    second = claim(
        document, after, "called",
        event_type="REQUEST", participants=(replace(parties[0], role="actor"),), relations=(relation,),
        confidence=draw.choice((0.3, 0.6, 0.9)),
    )  # fmt: skip
    return CodedDocument(document, (first, second))


def _statement(draw: Random, n: int) -> CodedDocument:
    """A stance, or words in quotation marks that others may ascribe to someone else."""
    who = draw.choice(PARTIES)
    said = draw.choice(
        ("the truce must hold in every town of the north", "no envoy of ours will sign this paper")
    )
    text = f'{who[0]} said: "{said}". It was statement number {n}.'
    document = report(text, **_stood_at(draw, f"s{n}"))
    holder = party(text, who[0], actor=who[1], country=who[2], kind=who[3])
    stance = draw.choice((None, *STANCES))
    made = claim(
        document, f'{who[0]} said: "{said}"', "said",
        kind="position" if stance else "statement", event_type=draw.choice(("STATEMENT", "REQUEST")),
        participants=(holder,), issue=draw.choice(ISSUES), stance=stance,
        attribution=(
            AttributionLink("narrator", None, None, None, None),
            AttributionLink("named", Speaker(who[0], who[1]), "said", "direct", None),
        ),
        confidence=draw.choice((0.3, 0.6, 0.9)),
    )  # fmt: skip
    return CodedDocument(document, (made,))


def _time(draw: Random):
    """Words for a time of some precision with its first and last day; None where nothing is told."""
    first = FIRST_DAY + timedelta(days=draw.randint(-2, DAYS + 5))
    lasts = draw.choice(("none", "day", "day", "day", "days", "week", "month", "from", "until"))
    if lasts == "none":
        return None
    words = f"{lasts} {first.isoformat()}"
    ends = {"day": 0, "days": 2, "week": 6, "month": 30}
    if lasts in ends:
        return words, first.isoformat(), (first + timedelta(days=ends[lasts])).isoformat(), lasts
    return (words, first.isoformat(), None, lasts) if lasts == "from" else (
        words, None, first.isoformat(), lasts
    )  # fmt: skip


def _interval(text: str, when) -> TimeInterval:
    words, earliest, latest, lasts = when
    at = text.index(words)
    precision = {"day": "day", "week": "week", "month": "month"}.get(lasts, "interval")
    return TimeInterval(
        at, at + len(words), words, "DATE", earliest or latest, None, earliest, latest, precision, None
    )


def _attribution(draw: Random, who):
    narrator = AttributionLink("narrator", None, None, None, None)
    name, actor, _, _ = draw.choice(who)
    said = AttributionLink(
        "named", Speaker(name, actor), draw.choice(("said", "confirmed")), "indirect", None
    )
    return draw.choice(((narrator,), (narrator, said)))
