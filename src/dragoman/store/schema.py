"""The tables of a record, and the steps by which an older record becomes a newer one.

A `report` is a text with its layers; a `sighting` is one place where that text stood, the first one
included; a `claim` is kept as its contract JSON, with the columns that questions ask for beside it; a
`participant` is one party of a claim. Rows are only ever added: triggers refuse every change, whoever
tries it. `report_words` and `claim_words` are full-text indexes (FTS5) that repeat nothing: they point
into `report` and `claim`, and can be built again from them.

The version of a record stands in its header (`PRAGMA user_version`), and each step that was taken in
`migration`. A step, once released, is never edited; a change is one more step.
"""

from dataclasses import dataclass

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text

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

KEPT = ("migration", "report", "sighting", "claim", "participant")
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
)

NEWEST = MIGRATIONS[-1].version
"""The version this program writes and reads."""
