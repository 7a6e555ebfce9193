"""Reported speech inside one sentence: cue, speaker and content by its syntax.

A verb, noun or adjective of `data/attribution.toml` that has what it takes ("denied *that …*",
"called *for talks*", "its refusal *to sign*") reports that content. The same for "according to X",
for clauses with "as" ("as the ministry put it"), and for words that tell of speech without a
speaker ("reportedly", "is said to have left").
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.events.cues import Cue, adjective_cues, noun_cues, phrase_cues, verb_cues, words
from dragoman.events.speakers import find_agent, find_subject, is_passive
from dragoman.parse.syntax import Sentence, Token

_TIME = frozenset(["DATE", "TIME"])
_COMPLEMENTS = frozenset(["ccomp", "xcomp", "dobj", "oprd", "attr", "acomp", "conj"])
_DUMMIES = frozenset(["it", "there"])


@dataclass(frozen=True, slots=True)
class Report:
    """One cue of a sentence with what it reports; all numbers are token positions, ends exclusive.

    Attributes:
        speaker: head of the speaker; None where none is named.
        cue: first and last token of the cue words.
        content: first and last token of the content; it can hold the cue ("The talks, he said, go on").
        frame: what the cue took: "clause", "to", "object", a preposition, "according", "heard", …
        tells: "says", "denies", … as in the data file.
    """

    cue: tuple[int, int]
    speaker: int | None
    content: tuple[int, int]
    frame: str
    tells: str


def find_reports(sentence: Sentence) -> tuple[Report, ...]:
    """All reports of the sentence, in order of their cues."""
    found: list[Report] = []
    for token in sentence.tokens:
        if token.lower == "according":
            found.extend(_from_according(sentence, token))
        elif token.lower == "in" and token.pos == "ADP":
            found.extend(_from_view(sentence, token))
        elif token.pos == "VERB" or (token.pos == "AUX" and token.dep not in ("aux", "auxpass")):
            found.extend(_from_verb(sentence, token))
        elif token.pos == "NOUN":
            found.extend(_from_noun(sentence, token))
        elif token.pos == "ADJ":
            found.extend(_from_adjective(sentence, token))
        elif token.pos == "ADV" and token.lower in words("heard", "adverbs"):
            found.extend(_from_adverb(sentence, token))
    return tuple(found)


def _from_verb(sentence: Sentence, token: Token) -> Iterator[Report]:
    tokens = sentence.tokens
    particle = next((c for c in token.children if tokens[c].dep == "prt"), None)
    if (
        particle is None
        and token.i + 1 < len(tokens)
        and tokens[token.i + 1].lower in ("out", "back", "on", "off", "up", "down")
    ) and (
        f"{token.lemma} {tokens[token.i + 1].lower}" in phrase_cues() and tokens[token.i + 1].dep == "advmod"
    ):
        particle = token.i + 1
    cue = phrase_cues().get(f"{token.lemma} {tokens[particle].lower}") if particle is not None else None
    if cue is None:
        cue = verb_cues().get(token.lemma)
        if cue is None:
            return
    last = particle + 1 if particle is not None and particle == token.i + 1 else token.i + 1
    span = (token.i, last)
    if is_passive(sentence, token.i):
        yield from _from_passive(sentence, token, cue, span)
        return
    speaker = find_subject(sentence, token.i)
    if (speaker is None and not _is_reduced(sentence, token)) or (
        speaker is not None and tokens[speaker].lower in _DUMMIES and tokens[speaker].dep == "expl"
    ):
        return
    taken = _behind(sentence, token, cue) or _content(sentence, token, cue)
    if taken is None:
        return
    frame, content = taken
    if speaker is None or _is_nobody(sentence, speaker):
        return
    if frame not in ("clause", "behind", "around") and _is_unsaid(sentence, token):
        return
    if not (content[0] <= speaker < content[1]) or content[0] <= token.i < content[1]:
        yield Report(span, speaker, content, frame, cue.tells)


def _is_nobody(sentence: Sentence, speaker: int) -> bool:
    tokens = sentence.tokens
    return tokens[speaker].lower in ("nobody", "none", "nothing") or any(
        tokens[c].lower in ("no", "neither") and tokens[c].dep == "det" for c in tokens[speaker].children
    )


def _is_unsaid(sentence: Sentence, token: Token) -> bool:
    """Whether the cue is only possible: "could discuss the plan" tells of no discussion."""
    tokens = sentence.tokens
    return any(
        tokens[c].dep == "aux" and tokens[c].lower in words("phrases", "possible") for c in token.children
    )


def _behind(sentence: Sentence, token: Token, cue: Cue) -> tuple[str, tuple[int, int]] | None:
    """The sentence up to a closing "…, the ministry said", whatever the parser made of it."""
    tokens = sentence.tokens
    if "quote" not in cue.takes:
        return None
    subject = next((c for c in token.children if tokens[c].dep == "nsubj"), None)
    if subject is None or any(c > token.i and tokens[c].dep in _COMPLEMENTS for c in token.children):
        return None
    if token.lemma in words("spoken", "beside") and not _can_speak(tokens[subject]):
        return None  # "…, talks continue" is no "…, he continued"
    first = min(min(sentence.subtree(subject)), token.i)
    comma = first - 1
    if tokens[0].lower in _SUBORDINATORS:
        return None  # "If Mali attacks, Chad will respond" is no "…, Chad responded"
    if (
        comma < 2
        or tokens[comma].text != ","
        or any(t.dep == "punct" and t.text in ",;:" for t in tokens[token.i :])
    ):
        return None
    if any(tokens[c].dep in ("mark", "advmod") and c < first for c in token.children) or token.dep in (
        "relcl",
        "acl",
    ):
        return None
    return "behind", (0, comma)


_SUBORDINATORS = frozenset(
    [
        "if",
        "when",
        "after",
        "unless",
        "once",
        "while",
        "as",
        "before",
        "because",
        "although",
        "though",
        "should",
    ]
)


def _can_speak(token: Token) -> bool:
    """Whether the noun may mean somebody: a name, a pronoun, or a word for people."""
    if token.pos in ("PROPN", "PRON") or token.ent in ("PERSON", "ORG", "NORP"):
        return True
    return any(token.lemma in words("anonymous", kind) for kind in ("offices", "people", "roles"))


def _is_reduced(sentence: Sentence, token: Token) -> bool:
    return token.tag == "VBG" and token.dep in ("acl", "advcl", "pcomp")


def _from_passive(sentence: Sentence, token: Token, cue: Cue, span: tuple[int, int]) -> Iterator[Report]:
    """ "The plan was rejected by X", "called a farce by X"; without X only what is said to be so."""
    tokens = sentence.tokens
    agent = find_agent(sentence, token.i)
    subject = next((c for c in token.children if tokens[c].dep in ("nsubjpass", "nsubj")), None)
    below = _clausal(sentence, token)
    if agent is not None:
        if (
            below is not None
            and ("to" in cue.takes or "clause" in cue.takes)
            and agent not in sentence.subtree(below)
        ):
            yield Report(span, agent, _range(sentence, below), "passive clause", cue.tells)
        elif "name" in cue.takes and (named := _child(sentence, token, ("oprd",), after=True)) is not None:
            yield Report(span, agent, _range(sentence, named), "passive name", cue.tells)
        elif subject is not None and "object" in cue.takes:
            yield Report(span, agent, _range(sentence, subject), "passive", cue.tells)
        return
    if token.lemma in words("heard", "passives") and (token.dep not in ("acl", "relcl")):
        if subject is not None and tokens[subject].lower == "it" and below is not None:
            yield Report(span, None, _range(sentence, below), "heard", "claims")
        elif subject is not None and below is not None and tokens[below].dep == "xcomp":
            start = min(sentence.subtree(subject))
            yield Report(span, None, (start, _range(sentence, below)[1]), "heard", "claims")
        elif below is not None and "clause" in cue.takes and subject is None:
            pass


def _content(sentence: Sentence, token: Token, cue: Cue) -> tuple[str, tuple[int, int]] | None:
    """What the verb reports, and by which frame it takes it; None where it reports nothing here."""
    tokens = sentence.tokens
    clause = _clausal(sentence, token)
    object_ = _child(sentence, token, ("dobj",), after=True)
    if clause is not None:
        below = tokens[clause]
        infinitive = any(tokens[c].tag == "TO" and tokens[c].dep == "aux" for c in below.children)
        gerund = below.tag == "VBG" and not any(tokens[c].dep in ("aux", "nsubj") for c in below.children)
        own_subject = any(tokens[c].dep in ("nsubj", "nsubjpass", "expl") for c in below.children)
        if infinitive and not own_subject:
            if "object to" in cue.takes and object_ is not None and object_ < clause:
                return "object to", (_range(sentence, object_)[0], _range(sentence, clause)[1])
            if "to" in cue.takes and (object_ is None or "hearer" in cue.takes):
                return "to", _told(sentence, token, clause)
        elif infinitive:
            if "object to" in cue.takes or "to" in cue.takes or "clause" in cue.takes:
                return "object to", _range(sentence, clause)
        elif gerund and not own_subject:
            if "ing" in cue.takes or (
                "clause" in cue.takes and token.lemma not in ("go", "begin", "continue", "start")
            ):
                return "ing", _range(sentence, clause)
        elif "clause" in cue.takes or "quote" in cue.takes:
            if below.dep == "xcomp" and "name" in cue.takes:
                return "name", _range(sentence, clause)
            first, last = _told(sentence, token, clause)
            if not own_subject and _is_between(sentence, token, first):
                return "around", (0, last)
            return "clause", (first, last)
        elif "name" in cue.takes:
            return "name", _range(sentence, clause)
    if "clause" in cue.takes or "quote" in cue.takes:
        around = _host(sentence, token)
        if around is not None:
            return "around", around
    if "name" in cue.takes:
        named = _child(sentence, token, ("oprd",), after=True)
        if named is not None:
            return "name", _range(sentence, named)
    if object_ is not None and cue.after_object:
        for child in token.children + tokens[object_].children:
            preposition = tokens[child]
            if child > object_ and preposition.dep == "prep" and preposition.lower in cue.after_object:
                inner = _below(sentence, preposition)
                if inner is not None:
                    low = _range(sentence, object_)[0] if "object" in cue.takes else child + 1
                    return f"object {preposition.lower}", (low, _range(sentence, inner)[1])
    if "object" in cue.takes and object_ is not None:
        if tokens[object_].ent in _TIME and tokens[object_].tag != "NN":
            return None
        return "object", _named(sentence, object_)
    for child in token.children:
        preposition = tokens[child]
        if child > token.i and preposition.dep in ("prep", "prt") and preposition.lower in cue.prepositions:
            inner = _below(sentence, preposition)
            if inner is not None and tokens[inner].ent not in _TIME:
                return preposition.lower, _with_infinitive(sentence, token, inner)
    return None


def _is_between(sentence: Sentence, token: Token, first: int) -> bool:
    """Whether the telling parts a clause: "The truce, *Lavrov told reporters*, would end"."""
    tokens = sentence.tokens
    subject = next((c for c in token.children if tokens[c].dep == "nsubj"), None)
    if subject is None or first <= token.i or tokens[first - 1].text != ",":
        return False
    start = min(sentence.subtree(subject))
    return start >= 2 and tokens[start - 1].text == ","


def _told(sentence: Sentence, token: Token, clause: int) -> tuple[int, int]:
    """The clause behind the cue, without the reporter's asides at its end ("…, which began on Monday")."""
    tokens = sentence.tokens
    first, last = _range(sentence, clause)
    for i in range(max(clause, token.i) + 3, last):
        if tokens[i - 1].text == "," and (
            tokens[i].lower in words("phrases", "asides") or _is_participle(sentence, i)
        ):
            return first, i - 1
    return first, last


