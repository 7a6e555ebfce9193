"""Who is meant: candidates of the knowledge base for a name or a title, ranked, with reasons.

A full name decides unless country or office speak against it; a surname alone needs a bearer who is prominent and in
office on the day of the report, or whose country the words name; a title with its country is whoever held it then.
What stays open is returned as several candidates and never settled by chance.
"""

from dataclasses import dataclass

from dragoman.actors.knowledge import RANKED_ROLES, Actor, Knowledge, Term
from dragoman.actors.names import fold, same_name, spoken
from dragoman.actors.titles import title_lexicon
from dragoman.data import read_toml
from dragoman.records import Candidate, Reason

SURE = 4.0
"""Score from which a single best candidate is taken for the one meant."""

LEAD = 1.0
"""By how much the best candidate must outscore the next."""

PROMINENT = len(RANKED_ROLES)
"""Rank below which an office is well known."""


SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """The ranked readings of a name.

    Attributes:
        actor: the one meant; None where none or several could be.
        candidates: the readings, best first; empty where the tables know none.
        reasons: why the first candidate stands first.
    """

    actor: str | None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()


NOBODY = Resolution(None)


def resolve_person(
    name: str,
    readings: tuple[str, ...],
    *,
    role: str,
    countries: tuple[str, ...],
    on: str | None,
    context: frozenset[str],
    knowledge: Knowledge,
) -> Resolution:
    """Who a name means.

    Args:
        name: the name as printed, without title.
        readings: ids that the tables give for it, where it is a full name of theirs.
        role: office told with it (key of titles.toml), "" where none.
        countries: countries told with it (ISO alpha-3).
        on: day of the report (ISO 8601), None where unknown.
        context: countries that the report names.
    """
    words = [word for word in fold(name).lower().replace(",", " ").split() if word not in SUFFIXES]
    full = len(words) > 1
    ids = readings or _named_alike(words, role, countries, on, context, knowledge)
    scored: list[tuple[float, str, tuple[Reason, ...]]] = []
    for identity in ids:
        reasons = _reasons(knowledge.actors[identity], full, role, countries, on, context, knowledge)
        if reasons:
            scored.append((sum(reason.score for reason in reasons), identity, reasons))
    if not scored:
        return NOBODY
    scored.sort(key=lambda item: (-item[0], knowledge.rank(item[1]), item[1]))
    candidates = tuple(Candidate(i, knowledge.actors[i].name, round(score, 2)) for score, i, _ in scored[:5])
    best = scored[0]
    clear = len(scored) == 1 or best[0] - scored[1][0] >= LEAD
    if best[0] >= SURE and clear:
        return Resolution(best[1], candidates, best[2])
    return Resolution(None, candidates if best[0] >= SURE - 1 else (), best[2])


def _named_alike(
    words: list[str],
    role: str,
    countries: tuple[str, ...],
    on: str | None,
    context: frozenset[str],
    knowledge: Knowledge,
) -> tuple[str, ...]:
    """Bearers of the surname; of a full name only those whose first name is alike, too.

    Where nobody is called so, the holder of the office told with the name, if it can be a spelling of theirs: in the
    countries told with it, then in those of the report, then anywhere.
    """
    if not words:
        return ()
    ids = knowledge.surnames.get(words[-1], ())
    if len(words) > 1:
        ids = ids + tuple(i for i in knowledge.surnames.get(words[0], ()) if i not in ids)
        alike = tuple(i for i in ids if _full_alike(words, knowledge.actors[i]))
        if alike or not role:
            return alike
        ids = ()
    if on is None or role not in title_lexicon().one_holder:
        return ids
    if countries:
        if any(_is_of(i, countries, knowledge) for i in ids):
            return ids
        holders = [t.actor for country in countries for t in knowledge.holders(country, role, on)]
        return ids + tuple(i for i in holders if _spelled_like(words[-1], knowledge.actors[i], LOOSELY))
    if any(knowledge.office(i, on, role) for i in ids):
        return ids
    holders = [t.actor for country in sorted(context) for t in knowledge.holders(country, role, on)]
    found = tuple(i for i in holders if _spelled_like(words[-1], knowledge.actors[i], CLOSELY))
    if not found and role in title_lexicon().leadership:
        anywhere = (t.actor for t in knowledge.holders_anywhere(role, on))
        found = tuple(i for i in anywhere if same_name(knowledge.actors[i].surname, words[-1]))
    return ids + tuple(i for i in found if i not in ids)


def _is_of(identity: str, countries: tuple[str, ...], knowledge: Knowledge) -> bool:
    if knowledge.actors[identity].country in countries:
        return True
    return any(term.country in countries for term in knowledge.terms_of(identity))


def _spelled_like(surname: str, holder: Actor, closely: int) -> bool:
    """Can it be a spelling of the holder's name? Looser than elsewhere: office and country already agree."""
    from rapidfuzz import fuzz

    words = {holder.surname, *fold(holder.name).lower().split()}
    return any(
        same_name(word, surname)
        or (word[:1] == surname[:1] and fuzz.ratio(spoken(word), spoken(surname)) >= closely)
        for word in sorted(words)
    )


