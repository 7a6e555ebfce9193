"""From the acts of a report to its claims: who, what, whether, when, where, and who says so.

Each act becomes one claim. Its status is judged where it stands; those whose words it stands in answer
for it; its time and place are those that hang on its own clause. The evidence is the clause that tells
it, the confidence what became of claims like it when they were read (`confidence`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as day_of
from hashlib import sha256
from types import MappingProxyType

from dragoman import __version__
from dragoman.events.acts import Act, Role, find_acts, further_demands, is_political
from dragoman.events.arguments import verb_of
from dragoman.events.attribution import attribution_link, speakers_of
from dragoman.events.classify import EventClassifier
from dragoman.events.confidence import weigh
from dragoman.events.cues import verb_cues, words
from dragoman.events.issues import issue_of
from dragoman.events.named_lists import with_whole_rows
from dragoman.events.ordinary import is_sport
from dragoman.events.plover import STATEMENT, Acts, Frame
from dragoman.events.positions import find_position
from dragoman.events.quantities import find_quantities
from dragoman.events.relations import beside_meeting, condition_of, find_relations
from dragoman.events.signatures import Cues
from dragoman.events.speakers import mentions_around
from dragoman.events.status import Judgement, judge
from dragoman.events.whereabouts import place_of
from dragoman.parse.sentences import by_sentence
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import (
    Attribution,
    AttributionLink,
    Claim,
    ClaimKind,
    Document,
    Evidence,
    Factuality,
    Mention,
    Method,
    Participant,
    Party,
    Place,
    Reason,
    Relation,
    Span,
    Speaker,
    SpeakerSpan,
    TimeInterval,
)

CONTEXT = 32
"""Characters of the report kept before and after a quotation, to find it again."""

LONGEST_STATEMENT = 500
"""Characters. A longer quotation shows too much to be the words that one claim rests on."""

TOLD = frozenset(["says", "claims", "denies"])
"""What a cue must tell to make a statement of its own; thoughts, wishes, plans and findings do not."""

SAID = frozenset(["occurred", "ongoing"])

OTHERS = frozenset(
    ["including", "after", "following", "over", "amid", "despite", "since", "to", "before", "for"]
)
"""Prepositions behind which something else is told than the act, with a date of its own."""

NOT_OF_ACTS = "narrative:anniversary"
"""Anchor of the day on which an act is remembered and not done."""

OWN_PRONOUNS: Mapping[str, frozenset[str]] = {
    "person": frozenset(["he", "she"]),
    "state": frozenset(["it"]),
    "organisation": frozenset(["it", "they"]),
    "group": frozenset(["they", "it"]),
    "place": frozenset(),
}
"""Words by which a speaker of each kind goes on of itself."""

BESIDE = frozenset(["after", "before", "as", "while", "when", "because", "although", "though", "whereas"])
"""Words that open a clause which tells something else than the act it stands beside."""

SPOKESMEN = ("spokes", "press secretary")
"""Parts of the offices of those who speak for a government and not for themselves."""

SHORT = 5
"""Words of a phrase beside a verb that is quoted with the noun the verb tells of."""

LASTING = frozenset(["ongoing", "not_occurring"])
"""Statuses of what goes on, or has not been, over a stretch of time."""

NARRATOR = AttributionLink("narrator", None, None, None, None)


def make_claims(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    dates: Sequence[TimeInterval],
    places: Sequence[Place],
    attributions: Sequence[Attribution],
    *,
    acts: Acts,
    cues: Cues,
    method: Method,
    states: Mapping[str, Party] = MappingProxyType({}),
    classifier: EventClassifier | None = None,
) -> Iterator[Claim]:
    """The claims of the report, sentence by sentence, acts before statements."""
    mentioned, dates_in, places_in = (
        by_sentence(sentences, mentions),
        by_sentence(sentences, dates),
        by_sentence(sentences, places),
    )
    told_in = _told_in(sentences, attributions)
    numbers = {(place.start, place.end): n for n, place in enumerate(places)}
    items = _days_of_items(sentences, dates_in)
    meeting: Claim | None = None
    for k, sentence in enumerate(sentences):
        if not sentence.tokens or sentence.kind not in {"body", "headline"} or is_sport(sentence.text):
            continue
        near, dated, placed = mentioned[k], dates_in[k], places_in[k]
        here = _inside(sentence, near)
        here += [*_grounds(sentence, near, placed, numbers), *_themselves(sentence, told_in[k], here)]
        said = _said(sentence, told_in[k], here)
        demanded = {i for act in said if act.frame is not STATEMENT for i in _told_by(sentence, act)}
        told = [
            act
            for act in with_whole_rows(sentence, find_acts(sentence, here, acts, states), here)
            if act.trigger not in demanded
        ]
        triggers = {sentence.tokens[i].start for act in told for i in (act.trigger, act.judged)}
        told += [
            act
            for act in said
            if _is_new(sentence, act, triggers) and judge(sentence, act.judged, cues).status in SAID
        ]
        day = items.get(sentence.index)
        claims = [
            _claim(
                document,
                sentence,
                act,
                mentions,
                near,
                dated,
                places,
                told_in[k],
                day,
                cues,
                method,
                states,
                classifier,
            )
            for act in told
        ]
        related = list(_once(_related(sentence, told, claims, meeting)))
        yield from related
        meeting = next((c for c in related if _is_meeting(c)), meeting)


def _once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Each claim once, with its longest quotation: words in quotation marks at the end of what is said
    ("said that it was so but \"no more\"") are found a second time with it."""
    longest: dict[str, Claim] = {}
    for claim in claims:
        before = longest.get(claim.id)
        if before is None or len(before.evidence.exact) < len(claim.evidence.exact):
            longest[claim.id] = claim
    yield from longest.values()


