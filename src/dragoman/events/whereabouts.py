"""Where an act took place: the place that the words of its clause hang on it, or none.

"Talks in Ankara", "the Ankara meeting", "a strike on an apartment block in Zaporizhzhia", "In Athens, he
secured a gas deal": the place hangs on the word that tells the act, on its object, or on the verb that
governs it. What only the act's subject matter names is no place of it ("discussed the war in Ukraine"), nor
is the place where it was said ("said in Moscow that talks had been held"), nor a dateline. A state is where
an attack on it takes place; it is not where aid to it was decided. Coordinated acts keep to their own
places; a place that opens the sentence holds for all acts of its main clause.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from dragoman.data import read_toml
from dragoman.events.acts import Act
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Mention, Place

MOST_PLACES = 1_000
"""Places among which a country is looked for that the sentence names only as a party."""
_DEEPEST = 4
"""Steps from the word that tells the act down to a preposition of place."""


PINPOINTED = frozenset(["city", "point", "area"])
"""Precisions of a place that can name an occasion: "the Ankara meeting", but not "the Ukraine talks"."""


def place_of(
    sentence: Sentence, act: Act, places: Sequence[Place], mentions: Sequence[Mention]
) -> Place | None:
    """The place of the act; None where the words give none.

    Args:
        places: the literal places of the report (`places.find.literal`).
    """
    by_token = _by_token(sentence, places)
    hosts = _host_country(act, places)
    if not by_token:
        return hosts or _ground(sentence, act, places, mentions)
    for find in (_beside, _below, _above, _opening):
        place = find(sentence, act, by_token)
        if place is not None:
            return place
    return hosts or _ground(sentence, act, places, mentions)


def _by_token(sentence: Sentence, places: Sequence[Place]) -> dict[int, Place]:
    return {
        token.i: place
        for place in _beginning_in(sentence, places)
        if sentence.start <= place.start and place.end <= sentence.end
        for token in sentence.within(place.start, place.end)
    }


def _beginning_in(sentence: Sentence, places: Sequence[Place]) -> Sequence[Place]:
    first = bisect_left(places, sentence.start, key=_start)
    return places[first : bisect_left(places, sentence.end, key=_start)]


def _start(place: Place) -> int:
    return place.start


def _country(places: Sequence[Place], country: str | None) -> Place | None:
    """The first time that the report names the country."""
    return next(
        (p for p in islice(places, MOST_PLACES) if p.precision == "country" and p.country == country), None
    )


def _host_country(act: Act, places: Sequence[Place]) -> Place | None:
    """A state that hosts: "Turkey, which has hosted talks"."""
    for role in act.roles:
        party = role.mention.party
        if role.role == "host" and party.kind == "state":
            return _country(places, party.country)
    return None


def _ground(
    sentence: Sentence, act: Act, places: Sequence[Place], mentions: Sequence[Mention]
) -> Place | None:
    """The state whose ground the act is done on or above: "drones entered its airspace"."""
    if not _is_physical(act):
        return None
    tokens = sentence.tokens
    owners = {m.head: m.party.country for m in mentions if m.party.kind == "state" and m.party.country}
    for c in tokens[act.trigger].children:
        nouns = [c] if tokens[c].dep == "dobj" else tokens[c].children if tokens[c].dep == "prep" else ()
        for noun in nouns:
            if tokens[noun].lemma not in _words()["ground"]:
                continue
            for owner in tokens[noun].children:
                country = owners.get(tokens[owner].start)
                if country and tokens[owner].dep in ("poss", "amod", "compound", "nmod"):
                    return _country(places, country)
    return None


def _beside(sentence: Sentence, act: Act, by_token: Mapping[int, Place]) -> Place | None:
    """A name right before the noun that tells the act: "the Ankara meeting"."""
    tokens = sentence.tokens
    nouns = [act.trigger] if tokens[act.trigger].pos == "NOUN" else []
    for verb in {act.trigger, act.judged}:
        nouns += [
            c
            for c in tokens[verb].children
            if tokens[c].dep in ("dobj", "nsubjpass") and tokens[c].lemma in _words()["occasions"]
        ]
    nouns = [noun for noun in nouns if tokens[noun].lemma not in _words()["papers"]]  # fmt: skip
    for noun in nouns:
        for c in tokens[noun].children:
            if (
                tokens[c].dep in ("compound", "nmod")
                and c in by_token
                and by_token[c].precision in PINPOINTED
            ):
                return by_token[c]
    return None


def _below(sentence: Sentence, act: Act, by_token: Mapping[int, Place]) -> Place | None:
    """What hangs on the act itself, on its object, or on those it is done with."""
    found = _narrowest(_hanging(sentence, act.trigger, act, by_token, 0))
    if found is None and act.judged != act.trigger:
        found = _narrowest(_hanging(sentence, act.judged, act, by_token, 0))
    return found


def _narrowest(found: Iterable[Place]) -> Place | None:
    """The first of them, or a town in it: "killed in a strike in Jenin, in the West Bank"."""
    places = list(islice(found, 8))
    if not places:
        return None
    first = places[0]
    if first.precision in PINPOINTED:
        return first
    return next((p for p in places if p.precision in ("city", "point") and p.country == first.country), first)


def _hanging(
    sentence: Sentence, i: int, act: Act, by_token: Mapping[int, Place], depth: int
) -> Iterator[Place]:
    if depth > _DEEPEST:
        return
    tokens, words = sentence.tokens, _words()
    own = i in (act.trigger, act.judged)
    targets = _targets().get(act.frame.event_type, frozenset())
    if not own:
        # "Launched an attack on Odesa", "were killed in strikes on Odesa", "withdrew its troops from Mali".
        targets = targets if tokens[i].lemma in words["blows"] else targets & {"from"}
    for c in tokens[i].children:
        child = tokens[c]
        if child.dep in ("prep", "agent", "prt", "advmod") or (child.dep == "dative" and child.pos == "ADP"):
            word = child.lower
            for p in child.children:
                if tokens[p].dep not in ("pobj", "pcomp"):
                    if tokens[p].dep == "prep" and word in words["leading"]:
                        yield from _of_preposition(
                            sentence, tokens[p], act, by_token, own=own or bool(targets), targets=targets
                        )
                    continue
            yield from _of_preposition(
                sentence, child, act, by_token, own=own or bool(targets), targets=targets
            )
    for c in tokens[i].children:
        child = tokens[c]
        if child.dep in ("dobj", "obj") or (child.dep == "nsubjpass" and _is_physical(act)):
            if c in by_token and own:
                if _is_target(act, by_token[c], tokens[i]):
                    yield by_token[c]
            elif _may_descend(act, tokens[i], child):
                named = _named_by(sentence, c, by_token)
                yield from _behind(sentence, c, by_token)
                if named is not None and own and _is_target(act, named, tokens[i]):
                    yield named
                yield from _hanging(sentence, c, act, by_token, depth + 1)
        elif child.dep in ("prep", "agent"):
            during = _is_physical(act) and child.lower in words["during"]
            for p in child.children:
                timely = tokens[p].ent in ("DATE", "TIME", "ORDINAL")
                if tokens[p].dep == "pobj" and (child.lower in words["company"] or during or timely):
                    yield from _hanging(sentence, p, act, by_token, depth + 1)
        elif child.dep == "acl" and child.lemma in words["aimed"] and _is_physical(act):
            yield from _hanging(sentence, c, act, by_token, depth + 1)
        elif child.dep in ("appos", "conj") and not own and child.pos in ("PROPN", "NOUN"):
            # "Talks with Zelensky and Erdogan in Ankara": the place hangs on the last of them.
            yield from _hanging(sentence, c, act, by_token, depth + 1)


def _behind(sentence: Sentence, i: int, by_token: Mapping[int, Place]) -> Iterator[Place]:
    """The town that the parser hangs on the last of a chain: "a meeting *of* ministers *of* … in Oslo"."""
    tokens = sentence.tokens
    if tokens[i].lemma.lower() not in _words()["occasions"]:
        return
    at: int | None = i
    for _ in range(_DEEPEST):
        links = [c for c in tokens[at].children if tokens[c].dep == "prep"]
        if at != i:
            for c in links:
                if tokens[c].lower in _words()["where"]:
                    yield from (
                        by_token[p]
                        for p in tokens[c].children
                        if p in by_token and by_token[p].precision in ("city", "point")
                    )
        at = next((p for c in links if tokens[c].lower == "of" for p in tokens[c].children), None)
        if at is None:
            return


def _of_preposition(
    sentence: Sentence,
    preposition: Token,
    act: Act,
    by_token: Mapping[int, Place],
    *,
    own: bool,
    targets: frozenset[str],
) -> Iterator[Place]:
    words, tokens = _words(), sentence.tokens
    word = preposition.lower
    where = word in words["where"]
    aimed = own and word in targets
    if not (where or aimed or word in words["on"]):
        return
    for p in preposition.children:
        if tokens[p].dep != "pobj":
            continue
        place = by_token.get(p) or _named_by(sentence, p, by_token)
        if place is None and aimed:
            # "The attack on Kyiv's hospital", "attacks on a Kharkiv school".
            place = next(
                (
                    by_token[c]
                    for c in tokens[p].children
                    if c in by_token and tokens[c].dep in ("compound", "poss", "nmod")
                ),
                None,
            )
        if place is not None:
            if word in words["on"] and not aimed and place.precision not in ("area", "point", "region"):
                continue
            if where and not aimed and not _fits_act(act, place, own=own):
                continue
            yield place
        elif where or aimed:
            yield from _hanging(sentence, p, act, by_token, 2)


def _named_by(sentence: Sentence, i: int, by_token: Mapping[int, Place]) -> Place | None:
    """The place that a common noun is named by: "the city of Pokrovsk", "the capital, Ankara"."""
    tokens = sentence.tokens
    if tokens[i].lemma.lower() not in _words()["nouns"]:
        return None
    for c in tokens[i].children:
        child = tokens[c]
        if child.dep in ("compound", "appos", "nmod", "amod") and c in by_token:
            return by_token[c]
        if child.dep == "prep" and child.lower == "of":
            for p in child.children:
                if p in by_token:
                    return by_token[p]
    return None


def _is_physical(act: Act) -> bool:
    return act.frame.event_type in _words()["physical"]


def _is_target(act: Act, place: Place, verb: Token) -> bool:
    """May the object of the act's verb be where it takes place: "visited Kyiv", "invaded Ukraine"?"""
    if act.frame.event_type == "ASSAULT":
        return True
    return verb.lemma in _words()["motion"]


