"""What stands around an act decides its fate: the words that govern it, the clause it is in, its modifiers.

An act hangs in the sentence under other words: "talks" under "scrapped", "attend" under "expected" under
"no representative". The *fate* of a word is found from the outside in: first the fate of the word above it,
then what that word implies of what is below (its signature). A plan that was scrapped leaves its act
cancelled, a plan that never was leaves it not occurring.
"""

from typing import cast

from dragoman.events.governors import (
    CERTAINTY,
    Fate,
    apply,
    denial_above,
    governor_of,
    is_verbal,
    preposition_above,
    told,
    verb_keys,
)
from dragoman.events.modality import Clause, auxiliaries, denied_noun, has_subject, read_clause
from dragoman.events.nominals import DECISIVE, lived, nominal_fate
from dragoman.events.signatures import Cues, Signature
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import FactualityValue, Status

TAKES_INFINITIVE = frozenset(
    {"plan", "refusal", "prevention", "failure", "proposal", "unlikely", "wish", "demand"}
)
"""Signatures whose infinitive the parser often hangs beside the verb, as if it told a purpose."""

NOMINAL_ONLY = frozenset({"cancel", "postpone", "stall"})
"""Signatures that tell the fate of nouns, not of clauses: "dropped to reach a low" cancels nothing."""

LESS_SURE: dict[FactualityValue, FactualityValue] = {"CT+": "PR+", "CT-": "PR-"}

DEPTH = 12
"""Governors looked at above an act; no sentence written by people nests deeper."""


def fate_of(sentence: Sentence, i: int, cues: Cues, depth: int = 0) -> Fate:
    """The fate of the word at token `i`: a verb, a noun that tells an act, or an adjective above one."""
    token = sentence.tokens[i]
    if depth > DEPTH:
        return told("occurred", "depth", token.text)
    if is_verbal(token):
        return _verb(sentence, i, cues, depth)
    if token.tag in ("VBN", "VBG") and token.dep == "amod":
        return told("occurred" if token.tag == "VBN" else "ongoing", "form:attribute", token.text)
    if token.pos == "ADJ" or token.dep == "acomp":
        return _adjective(sentence, i, cues, depth)
    if token.dep in ("prep", "agent", "advmod", "mark", "prt") and token.head != i:
        return fate_of(sentence, token.head, cues, depth + 1)
    return nominal_fate(sentence, i, cues, lambda at: fate_of(sentence, at, cues, depth + 1))


def _verb(sentence: Sentence, i: int, cues: Cues, depth: int) -> Fate:
    tokens = sentence.tokens
    clause = read_clause(sentence, i, cues)
    top = _first_joined(sentence, i)
    found = _verb_fate(sentence, i, top, clause, cues, depth)
    found = _doubted(sentence, i, found, cues)
    if clause.form == "finite" or not clause.denial:
        return found
    # "to not attend", "without … not": the denial stands inside a form without tense.
    if found.status in ("occurred", "ongoing", "scheduled"):
        return Fate("not_occurring", "PR-", (("denial", clause.denial), *found.cues))
    if tokens[i].dep == "ROOT":
        return told("not_occurring", "denial", clause.denial)
    return found.under("denial", clause.denial)


def _verb_fate(sentence: Sentence, i: int, top: int, clause: Clause, cues: Cues, depth: int) -> Fate:
    tokens = sentence.tokens
    head = tokens[top]
    # A later joined clause with its own subject and tense stands under what governs the first one.
    if clause.form == "finite":
        own = _finite(sentence, i, clause, cues)
        return _environment(sentence, i, top, clause, own, cues, depth)
    if (
        head.dep in ("xcomp", "ccomp", "oprd", "acomp", "attr", "dobj", "nsubjpass", "conj")
        and head.head != top
    ):
        return _complement(sentence, top, clause, cues, depth)
    caused = _misread_causative(sentence, i, clause, cues)
    if caused is not None:
        above = fate_of(sentence, tokens[i].head, cues, depth + 1)
        if above.status in ("occurred", "ongoing"):
            return told("occurred", "governor:implicative", tokens[caused].text)
        return above.under("governor:implicative", tokens[caused].text)
    if i != top and clause.form in ("base", "participle") and not auxiliaries(sentence, i):
        # The parser takes some past forms for bare ones ("chased them out and retook control").
        bare = tokens[i].tag != "VBG" and read_clause(sentence, top, cues).form == "finite"
        if bare:
            first = fate_of(sentence, top, cues, depth + 1)
            if first.cues[0][0] == "tense:present" and not _goes_on(sentence, i, clause, cues):
                # "Rebels advance on the city and capture a town": the one goes on, the other is done.
                return told("occurred", "tense:report", clause.words)
            return first.under("form:joined", clause.words)
    if head.dep in ("csubj", "csubjpass", "nsubj"):
        above = fate_of(sentence, head.head, cues, depth + 1)
        done = above.status in ("occurred", "ongoing") and clause.form == "gerund"
        status: Status = above.status if done else "hypothetical"
        return Fate(status, CERTAINTY[status], (("form:subject", clause.words), *above.cues))
    if head.dep in ("advcl", "prep") and head.head != top:
        return _adverbial(sentence, top, clause, cues, depth)
    if head.dep in ("acl", "relcl", "appos"):
        return _adnominal(sentence, top, clause, cues, depth)
    if head.dep == "pcomp" or head.dep == "pobj":
        return _after_preposition(sentence, top, clause, cues, depth)
    return _without_governor(sentence, i, clause, cues)