def _is_meeting(claim: Claim) -> bool:
    """A meeting that later sentences can call "the meeting"."""
    people = [p for p in claim.participants if p.kind != "place"]
    return claim.event_type == "CONSULT" and claim.mode != "phone" and len(people) > 1


def _related(
    sentence: Sentence, acts: Sequence[Act], claims: Sequence[Claim], meeting: Claim | None
) -> Iterator[Claim]:
    """The claims of a sentence, each with its relations to the others, and to the meeting told before it."""
    relations: dict[int, list[Relation]] = {}
    for n, act in enumerate(acts):
        beside = beside_meeting(sentence, act) if meeting else None
        if meeting and beside and _may_be_in(meeting, beside[1]):
            relations.setdefault(n, []).append(Relation(beside[0], meeting.id))
    for one, relation, other in find_relations(sentence, acts):
        relations.setdefault(one, []).append(Relation(relation, claims[other].id))
    for n, claim in enumerate(claims):
        yield replace(claim, relations=tuple(relations[n])) if n in relations else claim


def _may_be_in(meeting: Claim, town: str | None) -> bool:
    place = meeting.place
    return town is None or place is None or place.precision != "city" or town in (place.name, place.text)


def _told_in(
    sentences: Sequence[Sentence], attributions: Sequence[Attribution]
) -> tuple[list[Attribution], ...]:
    """For each sentence the attributions whose cue or content stands in it, in the order they come."""
    starts = [sentence.start for sentence in sentences]
    found: tuple[list[Attribution], ...] = tuple([] for _ in sentences)
    for attribution in attributions:
        content, cue = attribution.content, attribution.cue
        first = max(0, bisect_right(starts, content.start) - 1)
        touched = set(range(first, bisect_left(starts, content.end)))
        if cue is not None:
            touched.add(max(0, bisect_right(starts, cue.start) - 1))
        for n in touched:
            found[n].append(attribution)
    return found


def _days_of_items(
    sentences: Iterable[Sentence], dates: Sequence[Sequence[TimeInterval]]
) -> dict[int, TimeInterval]:
    """In a digest whose items each stand under a date of their own: that date, by sentence number.

    One dateline alone tells when a report was written, and no more; several tell when each thing was.
    """
    days: dict[int, TimeInterval] = {}
    current, datelines = None, 0
    for sentence, dated in zip(sentences, dates, strict=True):
        if sentence.kind == "dateline":
            day = next((d for d in dated if sentence.start <= d.start < sentence.end), None)
            datelines += day is not None
            current = day or current
        elif current:
            days[sentence.index] = current
    return days if datelines > 1 else {}


@dataclass(frozen=True, slots=True)
class Saying(Act):
    """An act of saying, with the words that are said.

    Attributes:
        content: their character range.
        stance: index of the verb that tells the speaker's position; None of a mere statement.
    """

    content: tuple[int, int] = (0, 0)
    stance: int | None = None


