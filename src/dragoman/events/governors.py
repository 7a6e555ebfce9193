"""What a governing word implies of the act below it.

The *governor* of an act is the verb, adjective or noun it hangs on: "scrapped" for "the summit was
scrapped", "refusal" for "the refusal to attend", "expected" for "is expected to attend". Its signature
(`signatures`) and its own fate give the fate of the act.
"""

from dataclasses import dataclass
from typing import cast

from dragoman.events.modality import auxiliaries, denied_noun, read_clause
from dragoman.events.signatures import Cues, Signature
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import FactualityValue, Status

CERTAINTY: dict[Status, FactualityValue] = {
    "occurred": "CT+",
    "ongoing": "CT+",
    "scheduled": "PR+",
    "proposed": "Uu",
    "hypothetical": "Uu",
    "postponed": "PS+",
    "cancelled": "CT-",
    "not_occurring": "CT-",
}
"""How sure the teller is where the words say no more than the status."""

DECLINED = "governor:declined"
"""Cue of an offer or demand that was turned down: it was made, what it asks for does not come about."""


@dataclass(frozen=True, slots=True)
class Fate:
    """Whether a word's act happened, how sure the teller is, and by which cues, innermost first."""

    status: Status
    certainty: FactualityValue
    cues: tuple[tuple[str, str], ...] = ()

    def under(self, feature: str, detail: str) -> "Fate":
        """The same fate with one more cue that speaks for it."""
        return Fate(self.status, self.certainty, ((feature, detail), *self.cues))


def told(status: Status, feature: str, detail: str, certainty: FactualityValue | None = None) -> Fate:
    """A fate that rests on one cue; `certainty` as is usual for the status where not given."""
    return Fate(status, certainty or CERTAINTY[status], ((feature, detail),))


def is_verbal(token: Token) -> bool:
    """Whether the token stands as a verb: not "the planned talks", not "the bombing of"."""
    return (
        token.tag.startswith("VB")
        and token.dep not in ("amod", "compound", "nmod")
        and token.pos in ("VERB", "AUX")
    )


def verb_keys(sentence: Sentence, i: int, link: Token | None, cues: Cues) -> list[str]:
    """Look-up keys of verb `i`, longest first: with particle and the preposition that leads to the act."""
    tokens = sentence.tokens
    lemma = cues.lemmas.get(tokens[i].lower, tokens[i].lemma.lower())
    particles = [tokens[c].lower for c in tokens[i].children if tokens[c].dep == "prt"]
    nearby = (
        [tokens[i + 1].lower]
        if i + 1 < len(tokens) and tokens[i + 1].tag in ("RP", "RB", "IN") and tokens[i + 1].head == i
        else []
    )
    fixed = [
        f"{lemma} {tokens[c].lower} {tokens[g].lower}"
        for c in tokens[i].children
        if tokens[c].dep == "prep"
        for g in tokens[c].children
        if tokens[g].dep == "pobj"
    ] + [f"{lemma} {tokens[c].lower}" for c in tokens[i].children if tokens[c].dep == "dobj"]
    bases = [f"{lemma} {p}" for p in particles] + fixed
    if link is not None:
        bases += [f"{lemma} {word}" for word in nearby if word != link.lower]
    keys = [f"{base} {link.lower}" for base in bases] if link else []
    if link is not None:
        # "Put on hold after the blast" says nothing of the blast.
        if not cues.has("adjunct.prepositions", link.lower):
            keys += bases
        keys.append(f"{lemma} {link.lower}")
    else:
        keys += bases
        keys += [f"{lemma} {word}" for word in nearby]
        if not particles:
            keys.append(lemma)
    return keys


