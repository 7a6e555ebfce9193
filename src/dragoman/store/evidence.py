"""No claim without its words: the check that a quotation stands in its report, byte for byte.

It is made when a claim is written, and again whenever it is read back.
"""

import json
from collections.abc import Iterable

from dragoman.errors import ReportError
from dragoman.records import Claim, CodedDocument, Evidence, Span


def quotation_fault(text: str, evidence: Evidence) -> str | None:
    """What is wrong with a quotation, in a few words; None where it stands in the report exactly.

    >>> quotation_fault("They will meet.", Evidence(5, 14, "will meet", "They ", "."))
    >>> quotation_fault("They will meet.", Evidence(5, 14, "won't meet", "They ", "."))
    'quotation "won\\'t meet" is not what stands at 5-14, which is "will meet"'
    """
    start, end = evidence.start, evidence.end
    if not 0 <= start < end <= len(text):
        return f"quotation runs from {start} to {end}, but the text has {len(text)} characters"
    if text[start:end] != evidence.exact:
        stands = _short(text[start:end])
        return (
            f'quotation "{_short(evidence.exact)}" is not what stands at {start}-{end}, which is "{stands}"'
        )
    if not text[:start].endswith(evidence.prefix) or not text[end:].startswith(evidence.suffix):
        return f"the words before or after the quotation at {start}-{end} are not those of the report"
    return None


def as_line(value: object) -> str:
    """Contract JSON as it is kept: compact, in the order of the contract, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def claim_faults(text: str, claim: Claim) -> Iterable[str]:
    """What of the claim (quotation, trigger, parties, date, place) is not in the report as it says."""
    if fault := quotation_fault(text, claim.evidence):
        yield fault
    for name, span in _spans(claim):
        if text[span.start : span.end] != span.text:
            yield f'{name} "{_short(span.text)}" is not what stands at {span.start}-{span.end}'


def check_before_keeping(coded: CodedDocument) -> None:
    """Refuse a report that could not be read back as it was written.

    Raises:
        ReportError: a quotation or span is not in the text, two claims share an id, or the text holds half
            characters (lone surrogates) that no file can hold.
    """
    text, where = coded.document.text, _where(coded)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReportError(
            "the text holds half a character", where=where, found=f"a lone surrogate at {error.start}"
        ) from error
    seen: set[str] = set()
    for claim in coded.claims:
        for fault in claim_faults(text, claim):
            raise ReportError(f"claim {claim.id}: {fault}", where=where, next_step="report this as a fault")
        if claim.id in seen:
            raise ReportError(
                f"claim {claim.id} stands twice", where=where, next_step="report this as a fault"
            )
        seen.add(claim.id)


def _spans(claim: Claim) -> Iterable[tuple[str, Span]]:
    yield "trigger", claim.trigger
    for party in claim.participants:
        if party.start is not None and party.end is not None and party.text is not None:
            yield f"participant {party.name}:", Span(party.start, party.end, party.text)
    if claim.time is not None:
        yield "date", Span(claim.time.start, claim.time.end, claim.time.text)
    if claim.place is not None:
        yield "place", Span(claim.place.start, claim.place.end, claim.place.text)


def _where(coded: CodedDocument) -> str:
    document = coded.document
    return document.path or document.given_id or f"report {document.id[:12]}"


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