def _said(
    sentence: Sentence, attributions: Sequence[Attribution], mentions: Sequence[Mention]
) -> list[Saying]:
    """What named speakers say by a verb in this sentence: their positions, or else that they said it."""
    found = []
    for attribution in attributions:
        cue, speaker, content = attribution.cue, attribution.speaker, attribution.content
        if cue is None or speaker is None or not sentence.start <= cue.start < sentence.end:
            continue
        if (
            content.end - content.start > LONGEST_STATEMENT
            or content.start < sentence.start
            or content.end > sentence.end
        ):
            continue
        verb = next((t for t in sentence.within(cue.start, cue.end) if t.pos == "VERB"), None)
        if verb is None or (tells := verb_cues().get(verb.lemma)) is None or tells.tells not in TOLD:
            continue
        if verb.lemma in words("statement", "never") or (verb.tag == "VBG" and tells.tells != "says"):
            continue
        speaking = _speaking(sentence, speaker, mentions)
        if not speaking or not is_political(speaking[-1]):
            continue
        if verb.lemma in words("spoken", "beside") and not _holds_verb(sentence, content):
            continue  # "put the army in a 'state of war'" says nothing
        by = speaking[-1]
        position = find_position(sentence, content.start, content.end, by, mentions)
        roles = (
            Role("actor", by),
            *(Role("recipient", m) for m in (position.addressees if position else ())),
        )
        found.append(
            Saying(
                verb.i,
                verb.i,
                position.frame if position else STATEMENT,
                roles,
                by="cue",
                said=True,
                content=(content.start, content.end),
                stance=position.verb if position else None,
            )
        )
    return found


def _speaking(sentence: Sentence, speaker: SpeakerSpan, mentions: Sequence[Mention]) -> list[Mention]:
    """The parties that a speaker's words name, without those whose somebody is: "*Mali's* critics said"."""
    inside = sentence.within(speaker.start, speaker.end)
    members = {t.i for t in inside}
    top = next((t for t in inside if t.head not in members or t.head == t.i), None)
    return [
        m
        for m in mentions
        if speaker.start <= m.head < speaker.end
        and m.party.kind != "place"
        and (top is None or m.end > top.start)
    ]


def _holds_verb(sentence: Sentence, content: Span) -> bool:
    return any(t.pos in {"VERB", "AUX"} for t in sentence.within(content.start, content.end))


def _told_by(sentence: Sentence, act: Saying) -> list[int]:
    """Words whose act is the content of a position: what is demanded or rejected is not told to be."""
    if act.stance is None:
        return []
    verb = sentence.tokens[act.stance]
    return [verb.i, *(c for c in verb.children if sentence.tokens[c].dep in {"conj", "csubj", "xcomp"})]


def _is_new(sentence: Sentence, act: Saying, triggers: Collection[int]) -> bool:
    """Whether no act tells already what is said; a position says more than the acts in its words do."""
    if any(at == sentence.tokens[act.trigger].start for at in triggers):
        return False
    return act.stance is not None or not any(act.content[0] <= at < act.content[1] for at in triggers)


def coder_method(resources: tuple[tuple[str, str], ...]) -> Method:
    """What made the claims: this coder and the versions of what it was given."""
    return Method("dragoman", __version__, resources)


