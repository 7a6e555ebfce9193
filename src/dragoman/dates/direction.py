"""Whether a bare "Wednesday" lies behind or ahead, told by the verb it hangs on.

From the words of the expression the way goes up the parse to the first verb, noting on the way what
lies ahead by itself: "ahead of Friday's summit", "the talks planned for Friday". A verb in the past
or the perfect looks back, one with "will" or "would" looks on, so does one that hangs on a verb of
plans ("is set to meet", "agreed to meet"). What was once planned ("was due to meet on Friday") may
lie on either side. Where there is no verb, news looks back.

Source: ours (docs/dates.md); the word lists stand in data/dates.toml.
"""

from functools import cache

from dragoman.data import read_toml
from dragoman.dates.anchors import Direction
from dragoman.parse.syntax import Sentence, Token

DIRECTED = frozenset(
    {"weekday", "month", "day_of_month", "day_range", "month_range", "season", "quarter", "holiday", "unit"}
    | {"week_of_day"}
    | {"overnight_into", "half", "week_of_month", "weekday_range", "clock"}
)
"""Rules whose expressions a verb turns to the past or the future."""


def direction_of(sentence: Sentence, start: int, end: int) -> Direction:
    """The direction in which an expression at these offsets of the report points."""
    if not sentence.tokens:
        return "past"
    inside = [token for token in sentence.tokens if start <= token.start < end]
    if not inside:
        return "past"
    held = {token.i for token in inside}
    top = next((t for t in inside if t.head not in held or t.head == t.i), inside[0])
    words = _words()
    if (before := _word_before(sentence, inside[0])) and before.lower in words["ahead"]:
        if before.lower == "ahead" or _governor(sentence, top) in words["terms"]:
            return "future"
        if _tense_at(sentence, top) != "past":
            return "future"
        return "either" if _hangs_on_infinitive(sentence, top) else "past"
    if before and before.lower in words["behind"]:
        return "past"
    at = top
    for _ in range(len(sentence.tokens)):
        if at.pos in ("VERB", "AUX") and at is not top:
            return _tense(sentence, at)
        if at.pos in ("NOUN", "PROPN", "ADJ"):
            if at.lower in ("ahead", "due") or any(
                sentence.tokens[c].lower in words["coming"] for c in at.children
            ):
                return "future"
            above = sentence.tokens[at.head]
            undone = at.dep in ("nsubj", "nsubjpass", "dobj") and above.lemma.lower() in words["undoing"]
            if undone and at not in inside:
                return "future"
        elif at.pos in ("ADP", "ADV") and at.lower in words["ahead"]:
            return "future"
        if at.head == at.i:
            break
        at = sentence.tokens[at.head]
    return _nominal(sentence)


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_toml("dates.toml")["direction"].items()}


def _word_before(sentence: Sentence, first: Token) -> Token | None:
    i = first.i - 1
    while i >= 0 and sentence.tokens[i].lower in (
        "the",
        "early",
        "late",
        "mid",
        "-",
        "at",
        "of",
        "least",
        "this",
    ):
        if sentence.tokens[i].lower == "of" and i and sentence.tokens[i - 1].lower == "ahead":
            return sentence.tokens[i - 1]
        i -= 1
    return sentence.tokens[i] if i >= 0 else None


def _governor(sentence: Sentence, token: Token) -> str:
    """The lemma of the first verb above; "" where there is none."""
    above = (sentence.tokens[i] for i in sentence.ancestors(token.i))
    return next((t.lemma.lower() for t in above if t.pos in ("VERB", "AUX")), "")


def _hangs_on_infinitive(sentence: Sentence, token: Token) -> bool:
    """ "picked three firms to run it through June": what is done may lie before, what it is for ahead."""
    above = (sentence.tokens[i] for i in sentence.ancestors(token.i))
    verb = next((t for t in above if t.pos in ("VERB", "AUX")), None)
    return verb is not None and any(sentence.tokens[c].tag == "TO" for c in verb.children)


