"""What a speaker's reported words make of a matter: a demand, a rejection, a threat.

"Norway said Sudan must free the pilots" is a demand of Norway's on Sudan, no release; "ceding the valley
would reward the raid, he said" rejects the cession. The words are those of `data/positions.toml`; what is
none of these stays a statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.data import read_toml
from dragoman.events.plover import Frame, plain_frame
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Mention

_SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "csubjpass", "expl"])
_FIRST_PERSON = frozenset(["i", "we"])
_THIRD_PERSON = frozenset(["he", "she", "it", "they"])


@dataclass(frozen=True, slots=True)
class Position:
    """A stance in a speaker's words.

    Attributes:
        frame: REQUEST, REJECT or THREATEN, with its stance.
        verb: index of the verb that tells it.
        addressees: of whom something is demanded; empty where nobody is named.
    """

    frame: Frame
    verb: int
    addressees: tuple[Mention, ...] = ()


DEMAND = plain_frame("REQUEST", "position", mode="change", stance="demand")
REJECTION = plain_frame("REJECT", "position", stance="reject")
THREAT = plain_frame("THREATEN", "position", mode="violence", stance="red_line")


def find_position(
    sentence: Sentence, start: int, end: int, speaker: Mention, mentions: Sequence[Mention]
) -> Position | None:
    """The stance told in the speaker's words; None where they tell none.

    Args:
        sentence: the sentence in which the words stand.
        start, end: character range of the words.
        speaker: whose words they are.
        mentions: those of the sentence.
    """
    verb = _head(sentence, start, end)
    if verb is None:
        return None
    subject = next((c for c in verb.children if sentence.tokens[c].dep in _SUBJECTS), None)
    told_of = [] if subject is None else _parties(sentence, subject, mentions)
    own = _is_own(sentence, subject, told_of, speaker)
    denied = any(sentence.tokens[c].dep == "neg" for c in verb.children)
    modals = {sentence.tokens[c].lower for c in verb.children if sentence.tokens[c].dep == "aux"}
    words = _words()
    if not own and subject is not None and _obliges(sentence, verb, modals, words):
        return Position(DEMAND, verb.i, tuple(m for m in told_of if m.chain != speaker.chain))
    if not denied and _rejects(sentence, verb, words):
        return Position(REJECTION, verb.i)
    if (
        _is_deed(sentence, subject)
        and not denied
        and verb.lemma in words["harming"]
        and modals & words["harm_modals"]
    ):
        return Position(REJECTION, verb.i)
    if own and modals & words["future_modals"]:
        if denied and verb.lemma in words["refusing"]:
            return Position(REJECTION, verb.i)
        if not denied and verb.lemma in words["threatening"]:
            return Position(THREAT, verb.i)
    return None


def _is_deed(sentence: Sentence, subject: int | None) -> bool:
    """Whether the subject is a deed ("ceding the valley"), whatever the parser made of the gerund."""
    if subject is None:
        return False
    token = sentence.tokens[subject]
    return token.dep in {"csubj", "csubjpass"} or any(
        sentence.tokens[c].tag == "VBG" and sentence.tokens[c].dep in {"compound", "amod"}
        for c in token.children
    )


def _head(sentence: Sentence, start: int, end: int) -> Token | None:
    """The verb of the main clause between two offsets."""
    inside = [t for t in sentence.tokens if start <= t.start and t.end <= end]
    members = {t.i for t in inside}
    return next(
        (t for t in inside if t.pos in {"VERB", "AUX"} and (t.head == t.i or t.head not in members)), None
    )


def _parties(sentence: Sentence, i: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The parties that the phrase of token `i` names: itself, or else those in it ("Syria's siege")."""
    by_head: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.party.kind != "place":
            by_head.setdefault(mention.head, []).append(mention)
    joined = [i, *(c for c in sentence.tokens[i].children if sentence.tokens[c].dep == "conj")]
    heads = [m for j in joined for m in by_head.get(sentence.tokens[j].start, ())]
    if heads:
        return heads
    return [m for j in sentence.subtree(i) for m in by_head.get(sentence.tokens[j].start, ())]


def _is_own(sentence: Sentence, subject: int | None, told_of: Sequence[Mention], speaker: Mention) -> bool:
    """Whether the clause is about the speaker or the speaker's own side."""
    if subject is None:
        return False
    word = sentence.tokens[subject].lower
    if word in _FIRST_PERSON or (word in _THIRD_PERSON and not told_of):
        return True  # "said they would": nobody else is known to be meant
    return any(
        m.chain == speaker.chain or (m.party.country is not None and m.party.country == speaker.party.country)
        for m in told_of
        if m.head == sentence.tokens[subject].start
    )


def _obliges(sentence: Sentence, verb: Token, modals: set[str], words: Mapping[str, frozenset[str]]) -> bool:
    if modals & words["obliging_modals"]:
        return True
    return verb.lemma in words["obliging_verbs"] and any(
        sentence.tokens[c].dep == "xcomp" and sentence.tokens[c].pos == "VERB" for c in verb.children
    )


def _rejects(sentence: Sentence, verb: Token, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether the clause says of its subject what is said of a thing that is rejected."""
    for c in verb.children:
        said = sentence.tokens[c]
        if said.dep not in {"acomp", "attr", "oprd", "prep"}:
            continue
        for j in sentence.subtree(c):
            token = sentence.tokens[j]
            if token.lemma in words["rejecting"] and (said.dep != "prep" or said.lower == "out"):
                before = sentence.tokens[j - 1].lower if j else ""
                second = sentence.tokens[j - 2].lower if j > 1 else ""
                wanted = words.get(f"rejecting_with.{token.lemma}")
                if wanted is None or before in wanted or second in wanted:
                    return True
    return False


@cache
def _words() -> Mapping[str, frozenset[str]]:
    table = read_toml("positions.toml")
    lists = {name: frozenset(words) for name, words in table.items() if isinstance(words, list)}
    pairs = {f"rejecting_with.{word}": frozenset(with_) for word, with_ in table["rejecting_with"].items()}
    return lists | pairs