def _may_descend(act: Act, verb: Token, noun: Token) -> bool:
    if _is_physical(act):
        return True
    words = _words()
    return noun.lemma.lower() in words["occasions"] or noun.pos == "PROPN" or noun.ent == "PERSON"


def _fits_act(act: Act, place: Place, *, own: bool) -> bool:
    """A whole country is where something is done; of what is only said, it is mostly what it is about."""
    if _is_physical(act) or act.frame.event_type == "CONSULT":
        return True
    return place.precision in ("city", "point") or (
        own and act.frame.kind == "event" and place.precision == "country"
    )


def _above(sentence: Sentence, act: Act, by_token: Mapping[int, Place]) -> Place | None:
    """What hangs on the verb of which the act's noun is subject or object, or on the noun it is a part of."""
    tokens = sentence.tokens
    token = tokens[act.trigger]
    head = tokens[token.head]
    if token.pos != "NOUN":
        bare = not any(tokens[c].dep in ("nsubj", "nsubjpass", "mark") for c in token.children)
        if token.dep == "advcl" and token.tag == "VBG" and bare and _is_physical(act):
            # "Shelled a school in Kherson, killing two."
            return next(_hanging(sentence, head.i, act, by_token, 1), None)
        opened = next((tokens[c].lower for c in token.children if tokens[c].dep == "advmod"), "")
        if token.dep == "relcl" and opened == "where" and head.i in by_token:
            return by_token[head.i]  # "flew to Oslo, where he met"
        if token.dep == "relcl" and head.lemma.lower() in _words()["nouns"]:
            # "Ankara will be the fourth capital that he visits."
            if head.i in by_token:
                return by_token[head.i]
            named = _named_by(sentence, head.i, by_token)
            subjects = [c for c in tokens[head.head].children if tokens[c].dep == "nsubj" and c in by_token]
            return named or (by_token[subjects[0]] if subjects else None)
        return None
    if token.dep == "pobj" and head.dep == "prep" and head.lower in ("of", "for"):
        outer = tokens[head.head]
        if outer.lemma.lower() in _words()["parts"]:
            return next(_hanging(sentence, outer.i, act, by_token, 1), None)
        return None
    if token.dep in ("dobj", "nsubj", "nsubjpass", "obj", "attr") and head.pos in ("VERB", "AUX"):
        for c in head.children:
            child = tokens[c]
            if child.dep == "prep" and child.lower in _words()["where"]:
                for place in _of_preposition(sentence, child, act, by_token, own=False, targets=frozenset()):
                    return place
            if head.lemma in _words()["motion"] and child.dep == "dobj" and c in by_token and c != token.i:
                return by_token[c]
    return None


