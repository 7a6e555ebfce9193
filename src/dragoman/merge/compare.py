"""Do two claims tell of the same act? A sum of what they share, with its reasons, or why they cannot."""

from dataclasses import dataclass
from typing import Any

from dragoman.merge.block import NEAR, OPEN_DAYS, PartyKey, Profile, rules
from dragoman.records import Reason

SAME_COUNTRY, OTHER_PERSON = 0.6, 0.2
"""Share of a party that is found again as its state or delegation, and as another person of that state."""
SEVERAL = 3
"""Persons who met: so many told alike by two reports make their meetings of two days one."""
FEW_WORDS = 4
"""Words counted at least: one word that both have of one is no likeness ("airstrikes" tells of many acts)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much speaks for one act.

    Attributes:
        score: sum of the reasons' scores less the threshold of the kind of act; from 0 on they are judged the
            same.
        excluded: why they cannot be the same, whatever the score; None where they can.
    """

    score: float
    reasons: tuple[Reason, ...]
    excluded: str | None = None

    @property
    def same(self) -> bool:
        """Are the two judged to tell one act?"""
        return self.excluded is None and self.score >= 0


def compare(a: Profile, b: Profile) -> Comparison:
    """Compare two claims; the order of the two does not matter."""
    if a.group != b.group:
        return Comparison(-1, (), "different kinds of act")
    weights = rules()["meeting" if a.group == "CONSULT" else "other"]
    if _wished(a) != _wished(b):
        return Comparison(-1, (), "one only wished for or feared, without day and place")
    if a.group not in ("CONSULT", "AGREE") and _turned_round(a, b):
        return Comparison(-1, (), "the one who acts in one is acted upon in the other")
    numbers = a.row, b.row
    if None not in numbers and numbers[0] != numbers[1]:
        return Comparison(-1, (), f"the {numbers[0]} and the {numbers[1]} of a row")
    reasons: list[Reason] = []
    parties, exact = _parties(a, b)
    if not parties:
        return Comparison(-1, (), "no party in common")
    fewer = min(len(a.parties), len(b.parties))
    alike = fewer > 1 or (
        not a.parties[0].person and {p.key for p in a.parties} == {p.key for p in b.parties}
    )
    told_to_day = a.short and b.short and a.first <= b.last and b.first <= a.last
    undone = any(p.status in ("postponed", "cancelled", "not_occurring") for p in (a, b))
    weight = weights["parties" if alike else "one_party" if told_to_day or undone else "one_party_undated"]
    reasons.append(Reason("parties", f"{exact} the same by name, of {fewer}", round(weight * parties, 3)))
    if a.group == "CONSULT" and a.phone != b.phone and (a.day != b.day or _in_person(a, b)):
        return Comparison(-1, (), "one by telephone, one not said to be")
    if _put_off_when_over(a, b) or _put_off_when_over(b, a):
        return Comparison(-1, (), "one put off after the other was told to be over")
    gap = max(a.first, b.first) - min(a.last, b.last)
    excluded = _time(a, b, gap, exact, weights, reasons) or _place(a, b, gap, exact, weights, reasons)
    if excluded:
        return Comparison(-1, tuple(reasons), excluded)
    _wording(a, b, weights, reasons)
    return Comparison(round(sum(r.score for r in reasons) - weights["threshold"], 6), tuple(reasons), None)


def _parties(a: Profile, b: Profile) -> tuple[float, int]:
    """Share of the parties of the claim that names fewer found in the other, and how many by name.

    Each party answers to one of the other claim. Nothing is shared where each claim names a person whom the
    other has not, unless two others are the same.
    """
    fewer, more = sorted((a.parties, b.parties), key=lambda parties: (len(parties), [p.key for p in parties]))
    free, shares = list(more), list[float]()
    for p in _best_first(fewer, more):
        best = max(free, key=lambda q: (_share(p, q), q.key), default=None)
        shares.append(_share(p, best) if best else 0.0)
        if best and shares[-1] >= SAME_COUNTRY:
            free.remove(best)
    exact = sum(share == 1.0 for share in shares)
    strangers = any(
        share < SAME_COUNTRY and p.named for p, share in zip(_best_first(fewer, more), shares, strict=True)
    )
    if not shares or max(shares) < SAME_COUNTRY or (exact < 2 and strangers and any(q.named for q in free)):
        return 0.0, 0
    return sum(shares) / len(shares), exact


def _best_first(fewer: tuple[PartyKey, ...], more: tuple[PartyKey, ...]) -> list[PartyKey]:
    return sorted(fewer, key=lambda p: (-max((_share(p, q) for q in more), default=0.0), p.key))