def governor_of(
    sentence: Sentence, g: int, child: int, link: Token | None, cues: Cues
) -> tuple[str, Signature | None]:
    """The words of governor `g` and what it implies of `child`, which hangs on it directly or by `link`."""
    tokens = sentence.tokens
    governor = tokens[g]
    if is_verbal(governor):
        if governor.lemma == "be" and link is None:
            predicate = _predicate(sentence, g)
            if predicate is not None and predicate != child:
                return governor_of(sentence, predicate, child, link, cues)
            infinitive = tokens[child].tag == "VB" or "to" in [t.lower for t in auxiliaries(sentence, child)]
            return governor.text, cues.signature("verb", ("be",)) if infinitive else None
        return governor.text, cues.signature("verb", verb_keys(sentence, g, link, cues))
    if (
        governor.pos == "ADJ"
        or governor.dep == "acomp"
        or (governor.tag in ("VBN", "JJ") and governor.dep != "pobj")
    ):
        linked = (f"{governor.lower} {link.lower}",) if link else ()
        found = cues.signature("adjective", (*linked, governor.lower))
        return governor.text, found or cues.signature("verb", (governor.lemma.lower(),))
    keys = (hyphened(sentence, g), governor.lemma.lower(), governor.lower)
    return governor.text, cues.signature("noun", keys)


def hyphened(sentence: Sentence, c: int) -> str:
    """The hyphenated word that token `c` ends ("called-off", "run-up"), in lower case; "" where none does."""
    tokens = sentence.tokens
    if c >= 2 and tokens[c - 1].text == "-":
        return "".join(t.lower for t in tokens[c - 2 : c + 1])
    return ""


def preposition_above(sentence: Sentence, i: int, cues: Cues) -> tuple[Token, int]:
    """The preposition before token `i`, by its telling word ("instead of": "instead"), and its own head."""
    tokens = sentence.tokens
    preposition = tokens[tokens[i].head]
    g = preposition.head
    for c in preposition.children:
        if c < preposition.i and cues.has("preposition_first.words", tokens[c].lower):
            return tokens[c], g
    while preposition.dep in ("prep", "pcomp") and cues.has("preposition_first.words", tokens[g].lower):
        preposition, g = tokens[g], tokens[g].head
    return preposition, g


def _predicate(sentence: Sentence, g: int) -> int | None:
    for c in sentence.tokens[g].children:
        if sentence.tokens[c].dep in ("acomp", "oprd") or (
            sentence.tokens[c].dep == "attr" and sentence.tokens[c].pos == "ADJ"
        ):
            return c
    return None


def denial_above(sentence: Sentence, g: int, cues: Cues) -> str:
    """The word that denies governor `g`, or ""."""
    token = sentence.tokens[g]
    if is_verbal(token):
        return read_clause(sentence, g, cues).denial
    if token.dep in ("acomp", "oprd"):
        return read_clause(sentence, token.head, cues).denial
    return denied_noun(sentence, g, cues)


def apply(signature: Signature, above: Fate, detail: str) -> Fate:
    """The fate of an act below a word of this signature whose own fate is `above`."""
    negative = above.status == "not_occurring"
    value = signature.negated if negative else signature.status
    feature = f"governor:{signature.name}" + (":denied" if negative else "")
    cue = ((feature, detail),)
    if value == "fact":
        return Fate("occurred", "CT+", cue)
    if value in ("same", "open"):
        return Fate(above.status, above.certainty, (*cue, *above.cues))
    status = cast(Status, value)
    certainty = (signature.certainty if not negative else None) or CERTAINTY[status]
    match above.status:
        case "not_occurring" if above.cues and above.cues[0][0] == DECLINED and status == "hypothetical":
            return Fate("not_occurring", "CT-", (*cue, *above.cues))
        case "proposed" if status in ("scheduled", "proposed") or signature.name == "demand":
            return Fate("proposed", "Uu", (*cue, *above.cues))
        case "cancelled" | "postponed" if status in ("scheduled", "proposed", "hypothetical"):
            return Fate(above.status, above.certainty, (*cue, *above.cues))
        case "hypothetical" | "proposed" if status != "hypothetical":
            return Fate("hypothetical", "Uu", (*cue, *above.cues))
        case "scheduled" if status == "not_occurring":
            return Fate(status, "PR-", (*cue, *above.cues))
        case "scheduled" if status == "occurred":
            return Fate("scheduled", "PR+", (*cue, *above.cues))
        case _:
            return Fate(status, certainty, (*cue, *above.cues))