def _is_participle(sentence: Sentence, i: int) -> bool:
    """Whether a participle clause begins here: "(openly) *putting* …"."""
    tokens = sentence.tokens
    if tokens[i].tag == "RB" and i + 1 < len(tokens):
        i += 1
    return tokens[i].tag == "VBG" and tokens[i].dep == "advcl"


def _named(sentence: Sentence, noun: int) -> tuple[int, int]:
    """The noun phrase, without asides behind a comma at its end."""
    tokens = sentence.tokens
    first, last = _range(sentence, noun)
    for i in range(noun + 2, last):
        if (
            tokens[i - 1].text in (",", "—", "–", "―", "-")
            and tokens[i - 1].head == noun
            and (tokens[i].lower in words("phrases", "asides") or tokens[i].tag == "VBG")
        ):
            return first, i - 1
    return first, last


def _with_infinitive(sentence: Sentence, token: Token, noun: int) -> tuple[int, int]:
    """The noun phrase behind a preposition, and what it is to do: "called on *Moscow to withdraw*"."""
    tokens = sentence.tokens
    first, last = _range(sentence, noun)
    for child in token.children:
        below = sentence.subtree(child)
        if below[0] == last and tokens[child].dep in ("advcl", "xcomp") and tokens[last].tag in ("TO", "RB"):
            return first, below[-1] + 1
    return first, last