def _share(p: PartyKey, q: PartyKey) -> float:
    if p.key == q.key:
        return SAME_COUNTRY if p.vague else 1.0
    if p.country is None or p.country != q.country:
        return 0.0
    return OTHER_PERSON if p.named and q.named else SAME_COUNTRY


def _turned_round(a: Profile, b: Profile) -> bool:
    return not a.does & b.does and bool(a.does & b.bears or a.bears & b.does)


def _wished(one: Profile) -> bool:
    return one.status == "hypothetical" and not one.short and one.town is None


def _put_off_when_over(a: Profile, b: Profile) -> bool:
    """Is one told as put off, on a later day than the other is told to have taken place?"""
    return a.status == "postponed" and b.status == "occurred" and b.day < a.day


def _in_person(a: Profile, b: Profile) -> bool:
    other = b if a.phone else a
    words = rules()["words"]["in_person"]
    met = other.mode == "visit" or other.town is not None or other.country is not None
    return met or other.stem in words


def _time(
    a: Profile, b: Profile, gap: int, exact: int, weights: dict[str, Any], reasons: list[Reason]
) -> str | None:
    both = a.dated and b.dated
    if gap <= 0:
        both_over = all(p.status in ("occurred", "ongoing") for p in (a, b))
        later = "undated_later" if both_over and a.day != b.day else "undated"
        feature = "day" if a.short and b.short else "period" if both else later
        reasons.append(Reason(feature, _said(a, b), weights[feature]))
        return None
    # "The second round has been postponed" moves no other round.
    moved = "postponed" in (a.status, b.status) and a.row == b.row
    if moved and gap <= OPEN_DAYS and exact >= 2:
        reasons.append(Reason("near_day", f"moved by {gap} days", weights["near_day"]))
        return None
    # The same town told; or an address in one, and several people who would hardly meet anew within days.
    same_town = a.town is not None and (a.town == b.town or (exact >= SEVERAL and _may_lie_in(a, b)))
    if both and gap <= NEAR and exact >= 2 and same_town and a.short and b.short and weights["near_day"]:
        reasons.append(Reason("near_day", f"{gap} days apart", weights["near_day"]))
        return None
    return f"{gap} days apart"


def _place(
    a: Profile, b: Profile, gap: int, exact: int, weights: dict[str, Any], reasons: list[Reason]
) -> str | None:
    if a.town and b.town:
        if a.town == b.town:
            reasons.append(Reason("town", a.town, weights["town"]))
            return None
        if _may_lie_in(a, b):
            return None
        if not (gap <= 0 and (exact >= 2 or _same_sides(a, b, exact)) and a.short and b.short):
            return f"one in {a.town}, one in {b.town}"
        reasons.append(
            Reason("other_town", f"{min(a.town, b.town)} or {max(a.town, b.town)}", weights["other_town"])
        )
        return None
    if a.country and b.country and a.country != b.country:
        return f"one in {a.country}, one in {b.country}"
    return None


def _may_lie_in(a: Profile, b: Profile) -> bool:
    """Is one place an address or a building, the other a town of the same country: Downing Street, London?"""
    if {a.precision, b.precision} != {"city", "point"}:
        return False
    return a.country is None or b.country is None or a.country == b.country


def _same_sides(a: Profile, b: Profile, exact: int) -> bool:
    """Does the same person meet the same state's people in two towns of one country?"""
    if exact != 1 or a.country is None or a.country != b.country:
        return False
    people = [{p.key for p in one.parties if p.person} for one in (a, b)]
    states = [{p.country for p in one.parties} for one in (a, b)]
    return people[0] == people[1] and len(people[0]) == 1 and states[0] == states[1] and None not in states[0]


def _wording(a: Profile, b: Profile, weights: dict[str, Any], reasons: list[Reason]) -> None:
    if a.stem == b.stem:
        reasons.append(Reason("stem", a.stem, weights["stem"]))
    shared, either = a.words & b.words, a.words | b.words
    if shared:
        score = weights["words"] * len(shared) / max(len(either), FEW_WORDS)
        reasons.append(Reason("words", " ".join(sorted(shared)[:8]), round(score, 3)))
    same = a.numbers & b.numbers
    if same:
        value, unit = min(same)
        reasons.append(Reason("number", f"{value:g} {unit}", weights["number"]))


def _said(a: Profile, b: Profile) -> str:
    times = sorted({p.when or "not told" for p in (a, b)})
    return " / ".join(times)
