"""What Dragoman writes down: the frozen values that one stage hands to the next.

A report comes in as a `Document`, is cut into sentences (`parse.syntax.Sentence`), and layers are
laid over its text: `Mention` (who), `TimeInterval` (when), `Place` (where), `Attribution` (who says
so). `Claim` is what the layers add up to. All of it leaves as a `CodedDocument`.

Every `start` and `end` is a half-open range of Unicode code points in `Document.text`, the text as
printed, and `text` is what stands there: `document.text[start:end] == text`.
"""

from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal

Kind = Literal["person", "state", "organisation", "group", "place"]
ClaimKind = Literal["event", "position", "statement", "relation"]
Basis = Literal["stated", "inferred", "background", "person"]
Status = Literal[
    "proposed", "scheduled", "ongoing", "occurred", "postponed", "cancelled", "not_occurring", "hypothetical"
]
ParticipantStatus = Literal["invited", "expected", "confirmed", "declined", "absent", "attended"]
FactualityValue = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"]
QuotationMode = Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the report and where they stand."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report as printed.

    Attributes:
        id: sha256 (hex) of the text in NFC with white space folded.
        given_id: the id it came in with, or None.
        published: ISO 8601 day or moment as given; None where the report does not say.
        language: ISO 639-1 code, or None where it cannot be told.
    """

    id: str
    given_id: str | None
    path: str | None
    url: str | None
    outlet: str | None
    published: str | None
    title: str | None
    language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a stage decided as it did; enough to show a reader, and to replay."""

    feature: str
    detail: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a name or place that the words leave open."""

    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Party:
    """Who is meant: the part of a mention that does not depend on where it stands.

    Attributes:
        name: the fullest name known ("Volodymyr Zelensky"), or the words as printed where unnamed.
        actor: id in the knowledge base; None where unresolved or not in it.
        country: ISO 3166-1 alpha-3 of the state it belongs to; None where none or unknown.
        sector: PLOVER sector (GOV, MIL, REB, …); None where unknown.
        office: the office held on the report's date; None where none is known.
        candidates: readings in ranked order where `actor` is None and more than one is possible.
        basis: how the identification came about.
    """

    name: str
    kind: Kind
    actor: str | None = None
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    candidates: tuple[Candidate, ...] = ()
    basis: Basis = "stated"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or describe an actor.

    Attributes:
        head: start offset of the head word ("envoy" in "Putin's special envoy").
        chain: number of the coreference chain within the report; mentions of one chain share it.
    """

    start: int
    end: int
    text: str
    head: int
    chain: int
    party: Party


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """A date expression and the stretch of time it can mean.

    Attributes:
        type: TIMEX3 type: DATE, TIME, DURATION or SET.
        value: TIMEX3 value; None where the words fix none.
        edtf: ISO 8601-2 form; None where it has none.
        earliest, latest: first and last day (ISO 8601), inclusive; None is open or unknown.
        precision: "day", "week", "month", "season", "quarter", "year", "decade", "time", "interval", "vague".
        anchor: what a relative date counts from: "published", "dateline", "narrative", or None (absolute),
            and behind a colon the rule that was used ("published:weekday-past"). "unresolved" where the
            words fix no time or it cannot be told, and behind the colon the reason: "no-such-day",
            "no-such-time", "no-publication-date", "publication-date-unreadable",
            "publication-date-in-the-future", "nothing-told-before", "first-occasion-not-told", "not-told".
    """

    start: int
    end: int
    text: str
    type: str
    value: str | None
    edtf: str | None
    earliest: str | None
    latest: str | None
    precision: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place name and where it lies.

    Attributes:
        country: ISO 3166-1 alpha-3.
        precision: "country", "region", "city", "point", or "area" (seas, deserts, front lines).
        candidates: other readings, best first.
    """

    start: int
    end: int
    text: str
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames_id: int | None
    precision: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerSpan:
    """The words that name a speaker, and the actor they mean (None where unresolved)."""

    start: int
    end: int
    text: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source-cue-content triple (PARC, PolNeAR): who said what, and by which word it is told."""

    speaker: SpeakerSpan | None
    cue: Span | None
    content: Span
    mode: QuotationMode


@dataclass(frozen=True, slots=True)
class Participant:
    """A party of a claim in its role: actor, recipient, host, mediator, member, signatory, subject."""

    role: str
    name: str
    actor: str | None
    kind: Kind
    country: str | None
    sector: str | None
    office: str | None
    status: ParticipantStatus | None
    start: int | None
    end: int | None
    text: str | None
    candidates: tuple[Candidate, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Factuality:
    """How sure `holder` ("narrator", an actor id, or a name where unresolved) is; FactBank's values."""

    holder: str
    value: FactualityValue


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who answers for a claim. `actor` is None where unresolved."""

    name: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class AttributionLink:
    """One link of the chain of those who say so, the narrator outermost."""

    type: Literal["narrator", "named", "anonymous"]
    speaker: Speaker | None
    cue: str | None
    mode: QuotationMode | None
    on_behalf_of: Speaker | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the act is told with: `qualifier` is exactly, at_most, at_least, about or more_than."""

    value: float
    unit: str
    qualifier: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """How this claim stands to another of the same report: before, after, cause_of, …"""

    type: str
    claim: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words a claim rests on (W3C Web Annotation: text position and text quote)."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Method:
    """What made the claim: coder, its version, and the versions of its resources."""

    coder: str
    version: str
    resources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """According to these words of this report, such a party did, will do, will not do, demands … this."""

    id: str
    kind: ClaimKind
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    trigger: Span
    participants: tuple[Participant, ...]
    place: Place | None
    time: TimeInterval | None
    status: Status
    factuality: tuple[Factuality, ...]
    attribution: tuple[AttributionLink, ...]
    issue: str | None
    stance: str | None
    condition: str | None
    quantities: tuple[Quantity, ...]
    relations: tuple[Relation, ...]
    evidence: Evidence
    confidence: float
    reasons: tuple[Reason, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sentence that was read and gave no claim, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """A report with all its layers: one line of `dragoman code`."""

    document: Document
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[TimeInterval, ...] = ()
    places: tuple[Place, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    skipped: tuple[Skipped, ...] = field(default=())


def to_json(value: Any) -> Any:  # noqa: ANN401 - any record goes in, plain JSON values come out
    """A record as plain JSON values, with the key names of the output contract.

    >>> to_json(Mention(0, 5, "Putin", 0, 1, Party("Vladimir Putin", "person", actor="Q7747")))
    {'start': 0, 'end': 5, 'text': 'Putin', 'kind': 'person', 'actor': 'Q7747', 'candidates': [], 'chain': 1}
    """
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mention):
        party = value.party
        return {
            "start": value.start,
            "end": value.end,
            "text": value.text,
            "kind": party.kind,
            "actor": party.actor,
            "candidates": to_json(party.candidates),
            "chain": value.chain,
        }
    if isinstance(value, Method):
        return {"coder": value.coder, "version": value.version, "resources": dict(value.resources)}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_json(getattr(value, name)) for name in _field_names(type(value))}
    return value


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))
