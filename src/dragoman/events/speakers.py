"""Who speaks: the words that name a speaker, and whether they leave open who it is.

The speaker of a cue is its subject, or the subject it shares: in "Lavrov arrived and said", "went on
to say", "by saying" it is the subject of the verb that governs the cue. A passive has its speaker
behind "by". The span of a speaker is the noun phrase with what belongs to the name ("a spokesman for
the ministry"), without relative clauses and asides.

>>> classify_speaker("a senior Kremlin official")
'anonymous'
>>> classify_speaker("Kremlin spokesman Dmitry Peskov")
'named'
>>> classify_speaker("a poll by Levada")
'named'
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from dragoman.events.cues import words
from dragoman.parse.syntax import LONGEST as LONGEST_SENTENCE
from dragoman.parse.syntax import Sentence
from dragoman.records import Mention, SpeakerSpan

LONGEST = 14
"""Words of a speaker's span; beyond them only the head and what stands before it is kept."""

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_CUT = frozenset(["relcl", "advcl", "ccomp", "parataxis", "punct", "dep", "neg", "acl"])
_NP_WORD = re.compile(r"[\w’'.-]*\w")
_NAME_BESIDE = re.compile(r", (?:[A-Z][\w’'-]+ )+[A-Z][\w’'-]+\b")
_POSTMODIFIER = re.compile(
    r",|\(|\b(?:of|in|at|from|for|with|by|to|on|near|inside|close|familiar|who|whose|that|which|speaking|involved|briefed"
    r"|involving|among|within|over|about|around|under|and|or|as|aware|based|taking|asking|close)\b",
    re.IGNORECASE,
)


def find_subject(sentence: Sentence, verb: int) -> int | None:
    """Token that is the subject of `verb`, its own or a shared one; None where it has none.

    Expletives ("it is said", "there were") are no subject.
    """
    tokens = sentence.tokens
    at = verb
    for _ in range(12):
        token = tokens[at]
        own = [child for child in token.children if tokens[child].dep in _SUBJECTS]
        if own:
            subject = own[-1] if tokens[own[-1]].dep != "expl" else own[0]
            if tokens[subject].dep in ("expl", "csubj") or (
                tokens[subject].lower in ("it", "there") and _is_dummy(sentence, at)
            ):
                return None
            return subject
        head = token.head
        if head == at:
            return None
        if token.dep in (
            "conj",
            "xcomp",
            "advcl",
            "pcomp",
            "aux",
            "auxpass",
            "ccomp",
            "prep",
            "dep",
            "parataxis",
            "acomp",
        ):
            if token.dep == "ccomp" and any(tokens[c].dep == "mark" for c in token.children):
                return None
            if token.dep == "xcomp" and (person := _controller(sentence, head)) is not None:
                return person
            at = head
        elif token.dep in ("acl", "relcl"):
            return _author(sentence, head)
        elif tokens[head].pos in ("VERB", "AUX"):
            at = head
        else:
            return None
    return None


def find_agent(sentence: Sentence, verb: int) -> int | None:
    """Token behind the "by" of a passive; None where there is none."""
    tokens = sentence.tokens
    for child in tokens[verb].children:
        if tokens[child].dep == "agent" or (tokens[child].lower == "by" and tokens[child].dep == "prep"):
            for below in tokens[child].children:
                if tokens[below].dep == "pobj":
                    return below
    return None


def is_passive(sentence: Sentence, verb: int) -> bool:
    """Whether the verb is a passive, with or without its auxiliary."""
    tokens = sentence.tokens
    if any(tokens[child].dep in ("auxpass", "nsubjpass", "agent") for child in tokens[verb].children):
        return True
    return (
        tokens[verb].tag == "VBN"
        and tokens[verb].dep in ("acl", "advcl", "relcl")
        and not any(tokens[child].dep == "aux" for child in tokens[verb].children)
    )


def _is_dummy(sentence: Sentence, verb: int) -> bool:
    """Whether the "it" of `verb` stands for a clause that follows: "it is clear that"."""
    tokens = sentence.tokens
    return tokens[verb].lemma in ("be", "seem", "appear", "turn", "look") or is_passive(sentence, verb)


def _controller(sentence: Sentence, verb: int) -> int | None:
    """The object that is the subject of an infinitive: "asked *him* to say"."""
    tokens = sentence.tokens
    cue = tokens[verb].lemma in words("phrases", "control")
    return next((c for c in tokens[verb].children if cue and tokens[c].dep in ("dobj", "dative")), None)


