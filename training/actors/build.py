"""Build `people.csv` and `offices.csv` of the package from sourced tables and the reviewed list.

    python training/actors/build.py --sources FOLDER

FOLDER holds the tables named in `SOURCES` (origin and licence beside each). A person is one in all tables where
the country and the name agree (first and last word, or an alias), so that "Vladimir Vladimirovich PUTIN" of the
World Factbook and "Vladimir Putin" (Q7747) of Wikidata are one. Rows are written in order of their ids: the same
tables give the same bytes.
"""

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz import fuzz

from dragoman.actors.names import fold, same_name
from dragoman.data import FOLDER, read_toml

SOURCES = {
    "wikidata": "officeholders_every_politician_scrapers.csv",
    "factbook-2026-05": "factbook_2026-05_leaders.csv",
    "factbook-yearly": "factbook_executive_branch_2000_2025.csv",
    "state-department": "us_principals_and_chiefs_of_mission.csv",
}
OLDEST_END = "2000"
"""Terms that ended earlier are left out."""

SURNAME_FIRST = {"CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "HKG", "SGP"}
SCRAPER_COUNTRY = {
    "armenia": "ARM", "australia": "AUS", "belarus": "BLR", "brazil": "BRA", "canada": "CAN", "china": "CHN",
    "egypt": "EGY", "finland": "FIN", "france": "FRA", "hungary": "HUN", "india": "IND", "iran": "IRN", "iraq": "IRQ",
    "israel": "ISR", "japan": "JPN", "kazakhstan": "KAZ", "pakistan": "PAK", "poland": "POL", "qatar": "QAT",
    "russia": "RUS", "south-korea": "KOR", "turkey": "TUR", "uae": "ARE", "ukraine": "UKR", "united-kingdom": "GBR",
    "us": "USA", "sudan": "SDN", "yemen": "YEM",
}  # fmt: skip
OTHER_NAMES = {
    "burma": "MMR", "burma (myanmar)": "MMR", "drc": "COD", "congo (brazzaville)": "COG", "congo (kinshasa)": "COD", "the dominican": "DOM",
    "congo, democratic republic of the": "COD", "congo, republic of the": "COG", "holy see (vatican city)": "VAT",
    "korea, north": "PRK", "korea, south": "KOR", "bahamas, the": "BHS", "gambia, the": "GMB", "macau": "MAC",
    "c&ocirc;te d'ivoire": "CIV", "cote d'ivoire": "CIV", "timor-leste": "TLS", "turkey (turkiye)": "TUR",
    "micronesia, federated states of": "FSM", "serbia and montenegro": "SRB", "cabo verde": "CPV",
}  # fmt: skip
TERRITORIES = {
    "PRI", "HKG", "MAC", "GRL", "ESH", "NCL", "BMU", "MNP", "GUM", "FRO", "CYM", "COK", "ASM", "ABW", "WLF", "VGB", "TCA",
    "SPM", "PYF", "NIU", "ATF", "SXM", "MSR", "MYT", "AIA", "MTQ", "GUF", "GLP",
}  # fmt: skip
MONARCHIES = {
    "GBR", "DNK", "NOR", "SWE", "ESP", "BEL", "NLD", "JOR", "SAU", "MAR", "BHR", "THA", "KHM", "BTN", "LSO", "SWZ",
    "TON", "MYS", "NPL",
}  # fmt: skip
"""States whose king or queen is their own; elsewhere the British sovereign is meant."""

FACTBOOK_TITLE = re.compile(
    r"^(?:the )?(President of the Council(?: of Ministers)?|(?:(?:Acting|Interim|Transitional|Transition|Caretaker|Federal|Executive|State Affairs Commission)"
    r" )*(?:President(?: of the (?:Government|Republic))?|Prime Minister(?: and Minister of \w+)?|Premier|Chancellor"
    r"|Taoiseach|King|Queen|Emir|Amir|Sultan|Emperor|Crown Prince|Prince|Grand Duke|Supreme Leader|Chief Adviser"
    r"|Sovereign Council Chair|Chairman of the Council of Ministers|Ayatollah))\s+(.+)$"
)
HOLDER = re.compile(
    r"(?:chief of state|head of government):\s*((?:[^;|(]|\((?!since)[^)]{0,90}\))+?)\s*\(since ([^);,]+)"
)


@dataclass
class Term:
    """A stretch of office, as a source has it."""

    office: str
    role: str
    start: str
    end: str
    origin: str
    sureness: str
    country: str | None = None
    """Where it is not that of the holder: "" for a body of several states."""


@dataclass
class Person:
    """What the tables together know of one person."""

    name: str
    country: str
    sector: str
    wikidata: str = ""
    aliases: list[str] = field(default_factory=list)
    surname: str = ""
    called: set[str] = field(default_factory=set)
    """Names of one word that the person is called by and that are no surname ("Saddam")."""
    terms: list[Term] = field(default_factory=list)
    reviewed: bool = False
    """Whether the person stands in the reviewed list, which keeps its people apart."""


class People:
    """The people met so far, found again by country and name."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_name: dict[tuple[str, str], Person] = {}
        self._by_item: dict[str, Person] = {}
        self._by_country: dict[str, list[Person]] = {}

    def meet(self, name: str, country: str, sector: str, wikidata: str = "", surname: str = "") -> Person:
        """The person of that item or name, new or known."""
        keys = [(country, key) for key in _keys(name)]
        person = self._by_item.get(wikidata) if wikidata else None
        for key in keys:
            known = self._by_name.get(key)
            if person is None and known and not (wikidata and known.wikidata and known.wikidata != wikidata):
                person = known
        if person is None:
            person = Person(name, country, sector)
            self.all.append(person)
            self._by_country.setdefault(country, []).append(person)
        if wikidata and not person.wikidata:
            person.wikidata = wikidata
        if person.wikidata:
            self._by_item.setdefault(person.wikidata, person)
        if surname and not person.surname:
            person.surname = surname
        if name != person.name and name not in person.aliases:
            person.aliases.append(name)
        for key in keys:
            self._by_name.setdefault(key, person)
        return person

    def holder(self, name: str, surname: str, country: str, role: str, since: str) -> Person | None:
        """The person whose term of that office began then, under whatever spelling."""
        for person in self._by_country.get(country, ()):
            for term in person.terms:
                if term.role != role or not term.start or not since:
                    continue
                if same_name(person.surname or _surname(person.name, country), surname):
                    if abs(int(term.start[:4]) - int(since[:4])) <= 1:
                        return person
                elif len(since) == 10 and term.start == since and country not in SEVERAL_HEADS:
                    if fuzz.token_sort_ratio(fold(person.name).lower(), fold(name).lower()) >= ALIKE:
                        return person
        return None

    def in_office(self, name: str, surname: str, country: str, role: str, on: str) -> Person | None:
        """The person of that surname, or of a name spelled alike, who held the office on the day."""
        words = set(fold(name).lower().replace("-", " ").split())
        for person in self._by_country.get(country, ()):
            if not any(term.role == role and _holds(term, on) for term in person.terms):
                continue
            own = set(fold(person.name).lower().replace("-", " ").split())
            if same_name(person.surname or _surname(person.name, country), surname) or len(words & own) > 1:
                return person
            if fuzz.token_sort_ratio(fold(person.name).lower(), fold(name).lower()) >= 75:
                return person
        return None

    def is_elsewhere(self, name: str, country: str) -> bool:
        """Does another state have a leader or minister of that name, and this one nobody?"""
        if any((country, key) in self._by_name for key in _keys(name)) or country in ("", "EUR"):
            return False
        key = _keys(name)[0]
        return any(
            person.country not in (country, "", "EUR")
            and any(term.role in ONE_HOLDER for term in person.terms)
            for other in self._by_country
            if (person := self._by_name.get((other, key)))
        )

    def taken(self, country: str, role: str, first: str, last: str) -> bool:
        """Does a table have somebody in the office from the first to the last day, with a known end?"""
        return country not in SEVERAL_HEADS and any(
            term.role == role and term.end[:1] not in ("", "~", "?") and term.sureness == "sourced"
            and _holds(term, first) and _holds(term, last) and term.end != first and term.start != last
            for person in self._by_country.get(country, ())
            for term in person.terms
        )  # fmt: skip


MISPRINTS = {("ROU", "23 June 2005"): "2025-06-23", ("ROU", "2005-06-23"): "2025-06-23"}
"""Dates of the Factbook that cannot be: the holder took office twenty years later."""

SEVERAL_HEADS = {"BIH", "SMR", "AND", "CHE"}
"""States with several heads at a time."""

ALIKE = 55
"""Likeness of two spellings (0 to 100) of holders of one office since one day."""


def _keys(name: str) -> list[str]:
    words = [w for w in re.split(r"[\s]+", fold(name).lower().replace("-", " ")) if w.strip(".")]
    keys = [" ".join(words)]
    if len(words) > 2:
        keys.append(f"{words[0]} {words[-1]}")
    return keys


def main() -> None:
    """Read every table, put the people together, write the two tables of the package."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=Path, required=True)
    sources = parser.parse_args().sources
    people = People()
    countries = _countries()
    _add_reviewed(people, Path(__file__).parent / "reviewed_people.csv")
    _add_wikidata(people, sources / SOURCES["wikidata"], countries)
    _add_factbook_leaders(people, sources / SOURCES["factbook-2026-05"], countries)
    _add_factbook_yearly(people, sources / SOURCES["factbook-yearly"], countries)
    _add_state_department(people, sources / SOURCES["state-department"], countries)
    _add_reports(people, Path(__file__).parent / "mined_people.csv")
    _join_alike(people)
    _join_bodies(people)
    _write(people, FOLDER / "actors")


def _countries() -> dict[str, str]:
    found = dict(OTHER_NAMES)
    for row in _rows(FOLDER / "actors" / "states.csv"):
        for name in [row["name"], *row["aliases"].split("|"), *row["weak"].split("|")]:
            if name:
                found.setdefault(name.lower(), row["iso3"])
                found.setdefault("the " + name.lower(), row["iso3"])
    return found


def _names_of() -> dict[str, str]:
    with_article = ("United States", "United Kingdom", "United Arab", "Netherlands", "Philippines", "Democratic Rep",
                    "Republic of", "Central African", "Czech", "Dominican", "Maldives", "Bahamas", "Gambia")  # fmt: skip
    return {
        row["iso3"]: "the " * row["name"].startswith(with_article) + row["name"]
        for row in _rows(FOLDER / "actors" / "states.csv")
    }


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def _roles() -> list[tuple[str, str, str]]:
    """Phrase, role, sector; longest phrase first."""
    table = read_toml("actors/titles.toml")["role"]
    return sorted(
        ((p, r["role"], r["sector"]) for r in table for p in r["words"]), key=lambda x: (-len(x[0]), x)
    )


def _role_of(position: str, roles: list[tuple[str, str, str]]) -> tuple[str, str]:
    """Role and sector of a position, or ("", "") where no title is in it: the title it begins with, else ends with."""
    folded = position.lower()
    for phrase, role, sector in roles:
        if folded == phrase or folded.startswith((phrase + " ", phrase + ",")):
            return role, sector
    for phrase, role, sector in roles:
        if folded.endswith(" " + phrase):
            return role, sector
    return "", ""


def _add_reviewed(people: People, path: Path) -> None:
    for row in _rows(path):
        person = people.meet(row["name"], row["country"], row["sector"], row["wikidata"])
        person.reviewed = True
        for alias in filter(None, row["aliases"].split("|")):
            if " " not in alias:
                person.called.add(alias)
                person.aliases.append(alias)
                continue
            people.meet(alias, row["country"], row["sector"], person.wikidata) if person.wikidata else None
            if alias != person.name and alias not in person.aliases:
                person.aliases.append(alias)
                for key in _keys(alias):
                    people._by_name.setdefault((row["country"], key), person)
        if row["office"]:
            person.terms.append(
                Term(row["office"], row["role"], row["start"], row["end"], "remembered", "remembered")
            )


def _add_wikidata(people: People, path: Path, countries: dict[str, str]) -> None:
    roles, names = _roles(), _names_of()
    for row in _rows(path):
        if (row["end"] or "9999") < OLDEST_END or not row["person"] or re.fullmatch(r"Q\d+", row["person"]):
            continue
        country = SCRAPER_COUNTRY.get(re.sub(r"-(cabinet|ministers)$", "", row["scraper"]), "")
        role, sector = _role_of(row["position"], roles)
        if not country:
            sector = "IGO"
        name = re.split(r",| \(", row["person"])[0]
        person = people.meet(name, country, sector or "GOV", row["wikidata"])
        position = row["position"]
        office = (
            f"{position} of {names[country]}"
            if country and " of " + names[country] not in position
            else position
        )
        end = row["end"]
        # An open term is known to last only until the table was made.
        sure = "sourced" if end or row["start"] else "undated"
        if role in MERGED_ROLES and country and not _of_the_state(row["position"], role, country, countries):
            role = ""
        owner = None if country else ""
        person.terms.append(
            Term(office, role, row["start"], end or "~" + row["as_of"], "wikidata", sure, owner)
        )


def _of_the_state(position: str, role: str, state: str, countries: dict[str, str]) -> bool:
    """Is it the office of the whole state, not of a province ("President of the Sakha Republic")?"""
    words = position.lower()
    if role in ("foreign minister", "defence minister", "finance minister", "secretary of state"):
        # The tables call India's highest diplomat, a civil servant, minister, too.
        if state == "IND" and words.startswith("minister of foreign affairs"):
            return False
        return not re.search(
            r"deputy|associate|assistant|materiel|parliamentary|junior|minister of state", words
        )
    rest = re.split(r"\b(?:of|for)\b", words, maxsplit=1)
    if len(rest) == 1:
        return re.sub(r"^(?:acting|interim) ", "", words) == role or words in ("premier", "taoiseach")
    place = re.sub(
        r"^(?:the )?(?:[a-z' ]*?(?:republic|kingdom|state|federation|commonwealth) of )?(?:the )?",
        "",
        rest[1].strip(),
    )
    return (
        countries.get(place) == state
        or rest[1].strip(" the") == "republic"
        or state == countries.get(rest[1].strip())
    )


def _add_factbook_leaders(people: People, path: Path, countries: dict[str, str]) -> None:
    names = _names_of()
    for row in _rows(path):
        country = countries.get(row["country"].lower())
        if not country or row["role"] == "ambassador to the US":
            continue
        since = MISPRINTS.get((country, row["since"]), row["since"])
        found = _factbook_person(people, row["holder"], country, since)
        if found:
            person, role, title = found
            person.terms.append(
                Term(
                    f"{title} of {names[country]}",
                    role,
                    since,
                    "~2026-05-17",
                    "factbook-2026-05",
                    "sourced",
                )
            )


def _add_factbook_yearly(people: People, path: Path, countries: dict[str, str]) -> None:
    names = _names_of()
    seen: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in _rows(path):
        country = countries.get(row["country"].lower())
        if not country:
            continue
        text = re.sub(r"\(ret\.?\)|\"[^\"]{1,20}\" ?", "", row["executive_branch_text"], flags=re.IGNORECASE)
        for holder, since in HOLDER.findall(text):
            if date := MISPRINTS.get((country, since.strip()), _date(since)):
                seen[country, holder.strip(), date, "leader"].append(row["factbook_year"])
    for (country, holder, since, _), years in sorted(seen.items()):
        found = _factbook_person(people, holder, country, since)
        if found:
            person, role, title = found
            term = Term(
                f"{title} of {names[country]}", role, since, f"~{max(years)}", "factbook-yearly", "sourced"
            )
            person.terms.append(term)


def _factbook_person(people: People, holder: str, country: str, since: str) -> tuple[Person, str, str] | None:
    """The person, role and title of a Factbook holder such as "President Luiz Inacio LULA da Silva"."""
    match = FACTBOOK_TITLE.match(re.sub(r"\s*\([^)]*\)", "", holder).strip())
    if not match:
        return None
    title, printed = match.groups()
    if country in TERRITORIES or (title in {"King", "Queen"} and country not in MONARCHIES):
        return None
    printed = re.sub(r"^(?:(?:Sr\.|Gen\.?|General|Col\.?|Dr\.?|Sir|Lt\.?|Maj\.?|Brig\.?|Capt\.?|Ret\.|Field Marshal|Sheikh|Shaykh|Sheik|Dame|Mohamed? Alias)\s+)+", "", printed)  # fmt: skip
    printed = re.sub(r"^and (?:Co-)?(?:Vice President|[A-Z][a-z]+ Minister(?: of \w+)?) ", "", printed)
    printed = re.split(r",| and | represented", printed)[0].strip().rstrip(".")
    words = printed.split()
    capitals = [w for w in words if len(w) > 1 and w.isupper() and not re.fullmatch(r"[IVX]+", w)]
    if words[0] == "of":
        return None
    if not capitals or len(words) > 8 or any(len(w) == 1 and w.islower() for w in words):
        return None
    name = " ".join(_recase(w) if w in capitals else w for w in words)
    role, _ = _role_of(title.lower().split(" and ")[0].removeprefix("federal ").strip(), _roles())
    role = {"Premier": "prime minister"}.get(title, role)
    if title.startswith("President of the Council"):
        role = "prime minister"
    if title.startswith(("State Affairs", "Sovereign", "Executive")):
        role = {"State": "supreme leader", "Sovereign": "chairman", "Executive": "president"}[
            title.split()[0]
        ]
    surname = fold(_recase(capitals[-1])).lower()
    first = words[0]
    person = people.holder(name, surname, country, role, since)
    if person is None:
        person = people.meet(name, country, "GOV", surname=surname)
    elif name != person.name and name not in person.aliases:
        person.aliases.append(name)
    if first not in capitals and len(words) > 2 and capitals == [words[-1]]:
        short = f"{first} {_recase(words[-1])}"
        if person.name == name and not person.wikidata:
            person.name, short = short, name
        if short != person.name and short not in person.aliases:
            person.aliases.append(short)
    return person, role, title


def _recase(word: str) -> str:
    return "-".join(
        part[:1].upper() + part[1:].lower() if "'" not in part else part.title() for part in word.split("-")
    )


MONTHS = "january february march april may june july august september october november december".split()


def _date(words: str) -> str:
    match = re.search(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})", words)
    if not match:
        return ""
    day, month, year = match.groups()
    if month and month.lower() in MONTHS:
        number = f"{MONTHS.index(month.lower()) + 1:02d}"
        return f"{year}-{number}-{int(day):02d}" if day else f"{year}-{number}"
    return year


