"""The acts that a sentence tells, and the parties in their roles.

A word of `data/acts.toml` tells an act where one of its frames fits what stands beside it, and at
least one party of it is known: "fire the coach" and "an attack of nerves" tell nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from dragoman.events import arguments
from dragoman.events.plover import Acts, Frame
from dragoman.parse.syntax import Sentence
from dragoman.records import Mention, Party

_PLACES = frozenset(["GPE", "LOC", "FAC"])
"""Labels of the parser for what can be captured or occupied."""

BORNE = frozenset(["against", "between", "with"])
"""Prepositions of a noun that may hang on its verb instead: "talks resumed *between*"."""

DEEPEST = 5
"""Levels of a phrase in which the other party is looked for: what lies deeper is told of something else."""

KEYWORDS = frozenset(["party", "place", "any", "none", "thing", "name"])
"""What a frame may ask for besides lemmas: "take *place*" takes no place."""

_POSSESSIVES = frozenset(["his", "her", "its", "their", "our", "my"])
"""Whose something is: what is withdrawn, recalled or cut off is the doer's own."""

_HANGING = frozenset(["nsubj", "nsubjpass", "dobj", "pobj"])

_PRONOUNS = frozenset(["he", "him", "his", "she", "her", "it", "its", "they", "them", "their"])

_NO_OBJECT = frozenset(["none"])

ON_GROUND = frozenset(["ASSAULT", "MOBILIZE", "COERCE", "CONCEDE"])
"""Types of act that are done to the state on whose ground they are done."""


@dataclass(frozen=True, slots=True)
class Role:
    """A mention in its role: actor, recipient, host, mediator or member."""

    role: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Act:
    """An act told in a sentence.

    Attributes:
        trigger: index of the word that tells it.
        judged: index of the word whose tense and denial decide whether it happened; of a noun with a
            light verb ("held talks") that verb.
        roles: its parties; never empty.
        by: what finds it: a "frame" of acts.toml, or a "cue" of saying.
        said: whether a word of saying is the trigger; who says it then answers for it.
        voice: the word by which and the one by whom a party's demand is voiced ("terms *set out* by *Roe*").
    """

    trigger: int
    judged: int
    frame: Frame
    roles: tuple[Role, ...]
    by: str = "frame"
    said: bool = False
    voice: tuple[int, Mention] | None = None


def find_acts(
    sentence: Sentence,
    mentions: Sequence[Mention],
    acts: Acts,
    states: Mapping[str, Party] = MappingProxyType({}),
) -> tuple[Act, ...]:
    """All acts of the sentence, by the place of their trigger.

    Args:
        mentions: those of the sentence.
        states: the party of each state by its ISO 3166-1 alpha-3 code: on whose ground an act was done.
    """
    by_head = mentions_by_head(sentence, mentions)
    found: list[Act] = []
    spoken_for: set[int] = set()
    for token in sentence.tokens:
        if token.pos in {"VERB", "ADJ"} and (act := _verbal(sentence, token.i, by_head, acts, states)):
            found.append(act)
            spoken_for.update(_light_nouns(sentence, token.i, act.frame, acts))
            spoken_for.update(_clause_heads(sentence, token.i, act.frame))
    for token in sentence.tokens:
        if (
            token.pos == "NOUN"
            and token.i not in spoken_for
            and (act := _nominal(sentence, token.i, by_head, acts, states))
        ):
            found.append(act)
    content = {i for act in found for i in _clause_heads(sentence, act.trigger, act.frame)}
    refused = {
        i
        for act in found
        if act.frame.event_type == "REJECT"
        for i in _clause_heads(sentence, act.trigger, act.frame)
    }
    content |= {i for act in found for i in _wished(sentence, act)}
    told = [
        act
        for act in found
        if (act.trigger not in content or (act.frame.event_type == "CONSULT" and act.trigger in refused))
        and not _goes_on(sentence, act, found)
    ]
    told = [_by_phone(sentence, _with_struck(sentence, act, found)) for act in told]
    told += [
        replace(act, trigger=i)  # each thing asked is a demand of its own
        for act in told
        if act.frame.event_type == "REQUEST" and act.frame.clause
        for i in further_demands(sentence, act.trigger)
    ]
    apart = [one for act in told for one in _alternatives(sentence, act)]
    return tuple(sorted(apart, key=lambda act: act.trigger))