def _misread_causative(sentence: Sentence, i: int, clause: Clause, cues: Cues) -> int | None:
    """The verb of "…, prompting envoys to call for …", which the parser takes for an adjective."""
    tokens = sentence.tokens
    if clause.form != "infinitive" or tokens[i].head == i:
        return None
    for c in tokens[i].children:
        if tokens[c].dep == "nsubj":
            for d in tokens[c].children:
                word = tokens[d]
                if word.dep == "amod" and word.tag == "VBG" and cues.has("causative.verbs", word.lemma):
                    return d
    return None


def _first_joined(sentence: Sentence, i: int) -> int:
    """The first of the verbs that verb `i` is joined to; itself where it stands alone."""
    tokens = sentence.tokens
    while tokens[i].dep == "conj" and is_verbal(tokens[tokens[i].head]):
        i = tokens[i].head
    return i


def _finite(sentence: Sentence, i: int, clause: Clause, cues: Cues) -> Fate:
    """The fate told by the verb group alone."""
    words = clause.words
    if clause.denial:
        tense = "perfect" if clause.perfect else clause.tense
        denied = ((f"denial:{tense}", clause.denial), ("clause", words))
        if clause.tense == "obliged" and not clause.perfect:
            return Fate("hypothetical", "Uu", denied)
        if clause.tense == "possible" and not _is_inability(sentence, i):
            return Fate("hypothetical", "PS-", denied)
        if clause.perfect and clause.tense == "obliged":
            # "Should not have attacked" regrets an attack.
            return told("occurred", "modal:regretted", words)
        certain = clause.tense in ("past", "present")
        return Fate("not_occurring", "CT-" if certain else "PR-", denied)
    match clause.tense:
        case "future":
            return told("scheduled", "tense:future", words)
        case "possible":
            return told("hypothetical", "modal:possible", words, "PS+")
        case "obliged":
            if clause.perfect and words.lower().startswith("must"):
                return told("occurred", "modal:inferred", words, "PR+")
            if clause.perfect:
                return told("not_occurring", "modal:counterfactual", words, "PR-")
            return told("hypothetical", "modal:obliged", words)
        case "conditional":
            if clause.perfect:
                return told("not_occurring", "modal:counterfactual", words, "PR-")
            return told("hypothetical", "modal:conditional", words)
        case "present":
            if clause.progressive:
                return told("ongoing", "aspect:progressive", words)
            if clause.perfect:
                lasting = _has_lasted(sentence, i, cues)
                if lasting:
                    return told("ongoing", "aspect:lasting", f"{words} ({lasting})")
                return told("occurred", "aspect:perfect", words)
            if _goes_on(sentence, i, clause, cues):
                return told("ongoing", "tense:present", words)
            return told("occurred", "tense:report", words)
        case _:
            return told("occurred", "tense:past", words)


def _is_inability(sentence: Sentence, i: int) -> bool:
    """Whether the denied modal says that it was not possible ("could not"), not that it may not be."""
    return any(t.lower in ("can", "ca", "could", "cannot") for t in auxiliaries(sentence, i))


def _goes_on(sentence: Sentence, i: int, clause: Clause, cues: Cues) -> bool:
    """Whether a simple present tells a state or habit rather than, as digests do, what was done today."""
    tokens = sentence.tokens
    verb = tokens[i]
    if clause.passive:
        return False
    if any(cues.has("adverb.act", tokens[c].lower) for c in verb.children):
        return False
    if any(cues.has("durative.verbs", key) for key in verb_keys(sentence, i, None, cues)):
        # "Chad and Sudan hold talks" is a headline of today, "hold the town" a state.
        hosts = cues.has("durative.hosting", verb.lemma)
        return not (hosts and any(cues.has("durative.gatherings", tokens[c].lemma) for c in verb.children))
    return any(
        tokens[c].dep == "advmod" and cues.has("adverb.habitual", tokens[c].lower) for c in verb.children
    )