def _add_state_department(people: People, path: Path, countries: dict[str, str]) -> None:
    for row in _rows(path):
        if row["end"] and row["end"] < OLDEST_END:
            continue
        if not row["surname"] or not row["forename"]:
            continue
        role = " ".join(row["role"].split())
        forename = row["forename"].split()[0]
        if row["posted_to"] and role.startswith(("ambassador", "representative", "charge")):
            office = f"US Ambassador to {row['posted_to'].replace('-', ' ').title()}"
            key = "ambassador"
        elif row["posted_to"]:
            continue
        else:
            office, key = f"US {role}", _role_of(role, _roles())[0]
        person = people.meet(f"{forename} {row['surname']}", "USA", "GOV")
        full = f"{row['forename']} {row['surname']}"
        if full != person.name and full not in person.aliases:
            person.aliases.append(full)
        end = row["end"] or ("" if row["start"] > "2025" else "?")
        person.terms.append(Term(office, key, row["start"], end, "state-department", "sourced"))


def _add_reports(people: People, path: Path) -> None:
    """Offices that reports name (mine.py): they prolong a term whose end nobody knows, or make one of their own.

    Where a table has somebody else in an office that one person holds, for certain and for the whole time, the
    report's words were misread or are older than they look, and are left out.
    """
    states = {row["name"] for row in _rows(FOLDER / "actors" / "states.csv")}
    for row in _rows(path):
        country, role, first, last = row["country"], row["role"], row["first"], row["last"]
        name, surname = row["name"], _surname(row["name"], country)
        if name in states:
            # "Minister for National Defense … South Korea": the parser took the state for the holder.
            continue
        person = people.in_office(name, surname, country, role, first) if role in ONE_HOLDER else None
        if person is None and role in ONE_HOLDER and people.taken(country, role, first, last):
            continue
        if person is None and people.is_elsewhere(name, country):
            # "A Palestinian spokesman said Donald Trump …" names no Palestinian.
            continue
        if person is None:
            person = people.meet(name, country, row["sector"])
        for alias in [name, *filter(None, row["aliases"].split("|"))]:
            if alias != person.name and alias not in person.aliases:
                person.aliases.append(alias)
        held = [t for t in person.terms if t.role == role and t.sureness != "remembered"]
        if any(_holds(t, first) and _holds(t, last) for t in held):
            continue
        prolonged = [
            t for t in held
            if t.end.startswith("~") and t.start[:10] <= first and _years(t.end[1:], first) <= 3
        ]  # fmt: skip
        if prolonged:
            latest = max(prolonged, key=lambda t: t.start)
            latest.end = max(latest.end, "~" + last)
            latest.origin = _joined(latest.origin, row["origin"])
            continue
        person.terms.append(Term(row["office"], role, "~" + first, "~" + last, row["origin"], "reported"))