LOOSELY = 72
"""Likeness (0 to 100) of two spellings of the name of one office holder: "Lahoud" and "Lahud" have 91."""

CLOSELY = 82
"""The same where the country is not told with the name, but only named in the report."""


def _full_alike(words: list[str], actor: Actor) -> bool:
    for name in (actor.name, *actor.aliases):
        other = fold(name).lower().split()
        if len(other) < 2:
            continue
        if len(words) == 2 and words == [other[-1], other[0]]:
            return True
        if not same_name(other[-1], words[-1]):
            continue
        if other[0] == words[0] or same_name(other[0], words[0]) or _initial(other[0], words[0]):
            return True
        if _short_form(other[0], words[0]):
            return True
    return False


def _short_form(one: str, other: str) -> bool:
    """Is one the short form of the other ("Dan" of "Daniel"), or are both of one name?"""
    short = read_toml("actors/given_names.toml")["short"]
    return short.get(one, one) == short.get(other, other)


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and (len(one.rstrip(".")) == 1 or len(other.rstrip(".")) == 1)


def _reasons(
    actor: Actor,
    full: bool,
    role: str,
    countries: tuple[str, ...],
    on: str | None,
    context: frozenset[str],
    knowledge: Knowledge,
) -> tuple[Reason, ...]:
    """Why this actor may be meant; empty where the words speak against it."""
    reasons = [Reason("name", "full name" if full else "surname", 3.0 if full else 1.0)]
    terms = knowledge.terms_of(actor.id)
    rank = knowledge.rank(actor.id)
    if countries and actor.country:
        if actor.country in countries or any(term.country in countries for term in terms):
            reasons.append(Reason("country", actor.country, 2.0))
        elif not (full and rank < PROMINENT // 2 and actor.country == "EUR"):
            return ()
    now = knowledge.office(actor.id, on)
    if actor.country and actor.country in context:
        # A minor official who is long out of office may have many namesakes.
        told = 1.0 if now or on is None or rank < PROMINENT or role else 0.5
        reasons.append(Reason("context", f"{actor.country} is named in the report", told))
    held = knowledge.office(actor.id, on, role) if role else None
    once = next((t for t in reversed(terms) if t.role == role and (on is None or t.begun <= on)), None)
    if held:
        reasons.append(Reason("office", f"{held.office} since {held.start}", 3.0))
    elif once and role in title_lexicon().leadership:
        reasons.append(Reason("office", f"{once.office} from {once.start}", 1.5))
    elif _never_led(terms, role) and not full:
        return ()  # a president of that surname is no minister of that surname
    if now and now is not held:
        reasons.append(Reason("in office", now.office, 1.0))
    elif on is None and rank < PROMINENT:
        reasons.append(Reason("in office", "no date: judged by the highest office", 0.5))
    if rank < PROMINENT:
        reasons.append(Reason("prominence", RANKED_ROLES[rank], round(2.0 * (1 - rank / (2 * PROMINENT)), 2)))
    if on and not now and not once and terms and _long_before_or_after(terms, on):
        reasons.append(Reason("time", "no office within ten years of the report", -2.0))
    return tuple(reasons)


def _never_led(terms: tuple[Term, ...], role: str) -> bool:
    """Whether offices are known of somebody, and that of a head of state or government is none of them."""
    leads = role in title_lexicon().leadership and role != "leader"
    return leads and bool(terms) and all(term.role != role for term in terms)


def _long_before_or_after(terms: tuple[Term, ...], on: str) -> bool:
    year = int(on[:4])
    years = [int(d.strip("~?")[:4]) for t in terms for d in (t.start, t.end) if d.strip("~?")[:4].isdigit()]
    return bool(years) and all(abs(year - y) > 10 for y in years)


def resolve_title(
    role: str, owners: tuple[Actor, ...], words: str, on: str | None, knowledge: Knowledge
) -> Resolution:
    """Who bore a title of a country or body on a day ("the Ukrainian president", "the Kremlin spokesman")."""
    if on is None:
        return NOBODY
    lexicon = title_lexicon()
    found: list[Term] = []
    for owner in owners:
        if owner.kind == "state" and owner.country:
            roles = lexicon.leader_role(owner.country) if role == "leader" else (role,)
            for one in roles:
                found += knowledge.holders(owner.country, one, on)
            if role == "foreign minister" and owner.country == "USA":
                found += knowledge.holders("USA", "secretary of state", on)
        else:
            key = owner.name.lower()
            held = knowledge.holders(owner.country or "", role, on)
            found += [t for t in held if key in t.office.lower() or _also_called(owner, t)]
    ids = list(dict.fromkeys(t.actor for t in found))
    candidates = tuple(Candidate(i, knowledge.actors[i].name, SURE) for i in ids[:5])
    if len(ids) == 1:
        reason = Reason("office", f"{found[0].office} on {on}", SURE)
        return Resolution(ids[0], candidates, (reason,))
    return Resolution(None, candidates)


def _also_called(owner: Actor, term: Term) -> bool:
    return any(word in term.office for word in (owner.name, *owner.aliases))