def _clausal(sentence: Sentence, token: Token) -> int | None:
    """The clause that complements the verb: its head token."""
    tokens = sentence.tokens
    clauses = [c for c in token.children if tokens[c].dep in ("ccomp", "xcomp") and tokens[c].pos != "ADJ"]
    adjectives = [c for c in token.children if tokens[c].dep in ("ccomp",) and tokens[c].pos == "ADJ"]
    after = [c for c in clauses + adjectives if c > token.i]
    if after:
        return after[0]
    before = [c for c in clauses + adjectives if c < token.i]
    return before[-1] if before else None


def _host(sentence: Sentence, token: Token) -> tuple[int, int] | None:
    """The clause around a parenthetical "he said" or "as he put it", without the parenthesis at its edge."""
    tokens = sentence.tokens
    if token.head == token.i:
        return None
    as_clause = token.dep == "advcl" and any(
        tokens[c].lower == "as" and tokens[c].dep in ("mark", "advmod") for c in token.children
    )
    if as_clause and any(
        tokens[c].dep in ("dobj", "ccomp", "xcomp") and tokens[c].lower != "it" for c in token.children
    ):
        return None
    if token.dep != "parataxis" and not as_clause:
        return None
    own = sentence.subtree(token.i)
    low, high = own[0], own[-1] + 1
    first, last = _range(sentence, token.head)
    if low <= first:
        first = high
    if (
        high >= last
        or tokens[high].dep == "cc"
        or (tokens[high].text == "," and tokens[high + 1].dep == "cc")
    ):
        last = low
    return (first, last) if last - first >= 2 else None