def mentions_by_head(sentence: Sentence, mentions: Sequence[Mention]) -> Mapping[int, Sequence[Mention]]:
    """The mentions of the sentence by where the words hang that name them (character offset)."""
    by_head: dict[int, list[Mention]] = {}
    for mention in mentions:
        at = {_phrase_head(sentence, mention)}
        words = sentence.within(mention.start, mention.end)
        if len(words) > 1 and words[0].dep == "conj" and words[-1].dep in _HANGING:
            at.add(words[-1].start)  # of "North and South Korea" the parser hangs "South" on "North"
        for start in at:
            by_head.setdefault(start, []).append(mention)
    return by_head


def _wished(sentence: Sentence, act: Act) -> list[int]:
    """Nouns in what a position is about that tell of no particular act: "ruled out *a* withdrawal"."""
    if act.frame.kind != "position":
        return []
    tokens = sentence.tokens
    return [
        j
        for k in arguments.objects(sentence, act.trigger)
        for j in sentence.subtree(k)
        if tokens[j].pos == "NOUN"
        and any(tokens[c].lower in {"a", "an", "any", "further", "full"} for c in tokens[j].children)
    ]


def _with_struck(sentence: Sentence, act: Act, found: Sequence[Act]) -> Act:
    """The act with those whom the words behind it add.

    "Struck targets, killing *four people*", "travelled to Chad for talks with *Mali*".
    """
    visit = act.frame.mode == "visit"
    more = [
        Role("recipient", role.mention)
        for other in found
        if other is not act and _goes_on(sentence, other, [act])
        for role in other.roles
        if (visit or role.role == "recipient")
        and not any(_is_same(role.mention, known.mention) for known in act.roles)
    ]
    return replace(act, roles=(*act.roles, *more)) if more else act


def _by_phone(sentence: Sentence, act: Act) -> Act:
    """The act with its mode where the noun says it: "held a *telephone* conversation", "their phone call"."""
    if act.frame.event_type != "CONSULT" or act.frame.mode:
        return act
    nouns = [act.trigger, *arguments.objects(sentence, act.trigger)]
    if any(arguments.is_by_phone(sentence, j) for j in nouns if sentence.tokens[j].pos == "NOUN"):
        return replace(act, frame=replace(act.frame, mode="phone"))
    return act


def _goes_on(sentence: Sentence, act: Act, found: Sequence[Act]) -> bool:
    """Whether the act is one with that of the verb before: "killed two *and wounded* five"."""
    token = sentence.tokens[act.trigger]
    if act.frame.event_type == "CONSULT":  # "met to discuss grain"
        purpose = token.tag == "VB" and token.dep in {"advcl", "xcomp"}
        return _is_of_visit(sentence, act, found) or (
            purpose
            and any(other.trigger == token.head and other.frame.event_type == "CONSULT" for other in found)
        )
    if act.frame.event_type != "ASSAULT":
        return False
    if token.dep == "pcomp":  # "retaliated by firing rockets"
        above = sentence.tokens[token.head].head
        return any(other.trigger == above and other.frame.event_type == "ASSAULT" for other in found)
    if token.dep == "advcl" and token.tag == "VBG":  # "struck the port, killing four"
        return any(other.trigger == token.head and other.frame.event_type == "ASSAULT" for other in found)
    return token.dep == "conj" and any(
        other.trigger == token.head and other.frame is act.frame for other in found
    )


