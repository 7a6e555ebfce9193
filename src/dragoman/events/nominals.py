"""The fate of an act that a noun tells: "talks", "the attack", "a planned visit".

A noun has no tense. Its modifiers speak first ("next week's summit", "potential talks"), unless the word
that governs it undoes it ("the planned talks were cancelled"); then its governor, the preposition before
it, and the tense of the verb it hangs on. A noun that none of these touches is taken as told.
"""

from collections.abc import Callable, Sequence
from typing import cast

from dragoman.events.governors import (
    DECLINED,
    Fate,
    apply,
    governor_of,
    hyphened,
    is_verbal,
    preposition_above,
    told,
    verb_keys,
)
from dragoman.events.modality import SUBJECTS, denied_noun, read_clause
from dragoman.events.signatures import Cues, Signature
from dragoman.parse.syntax import Sentence
from dragoman.records import Status

FateOf = Callable[[int], Fate]
"""The fate of another word of the sentence, by its index."""

OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "oprd", "dative"})
DECISIVE = frozenset({"cancelled", "postponed", "not_occurring"})
"""Statuses that a governor gives against what the modifiers of the noun say."""

IRREALIS = frozenset({"wish", "demand", "implicative"})

RANK: Sequence[Status] = (
    "cancelled", "postponed", "not_occurring", "hypothetical", "proposed", "scheduled", "ongoing", "occurred",
)  # fmt: skip
"""Which modifier wins where two disagree."""


def nominal_fate(sentence: Sentence, i: int, cues: Cues, fate: FateOf) -> Fate:
    """A nominal act: its own modifiers, against what governs it."""
    tokens = sentence.tokens
    at = i
    while tokens[at].dep == "conj" and not is_verbal(tokens[tokens[at].head]):
        at = tokens[at].head
    denied = denied_noun(sentence, i, cues)
    if denied:
        return told("not_occurring", "denial", denied)
    modified = _modified(sentence, i, cues)
    governed = _governed(sentence, at, cues, fate)
    if governed is not None and (governed.status in DECISIVE or _only_spoken_of(governed, modified)):
        found = governed
    elif modified is not None:
        found = modified
        if governed is not None and modified.status == "ongoing" and governed.status == "scheduled":
            found = governed
        if governed is not None and modified.status == "scheduled" and _carried_out(governed):
            found = governed
    elif governed is not None:
        found = governed
    else:
        found = told("occurred", "noun", tokens[i].text)
    for c in tokens[i].children:
        if tokens[c].dep == "amod" and cues.has("modifier_doubt.words", tokens[c].lower):
            return Fate(
                found.status,
                "PS+" if found.certainty == "CT+" else found.certainty,
                (("modifier:doubt", tokens[c].text), *found.cues),
            )
    return found


def _only_spoken_of(governed: Fate, modified: Fate | None) -> bool:
    """Whether the governor wants, fears or offers what the modifier puts ahead ("warned of an attack")."""
    by_word = governed.cues[0][0].startswith("governor:")
    ahead = modified is None or modified.status == "scheduled"
    return by_word and ahead and governed.status in ("hypothetical", "proposed")


def _carried_out(governed: Fate) -> bool:
    """Whether the governor tells that what the modifier puts ahead was done ("held the planned talks")."""
    return governed.status == "occurred" and governed.cues[0][0] == "governor:light"


def _modified(sentence: Sentence, i: int, cues: Cues) -> Fate | None:
    """What adjectives and possessives make of the nominal act; None where they leave it open."""
    tokens = sentence.tokens
    best: Fate | None = None
    for c in tokens[i].children:
        child = tokens[c]
        if child.dep in ("amod", "nmod", "compound", "det", "advmod") and c < i:
            status = cues.modifiers.get(child.lower) or cues.modifiers.get(hyphened(sentence, c))
            if status is not None and (best is None or _rank(status) < _rank(best.status)):
                best = told(status, f"modifier:{status}", child.text)
        if child.dep == "acl" and c > i and child.tag == "VBN":
            # "The visit, planned for June, …"
            status = cues.modifiers.get(child.lower)
            if status in ("scheduled", "proposed", *DECISIVE) and (
                best is None or _rank(status) < _rank(best.status)
            ):
                best = told(status, f"modifier:{status}", child.text)
        if child.dep == "relcl":
            best = _held(sentence, c, cues) or best
        if child.dep in ("poss", "npadvmod", "nmod", "compound", "nummod", "amod"):
            best = _dated(sentence, c, cues) or best
    return best


