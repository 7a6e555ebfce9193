from dragoman.errors import ReportError
from dragoman.interfaces.reading import AlreadyHeld, read_through
from dragoman.records import CodedDocument
from dragoman.sources.raw import RawDocument, SetAside
from hand_made import DENIAL, TRADE, VISIT


def raw(text, **known):
    blank = dict.fromkeys(("given_id", "path", "url", "outlet", "published", "title"))
    return RawDocument(**{**blank, "text": text, **known})


def code(documents):
    return (CodedDocument(document) for document in documents)


def nothing_held(_):
    return frozenset()


def kinds(outcomes):
    return [type(outcome).__name__ for outcome in outcomes]


def test_reports_leave_in_the_order_they_came():
    coming = [raw(VISIT), SetAside("x", "empty"), raw(DENIAL), raw(VISIT)]
    outcomes = list(read_through(coming, code, nothing_held))
    assert kinds(outcomes) == ["CodedDocument", "SetAside", "CodedDocument", "AlreadyHeld"]
    assert outcomes[2].document.text == DENIAL


def test_held_reports_are_not_coded_again():
    coded = []

    def watched(documents):
        for document in documents:
            coded.append(document.text)
            yield CodedDocument(document)

    held = AlreadyHeld
    outcomes = list(read_through([raw(VISIT), raw(DENIAL)], watched, lambda ids: frozenset(ids[:1])))
    assert isinstance(outcomes[0], held) and coded == [DENIAL]


def test_without_a_record_equal_texts_are_coded_each_time():
    assert kinds(read_through([raw(VISIT), raw(VISIT)], code)) == ["CodedDocument", "CodedDocument"]


def test_another_language_is_set_aside_with_the_reason():
    french = "Le ministre des affaires étrangères se rendra mardi à Genève pour des entretiens sur la paix."
    (outcome,) = read_through([raw(french, path="fr.txt")], code)
    assert outcome.where == "fr.txt" and "its language is fr" in outcome.reason


def test_a_report_that_cannot_be_coded_is_set_aside_and_the_rest_goes_on():
    def fails(documents):
        for document in documents:
            if document.text == DENIAL:
                raise ReportError("too odd")
            yield CodedDocument(document)

    coming = [raw(VISIT), raw(DENIAL, given_id="d1"), raw(TRADE), raw(DENIAL)]
    outcomes = list(read_through(coming, fails, nothing_held))
    assert kinds(outcomes) == ["CodedDocument", "SetAside", "CodedDocument", "SetAside"]
    assert outcomes[1] == SetAside("d1", "too odd")


def test_many_reports_go_through_in_batches():
    coming = [raw(f"{n} ministers met in Oslo on Friday.") for n in range(150)]
    outcomes = list(read_through(iter(coming), code, nothing_held))
    assert [outcome.document.text for outcome in outcomes] == [r.text for r in coming]