def _join_alike(people: People) -> None:
    """Make one person of two whose names are alike and who are said to hold one office at one time."""
    holders: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people.all:
        for role in {term.role for term in person.terms if term.role in ONE_HOLDER}:
            holders[person.country, role].append(person)
    gone: set[int] = set()
    for (country, role), persons in sorted(holders.items()):
        for n, one in enumerate(persons):
            for other in persons[n + 1 :]:
                if id(one) in gone or id(other) in gone or (one.wikidata and other.wikidata):
                    continue
                if one.reviewed and other.reviewed:
                    continue  # Kim Jong-il is not Kim Jong-un
                if _at_one_time(one, other, role) and _one_name(one, other, country):
                    kept, lost = (other, one) if other.wikidata else (one, other)
                    kept.aliases += [
                        n for n in (lost.name, *lost.aliases) if n not in (kept.name, *kept.aliases)
                    ]
                    kept.terms += lost.terms
                    gone.add(id(lost))
    people.all = [person for person in people.all if id(person) not in gone]


def _join_bodies(people: People) -> None:
    """Make one person of a state's politician and an officer of an international body who bear one name.

    Each term keeps the state or body that it was held in ("EUR", or "" for a body of many states).
    """
    of_states: dict[str, list[Person]] = defaultdict(list)
    for person in people.all:
        if person.country not in ("EUR", ""):
            for key in {fold(name).lower() for name in (person.name, *person.aliases)}:
                of_states[key].append(person)
    gone: set[int] = set()
    for person in people.all:
        if person.country in ("EUR", ""):
            same = of_states[fold(person.name).lower()]
            if len(same) == 1 and not (person.wikidata and same[0].wikidata):
                kept = same[0]
                kept.wikidata = kept.wikidata or person.wikidata
                kept.aliases += [n for n in person.aliases if n not in (kept.name, *kept.aliases)]
                kept.terms += [
                    replace(t, country=person.country if t.country is None else t.country)
                    for t in person.terms
                ]
                gone.add(id(person))
    people.all = [person for person in people.all if id(person) not in gone]