def _from_noun(sentence: Sentence, token: Token) -> Iterator[Report]:
    cue = noun_cues().get(token.lemma)
    if cue is None:
        return
    tokens = sentence.tokens
    speaker: int | None = None
    content: tuple[str, int] | None = None
    for child in token.children:
        below = tokens[child]
        if below.dep == "poss" or (
            below.dep in ("amod", "compound", "nmod") and below.ent in ("NORP", "GPE", "ORG", "PERSON")
        ):
            speaker = child
        elif (
            child > token.i
            and below.dep == "prep"
            and below.lower in ("by", "from", "among")
            and speaker is None
        ):
            speaker = _below(sentence, below)
        elif child < token.i or content is not None:
            continue
        elif below.dep in ("acl", "ccomp", "relcl") and below.pos in ("VERB", "AUX"):
            infinitive = any(tokens[c].tag == "TO" for c in below.children)
            marked = any(tokens[c].dep == "mark" for c in below.children)
            if infinitive and "to" in cue.takes:
                content = ("to", child)
            elif (
                not infinitive
                and "clause" in cue.takes
                and (marked or below.dep == "ccomp")
                and below.dep != "relcl"
            ):
                content = ("clause", child)
        elif below.dep == "prep" and below.lower in cue.prepositions:
            inner = _below(sentence, below)
            if inner is not None:
                content = (below.lower, inner)
    span = (token.i, token.i + 1)
    if content is None:
        if token.dep == "nsubj" and tokens[token.head].lemma == "be" and speaker is not None:
            below_be = next(
                (
                    c
                    for c in tokens[token.head].children
                    if tokens[c].dep in ("ccomp", "xcomp", "attr") and c > token.head
                ),
                None,
            )
            if below_be is not None and tokens[below_be].dep in ("ccomp", "xcomp"):
                yield Report(span, speaker, _range(sentence, below_be), "noun be", cue.tells)
        return
    frame, inner = content
    if speaker is None and token.dep in ("dobj", "attr", "pobj"):
        speaker = _doer(sentence, token)
    if speaker is not None:
        yield Report(span, speaker, _range(sentence, inner), f"noun {frame}", cue.tells)
    elif frame == "clause" and cue.tells in ("says", "claims"):
        yield Report(span, None, _range(sentence, inner), "noun heard", "claims")


def _doer(sentence: Sentence, noun: Token) -> int | None:
    """The subject of the verb that the noun makes one cue with: "*Paris* issued a warning"."""
    tokens = sentence.tokens
    head = tokens[noun.head]
    if noun.dep == "pobj":
        head = tokens[head.head]
    if head.pos not in ("VERB", "AUX") or head.lemma not in words("phrases", "light"):
        return None
    subject = find_subject(sentence, head.i)
    if subject is None or tokens[subject].lower in _DUMMIES:
        return None
    return subject


