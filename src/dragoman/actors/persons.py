"""Names of persons with the titles that belong to them.

"Turkish President Recep Tayyip Erdogan" is one mention: the name is its span, the title is told by it, and neither
"Turkish" nor "President" is a mention of its own. A title may stand before the name, with its country as adjective,
possessive or behind "of" ("Head of the Office of the President of Chile Anna Roe"), or the country may
follow ("President Zelenskyy of Ukraine"). A possessor who is a person stays a mention of his own.
"""

from dragoman.actors.findings import Board, Finding, Title
from dragoman.actors.gazetteer import Hit
from dragoman.actors.knowledge import Knowledge
from dragoman.actors.names import fold
from dragoman.actors.titles import TitleLexicon, title_lexicon

PARTICLES = frozenset(
    "al el bin ibn ben abu abd von van der den de del della di da dos du la le ter ould al- el- bint of y und".split()
)
"""Lower-case words that may stand inside a name."""

DEPUTIES = frozenset({"deputy", "vice", "assistant"})
"""Words that make another office of the one behind them."""

JOINTS = frozenset({"of", "for", "to"})
"""What joins a country to a title before it."""

LINKS = frozenset({"of", "for", "to", "the", "and", "on", "in"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
PRONOUNS = frozenset({"his", "her", "its", "their", "my", "our", "your"})
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "xiv", "xvi"})


def find_persons(board: Board, hits: tuple[Hit, ...], knowledge: Knowledge, known: frozenset[str]) -> None:
    """Put the persons named in the sentence on the board, and cover their titles.

    Args:
        known: folded lower-case surnames that name a person wherever they stand in this report.
    """
    lexicon = title_lexicon()
    at_end = {hit.last: hit for hit in hits}
    for first, last, readings in _spans(board, hits, knowledge, known, lexicon):
        if not board.free(first, last):
            continue
        start, title = title_before(board, first, at_end, lexicon, knowledge)
        end, owners = _country_after(board, last, hits, bool(title.role or readings))
        if owners:
            title = Title(
                title.role,
                title.sector,
                title.words,
                title.owners + owners,
                title.past,
                title.gender,
                title.possessor,
            )
        board.cover(start, end)
        head = last - 1
        while head > first and board.lower[head] in SUFFIXES | {","}:
            head -= 1
        board.found.append(
            Finding(
                board.sentence.index,
                first,
                last,
                head,
                "person",
                board.words(first, last),
                "name",
                readings,
                title,
            )
        )


