"""Draws the pairs that the training sets do not give: those of PLOVER's gold standard records, and weak ones.

    python draw.py --gold FOLDER --articles FOLDER --out pairs.jsonl

Runs with Dragoman's own environment, since its coder finds the parties. A record of the gold standard gives
the countries of an act; the mentions of these countries are taken for its pair. Weak pairs are acts that the
rules find in public articles, a few hundred a type at most; their texts are drawn again, not kept.
"""

import argparse
import json
import random
from collections import defaultdict
from itertools import product
from pathlib import Path

from dragoman.evaluation.inputs import make_report, read_rows, row_document
from dragoman.pipeline import code_documents, load_resources

RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
OLD_CODES = {
    "JAP": "JPN",
    "ITL": "ITA",
    "VTN": "VNM",
    "NZE": "NZL",
    "ROM": "ROU",
    "GER": "DEU",
    "BUR": "MMR",
    "ZAR": "COD",
    "SAF": "ZAF",
    "SPN": "ESP",
    "POR": "PRT",
}
FILES = (
    "wikipedia_current_events_items_2022_2026",
    "us_government_russia_ukraine_2022",
    "kremlin_en",
    "wikinews_gum",
)


def root_of(event_type: str) -> str:
    event_type = RENAMED.get(event_type, event_type)
    return MERGED.get(event_type, event_type)


def record_pairs(path: Path, origin: str, resources):
    """One pair a root of each record; a party whose country no mention has is None."""
    rows = list(read_rows(path))
    for row, coded in zip(rows, code_documents((row_document(r) for r in rows), resources), strict=True):
        seen = set()
        for event in row["events"]:
            root = root_of(event["root"])
            source, target = (_places(coded, event.get(side)) for side in ("source", "target"))
            pairs = [(s, t) for s, t in product(source or [None], target or [None]) if s is None or s != t]
            if root in seen or not pairs:
                continue
            seen.add(root)
            yield {
                "id": f"{row['id']}:{root}",
                "origin": origin,
                "text": row["text"],
                "source": pairs[0][0],
                "target": pairs[0][1],
                "label": root,
            }


def _places(coded, code):
    country = OLD_CODES.get((code or "---")[:3], (code or "---")[:3])
    return [
        (m.start, m.end)
        for m in coded.mentions
        if m.party.country == country or (m.party.country is None and m.party.sector == country)
    ]


def weak_pairs(folder: Path, resources, reports: int, most: int):
    """Acts of the rules with both parties named in one short sentence; at most `most` of a root."""
    drawn = random.Random(5)
    by_root = defaultdict(list)
    for name in FILES:
        rows = [
            json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        rows = drawn.sample(rows, min(len(rows), reports if name.startswith("wikipedia") else reports // 20))
        documents = [make_report(r["text"][:1500], given_id=r["id"]) for r in rows]
        for coded in code_documents(documents, resources):
            spans = _sentences(coded)
            for n, claim in enumerate(coded.claims):
                pair = [
                    next(
                        (
                            p
                            for p in claim.participants
                            if (p.role == "recipient") == wanted and p.start is not None
                        ),
                        None,
                    )
                    for wanted in (False, True)
                ]
                if claim.event_type in {"CONSULT", "AGREE", "COOPERATE"} and pair[1] is None:
                    sides = [
                        p
                        for p in claim.participants
                        if p.start is not None and p.role not in {"host", "mediator"}
                    ]
                    pair = sides[:2] if len(sides) > 1 else pair
                if (
                    claim.kind != "event"
                    or claim.event_type == "STATEMENT"
                    or None in pair
                    or claim.status not in {"occurred", "ongoing", "scheduled"}
                ):
                    continue
                where = next(((a, b) for a, b in spans if a <= claim.trigger.start < b), None)
                if (
                    where is None
                    or not all(where[0] <= p.start and p.end <= where[1] for p in pair)
                    or not 40 < where[1] - where[0] < 320
                ):
                    continue
                root = root_of(
                    "AGREE"
                    if claim.event_type == "CONSULT" and claim.status == "scheduled"
                    else claim.event_type
                )
                a, b = where
                by_root[root].append({
                    "id": f"{coded.document.given_id}:{n}", "origin": "weak", "text": coded.document.text[a:b], "label": root,
                    "source": (pair[0].start - a, pair[0].end - a), "target": (pair[1].start - a, pair[1].end - a),
                })  # fmt: skip
    for root in sorted(by_root):
        yield from drawn.sample(by_root[root], min(most, len(by_root[root])))


def _sentences(coded):
    from dragoman.parse.sentences import split_sentences

    return [(s.start, s.end) if hasattr(s, "start") else s for s in split_sentences(coded.document.text)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=14000)
    parser.add_argument("--most", type=int, default=70)
    a = parser.parse_args()
    resources = load_resources()
    with a.out.open("w", encoding="utf-8") as out:
        for name in ("events_gsr", "events_cameo"):  # the second to be looked at, never trained on
            for row in record_pairs(
                a.gold / name / "dev.jsonl", "gsr" if name == "events_gsr" else "cameo", resources
            ):
                out.write(json.dumps(row) + "\n")
        out.flush()
        for row in weak_pairs(a.articles, resources, a.reports, a.most):
            out.write(json.dumps(row) + "\n")
