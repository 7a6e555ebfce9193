"""Who stands where around a word that tells an act: subject, object, and what prepositions bring.

Subjects are found through passives ("sanctions were imposed by"), coordination ("met X and signed
Y"), control ("agreed to lift"), participles and relative clauses. What comes back are token indices of
noun heads; which actors they mean is the business of `acts`.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from dragoman.data import read_toml
from dragoman.parse.syntax import Sentence, Token

_SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj"])
_OBJECTS = frozenset(["dobj", "obj"])
_SAID_OF = frozenset(["acomp", "oprd", "ROOT", "conj"])
_NAMED = frozenset(["GPE", "LOC", "FAC", "PERSON", "ORG", "NORP"])
_STEPS = 3
"""Nouns between an occasion and the verb that it hangs on."""
_RELATIVES = frozenset(["who", "which", "that", "whom"])


def is_passive(sentence: Sentence, i: int) -> bool:
    """Whether verb `i` is passive: "was signed", "sanctions imposed on"."""
    token = sentence.tokens[i]
    if any(sentence.tokens[c].dep in {"auxpass", "nsubjpass", "agent"} for c in token.children):
        return True
    return token.tag == "VBN" and token.dep == "acl"


def doers(sentence: Sentence, i: int) -> list[int]:
    """Heads of those who do what verb `i` says; empty where nobody is named."""
    if is_passive(sentence, i):
        return _prepositional(sentence, i, "by")
    return _subject(sentence, i, depth=0)


def objects(sentence: Sentence, i: int) -> list[int]:
    """Heads of the direct object of verb `i`; of a passive, its subject or the noun it modifies."""
    if is_passive(sentence, i):
        return _subject(sentence, i, depth=0)
    token = sentence.tokens[i]
    own = _dependants(sentence, i, _OBJECTS) or [
        j  # what the parser takes for a measure: "visits *Warsaw*, where he speaks"
        for j in _dependants(sentence, i, frozenset(["npadvmod"]))
        if sentence.tokens[j].pos == "PROPN" and sentence.tokens[j].ent in _NAMED and j == i + 1
    ]
    if not own and token.dep == "conj":
        return []
    if sentence.tokens[token.head].lemma in _words()["adverbial"]:
        return own  # "the first *time* that they met"
    if not own and token.dep == "relcl" and _relative(sentence, i) and not _is_subject_relative(sentence, i):
        return [token.head]
    return own


def after_preposition(sentence: Sentence, i: int, word: str) -> list[int]:
    """Heads that preposition `word` brings to token `i`; "dative" gives the indirect object."""
    if word == "dative":
        return _dependants(sentence, i, frozenset(["dative"]))
    return _prepositional(sentence, i, word)


def people_of_others() -> frozenset[str]:
    """Nouns for people who are told by the one they belong to, and are not that one."""
    return _words()["people_of_others"]


def made_by(sentence: Sentence, i: int, word: str) -> list[int]:
    """Those by whom a deed is done that noun `i` names: "measures taken *by the EU*"."""
    if word != "by" or sentence.tokens[i].lemma not in _words()["deeds"]:
        return []
    participles = [c for c in sentence.tokens[i].children if sentence.tokens[c].dep == "acl"]
    return [j for c in participles for j in _prepositional(sentence, c, "by")]


def occasions() -> frozenset[str]:
    """Nouns that tell on what occasion, or by what, something was done: "in *line* with a resolution"."""
    return _words()["occasions"]


def private() -> frozenset[str]:
    """Nouns for businesses, clubs and the like, whose deeds are not those of their country."""
    return _words()["private"]


def is_by_phone(sentence: Sentence, i: int) -> bool:
    """Whether noun `i` is a talk at a distance: "a *telephone* conversation", "a *video* conference"."""
    tokens, words = sentence.tokens, _words()
    return tokens[i].lemma in words["spoken"] and any(
        tokens[c].lemma in words["distant"] and tokens[c].dep in {"compound", "amod", "nmod"}
        for c in tokens[i].children
    )


def hyphened(sentence: Sentence, i: int) -> list[int]:
    """What a hyphen joins to the front of word `i`: "a *Chadian*-Malian summit"."""
    tokens = sentence.tokens
    if i < 2 or tokens[i - 1].text not in {"-", "–"} or tokens[i - 2].head not in {i, tokens[i].head}:
        return []
    if not {tokens[i].pos, tokens[i - 2].pos} <= {"ADJ", "PROPN"}:
        return []  # "Chadian-led" talks are not of those who are led
    return [*hyphened(sentence, i - 2), i - 2]


def arms() -> frozenset[str]:
    """Nouns that end like those for people and are arms, whose deeds are those of their country."""
    return _words()["arms"]


def attending(sentence: Sentence, i: int, *, journey: bool) -> list[int]:
    """Who takes part in what noun `i` names where only the verb's subject tells it.

    "*Roe*, on a visit to Chad, said", "after talks with Mali *Roe* called for", "*Roe* travelled to Chad for
    talks with". Nobody is told by a passive ("was signed after talks with Mali").

    Args:
        journey: whether the noun tells a journey, which one can be "on".
    """
    tokens, words = sentence.tokens, _words()
    preposition = tokens[tokens[i].head]
    if tokens[i].dep not in {"pobj", "dobj"} or preposition.dep != "prep":  # "following" governs an object
        return []
    word, above = preposition.lower, tokens[preposition.head]
    if word == "of" and above.lower == "ahead":
        word, above = "before", tokens[above.head]
    if above.pos in {"NOUN", "PROPN"} and above.dep in _SUBJECTS and word in words["on_journey"]:
        return [above.i] if any(tokens[c].dep == "punct" for c in above.children) else []
    if above.dep == "relcl" and above.lemma in words["composing"]:
        above = tokens[above.head]
    steps = 0
    while above.pos == "NOUN" and above.dep in {"pobj", "dobj", "prep"} and steps < _STEPS:
        above, steps = tokens[above.head], steps + 1  # the parser hangs "on a visit" on the noun before it
        above = tokens[above.head] if above.dep == "prep" else above
    fits = words["on_journey" if journey else "taking_part"]
    if word not in fits and not (word == "for" and above.lemma in words["going"]):
        return []
    if above.pos not in {"VERB", "AUX"} or is_passive(sentence, above.i):
        return []
    return doers(sentence, above.i)


def verb_of(sentence: Sentence, i: int) -> int:
    """The verb of which noun `i` is subject or object; `i` itself where it is neither."""
    token = sentence.tokens[i]
    if token.dep in _SUBJECTS | _OBJECTS and sentence.tokens[token.head].pos in {"VERB", "AUX"}:
        return token.head
    return i


def within_clauses(
    sentence: Sentence, i: int, labels: Collection[str] = ("xcomp", "ccomp", "pcomp")
) -> list[int]:
    """Objects and what prepositions bring in the clauses that complete verb `i`, the nearest first."""
    found = []
    for c in sentence.tokens[i].children:
        if sentence.tokens[c].dep in labels:
            found += _dependants(sentence, c, _OBJECTS | {"dative"})
            for p in sentence.tokens[c].children:
                if sentence.tokens[p].dep in {"prep", "dative", "agent"}:
                    brought = _dependants(sentence, p, frozenset(["pobj"]))
                    found += [j for j in brought if sentence.tokens[j].lemma not in _words()["occasions"]]
            found += within_clauses(sentence, c)
    return found


def phrase_levels(sentence: Sentence, i: int) -> Iterator[tuple[int, ...]]:
    """The words of noun `i`'s phrase, level by level from the head down, without its relative clauses."""
    apart = {"relcl", "advcl", "appos", "conj", "cc", "punct"}
    level: tuple[int, ...] = (i,)
    while level:
        yield level
        level = tuple(
            c for j in level for c in sentence.tokens[j].children if sentence.tokens[c].dep not in apart
        )