def _claim(
    document: Document,
    sentence: Sentence,
    act: Act,
    mentions: Sequence[Mention],
    near: Sequence[Mention],
    dates: Sequence[TimeInterval],
    places: Sequence[Place],
    attributions: Sequence[Attribution],
    item_day: TimeInterval | None,
    cues: Cues,
    method: Method,
    states: Mapping[str, Party],
    classifier: EventClassifier | None,
) -> Claim:
    trigger = sentence.tokens[act.trigger]
    frame = act.frame
    judgement = _express(sentence, act, judge(sentence, act.judged, cues), cues)
    first, last = _saying(sentence, act) if isinstance(act, Saying) else _clause(sentence, act)
    if not isinstance(act, Saying):
        last = _with_date(document, last, dates)
    printed = document.text[first:last]
    behind = speakers_of(sentence, act.trigger, attributions)
    if act.said:
        behind = (
            tuple(a for a in attributions if a.cue and a.cue.start <= trigger.start < a.cue.end) or behind
        )
    if frame.absent:
        judgement = _stayed_away(judgement)
    if frame.kind == "relation" and judgement.status == "occurred":
        judgement = replace(judgement, status="ongoing")  # a rift that opened is there
    position = frame.kind == "position"
    confidence, weighed = weigh(sentence, act, judgement, (first, last), classifier)
    return Claim(
        id=_claim_id(document, act, trigger.start),
        kind=_kind(frame),
        event_type=frame.event_type,
        mode=frame.mode,
        contexts=(),
        trigger=Span(trigger.start, trigger.end, trigger.text),
        participants=_participants(act, judgement, sentence),
        place=place_of(sentence, act, places, near),
        time=_own_date(sentence, act, dates, (first, last), lasting=position or judgement.status in LASTING)
        or (item_day if frame.kind == "event" and judgement.status == "occurred" else None),
        status=judgement.status,
        factuality=_factuality(behind, judgement),
        attribution=(
            NARRATOR,
            *(_link(a, mentions, states) for a in behind),
            *_voiced(sentence, act),
        ),
        issue=issue_of(_own_words(document, sentence, act)) or issue_of(printed),
        stance=frame.stance if position else None,
        condition=condition_of(sentence, act.judged),
        quantities=find_quantities(sentence, first, last),
        relations=(),
        evidence=_evidence(document, first, last),
        confidence=confidence,
        reasons=(
            Reason(act.by, f"{trigger.lemma}: {frame.event_type}", 1.0),
            *weighed,
            *judgement.reasons,
        ),
        method=method,
    )


def _voiced(sentence: Sentence, act: Act) -> tuple[AttributionLink, ...]:
    """The link of the one who voices a party's demand, on that party's behalf."""
    if act.voice is None:
        return ()
    cue, mention = act.voice
    owner = next((Speaker(r.mention.party.name, r.mention.party.actor) for r in act.roles), None)
    speaker = Speaker(mention.party.name, mention.party.actor)
    return (AttributionLink("named", speaker, sentence.tokens[cue].text, "indirect", owner),)


def _grounds(
    sentence: Sentence,
    mentions: Sequence[Mention],
    places: Sequence[Place],
    numbers: Mapping[tuple[int, int], int],
) -> Iterator[Mention]:
    """The places of the sentence that stand for no actor, so that an attack on a city is one on its state."""
    for place in places:
        n = numbers[place.start, place.end]
        if sentence.start <= place.start and place.end <= sentence.end:
            if any(m.start < place.end and place.start < m.end for m in mentions):
                continue
            head = sentence.within(place.start, place.end)
            if head:
                party = Party(place.name, "place", country=place.country)
                yield Mention(place.start, place.end, place.text, head[-1].start, -1 - n, party)


def _express(sentence: Sentence, act: Act, judgement: Judgement, cues: Cues) -> Judgement:
    """A demand for which something was done was made: "they marched *to demand* reforms"."""
    if (act.frame.kind != "position" and act.frame.event_type != "PROTEST") or not any(
        r.feature == "clause:purpose" for r in judgement.reasons
    ):
        return judgement
    token = sentence.tokens[act.judged]
    above = judge(sentence, token.head, cues)
    if token.head == token.i or above.status not in SAID:
        return judgement
    return replace(judgement, status=above.status, certainty=above.certainty)


def _themselves(
    sentence: Sentence, attributions: Sequence[Attribution], mentions: Sequence[Mention]
) -> Iterator[Mention]:
    """Speakers who go on of themselves by a pronoun that nothing else claims: "Kenya says *it* is ready"."""
    for attribution in attributions:
        speaker, content = attribution.speaker, attribution.content
        if speaker is None or attribution.mode == "direct" or content.start < sentence.start:
            continue
        by = [m for m in mentions if speaker.start <= m.head < speaker.end and m.party.kind != "place"]
        own = OWN_PRONOUNS[by[-1].party.kind] if by else ()
        pronoun = next(
            (
                t
                for t in sentence.within(content.start, content.end)
                if t.lower in own and t.dep in {"nsubj", "nsubjpass"}
            ),
            None,
        )
        if by and pronoun and not any(m.head == pronoun.start for m in mentions):
            party = replace(by[-1].party, basis="inferred")
            yield Mention(pronoun.start, pronoun.end, pronoun.text, pronoun.start, by[-1].chain, party)