def _opening(sentence: Sentence, act: Act, by_token: Mapping[int, Place]) -> Place | None:
    """A phrase of place before the subject holds for all acts of the main clause: "In Paris, he met …"."""
    tokens = sentence.tokens
    at = act.judged
    above = tokens[at]
    steps = 0
    while above.dep in ("conj", "xcomp", "dobj", "nsubj", "nsubjpass", "attr", "acomp") and steps < _DEEPEST:
        if above.head == above.i:
            break
        above = tokens[above.head]
        steps += 1
        for c in above.children:
            child = tokens[c]
            subject = min(
                (s for s in above.children if tokens[s].dep in ("nsubj", "nsubjpass")), default=above.i
            )
            if child.dep == "prep" and c < subject and child.lower in _words()["where"]:
                for place in _of_preposition(sentence, child, act, by_token, own=True, targets=frozenset()):
                    return place
    return None


@cache
def _words() -> Mapping[str, frozenset[str]]:
    table = read_toml("places/words.toml")["whereabouts"]
    return {key: frozenset(words) for key, words in table.items() if key != "target"}


@cache
def _targets() -> Mapping[str, frozenset[str]]:
    """Prepositions that bring what an act is aimed at, by type of event."""
    table = read_toml("places/words.toml")["whereabouts"]["target"]
    return {key: frozenset(words) for key, words in table.items()}