def _is_of_visit(sentence: Sentence, act: Act, found: Sequence[Act]) -> bool:
    """Whether a noun tells what a visit was for ("came for *talks*") or the visit again ("on a *trip*")."""
    token = sentence.tokens[act.trigger]
    preposition = sentence.tokens[token.head]
    if token.dep != "pobj" or preposition.dep != "prep":
        return False
    again = act.frame.mode == "visit" and not any(role.role == "recipient" for role in act.roles)
    return (again or (preposition.lower == "for" and act.frame.mode != "visit")) and any(
        other is not act and other.trigger == preposition.head and other.frame.mode == "visit"
        for other in found
    )


def further_demands(sentence: Sentence, i: int) -> list[int]:
    """The verbs beside the first in what verb `i` asks: "urged them to stop *and free* the pilots"."""
    return [
        c
        for j in arguments.content_clauses(sentence, i)
        for c in sentence.tokens[j].children
        if sentence.tokens[c].dep == "conj"
        and sentence.tokens[c].pos == "VERB"
        and sentence.tokens[c].tag not in {"VBD", "VBZ", "VBP"}
        and not _has_subject(sentence, c)
    ]


def _alternatives(sentence: Sentence, act: Act) -> list[Act]:
    """Of "with A or B" two acts, one with each: neither needs the other."""
    tokens = {token.start: token.i for token in sentence.tokens}
    either = [
        role
        for role in act.roles
        if role.mention.head in tokens and arguments.is_alternative(sentence, tokens[role.mention.head])
    ]
    if len(either) < 2 or len(either) == len(act.roles):
        return [act]
    return [replace(act, roles=tuple(r for r in act.roles if r not in either or r is one)) for one in either]


def _phrase_head(sentence: Sentence, mention: Mention) -> int:
    """Where the phrase hangs whose last word is the name: "*Head* of the Office of X Anna Roe"."""
    head = next((t for t in sentence.tokens if t.start == mention.head), None)
    if head is None or not mention.party.office or mention.party.kind != "person":
        return mention.head
    office = mention.party.office.casefold().split()
    above = sentence.tokens[head.head]
    if head.dep == "appos" and above.lower in office:
        return above.start
    at = top = head
    while at.dep == "pobj" and sentence.tokens[at.head].lower == "of":
        at = sentence.tokens[sentence.tokens[at.head].head]
        if at.i > head.i or at.pos not in {"PROPN", "NOUN"}:
            break
        if at.lower in office:
            top = at
    return top.start


def parties_at(sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]]) -> list[Mention]:
    """The actors that noun `i` means, or else whose it is: "Israel's proposal", "a Russian plan"."""
    token = sentence.tokens[i]
    if direct := by_head.get(token.start):
        return [mention for mention in direct if mention.party.kind != "place"]
    for c in token.children:
        named = by_head.get(sentence.tokens[c].start, ()) if sentence.tokens[c].dep == "appos" else ()
        if people := [mention for mention in named if mention.party.kind == "person"]:
            return people  # "their Chadian counterpart *Anna Roe*"
    if token.lemma in arguments.people_of_others():
        return []  # supporters of the president are not the president
    for c in token.children:
        child = sentence.tokens[c]
        if child.dep in {"poss", "amod", "compound", "nmod"} and (owner := by_head.get(child.start)):
            pair = [
                m for j in arguments.hyphened(sentence, c) for m in by_head.get(sentence.tokens[j].start, ())
            ]
            return [mention for mention in (*pair, *owner) if mention.party.kind != "place"]
    for word in ("of", "by", "from"):
        found = [
            m
            for j in arguments.after_preposition(sentence, i, word) or arguments.made_by(sentence, i, word)
            for m in by_head.get(sentence.tokens[j].start, ())
        ]
        if found:
            return [mention for mention in found if mention.party.kind != "place"]
    return []


