"""People named in one row: "Anna Roe, French President Jean Doe and German Chancellor Max Poe".

Titles between the names often lead the parser astray: it hangs a name on the title before it, or takes "US
envoys Roe and Doe" for a state that does something. The words tell the row all the same: nothing but titles,
countries, commas and "and" between the names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.actors.titles import title_lexicon
from dragoman.events.acts import Act, Role
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Mention

_BETWEEN = frozenset({",", "and", "the"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def with_whole_rows(sentence: Sentence, acts: Sequence[Act], mentions: Sequence[Mention]) -> tuple[Act, ...]:
    """The acts with all people of a row of which they have one, and people in place of a state.

    A row stands for one party only where no other verb takes one of its names for its subject: in "Roe met
    Doe and Poe left" Poe is no party to the meeting.
    """
    rows = [row for row in _rows(sentence, mentions) if len(row) > 1]
    if not rows:
        return tuple(acts)
    return tuple(_completed(sentence, act, rows, mentions) for act in acts)


def _completed(
    sentence: Sentence,
    act: Act,
    rows: Sequence[Sequence[Mention]],
    mentions: Sequence[Mention],
) -> Act:
    roles: list[Role] = list(act.roles)
    for row in rows:
        if _is_divided(sentence, act, row):
            continue
        named = {role.mention.start for role in roles}
        has = next((role for role in roles if role.mention in row), None)
        if has is None:
            # "US envoys Roe and Doe" hangs on "US" where the parser takes "envoys" for a verb.
            owner = _owner(sentence, row[0], mentions)
            at = next((n for n, role in enumerate(roles) if role.mention is owner), None) if owner else None
            if at is not None:
                roles[at : at + 1] = [Role(roles[at].role, mention) for mention in row]
            continue
        at = roles.index(has)
        missing = [Role(has.role, mention) for mention in row if mention.start not in named]
        roles[at + 1 : at + 1] = missing
    return act if roles == list(act.roles) else replace(act, roles=tuple(roles))


def _is_divided(sentence: Sentence, act: Act, row: Sequence[Mention]) -> bool:
    """Does another verb take one of the names for its subject or object, and does it not govern the act?"""
    own = {act.trigger, act.judged}
    names = [token for mention in row for token in sentence.within(mention.start, mention.end)]
    inside = {token.i for token in names}
    for token in names:
        head = sentence.tokens[token.head]
        if head.i in own or head.i in inside or head.pos not in {"VERB", "AUX"} or _is_title(head):
            continue
        if token.dep == "dobj" or (token.dep in _SUBJECTS and head.i not in sentence.ancestors(act.judged)):
            return True
    return False


def _is_title(token: Token) -> bool:
    """A title that the parser takes for a verb: "US *envoys* Roe and Doe"."""
    return title_lexicon().role_ending([token.lower.removesuffix("s")], 0) is not None


def _rows(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    people = sorted(
        (m for m in mentions if m.party.kind == "person" and m.text[:1].isupper()), key=lambda m: m.start
    )
    row: list[Mention] = []
    for one in people:
        if row and _joined(sentence, row[-1], one, mentions):
            row.append(one)
            continue
        yield from _ended(sentence, row)
        row = [one]
    yield from _ended(sentence, row)


def _ended(sentence: Sentence, row: list[Mention]) -> Iterator[list[Mention]]:
    """The row, where "and" stands before its last name."""
    if len(row) > 1:
        between = sentence.text[row[-2].end - sentence.start : row[-1].start - sentence.start]
        if " and " in f" {between} ":
            yield row


def _joined(sentence: Sentence, one: Mention, other: Mention, mentions: Sequence[Mention]) -> bool:
    words = [token for token in sentence.tokens if one.end <= token.start and token.end <= other.start]
    if not words or words[0].lower not in _BETWEEN:
        return False
    after = next((n for n, token in enumerate(words) if token.lower not in _BETWEEN), len(words))
    return after <= 3 and _are_titles(words[after:], mentions)


def _are_titles(words: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    """Countries and titles alone, a title last; or nothing."""
    lexicon = title_lexicon()
    lower = [token.lower for token in words]
    at = len(words)
    titled = False
    while at > 0:
        last = at - 1
        ending = lexicon.role_ending(lower, last) or lexicon.role_ending(_singular(lower, last), last)
        if ending is not None:
            at, titled = ending[0], True
            continue
        token = words[last]
        owner = any(
            m.start <= token.start and token.end <= m.end and m.party.kind != "person" for m in mentions
        )
        if not (titled and (owner or token.ent in {"NORP", "GPE"} or token.lower in lexicon.modifiers)):
            return False
        at = last
    return True


def _singular(lower: list[str], last: int) -> list[str]:
    return [*lower[:last], lower[last].removesuffix("s"), *lower[last + 1 :]]


def _owner(sentence: Sentence, first: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """The state whose title stands right before the first name: "*US* envoys Roe and Doe"."""
    for state in mentions:
        if state.party.kind != "state" or state.end >= first.start:
            continue
        words = [token for token in sentence.tokens if state.end <= token.start and token.end <= first.start]
        if words and len(words) <= 5 and _are_titles(words, mentions):
            return state
    return None
