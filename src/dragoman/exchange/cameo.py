"""CAMEO, in which GDELT, ICEWS and Phoenix are coded, and what its codes are in PLOVER and ISO 3166-1.

The tables stand in `data/exchange/`. CAMEO's codebook: Schrodt, "CAMEO Conflict and Mediation Event
Observations Event and Actor Codebook", 1.1b3 (2012); PLOVER's: Halterman et al., "PLOVER and POLECAT" (2023).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from dragoman.data import read_table
from dragoman.records import Claim, Participant, Status


@dataclass(frozen=True, slots=True)
class Code:
    """An event code: what it is in PLOVER (`mode` None where none fits), and its short name."""

    event_type: str
    mode: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Root:
    """A root: GDELT's quad class, and its value on Goldstein's scale as GDELT gives it."""

    quad: str
    goldstein: str


@cache
def codes() -> Mapping[str, Code]:
    """CAMEO's event codes, leading zero and all."""
    return {
        r["code"]: Code(r["type"], r["mode"] or None, r["name"]) for r in read_table("exchange/cameo.csv")
    }


@cache
def roots() -> Mapping[str, Root]:
    """CAMEO's twenty roots."""
    return {r["root"]: Root(r["quad"], r["goldstein"]) for r in read_table("exchange/cameo_roots.csv")}


@cache
def _by_plover() -> Mapping[tuple[str, str], tuple[str, str]]:
    return {
        (r["type"], r["mode"]): (r["code"], r["intent"]) for r in read_table("exchange/plover_to_cameo.csv")
    }


@cache
def iso_codes() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-3 that Dragoman knows, those of some former states among them."""
    known = {r["iso3"] for r in read_table("places/countries.csv")} | {
        r["iso3"] for r in read_table("actors/states.csv")
    }
    return frozenset(known)


@cache
def countries() -> Mapping[str, str | None]:
    """CAMEO's country codes as ISO 3166-1 alpha-3; None for a region."""
    table: dict[str, str | None] = {code: code for code in iso_codes()}
    table.update((r["code"], r["iso3"] or None) for r in read_table("exchange/cameo_countries.csv"))
    return table


@cache
def sectors() -> Mapping[str, str | None]:
    """CAMEO's roles as sectors of PLOVER; None where no sector says it."""
    return {r["code"]: r["sector"] or None for r in read_table("exchange/cameo_sectors.csv")}


@cache
def fips() -> Mapping[str, str | None]:
    """Country codes of FIPS 10-4 as ISO 3166-1 alpha-3; None where no one state is meant."""
    return {r["fips"]: r["iso3"] or None for r in read_table("exchange/fips.csv")}