def has_clause(sentence: Sentence, i: int, labels: Collection[str] = ("xcomp", "ccomp")) -> bool:
    """Whether an infinitive or gerund ("xcomp") or that-clause ("ccomp") completes verb `i`."""
    return bool(content_clauses(sentence, i, labels))


def content_clauses(sentence: Sentence, i: int, labels: Collection[str] = ("xcomp", "ccomp")) -> list[int]:
    """Heads of the clauses that complete verb `i`; also "called *for Mali to leave*"."""
    return [
        c
        for c in sentence.tokens[i].children
        if sentence.tokens[c].dep in labels or _is_for_clause(sentence, c)
    ]


def has_infinitive(sentence: Sentence, i: int) -> bool:
    """Whether an infinitive with "to" completes verb `i`."""
    return any(
        sentence.tokens[x].tag == "TO"
        for c in content_clauses(sentence, i)
        for x in sentence.tokens[c].children
    )


def clause_subjects(sentence: Sentence, i: int) -> list[int]:
    """Who is to do what completes verb `i`: "demanded that *Mali* leave", "called for *Mali* to leave"."""
    return [j for c in content_clauses(sentence, i) for j in _dependants(sentence, c, _SUBJECTS)]


def _is_for_clause(sentence: Sentence, c: int) -> bool:
    token = sentence.tokens[c]
    return token.dep == "advcl" and any(
        sentence.tokens[m].lower == "for" and sentence.tokens[m].dep == "mark" for m in token.children
    )


