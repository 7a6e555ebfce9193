"""How a clause puts its verb: tense, aspect, modal, denial. What stands around the clause is not asked here.

A *clause* is a verb with its auxiliaries. "will not have met" is future, perfect, denied; "to meet" has
no tense of its own and waits for what governs it. Verbs that are joined share auxiliaries: in "will meet
and discuss" both are future.
"""

from dataclasses import dataclass
from typing import Literal

from dragoman.events.signatures import Cues
from dragoman.parse.syntax import Sentence, Token

Tense = Literal["past", "present", "future", "possible", "obliged", "conditional", "none"]
Form = Literal["finite", "infinitive", "base", "gerund", "participle"]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with its auxiliaries.

    Attributes:
        form: finite, or the kind of verb form without tense.
        tense: "future" (will), "possible" (may), "obliged" (should), "conditional" (would), past, present.
        perfect, progressive, passive: the aspect and voice of the whole verb group.
        denial: the word that denies it; "" where none does.
        words: auxiliaries and verb as printed.
    """

    form: Form
    tense: Tense
    perfect: bool
    progressive: bool
    passive: bool
    denial: str
    words: str


def read_clause(sentence: Sentence, i: int, cues: Cues) -> Clause:
    """Read the verb group of verb `i`."""
    verb = sentence.tokens[i]
    group = auxiliaries(sentence, i)
    tense: Tense = "none"
    lowers = [token.lower for token in group]
    lemmas = {token.lemma for token in group if token.tag != "MD"}
    infinitive = "to" in lowers
    for token in group:
        tense = _tense_of(token, cues) or tense
        if tense != "none":
            break
    if tense == "none" and not infinitive:
        tense = {"VBD": "past", "VBZ": "present", "VBP": "present"}.get(verb.tag, "none")  # type: ignore[assignment]
    passive = any(token.dep == "auxpass" for token in group)
    progressive = (verb.tag == "VBG" and "be" in lemmas) or (passive and "being" in lowers)
    perfect = "have" in lemmas and verb.tag in ("VBN", "VBD", "VBG")
    return Clause(
        form=_form(sentence, verb, tense, infinitive),
        tense=tense,
        perfect=perfect,
        progressive=progressive,
        passive=passive,
        denial=denial_of(sentence, i, cues),
        words=" ".join([*(token.text for token in group if token.i != i), verb.text]),
    )


def auxiliaries(sentence: Sentence, i: int) -> list[Token]:
    """Auxiliaries of verb `i`, its own or those of the verb it is joined to where it has none."""
    tokens = sentence.tokens
    own = [tokens[c] for c in tokens[i].children if tokens[c].dep in ("aux", "auxpass")]
    if own or tokens[i].dep != "conj":
        return own
    head = tokens[tokens[i].head]
    if has_subject(sentence, i) or not head.tag.startswith("VB"):
        return own
    if tokens[i].tag == head.tag or (tokens[i].tag == "VB" and head.tag in ("VB", "VBP")):
        return auxiliaries(sentence, head.i)
    return own


def has_subject(sentence: Sentence, i: int) -> bool:
    """Whether verb `i` has a subject of its own."""
    return any(sentence.tokens[c].dep in SUBJECTS for c in sentence.tokens[i].children)


def _tense_of(token: Token, cues: Cues) -> Tense | None:
    if cues.has("auxiliary.future", token.lower):
        return "future"
    if cues.has("auxiliary.possible", token.lower):
        return "possible"
    if cues.has("auxiliary.obliged", token.lower):
        return "obliged"
    if cues.has("auxiliary.conditional", token.lower) and token.tag == "MD":
        return "conditional"
    if token.tag == "VBD" or (token.lower == "'d" and token.tag != "MD"):
        return "past"
    return "present" if token.tag in ("VBZ", "VBP") else None


def _form(sentence: Sentence, verb: Token, tense: Tense, infinitive: bool) -> Form:
    if infinitive:
        return "infinitive"
    if tense != "none":
        return "finite"
    if verb.tag == "VBG":
        return "gerund"
    if verb.tag == "VBN":
        return "participle"
    return "base" if verb.tag == "VB" else "participle"


def denial_of(sentence: Sentence, i: int, cues: Cues) -> str:
    """The word that denies verb `i` in its own clause, or "".

    Denied are "did not meet", "no envoy met", "held no talks", "neither side met", "no longer meets";
    not "not only met".
    """
    tokens = sentence.tokens
    verb = tokens[i]
    for c in verb.children:
        child = tokens[c]
        if child.dep == "neg" or (
            child.dep in ("advmod", "preconj", "cc") and cues.has("negation.words", child.lower)
        ):
            if child.dep == "cc" and child.i > i:
                continue
            following = tokens[c + 1].lower if c + 1 < len(tokens) else ""
            if not cues.has("negation.focus", following):
                return child.text
        if child.dep == "advmod" and child.lower in ("longer", "more") and _denied_noun(sentence, c, cues):
            return f"no {child.text}"
        if child.dep in ("nsubj", "nsubjpass", "dobj", "attr", "expl"):
            found = _denied_noun(sentence, c, cues)
            if found:
                return found
    if verb.dep == "conj":
        head = tokens[verb.head]
        before = [tokens[c].lower for c in head.children if tokens[c].dep == "cc" and head.i < c < i]
        if "nor" in before:
            return "nor"
        if "than" in before:
            return "rather than"
        shares = not has_subject(sentence, i) and not any(
            tokens[c].dep in ("aux", "auxpass") for c in verb.children
        )
        if shares and verb.tag == head.tag and head.tag.startswith("VB") and "but" not in before:
            return _shared_denial(sentence, head.i, cues)
    return ""


def _shared_denial(sentence: Sentence, i: int, cues: Cues) -> str:
    """A denial that reaches over to a joined verb: that of the auxiliary or subject, not of the object."""
    tokens = sentence.tokens
    if not auxiliaries(sentence, i) and not any(
        tokens[c].dep in ("nsubj", "nsubjpass") and _denied_noun(sentence, c, cues)
        for c in tokens[i].children
    ):
        return ""
    found = denial_of(sentence, i, cues)
    denied_object = any(
        tokens[c].dep in ("dobj", "attr") and _denied_noun(sentence, c, cues) for c in tokens[i].children
    )
    return "" if denied_object else found


def _denied_noun(sentence: Sentence, i: int, cues: Cues) -> str:
    tokens = sentence.tokens
    if cues.has("negation.pronouns", tokens[i].lower):
        return tokens[i].text
    for c in tokens[i].children:
        child = tokens[c]
        if (
            child.dep in ("det", "neg", "preconj", "cc")
            and c < i
            and cues.has("negation.determiners", child.lower)
        ):
            return f"{child.text} {tokens[i].text}"
    if tokens[i].dep == "conj":
        rival = [c for c in tokens[tokens[i].head].children if tokens[c].dep == "cc" and c < i]
        if rival and tokens[rival[-1]].lower == "than":
            return "rather than"
    if tokens[i].i > 0 and tokens[i].lower == "one" and tokens[i - 1].lower == "no":
        return "no one"
    return ""


denied_noun = _denied_noun
"""The words "no talks", "neither side", "nobody" where noun `i` is denied by its own determiner, or ""."""