def _stayed_away(judgement: Judgement) -> Judgement:
    """Of "skipped the talks" the meeting of the one who skipped it; of "did not skip them" what was told."""
    if judgement.status not in {"occurred", "ongoing", "scheduled"}:
        return judgement
    certainty = "CT-" if judgement.status != "scheduled" else "PR-"
    reasons = (*judgement.reasons, Reason("participation:absent", "stayed away", 0.0))
    return replace(judgement, status="not_occurring", certainty=certainty, reasons=reasons)


def _inside(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if sentence.start <= m.start and m.end <= sentence.end]


def _claim_id(document: Document, act: Act, at: int) -> str:
    parts = [document.id, str(at), act.frame.event_type]
    parts += [
        f"{role.role}:{role.mention.start}-{role.mention.end}:{role.mention.chain}" for role in act.roles
    ]
    return sha256("|".join(parts).encode()).hexdigest()[:24]


def _kind(frame: Frame) -> ClaimKind:
    if frame.event_type == "STATEMENT":
        return "statement"
    return frame.kind


def _clause(sentence: Sentence, act: Act) -> tuple[int, int]:
    """Character range of the words that tell the act: its clause, its parties as printed ("no Russian
    representative", not "Russian representative"), and of a noun the verb that says what came of it."""
    heads = {role.mention.head for role in act.roles}
    wanted = set(_own_subtree(sentence, act.trigger))
    for token in sentence.tokens:
        if token.start in heads:
            wanted.update(_noun_phrase(sentence, token.i))
    wanted.update(_governing_verb(sentence, act.trigger))
    tokens = [sentence.tokens[i] for i in wanted if sentence.tokens[i].dep != "punct"]
    starts = [t.start for t in tokens] + [role.mention.start for role in act.roles]
    ends = [t.end for t in tokens] + [role.mention.end for role in act.roles]
    return min(starts), max(ends)


PLANNED = frozenset({"plan", "schedule", "set", "slate"})
"""Verbs whose clause tells the day that an act was to have."""
_DATED = re.compile(r"(?: unchanged| again| back)? (?:in|on|since|during|from) (?:early |late |mid-?)?$")


def _with_date(document: Document, last: int, dates: Sequence[TimeInterval]) -> int:
    """The end of the words with the date that follows right behind them ("the invasion *in May 2031*")."""
    for date in dates:
        if last < date.start < last + 20 and _DATED.fullmatch(document.text[last : date.start]):
            return date.end
    return last


def _saying(sentence: Sentence, act: Saying) -> tuple[int, int]:
    """Character range of speaker, cue and content."""
    cue = sentence.tokens[act.trigger]
    by = act.roles[0].mention
    first, last = min(cue.start, by.start, act.content[0]), max(cue.end, by.end, act.content[1])
    return first, max(last, _occasion(sentence, cue, last))


def _occasion(sentence: Sentence, cue: Token, last: int) -> int:
    """The end of what follows the verb of saying: "he told *reporters at the White House on Monday*"."""
    if last != cue.end:
        return last
    for c in cue.children:
        phrase = sentence.subtree(c)
        if c > cue.i and sentence.tokens[c].dep in {"dobj", "dative", "prep", "npadvmod"}:
            begins, ends = sentence.tokens[phrase[0]].start, sentence.tokens[phrase[-1]].end
            if begins <= last + 1 and len(phrase) <= SHORT:
                last = ends
    return last


def _own_words(document: Document, sentence: Sentence, act: Act) -> str:
    """The words that say what the act is about: its own clause, of several demands each its own."""
    own = _own_subtree(sentence, act.trigger)
    return document.text[sentence.tokens[own[0]].start : sentence.tokens[own[-1]].end]


def _noun_phrase(sentence: Sentence, i: int) -> list[int]:
    """The phrase token `i` stands in, up to its head noun, without what follows that noun."""
    while sentence.tokens[i].dep in {"compound", "amod", "poss", "nmod", "nummod", "det"}:
        i = sentence.tokens[i].head
    return [
        i,
        *(j for c in sentence.tokens[i].children if sentence.tokens[c].i < i for j in sentence.subtree(c)),
    ]


def _governing_verb(sentence: Sentence, i: int) -> list[int]:
    token = sentence.tokens[i]
    if token.pos == "VERB" or token.dep not in {"nsubj", "nsubjpass", "dobj"}:
        return []
    around = sentence.tokens[token.head].children
    beside = {"aux", "auxpass", "neg", "prt"}
    found = [token.head, *(c for c in around if sentence.tokens[c].dep in beside)]
    for c in around:  # "talks resumed *in Doha on Friday*"
        phrase = sentence.subtree(c)
        if sentence.tokens[c].dep in {"prep", "npadvmod"} and c > token.head and len(phrase) <= SHORT:
            found += phrase
    return found