def with_particle(sentence: Sentence, i: int) -> str:
    """The lemma of verb `i` with its particle ("rule_out"); of an adjective said of someone, "be_open"."""
    token = sentence.tokens[i]
    if token.pos == "ADJ":
        return f"be_{token.lemma}" if token.dep in _SAID_OF else token.lemma
    particle = next((sentence.tokens[c].lower for c in token.children if sentence.tokens[c].dep == "prt"), "")
    return f"{token.lemma}_{particle}" if particle else token.lemma


def joined(sentence: Sentence, i: int) -> list[int]:
    """Token `i` and all nouns coordinated with it: "Kyiv and Moscow"."""
    tokens = sentence.tokens
    found = [*_hidden(sentence, i), *hyphened(sentence, i), i]
    for c in tokens[i].children:
        if tokens[c].dep == "conj" and tokens[c].pos in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}:
            found += joined(sentence, c)
    return found


def _hidden(sentence: Sentence, i: int) -> list[int]:
    """Names coordinated with `i` that the parser put inside its phrase: "*Rabin* and President Clinton"."""
    tokens = sentence.tokens
    found = []
    for c in tokens[i].children:
        if tokens[c].dep in {"nmod", "compound"} and tokens[c].pos in {"NOUN", "PROPN"}:
            if any(tokens[x].dep == "cc" for x in tokens[c].children):
                found.append(c)
            found += _hidden(sentence, c)
    return found


def is_alternative(sentence: Sentence, i: int) -> bool:
    """Whether noun `i` is one of several of which only one is meant: "with A or B"."""
    tokens = sentence.tokens
    while tokens[i].dep == "conj":
        i = tokens[i].head
    return any(tokens[c].dep == "cc" and tokens[c].lower in {"or", "nor"} for c in tokens[i].children)


def _dependants(sentence: Sentence, i: int, labels: frozenset[str]) -> list[int]:
    return [
        j
        for c in sentence.tokens[i].children
        if sentence.tokens[c].dep in labels
        for j in joined(sentence, c)
    ]


def _prepositional(sentence: Sentence, i: int, word: str) -> list[int]:
    word, _, second = word.partition(" ")
    if second:  # "walked *out of* the talks"
        first = [c for c in sentence.tokens[i].children if sentence.tokens[c].lower == word]
        return [j for c in first for j in _prepositional(sentence, c, second)]
    found = []
    for c in sentence.tokens[i].children:
        child = sentence.tokens[c]
        if child.lower == word and child.dep in {"prep", "agent", "dative"}:
            found += [
                j for p in child.children if sentence.tokens[p].dep == "pobj" for j in joined(sentence, p)
            ]
    return found


