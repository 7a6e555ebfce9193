"""Acts: the list of them, what was signed, and one act with its history and what reports say otherwise."""

from collections.abc import Sequence
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from dragoman.ask.acts import STAGES, Act, Narrowed, Side, act_of, acts, known_claim, sides_of
from dragoman.ask.memo import said_of_act, said_of_contradiction
from dragoman.ask.origins import rests_on_one_origin
from dragoman.ask.query import ask_for
from dragoman.ask.remembered import remembered
from dragoman.ask.signed import Weight
from dragoman.errors import SettingsError
from dragoman.interfaces.answers import Answer, Asked, question_named
from dragoman.interfaces.api.problems import Problem
from dragoman.interfaces.api.questions import as_csv, as_values, asked_from, record_of
from dragoman.interfaces.event_display import contradiction_value, life_value, told_value
from dragoman.interfaces.web.pages import carried, offer_data, page
from dragoman.merge.block import Told
from dragoman.merge.families import Family, independent
from dragoman.merge.lifecycle import Life
from dragoman.records import TimeInterval, to_json

router = APIRouter()
offer_data(router, "/signed", "signed")

STEPS_SHOWN = 100
"""Steps of a history that the page shows; its data has all."""


@router.get("/events")
def events(request: Request) -> Response:
    """The list."""
    asked = _asked(request)
    lives = _lives(request, asked)
    piece = lives[asked.offset : asked.offset + (asked.limit or len(lives))]
    rows = tuple(act_line(life) for life in piece)
    answer = as_values(Answer(rows, len(lives)), asked)
    return page(request, "events.html", {"answer": answer, "stages": STAGES, "types": _types()})


@router.get("/events.json")
def events_json(request: Request) -> Response:
    """The list as JSON."""
    asked = _asked(request)
    lives = _lives(request, asked)
    piece = lives[asked.offset : asked.offset + (asked.limit or len(lives))]
    return JSONResponse(as_values(Answer(tuple(map(life_value, piece)), len(lives)), asked))


@router.get("/events.csv")
def events_csv(request: Request) -> Response:
    """The whole list as a table."""
    lives = _lives(request, _asked(request))
    rows = tuple(act_row(life) for life in lives)
    table = as_csv(question_named("events"), Answer(rows, len(rows)))
    return Response(table, media_type="text/csv; charset=utf-8")


@router.get("/signed")
def signed(request: Request) -> Response:
    """What was signed or is to be, with the paper as the report calls it."""
    entry = question_named("signed")
    given = {n: v for n, v in request.query_params.items() if n in (*entry.takes, "cursor")}
    asked = asked_from(entry, given)
    answer = as_values(entry.answer(record_of(request), asked), asked)
    return page(request, "signed.html", {"answer": answer, "weights": get_args(Weight)})


@router.get("/events/{event_id}.json")
def event_json(request: Request, event_id: str) -> Response:
    """One act as JSON."""
    found = _found(request, event_id)
    return found if isinstance(found, Response) else JSONResponse(act_value(found))


@router.get("/events/{event_id}.csv")
def event_csv(request: Request, event_id: str) -> Response:
    """The history of one act as a table."""
    found = _found(request, event_id)
    if isinstance(found, Response):
        return found
    rows = tuple({"event": found.life.event.id, **step} for step in life_value(found.life)["history"])
    table = as_csv(question_named("events"), Answer(rows, len(rows)))
    return Response(table, media_type="text/csv; charset=utf-8")


@router.get("/events/{event_id}")
def event(request: Request, event_id: str) -> Response:
    """One act."""
    found = _found(request, event_id)
    if isinstance(found, Response):
        return found
    value = act_value(found)
    more = max(0, len(value["history"]) - STEPS_SHOWN)
    value["history"] = value["history"][-STEPS_SHOWN:]
    return page(request, "event.html", {"act": value, "earlier_steps": more})


