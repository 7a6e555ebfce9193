"""Actors that are described, not named: "Russian forces", "the Ukrainian president", "members of his inner circle".

The noun says what kind of actor it is, the words around it whose: a nationality ("two Ukrainian ministers"), a
possessor ("Moscow's forces", "Putin's special envoy", "his team") or "of" ("citizens of Kenya"). The nationality
belongs to the description and is no mention of its own; a possessor who is a person or a pronoun is.
"""

from dataclasses import dataclass, replace

from dragoman.actors.findings import Board, Finding, Title
from dragoman.actors.gazetteer import Hit
from dragoman.actors.knowledge import Knowledge
from dragoman.actors.persons import POSSESSIVES
from dragoman.actors.titles import TitleLexicon, Word, title_lexicon

INDEFINITE = frozenset(
    {"a", "an", "any", "no", "another", "some", "every", "each", "one", "several", "many", "other"}
)
POSSESSIVE_PRONOUNS = frozenset({"his", "her", "its", "their"})


@dataclass(frozen=True, slots=True)
class _Left:
    """What stands before the noun: first token of the description, owners, possessor, determiner."""

    first: int
    cover: int
    owners: tuple[tuple[str, ...], ...]
    possessor: int | None
    determiner: str
    past: bool
    sector: str


def find_descriptions(board: Board, hits: tuple[Hit, ...], knowledge: Knowledge) -> None:
    """Put the described actors of the sentence on the board, and cover the words that belong to them."""
    lexicon = title_lexicon()
    at_end = {hit.last: hit for hit in hits if knowledge.actors[hit.surfaces[0].actor].kind != "person"}
    at_start = {hit.first: hit for hit in at_end.values()}
    names = frozenset(i for hit in hits if hit.form in ("name", "weak") for i in range(hit.first, hit.last))
    for i in range(len(board.tokens) - 1, -1, -1):
        if board.taken[i]:
            continue
        noun = _noun_at(board, i, lexicon, names, frozenset(at_end))
        if noun:
            _describe(board, i, *noun, at_end, at_start, lexicon, knowledge)


def _noun_at(
    board: Board, i: int, lexicon: TitleLexicon, names: frozenset[int], owned: frozenset[int]
) -> tuple[int, Word, bool] | None:
    """First token, meaning and group-or-person of the actor noun that ends at `i`; None where there is none."""
    lower = board.lower
    group, role = lexicon.group_ending(lower, i), lexicon.role_ending(lower, i)
    found = group if group and (not role or group[0] < role[0] or group[0] == role[0]) else role
    if not found:
        return None
    first, word = found
    token = board.tokens[i]
    hyphened = token.pos == "ADJ" and i > first and lower[i - 1] == "-"
    if (token.pos not in ("NOUN", "PROPN") and not hyphened) or not board.free(first, i + 1):
        return None
    if any(k in names for k in range(first, i + 1)):
        return None
    if (
        token.dep in ("compound", "amod", "nmod", "npadvmod")
        and token.head > i
        and board.tokens[token.head].start - token.end < 40
        and not (
            group
            and word.sector in ("MIL", "COP", "LEG")
            and first > 0
            and first in owned
            and not _actor_noun(board, token.head, lexicon)
        )
    ):
        # "Israeli army bulldozers" are the Israeli army's; "army bulldozers" are nobody's.
        return None
    if i + 1 < len(lower) and lower[i + 1] == "-":
        return None
    return first, word, found is group


def _actor_noun(board: Board, i: int, lexicon: TitleLexicon) -> bool:
    return bool(lexicon.group_ending(board.lower, i) or lexicon.role_ending(board.lower, i))


def _describe(
    board: Board,
    last: int,
    first: int,
    word: Word,
    group: bool,
    at_end: dict[int, Hit],
    at_start: dict[int, Hit],
    lexicon: TitleLexicon,
    knowledge: Knowledge,
) -> None:
    tokens, lower = board.tokens, board.lower
    left = _left_of(board, first, at_end, lexicon)
    end, owned_after, possessor = _right_of(board, last + 1, at_start, knowledge)
    owners = left.owners or tuple((owner,) for owner in owned_after)
    phrase = " ".join(lower[first : last + 1])
    local = word.sector in LOCAL or phrase in LOCAL_FORCES
    if not owners and possessor is None and left.possessor is None and group and local:
        owners = _where(board, end, at_start)
    possessor = left.possessor if left.possessor is not None else possessor
    needs_owner = phrase in lexicon.needs_owner or (lower[last] in lexicon.needs_owner and first == last)
    plural = tokens[last].tag in ("NNS", "NNPS")
    if needs_owner and not owners and possessor is None:
        together = (
            left.determiner in ("the", "both", "two", "all")
            and plural
            and (phrase in lexicon.together_states or phrase in lexicon.together_persons)
        )
        told_before = phrase in lexicon.bare_titles or word.one
        if not together and not (not group and left.determiner == "the" and told_before):
            return
    head = (
        next((i for i in range(first, last + 1) if tokens[i].pos in ("NOUN", "PROPN")), last)
        if "of" in lower[first : last + 1]
        else last
    )
    board.cover(left.cover, end)
    # "No Russian representative", "any minister" speak of a class, not of a person.
    single = not group and not plural and left.determiner not in ("no", "any", "every")
    start = left.first
    name = board.words(start, end)
    if left.cover < start and left.possessor is not None and lower[start - 1] in POSSESSIVES:
        name = board.words(_possessor_first(board, start - 2), end)
    finding = Finding(
        board.sentence.index,
        start,
        end,
        head,
        "person" if single else "group",
        name,
        "title" if single else "group",
        title=Title(
            f"deputy {word.key}"
            if first and lower[first - 1] in ("deputy", "vice", "assistant")
            else word.key,
            left.sector if left.sector and word.sector in ("GOV", "", "CVL") else word.sector,
            board.words(first, last + 1),
            owners[0] if owners else (),
            left.past,
            possessor=possessor,
        ),
        plural=plural,
        definite=left.determiner in ("the", "both", "these", "those", "this", "that", "two")
        or bool(left.owners and not left.determiner and left.possessor is None and single),
    )
    board.found.append(finding)
    for other in owners[1:]:
        board.found.append(replace(finding, title=replace(finding.title, owners=other)))