def _held(sentence: Sentence, c: int, cues: Cues) -> Fate | None:
    """ "A meeting, which took place on Friday", "talks that will be held": when it is; None where unsaid."""
    clause = read_clause(sentence, c, cues)
    keys = verb_keys(sentence, c, None, cues)
    held = any(cues.has("subject.held", key) for key in keys) and (
        clause.passive
        or not any(sentence.tokens[d].dep == "dobj" for d in sentence.tokens[c].children)
        or "take place" in keys
    )
    if not held or clause.tense not in ("past", "future"):
        return None
    if clause.denial:
        return told("not_occurring", "modifier:clause", f"{clause.denial} {clause.words}")
    return told("occurred" if clause.tense == "past" else "scheduled", "modifier:clause", clause.words)


def _rank(status: Status) -> int:
    return RANK.index(status)


def _dated(sentence: Sentence, c: int, cues: Cues) -> Fate | None:
    """ "Next week's summit", "last month's talks", "tomorrow's vote"; None for a bare "Friday's"."""
    tokens = sentence.tokens
    words = [c, *tokens[c].children]
    lowers = [tokens[w].lower for w in words]
    text = " ".join(tokens[w].text for w in sorted(words) if tokens[w].lower != "'s")
    if tokens[c].dep in ("amod",):
        return None
    if any(cues.has("adverb.future", w) for w in lowers):
        return told("scheduled", "modifier:date ahead", text)
    times = tokens[c].ent in ("DATE", "TIME")
    if times and any(cues.has("adverb.next", w) for w in lowers):
        return told("scheduled", "modifier:date ahead", text)
    if times and any(cues.has("adverb.past", w) for w in lowers):
        return told("occurred", "modifier:date past", text)
    return None


def _governed(sentence: Sentence, i: int, cues: Cues, fate: FateOf) -> Fate | None:
    """What stands above the nominal act makes of it; None where that says nothing."""
    tokens = sentence.tokens
    token = tokens[i]
    g = token.head
    if g == i:
        return _headline_noun(sentence, i, cues)
    governor = tokens[g]
    if token.dep in ("advcl", "ccomp"):
        # A verb that the parser takes for a noun: "unless the army withdraws".
        mark = next((tokens[c] for c in token.children if tokens[c].dep == "mark"), None)
        if mark is not None and cues.has("conjunction.conditional", mark.lower):
            return told("hypothetical", "clause:condition", mark.text)
    if token.dep in ("compound", "nmod", "poss", "amod", "appos") and not is_verbal(governor):
        signature = cues.signature("noun", (governor.lemma.lower(), governor.lower))
        if signature is not None and token.dep != "appos":
            return _noun_below(sentence, g, signature, cues, fate)
        return fate(g).under("form:compound", governor.text)
    if token.dep in ("pobj", "pcomp") and (not is_verbal(governor) or governor.dep == "prep"):
        return _prepositional(sentence, i, cues, fate)
    if is_verbal(governor):
        if token.dep in OBJECTS or token.dep == "ccomp":
            return _object(sentence, i, g, cues, fate)
        if token.dep == "nsubj":
            return _subject(sentence, i, g, cues, fate)
        return None
    return None