def _verbal(
    sentence: Sentence,
    i: int,
    by_head: Mapping[int, Sequence[Mention]],
    acts: Acts,
    states: Mapping[str, Party],
) -> Act | None:
    lemma = arguments.with_particle(sentence, i)
    for frame in acts.verbs.get(lemma, ()):
        if not _fits(sentence, i, frame, by_head, acts):
            continue
        doers = [j for j in arguments.doers(sentence, i) if not _is_private(sentence, j, by_head)]
        subjects = parties_of(sentence, doers, by_head)
        if frame.subjects:  # of "a strike in Gaza killed" only an owner of the strike is its doer
            subjects = [o for j in arguments.doers(sentence, i) for o in _owners(sentence, j, by_head)]
            subjects = subjects or [
                m
                for j in arguments.doers(sentence, i)
                for m in by_head.get(sentence.tokens[j].start, ())
                if m.party.kind == "group"  # "Malian *troops* arrived": they are their own
            ]
        named = _named_with(sentence, i, frame) + (arguments.objects(sentence, i) if frame.own else [])
        subjects = subjects or [owner for j in named for owner in _owners(sentence, j, by_head)]
        voice = None
        if frame.event_type == "REQUEST" and not subjects:
            subjects, voice = _demanders(sentence, i, by_head, acts)
        if frame.several and len(doers) < 2 and len(subjects) < 2 and not _is_plural(subjects):
            continue
        others = [
            m
            for m in _recipients(sentence, i, frame, by_head, states)
            if not any(_is_same(m, subject) or _is_home(m, subject) for subject in subjects)
        ]
        for j in arguments.doers(sentence, i) if frame.subjects else ():
            others += _struck(sentence, j, frame, by_head, states)
        if frame.both and not frame.mutual and not others:
            continue
        deep = others or _affected(sentence, i, frame, subjects, by_head, states)
        roles = _roles(frame, subjects, others or deep, mutual=frame.mutual and bool(others))
        if _is_told(frame, subjects, roles):
            judged = arguments.objects(sentence, i)[0] if frame.of_object else i
            return Act(i, judged, frame, roles, voice=voice)
    return None


def _demanders(
    sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]], acts: Acts
) -> tuple[list[Mention], tuple[int, Mention] | None]:
    """Whose demand a passive tells ("Chad's terms are plain: Mali is required to …"), and who voiced it."""
    for token in reversed(sentence.tokens[:i]):
        if token.lemma in acts.demands and (owners := _before(sentence, token.i, by_head)):
            inferred = [replace(m, party=replace(m.party, basis="inferred")) for m in owners]
            return inferred, _voice(sentence, token.i, by_head)
    return [], None


def _voice(
    sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]]
) -> tuple[int, Mention] | None:
    """The one by whom noun `i` is voiced: "conditions, articulated by Roe"."""
    for c in sentence.tokens[i].children:
        if sentence.tokens[c].dep == "acl":
            for mention in parties_of(sentence, arguments.after_preposition(sentence, c, "by"), by_head):
                if mention.party.kind == "person":
                    return c, mention
    return None


def _nominal(
    sentence: Sentence,
    i: int,
    by_head: Mapping[int, Sequence[Mention]],
    acts: Acts,
    states: Mapping[str, Party],
) -> Act | None:
    for frame in acts.nouns.get(sentence.tokens[i].lemma, ()):
        owners = _owners(sentence, i, by_head, ground=frame.event_type in {"ASSAULT", "PROTEST"})
        others = []
        for word in frame.recipient:
            heads = arguments.after_preposition(sentence, i, word)
            if not heads and word in BORNE:
                heads = arguments.after_preposition(sentence, arguments.verb_of(sentence, i), word)
            others += parties_of(sentence, heads, by_head) or _grounds(
                sentence, heads, frame, by_head, states
            )
        if frame.event_type == "CONSULT" and others and not owners:
            owners = _attending(sentence, i, frame, others, by_head)
        others = [other for other in others if not any(_is_same(other, owner) for owner in owners)]
        if frame.prepositions and not any(
            arguments.after_preposition(sentence, i, word) for word, _ in frame.prepositions
        ):
            continue
        if frame.content and not _is_such(
            sentence, arguments.within_clauses(sentence, i, {"acl"}), frame.content, by_head, acts
        ):
            continue
        roles = _roles(frame, owners, others, mutual=frame.mutual)
        if _is_told(frame, owners, roles):
            return Act(i, i, frame, roles, voice=_voice(sentence, i, by_head))
    return None


