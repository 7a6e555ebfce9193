"""The tables of a record, and the steps by which an older record becomes a newer one.

A `report` is a text with its layers; a `sighting` is one place where that text stood, the first one
included; a `claim` is kept as its contract JSON, with the columns that questions ask for beside it; a
`participant` is one party of a claim. A `correction` is a person's word on a claim or report, laid over it
when it is read. A `coding` is a report coded again, and `standing` what that did to a claim: `added` it,
`dropped` it, or had it `followed` by the `other` one that rests on the same words. Rows are only ever added:
triggers refuse every change, whoever tries it. `report_words` and `claim_words` are full-text indexes (FTS5)
that repeat nothing: they point into `report` and `claim`, and can be built again from them.

The version of a record stands in its header (`PRAGMA user_version`), and each step that was taken in
`migration`. A step, once released, is never edited; a change is one more step.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger as Integer  # as wide as SQLite's; PostgreSQL's own is narrower
from sqlalchemy import Column, Float, MetaData, Table, Text

APPLICATION_ID = 0x44524147
"""In the header of every record ("DRAG"): tells it from other SQLite files."""

TABLES = MetaData()

migration = Table(
    "migration",
    TABLES,
    Column("version", Integer, primary_key=True),
    Column("name", Text),
    Column("applied_at", Text),
)

report = Table(
    "report",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", Text),
    Column("given_id", Text),
    Column("path", Text),
    Column("url", Text),
    Column("outlet", Text),
    Column("published", Text),
    Column("title", Text),
    Column("language", Text),
    Column("text", Text),
    Column("layers", Text),
    Column("recorded_at", Text),
)

sighting = Table(
    "sighting",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("report", Integer),
    Column("given_id", Text),
    Column("path", Text),
    Column("url", Text),
    Column("outlet", Text),
    Column("published", Text),
    Column("title", Text),
    Column("day", Text),
    Column("seen_at", Text),
)

claim = Table(
    "claim",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("id", Text),
    Column("report", Integer),
    Column("kind", Text),
    Column("event_type", Text),
    Column("mode", Text),
    Column("status", Text),
    Column("issue", Text),
    Column("stance", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("place_name", Text),
    Column("place_country", Text),
    Column("confidence", Float),
    Column("start", Integer),
    Column("end", Integer),
    Column("exact", Text),
    Column("json", Text),
    Column("recorded_at", Text),
)

participant = Table(
    "participant",
    TABLES,
    Column("claim", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", Text),
    Column("name", Text),
    Column("actor", Text),
    Column("country", Text),
    Column("status", Text),
)

correction = Table(
    "correction",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("kind", Text),
    Column("subject", Text),
    Column("field", Text),
    Column("value", Text),
    Column("other", Text),
    Column("reason", Text),
    Column("person", Text),
    Column("day", Text),
    Column("moment", Text),
)

coding = Table(
    "coding",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("report", Integer),
    Column("method", Text),
    Column("layers", Text),
    Column("day", Text),
    Column("moment", Text),
)

standing = Table(
    "standing",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("coding", Integer),
    Column("claim", Integer),
    Column("change", Text),
    Column("other", Integer),
    Column("day", Text),
)

merged = Table(
    "merged",
    TABLES,
    Column("what", Text, primary_key=True),
    Column("until", Integer),
)

compared = Table(
    "compared",
    TABLES,
    Column("claim", Integer, primary_key=True),
    Column("id", Text),
    Column("report", Integer),
    Column("day", Text),
    Column("event", Integer),
    Column("profile", Text),
)

compared_key = Table(
    "compared_key",
    TABLES,
    Column("key", Integer, primary_key=True),
    Column("width", Integer, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("claim", Integer, primary_key=True),
)

judgement = Table(
    "judgement",
    TABLES,
    Column("first", Integer, primary_key=True),
    Column("second", Integer, primary_key=True),
    Column("day", Text),
    Column("score", Float),
    Column("joined", Integer),
    Column("rule", Text),
    Column("judged_at", Text),
)

event_state = Table(
    "event_state",
    TABLES,
    Column("event", Integer, primary_key=True),
    Column("since", Text, primary_key=True),
    Column("until", Text),
    Column("whole", Integer),
    Column("id", Text),
    Column("kind", Text),
    Column("stage", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("first_day", Text),
    Column("reports", Integer),
)

event_party = Table(
    "event_party",
    TABLES,
    Column("whole", Integer, primary_key=True),
    Column("event", Integer, primary_key=True),
    Column("since", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text),
    Column("actor", Text),
    Column("country", Text),
)
"""The parties of an event as it stood from a day on."""

event_differs = Table(
    "event_differs",
    TABLES,
    Column("whole", Integer, primary_key=True),
    Column("event", Integer, primary_key=True),
    Column("since", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("kind", Text),
    Column("first", Integer),
    Column("second", Integer),
    Column("says_first", Text),
    Column("says_second", Text),
)
"""What two claims of an event say otherwise, as it stood from a day on."""

told_order = Table(
    "told_order",
    TABLES,
    Column("before", Integer, primary_key=True),
    Column("after", Integer, primary_key=True),
    Column("claim", Integer, primary_key=True),
    Column("report", Integer),
)
"""Two claims of acts that a report tells in this order, and which of the two says so."""

quoted = Table(
    "quoted",
    TABLES,
    Column("words", Integer, primary_key=True),
    Column("claim", Integer, primary_key=True),
    Column("speaker", Text),
    Column("report", Integer),
)
"""Words that a claim quotes somebody with, as a number."""

DERIVED = (
    "merged", "compared", "compared_key", "judgement", "event_state", "event_party", "event_differs",
    "told_order", "quoted",
)  # fmt: skip
"""Tables that follow from the others and can be made anew from them; `merge.kept` fills them."""

watch = Table(
    "watch",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("name", Text),
    Column("asked", Text),
    Column("made_at", Text),
)
"""Named questions; the last row of a name counts, and one without `asked` stops it."""

coder_row = Table(
    "coder_row",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("coder", Text),
    Column("row", Text),
    Column("first", Text),
    Column("last", Text),
    Column("reported", Text),
    Column("event_type", Text),
    Column("mode", Text),
    Column("code", Text),
    Column("actor_name", Text),
    Column("actor_country", Text),
    Column("actor_sector", Text),
    Column("recipient_name", Text),
    Column("recipient_country", Text),
    Column("recipient_sector", Text),
    Column("place_name", Text),
    Column("place_country", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("text", Text),
    Column("url", Text),
    Column("raw", Text),
    Column("imported_at", Text),
)

KEPT = (
    "migration", "report", "sighting", "claim", "participant", "correction", "coding", "standing", "watch",
    "coder_row",
)  # fmt: skip
"""Tables whose rows are never changed or deleted."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from a version of the tables to the next; all its statements succeed together or none does."""

    version: int
    name: str
    statements: tuple[str, ...]