def _has_lasted(sentence: Sentence, i: int, cues: Cues) -> str:
    """What shows that a present perfect tells of a state that holds: "has long backed"; "" where none does.

    A few verbs need no other word ("has maintained ties"); those that merely can last need a stretch of
    time beside them ("has hosted the monitors since May"). A visit since May is still a visit that is over.
    """
    tokens = sentence.tokens
    keys = verb_keys(sentence, i, None, cues)
    if any(cues.has("durative.verbs", key) for key in keys):
        for c in tokens[i].children:
            child = tokens[c]
            if child.dep == "advmod" and cues.has("perfect.adverbs", child.lower):
                return child.text
            if child.dep == "prep" and cues.has("perfect.prepositions", child.lower):
                when = next((tokens[d] for d in child.children if tokens[d].dep == "pobj"), None)
                if child.lower == "since" or (when is not None and when.ent in ("DATE", "TIME")):
                    return child.text
            if child.dep == "advcl" and _mark(sentence, c, cues) == "since":
                return "since"
    return next((key for key in keys if cues.has("perfect.lasting", key)), "")


def _environment(
    sentence: Sentence, i: int, top: int, clause: Clause, own: Fate, cues: Cues, depth: int
) -> Fate:
    """The fate of a finite clause under conjunctions, conditions, questions, verbs of demand or denial."""
    tokens = sentence.tokens
    head = tokens[top]
    mark = _mark(sentence, i, cues) or (_mark(sentence, top, cues) if i != top else "")
    if (
        mark
        and cues.has("conjunction.conditional", mark)
        and not (mark == "once" and own.status == "occurred")
    ):
        if mark in ("until", "till") and own.status == "occurred" and clause.tense == "past":
            return own.under("clause:until", mark)
        if mark == "if" and _word_before_mark(sentence, i, top) in ("as", "even"):
            return own.under("clause:even if", mark)
        return Fate("hypothetical", "Uu", (("clause:condition", mark), *own.cues))
    if mark == "as" and clause.tense == "present" and _word_before_mark(sentence, i, top) == "long":
        return Fate("hypothetical", "Uu", (("clause:condition", "as long as"), *own.cues))
    if mark == "so" and clause.tense in ("possible", "conditional"):
        return Fate("hypothetical", "Uu", (("clause:purpose", mark), *own.cues))
    if clause.tense == "present" and not clause.perfect and own.status in ("occurred", "ongoing"):
        ahead = _time_ahead(sentence, top, mark, cues, depth)
        if ahead is not None:
            return Fate(ahead.status, ahead.certainty, (("clause:time ahead", mark), *own.cues))
    if mark == "before" and own.status in ("occurred", "ongoing") and clause.tense == "present":
        return Fate("scheduled", "PR+", (("clause:before", mark), *own.cues))
    if head.dep in ("ccomp", "xcomp", "acl", "oprd") and head.head != top:
        return _finite_complement(sentence, top, clause, own, cues, depth)
    if head.dep in ("csubj", "csubjpass"):
        return own.under("form:subject", clause.words)
    if head.dep == "ROOT" and _is_question(sentence, top):
        if own.status in ("occurred", "ongoing") and clause.tense in ("past", "present"):
            asked = _question_word(sentence, top)
            if asked:
                # "Why did they leave?" takes it that they left.
                return own.under("clause:wh-question", asked)
        return Fate("hypothetical", "Uu", (("clause:question", "?"), *own.cues))
    unreal = own.status in ("scheduled", "hypothetical", "not_occurring")
    if own.cues and own.cues[0][0] == "modal:counterfactual":
        return own
    if unreal and clause.tense not in ("past", "present"):
        condition = _condition_under(sentence, i, cues) or _condition_under(sentence, top, cues)
        if condition:
            return Fate("hypothetical", "Uu", (("clause:conditional", condition), *own.cues))
    return own


def _time_ahead(sentence: Sentence, top: int, mark: str, cues: Cues, depth: int) -> Fate | None:
    """ "Will sign when they meet": a present in a time clause under a future is future; None elsewhere."""
    head = sentence.tokens[top]
    if head.dep != "advcl" or head.head == top or not cues.has("conjunction.time", mark):
        return None
    above = fate_of(sentence, head.head, cues, depth + 1)
    will = any(feature.startswith(("tense:future", "tense:reported", "modal:")) for feature, _ in above.cues)
    if mark == "after" and not will:
        # "Has agreed to resign after ministers call for it": the call came first.
        return None
    return above if above.status in ("scheduled", "hypothetical", "proposed") else None


