"""Whether an act happened: done, planned, called off, denied, wished for.

The verdict is a pure function of one sentence: it asks how the act is put (tense, modal, denial:
`modality`), what stands around it (governing words, conditions, purpose: `embedding`) and which words
said so (`signatures`). Who says the sentence is not asked here: in "Iran said Israel attacked Syria" the
attack occurred, for the one who tells it.

>>> from dragoman.parse.sentences import split_sentences
>>> from dragoman.parse.syntax import Parser
>>> sentence = next(Parser().parse(split_sentences("The summit in Vienna was called off.")))
>>> judge(sentence, 1, load_cues()).status
'cancelled'
"""

from dataclasses import dataclass

from dragoman.events.embedding import fate_of
from dragoman.events.governors import Fate, is_verbal
from dragoman.events.modality import read_clause
from dragoman.events.signatures import Cues, load_cues
from dragoman.parse.syntax import Sentence
from dragoman.records import FactualityValue, ParticipantStatus, Reason, Status

__all__ = ["Cues", "Judgement", "Participation", "judge", "load_cues"]


@dataclass(frozen=True, slots=True)
class Participation:
    """Whether a party comes: its status, and the token that heads the words naming it."""

    status: ParticipantStatus
    participant: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an act happened, for whoever tells the clause.

    Attributes:
        certainty: how sure the teller is that it happened (CT+ … CT-; Uu where the teller takes no side).
        reasons: the cues, from the act outward; `score` is what each adds on the scale from -3 to 3.
        participation: for verbs of attending and inviting; None elsewhere.
    """

    status: Status
    certainty: FactualityValue
    reasons: tuple[Reason, ...]
    participation: Participation | None


def judge(sentence: Sentence, i: int, cues: Cues) -> Judgement:
    """Judge the act told by token `i`, a verb or a noun such as "talks" or "attack".

    Args:
        sentence: parsed.
        i: index of the token that tells the act.
        cues: the words to go by, see `load_cues`.

    Raises:
        IndexError: the sentence has no token `i`.
    """
    fate = fate_of(sentence, i, cues)
    reasons = tuple(
        Reason(feature, detail, cues.weights.get(feature, 0.0))
        for feature, detail in dict.fromkeys(fate.cues)
    )
    return Judgement(fate.status, fate.certainty, reasons, participation_of(sentence, i, fate, cues))


def participation_of(sentence: Sentence, i: int, fate: Fate, cues: Cues) -> Participation | None:
    """Who comes or stays away, where `i` is a verb of attending, staying away or inviting."""
    tokens = sentence.tokens
    if not is_verbal(tokens[i]):
        return _by_adjective(sentence, i, fate, cues)
    keys = [
        f"{tokens[i].lemma} {tokens[c].lower}"
        for c in tokens[i].children
        if tokens[c].dep in ("prt", "dobj", "advmod")
    ]
    keys.append(tokens[i].lemma)
    if any(cues.has("participation.inviting", key) for key in keys):
        guest = _child(sentence, i, ("nsubjpass", "dobj"))
        if guest is None or fate.status not in ("occurred", "ongoing"):
            return None
        return Participation("invited", guest)
    staying_away = any(cues.has("participation.refusing", key) for key in keys)
    if not staying_away and not any(cues.has("participation.verbs", key) for key in keys):
        return None
    who = _subject_of(sentence, i)
    if who is None:
        return None
    status = _staying_away(fate) if staying_away else _attending(sentence, i, fate, cues)
    return None if status is None else Participation(status, who)


def _by_adjective(sentence: Sentence, i: int, fate: Fate, cues: Cues) -> Participation | None:
    """ "Was absent from the session", "will be present at the signing"."""
    token = sentence.tokens[i]
    away, there = (cues.has(f"participation.{key}", token.lower) for key in ("absent", "present"))
    if not (away or there) or token.dep != "acomp":
        return None
    who = _subject_of(sentence, token.head)
    status = _staying_away(fate) if away else _attending(sentence, token.head, fate, cues)
    return None if who is None or status is None else Participation(status, who)


def _staying_away(fate: Fate) -> ParticipantStatus | None:
    if fate.status in ("occurred", "ongoing"):
        return "absent"
    return "declined" if fate.status == "scheduled" else None


def _attending(sentence: Sentence, i: int, fate: Fate, cues: Cues) -> ParticipantStatus | None:
    match fate.status:
        case "occurred" | "ongoing":
            return "attended"
        case "scheduled":
            return "confirmed" if _governor_in(sentence, i, "participation.accepting", cues) else "expected"
        case "not_occurring":
            past = fate.certainty == "CT-" and read_clause(sentence, i, cues).form == "finite"
            failed = any(feature == "governor:failure" for feature, _ in fate.cues)
            return "absent" if past or failed else "declined"
        case _:
            return None


def _governor_in(sentence: Sentence, i: int, table: str, cues: Cues) -> bool:
    return any(cues.has(table, sentence.tokens[a].lemma) for a in sentence.ancestors(i)[:3])


def _child(sentence: Sentence, i: int, deps: tuple[str, ...]) -> int | None:
    return next(
        (c for dep in deps for c in sentence.tokens[i].children if sentence.tokens[c].dep == dep), None
    )


def _subject_of(sentence: Sentence, i: int) -> int | None:
    """The subject of verb `i`, its own or that of the words that govern it ("Orban plans to attend")."""
    tokens = sentence.tokens
    at = i
    while True:
        found = _child(sentence, at, ("nsubj", "nsubjpass"))
        if found is not None:
            return _named(sentence, found, at)
        if tokens[at].dep in ("acl", "relcl"):
            # "plans for Putin to attend" has its subject inside; "Orban's refusal to attend" beside the noun.
            noun = tokens[at].head
            owner = _child(sentence, noun, ("poss",))
            if owner is not None:
                return owner
            if tokens[noun].dep == "ROOT" and not is_verbal(tokens[noun]):
                return noun
            if tokens[noun].dep in ("dobj", "attr") and tokens[noun].head != noun:
                at = tokens[noun].head
                continue
            return None
        if tokens[at].dep not in ("xcomp", "conj", "acomp", "oprd", "ccomp") or tokens[at].head == at:
            return None
        governor = tokens[at].head
        host = _child(sentence, governor, ("dobj",))
        if tokens[at].dep in ("xcomp", "ccomp") and host is not None and is_verbal(tokens[governor]):
            return host
        at = governor


def _named(sentence: Sentence, subject: int, verb: int) -> int:
    """The antecedent in place of "who" and "which"; the subject itself elsewhere."""
    tokens = sentence.tokens
    if tokens[subject].tag in ("WP", "WDT") and tokens[verb].dep == "relcl":
        return tokens[verb].head
    return subject