def _possessor_first(board: Board, i: int) -> int:
    """First token of the possessor's name that ends at `i`."""
    while i > 0 and board.tokens[i - 1].pos == "PROPN" and board.taken[i - 1]:
        i -= 1
    return i


def _left_of(board: Board, first: int, at_end: dict[int, Hit], lexicon: TitleLexicon) -> _Left:
    tokens, lower = board.tokens, board.lower
    owners: list[tuple[str, ...]] = []
    possessor: int | None = None
    determiner = sector = ""
    past = False
    at = start = first
    while at > 0:
        k = at - 1
        hit = at_end.get(at)
        if hit and board.free(hit.first, at):
            if hit.form == "capital" and tokens[k].dep not in ("compound", "nmod", "amod", "poss"):
                break
            if owners and tokens[at].text not in ("and", "or", ",", "/", "-", "–"):
                break
            owners.append((hit.surfaces[0].actor,))
            at = start = hit.first
            continue
        if board.taken[k]:
            if tokens[k].dep in ("compound", "nmod") and tokens[k].head == first and at == first:
                # "The Trump administration" is of Trump.
                possessor = tokens[k].start
            break
        token, word = tokens[k], lower[k]
        if word in POSSESSIVES:
            owner = at_end.get(k)
            if owner and board.free(owner.first, k):
                owners.append((owner.surfaces[0].actor,))
                at = start = owner.first
                if at and lower[at - 1] == "the":
                    at -= 1
            elif k > 0 and (board.taken[k - 1] or lower[k - 1] in lexicon.anaphors["state"]):
                possessor = tokens[k - 1].start
            break
        if word in POSSESSIVE_PRONOUNS:
            possessor = token.start
            start = k
            break
        if token.pos == "DET" or word in ("the", "a", "an", "both", "no", "any"):
            determiner = word if not determiner or determiner.isdigit() else determiner
            if word == "both" or token.tag == "PDT":
                determiner = "both"
            at = k
            break
        if (
            word in ("and", "or", ",", "/")
            and owners
            and k in at_end
            and lower[k - 1] not in POSSESSIVES
            and tokens[k - 1].pos in ("ADJ", "PROPN", "NOUN")
        ):
            at = k
            continue
        if word == "-" and k > 0 and tokens[k - 1].end == token.start:
            at = start = k
            continue
        if token.pos in ("ADJ", "NOUN", "PROPN", "NUM", "ADV") or token.tag in ("VBN", "VBG", "JJ"):
            if token.pos == "ADV" and (token.head < k or token.head > first):
                break
            if token.tag in ("VBN", "VBG") and (
                token.dep not in ("amod", "compound")
                or k == 0
                or (tokens[k - 1].pos == "PUNCT" and tokens[k - 1].text != "-")
            ):
                break
            if token.pos in ("NOUN", "PROPN") and token.dep not in (
                "compound",
                "nmod",
                "amod",
                "nummod",
                "poss",
                "npadvmod",
                "dep",
            ):
                break
            if token.head < k and token.dep not in ("amod", "nummod", "compound"):
                break
            past = past or word in lexicon.past
            if token.pos == "ADV" or word in ("least", "most", "more", "many"):
                at = k
                continue
            told = lexicon.group_ending(lower, k) or lexicon.role_ending(lower, k)
            if (
                word
                in (
                    "military",
                    "army",
                    "police",
                    "intelligence",
                    "opposition",
                    "rebel",
                    "militia",
                    "security",
                )
                and told
            ):
                sector = told[1].sector or sector
            at = start = k
            continue
        break
    while start < first and lower[start] in ("-", "–"):
        start += 1  # of "ISIL-affiliated militants" ISIL stands for itself
    cover = at if determiner or at < start else start
    return _Left(start, min(cover, start), tuple(reversed(owners)), possessor, determiner, past, sector)