@router.get("/claims/{claim_id}")
def one_claim(request: Request, claim_id: str) -> Response:
    """To the words of a claim in its report."""
    try:
        held = known_claim(record_of(request), claim_id, ask_for(as_of=_as_of(request)).as_of)
    except SettingsError as error:
        raise Problem(404, error.what, found=error.found or claim_id) from error
    query = carried(request)
    return RedirectResponse(f"/reports/{held.document.id}{query}#claim-{held.claim.id}", 307)


# ── values ──


def act_line(life: Life) -> dict[str, Any]:
    """An act as a line of a list: its sentence, its days and the words that decide."""
    reports, families = independent(told.held.document for told in life.event.told)
    deciding = next(s.told for s in reversed(life.steps) if s.stage == life.stage)
    first, last = _days_of(life, deciding)
    return {
        "event": life.event.id,
        "type": deciding.claim.event_type,
        "says": said_of_act(life),
        "status": life.stage,
        "earliest": first,
        "latest": last,
        "reports": reports,
        "families": families,
        "words": told_value(deciding),
        "told_by": _by(deciding),
    }


def _days_of(life: Life, deciding: Told) -> tuple[str | None, str | None]:
    """The days of an act; where it has none, those that the claim which decides leaves open at one end."""
    time = deciding.claim.time
    if life.earliest or life.latest or time is None:
        return life.earliest, life.latest
    return time.earliest, time.latest


def act_row(life: Life) -> dict[str, Any]:
    """An act as a line of a table."""
    deciding = next(s.told for s in reversed(life.steps) if s.stage == life.stage)
    return {
        "event": life.event.id,
        "type": deciding.claim.event_type,
        "status": life.stage,
        "earliest": life.earliest,
        "latest": life.latest,
        "says": said_of_act(life),
        "parties": [{"name": f"{p.name} ({p.status})"} for p in life.parties],
        "reports": len(life.event.reports),
        "quotation": deciding.claim.evidence.exact,
        "outlet": deciding.held.document.outlet,
        "reported": deciding.day,
        "report": deciding.held.document.id,
        "claim": deciding.claim.id,
    }


def act_value(found: Act) -> dict[str, Any]:
    """An act in full."""
    life, value = found.life, life_value(found.life)
    told = {t.claim.id: t for t in life.event.told}
    kin = {printed.id: n for n, family in enumerate(found.families, 1) for printed in family.reports}
    for step in value["history"]:
        step["family"] = kin.get(step["report"]["id"])
        step["told_by"] = _by(told[step["claim"]])
        step["confidence"] = told[step["claim"]].claim.confidence
    value["parties"] = [
        {**party, "words": told_value(p.told[-1])}
        for party, p in zip(value["parties"], life.parties, strict=True)
    ]
    deciding = next(s.told for s in reversed(life.steps) if s.stage == life.stage)
    first, last = _days_of(life, deciding)
    dated = next((t for t in reversed(life.event.told) if _is_of(t.claim.time, life)), None)
    placed = next(
        (t for t in reversed(life.event.told) if t.claim.place and t.claim.place.name == value["place"]), None
    )
    return {
        **value,
        "type": deciding.claim.event_type,
        "says": said_of_act(life),
        "first_day": first,
        "last_day": last,
        "day": _day_value(dated if life.latest else deciding),
        "where": None
        if placed is None or placed.claim.place is None
        else {
            "name": placed.claim.place.name,
            "country": placed.claim.place.country,
            "precision": placed.claim.place.precision,
            "told": told_value(placed),
        },
        "sides": [side_value(side) for side in found.sides],
        "families_of_reports": [_family_value(family, life) for family in found.families],
        "added": [
            {**told_value(one.told), "details": [{"what": w, "value": v} for w, v in one.details]}
            for one in found.added
        ],
        "contradictions": [
            {"sentence": said_of_contradiction(one), **contradiction_value(one)}
            for one in reversed(found.contradictions)
        ],
        "corrections": [
            {
                "kind": c.kind,
                "field": c.field,
                "by": c.person,
                "day": c.day,
                "reason": c.reason,
                "claim": t.claim.id,
            }
            for t in life.event.told
            for c in t.held.corrections
        ],
    }