def _from_adjective(sentence: Sentence, token: Token) -> Iterator[Report]:
    cue = adjective_cues().get(token.lower)
    if cue is None:
        return
    tokens = sentence.tokens
    content: tuple[str, int] | None = None
    for child in token.children:
        below = tokens[child]
        if child < token.i:
            continue
        infinitive = any(tokens[c].tag == "TO" for c in below.children)
        if (
            below.dep in ("ccomp", "xcomp", "advcl")
            and below.pos in ("VERB", "AUX")
            and ("to" if infinitive else "clause") in cue.takes
        ):
            content = ("to" if infinitive else "clause", child)
            break
        if (
            below.dep == "prep"
            and below.lower in cue.prepositions
            and (inner := _below(sentence, below)) is not None
        ):
            content = (below.lower, inner)
            break
    if content is None:
        return
    head = tokens[token.head]
    if token.dep in ("acomp", "attr", "ccomp", "oprd") and head.pos in ("AUX", "VERB"):
        speaker = find_subject(sentence, head.i)
    else:
        return
    if speaker is not None and tokens[speaker].lower not in _DUMMIES and speaker < token.i:
        yield Report(
            (token.i, token.i + 1),
            speaker,
            _range(sentence, content[1]),
            f"adjective {content[0]}",
            cue.tells,
        )


def _from_according(sentence: Sentence, token: Token) -> Iterator[Report]:
    """ "According to X": what else the sentence says is X's."""
    tokens = sentence.tokens
    if token.i + 1 >= len(tokens) or tokens[token.i + 1].lower != "to":
        return
    speaker = _below(sentence, tokens[token.i + 1])
    if speaker is None:
        return
    content = _rest(sentence, token.i, max(sentence.subtree(speaker)) + 1)
    if content is not None:
        yield Report((token.i, token.i + 2), speaker, content, "according", "says")


def _from_view(sentence: Sentence, token: Token) -> Iterator[Report]:
    """ "In Tehran's view, …": what else the sentence says is Tehran's."""
    tokens = sentence.tokens
    noun = _below(sentence, token)
    if noun is None or tokens[noun].lower not in words("phrases", "views"):
        return
    speaker = next((c for c in tokens[noun].children if tokens[c].dep == "poss"), None)
    last = max(sentence.subtree(noun)) + 1
    if speaker is None or last >= len(tokens) or tokens[last].text != ",":
        return
    if token.i > 0 and tokens[token.i - 1].text != ",":
        return
    content = _rest(sentence, token.i, last)
    if content is not None:
        yield Report((token.i, noun + 1), speaker, content, "according", "says")


def _rest(sentence: Sentence, start: int, last: int) -> tuple[int, int] | None:
    """The sentence before or behind the phrase from `start` to `last`; all of it where it stands between."""
    tokens = sentence.tokens
    first, end = 0, len(tokens)
    while end and tokens[end - 1].dep == "punct" and tokens[end - 1].text not in "\"”’'»)":
        end -= 1
    that = start - 2 if tokens[start - 1].text == "," else start - 1
    if start == 0:
        first = last
    elif that >= 0 and tokens[that].lower == "that":
        first = last  # "Reuters reported that, according to officials, …"
    elif last >= end - 1:
        end = start
    else:
        end = next((n for n in range(last, end) if tokens[n].text in (";", "—", "―")), end)
    while first < end and tokens[first].dep == "punct" and tokens[first].text in (",", ":", "–", "—", "―"):
        first += 1
    return (first, end) if end - first >= 2 else None


def _from_adverb(sentence: Sentence, token: Token) -> Iterator[Report]:
    tokens = sentence.tokens
    head = token.head
    if tokens[head].pos in ("VERB", "AUX"):
        yield Report((token.i, token.i + 1), None, _clause_range(sentence, head), "heard", "claims")


def _clause_range(sentence: Sentence, head: int) -> tuple[int, int]:
    """The clause of a verb without the clauses beside it and the one it hangs on."""
    tokens = sentence.tokens
    members = [head]
    for child in tokens[head].children:
        if tokens[child].dep not in ("conj", "cc", "parataxis", "ccomp", "mark", "punct") or (
            tokens[child].dep == "ccomp" and child > head
        ):
            members.extend(sentence.subtree(child))
    return min(members), max(members) + 1


def _below(sentence: Sentence, preposition: Token) -> int | None:
    tokens = sentence.tokens
    for child in preposition.children:
        if tokens[child].dep in ("pobj", "pcomp"):
            return child
        if preposition.lower == "as" and tokens[child].dep in ("amod", "acomp"):
            return child
        if tokens[child].dep == "prep":
            return _below(sentence, tokens[child])
    return None


def _child(sentence: Sentence, token: Token, deps: tuple[str, ...], *, after: bool) -> int | None:
    tokens = sentence.tokens
    return next((c for c in token.children if tokens[c].dep in deps and (not after or c > token.i)), None)


def _range(sentence: Sentence, i: int) -> tuple[int, int]:
    """First and last-but-one token of what hangs on `i`."""
    below = sentence.subtree(i)
    return below[0], below[-1] + 1