def _mark(sentence: Sentence, i: int, cues: Cues) -> str:
    """The conjunction that opens the clause of verb `i`, in lower case; "" where none does."""
    tokens = sentence.tokens
    for c in tokens[i].children:
        if tokens[c].dep == "mark" or (tokens[c].dep == "advmod" and tokens[c].tag == "WRB" and c < i):
            return tokens[c].lower
    for c in tokens[i].children:
        if tokens[c].dep == "advmod" and tokens[c].lower == "once" and c < i and tokens[i].dep == "advcl":
            return "once"
    if tokens[i].dep in ("advcl", "ccomp") and i > 0:
        first = sentence.subtree(i)[0]
        if [t.lower for t in tokens[max(0, first - 2) : first]] == ["in", "case"]:
            return "in case"
        if cues.has("conjunction.opening", tokens[first].lower):
            return tokens[first].lower
        if (
            first
            and tokens[first - 1].tag == "VBN"
            and cues.has("conjunction.opening", tokens[first - 1].lower)
        ):
            return tokens[first - 1].lower
    if tokens[i].dep == "pcomp" and tokens[tokens[i].head].lower in ("unless", "if"):
        return tokens[tokens[i].head].lower
    return ""


def _word_before_mark(sentence: Sentence, i: int, top: int) -> str:
    tokens = sentence.tokens
    for at in (i, top):
        for c in tokens[at].children:
            if tokens[c].dep == "mark" and c > 0:
                return tokens[c - 1].lower
    return ""


def _condition_under(sentence: Sentence, i: int, cues: Cues) -> str:
    """The words "if …" that hang on verb `i`, its conjunction only; "" where none do."""
    tokens = sentence.tokens
    for c in tokens[i].children:
        if tokens[c].dep in ("advcl", "prep"):
            # The parser takes some verbs for nouns; their conjunction shows them.
            marks = (tokens[d].lower for d in tokens[c].children if tokens[d].dep == "mark")
            mark = _mark(sentence, c, cues) if is_verbal(tokens[c]) else next(marks, "")
            if cues.has("conjunction.opening", mark):
                return mark
    return ""


def _is_question(sentence: Sentence, root: int) -> bool:
    """Whether the main clause asks: it ends in a question mark."""
    tokens = sentence.tokens
    last = [t for t in tokens[-3:] if t.lower == "?"]
    return bool(last) and last[0].head in (root, last[0].i)


def _question_word(sentence: Sentence, root: int) -> str:
    """The word "why", "who", "when" that opens the main clause of a question; "" for a yes-or-no question."""
    tokens = sentence.tokens
    for token in tokens[:root]:
        if token.pos in ("PUNCT", "CCONJ"):
            continue
        inside = token.head == root or tokens[token.head].head == root
        if token.tag in ("WRB", "WP", "WDT", "WP$") and inside and tokens[token.head].dep != "advcl":
            return token.text
        return ""
    return ""


def _finite_complement(
    sentence: Sentence, top: int, clause: Clause, own: Fate, cues: Cues, depth: int
) -> Fate:
    """A clause under a verb or noun: "said it would", "demanded that", "denied that", "fears that"."""
    tokens = sentence.tokens
    governor = tokens[tokens[top].head]
    above, signature = governor_of(sentence, governor.i, top, None, cues)
    if tokens[top].tag in ("VBZ", "VBD") and not has_subject(sentence, top) and is_verbal(governor):
        # A joined main verb that the parser hangs too low: "calls on them to leave … and accuses".
        return own
    if signature is None or signature.name in NOMINAL_ONLY:
        if clause.tense == "conditional" and own.status == "hypothetical" and clause.denial == "":
            return _reported_future(sentence, top, governor, own, cues)
        return own
    cue = (f"that:{signature.name}", above)
    denied = denial_above(sentence, governor.i, cues)
    asserted = signature.status in ("open", "fact") or (
        cues.has("clause.asserting", governor.lemma) and clause.form == "finite"
    )
    if asserted and clause.tense == "conditional" and own.status == "hypothetical":
        return _reported_future(sentence, top, governor, own, cues)
    if signature.name == "proposal" and clause.form == "finite" and clause.tense in ("past", "future"):
        # Who suggests that they did it, or will, supposes it; who suggests that they do it proposes it.
        return Fate(own.status, LESS_SURE.get(own.certainty, own.certainty), (cue, *own.cues))
    if signature.name == "belief" and denied and own.status in ("occurred", "ongoing", "scheduled"):
        return Fate("not_occurring", "PR-", (cue, *own.cues))
    if signature.name in ("belief", "plan", "implicative", "light", "likely"):
        return Fate(own.status, LESS_SURE.get(own.certainty, own.certainty), (cue, *own.cues))
    if asserted:
        refuted = _refuted_report(sentence, governor.i, cues)
        if refuted and own.status in ("occurred", "ongoing", "scheduled"):
            return Fate("not_occurring", "CT-", (("that:denied report", refuted), *own.cues))
        return own.under(*cue)
    if cues.has("clause.denying", governor.lemma):
        if denied or own.status == "not_occurring":
            return Fate("hypothetical", "Uu", (cue, *own.cues))
        return Fate("not_occurring", "CT-", (cue, *own.cues))
    if signature.status == "not_occurring":
        return Fate("not_occurring", "PR-", (cue, *own.cues))
    status = cast(Status, signature.status if signature.status != "same" else own.status)
    return Fate(status, signature.certainty or CERTAINTY[status], (cue, *own.cues))