def _attending(
    sentence: Sentence,
    i: int,
    frame: Frame,
    others: Sequence[Mention],
    by_head: Mapping[int, Sequence[Mention]],
) -> list[Mention]:
    """Who is in talks *with* someone, or on a journey *to* a place: the subject of what happened there."""
    journey = frame.mode == "visit"
    if not journey and not arguments.after_preposition(sentence, i, "with"):
        return []
    found = parties_of(sentence, arguments.attending(sentence, i, journey=journey), by_head)
    if any(_is_same(one, other) for one in found for other in others):
        return []
    return [m for m in found if m.party.kind != "state" or not journey]


def _owners(
    sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]], *, ground: bool = False
) -> list[Mention]:
    """Whose act noun `i` is: "Russia's attack", "a Russian glide bomb strike", "an attack by rebels"."""
    owners = _before(sentence, i, by_head, ground=ground)
    return owners + parties_of(sentence, arguments.after_preposition(sentence, i, "by"), by_head)


def _before(
    sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]], *, ground: bool = False
) -> list[Mention]:
    """Parties named before noun `i`.

    Args:
        ground: whether a state's bare name is where it was, not whose: "*Chad* attacks", but "Chadian".
    """
    owners = []
    for c in sentence.tokens[i].children:
        child = sentence.tokens[c]
        if child.dep in {"poss", "amod", "compound", "nmod"}:
            for k in arguments.joined(sentence, c):
                owners += [
                    m
                    for m in by_head.get(sentence.tokens[k].start, ())
                    if m.party.kind != "place" and not (ground and _is_ground(sentence, c, m))
                ]
            if child.dep in {"compound", "nmod"} and child.start not in by_head:
                owners += _before(sentence, c, by_head, ground=ground)
    return owners


def _is_private(sentence: Sentence, j: int, by_head: Mapping[int, Sequence[Mention]]) -> bool:
    """Whether noun `j` is somebody for whom no state answers: "the Finnish *maker*", "an Irish *singer*"."""
    token = sentence.tokens[j]
    if token.pos != "NOUN" or token.start in by_head or token.lemma in arguments.arms():
        return False
    return token.lemma in arguments.private() or token.lemma.endswith(
        ("er", "or", "ist", "ian", "man", "woman")
    )


def _is_ground(sentence: Sentence, c: int, mention: Mention) -> bool:
    """Whether a bare state name stands before a noun; one that serves as adjective ("U.S.") is none."""
    return (
        sentence.tokens[c].dep in {"compound", "nmod"}
        and mention.party.kind == "state"
        and mention.text == mention.party.name
    )


def _is_told(frame: Frame, doers: Sequence[Mention], roles: Sequence[Role]) -> bool:
    """Whether enough is known of who did it, and to whom, for the frame to tell an act."""
    if not roles or (not doers and (frame.doer or (frame.both and not frame.mutual))):
        return False
    if frame.both and len(roles) == (1 if frame.mutual else len(doers)):
        return False
    if frame.sectors and not any((d.party.sector or "GOV") in frame.sectors for d in doers):
        return False
    return not frame.persons or any(d.party.kind in {"person", "group"} for d in doers)


