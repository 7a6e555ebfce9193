"""Read who was called what on which day out of reports: names with titles, for the years no table covers.

    python training/actors/mine.py --articles FOLDER > training/actors/mined_people.csv

From the news items of Wikipedia's Portal:Current events (CC BY-SA 4.0) and the posts of the US State Department
(public domain) only facts are taken: that on the day of the report a person of that name was named with that office of
that country or body. A row is a stretch of such days without a gap of more than two years. What a report calls
former, late, designate or a candidate is passed over, and so are titles that many hold at a time.
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from dragoman.actors.names import fold
from dragoman.data import FOLDER, read_toml

FILES = {
    "wikipedia_current_events_daily_2013_2021.jsonl": "wikipedia-current-events",
    "wikipedia_current_events_items_2022_2026.jsonl": "wikipedia-current-events",
    "state_department_posts_2012_2025.jsonl": "state-department-posts",
}
ROLES = {
    "president", "vice president", "prime minister", "deputy prime minister", "chancellor", "foreign minister",
    "deputy foreign minister", "secretary of state", "defence minister", "interior minister", "finance minister",
    "energy minister", "justice minister", "health minister", "minister", "spokesperson", "envoy", "ambassador",
    "national security adviser", "adviser", "aide", "chief of staff", "security council secretary", "negotiator", "king",
    "emperor", "emir", "sultan", "crown prince", "supreme leader", "opposition leader", "secretary general",
    "director general", "speaker", "attorney general", "prosecutor", "chief of general staff", "army chief", "commander",
    "intelligence chief", "leader", "queen",
}  # fmt: skip
NOT_YET = re.compile(r"elect\b|designate|nominee|candidate|former|ex-|late\b|ousted|deposed|then-|nominated|incoming", re.IGNORECASE)  # fmt: skip
GAP = 730
PARTICLES = "al|el|bin|ibn|ben|von|van|der|den|de|del|di|da|dos|du|la|le|ter|ould|abu|Al|El"
WORD = r"(?:[A-Z]\.|(?:(?:Al|El|al|el|an|ar|as|at|ad)-)?[A-ZÀ-ÖØ-ÞĀ-ſƏȘȚ][\w’'\-]*)"
NAME = rf"(?P<name>{WORD}(?: (?:(?:{PARTICLES}) ){{0,2}}{WORD}){{1,3}})"
NOT_NAMES = frozenset(
    "the a president minister prime secretary general ministry government police party court monday tuesday wednesday thursday friday saturday"
    " sunday january february march april may june july august september october november december says said announces"
    " accuses vows warns tells and of in on at to for with calls office council parliament assembly union army states"
    " republic embassy department administration cabinet foreign affairs defense defence security national white house us"
    " un eu nato covid-19 navy interior culture counselor counsellor pope air force forces tourism health sports admiral emir ayatollah grand cardinal prince sheikh sheik mullah datuk seri king queen"
    " church federation movement brigade command football catholic pacific jihad agreement sir dr mr mrs ms gen. lt. general colonel major captain commander chief ambassador senator".split()
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path, required=True)
    folder = parser.parse_args().articles
    owners, patterns = _owners(), None
    patterns = _patterns(owners)
    seen: dict[tuple[str, str, str], list[tuple[str, str, str, str, str]]] = defaultdict(list)
    for file, origin in FILES.items():
        with (folder / file).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                for fact in set(_facts(row["text"], patterns, owners)):
                    name, country, role, office, sector = fact
                    key = (country, _key(name), role)
                    seen[key].append((row["published"][:10], name, office, sector, origin))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    sys.stdout.write(HEAD)
    writer.writerow(
        ["name", "aliases", "country", "sector", "office", "role", "first", "last", "reports", "origin"]
    )
    for (country, _, role), facts in sorted(seen.items()):
        facts.sort()
        stretch = [facts[0]]
        for fact in facts[1:]:
            if (date.fromisoformat(fact[0]) - date.fromisoformat(stretch[-1][0])).days > GAP:
                _print(writer, country, role, stretch)
                stretch = []
            stretch.append(fact)
        _print(writer, country, role, stretch)


def _print(
    writer: "csv._writer", country: str, role: str, facts: list[tuple[str, str, str, str, str]]
) -> None:
    names = Counter(fact[1] for fact in facts)
    name = names.most_common(1)[0][0]
    office = Counter(fact[2] for fact in facts).most_common(1)[0][0]
    aliases = "|".join(sorted(set(names) - {name}))
    origin = "+".join(sorted({fact[4] for fact in facts}))
    writer.writerow(
        [name, aliases, country, facts[0][3], office, role, facts[0][0], facts[-1][0], len(facts), origin]
    )


def _key(name: str) -> str:
    words = fold(name).lower().replace("-", " ").split()
    return f"{words[0]} {words[-1]}"


def _owners() -> dict[str, tuple[str, str, str, str]]:
    """Words before or behind a title: country, the name that goes into the office, kind, sector."""
    found: dict[str, tuple[str, str, str, str]] = {}
    with_article = ("United States", "United Kingdom", "United Arab", "Netherlands", "Philippines", "Democratic Rep",
                    "Republic of", "Central African", "Czech", "Dominican", "Maldives", "Bahamas", "Gambia")  # fmt: skip
    for row in _rows(FOLDER / "actors" / "states.csv"):
        name = "the " * row["name"].startswith(with_article) + row["name"]
        words = [
            row["name"],
            *row["aliases"].split("|"),
            *row["weak"].split("|"),
            *row["adjectives"].split("|"),
        ]
        for word in filter(None, words):
            found[fold(word)] = (row["iso3"], name, "state", "GOV")
    for row in _rows(FOLDER / "actors" / "organisations.csv"):
        for word in filter(None, [row["name"], *row["aliases"].split("|")]):
            found.setdefault(fold(word), (row["country"], row["name"], "organisation", row["sector"]))
    for row in _rows(FOLDER / "actors" / "seats.csv"):
        if row["form"] == "institution":
            found.setdefault(
                fold(row["name"]), (row["country"], row["canonical"], "organisation", row["sector"])
            )
    return found


def _patterns(owners: dict[str, tuple[str, str, str, str]]) -> list[re.Pattern[str]]:
    owner = "|".join(re.escape(word) for word in sorted(owners, key=len, reverse=True))
    phrases = [p for r in read_toml("actors/titles.toml")["role"] if r["role"] in ROLES for p in r["words"]]
    phrases += ["minister of [A-Za-z, ]{3,40}?", "minister for [A-Za-z, ]{3,40}?"]
    title = "|".join(p if "[" in p else re.escape(p) for p in sorted(phrases, key=len, reverse=True))
    middle = r"(?:(?:[Ff]irst|[Ss]enior|[Ss]pecial|[Cc]hief|[Tt]op|[Ff]oreign|[Mm]inistry|[Dd]eputy|[Pp]residential|[Gg]overnment|[Mm]ilitary|[Aa]cting|[Ii]nterim|[Aa]rmy|[Dd]efen[cs]e|[Ss]tate|[Dd]epartment|[Nn]ational|[Pp]ress|[Aa]rmed|[Ff]orces|[Pp]arliament|[Pp]eace|[Tt]rade|[Ii]ntelligence) ){0,3}"  # fmt: skip
    before = rf"(?<![\w-])(?P<owner>{owner})(?:['’]s|['’])? (?P<middle>{middle})(?P<title>(?i:{title}))"
    return [
        re.compile(rf"{before},? {NAME}"),
        re.compile(rf"(?<![\w-])(?P<title>(?i:{title})) of (?:the )?(?P<owner>{owner}),? {NAME}"),
        re.compile(
            rf"{NAME}, (?:the )?(?P<owner>{owner})(?:['’]s|['’])? (?P<middle>{middle})(?P<title>(?i:{title}))(?=[,.])"
        ),
    ]


def _facts(text: str, patterns: list[re.Pattern[str]], owners: dict[str, tuple[str, str, str, str]]):
    roles = sorted(
        (
            (p, r["role"], r["sector"])
            for r in read_toml("actors/titles.toml")["role"]
            if r["role"] in ROLES
            for p in r["words"]
        ),
        key=lambda item: -len(item[0]),
    )
    folded = fold(text)
    for pattern in patterns:
        for match in pattern.finditer(folded):
            whole = match.group(0)
            before = folded[max(0, match.start() - 14) : match.start()]
            if NOT_YET.search(whole.replace(match["name"], "")) or NOT_YET.search(before):
                continue
            start, end = match.span("name")
            name = _clean(text[start:end])
            if name is None or _names_a_body(name, owners):
                continue
            country, owner, kind, owner_sector = owners[match["owner"]]
            words = " ".join([match.groupdict().get("middle") or "", match["title"]]).split()
            title = " ".join(words).lower()
            role, sector = next(
                ((r, s) for p, r, s in roles if title == p or title.endswith(" " + p)), ("minister", "GOV")
            )
            if title.startswith("deputy") and not role.startswith("deputy") and role != "minister":
                role = f"deputy {role}"
            if role in ("deputy president",):
                continue
            if (
                re.search(r"\b(?:of|the|and|for|during the|foreign|national|internal|affairs|state)$", title)
                or "," in title
            ):
                continue
            printed = " ".join(
                w[:1].upper() + w[1:] if w not in ("of", "for", "the", "and") else w for w in title.split()
            )
            if kind == "state":
                if role in ("secretary general", "director general"):
                    continue
                office = f"{printed} of {owner}"
            else:
                if role in ("president", "prime minister", "king") and owner_sector not in ("IGO",):
                    continue
                if owner_sector not in ("GOV", ""):
                    sector = owner_sector
                office = f"{owner} {printed}"
            yield name, country, role, office, sector or "GOV"


def _clean(printed: str) -> str | None:
    name = re.sub(r"['’]s?$", "", printed.strip()).strip(" .,’'")
    words = name.split()
    while words and fold(words[-1]).lower() in NOT_NAMES:
        words.pop()
    while words and fold(words[0]).lower() in NOT_NAMES:
        words.pop(0)
    if "'s" in fold(" ".join(words)).split(" ", 1)[-1] or name.endswith("'"):
        return None
    if (
        len(words) < 2
        or any(fold(word).lower() in NOT_NAMES for word in words)
        or any(c.isdigit() for c in name)
    ):
        return None
    if any(word.isupper() and len(word) > 3 for word in words):
        return None
    return " ".join(words)


def _names_a_body(name: str, owners: dict[str, tuple[str, str, str, str]]) -> bool:
    """Does a state's, people's or body's name stand in it ("South Korea", "Venezuelan Foreign")?"""
    words = fold(name).split()
    pieces = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    return any(piece in owners and (len(piece.split()) > 1 or piece not in NAMES_TOO) for piece in pieces)


NAMES_TOO = frozenset(
    {"Chad", "Jordan", "Israel", "Georgia", "Mali", "Kim", "Paris", "Cuba", "Ireland", "India", "China"}
)
"""States' names that people bear."""


def _rows(path: Path):
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


HEAD = """\
# Built by training/actors/mine.py from news items of Wikipedia's Portal:Current events (2013 to March 2026) and posts of
# the US State Department (2012 to 2025): facts only, no text of theirs. A row says that reports from the day `first` to
# the day `last` name the person with the office; it says nothing of the days before and after.
"""

if __name__ == "__main__":
    main()