def _refuted_report(sentence: Sentence, g: int, cues: Cues) -> str:
    """The words that deny noun `g` and with it the clause it brings: "denied reports that"; "" elsewhere."""
    tokens = sentence.tokens
    noun = tokens[g]
    if noun.pos != "NOUN":
        return ""
    none = denied_noun(sentence, g, cues)
    if none:
        return none
    verb = tokens[noun.head]
    if noun.dep == "dobj" and is_verbal(verb) and cues.has("clause.denying", verb.lemma):
        return "" if denial_above(sentence, verb.i, cues) else f"{verb.text} {noun.text}"
    return ""


def _reported_future(sentence: Sentence, top: int, governor: Token, own: Fate, cues: Cues) -> Fate:
    """ "Said it would attack" is "it will attack", told later; not so with a condition or a present verb."""
    tokens = sentence.tokens
    condition = _condition_under(sentence, top, cues)
    if condition:
        return own.under("clause:conditional", condition)
    if any(tokens[c].dep in ("csubj",) for c in tokens[top].children):
        return own
    past = governor.tag in ("VBD", "VBN", "VBG") or governor.pos == "NOUN"
    if past:
        return Fate("scheduled", "PR+", (("tense:reported future", governor.text), *own.cues))
    return own


def _complement(sentence: Sentence, i: int, clause: Clause, cues: Cues, depth: int) -> Fate:
    """An infinitive, gerund or participle that completes a verb or adjective."""
    tokens = sentence.tokens
    g = tokens[i].head
    words, signature = governor_of(sentence, g, i, None, cues)
    above = fate_of(sentence, g, cues, depth + 1)
    predicate = next((c for c in tokens[g].children if tokens[c].dep == "attr"), None)
    if tokens[g].lemma == "be" and predicate is not None and clause.form == "infinitive":
        ranks = (c for c in tokens[predicate].children if cues.has("ordinal.words", tokens[c].lower))
        rank = next(ranks, None)
        if rank is not None:
            return _ranked(above, tokens[rank])
    mark = _mark(sentence, i, cues)
    if mark and cues.has("conjunction.conditional", mark):
        # "Has not decided whether to attend."
        return Fate("hypothetical", "Uu", (("clause:condition", mark), *above.cues))
    if tokens[g].lemma in ("have", "be") and any(tokens[c].lower == "yet" for c in tokens[g].children):
        return told("not_occurring", "denial:perfect", f"{words} yet {clause.words}")
    if (
        signature is None
        or signature.name in NOMINAL_ONLY
        or (signature.status == "open" and clause.form == "base")
    ):
        if clause.form in ("gerund", "participle"):
            return above.under(f"form:{clause.form}", clause.words)
        joinable = is_verbal(tokens[g]) and tokens[g].tag in ("VB", "VBP")
        if clause.form == "base" and joinable and not has_subject(sentence, i):
            # "Officials announce … and blame": the parser takes a joined verb for a complement.
            return above.under("form:joined", clause.words)
        status: Status = "hypothetical"
        return Fate(status, "Uu", (("form:complement", clause.words), *above.cues))
    plain = clause.form == "infinitive" and not (clause.perfect or clause.progressive or clause.denial)
    if signature.name == "report" and plain and has_subject(sentence, i):
        # A headline inside a digest: "Ministry says fighters to withdraw".
        return told("scheduled", "headline:to", clause.words)
    if signature.status == "open":
        # "is said to have attacked", "appears to be running", "is reported to want"
        cue = (f"governor:{signature.name}", words)
        if above.status == "not_occurring":
            return Fate("not_occurring", "PR-", (cue, *above.cues))
        if clause.perfect or clause.progressive or signature.name == "belief":
            return Fate("ongoing" if clause.progressive else "occurred", "PR+", (cue, *above.cues))
        return Fate("hypothetical", "PR+", (cue, *above.cues))
    if _had_to(sentence, g, i) and above.status == "occurred":
        return above.under("governor:had to", clause.words)
    if signature.name == "presence" or (signature.name == "light" and clause.form in ("infinitive", "base")):
        return Fate("hypothetical", "Uu", (("form:purpose", clause.words), *above.cues))
    if signature.name == "factive" and clause.form == "infinitive":
        return Fate("hypothetical", "Uu", (("form:complement", clause.words), *above.cues))
    if signature.name == "plan" and clause.perfect and clause.form == "infinitive":
        return Fate("not_occurring", "PR-", (("modal:counterfactual", clause.words), *above.cues))
    if signature.name == "plan" and _had_planned(sentence, g, cues):
        return Fate("hypothetical", "PR-", (("governor:plan:past", words), *above.cues))
    return apply(signature, above, words)


