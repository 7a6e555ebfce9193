"""How often the actors of hand-made sets are found: figures for docs/actors.md.

python training/actors/measure.py gsr GOLD/events_gsr/dev.jsonl
python training/actors/measure.py travels FOLDER/office_mentions_from_us_travels.csv
python training/actors/measure.py linking GOLD/entity_linking/dev.jsonl > predictions.jsonl
"""

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path

from dragoman.actors.knowledge import Term, load_knowledge
from dragoman.actors.mentions import find_mentions
from dragoman.actors.names import fold
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser
from dragoman.records import Document, Mention

OLD_CODES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
OLD_SECTORS = {"JRN": "MED", "CIV": "CVL", "UAF": "REB", "INS": "REB", "SOC": "CVL"}


def mentions_of(text: str, published: str | None, parser: Parser) -> tuple[Mention, ...]:
    """The mentions of a text as a report of its own."""
    report = Document("0" * 64, None, None, None, None, published, None, "en", text)
    return find_mentions(report, tuple(parser.parse(split_sentences(text))), load_knowledge())


def gsr(path: Path) -> None:
    """Of the coded actors of each sentence, how many have a mention of that country, and of country and sector."""
    parser, counts = Parser(), Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = mentions_of(row["text"], row["date"], parser)
        pairs = {(m.party.country, m.party.sector) for m in found}
        pairs |= {
            ("EUR" if m.party.country == "EUR" else "IGO", None) for m in found if m.party.sector == "IGO"
        }
        pairs |= {("IGO", m.party.sector) for m in found if m.party.sector == "IGO"}
        countries = {country for country, _ in pairs}
        asked = {
            code
            for event in row["events"]
            for code in (event["source"], event["target"])
            if code and code[0] != "-"
        }
        for code in sorted(asked):
            country, sector = OLD_CODES.get(code[:3], code[:3]), code[3:6]
            sector = OLD_SECTORS.get(sector, sector)
            counts["actors"] += 1
            right = country in countries or (country == "IMG" and any(m.party.sector == "REB" for m in found))
            counts["country"] += right
            both = right and (
                sector in ("", "***", "GOV")
                and country == "IGO"
                or sector in ("", "***")
                or any(c == country and s == sector for c, s in pairs)
            )
            counts["country and sector"] += both
            if not both:
                who = " | ".join(f"{m.text}={m.party.country}{m.party.sector}" for m in found)
                print(f"{code}: {row['text']}\n      {who}", file=sys.stderr)
    print(dict(counts))


def travels(path: Path) -> None:
    """Of the heads of state and government since 2000 whom US presidents and secretaries met, how many are found.

    The table tells where the trip was, not whose official it is, so the country is told as a place. Right is who
    bears the surname and held that office in that year. Names that the table's makers cut short ("Adil Abd al") are
    not asked.
    """
    parser, counts, knowledge = Parser(), Counter[str](), load_knowledge()
    for row in csv.DictReader(path.open(encoding="utf-8")):
        role = ROLES.get(row["title"])
        if row["seen_on"] < "2000" or role is None:
            continue
        name = re.split(r"\.\s|\.$", row["name"])[0].strip()
        if re.search(r"(?i:\b(?:al|el|ben|von|de)|['’]s|\b[A-Z])$", name):
            counts["cut short"] += 1
            continue
        country = re.sub(r"^(.*), (.*)$", r"\2 \1", row["country"])
        text = f"The secretary travelled to {country}. He met {row['title']} {name} there."
        found = [
            m for m in mentions_of(text, row["seen_on"], parser) if fold(name).split()[-1] in fold(m.text)
        ]
        party = found[0].party if found else None
        counts["asked"] += 1
        right = False
        if party and party.actor:
            counts["resolved"] += 1
            actor = knowledge.actor(party.actor)
            held = [
                t
                for t in knowledge.terms_of(actor.id)
                if (t.role in role or t.office.startswith(row["title"])) and near(t, row["seen_on"])
            ]
            right = bool(held)
            counts["right"] += right
            counts["country"] += bool(actor.country)
        else:
            counts["country"] += bool(party and party.country)
        if not right:
            print(row["seen_on"], row["country"], "|", row["title"], name, "|", party, file=sys.stderr)
    print(dict(counts))


ROLES = {
    "President": ("president", "chairman", "leader", "supreme leader", "head"),
    "Prime Minister": ("prime minister", "chancellor"),
    "King": ("king",),
    "Chancellor": ("chancellor",),
    "Emir": ("emir",),
    "Sultan": ("sultan",),
    "Queen": ("queen", "king"),
}


def near(term: Term, on: str) -> bool:
    """Was the office held then, or within a year, as the day is that of the trip and the table's dates differ?"""
    end = term.end.strip("~?")
    last = str(int(end[:4]) + term.end.startswith("~")) if end else "9999"
    return term.begun[:4] <= on[:4] <= last


def linking(path: Path) -> None:
    """Predictions for the task `linking`: mentions with Wikidata items."""
    parser = Parser()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = [
            {"start": m.start, "end": m.end, "wikidata": m.party.actor}
            for m in mentions_of(row["text"], row.get("date"), parser)
            if m.party.actor and m.party.actor.startswith("Q") and m.party.basis == "stated"
        ]
        print(json.dumps({"id": row["id"], "mentions": found}))


if __name__ == "__main__":
    {"gsr": gsr, "travels": travels, "linking": linking}[sys.argv[1]](Path(sys.argv[2]))