def _at_one_time(one: Person, other: Person, role: str) -> bool:
    return any(
        a.role == b.role == role and (_holds(a, b.start.lstrip("~")) or _holds(b, a.start.lstrip("~")))
        for a in one.terms
        for b in other.terms
        if a.start and b.start
    )


def _one_name(one: Person, other: Person, country: str) -> bool:
    for a in (one.name, *one.aliases):
        for b in (other.name, *other.aliases):
            first, second = (fold(n).lower().replace("-", " ") for n in (a, b))
            common = {w for w in first.split() if len(w) > 3} & set(second.split())
            if len(common) > 1 or fuzz.token_sort_ratio(first, second) >= 78:
                return True
            if _surname(a, country) == _surname(b, country) and first.split()[0] in second.split():
                return True
    return False


ONE_HOLDER = {
    "president", "prime minister", "chancellor", "king", "emir", "supreme leader", "foreign minister", "defence minister",
    "secretary of state",
}  # fmt: skip


def _holds(term: Term, on: str) -> bool:
    end = term.end.lstrip("~?")
    start = term.start.lstrip("~")
    return bool(start) and start[:10] <= on and (term.end == "" or bool(end) and on[: len(end)] <= end)


def _years(one: str, other: str) -> int:
    return int(other[:4]) - int(one[:4])