def _had_to(sentence: Sentence, g: int, i: int) -> bool:
    """Whether `i` stands right under "had to": who had to flee fled, unlike who had a chance to."""
    tokens = sentence.tokens
    bare = not any(tokens[c].dep in ("dobj", "attr") for c in tokens[g].children)
    return tokens[g].lower == "had" and tokens[i].dep == "xcomp" and bare


def _had_planned(sentence: Sentence, g: int, cues: Cues) -> bool:
    """Whether the plan is told in the past perfect ("had planned to"): such plans tend to have failed.

    Not so where another's words put it so ("said that they had planned to").
    """
    tokens = sentence.tokens
    at = g if is_verbal(tokens[g]) else tokens[g].head
    clause = read_clause(sentence, at, cues)
    lapsing = cues.has("plan.lapsing", tokens[g].lemma) or cues.has("plan.lapsing", tokens[g].lower)
    return lapsing and clause.perfect and clause.tense == "past" and tokens[at].dep != "ccomp"


def _adverbial(sentence: Sentence, i: int, clause: Clause, cues: Cues, depth: int) -> Fate:
    """A clause without tense beside a verb: purpose ("to end it"), manner ("killing five"), condition."""
    tokens = sentence.tokens
    mark = _mark(sentence, i, cues)
    g = tokens[i].head
    if mark and cues.has("conjunction.conditional", mark):
        return told("hypothetical", "clause:condition", mark)
    if clause.form == "base" and mark and cues.has("conjunction.telling", mark) and has_subject(sentence, i):
        # A plural present that the parser takes for a bare form: "after both sides reach an accord".
        above = fate_of(sentence, g, cues, depth + 1)
        if above.status in ("scheduled", "hypothetical") and cues.has("conjunction.time", mark):
            return above.under("clause:time ahead", mark)
        return told("occurred", "tense:report", clause.words)
    if clause.form in ("infinitive", "base"):
        words, signature = governor_of(sentence, g, i, None, cues)
        if signature is not None and signature.name in TAKES_INFINITIVE:
            return apply(signature, fate_of(sentence, g, cues, depth + 1), words)
        if any(tokens[c].lower == "only" for c in tokens[i].children) or (
            i > 1 and tokens[i - 2].lower == "only"
        ):
            return fate_of(sentence, g, cues, depth + 1).under("form:result", "only to")
        noun = _noun_before(sentence, g, i, cues)
        if noun is not None:
            return _infinitive_on_noun(sentence, i, noun, clause, cues, depth)
        return told("hypothetical", "clause:purpose", clause.words)
    above = fate_of(sentence, g, cues, depth + 1)
    if mark in ("before",) and above.status != "occurred":
        return above.under("clause:before", mark)
    if clause.form == "participle":
        return told("occurred", "form:participle", clause.words)
    if above.status == "not_occurring":
        return Fate("occurred", "CT+", (("form:gerund", clause.words), *above.cues))
    return above.under("form:gerund", clause.words)


def _noun_before(sentence: Sentence, g: int, i: int, cues: Cues) -> int | None:
    """The object of verb `g` just before "to", where it takes an infinitive: "reached a deal to reopen"."""
    tokens = sentence.tokens
    first = sentence.subtree(i)[0]
    for c in tokens[g].children:
        if tokens[c].dep == "dobj" and c < i and sentence.subtree(c)[-1] + 1 == first:
            signature = cues.signature("noun", (tokens[c].lemma.lower(),))
            named = signature is not None and signature.name in TAKES_INFINITIVE
            return c if named or cues.has("infinitive.agreed", tokens[c].lemma) else None
    return None