def _headline_noun(sentence: Sentence, i: int, cues: Cues) -> Fate | None:
    """A noun at the root: "Summit scrapped" where the parser takes the verb for a modifier."""
    tokens = sentence.tokens
    nearby = [d for c in tokens[i].children if tokens[c].dep == "prep" for d in tokens[c].children]
    for c in (*tokens[i].children, *(d for noun in nearby for d in tokens[noun].children)):
        child = tokens[c]
        if child.head == i and child.dep == "prep" and c > i:
            phrase = next((p for p in _phrases(sentence, c) if p in cues.copular), "")
            if phrase:
                return told(cues.copular[phrase], "headline:predicate", phrase)
        if child.dep in ("acl", "amod", "relcl") and c > i and child.tag in ("VBN", "VBD"):
            signature = cues.signature("verb", verb_keys(sentence, c, None, cues))
            if signature is not None and signature.status not in ("same", "open", "fact"):
                return apply(signature, told("occurred", "headline:participle", child.text), child.text)
        if child.head == i and child.dep in ("acl", "relcl") and c > i and child.tag == "VB":
            return told("scheduled", "headline:to", child.text)
    return None


def _noun_below(sentence: Sentence, g: int, signature: Signature, cues: Cues, fate: FateOf) -> Fate:
    above = fate(g) if signature.name in ("implicative", "cancel", "postpone") else lived(g, fate)
    return apply(signature, above, sentence.tokens[g].text)


def _prepositional(sentence: Sentence, i: int, cues: Cues, fate: FateOf) -> Fate | None:
    tokens = sentence.tokens
    preposition, g = preposition_above(sentence, i, cues)
    words, signature = governor_of(sentence, g, i, preposition, cues)
    if tokens[g].pos in ("NOUN", "PROPN") and cues.has("adjunct.prepositions", preposition.lower):
        signature = None
    if signature is not None and signature.status != "open":
        if is_verbal(tokens[g]) or tokens[g].pos == "ADJ":
            above = fate(g)
            return apply(signature, above, f"{words} {preposition.text}")
        return _noun_below(sentence, g, signature, cues, fate)
    kind = cues.prepositions.get(preposition.lower)
    if kind is None:
        if preposition.lower == "of" and not is_verbal(tokens[g]):
            return fate(g).under("form:of", words)
        return None
    feature = "preposition:denied" if kind == "not_occurring" else f"preposition:{kind}"
    detail = preposition.text
    above = fate(g)
    match kind:
        case "scheduled" | "not_occurring" | "ongoing":
            return told(cast(Status, kind), feature, detail)
        case "before":
            status: Status = "occurred" if above.status == "occurred" else "scheduled"
            return told(status, feature, detail)
        case "fact":
            later = above.status == "scheduled" and preposition.lower in ("after", "following")
            return told("scheduled" if later else "occurred", feature, detail)
        case "hypothetical":
            if preposition.lower in ("for", "about"):
                if _is_definite(sentence, i):
                    return None
                if above.status == "occurred":
                    return above.under(feature, detail)
            if preposition.lower == "against" and _is_definite(sentence, i):
                return told("occurred", feature, detail)
            return told("hypothetical", feature, detail)
        case _:
            if preposition.lower == "as" and tokens[i].tag == "NNS":
                # "As attacks escalate": the parser takes the conjunction for a preposition.
                return told("ongoing", "clause:as", detail)
            carried = tokens[g].lemma == "be" or tokens[g].pos == "NOUN"
            if above.status == "ongoing" and carried and not _is_definite(sentence, i):
                return above.under(feature, detail)
            if above.status in ("scheduled", "hypothetical") and not _is_definite(sentence, i):
                return Fate(above.status, above.certainty, ((feature, detail), *above.cues))
            if above.status == "scheduled" and preposition.lower in ("during", "at", "in"):
                return Fate("scheduled", "PR+", ((feature, detail), *above.cues))
            if preposition.lower == "in" and _in_case(sentence, i):
                return told("hypothetical", feature, detail)
            return told("occurred", feature, detail)


def _in_case(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].lower in ("case", "event")


def _is_definite(sentence: Sentence, i: int) -> bool:
    """Whether the act is spoken of as known: "the attack", "this summit", "Russia's invasion"."""
    tokens = sentence.tokens
    return any(
        tokens[c].dep == "poss" or tokens[c].lower in ("the", "this", "these", "those", "that")
        for c in tokens[i].children
    )