def _tense_at(sentence: Sentence, token: Token) -> Direction:
    for i in sentence.ancestors(token.i):
        if sentence.tokens[i].pos in ("VERB", "AUX"):
            return _tense(sentence, sentence.tokens[i])
    return _nominal(sentence)


def _nominal(sentence: Sentence) -> Direction:
    """A headline or label without a verb: "Talks in Ankara on Friday" looks back, "to meet" on."""
    for token in sentence.tokens:
        if token.tag == "VB" and any(sentence.tokens[c].tag == "TO" for c in token.children):
            return "future"
    return "past"


def _tense(sentence: Sentence, verb: Token) -> Direction:
    tokens, words = sentence.tokens, _words()
    helpers = [tokens[c] for c in verb.children if tokens[c].dep in ("aux", "auxpass")]
    lowers = {helper.lower for helper in helpers}
    governor = tokens[verb.head]
    if lowers & words["auxiliary_future"] and ("have" not in lowers or "will" in lowers):
        return "future"
    was = bool(lowers & {"was", "were", "had", "been"}) or verb.lower in ("was", "were", "had")
    if (
        verb.lemma.lower() in words["prospective"]
        and verb.tag in ("VBN", "JJ", "VBD")
        and (helpers or verb.dep in ("acl", "amod", "advcl") or (verb.tag == "VBN" and verb.dep != "ROOT"))
    ):
        if verb.dep in ("acl", "amod", "relcl") or not was:
            return "future" if not _has_perfect(lowers) else "past"
        return "either"
    if any(
        tokens[c].lower in ("due", "likely", "set", "ready", "about")
        and tokens[c].dep in ("acomp", "attr", "prt", "oprd")
        for c in verb.children
    ):
        return "either" if verb.tag == "VBD" else "future"
    if any(helper.tag == "TO" for helper in helpers):
        return _infinitive(sentence, verb, governor)
    if verb.tag == "VBD" or lowers & {"had", "was", "were", "did", "has", "have", "'ve", "been"}:
        return "past"
    if verb.tag in ("VBP", "VBZ") or lowers & {"is", "are", "am", "'s", "'re", "’s", "’re", "do", "does"}:
        if verb.tag == "VBN":
            return "past" if "been" in lowers else "future"
        return "past" if sentence.kind == "headline" else "future"
    if verb.tag in ("VB", "VBN", "VBG") and verb.dep in (
        "conj",
        "xcomp",
        "ccomp",
        "advcl",
        "pcomp",
        "acl",
        "prep",
        "dep",
    ):
        if verb.dep == "acl" and verb.tag == "VBN":
            return "past"
        if verb.dep == "pcomp" and governor.lower in ("before", "of", "to", "for") and verb.tag == "VBG":
            return _tense_at(sentence, verb)
        return (
            _tense(sentence, governor)
            if governor.pos in ("VERB", "AUX") and governor is not verb
            else _tense_at(sentence, verb)
            if verb.head != verb.i
            else "past"
        )
    if verb.tag == "VB":
        return "future"
    return "past"


def _has_perfect(helpers: set[str]) -> bool:
    return bool(helpers & {"has", "have", "had"}) and "been" not in helpers


def _infinitive(sentence: Sentence, verb: Token, governor: Token) -> Direction:
    """ "to meet" looks on, save under a past verb that is no verb of plans ("came to meet")."""
    words = _words()
    if verb.head == verb.i:
        return "future"
    if governor.pos not in ("VERB", "AUX"):
        if governor.lemma.lower() in words["prospective"]:
            verb_above = sentence.tokens[governor.head]
            return "either" if governor.pos == "ADJ" and verb_above.tag == "VBD" else "future"
        above = _tense_at(sentence, governor)
        return "future" if governor.pos in ("NOUN", "PROPN") else above
    if governor.lemma.lower() == "be":
        return "either" if governor.tag == "VBD" else "future"
    if governor.lemma.lower() in words["prospective"]:
        if governor.tag in ("VBN", "JJ") and any(
            sentence.tokens[c].lower in ("was", "were", "been") for c in governor.children
        ):
            return "either"
        return "future"
    return _tense(sentence, governor)