def _adnominal(sentence: Sentence, i: int, clause: Clause, cues: Cues, depth: int) -> Fate:
    """A clause without tense on a noun: "plans to attack", "sanctions imposed on", "ministers resigning"."""
    tokens = sentence.tokens
    g = tokens[i].head
    subjunctive = clause.form == "participle" and any(t.lower == "be" for t in auxiliaries(sentence, i))
    if clause.form in ("infinitive", "base") or subjunctive:
        return _infinitive_on_noun(sentence, i, g, clause, cues, depth)
    if clause.form == "participle":
        above = fate_of(sentence, g, cues, depth + 1) if tokens[g].pos in ("NOUN", "PROPN") else None
        keys = verb_keys(sentence, i, None, cues)
        signature = cues.signature("verb", keys)
        if above is not None and above.status in ("scheduled", "proposed") and signature is None:
            return above.under("form:participle", clause.words)
        return told("occurred", "form:participle", clause.words)
    main = _clause_above(sentence, i)
    above = told("occurred", "form:gerund", clause.words)
    if main is not None and is_verbal(tokens[main]):
        outer = fate_of(sentence, main, cues, depth + 1)
        status: Status = (
            outer.status
            if outer.status in ("ongoing", "scheduled", "hypothetical", "proposed")
            else "occurred"
        )
        above = Fate(status, CERTAINTY[status], (("form:gerund", clause.words), *outer.cues))
    return above


def _infinitive_on_noun(sentence: Sentence, i: int, g: int, clause: Clause, cues: Cues, depth: int) -> Fate:
    """ "Plans to attack", "a deal to reopen", "envoys to meet" (headline), "the first to visit"."""
    tokens = sentence.tokens
    if tokens[g].lower == "order" and tokens[g - 1].lower == "in":
        return told("hypothetical", "clause:purpose", f"in order {clause.words}")
    if cues.has("infinitive.agreed", tokens[g].lemma):
        above = lived(g, lambda at: fate_of(sentence, at, cues, depth + 1))
        agreed = Signature("agreed", "scheduled", "not_occurring", "PR+")
        return apply(agreed, above, tokens[g].text)
    main = _clause_above(sentence, i)
    if clause.form == "base" and main is not None and not has_subject(sentence, i):
        # "Will freeze the bank's assets and prohibit loans": the parser hangs a joined verb on the noun.
        return fate_of(sentence, main, cues, depth + 1).under("form:joined", clause.words)
    if main is None and i > g and cues.has("infinitive.happening", tokens[i].lemma):
        # "Talks to resume": what talks do, not what they are for.
        return told("scheduled", "headline:to", clause.words)
    words, signature = governor_of(sentence, g, i, None, cues)
    if signature is not None and signature.name not in ("light", "presence", "factive", "report"):
        failed = _came_to_nothing(sentence, g, cues)
        if failed:
            return told("not_occurring", "subject:failed", failed)
        if signature.name in ("implicative",):
            return told("hypothetical", "form:adnominal", clause.words)
        above = lived(g, lambda at: fate_of(sentence, at, cues, depth + 1))
        return apply(signature, above, words)
    above = fate_of(sentence, g, cues, depth + 1)
    if above.status in DECISIVE:
        return above.under("form:adnominal", clause.words)
    ranked = next((c for c in (g, *tokens[g].children) if cues.has("ordinal.words", tokens[c].lower)), None)
    if ranked is not None:
        outer = above if main is None else fate_of(sentence, main, cues, depth + 1)
        return _ranked(outer, tokens[ranked])
    if main is None and i > g and tokens[-1].tag != ".":
        return told("scheduled", "headline:to", clause.words)
    if clause.passive and tokens[sentence.subtree(i)[0] - 1].text == ",":
        return told("scheduled", "form:to be done", clause.words)
    return told("hypothetical", "form:adnominal", clause.words)


def _ranked(outer: Fate, rank: Token) -> Fate:
    """The fate of what "the first to visit" did: who is the first has visited, who will be the first will."""
    status: Status = "occurred" if outer.status == "ongoing" else outer.status
    return Fate(status, outer.certainty, (("form:ordinal", rank.text), *outer.cues))


def _came_to_nothing(sentence: Sentence, g: int, cues: Cues) -> str:
    """The verb that tells that the effort `g` failed ("a bid to extend it failed"); "" where none does."""
    tokens = sentence.tokens
    verb = tokens[g].head
    if tokens[g].dep != "nsubj" or not is_verbal(tokens[verb]):
        return ""
    clause = read_clause(sentence, verb, cues)
    past = clause.tense in ("past", "present") and not clause.denial
    bare = not any(tokens[c].dep in ("xcomp", "dobj") for c in tokens[verb].children)
    failed = any(cues.has("subject.failed", key) for key in verb_keys(sentence, verb, None, cues))
    return clause.words if past and bare and failed else ""


def _clause_above(sentence: Sentence, i: int) -> int | None:
    for above in sentence.ancestors(i):
        if is_verbal(sentence.tokens[above]):
            return above
    return None