def _author(sentence: Sentence, noun: int) -> int:
    """Who issued the words that `noun` names ("issued a statement saying"), or the noun itself."""
    tokens = sentence.tokens
    token = tokens[noun]
    for child in token.children:
        if tokens[child].dep == "poss":
            return child
        if tokens[child].lower in ("from", "by") and tokens[child].dep == "prep":
            for below in tokens[child].children:
                if tokens[below].dep == "pobj":
                    return below
    if token.dep in ("dobj", "pobj") and token.lemma in words("phrases", "issued"):
        head = token.head
        while tokens[head].pos not in ("VERB", "AUX") and tokens[head].head != head:
            head = tokens[head].head
        subject = next((c for c in tokens[head].children if tokens[c].dep == "nsubj"), None)
        if subject is None and tokens[head].pos == "VERB":
            subject = find_subject(sentence, head)
        if subject is not None:
            return subject
    return noun


def speaker_range(sentence: Sentence, i: int) -> tuple[int, int]:
    """First and last-but-one token of the noun phrase that `i` heads."""
    tokens = sentence.tokens
    if tokens[i].pos == "PRON":
        return i, i + 1
    first, last = i, i + 1
    for child in reversed([c for c in tokens[i].children if c < i]):
        if tokens[child].dep in _CUT and tokens[child].dep != "neg":
            break
        low = min(sentence.subtree(child))
        if low < first:
            first = low
    right = [c for c in tokens[i].children if c > i]
    for n, child in enumerate(right):
        token = tokens[child]
        if token.text == "," and n + 1 < len(right) and _is_name_beside(sentence, i, right[n + 1]):
            continue
        if token.dep in _CUT and not (token.dep == "punct" and token.text in ("-", "’", "'")):
            if token.dep == "acl" and token.lower in words("anonymous", "signs"):
                pass
            else:
                break
        if token.dep == "appos" and tokens[i].pos == "PROPN" and tokens[child].pos != "PROPN":
            break
        last = max(last, max(sentence.subtree(child)) + 1)
    if tokens[i].dep == "poss":
        while last > i + 1 and tokens[last - 1].tag == "POS":
            last -= 1
    while first < i and tokens[first].dep == "punct":
        first += 1
    if last - first > LONGEST:
        last = i + 1
    return first, last


def _is_name_beside(sentence: Sentence, i: int, child: int) -> bool:
    """Whether the name of the person stands behind the office: "the chief of staff, *Anna Roe*"."""
    tokens = sentence.tokens
    return tokens[i].pos == "NOUN" and tokens[child].dep == "appos" and tokens[child].ent == "PERSON"


def speaker_span(sentence: Sentence, i: int, mentions: tuple[Mention, ...], text: str) -> SpeakerSpan:
    """The words that name the speaker headed by token `i`, with the actor of the mention there."""
    tokens = sentence.tokens
    first, last = speaker_range(sentence, i)
    start, end = tokens[first].start, tokens[last - 1].end
    return SpeakerSpan(start, end, text[start:end], actor_at(tokens[i].start, mentions))


def actor_at(offset: int, mentions: tuple[Mention, ...]) -> str | None:
    """The actor of the mention at `offset`: one headed there, else the shortest that covers it."""
    covering = [m for m in mentions_around(mentions, offset, offset + 1) if m.start <= offset < m.end]
    if not covering:
        return None
    best = min(covering, key=lambda m: (m.head != offset, m.end - m.start, m.start))
    return best.party.actor


def mentions_around(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those that may touch the range, of mentions in the order of the text; none is as long as a sentence."""
    first = bisect_left(mentions, start - LONGEST_SENTENCE, key=_start)
    return mentions[first : bisect_left(mentions, end, key=_start)]


def _start(mention: Mention) -> int:
    return mention.start


def classify_speaker(speaker: str | None) -> Literal["named", "anonymous"]:
    """Whether the words tell who speaks.

    None ("reportedly", "it is said") is anonymous. A body, a document, an office or a pronoun is
    named: it says whom to ask. A role that many hold ("a senior official", "two diplomats",
    "people familiar with the talks") is anonymous, whatever house it belongs to; with a name or
    an office of which there is one it is not.
    """
    if speaker is None:
        return "anonymous"
    all_words = _NP_WORD.findall(speaker)
    folded = [word.casefold() for word in all_words]
    if any(word in words("anonymous", "signs") for word in folded) or not folded:
        return "anonymous"
    phrase = _NP_WORD.findall(_POSTMODIFIER.split(speaker, maxsplit=1)[0]) or all_words
    head = phrase[-1]
    if head[0].isupper() and len(phrase) > 1 and head.casefold() not in words("anonymous", "people"):
        return "named"
    if _NAME_BESIDE.search(speaker):
        return "named"
    many = not _is_singular(head.casefold())
    if head.casefold() in words("anonymous", "roles") or (
        many and head.casefold()[:-1] in words("anonymous", "roles")
    ):
        return "anonymous" if many or folded[0] not in words("anonymous", "definite") else "named"
    return "anonymous" if _is_people(head.casefold()) else "named"


def _is_singular(word: str) -> bool:
    return word in words("anonymous", "roles") or not word.endswith("s")


def _is_people(word: str) -> bool:
    people = words("anonymous", "people")
    return word in people or (word.endswith("s") and word[:-1] in people)