def _object(sentence: Sentence, i: int, g: int, cues: Cues, fate: FateOf) -> Fate | None:
    tokens = sentence.tokens
    if tokens[g].lemma == "be" and tokens[i].dep == "attr":
        above = fate(g)
        if above.status == "ongoing" and any(tokens[c].dep == "expl" for c in tokens[g].children):
            return above.under("form:existential", tokens[g].text)
        return above.under("form:copula", tokens[g].text)
    words, signature = governor_of(sentence, g, i, None, cues)
    above = fate(g)
    raised = _raised(sentence, g)
    if tokens[i].dep == "nsubjpass" and raised is not None:
        return _subject(sentence, i, raised, cues, fate)
    if cues.has("object.retracting", tokens[g].lemma) and cues.has("object.offered", tokens[i].lemma):
        return apply(Signature("cancel", "cancelled", "scheduled", "CT-"), above, words)
    if signature is not None and signature.name == "report" and above.status in ("occurred", "ongoing"):
        # What is claimed or reported is said to have been: "the group claims two attacks".
        return Fate("occurred", "PR+", (("governor:report", words), *above.cues))
    if signature is None or signature.status == "open":
        return _unlisted(sentence, i, above, words)
    if signature.name == "presence":
        return apply(signature, above, words)
    declined = signature.name == "refusal" and above.status in ("occurred", "ongoing")
    if declined and cues.has("object.offered", tokens[i].lemma):
        # Who turns an offer down has been made one.
        return told("occurred", DECLINED, words)
    known = _is_definite(sentence, i)
    if known and signature.name in ("refusal", "prevention") and cues.has("object.ended", tokens[g].lemma):
        return told("occurred", "governor:factive", words)
    if known and signature.name in IRREALIS and cues.has("object.known", tokens[g].lemma):
        return _unlisted(sentence, i, above, words)
    return apply(signature, above, words)


def _unlisted(sentence: Sentence, i: int, above: Fate, words: str) -> Fate:
    """The act is the object of a verb that says nothing of it: the tense of that verb, if the act is new."""
    if _is_definite(sentence, i):
        return Fate("occurred", "CT+", (("noun:known", words), *above.cues))
    if above.status == "not_occurring":
        return Fate("not_occurring", above.certainty, (("noun:new", words), *above.cues))
    return Fate(above.status, above.certainty, (("noun:new", words), *above.cues))


def _raised(sentence: Sentence, g: int) -> int | None:
    """The verb that the subject belongs to in meaning: "talks are expected to resume" → "resume"."""
    tokens = sentence.tokens
    for c in tokens[g].children:
        child = tokens[c]
        if child.dep == "xcomp" and is_verbal(child):
            return _raised(sentence, c) or c
        if child.dep in ("acomp", "oprd") and child.pos == "ADJ":
            for d in child.children:
                if tokens[d].dep == "xcomp" and is_verbal(tokens[d]):
                    return _raised(sentence, d) or d
    return None


