"""Who is spoken of: every span of a report that names or describes an actor, and who that is.

The way: names of the tables (gazetteer), persons with their titles (persons), described actors (descriptions), then
states, bodies and capitals, pronouns and "both sides"; last, over the whole report, who is meant (coreference,
resolve).

>>> from dragoman.actors.knowledge import load_knowledge
>>> from dragoman.parse.sentences import split_sentences
>>> from dragoman.parse.syntax import Parser
>>> from dragoman.records import Document
>>> text = "Ukrainian President Volodymyr Zelensky met Spanish officials in Madrid. He left at noon."
>>> report = Document("0" * 64, None, None, None, None, "2025-11-19", None, "en", text)
>>> sentences = tuple(Parser().parse(split_sentences(text)))
>>> for m in find_mentions(report, sentences, load_knowledge()):
...     print(m.text, "|", m.party.name, m.party.kind, m.party.country, m.party.sector, m.chain)
Volodymyr Zelensky | Volodymyr Zelensky person UKR GOV 0
Spanish officials | Spanish officials group ESP GOV 1
Madrid | Madrid place ESP None 2
He | Volodymyr Zelensky person UKR GOV 0
"""

import re

from dragoman.actors import metonymy
from dragoman.actors.coreference import FEMALE, MALE, MANY, SUBJECTS, THING, WE, link, quotation_around
from dragoman.actors.descriptions import find_descriptions
from dragoman.actors.findings import Board, Finding, Title
from dragoman.actors.gazetteer import Hit, find_hits
from dragoman.actors.knowledge import Knowledge
from dragoman.actors.names import fold
from dragoman.actors.persons import find_persons
from dragoman.actors.resolve import PROMINENT
from dragoman.actors.titles import TitleLexicon, title_lexicon
from dragoman.parse.syntax import Entity, Sentence, Token
from dragoman.records import Document, Mention

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())

PRONOUNS = MALE | FEMALE | THING | MANY


def find_mentions(
    document: Document, sentences: tuple[Sentence, ...], knowledge: Knowledge
) -> tuple[Mention, ...]:
    """All mentions of actors in the order of the text.

    A name's mention is the name alone; its title ("Turkish President") is told in the party and makes no mention of
    its own, nor does the country in it. A nationality before an actor noun belongs to that group ("Russian forces");
    before any other noun it is a mention of the state ("Russian attacks"). A capital is kind "state" where it acts
    and kind "place" where something happens there. A plural that means several actors gives one mention for each,
    of the same span, with basis "inferred"; one that stays open has actor None and candidates.

    Args:
        document: its `published` day decides who held an office; without it, offices stay None.
        sentences: the parsed sentences of the report, in order.
    """
    match = _DAY.match(document.published or "")
    on = match.group() if match else None
    hits = find_hits(document.text, sentences, knowledge)
    known = _surnames(sentences, hits, knowledge, on)
    findings: list[Finding] = []
    for sentence, own in zip(sentences, hits, strict=True):
        if sentence.tokens:
            findings += _read(sentence, own, knowledge, known)
    quotations = find_quotations(document.text)
    findings += [
        finding for sentence in sentences for finding in _find_we(sentence, quotations) if sentence.tokens
    ]
    return link(findings, sentences, knowledge, on, quotations)


_QUOTATION = re.compile(r"“[^“”\n]{2,1500}”|\"[^\"\n]{2,1500}\"")


def find_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Where words stand between double quotation marks, within a paragraph; marks without a partner count for none."""
    return tuple(match.span() for match in _QUOTATION.finditer(text))


def _find_we(sentence: Sentence, quotations: tuple[tuple[int, int], ...]) -> list[Finding]:
    """ "We", "us" and "our" between quotation marks, where they are the speaker's side."""
    return [
        Finding(sentence.index, t.i, t.i + 1, t.i, "group", t.text, "pronoun", plural=True)
        for t in sentence.tokens
        if t.lower in WE and quotation_around(quotations, t.start)
    ]


def _surnames(
    sentences: tuple[Sentence, ...], hits: tuple[tuple[Hit, ...], ...], knowledge: Knowledge, on: str | None
) -> frozenset[str]:
    """Folded surnames that name a person in this report: of full names in it, and of those in high office then."""
    found: set[str] = set()
    seen: set[str] = set()
    for sentence, own in zip(sentences, hits, strict=True):
        for hit in own:
            for surface in hit.surfaces:
                if knowledge.actors[surface.actor].kind == "person":
                    found.add(knowledge.actors[surface.actor].surname)
                    found.add(fold(sentence.tokens[hit.last - 1].lower))
        for entity in sentence.entities:
            if entity.label == "PERSON" and entity.last - entity.first > 1:
                last = sentence.tokens[entity.last - 1]
                if last.text[:1].isupper():
                    found.add(fold(last.lower))
        for token in sentence.tokens:
            if token.pos == "PROPN" and token.text[0].isupper():
                seen.add(fold(token.lower))
    for word in seen - found:
        for identity in knowledge.surnames.get(word, ()):
            if (
                len(word) > 3
                and knowledge.rank(identity) < PROMINENT
                and (on is None or knowledge.office(identity, on))
            ):
                found.add(word)
    return frozenset(found)


