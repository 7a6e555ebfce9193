"""Reports and claims made by hand, for tests of what happens after coding."""

import hashlib
from dataclasses import fields, replace

from dragoman.records import (
    AttributionLink,
    Claim,
    CodedDocument,
    Document,
    Evidence,
    Factuality,
    Method,
    Participant,
    Place,
    Reason,
    Skipped,
    Span,
    TimeInterval,
)
from dragoman.store import CoderRow


def report(text, **known):
    """A document of `text`; anything else known of it by name."""
    identity = hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
    blank = dict.fromkeys(("given_id", "path", "url", "outlet", "published", "title"))
    return Document(**{**blank, "id": identity, "language": "en", "text": text, **known})


def party(text, words, *, role="actor", name=None, actor=None, country=None, kind="person", status=None):
    """A participant whose words stand in `text`."""
    at = text.index(words)
    return Participant(
        role,
        name or words,
        actor,
        kind,
        country,
        "GOV",
        None,
        status,
        at,
        at + len(words),
        words,
        (),
        "stated",
    )


def day(text, words, value, latest=None):
    """A date expression that stands in `text`: one day, or the days from `value` to `latest`."""
    at = text.index(words)
    return TimeInterval(
        at, at + len(words), words, "DATE", value, value, value, latest or value, "day", "published:weekday"
    )


def city(text, words, country):
    """A place that stands in `text`."""
    at = text.index(words)
    return Place(at, at + len(words), words, words, country, None, None, None, None, "city")


def claim(document, quotation, trigger, **known):
    """A claim whose quotation stands in the document: an event that occurred, unless `known` says else."""
    text = document.text
    start = text.index(quotation)
    end = start + len(quotation)
    at = text.index(trigger, start)
    identity = hashlib.sha256(f"{document.id}:{start}:{end}:{trigger}".encode()).hexdigest()[:16]
    made = Claim(
        id=identity,
        kind="event",
        event_type="CONSULT",
        mode=None,
        contexts=(),
        trigger=Span(at, at + len(trigger), trigger),
        participants=(),
        place=None,
        time=None,
        status="occurred",
        factuality=(Factuality("narrator", "CT+"),),
        attribution=(AttributionLink("narrator", None, None, None, None),),
        issue=None,
        stance=None,
        condition=None,
        quantities=(),
        relations=(),
        evidence=Evidence(start, end, quotation, text[max(0, start - 12) : start], text[end : end + 12]),
        confidence=0.8,
        reasons=(Reason("trigger", trigger, 1.0),),
        method=Method("hand", "1", (("hand", "1"),)),
    )
    return replace(made, **known)


VISIT = (
    "President Alma Reyes will meet Prime Minister Jonas Lind in Oslo on Friday.\n"
    "The two leaders last met in March, when Lind called the ceasefire 'fragile'."
)
DENIAL = "Lind's office denied on Thursday that any meeting with Reyes had been cancelled."
TRADE = "Borduria imposed sanctions on Syldavia after talks in Geneva broke down."


def visit(**known):
    """A plan and a stance, published 2031-05-06."""
    document = report(
        VISIT, **{"published": "2031-05-06", "outlet": "Northern Wire", "title": "Leaders meet", **known}
    )
    reyes = party(VISIT, "Alma Reyes", actor="Q1", country="ESP")
    lind = party(VISIT, "Jonas Lind", role="recipient", actor="Q2", country="NOR")
    plan = claim(
        document,
        "Alma Reyes will meet Prime Minister Jonas Lind in Oslo on Friday",
        "meet",
        participants=(reyes, lind),
        place=city(VISIT, "Oslo", "NOR"),
        time=day(VISIT, "on Friday", "2031-05-09"),
        status="scheduled",
    )
    stance = claim(
        document,
        "Lind called the ceasefire 'fragile'",
        "called",
        kind="position",
        event_type="STATEMENT",
        participants=(lind,),
        issue="ceasefire",
        stance="open",
    )
    return CodedDocument(document, (plan, stance), skipped=(Skipped(0, 9, "for the test"),))


def denial(**known):
    """A denied cancellation, published 2031-05-08."""
    document = report(DENIAL, **{"published": "2031-05-08", "outlet": "Daily Fjord", **known})
    denied = claim(
        document,
        "Lind's office denied on Thursday that any meeting with Reyes had been cancelled",
        "cancelled",
        event_type="REJECT",
        status="not_occurring",
        participants=(
            party(DENIAL, "Reyes", name="Alma Reyes", actor="Q1", country="ESP"),
            party(DENIAL, "Lind", name="Jonas Lind", actor="Q2", country="NOR"),
        ),
        time=day(DENIAL, "on Thursday", "2031-05-08"),
    )
    return CodedDocument(document, (denied,))


def trade(**known):
    """Sanctions without a date, of a report without one."""
    document = report(TRADE, **known)
    sanctions = claim(
        document,
        "Borduria imposed sanctions on Syldavia",
        "imposed",
        event_type="SANCTION",
        participants=(
            party(TRADE, "Borduria", kind="state"),
            party(TRADE, "Syldavia", role="recipient", kind="state"),
        ),
        issue="sanctions",
    )
    return CodedDocument(document, (sanctions,))


def coder_row(name="7", **known):
    """A row of another coder: Spain consults Norway, 2031-05-09."""
    blank = dict.fromkeys(field.name for field in fields(CoderRow))
    said = {
        "coder": "gdelt", "row": name, "first": "2031-05-09", "last": "2031-05-09", "event_type": "CONSULT",
        "code": "042", "actor_country": "ESP", "recipient_country": "NOR", "raw": {"EventCode": "042"},
    }  # fmt: skip
    return CoderRow(**{**blank, **said, **known})