def _spans(
    board: Board, hits: tuple[Hit, ...], knowledge: Knowledge, known: frozenset[str], lexicon: TitleLexicon
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Token ranges of names, and their readings in the tables: table hits first, then parser, titles, surnames."""
    spans: list[tuple[int, int, tuple[str, ...]]] = []
    blocked = [False] * len(board.tokens)
    for hit in hits:
        readings = tuple(s.actor for s in hit.surfaces if knowledge.actors[s.actor].kind == "person")
        if readings:
            first, last = _widened(board, hit.first, hit.last)
            spans.append((first, last, readings))
            for i in range(first, last):
                blocked[i] = True
        else:
            for i in range(hit.first, hit.last):
                blocked[i] = True
    for entity in board.sentence.entities:
        if entity.label == "PERSON":
            if any(first < entity.last and entity.first < last for first, last, _ in spans):
                continue
            if _names_a_thing(board, entity.first, lexicon) or _ends_as_thing(board, entity.last, lexicon):
                continue
            span = _trimmed(board, entity.first, entity.last, blocked, lexicon)
            if span and span[1] - span[0] == 1 and not _bears_alone(board, span[0], known, lexicon):
                continue
            if span:
                span = span[0], _with_hyphens(board, span[1], blocked)
                spans.append((*span, ()))
                for i in range(*span):
                    blocked[i] = True
    n = len(board.tokens)
    i = 0
    while i < n:
        if (
            not blocked[i]
            and (_looks_like_name(board, i) or _is_known_subject(board, i, known))
            and not _titles_at(board, i, lexicon)
            and not _starts_title(board, i, lexicon)
            and not _names_a_thing(board, i, lexicon)
        ):
            last = i + 1
            while (
                last < n
                and not blocked[last]
                and _continues_name(board, last)
                and not _titles_at(board, last, lexicon)
            ):
                last += 1
            while last > i + 1 and (board.lower[last - 1] in PARTICLES or board.lower[last - 1] == "-"):
                last -= 1
            if board.lower[last - 1] in lexicon.body_words:
                i = last
                continue
            label = board.tokens[last - 1].ent
            surname = fold(board.lower[last - 1])
            titled = i > 0 and _title_word_at(board, i - 1, lexicon) and not blocked[i - 1]
            titled = titled and (label == "PERSON" or board.lower[i - 1] not in lexicon.needs_owner)
            if (titled and label not in ("DATE", "FAC", "LAW", "EVENT")) or (
                surname in known and last - i <= 3
            ):
                spans.append((i, last, ()))
                for k in range(i, last):
                    blocked[k] = True
            i = last
        else:
            i += 1
    return sorted(spans)


def _with_hyphens(board: Board, last: int, blocked: list[bool]) -> int:
    """The end of the name with further halves of a hyphened surname that the parser cut off."""
    tokens = board.tokens
    while (
        last + 1 < len(tokens)
        and tokens[last].text == "-"
        and tokens[last - 1].end == tokens[last].start
        and tokens[last].end == tokens[last + 1].start
        and tokens[last + 1].text[0].isupper()
        and tokens[last + 1].text.isalpha()
        and not blocked[last + 1]
    ):
        last += 2
    return last


def _names_a_thing(board: Board, first: int, lexicon: TitleLexicon) -> bool:
    """Does a vessel, a storm or a place before the name say that it is no person's ("the frigate", "village of")?"""
    before = board.lower[first - 1] if first else ""
    if before in lexicon.things_named or (
        first and before in ("-", "–") and board.tokens[first - 1].end == board.tokens[first].start
    ):
        return True
    return before == "of" and first > 1 and board.lower[first - 2] in lexicon.place_words


def _ends_as_thing(board: Board, last: int, lexicon: TitleLexicon) -> bool:
    """Does a word for a place or body close the name or follow it ("Ninoy Aquino International Airport")?"""
    things = lexicon.place_words | lexicon.body_words
    if board.lower[last - 1] in things:
        return True
    return last < len(board.lower) and board.lower[last] in things and board.tokens[last].text[0].isupper()


def _starts_title(board: Board, i: int, lexicon: TitleLexicon) -> bool:
    """Does a title or a group noun begin at the token, or a word of a body's name stand there?"""
    for j in range(i, min(len(board.lower), i + 4)):
        for found in (lexicon.role_ending(board.lower, j), lexicon.group_ending(board.lower, j)):
            if found and found[0] <= i:
                return True
    return board.lower[i] in lexicon.body_words


def _bears_alone(board: Board, i: int, known: frozenset[str], lexicon: TitleLexicon) -> bool:
    """Is a single word that the parser takes for a person one: known, titled, or doing something?"""
    token = board.tokens[i]
    if (
        i
        and board.lower[i - 1] in ("in", "near", "at")
        and i + 1 < len(board.tokens)
        and board.tokens[i + 1].text == ","
    ):
        return False
    if fold(token.lower) in known or (i > 0 and _title_word_at(board, i - 1, lexicon)):
        return True
    return token.dep in ("nsubj", "nsubjpass", "agent") and token.pos == "PROPN"


def _title_word_at(board: Board, i: int, lexicon: TitleLexicon) -> bool:
    """Does a singular, personal title or honorific end at the token, so that a capitalised word after it is a name?"""
    if board.lower[i] in lexicon.male or board.lower[i] in lexicon.female:
        return True
    found = lexicon.role_ending(board.lower, i)
    return bool(found) and board.tokens[i].tag in ("NN", "NNP", "JJ") and board.tokens[i].dep in (
        "compound", "amod", "nmod", "ROOT", "nsubj", "dobj", "pobj", "appos", "conj", "nsubjpass", "poss", "dep",
    )  # fmt: skip


def _titles_at(board: Board, i: int, lexicon: TitleLexicon) -> bool:
    word = board.lower[i]
    return (
        word in lexicon.honorifics or lexicon.role_ending(board.lower, i) is not None or word in lexicon.past
    )


def _is_known_subject(board: Board, i: int, known: frozenset[str]) -> bool:
    """A surname of the report that the parser takes for a noun: "Teven blamed the sea"."""
    token = board.tokens[i]
    return (
        token.tag == "NN"
        and token.dep in ("nsubj", "nsubjpass")
        and token.text[0].isupper()
        and fold(token.lower) in known
    )


def _looks_like_name(board: Board, i: int) -> bool:
    token = board.tokens[i]
    return (
        token.pos == "PROPN"
        and token.text[0].isupper()
        and not token.text.isupper()
        and token.text[-1] != "."
    )


def _continues_name(board: Board, i: int) -> bool:
    token = board.tokens[i]
    if token.text == "-":
        return 0 < i < len(board.tokens) - 1 and token.start == board.tokens[i - 1].end and token.end == board.tokens[i + 1].start  # fmt: skip
    if token.lower in PARTICLES and token.lower != "of":
        return token.ent == "PERSON" or token.pos == "PROPN"
    if board.tokens[i - 1].text == "-" and token.start == board.tokens[i - 1].end:
        return token.text.isalpha()
    return token.pos == "PROPN" and token.text[0].isupper()


def _widened(board: Board, first: int, last: int) -> tuple[int, int]:
    """The name with a suffix or further parts that the parser counts to it ("Biden, Jr.")."""
    tokens = board.tokens
    if last < len(tokens) and board.lower[last] in SUFFIXES:
        last += 1
    elif (
        last + 1 < len(tokens) and tokens[last].text == "," and board.lower[last + 1] in ("jr.", "jr", "sr.")
    ):
        return first, last + 2
    return first, last


def _trimmed(
    board: Board, first: int, last: int, blocked: list[bool], lexicon: TitleLexicon
) -> tuple[int, int] | None:
    """A PERSON entity without titles, possessives and foreign words at its edges; None where nothing is left."""
    tokens, lower = board.tokens, board.lower
    for i in range(first, last):
        if tokens[i].text in POSSESSIVES and i + 1 < last:
            first = i + 1
    while first < last and (
        blocked[first]
        or lower[first] in lexicon.honorifics
        or lower[first] in lexicon.past
        or not tokens[first].text[0].isalpha()
        or (lexicon.role_ending(lower, first) and last - first > 1)
        or (tokens[first].text[0].islower() and lower[first] not in PARTICLES)
    ):
        first += 1
    end = first
    while (
        end < last
        and not blocked[end]
        and tokens[end].text not in POSSESSIVES | {",", "(", ":", "/", "–", "—"}
    ):
        if tokens[end].text[0].islower() and lower[end] not in PARTICLES:
            if tokens[end - 1].text == "-":
                return None
            break
        end += 1
    while end > first + 1 and lexicon.role_ending(lower, end - 1):
        end -= 1
    while end > first and (lower[end - 1] in PARTICLES or not tokens[end - 1].text[0].isalnum()):
        end -= 1
    if end == first or not any(tokens[i].text[0].isupper() for i in range(first, end)):
        return None
    if end - first == 1:
        only = tokens[first]
        if (
            lexicon.role_ending(lower, first)
            or (only.text.isupper() and len(only.text) < 6)
            or only.pos not in ("PROPN", "NOUN")
        ):
            return None
    if any(character.isdigit() or character in "@#_/" for character in board.words(first, end)):
        return None
    return first, end


def title_before(
    board: Board, name: int, at_end: dict[int, Hit], lexicon: TitleLexicon, knowledge: Knowledge
) -> tuple[int, Title]:
    """First token of the title that stands before token `name`, and what it tells; (`name`, no title) where none."""
    tokens, lower = board.tokens, board.lower
    role = sector = words = gender = ""
    owners: list[str] = []
    past = False
    possessor: int | None = None
    at = settled = name
    pending: list[str] = []
    while at > 0:
        k = at - 1
        if board.taken[k]:
            break
        word = lower[k]
        hit = at_end.get(at)
        if hit and _is_person(hit, knowledge):
            break
        found = lexicon.role_ending(lower, k)
        if found and (not hit or hit.first >= found[0]):
            first, meaning = found
            if not role:
                role, sector, words = meaning.key, meaning.sector, board.words(first, k + 1)
            owners += [o for o in pending if o not in owners]
            pending = []
            at = settled = first
        elif hit:
            linked = k > 0 and _before_link(lower, hit.first)
            if role and not linked:
                owners += [s.actor for s in hit.surfaces[:1] if s.actor not in owners]
                at = settled = hit.first
                continue
            if linked:
                at = _link_start(lower, hit.first)
                # An ambassador to a country is not of that country.
                pending = [] if lower[at] == "to" else [hit.surfaces[0].actor]
                continue
            if hit.form == "adjective" and settled == at and not role:
                owners.append(hit.surfaces[0].actor)
                at = settled = hit.first
            break
        elif word in POSSESSIVES:
            owner = at_end.get(k)
            if owner and not _is_person(owner, knowledge) and owner.form != "adjective":
                owners.append(owner.surfaces[0].actor)
                settled = owner.first
            elif k > 0:
                possessor = tokens[k - 1].start
            break
        elif (
            word in lexicon.male
            or word in lexicon.female
            or (word in lexicon.honorifics and word not in PRONOUNS)
        ):
            gender = "m" if word in lexicon.male else "f" if word in lexicon.female else gender
            at = settled = k
        elif role and word in lexicon.past:
            past = True
            at = settled = k
        elif role and word in PRONOUNS:
            possessor = tokens[k].start
            settled = k
            break
        elif role and word in DEPUTIES and settled == at and not role.startswith("deputy"):
            role, words = f"deputy {role}", f"{board.words(k, k + 1)} {words}"
            at = settled = k
        elif (role and (word in lexicon.modifiers or word in ("-", "and", "&"))) or (
            role
            and tokens[k].dep in ("compound", "amod", "nmod", "nummod")
            and tokens[k].pos in ("NOUN", "PROPN", "ADJ")
            and k < tokens[k].head < name + 3
        ):
            at = k
            if word not in ("-", "and", "&", "the"):
                settled = k
        elif word in LINKS or (tokens[k].text[0].isupper() and tokens[k].pos in ("PROPN", "NOUN", "ADJ")):
            jump = _title_further_left(board, k, lexicon)
            if jump is None:
                break
            at = jump
        else:
            break
    past = past or (settled < name and bool(set(lower[settled:name]) & lexicon.past))
    return settled, Title(role, sector, words, tuple(dict.fromkeys(owners)), past, gender, possessor)


def _is_person(hit: Hit, knowledge: Knowledge) -> bool:
    return knowledge.actors[hit.surfaces[0].actor].kind == "person"


def _before_link(lower: list[str], i: int) -> bool:
    return i > 0 and (lower[i - 1] in JOINTS or (i > 1 and lower[i - 1] == "the" and lower[i - 2] in JOINTS))


def _link_start(lower: list[str], i: int) -> int:
    return i - 2 if lower[i - 1] == "the" else i - 1


def _title_further_left(board: Board, k: int, lexicon: TitleLexicon) -> int | None:
    """Index behind a title that a chain of "of", "for", "the" and capitalised words leads back to, or None."""
    if board.lower[k] == "the":
        return None
    linked = False
    for i in range(k, max(-1, k - 12), -1):
        if board.taken[i]:
            return None
        if linked and lexicon.role_ending(board.lower, i):
            return i + 1
        if board.lower[i] in ("of", "for"):
            linked = True
        elif board.lower[i] not in LINKS and not board.tokens[i].text[0].isupper():
            return None
    return None


def _country_after(board: Board, last: int, hits: tuple[Hit, ...], may: bool) -> tuple[int, tuple[str, ...]]:
    """End of "of Ukraine" behind a name, and the state; (`last`, ()) where none follows."""
    if not may or last + 1 >= len(board.tokens) or board.lower[last] != "of":
        return last, ()
    at = last + 2 if board.lower[last + 1] == "the" else last + 1
    for hit in hits:
        if hit.first == at and hit.form in ("name", "weak"):
            return hit.last, (hit.surfaces[0].actor,)
    return last, ()