def _subject(sentence: Sentence, i: int, depth: int) -> list[int]:
    if depth > len(sentence.tokens):
        return []
    own = _dependants(sentence, i, _SUBJECTS)
    token = sentence.tokens[i]
    if own and not all(sentence.tokens[j].lower in _RELATIVES for j in own):
        return own
    if own or token.dep in {"relcl", "acl"}:
        return _giver(sentence, i) or joined(sentence, token.head)
    head = sentence.tokens[token.head]
    if token.dep == "pcomp":
        preposition, head = head, sentence.tokens[head.head]
        if preposition.lower in {"of", "for", "from", "against", "into"} and head.pos == "VERB":
            blamed = objects(sentence, head.i)  # "accused Chad of arming them", but "left after meeting them"
            if blamed:
                return blamed
    if token.dep == "xcomp" and head.pos == "ADJ" and head.head != head.i:
        own = _dependants(sentence, head.i, _SUBJECTS)  # "talks are *due* to resume"
        if own:
            return own
        head = sentence.tokens[head.head]
    if _is_finite_beside(sentence, i):  # "urged them to go and offered": who urged, offered
        return _subject(sentence, sentence.tokens[token.head].head, depth + 1)
    if token.head == i or head.i == i or head.pos not in {"VERB", "AUX"}:
        return []
    if token.dep == "xcomp" and head.lemma in _words()["object_control"]:
        return objects(sentence, head.i) or _subject(sentence, head.i, depth + 1)
    if token.dep in {"xcomp", "advcl"} and head.lemma not in _words()["light"]:
        deeds = [
            j
            for j in _dependants(sentence, head.i, _OBJECTS)
            if sentence.tokens[j].lemma in _words()["deeds"] and j < i
        ]
        if deeds and sentence.tokens[i].tag == "VB":
            return deeds
    if token.dep in {"conj", "xcomp", "advcl", "pcomp", "acomp", "oprd"}:
        if token.dep == "conj" and is_passive(sentence, head.i):
            return _subject(sentence, head.i, depth + 1) if is_passive(sentence, i) else []
        return _subject(sentence, head.i, depth + 1)
    return []


def _is_finite_beside(sentence: Sentence, i: int) -> bool:
    """Whether a verb with a tense was hung on an infinitive, which it cannot be joined with."""
    token = sentence.tokens[i]
    head = sentence.tokens[token.head]
    return (
        token.dep == "conj"
        and token.tag in {"VBD", "VBZ", "VBP"}
        and head.tag == "VB"
        and head.dep in {"xcomp", "ccomp", "advcl"}
        and head.head != head.i
    )


def _giver(sentence: Sentence, i: int) -> list[int]:
    """Who does the infinitive of a noun that a verb gives or makes.

    "Gave Mali a deadline to leave" is Mali's leaving, "made an offer to leave" that of the one who made it.
    """
    token = sentence.tokens[i]
    noun = sentence.tokens[token.head]
    verb = sentence.tokens[noun.head]
    if (
        token.tag != "VB"
        or noun.dep not in _OBJECTS
        or noun.lemma not in _words()["deeds"]
        or verb.pos != "VERB"
    ):
        return []
    if given := _dependants(sentence, verb.i, frozenset(["dative"])):
        return given
    return _subject(sentence, verb.i, depth=1) if verb.lemma in _words()["light"] else []


def _relative(sentence: Sentence, i: int) -> list[Token]:
    return [sentence.tokens[c] for c in sentence.tokens[i].children if sentence.tokens[c].lower in _RELATIVES]


def _is_subject_relative(sentence: Sentence, i: int) -> bool:
    return any(token.dep in _SUBJECTS for token in _relative(sentence, i))


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_toml("arguments.toml").items()}