def _subject(sentence: Sentence, i: int, g: int, cues: Cues, fate: FateOf) -> Fate | None:
    """A nominal act as the subject of a verb."""
    tokens = sentence.tokens
    clause = read_clause(sentence, g, cues)
    raised = _raised(sentence, g)
    if raised is not None:
        return _subject(sentence, i, raised, cues, fate)
    above = fate(g)
    words = clause.words
    passive = clause.passive or (clause.form == "participle" and tokens[g].tag == "VBN")
    if cues.has("copula.verbs", tokens[g].lemma):
        found = _copular(sentence, g, above, cues, _is_definite(sentence, i))
        if found is not None:
            return found
    signature = cues.signature("verb", verb_keys(sentence, g, None, cues))
    if passive and signature is not None and signature.status != "open":
        return apply(signature, above, words)
    transitive = any(
        tokens[c].dep == "ccomp"
        or (
            tokens[c].dep == "dobj"
            # The object of "take place" is a part of the verb.
            and cues.signature("verb", (f"{tokens[g].lemma.lower()} {tokens[c].lower}",)) is None
        )
        for c in tokens[g].children
    )
    if tokens[g].lemma == "enter" and above.status == "occurred":
        stretch = next((c for c in tokens[g].children if cues.has("object.stretches", tokens[c].lemma)), None)
        if stretch is not None:
            return told("ongoing", "subject:goes on", f"{words} {tokens[stretch].text}")
    if any(cues.has("subject.done", key) for key in verb_keys(sentence, g, None, cues)):
        if above.status in ("scheduled", "hypothetical"):
            return above.under("subject:done", words)
        return told("occurred", "subject:done", words)
    if not transitive and signature is not None:
        if signature.name in ("implicative", "light"):
            return apply(signature, above, words)
        if signature.name == "stall":
            held_up = above.status in ("occurred", "ongoing")
            return Fate("ongoing", "CT+", (("subject:stall", words), *above.cues)) if held_up else above
        # Headlines leave out the auxiliary: "Talks postponed".
        if signature.name in ("cancel", "postpone") and not cues.has("subject.moving", tokens[g].lemma):
            return apply(signature, above, words)
    if (
        above.status == "ongoing"
        and not _is_definite(sentence, i)
        and any(cues.has("durative.verbs", k) for k in verb_keys(sentence, g, None, cues))
    ):
        return above.under("subject:goes on", words)
    if above.status in ("scheduled", "hypothetical", "proposed"):
        keeps_time = any(cues.has("subject.verbs", key) for key in verb_keys(sentence, g, None, cues))
        if not _is_definite(sentence, i) or (keeps_time and above.status == "scheduled"):
            return above.under("subject:future", words)
    return told("occurred", "subject:known", words)


def _phrases(sentence: Sentence, c: int) -> list[str]:
    """What starts with token `c`, in lower case, no articles, longest first: "up in air", "up in", "up"."""
    tokens = sentence.tokens
    inside = [tokens[t].lower for t in sentence.subtree(c) if t >= c and tokens[t].dep != "det"][:4]
    return [" ".join(inside[:n]) for n in range(len(inside), 0, -1)]


def _copular(sentence: Sentence, g: int, above: Fate, cues: Cues, known: bool) -> Fate | None:
    """ "The summit is off", "talks are under way", "a deal is unlikely"; None for another predicate."""
    tokens = sentence.tokens
    for c in tokens[g].children:
        child = tokens[c]
        if child.dep in SUBJECTS or c < g:
            continue
        phrase = next((p for p in _phrases(sentence, c) if p in cues.copular), child.lower)
        status = cues.copular.get(phrase)
        if status is not None and child.dep != "dobj":
            if above.status == "not_occurring":
                status = "hypothetical" if status == "cancelled" else "not_occurring"
            elif above.status in ("scheduled", "hypothetical"):
                status = above.status
            return told(status, "copula", phrase)
        if child.dep in ("acomp", "attr", "oprd"):
            status = cues.modifiers.get(child.lower)
            if child.pos == "ADJ" or status:
                signature = cues.signature("adjective", (child.lower,))
                if signature is not None and signature.status not in ("same", "open", "fact"):
                    clause = read_clause(sentence, g, cues)
                    if clause.denial and clause.perfect and clause.tense == "conditional" and known:
                        # "The raid would not have been possible without help": there was a raid.
                        return told("occurred", "subject:known", clause.words)
                    return apply(signature, above, child.text)
                if status is not None and above.status in ("occurred", "ongoing"):
                    return told(status, "copula", child.text)
    return None


def lived(g: int, fate: FateOf) -> Fate:
    """The fate of a governing noun: a plan is there when it is spoken of, unless it is denied or undone."""
    found = fate(g)
    if found.status in ("not_occurring", "cancelled", "postponed", "proposed"):
        return found
    if found.cues[0][0] == DECLINED:
        return Fate("not_occurring", "CT-", found.cues)
    return Fate("occurred", "CT+", found.cues)