def _fits(
    sentence: Sentence, i: int, frame: Frame, by_head: Mapping[int, Sequence[Mention]], acts: Acts
) -> bool:
    found = arguments.objects(sentence, i)
    if not found and frame.objects == _NO_OBJECT and arguments.has_clause(sentence, i, {"ccomp"}):
        return False  # "demonstrated that"
    if frame.objects and not _is_such(sentence, found, frame.objects, by_head, acts):
        return False
    if frame.not_objects and found and _is_such(sentence, found, frame.not_objects, by_head, acts):
        return False
    if frame.clause and not arguments.has_clause(sentence, i):
        return False
    if frame.infinitive and not arguments.has_infinitive(sentence, i):
        return False
    if frame.content and not _is_such(
        sentence, arguments.within_clauses(sentence, i), frame.content, by_head, acts
    ):
        return False
    if frame.subjects and not _is_such(sentence, arguments.doers(sentence, i), frame.subjects, by_head, acts):
        return False
    return not frame.prepositions or any(
        (brought := _brought(sentence, i, word)) and _is_such(sentence, brought, wanted, by_head, acts)
        for word, wanted in frame.prepositions
    )


def _is_such(
    sentence: Sentence,
    heads: list[int],
    wanted: frozenset[str],
    by_head: Mapping[int, Sequence[Mention]],
    acts: Acts,
) -> bool:
    if not heads:
        return "none" in wanted
    words = [sentence.tokens[j] for j in heads]
    if all(word.lower.endswith(("self", "selves")) for word in words):
        return False
    if "any" in wanted:
        return True
    if "thing" in wanted and not all(
        word.pos in {"PRON", "DET"} and word.start not in by_head for word in words
    ):
        return True
    if "name" in wanted and any(word.pos == "PROPN" for word in words):
        return True
    if "people" in wanted and any(word.pos == "NUM" for word in words):
        return True  # "killed 30"
    mentions = [m for j in heads for m in by_head.get(sentence.tokens[j].start, ())]
    if "party" in wanted and any(m.party.kind != "place" for m in mentions):
        return True
    if "place" in wanted and (
        any(m.party.kind in {"place", "state"} for m in mentions)
        or any(word.ent in _PLACES or (word.pos == "PROPN" and not word.ent) for word in words)
    ):
        return True
    named = wanted - KEYWORDS
    return any(not named.isdisjoint(_kinds_of(sentence, j, acts)) for j in heads)


def _kinds_of(sentence: Sentence, j: int, acts: Acts) -> Iterator[str]:
    """The lemma of noun `j`; of "part of the aid" and "aid program" that of "aid" as well."""
    token = sentence.tokens[j]
    yield token.lemma
    for k in arguments.after_preposition(sentence, j, "of"):
        yield f"{token.lemma} of {sentence.tokens[k].lemma}"
    if token.lemma in acts.parts:
        for k in arguments.after_preposition(sentence, j, "of"):
            yield from _kinds_of(sentence, k, acts)
    if token.lemma in acts.wrappers:
        for c in token.children:
            if sentence.tokens[c].dep in {"compound", "nmod"}:
                yield sentence.tokens[c].lemma


def _recipients(
    sentence: Sentence,
    i: int,
    frame: Frame,
    by_head: Mapping[int, Sequence[Mention]],
    states: Mapping[str, Party],
) -> list[Mention]:
    for slot in frame.recipient:
        if slot == "object":
            heads = arguments.objects(sentence, i)
        elif slot == "clause":
            heads = arguments.clause_subjects(sentence, i)
        else:
            heads = _brought(sentence, i, slot) or [
                k  # "embarked on a trip *to Chad*", "took part in talks *with Mali*"
                for j in _named_with(sentence, i, frame)
                for k in arguments.after_preposition(sentence, j, slot)
            ]
        if found := parties_of(sentence, heads, by_head) or _grounds(sentence, heads, frame, by_head, states):
            return found
    return []


