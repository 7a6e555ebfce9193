"""A meeting told by one report after the other, for tests of formats that give acts with a history."""

from dataclasses import replace

from dragoman.records import CodedDocument, Place
from hand_made import claim, day, party, report

OSLO = (59.913, 10.746)


def told(text, trigger, published, *, when=None, days=(), place=None, guests=(), **known):
    """One report of one sentence: `guests` maps the name to the standing told of it.

    `when` are the words of the time and `days` the first and last day they mean.
    """
    reported = {"published": published, "outlet": "Northern Wire", "url": f"https://wire.example/{published}"}
    document = report(text, **reported)
    known_as = {"Alma Reyes": ("Q1", "ESP"), "Jonas Lind": ("Q2", "NOR"), "Mira Stoll": (None, "AUT")}
    parties = tuple(
        party(
            text, name, role="recipient" if n else "actor", actor=known_as[name][0],
            country=known_as[name][1], status=standing,
        )
        for n, (name, standing) in enumerate(guests)
    )  # fmt: skip
    at = text.index(place) if place else 0
    where = Place(at, at + len(place), place, place, "NOR", None, *OSLO, 3143244, "city") if place else None
    made = claim(
        document, text.rstrip("."), trigger, participants=parties, place=where,
        time=day(text, when, *days) if when else None, **known,
    )  # fmt: skip
    return CodedDocument(document, (made,))


BOTH = (("Alma Reyes", None), ("Jonas Lind", None))


def plan():
    return told(
        "Alma Reyes will meet Jonas Lind in Oslo on Friday.", "meet", "2031-05-06",
        when="on Friday", days=("2031-05-09",), place="Oslo", guests=BOTH, status="scheduled",
    )  # fmt: skip


def called_off():
    return told(
        "The meeting of Alma Reyes with Jonas Lind in Oslo on Friday was cancelled.", "meeting", "2031-05-08",
        when="on Friday", days=("2031-05-09",), place="Oslo", guests=BOTH, status="cancelled",
    )  # fmt: skip


def put_off():
    return told(
        "The meeting of Alma Reyes with Jonas Lind in Oslo was put off to Sunday.", "meeting", "2031-05-08",
        when="Sunday", days=("2031-05-11",), place="Oslo", guests=BOTH, status="postponed",
    )  # fmt: skip


def held():
    return told(
        "Alma Reyes met Jonas Lind in Oslo on Friday without Mira Stoll.", "met", "2031-05-09",
        when="on Friday", days=("2031-05-09",), place="Oslo",
        guests=(("Alma Reyes", "attended"), ("Jonas Lind", "attended"), ("Mira Stoll", "absent")),
    )  # fmt: skip


def undated():
    return told(
        "Alma Reyes will meet Mira Stoll.", "meet", "2031-05-20",
        guests=(("Alma Reyes", None), ("Mira Stoll", None)), status="scheduled",
    )  # fmt: skip


def with_precision(coded, precision):
    (made,) = coded.claims
    return replace(coded, claims=(replace(made, time=replace(made.time, precision=precision)),))
