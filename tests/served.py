"""A small record made by hand, and the application that serves it, for tests of the API and the pages."""

from fastapi.testclient import TestClient

from dragoman.interfaces.api.app import build_app
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import claim, day, party, report

ANNOUNCED = "Foreign ministers Ana Lund and Ben Ortiz will meet in Oslo on 5 May, a spokesman said."
HELD = "Lund and Ortiz met in Oslo on 5 May and spoke about grain."


def record_at(path):
    """A record of two reports: a meeting announced, and the same meeting held."""
    with open_record(path) as record:
        for text, words, status, published in (
            (ANNOUNCED, "Ana Lund and Ben Ortiz will meet in Oslo on 5 May", "scheduled", "2031-05-02"),
            (HELD, "Lund and Ortiz met in Oslo on 5 May", "occurred", "2031-05-06"),
        ):
            document = report(text, given_id=f"r-{published}", outlet="Example Gazette", published=published)
            both = [
                party(text, "Lund", name="Ana Lund", actor="person:ana-lund", country="NOR"),
                party(text, "Ortiz", name="Ben Ortiz", actor="person:ben-ortiz", country="ESP"),
            ]
            told = claim(
                document,
                words,
                "meet" if status == "scheduled" else "met",
                participants=tuple(both),
                status=status,
                time=day(text, "5 May", "2031-05-05"),
            )
            record.add(CodedDocument(document, (told,)))
    return path


def client_of(path, **settings):
    """A client of the application over the record at `path`."""
    return TestClient(build_app(path, **settings), raise_server_exceptions=False)