def _guards(table: str, key: str) -> tuple[str, ...]:
    """Triggers that refuse change, deletion and replacement of rows. `key` is what tells two rows apart.

    The third one is needed because INSERT OR REPLACE deletes without waking DELETE triggers.
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table}'); END"
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) {refuse}",
    )


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "reports, sightings, claims, participants and their words",
        (
            """CREATE TABLE migration (
                version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)""",
            """CREATE TABLE report (
                number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, given_id TEXT, path TEXT, url TEXT,
                outlet TEXT, published TEXT, title TEXT, language TEXT, text TEXT NOT NULL,
                layers TEXT NOT NULL, recorded_at TEXT NOT NULL)""",
            """CREATE TABLE sighting (
                number INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES report, given_id TEXT,
                path TEXT, url TEXT, outlet TEXT, published TEXT, title TEXT, day TEXT NOT NULL,
                seen_at TEXT NOT NULL)""",
            "CREATE INDEX sighting_report ON sighting (report, day)",
            """CREATE TABLE claim (
                number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
                report INTEGER NOT NULL REFERENCES report,
                kind TEXT NOT NULL, event_type TEXT NOT NULL, mode TEXT, status TEXT NOT NULL, issue TEXT,
                stance TEXT, earliest TEXT, latest TEXT, place_name TEXT, place_country TEXT,
                confidence REAL NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, exact TEXT NOT NULL,
                json TEXT NOT NULL, recorded_at TEXT NOT NULL)""",
            "CREATE INDEX claim_report ON claim (report)",
            "CREATE INDEX claim_time ON claim (earliest, latest)",
            "CREATE INDEX claim_type ON claim (event_type, status)",
            "CREATE INDEX claim_status ON claim (status, latest)",
            "CREATE INDEX claim_issue ON claim (issue)",
            "CREATE INDEX claim_place ON claim (place_name, place_country)",
            """CREATE TABLE participant (
                claim INTEGER NOT NULL REFERENCES claim, position INTEGER NOT NULL, role TEXT NOT NULL,
                name TEXT NOT NULL, actor TEXT, country TEXT, status TEXT,
                PRIMARY KEY (claim, position)) WITHOUT ROWID""",
            "CREATE INDEX participant_name ON participant (name, actor, country)",
            "CREATE INDEX participant_actor ON participant (actor)",
            "CREATE INDEX participant_country ON participant (country)",
            """CREATE VIRTUAL TABLE report_words USING fts5 (
                title, text, content='report', content_rowid='number',
                tokenize='unicode61 remove_diacritics 2')""",
            """CREATE VIRTUAL TABLE claim_words USING fts5 (
                exact, content='claim', content_rowid='number',
                tokenize='unicode61 remove_diacritics 2')""",
            """CREATE TRIGGER report_to_words AFTER INSERT ON report BEGIN
                INSERT INTO report_words (rowid, title, text)
                VALUES (NEW.number, NEW.title, NEW.text); END""",
            """CREATE TRIGGER claim_to_words AFTER INSERT ON claim BEGIN
                INSERT INTO claim_words (rowid, exact) VALUES (NEW.number, NEW.exact); END""",
            *_guards("migration", "version = NEW.version"),
            *_guards("report", "number = NEW.number OR id = NEW.id"),
            *_guards("sighting", "number = NEW.number"),
            *_guards("claim", "number = NEW.number OR id = NEW.id"),
            *_guards("participant", "claim = NEW.claim AND position = NEW.position"),
        ),
    ),
    Migration(
        2,
        "corrections by people, and reports coded again",
        (
            """CREATE TABLE correction (
                number INTEGER PRIMARY KEY,
                kind TEXT NOT NULL CHECK (kind IN
                    ('accept', 'reject', 'edit', 'merge', 'split', 'retract', 'undo')),
                subject TEXT NOT NULL, field TEXT, value TEXT, other TEXT,
                reason TEXT NOT NULL CHECK (trim(reason) <> ''),
                person TEXT NOT NULL CHECK (trim(person) <> ''),
                day TEXT NOT NULL, moment TEXT NOT NULL)""",
            "CREATE INDEX correction_subject ON correction (subject)",
            """CREATE TABLE coding (
                number INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES report, method TEXT NOT NULL,
                layers TEXT NOT NULL, day TEXT NOT NULL, moment TEXT NOT NULL)""",
            "CREATE INDEX coding_report ON coding (report)",
            """CREATE TABLE standing (
                number INTEGER PRIMARY KEY, coding INTEGER NOT NULL REFERENCES coding,
                claim INTEGER NOT NULL REFERENCES claim,
                change TEXT NOT NULL CHECK (change IN ('added', 'dropped', 'followed')),
                other INTEGER REFERENCES claim, day TEXT NOT NULL)""",
            "CREATE INDEX standing_claim ON standing (claim)",
            *_guards("correction", "number = NEW.number"),
            *_guards("coding", "number = NEW.number"),
            *_guards("standing", "number = NEW.number"),
        ),
    ),
    Migration(
        3,
        "named watches",
        (
            """CREATE TABLE watch (
                number INTEGER PRIMARY KEY, name TEXT NOT NULL, asked TEXT, made_at TEXT NOT NULL)""",
            *_guards("watch", "number = NEW.number"),
        ),
    ),
    Migration(
        4,
        "rows of other coders",
        (
            """CREATE TABLE coder_row (
                number INTEGER PRIMARY KEY, coder TEXT NOT NULL, row TEXT NOT NULL, first TEXT, last TEXT,
                reported TEXT, event_type TEXT, mode TEXT, code TEXT,
                actor_name TEXT, actor_country TEXT, actor_sector TEXT,
                recipient_name TEXT, recipient_country TEXT, recipient_sector TEXT,
                place_name TEXT, place_country TEXT, lat REAL, lon REAL, text TEXT, url TEXT,
                raw TEXT NOT NULL, imported_at TEXT NOT NULL, UNIQUE (coder, row))""",
            "CREATE INDEX coder_row_day ON coder_row (coder, first)",
            *_guards("coder_row", "number = NEW.number OR (coder = NEW.coder AND row = NEW.row)"),
        ),
    ),
    Migration(
        5,
        "what follows from the claims of several reports: pairs, events, their states",
        (
            "CREATE TABLE merged (what TEXT PRIMARY KEY, until INTEGER NOT NULL)",
            """CREATE TABLE compared (
                claim INTEGER PRIMARY KEY, id TEXT NOT NULL, report INTEGER NOT NULL, day TEXT NOT NULL,
                event INTEGER NOT NULL, profile TEXT NOT NULL)""",
            "CREATE INDEX compared_event ON compared (event)",
            "CREATE INDEX compared_report ON compared (report)",
            """CREATE TABLE compared_key (
                key INTEGER NOT NULL, width INTEGER NOT NULL, first INTEGER NOT NULL, day TEXT NOT NULL,
                place INTEGER NOT NULL, claim INTEGER NOT NULL,
                PRIMARY KEY (key, width, first, day, place, claim)) WITHOUT ROWID""",
            "CREATE INDEX compared_key_day ON compared_key (key, day)",
            "CREATE INDEX compared_key_claim ON compared_key (claim)",
            """CREATE TABLE judgement (
                first INTEGER NOT NULL, second INTEGER NOT NULL, day TEXT NOT NULL, score REAL NOT NULL,
                joined INTEGER NOT NULL, rule TEXT NOT NULL, judged_at TEXT NOT NULL,
                PRIMARY KEY (first, second)) WITHOUT ROWID""",
            "CREATE INDEX judgement_second ON judgement (second)",
            """CREATE TABLE event_state (
                event INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, whole INTEGER NOT NULL,
                kind TEXT NOT NULL, stage TEXT NOT NULL, earliest TEXT, latest TEXT, first_day TEXT NOT NULL,
                reports INTEGER NOT NULL, PRIMARY KEY (event, since)) WITHOUT ROWID""",
            "CREATE INDEX event_state_whole ON event_state (whole)",
            "CREATE INDEX event_state_stage ON event_state (until, stage, latest)",
            "CREATE INDEX event_state_first ON event_state (until, kind, first_day)",
        ),
    ),
    Migration(
        7,
        "lists of acts, of a party's acts and of contradictions, read from their first row to the limit",
        (
            "DROP TABLE event_state",
            "DELETE FROM merged",
            """CREATE TABLE event_state (
                event INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, whole INTEGER NOT NULL,
                id TEXT NOT NULL, kind TEXT NOT NULL, stage TEXT NOT NULL, earliest TEXT, latest TEXT,
                first_day TEXT NOT NULL, reports INTEGER NOT NULL,
                PRIMARY KEY (event, since)) WITHOUT ROWID""",
            "CREATE INDEX event_state_whole ON event_state (whole)",
            "CREATE INDEX event_state_stage ON event_state (until, stage, latest, id)",
            "CREATE INDEX event_state_newest ON event_state (since, id, until, kind, stage)",
            "CREATE INDEX event_state_first ON event_state (first_day, id, until, kind)",
            "CREATE INDEX event_state_several ON event_state (since, id, until) WHERE reports > 1",
            "CREATE INDEX event_state_kind ON event_state (kind, since, id, until)",
            """CREATE TABLE event_party (
                whole INTEGER NOT NULL, event INTEGER NOT NULL, since TEXT NOT NULL, place INTEGER NOT NULL,
                name TEXT NOT NULL, actor TEXT, country TEXT,
                PRIMARY KEY (whole, event, since, place)) WITHOUT ROWID""",
            "CREATE INDEX event_party_name ON event_party (name, actor, country)",
            "CREATE INDEX event_party_actor ON event_party (actor)",
            "CREATE INDEX event_party_country ON event_party (country)",
            """CREATE TABLE event_differs (
                whole INTEGER NOT NULL, event INTEGER NOT NULL, since TEXT NOT NULL, place INTEGER NOT NULL,
                kind TEXT NOT NULL, first INTEGER NOT NULL, second INTEGER NOT NULL,
                says_first TEXT NOT NULL, says_second TEXT NOT NULL,
                PRIMARY KEY (whole, event, since, place)) WITHOUT ROWID""",
            """CREATE TABLE told_order (
                before INTEGER NOT NULL, after INTEGER NOT NULL, claim INTEGER NOT NULL,
                report INTEGER NOT NULL, PRIMARY KEY (before, after, claim)) WITHOUT ROWID""",
            "CREATE INDEX told_order_report ON told_order (report)",
            """CREATE TABLE quoted (
                words INTEGER NOT NULL, claim INTEGER NOT NULL, speaker TEXT NOT NULL,
                report INTEGER NOT NULL, PRIMARY KEY (words, claim)) WITHOUT ROWID""",
            "CREATE INDEX quoted_report ON quoted (report)",
            "CREATE INDEX quoted_speaker ON quoted (words, speaker)",
            "CREATE INDEX sighting_day ON sighting (day, published, report)",
            "CREATE INDEX sighting_outlet ON sighting (outlet, day, report)",
            "CREATE INDEX claim_counted ON claim"
            " (earliest, latest, confidence, status, event_type, issue, report)",
            "DROP INDEX claim_time",
        ),
    ),
)

NEWEST = MIGRATIONS[-1].version
"""The version this program writes and reads."""