def _read(
    sentence: Sentence, hits: tuple[Hit, ...], knowledge: Knowledge, known: frozenset[str]
) -> list[Finding]:
    board = Board(sentence)
    hits = _outside_works(board, hits, knowledge)
    lexicon = title_lexicon()
    find_persons(board, hits, knowledge, known)
    _find_bodies(board, hits, knowledge, lexicon)
    find_descriptions(board, hits, knowledge)
    _find_named(board, hits, knowledge, lexicon)
    _find_rest(board, knowledge, lexicon)
    _find_pronouns(board)
    _find_references(board, lexicon)
    return board.found


def _outside_works(board: Board, hits: tuple[Hit, ...], knowledge: Knowledge) -> tuple[Hit, ...]:
    """The hits without names of places inside longer names ("Paris Agreement", "Gulf of Guinea")."""
    kept = []
    for hit in hits:
        entity = _entity_over(board.sentence, hit)
        if entity and hit.form in ("capital", "name", "adjective", "weak", "seat"):
            longer = entity.last - entity.first > hit.last - hit.first + (board.lower[entity.first] == "the")
            state = knowledge.actors[hit.surfaces[0].actor].kind == "state"
            if (
                longer
                and state
                and entity.label in ("LOC", "FAC", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT", "LANGUAGE")
            ) and (hit.form == "capital" or entity.label != "EVENT"):
                continue
        kept.append(hit)
    return tuple(kept)


def _entity_over(sentence: Sentence, hit: Hit) -> Entity | None:
    return next((e for e in sentence.entities if e.first <= hit.first and hit.last <= e.last), None)


def _find_bodies(board: Board, hits: tuple[Hit, ...], knowledge: Knowledge, lexicon: TitleLexicon) -> None:
    """Organisations: those of the tables, and the parser's, with the country their names tell."""
    for hit in hits:
        if (
            knowledge.actors[hit.surfaces[0].actor].kind in ("organisation", "group")
            and board.free(hit.first, hit.last)
            and hit.form in ("name", "weak")
            and not _is_owner(board, hit, lexicon, knowledge)
        ):
            _add_hit(board, hit, knowledge, place=False)
    by_span = {(h.first, h.last) for h in hits}
    for entity in board.sentence.entities:
        first, last = entity.first, entity.last
        if entity.label != "ORG":
            continue
        if board.lower[first] in ("the", "a"):
            first += 1
        while last > first and board.tokens[last - 1].text in ("'s", "’s", "'", "’", "-", ",", "."):
            last -= 1
        if first >= last or (first, last) in by_span or not board.free(first, last):
            continue
        if board.tokens[first].tag == "NNS" and lexicon.group_ending(board.lower, first):
            continue  # "Delegations of Mali and Chad" are described, whatever the parser calls them
        if (
            last < len(board.lower)
            and lexicon.group_ending(board.lower, last)
            and board.tokens[last].pos == "NOUN"
        ):
            continue
        inside = [h for h in hits if first <= h.first and h.last <= last]
        if not _is_body_name(board, first, last, inside, lexicon):
            continue
        owners = tuple(dict.fromkeys(h.surfaces[0].actor for h in inside))
        group = lexicon.group_ending(board.lower, last - 1) or next(
            (g for i in range(first, last) if (g := lexicon.group_ending(board.lower, i))), None
        )
        sector = group[1].sector if group else ""
        title = Title(sector=sector, owners=owners[:1] if group or len(inside) == 1 else ())
        board.cover(first, last)
        head = _head_of(board, first, last)
        name = board.words(first, last)
        board.found.append(
            Finding(board.sentence.index, first, last, head, "organisation", name, "name", title=title)
        )


def _is_owner(board: Board, hit: Hit, lexicon: TitleLexicon, knowledge: Knowledge) -> bool:
    """Does an actor noun follow that the body owns ("NATO officials", "Hamas's fighters")?"""
    n = len(board.lower)
    at = hit.last
    if at < n and board.tokens[at].text in ("'s", "’s", "'", "’"):
        at += 1
    elif board.tokens[hit.last - 1].dep not in ("compound", "nmod", "amod", "poss"):
        return bool(
            hit.first > 1
            and board.lower[hit.first - 1] in ("of", "the")
            and _actor_before_of(board, hit, lexicon)
        )
    for i in range(at, min(n, at + 5)):
        if board.tokens[i].text == "-":
            continue
        if board.tokens[i].pos not in ("NOUN", "ADJ", "PROPN", "NUM"):
            return False
        group = lexicon.group_ending(board.lower, i)
        own_kind = group and group[1].sector == knowledge.actors[hit.surfaces[0].actor].sector
        if own_kind and board.tokens[i].tag == "NN" and at == hit.last:
            # "Yonhap news agency" is Yonhap.
            board.cover(hit.last, i + 1)
            return False
        if (group or lexicon.role_ending(board.lower, i)) and board.tokens[i].dep not in ("compound", "amod"):
            return True
    return False


def _actor_before_of(board: Board, hit: Hit, lexicon: TitleLexicon) -> bool:
    of = hit.first - 1 if board.lower[hit.first - 1] == "of" else hit.first - 2
    if of < 1 or board.lower[of] != "of" or board.taken[of - 1]:
        return False
    return bool(lexicon.group_ending(board.lower, of - 1) or lexicon.role_ending(board.lower, of - 1))


def _is_body_name(board: Board, first: int, last: int, inside: list[Hit], lexicon: TitleLexicon) -> bool:
    tokens = board.tokens[first:last]
    if any(t.text in ("'s", "’s") for t in tokens) and inside:
        return False
    if not all(
        t.text[0].isupper()
        or t.lower in ("of", "for", "and", "the", "on", "in", "&", "-", "'s", "’s", "de", "to", ",")
        for t in tokens
    ):
        return False
    if not any(t.pos == "PROPN" for t in tokens) or any(
        c in "@#_|" or (c.isdigit() and len(tokens) == 1) for c in board.words(first, last)
    ):
        return False
    if inside and (
        inside[-1].last == last and (last - 2 < first or board.lower[last - 2] not in ("of", "the"))
    ):
        return False
    if tokens[-1].lower in lexicon.place_words:
        return False
    head = board.tokens[_head_of(board, first, last)]
    body = any(t.lower in lexicon.body_words or lexicon.group_ending(board.lower, t.i) for t in tokens)
    if not body and head.dep not in ("nsubj", "agent", "appos") and not _told_by(board, head):
        return False
    if len(tokens) == 1 and (
        lexicon.role_ending(board.lower, first)
        or tokens[0].lower in lexicon.modifiers
        or len(tokens[0].text) < 3
    ):
        return False
    if lexicon.role_ending(board.lower, last - 1) and not lexicon.group_ending(board.lower, last - 1):
        return False
    return tokens[-1].tag not in ("NNS", "NNPS") or len(tokens) > 1


def _told_by(board: Board, head: Token) -> bool:
    """ "By Boeing", "according to Nestle"."""
    before = board.tokens[head.head]
    if head.dep != "pobj" or before.i == 0:
        return False
    return before.lower == "by" or (before.lower == "to" and board.lower[before.i - 1] == "according")


def _head_of(board: Board, first: int, last: int) -> int:
    """The token of the span that hangs outside it."""
    for i in range(first, last):
        if not first <= board.tokens[i].head < last or board.tokens[i].head == i:
            return i
    return last - 1


def _add_hit(board: Board, hit: Hit, knowledge: Knowledge, *, place: bool) -> None:
    actor = knowledge.actors[hit.surfaces[0].actor]
    form = {"adjective": "adjective", "people": "people", "capital": "capital", "seat": "capital"}.get(
        hit.form, "name"
    )
    board.cover(hit.first, hit.last)
    board.found.append(
        Finding(
            board.sentence.index,
            hit.first,
            hit.last,
            _head_of(board, hit.first, hit.last),
            "place" if place else actor.kind,
            board.words(hit.first, hit.last),
            form,  # type: ignore[arg-type]
            tuple(s.actor for s in hit.surfaces),
            plural=form == "people",
            place=place,
        )
    )


def _find_named(board: Board, hits: tuple[Hit, ...], knowledge: Knowledge, lexicon: TitleLexicon) -> None:
    """States, capitals, seats and bodies that belong to no person and no description."""
    for hit in hits:
        if not board.free(hit.first, hit.last) or knowledge.actors[hit.surfaces[0].actor].kind == "person":
            continue
        head = _head_of(board, hit.first, hit.last)
        token = board.tokens[head]
        if hit.form == "adjective":
            if token.dep in ("amod", "compound", "nmod") and board.tokens[token.head].lemma in lexicon.things:
                continue
            if hit.last < len(board.lower) and board.lower[hit.last] in lexicon.things:
                continue
            if token.tag in ("NNS", "NNPS") or (
                token.dep in ("dobj", "nsubj", "pobj") and board.tokens[token.i].pos == "NOUN"
            ):
                pass
            _add_hit(board, hit, knowledge, place=False)
        elif hit.form in ("capital", "seat"):
            _add_hit(board, hit, knowledge, place=metonymy.is_place(board.sentence, head))
        else:
            state = knowledge.actors[hit.surfaces[0].actor].kind == "state"
            _add_hit(board, hit, knowledge, place=state and metonymy.is_where(board.sentence, head))


def _find_rest(board: Board, knowledge: Knowledge, lexicon: TitleLexicon) -> None:
    """Places of the parser that no table knows."""
    for entity in board.sentence.entities:
        first, last = entity.first, entity.last
        named_so = entity.label == "ORG" and board.lower[last - 1] in lexicon.place_words
        if entity.label not in ("GPE", "LOC") and not named_so:
            continue
        if first and (board.lower[first - 1] in ("anti", "pro") or board.tokens[first - 1].text == "-"):
            continue
        if _is_property(board, last):
            continue
        if board.lower[first] == "the":
            first += 1
        while last > first and board.lower[last - 1] in _DAYS:
            last -= 1
        if first < last and board.free(first, last) and board.tokens[first].text[0].isupper():
            board.cover(first, last)
            name = board.words(first, last)
            board.found.append(
                Finding(
                    board.sentence.index,
                    first,
                    last,
                    _head_of(board, first, last),
                    "place",
                    name,
                    "name",
                    place=True,
                )
            )


def _is_property(board: Board, last: int) -> bool:
    """Does a hyphen tie the name to a property ("a Panama-flagged tanker")?"""
    tokens = board.tokens
    return (
        last + 1 < len(tokens)
        and tokens[last].text == "-"
        and tokens[last - 1].end == tokens[last].start
        and tokens[last + 1].text.islower()
    )


def _find_pronouns(board: Board) -> None:
    for token in board.tokens:
        if (
            token.lower in PRONOUNS
            and token.tag in ("PRP", "PRP$")
            and not (token.lower == "it" and token.dep == "expl")
        ):
            board.found.append(
                Finding(
                    board.sentence.index,
                    token.i,
                    token.i + 1,
                    token.i,
                    "person" if token.lower in MALE | FEMALE else "group",
                    token.text,
                    "pronoun",
                    plural=token.lower in MANY,
                )
            )


def _find_references(board: Board, lexicon: TitleLexicon) -> None:
    """ "The two leaders", "both sides", "the two"; "the country", "the bloc", "the alliance"."""
    for at, finding in enumerate(board.found):
        words = finding.title.words.lower()
        if (
            finding.form == "group"
            and finding.plural
            and finding.definite
            and not finding.title.owners
            and finding.title.possessor is None
            and finding.last - finding.first <= 2
            and (words in lexicon.together_persons or words in lexicon.together_states)
            and (
                finding.first == 0
                or board.lower[finding.first - 1] in ("the", "both")
                or (
                    board.lower[finding.first] == "two"
                    and finding.first > 0
                    and board.lower[finding.first - 1] in ("the", "these")
                )
            )
        ):
            board.found[at] = Finding(
                finding.sentence, finding.first, finding.last, finding.head, "group", finding.name, "together",
                title=finding.title, plural=True, definite=True,
            )  # fmt: skip
    for token in board.tokens:
        if board.taken[token.i] or token.i == 0:
            continue
        before = board.lower[token.i - 1]
        one_before = board.lower[token.i - 2] if token.i > 1 else ""
        if token.lower in lexicon.together_states | lexicon.together_bodies and token.tag == "NNS":
            if before == "both" or (before == "two" and one_before in ("the", "these")):
                _refer(board, token.i - 1, token.i + 1, token.i, "together", token.lower)
            elif (
                before == "the"
                and token.lower in ("neighbours", "neighbors", "sides")
                and token.dep in SUBJECTS
            ):
                _refer(board, token.i, token.i + 1, token.i, "together", token.lower)
        elif (
            before == "the"
            and token.pos in ("NOUN", "PROPN")
            and token.dep not in ("compound", "amod", "nmod")
        ):
            kind = next(
                (
                    k
                    for k in ("state", "bloc", "alliance", "organisation")
                    if token.lower in lexicon.anaphors[k]
                ),
                None,
            )
            following = board.lower[token.i + 1] if token.i + 1 < len(board.lower) else ""
            if kind and following not in ("of", "that", "which", "where"):
                _refer(board, token.i, token.i + 1, token.i, "anaphor", token.lower)
        elif before == "the" and token.lower == "two" and token.dep in ("nsubj", "pobj", "dobj", "nsubjpass"):
            _refer(board, token.i, token.i + 1, token.i, "together", "pair")


def _refer(board: Board, first: int, last: int, head: int, form: str, words: str) -> None:
    board.cover(first, last)
    board.found.append(
        Finding(
            board.sentence.index,
            first,
            last,
            head,
            "group" if form == "together" else "organisation",
            board.words(first, last),
            form,  # type: ignore[arg-type]
            title=Title(words=words),
            plural=form == "together",
            definite=True,
        )
    )
