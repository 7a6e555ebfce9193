"""Where a record is: a file, or a PostgreSQL database named by its address.

    talks.record                                    a file
    postgresql://anna@db.example.org/desk           a database, the record in its schema "dragoman"
    postgresql://anna@db.example.org/desk?schema=talks      the same database, another record

The address is one that PostgreSQL's own programs take (`libpq`), so the password may stand in `~/.pgpass` or
PGPASSWORD; where it stands in the address, nothing that is shown has it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from dragoman.errors import SettingsError

SCHEMA = "dragoman"
"""Where a record stands in its database, unless the address says otherwise."""

_SCHEMES = ("postgresql://", "postgres://")
_PLAIN = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Address:
    """A record in a PostgreSQL database.

    Attributes:
        url: what is given to the driver; may hold a password, and is never shown.
        shown: the same for people, without password.
        name: the last word of it, as the name of a file is.
        schema: the schema in which the tables stand.
    """

    url: str = field(repr=False)
    shown: str
    name: str
    schema: str

    def __str__(self) -> str:
        return self.shown

    @property
    def stem(self) -> str:
        """The name, as that of a file without its ending."""
        return self.name


def record_at(given: str) -> Path | Address:
    """The place that is meant.

    >>> str(record_at("talks.record")), str(record_at("postgresql://anna:secret@db.example.org/desk"))
    ('talks.record', 'postgresql://anna@db.example.org/desk')

    Raises:
        SettingsError: an address that cannot be read.
    """
    if not given.startswith(_SCHEMES):
        return Path(given)
    try:
        parts = urlsplit(given)
        asked = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _unclear() from None
    schema = next((value for key, value in asked if key == "schema"), SCHEMA)
    if not _PLAIN.fullmatch(schema) or parts.fragment:
        raise _unclear()
    user, _, host = parts.netloc.rpartition("@")
    database = unquote(parts.path.removeprefix("/"))
    host = host or next((value for key, value in asked if key == "host"), "")
    shown = "postgresql://" + "".join((user.partition(":")[0], "@" if user else "", host, "/", database))
    rest = urlencode([(key, value) for key, value in asked if key != "schema"])
    return Address(
        parts._replace(query=rest).geturl(),
        shown if schema == SCHEMA else f"{shown}?schema={schema}",
        (database or "postgresql") if schema == SCHEMA else schema,
        schema,
    )


def _unclear() -> SettingsError:
    return SettingsError(
        "the address of the record cannot be read",
        expected="postgresql://USER@HOST/DATABASE, with ?schema=NAME where its schema is not dragoman",
    )