def _struck(
    sentence: Sentence,
    j: int,
    frame: Frame,
    by_head: Mapping[int, Sequence[Mention]],
    states: Mapping[str, Party],
) -> list[Mention]:
    """Whom noun `j` that names the act struck: "a strike *on Kharkiv* killed four"."""
    heads = [k for word in ("on", "against", "at") for k in arguments.after_preposition(sentence, j, word)]
    return parties_of(sentence, heads, by_head) or _grounds(sentence, heads, frame, by_head, states)


def _grounds(
    sentence: Sentence,
    heads: Sequence[int],
    frame: Frame,
    by_head: Mapping[int, Sequence[Mention]],
    states: Mapping[str, Party],
) -> list[Mention]:
    """The states on whose ground an attack, an entry or a visit was made ("shelled Kharkiv"); inferred."""
    if frame.event_type not in ON_GROUND and frame.mode not in {"visit", "withdraw"}:
        return []
    places = [m for j in heads for m in by_head.get(sentence.tokens[j].start, ()) if m.party.kind == "place"]
    return [
        replace(m, party=replace(state, basis="inferred"))
        for m in places
        if m.party.country and (state := states.get(m.party.country))
    ]


def _affected(
    sentence: Sentence,
    i: int,
    frame: Frame,
    doers: Sequence[Mention],
    by_head: Mapping[int, Sequence[Mention]],
    states: Mapping[str, Party],
) -> list[Mention]:
    """Whom the act concerns where no slot of the frame names one: in the object's own phrase ("a Chilean
    peace plan"), or in what was agreed, promised or refused ("agreed to lift the embargo on Iran")."""
    if frame.event_type == "CONSULT" or (frame.mutual and not frame.clause) or frame.mode == "resign":
        return []
    heads = [] if frame.own else arguments.objects(sentence, i)
    for word in (*(word for word, _ in frame.prepositions), *frame.recipient):
        heads += arguments.after_preposition(sentence, i, word)
    heads = [j for j in heads if sentence.tokens[j].lemma not in arguments.occasions()]
    if frame.clause or frame.kind == "position":
        heads += arguments.within_clauses(sentence, i)
    if frame.event_type == "PROTEST":  # "marched to demand reforms from", "on strike in protest against"
        heads += arguments.after_preposition(sentence, i, "in")
        heads += arguments.within_clauses(sentence, i, {"advcl", "xcomp"})
    for j in heads:
        for level in islice(arguments.phrase_levels(sentence, j), DEEPEST):
            found = [
                m for k in _with_joined(sentence, level) for m in by_head.get(sentence.tokens[k].start, ())
            ]
            parties = [m for m in found if m.party.kind != "place"]
            parties = parties or _grounds(sentence, list(level), frame, by_head, states)
            others = [
                m
                for m in parties
                if (m.party.actor or m.party.country)
                and not any(_is_same(m, doer) or _is_home(m, doer) for doer in doers)
            ]
            if others:
                return others
    return []


def _with_joined(sentence: Sentence, level: Sequence[int]) -> list[int]:
    return [k for j in level for k in arguments.joined(sentence, j)]


def _is_same(one: Mention, other: Mention) -> bool:
    if one.chain == other.chain:
        return True
    return one.party.actor is not None and one.party.actor == other.party.actor


def _is_home(ground: Mention, doer: Mention) -> bool:
    """Whether an act on this ground is one at home: to retake a town of its own does nothing to the state."""
    party = ground.party
    return party.kind == "state" and party.basis == "inferred" and party.country == doer.party.country


def _named_with(sentence: Sentence, i: int, frame: Frame) -> list[int]:
    """Nouns behind the frame's prepositions that name the act with the verb: "killed in a *strike*"."""
    return [
        j
        for word, wanted in frame.prepositions
        for j in arguments.after_preposition(sentence, i, word)
        if sentence.tokens[j].lemma in wanted
    ]