def _own_subtree(sentence: Sentence, i: int) -> list[int]:
    """The trigger's subtree without clauses and phrases that are only coordinated with it."""
    apart = {
        j
        for c in sentence.tokens[i].children
        if sentence.tokens[c].dep in {"conj", "cc", "parataxis", "punct"}
        or _stands_apart(sentence, i, c)
        or _tells_another(sentence, i, c)
        for j in sentence.subtree(c)
    }
    for demand in further_demands(sentence, i):
        apart.update(sentence.subtree(demand))
    return [j for j in sentence.subtree(i) if j not in apart]


def _tells_another(sentence: Sentence, i: int, c: int) -> bool:
    """Whether clause `c` tells what happened beside its head: "resigned *after agents raided a flat*"."""
    tokens = sentence.tokens
    children = [tokens[x] for x in tokens[c].children]
    return (
        tokens[c].dep == "advcl"
        and c > i
        and any(x.dep in {"nsubj", "nsubjpass"} for x in children)
        and any(x.dep in {"mark", "advmod"} and x.lower in BESIDE for x in children)
    )


def _stands_apart(sentence: Sentence, i: int, c: int) -> bool:
    """Whether clause `c` ahead of its head is a sentence of its own: "In Rome he dined; in Oslo he spoke"."""
    tokens = sentence.tokens
    if tokens[c].dep != "ccomp" or c > i:
        return False
    end = sentence.subtree(c)[-1] + 1
    return end < len(tokens) and tokens[end].text == ";"


def _participants(act: Act, judgement: Judgement, sentence: Sentence) -> tuple[Participant, ...]:
    """Those who take part; what is told of one of a row is told of all: "Roe and *Doe* did not attend"."""
    parties = tuple(_participant(role, judgement, sentence, absent=act.frame.absent) for role in act.roles)
    told = judgement.participation
    verb = sentence.tokens[act.judged]
    if told is None or sentence.tokens[told.participant].start > verb.start or verb.pos != "VERB":
        return parties
    row = {p.start for p in parties if p.role == "actor" and p.kind != "place" and (p.end or 0) <= verb.start}
    if any(p.status for p in parties) and not any(p.status and p.start in row for p in parties):
        return parties
    return tuple(replace(p, status=told.status) if p.start in row else p for p in parties)


def _participant(role: Role, judgement: Judgement, sentence: Sentence, *, absent: bool) -> Participant:
    mention, party = role.mention, role.mention.party
    told = judgement.participation
    absence = "absent" if absent and role.role == "actor" else None
    is_told = told is not None and sentence.tokens[told.participant].start == mention.head
    return Participant(
        role=role.role,
        name=party.name,
        actor=party.actor,
        kind=party.kind,
        country=party.country,
        sector=party.sector,
        office=party.office,
        status=told.status if told is not None and is_told else absence,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        candidates=party.candidates,
        basis=party.basis,
    )


def _own_date(
    sentence: Sentence,
    act: Act,
    dates: Sequence[TimeInterval],
    printed: tuple[int, int],
    *,
    lasting: bool,
) -> TimeInterval | None:
    """The date of the act: of those in its words and not another act's, the one nearest to the trigger.

    A beginning ("since 2002") dates what lasts, or what has not happened since, and no single deed: "the
    first visit since 2002" was not in 2002. When something was said is not told by what was said.
    """
    trigger = sentence.tokens[act.trigger].start
    inside = [
        d
        for d in dates
        if printed[0] <= d.start
        and d.end <= printed[1]
        and d.type in {"DATE", "TIME"}
        and (lasting or not _is_beginning(sentence, d))
        and not (d.anchor or "").startswith(NOT_OF_ACTS)
        and not (isinstance(act, Saying) and act.content[0] <= d.start < act.content[1])
        and _dates(sentence, act, d)
    ]
    found = min(inside, key=lambda d: (_is_open(d), abs(d.start - trigger)), default=None)
    return found and _with_next_day(sentence, found, inside)