def _right_of(
    board: Board, at: int, at_start: dict[int, Hit], knowledge: Knowledge
) -> tuple[int, tuple[str, ...], int | None]:
    """End of the description with "of …" behind it, the owner found there, and a possessor."""
    lower = board.lower
    n = len(lower)
    if at + 1 >= n or lower[at] not in ("of", "from", "for", "to"):
        return at, (), None
    k = at + 1
    while k < n and (
        lower[k] in ("the",)
        or (lower[k] not in ("a", "an") and board.tokens[k].pos == "ADJ" and k not in at_start)
    ):
        k += 1
    if k >= n:
        return at, (), None
    hit = at_start.get(k)
    if hit and board.free(hit.first, hit.last) and hit.form in ("name", "weak", "capital", "people", "seat"):
        state = knowledge.actors[hit.surfaces[0].actor].kind == "state"
        if lower[at] != "of" and state and not _come_from(board, at):
            return at, (), None
        if hit.last < n and lower[hit.last] in POSSESSIVES and not _actor_follows(board, hit.last):
            return at, (hit.surfaces[0].actor,), None
        return _listed(board, hit, at_start)
    if lower[at] != "of":
        return at, (), None
    if lower[k] in POSSESSIVE_PRONOUNS:
        end = k + 1
        inner = next((f for f in board.found if f.first in (k, k + 1) and f.form == "group"), None)
        if inner:
            # "members of his inner circle" are one group.
            board.found.remove(inner)
            return inner.last, inner.title.owners, board.tokens[k].start
        while end < n and board.tokens[end].pos in ("ADJ", "NOUN", "PROPN") and not board.taken[end]:
            end += 1
        return end, (), board.tokens[k].start
    end = k
    while end < n and board.tokens[end].pos == "PROPN" and not board.taken[end] and end not in at_start:
        end += 1
    if end > k and board.tokens[k].text[0].isupper() and board.tokens[k].ent not in ("PERSON", "DATE"):
        # A country or body that no table knows: "the president of Atlantis".
        return end, (), None
    for found in board.found:
        if found.first == k and found.form == "name":
            return at, found.title.owners, board.tokens[found.first].start
        if found.form == "group" and (
            found.first == k or (found.first > k and all(board.taken[k : found.first]))
        ):
            return at, found.title.owners, found.title.possessor
    return at, (), None


def _come_from(board: Board, at: int) -> bool:
    """Whether those who act or are met are told by where they come from: "*negotiators from* Mali met".

    Not of whom something is done to: "withdrew its *officials from* Mali".
    """
    noun = board.tokens[board.tokens[at].head]
    if board.lower[at] != "from" or noun.i != at - 1:
        return False
    met = noun.dep == "pobj" and board.lower[noun.head] in ("with", "between")
    return met or noun.dep in ("nsubj", "nsubjpass")


def _listed(board: Board, hit: Hit, at_start: dict[int, Hit]) -> tuple[int, tuple[str, ...], None]:
    """End and actors of the list that begins with `hit`: "of *Mali, Niger and the Ivory Coast*".

    A comma goes on with the list only where "and" ends it: "of Mali, Niger said" are of Mali.
    """
    lower, n = board.lower, len(board.lower)
    listed, ended = [hit], False
    while not ended and (at := listed[-1].last) + 1 < n and lower[at] in (",", "and"):
        k = at + 2 if lower[at] == "," and lower[at + 1] == "and" else at + 1
        ended = k == at + 2 or lower[at] == "and"
        k += k < n and lower[k] == "the"
        following = at_start.get(k)
        if not following or not board.free(k, following.last) or not _alike(following, hit):
            return hit.last, (hit.surfaces[0].actor,), None
        listed.append(following)
    if not ended:
        listed = listed[:1]
    return listed[-1].last, tuple(dict.fromkeys(one.surfaces[0].actor for one in listed)), None


def _alike(one: Hit, other: Hit) -> bool:
    names = ("name", "weak")
    return one.form == other.form or (one.form in names and other.form in names)


LOCAL = frozenset({"CVL", "REF", "COP", "LEG", "JUD", "REB", "PTY", "OPP", "CRM"})
"""Sectors whose people belong, as a rule, to the country they are in; soldiers and officials need not."""


LOCAL_FORCES = frozenset({"security forces", "authorities", "government forces", "local authorities"})
"""Of the rest, those who are a country's own where they are."""


def _where(board: Board, at: int, at_start: dict[int, Hit]) -> tuple[tuple[str, ...], ...]:
    """The state or its capital that follows with "in": "protesters in Kyiv"."""
    if at + 1 >= len(board.lower) or board.lower[at] != "in":
        return ()
    hit = at_start.get(at + 2 if board.lower[at + 1] == "the" else at + 1)
    return ((hit.surfaces[0].actor,),) if hit and hit.form in ("name", "capital", "weak") else ()


def _actor_follows(board: Board, at: int) -> bool:
    return any(found.first == at + 1 for found in board.found)