def _brought(sentence: Sentence, i: int, word: str) -> list[int]:
    """What the preposition brings to the verb, or to the noun that is its object ("talks with")."""
    heads = arguments.after_preposition(sentence, i, word)
    for j in arguments.objects(sentence, i):
        # "Discussed Chad's work with the UN" is not with the UN.
        owned = any(sentence.tokens[c].dep == "poss" for c in sentence.tokens[j].children)
        if not (owned and word == "with"):
            heads += arguments.after_preposition(sentence, j, word)
    return heads


def parties_of(
    sentence: Sentence, heads: Sequence[int], by_head: Mapping[int, Sequence[Mention]]
) -> list[Mention]:
    """The actors that some nouns mean, as `parties_at` has them."""
    return [mention for j in heads for mention in parties_at(sentence, j, by_head)]


def _is_plural(subjects: list[Mention]) -> bool:
    return any(mention.party.kind == "group" for mention in subjects)


def _roles(
    frame: Frame, subjects: Sequence[Mention], others: Sequence[Mention], *, mutual: bool
) -> tuple[Role, ...]:
    once = {mention.chain: mention for mention in reversed(subjects)}  # "the premier, Albin Kurti" is one
    subjects = [mention for mention in subjects if once.get(mention.chain) is mention]
    roles = [Role(frame.subject_role, mention) for mention in subjects]
    told = {(mention.start, mention.end, mention.chain) for mention in subjects}
    own = frame.event_type in {"RETREAT", "SANCTION"}
    others = [m for m in others if not (own and m.text.casefold() in _POSSESSIVES) and not _is_nobody(m)]
    second = "actor" if mutual else "recipient"
    roles += [Role(second, m) for m in others if (m.start, m.end, m.chain) not in told]
    return tuple(roles) if any(is_political(role.mention) for role in roles) else ()


def _is_nobody(mention: Mention) -> bool:
    """A pronoun of which nothing is known tells a reader less than no party."""
    return mention.text.casefold() in _PRONOUNS and not is_political(mention)


def is_political(mention: Mention) -> bool:
    """Whether it is known whose side the party is on: not so of a passer-by."""
    party = mention.party
    return bool(party.actor or party.country or party.sector or party.candidates)


def _light_nouns(sentence: Sentence, i: int, frame: Frame, acts: Acts) -> list[int]:
    """Nouns that are named with the verb as one act ("held talks"), and so are no acts of their own."""
    objects = [j for j in arguments.objects(sentence, i) if sentence.tokens[j].lemma in frame.objects]
    subjects = arguments.doers(sentence, i) if frame.subjects else []
    same = [
        j
        for word in ("in", "by", "during")
        for j in arguments.after_preposition(sentence, i, word)
        if frame.event_type == "ASSAULT"
        and any(noun.event_type == "ASSAULT" for noun in acts.nouns.get(sentence.tokens[j].lemma, ()))
    ]  # "killed in an *attack* by rebels"
    return objects + subjects + same + _named_with(sentence, i, frame)


def _clause_heads(sentence: Sentence, i: int, frame: Frame) -> list[int]:
    """Verbs that are the content of the act ("agreed to lift", "demand to leave"), and no acts themselves."""
    nouns = [i] if sentence.tokens[i].pos == "NOUN" else []
    if frame.kind == "position":
        nouns += arguments.objects(sentence, i)
    first = [c for j in nouns for c in sentence.tokens[j].children if sentence.tokens[c].tag == "VB"]
    if frame.clause:
        first += arguments.content_clauses(sentence, i)
    return first + [
        c
        for j in first
        for c in sentence.tokens[j].children
        if sentence.tokens[c].dep == "conj"
        and sentence.tokens[c].tag not in {"VBD", "VBZ", "VBP"}
        and not _has_subject(sentence, c)
    ]


def _has_subject(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[c].dep in {"nsubj", "nsubjpass"} for c in sentence.tokens[i].children)