def _write(people: People, folder: Path) -> None:
    names: set[str] = set()
    ids: dict[int, str] = {}
    for person in people.all:
        slug = "person:" + re.sub(r"[^a-z0-9]+", "-", fold(person.name).lower()).strip("-")
        identity = person.wikidata or slug
        while identity in names:
            identity = f"{slug}-{person.country.lower() or 'x'}" if identity == slug else identity + "x"
        names.add(identity)
        ids[id(person)] = identity
    ordered = sorted(people.all, key=lambda p: ids[id(p)])
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(HEAD)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "name", "aliases", "surname", "country", "sector"])
        for p in ordered:
            surname = p.surname or _surname(p.name, p.country)
            writer.writerow([ids[id(p)], p.name, "|".join(_distinct(p)), surname, p.country, p.sector])
    rows = 0
    with (folder / "offices.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(HEAD)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["actor", "office", "role", "country", "start", "end", "origin", "sureness"])
        for p in ordered:
            for t in _merged(p.terms):
                writer.writerow(
                    [
                        ids[id(p)],
                        t.office,
                        t.role,
                        p.country if t.country is None else t.country,
                        t.start,
                        t.end,
                        t.origin,
                        t.sureness,
                    ]
                )
                rows += 1
    print(f"{len(ordered)} people, {rows} terms of office", file=sys.stderr)


def _merged(terms: list[Term]) -> list[Term]:
    """The terms in order of start, with those that several sources have of one office as one.

    A known end outranks the last day a source is known to hold; a sourced row outranks a remembered one.
    """
    merged: list[Term] = []
    for term in sorted(
        terms, key=lambda t: (t.start, t.sureness != "sourced", t.end, t.role, t.office, t.origin)
    ):
        same = next((m for m in merged if m.role and m.role == term.role and _one_term(m, term)), None)
        if same is None:
            merged.append(replace(term))
            continue
        same.end = _better_end(same.end, term.end)
        if term.start.startswith(same.start):
            same.start = term.start
        same.origin = _joined(same.origin, term.origin)
        if term.sureness == "sourced":
            same.sureness = "sourced"
    return merged


def _joined(one: str, other: str) -> str:
    return "+".join(dict.fromkeys([*one.split("+"), *other.split("+")]))


def _one_term(one: Term, other: Term) -> bool:
    if one.country != other.country or (one.role not in MERGED_ROLES and one.office != other.office):
        return False
    end = one.end.lstrip("~")
    if one.start[:7] == other.start[:7]:
        return True
    return bool(other.start and end and one.end.startswith("~") and other.start[: len(end)] <= end)


MERGED_ROLES = {
    "president", "prime minister", "chancellor", "king", "emir", "foreign minister", "defence minister", "supreme leader",
    "secretary of state", "finance minister", "sultan", "emperor", "secretary general",
}  # fmt: skip


def _better_end(one: str, other: str) -> str:
    """The end to believe: a known day before an open or last-seen one, and of two last-seen ones the later."""
    known = sorted(end for end in (one, other) if end and end[0] not in "~?")
    if known:
        return known[0]
    if "" in (one, other):
        return ""
    seen = sorted(end for end in (one, other) if end.startswith("~"))
    return seen[-1] if seen else min(one, other)


def _distinct(person: Person) -> list[str]:
    """Aliases that differ from the name and each other once folded."""
    seen, kept = {fold(person.name).lower()}, []
    for alias in person.aliases:
        if fold(alias).lower() not in seen and (" " in alias or alias in person.called):
            seen.add(fold(alias).lower())
            kept.append(alias)
    return kept


def _surname(name: str, country: str) -> str:
    words = fold(name).lower().replace(",", "").split()
    while len(words) > 1 and words[-1] in {"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"}:
        words.pop()
    return words[0] if country in SURNAME_FIRST and len(words) > 1 else words[-1]


HEAD = """\
# Built by training/actors/build.py; do not edit by hand. Facts only: who held which office when. Origins: "wikidata"
# (Wikidata by way of the every-politician-scrapers, CC0), "factbook-…" (CIA World Factbook, public domain),
# "state-department" (Office of the Historian, CC0), "remembered" (the reviewed list, no source: never outranks
# a sourced row), "wikipedia-current-events" (named so in news items of Wikipedia's Portal:Current events, CC BY-SA 4.0;
# the fact alone was taken) and "state-department-posts" (posts of the US State Department, public domain). An end
# with "~" is the last day the source is known to hold; "?" is an end nobody noted; a start with "~" is the first
# day of a report that names the person with the office (sureness "reported"), not the day they took it.
"""

if __name__ == "__main__":
    main()
