"""How often the actors of hand-made sets are found: figures for docs/actors.md.

python training/actors/measure.py gsr GOLD/events_gsr/dev.jsonl
python training/actors/measure.py travels FOLDER/office_mentions_from_us_travels.csv
python training/actors/measure.py linking GOLD/entity_linking/dev.jsonl > predictions.jsonl
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

from dragoman.actors.knowledge import load_knowledge
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
    """Of the office holders since 2000 whom US presidents and secretaries met, how many are resolved, and right."""
    parser, counts = Parser(), Counter[str]()
    for row in csv.DictReader(path.open(encoding="utf-8")):
        if row["seen_on"] < "2000" or row["title"] not in (
            "President",
            "Prime Minister",
            "King",
            "Chancellor",
        ):
            continue
        text = f"{row['title']} {row['name']} of {row['country']} spoke on the matter."
        found = [m for m in mentions_of(text, row["seen_on"], parser) if m.party.kind == "person"]
        counts["asked"] += 1
        party = found[0].party if found else None
        surname = fold(row["name"]).lower().split()[-1]
        if party and party.actor and surname[:5] in fold(party.name).lower():
            counts["resolved"] += 1
        else:
            print(row, party, file=sys.stderr)
    print(dict(counts))


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