def _with_next_day(sentence: Sentence, found: TimeInterval, inside: Sequence[TimeInterval]) -> TimeInterval:
    """Both days of "on Friday and Saturday"; the one found where another stands beside it or none."""
    for one in inside:
        first, last = sorted((found, one), key=lambda d: d.start)
        between = sentence.text[first.end - sentence.start : last.start - sentence.start]
        if between.strip() not in {"and", "and on"} or not (first.latest and last.earliest and last.latest):
            continue
        if {first.precision, last.precision} != {"day"} or _days_between(first.latest, last.earliest) != 1:
            continue
        words = sentence.text[first.start - sentence.start : last.end - sentence.start]
        span = f"{first.edtf}/{last.edtf}"
        return replace(
            first, end=last.end, text=words, value=span, edtf=span, latest=last.latest, precision="interval"
        )
    return found


def _days_between(first: str, last: str) -> int:
    return (day_of.fromisoformat(last[:10]) - day_of.fromisoformat(first[:10])).days


def _is_open(date: TimeInterval) -> bool:
    """Whether the words fix no day, as "Monday" does where nobody knows when the report appeared."""
    return (date.anchor or "").startswith("unresolved:")


def _is_beginning(sentence: Sentence, date: TimeInterval) -> bool:
    before = sentence.text[: date.start - sentence.start].split()
    return "since" in [word.casefold() for word in before[-2:]]


def _opens_with_since(sentence: Sentence, verb: Token) -> bool:
    return any(
        sentence.tokens[c].dep == "mark" and sentence.tokens[c].lower == "since" for c in verb.children
    )


def _dates(sentence: Sentence, act: Act, date: TimeInterval) -> bool:
    """Whether the date hangs on the act and not on something else told in its words.

    "The 11th-century shrine" dates no attack, "measures approved on 12 February" no talks about them.
    """
    inside = sentence.within(date.start, date.end)
    if not inside:
        return True
    members = {t.i for t in inside}
    top = next((t for t in inside if t.head not in members or t.head == t.i), inside[0])
    own = {act.trigger, act.judged, verb_of(sentence, act.trigger)}
    if top.dep in {"amod", "compound", "nmod", "nummod"} and top.head not in own and "-" in date.text:
        return False
    at = top
    while at.head != at.i and at.i not in own:
        if (
            at.dep in {"acl", "relcl"}
            and at.lemma in PLANNED
            and own & set(list(sentence.ancestors(at.i))[:3])
        ):
            return True  # "the talks, planned for Friday, were cancelled"
        if at.pos == "VERB" and at.dep in {"acl", "relcl", "ccomp"} and at.i not in own:
            return act.trigger in sentence.subtree(at.i)
        if at.dep == "advcl" and _opens_with_since(sentence, at):
            return act.trigger in sentence.subtree(at.i)  # "the first since ties broke down in 2014"
        if at.dep == "prep" and at.lower in OTHERS and at.i != top.head:
            return False  # "in response *to* the raid of Friday"
        if at.lemma in {"line", "accordance", "keeping"}:
            return False  # "in line with a resolution of 2006"
        at = sentence.tokens[at.head]
    return not isinstance(act, Saying) or at.i in own


def _factuality(behind: Sequence[Attribution], judgement: Judgement) -> tuple[Factuality, ...]:
    if not behind:
        return (Factuality("narrator", judgement.certainty),)
    speaker = behind[-1].speaker
    holder = (speaker.actor or speaker.text) if speaker else "unnamed"
    return Factuality("narrator", "Uu"), Factuality(holder, judgement.certainty)


def _link(
    attribution: Attribution, mentions: Sequence[Mention], states: Mapping[str, Party]
) -> AttributionLink:
    """Who answers by this attribution; a spokesman does so for his government."""
    speaker = attribution.speaker
    if speaker is None:
        return attribution_link(attribution)
    covering = [
        m
        for m in mentions_around(mentions, speaker.start, speaker.end)
        if speaker.start <= m.head < speaker.end and m.party.kind != "place"
    ]
    if not covering:
        return attribution_link(attribution)
    party = covering[-1].party
    link = attribution_link(attribution, party.name)
    office = (party.office or speaker.text).casefold()
    state = states.get(party.country or "")
    if state is None or not any(word in office for word in SPOKESMEN):
        return link
    return replace(link, on_behalf_of=Speaker(state.name, state.actor))


def _evidence(document: Document, first: int, last: int) -> Evidence:
    text = document.text
    return Evidence(
        first, last, text[first:last], text[max(0, first - CONTEXT) : first], text[last : last + CONTEXT]
    )