def side_value(side: Side) -> dict[str, Any]:
    """A side and what it has itself said."""
    return {
        "names": list(side.names),
        "country": side.country,
        "word": side.word,
        "speaker": side.speaker,
        "told": told_value(side.told) if side.told else None,
    }


def sides_value(life: Life) -> list[dict[str, Any]]:
    """The sides of an act."""
    return [side_value(side) for side in sides_of(life)]


def _family_value(family: Family, life: Life) -> dict[str, Any]:
    first = {t.held.document.id: t.claim.id for t in reversed(life.event.told)}
    names = {printed.name: printed.outlet for printed in family.reports}
    return {
        "family": family.id,
        "reports": [
            {
                "id": printed.id,
                "outlet": printed.outlet,
                "published": printed.published,
                "title": printed.title,
                "claim": first.get(printed.id),
                "origin": printed == family.origin,
            }
            for printed in family.reports
        ],
        "drift": [{**to_json(item), "outlet": names.get(item.report)} for item in family.drift],
    }


def _day_value(told: Told | None) -> dict[str, Any] | None:
    if told is None or told.claim.time is None:
        return None
    time = told.claim.time
    return {
        "text": time.text,
        "precision": time.precision,
        "anchor": time.anchor,
        "counted_from": None
        if not time.anchor
        else "the day of the report"
        if time.anchor.startswith("published")
        else "another day in the text",
        "edtf": time.edtf,
        "told": told_value(told),
    }


def _is_of(time: TimeInterval | None, life: Life) -> bool:
    return time is not None and (time.earliest, time.latest) == (life.earliest, life.latest)


def _by(told: Told) -> str:
    """Who says so, in a few words."""
    link = next((link for link in reversed(told.claim.attribution) if link.type != "narrator"), None)
    if link is None:
        return "the report itself"
    if link.speaker is None:
        return "someone unnamed"
    return link.speaker.name + (f" for {link.on_behalf_of.name}" if link.on_behalf_of else "")


# ── asking ──


def _asked(request: Request) -> Asked:
    entry = question_named("events")
    given = {n: v for n, v in request.query_params.items() if n in (*entry.takes, "cursor")}
    return asked_from(entry, given)


def _lives(request: Request, asked: Asked) -> Sequence[Life]:
    question = asked.question()
    stages = tuple(filter(None, (word.strip().lower() for word in (asked.value("stage") or "").split(","))))
    wanted = Narrowed(
        question.event_types,
        stages,
        asked.value("party"),
        question.from_,
        question.to,
        bool(asked.value("several")),
    )
    as_of, sure, watch = question.as_of, asked.min_confidence, question.watch
    lives = remembered(
        record_of(request),
        ("acts", wanted, as_of, sure, watch),
        lambda: acts(record_of(request), wanted, as_of, sure, watch),
    )
    if asked.value("single_origin"):
        lives = tuple(life for life in lives if rests_on_one_origin(life.event))
    return lives


def _found(request: Request, event_id: str) -> Act | Response:
    """The act; or where to look instead: at its own address, or at the words of a claim that tells none."""
    as_of = ask_for(as_of=_as_of(request)).as_of
    try:
        found = remembered(
            record_of(request), ("act", event_id, as_of), lambda: act_of(record_of(request), event_id, as_of)
        )
    except SettingsError as error:
        raise Problem(
            404,
            "no act has this address" + (f" by {as_of}" if as_of else ""),
            found=event_id[:80],
            next_step="look in the list at /events",
        ) from error
    query, ending = carried(request), request.url.path.rpartition(".")[2]
    ending = f".{ending}" if ending in ("json", "csv") else ""
    if found is None:
        return RedirectResponse(f"/claims/{event_id}{query}", 307)
    if found.life.event.id != event_id:
        return RedirectResponse(f"/events/{found.life.event.id}{ending}{query}", 307)
    return found


def _as_of(request: Request) -> str | None:
    return request.query_params.get("as_of") or None


def _types() -> tuple[str, ...]:
    from dragoman.events.plover import EVENT_TYPES

    return tuple(sorted(EVENT_TYPES))
