"""One report that cannot be taken or coded never costs the others."""

import pytest

from dragoman.documents.identity import make_document
from dragoman.documents.taking import code_each, where_from
from dragoman.errors import ReportError, SettingsError
from dragoman.records import CodedDocument
from dragoman.sources.raw import RawDocument, SetAside


def report(text):
    return make_document(RawDocument(text, None, None, None, None, None, f"They met on {text}."))


def coder_that_meets(error):
    def code(documents):
        for document in documents:
            if document.given_id == "bad":
                raise error
            yield CodedDocument(document, ())

    return code


@pytest.mark.parametrize(
    "error", [IndexError("tuple index out of range"), RecursionError(), ReportError("no")]
)
def test_a_report_on_which_the_coder_fails_costs_itself_alone(error):
    documents = [report(name) for name in ("a", "bad", "b", "bad", "c")]
    outcomes = list(code_each(documents, coder_that_meets(error)))
    assert [type(one) for one in outcomes] == [
        CodedDocument, SetAside, CodedDocument, SetAside, CodedDocument,
    ]  # fmt: skip
    reason = next(one.reason for one in outcomes if isinstance(one, SetAside))
    if not isinstance(error, ReportError):
        assert reason.startswith(
            f"the coder failed on it; found {type(error).__name__} in test_taking.py, line"
        )


@pytest.mark.parametrize("error", [MemoryError(), SettingsError("no model"), KeyboardInterrupt()])
def test_what_no_report_is_to_blame_for_ends_the_run(error):
    with pytest.raises(type(error)):
        list(code_each([report("a"), report("bad")], coder_that_meets(error)))


def test_a_place_in_a_message_is_short():
    assert len(where_from(RawDocument("9" * 5_000, "day.jsonl", None, None, None, None, "They met."))) < 310