def _after_preposition(sentence: Sentence, i: int, clause: Clause, cues: Cues, depth: int) -> Fate:
    """A gerund after a preposition: "accused of attacking", "without firing", "by imposing"."""
    tokens = sentence.tokens
    preposition, g = preposition_above(sentence, i, cues)
    if cues.has("conjunction.opening", preposition.lower):
        # "Provided both sides stop": the parser takes the conjunction for a preposition.
        return told("hypothetical", "clause:condition", preposition.text)
    if clause.form == "finite":
        return _finite(sentence, i, clause, cues)
    words, signature = governor_of(sentence, g, i, preposition, cues)
    if signature is None and not is_verbal(tokens[g]):
        signature = (
            cues.signature("noun", (tokens[g].lemma.lower(),)) if tokens[g].pos == "NOUN" else signature
        )
    if signature is not None:
        above = (
            lived(g, lambda at: fate_of(sentence, at, cues, depth + 1))
            if tokens[g].pos == "NOUN"
            else fate_of(sentence, g, cues, depth + 1)
        )
        return apply(signature, above, f"{words} {preposition.text}")
    kind = cues.prepositions.get(preposition.lower, "same")
    feature = "preposition:denied" if kind == "not_occurring" else f"preposition:{kind}"
    above = fate_of(sentence, g, cues, depth + 1)
    if kind == "not_occurring":
        return told("not_occurring", feature, preposition.text)
    if kind == "before":
        status: Status = (
            "occurred" if above.status == "occurred" and preposition.lower == "before" else above.status
        )
        return Fate(status, CERTAINTY[status], ((feature, preposition.text), *above.cues))
    if kind == "fact":
        scheduled = above.status == "scheduled"
        return Fate(
            "scheduled" if scheduled else "occurred",
            "PR+" if scheduled else "CT+",
            ((feature, preposition.text),),
        )
    if kind == "hypothetical" and preposition.lower != "for":
        return told("hypothetical", feature, preposition.text)
    if preposition.lower == "from":
        return told(
            "not_occurring" if above.status == "occurred" else "hypothetical", feature, preposition.text
        )
    if preposition.lower == "for" and above.status != "occurred":
        return Fate("hypothetical", "Uu", ((feature, preposition.text), *above.cues))
    if above.status == "not_occurring":
        return Fate("hypothetical", "Uu", ((feature, preposition.text), *above.cues))
    return above.under(feature, preposition.text)


def _without_governor(sentence: Sentence, i: int, clause: Clause, cues: Cues) -> Fate:
    """A root without tense: headlines ("Envoys to meet", "Summit scrapped") and commands."""
    tokens = sentence.tokens
    if clause.form == "infinitive":
        if any(tokens[c].dep == "mark" and tokens[c].lower == "for" for c in tokens[i].children):
            return told("hypothetical", "form:complement", f"for … {clause.words}")
        return told("scheduled", "headline:to", clause.words)
    if clause.form == "gerund":
        return told("ongoing", "headline:gerund", clause.words)
    if clause.form == "base" and not has_subject(sentence, i):
        last = tokens[-1].lower
        return told("hypothetical", "clause:imperative" if last != "?" else "clause:question", clause.words)
    if clause.form == "base":
        return told("occurred", "tense:report", clause.words)
    return told("occurred", "headline:participle", clause.words)


def _doubted(sentence: Sentence, i: int, found: Fate, cues: Cues) -> Fate:
    """The fate with what adverbs beside the verb take from its certainty."""
    tokens = sentence.tokens
    for c in tokens[i].children:
        child = tokens[c]
        if child.dep not in ("advmod", "npadvmod", "intj"):
            continue
        if cues.has("adverb.doubt", child.lower) or cues.has("adverb.probable", child.lower):
            certainty = LESS_SURE.get(found.certainty, found.certainty)
            return Fate(found.status, certainty, (("adverb:doubt", child.text), *found.cues))
        if cues.has("adverb.possible", child.lower):
            status: Status = "hypothetical" if found.status in ("scheduled", "ongoing") else found.status
            return Fate(
                status,
                "PS-" if status == "not_occurring" else "PS+",
                (("adverb:possible", child.text), *found.cues),
            )
        if (
            cues.has("adverb.only_in_part", child.lower)
            and found.status == "occurred"
            and is_verbal(tokens[i])
        ):
            return Fate("not_occurring", "CT-", (("adverb:almost", child.text), *found.cues))
    return found


def _adjective(sentence: Sentence, i: int, cues: Cues, depth: int) -> Fate:
    """An adjective is as true as the clause it is said in."""
    token = sentence.tokens[i]
    if token.dep in ("acomp", "oprd", "attr", "xcomp", "ccomp") and is_verbal(sentence.tokens[token.head]):
        above = sentence.tokens[token.head]
        if cues.has("copula.verbs", above.lemma):
            return fate_of(sentence, token.head, cues, depth + 1)
    if token.dep == "conj" and token.head != i:
        return fate_of(sentence, token.head, cues, depth + 1)
    return told("occurred", "form:adjective", token.text)
