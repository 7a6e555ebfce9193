"""Its place puts this folder on the path, so that tests can import `hand_made`.

Tests marked `on_both` run on a file and, where a server can be had, on PostgreSQL: there the database stands
for the file wherever a record is opened.
"""

import pytest

import on_postgres


def pytest_generate_tests(metafunc):
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if "on_both" in marks:
        metafunc.parametrize("database", ["sqlite", "postgres"], indirect=True)


@pytest.fixture(autouse=True)
def database(request, monkeypatch):
    """Which database is under the records of this test."""
    kind = getattr(request, "param", "sqlite")
    opened = []
    if kind == "postgres":
        from dragoman.store import database

        url, why_not = on_postgres.server()
        if url is None:
            pytest.skip(why_not)
        connect, begin = database.connect, database.Record.__init__

        def place(path):
            return on_postgres.in_place_of(url, path)

        def init(self, path, *rest):
            begin(self, place(path), *rest)
            opened.append(self)

        monkeypatch.setattr(database, "connect", lambda path, **asked: connect(place(path), **asked))
        monkeypatch.setattr(database.Record, "__init__", init)
    yield kind
    for record in opened:  # also those that a test forgot
        record.close()