@cache
def to_fips() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 as FIPS 10-4."""
    return {r["iso3"]: r["fips"] for r in read_table("exchange/fips.csv") if r["own"]}


@cache
def country_names() -> Mapping[str, str | None]:
    """Names of countries in small letters, as ISO 3166-1 alpha-3; None for a name that is no state's."""
    names: dict[str, str | None] = {}
    for row in read_table("places/countries.csv"):
        names[row["name"].casefold()] = row["iso3"]
    for row in read_table("actors/states.csv"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name:
                names[name.casefold()] = row["iso3"]
    names.update(
        (r["name"].casefold(), r["iso3"] or None) for r in read_table("exchange/icews_countries.csv")
    )
    return names


@cache
def names_of_countries() -> Mapping[str, str]:
    """The name that ICEWS and GDELT write for a country."""
    names = {r["iso3"]: r["name"] for r in read_table("places/countries.csv")}
    names.update((r["iso3"], r["name"]) for r in read_table("actors/states.csv"))
    names.update((r["iso3"], r["name"]) for r in read_table("exchange/icews_countries.csv") if r["own"])
    return names


@cache
def sector_names() -> Mapping[str, str]:
    """Sectors as ICEWS names them, as PLOVER's, the most telling first."""
    return {r["name"]: r["sector"] for r in read_table("exchange/icews_sectors.csv")}


@cache
def names_of_sectors() -> Mapping[str, str]:
    """The name that ICEWS writes for a sector of PLOVER."""
    return {r["sector"]: r["name"] for r in read_table("exchange/icews_sectors.csv") if r["own"]}


def restored(code: str, root: str | None = None) -> str | None:
    """An event code as CAMEO writes it; None where CAMEO has no such code.

    Spreadsheets take the leading zero from it, and PETRARCH writes 0110 for 011. `root`, where the row
    tells it, decides between readings.

    >>> restored("311"), restored("10"), restored("110"), restored("110", root="1"), restored("999")
    ('0311', '010', '110', '011', None)
    """
    readings = (code, f"0{code}", f"0{code}"[:3] if code.endswith("0") else "")
    begins = root.zfill(2) if root else ""
    return next((one for one in readings if one in codes() and one.startswith(begins)), None)


@lru_cache(maxsize=10_000)
def actor_of(code: str) -> tuple[str | None, str | None]:
    """Country (ISO 3166-1 alpha-3) and sector (PLOVER) of an actor code: three letters after three letters.

    >>> actor_of("RUSGOVMIL"), actor_of("IGOUNO"), actor_of("COP")
    (('RUS', 'GOV'), (None, 'IGO'), (None, 'COP'))
    """
    parts = [code[at : at + 3] for at in range(0, len(code), 3)]
    country = next((countries()[p] for p in parts[:2] if p in countries() and p not in sectors()), None)
    sector = next((sector for p in parts if (sector := sectors().get(p))), None)
    return country, sector


@lru_cache(maxsize=10_000)
def day_of(digits: str) -> str | None:
    """The day (ISO 8601) that eight digits name; None where there is no such day.

    >>> day_of("20180326"), day_of("20180231")
    ('2018-03-26', None)
    """
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None


def degrees(text: str, largest: float) -> float | None:
    """A latitude (`largest` 90) or longitude (180); None where it is no number or lies off the globe."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= largest else None


# ── out ──


MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types in which several doers without a recipient act upon one another."""
_AWAY = frozenset({"absent", "declined"})
_BORNE = frozenset({"recipient", "host"})
_TO_COME: frozenset[Status] = frozenset({"scheduled", "proposed"})
_DONE: frozenset[Status] = frozenset({"occurred", "ongoing"})
DAYS_AT_MOST = 31
"""An event whose day is known less closely than this many days has no day for a table of days."""


@dataclass(frozen=True, slots=True)
class Dyad:
    """Who does what to whom on which day. A side is None where the report names none; `day` is ISO 8601."""

    source: Participant | None
    target: Participant | None
    code: str
    day: str


def dyads_of(claim: Claim, reported: str) -> tuple[Dyad, ...] | str:
    """A claim in pairs, or the reason why it cannot be told so.

    Args:
        reported: the day of the report, or of recording where it has none.

    CAMEO has no status. What occurred or goes on has a code, and so has the intent of what is scheduled or
    proposed, which is an event of the day of its report. What did not happen has none.
    """
    if claim.kind == "relation":
        return "a relation is no event"
    if claim.factuality and claim.factuality[0].value in ("CT-", "PR-", "PS-"):
        return "told as untrue"
    code = code_of(claim)
    if code is None:
        return f"CAMEO has no code for {claim.event_type} that is {claim.status}"
    day = reported if claim.status in _TO_COME else _day(claim, reported)
    if day is None:
        return f"its day is not known within {DAYS_AT_MOST} days"
    there = [p for p in claim.participants if p.status not in _AWAY]
    targets: list[Participant | None] = [p for p in there if p.role in _BORNE]
    sources: list[Participant | None] = [p for p in there if p.role not in _BORNE and p.role != "mediator"]
    if not sources and not targets:
        return "no party is named"
    if not targets and len(sources) > 1 and claim.event_type in MUTUAL:
        return tuple(
            Dyad(one, other, code, day) for at, one in enumerate(sources) for other in sources[at + 1 :]
        )
    return tuple(Dyad(s, t, code, day) for s in sources or [None] for t in targets or [None])


def code_of(claim: Claim) -> str | None:
    """CAMEO's code of a claim by its type, mode and status; None where it has none."""
    table = _by_plover()
    found = table.get((claim.event_type, claim.mode or "")) or table.get((claim.event_type, ""))
    if found is None:
        return None
    code, intent = found
    if claim.status in _DONE:
        return code or None
    return (intent or None) if claim.status in _TO_COME else None


def _day(claim: Claim, reported: str) -> str | None:
    """The first day of an event; that of the report where the words fix none. None: not known closely."""
    time = claim.time
    if time is None or (time.earliest is None and time.latest is None):
        return reported
    first, last = (time.earliest or time.latest or "")[:10], (time.latest or time.earliest or "")[:10]
    try:
        close = (date.fromisoformat(last) - date.fromisoformat(first)).days < DAYS_AT_MOST
    except ValueError:
        return None
    return first if close else None


@cache
def written_sectors() -> frozenset[str]:
    """Sectors of PLOVER that are role codes of CAMEO too."""
    return frozenset(code for code, sector in sectors().items() if code == sector)
