"""Drift: what a copy added, dropped, blurred or changed against its origin, both quoted.

    origin  The leaders of some states will meet again on 4 December, when 185 captives are to go home.
    copy    The leaders will meet again, when hundreds of captives are to go home.

The copy dropped "4 December", blurred "185" to "hundreds" and dropped "some", which makes it say more than
its origin did. Only names, numbers, days and words that limit what is said are compared; other wording is
a copy's own affair. A name or number that stands elsewhere in the copy was moved, and is no drift.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from dragoman.merge.likeness import counterpart
from dragoman.merge.origins import sources_named
from dragoman.merge.wording import DATE, MONTHS, NAME, NUMBER, Word, Wording, known_words

LEAST_LIKE = 0.3
"""Sentences less alike than that are not each other's."""

VERBATIM = 0.75
"""From this likeness on, a word that is gone from the sentence is gone, even if it stands elsewhere."""

LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a report, and where they stand in its text."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that a copy tells otherwise than its origin.

    Attributes:
        report: the copy, by the name it came in with.
        change: added, dropped, blurred or changed.
        what: number, name, date, limit ("some", "at least", "may", "not") or sentence.
        before: the words of the origin, None where the copy added.
        after: the words of the copy, None where it dropped.
        origin: the sentence of the origin, None where the copy has one of its own.
        copy: the sentence of the copy, None where it has no counterpart.
    """

    report: str
    change: str
    what: str
    before: str | None
    after: str | None
    origin: Quoted | None
    copy: Quoted | None


def drift_of(
    name: str, origin: str, there: tuple[Wording, ...], copy: str, here: tuple[Wording, ...]
) -> tuple[Drift, ...]:
    """What the copy tells otherwise, in the order of the origin, then what it added.

    Args:
        name: the copy's name.
        origin, copy: the two texts.
        there, here: their sentences.
    """
    pairs = [(sentence, _counterpart(sentence, there)) for sentence in here]
    in_origin, in_copy = _keys(there), _keys(here)
    named = sources_named(copy)
    found: list[tuple[int, int, Drift]] = []
    used: set[int] = set()
    for sentence, (value, at) in pairs:
        quoted = _quoted(copy, sentence.start, sentence.end)
        if not at:
            drift = Drift(name, "added", "sentence", None, quoted.exact, None, quoted)
            found.append((len(origin), sentence.start, drift))
            continue
        used.update(at)
        first, last = there[at[0]], there[at[-1]]
        before = _quoted(origin, first.start, last.end)
        old = _Side(origin, tuple(w for n in at for w in there[n].words), in_origin, before)
        new = _Side(copy, sentence.words, in_copy, quoted)
        if value >= VERBATIM:  # what stands elsewhere in a report does not stand in for it here
            old, new = replace(old, keys=_keys(there[n] for n in at)), replace(new, keys=_keys([sentence]))
        for change, what, said, says in (*_changes(old, new), *_limits(old, new)):
            if what == NAME and says and " ".join(says.split()).casefold() in named:
                what = "source"
            drift = Drift(name, change, what, said, says, before, quoted)
            found.append((first.start, sentence.start, drift))
    for n, sentence in enumerate(there):
        if n not in used and not _counterpart(sentence, here)[1]:
            quoted = _quoted(origin, sentence.start, sentence.end)
            drift = Drift(name, "dropped", "sentence", quoted.exact, None, quoted, None)
            found.append((sentence.start, 0, drift))
    unique = {(d.change, d.what, d.before, d.after): (a, b, d) for a, b, d in reversed(found)}
    ordered = sorted(unique.values(), key=lambda item: (item[0], item[1], item[2].what, item[2].change))
    return tuple(drift for _, _, drift in ordered)


@dataclass(frozen=True, slots=True)
class _Side:
    """Words of one of two sentences; `keys` are those that count as still there."""

    text: str
    words: tuple[Word, ...]
    keys: frozenset[str]
    quoted: Quoted

    def said(self, words: tuple[Word, ...]) -> str:
        """The words as printed."""
        return self.text[words[0].start : words[-1].end]


def _counterpart(sentence: Wording, others: tuple[Wording, ...]) -> tuple[float, tuple[int, ...]]:
    if not sentence.weight:  # a quotation alone: the same words or none
        return 1.0, next(((n,) for n, other in enumerate(others) if other.keys == sentence.keys), ())
    value, at = counterpart(sentence, others)
    return (value, at) if value >= LEAST_LIKE else (0.0, ())


_Change = tuple[str, str, str | None, str | None]
"""Change, what, words of the origin, words of the copy."""


def _changes(old: _Side, new: _Side) -> Iterator[_Change]:
    """Numbers, dates and names that differ."""
    vague = known_words().vague
    for kind in (NUMBER, DATE, NAME):
        gone, came = _missing(old, kind, new.keys), _missing(new, kind, old.keys)
        blurs = [
            w for w in new.words
            if new.text[w.start : w.end].casefold() in vague[kind] and w.key not in {o.key for o in old.words}
        ]  # fmt: skip
        for before in gone:
            after = next((words for words in came if _may_replace(before, words, kind, gone, came)), None)
            if after:
                came.remove(after)
                yield "changed", kind, old.said(before), new.said(after)
            elif blurs:
                yield "blurred", kind, old.said(before), new.said((blurs.pop(0),))
            else:
                yield "dropped", kind, old.said(before), None
        for after in came:
            yield "added", kind, None, new.said(after)


_Run = tuple[Word, ...]


def _may_replace(before: _Run, after: _Run, kind: str, gone: list[_Run], came: list[_Run]) -> bool:
    """Does one stand in the place of the other? Who is named otherwise is not known to be another."""
    if kind == NUMBER:
        return len(gone) == len(came)
    return kind == DATE and _sort(before[-1]) == _sort(after[-1])


def _sort(word: Word) -> str:
    """Months change for months, days for days."""
    return "month" if word.key in MONTHS else "day"


def _missing(side: _Side, kind: str, there: frozenset[str]) -> list[_Run]:
    """Runs of words of a kind that the other side has not: "Steve Witkoff" is one."""
    runs: list[_Run] = []
    run: list[Word] = []
    for word in (*side.words, None):
        if word is not None and word.kind == kind:
            run.append(word)
            continue
        missing = [w for w in run if not _stands(w, there)]
        if missing and (kind != NAME or not _stands(run[-1], there)):  # the surname is the name
            runs.append(tuple(missing))
        run = []
    return runs


ROOT = 5
"""Letters that a country and its people share: "Russia", "Russian"."""


def _stands(word: Word, there: frozenset[str]) -> bool:
    if word.key in there:
        return True
    return word.kind == NAME and any(k[:ROOT] == word.key[:ROOT] for k in there if len(k) >= ROOT)


def _limits(old: _Side, new: _Side) -> Iterator[_Change]:
    before, after = _limits_of(old), _limits_of(new)
    for group in sorted(before.keys() - after.keys()):
        yield "dropped", LIMIT, before[group], None
    for group in sorted(after.keys() - before.keys()):
        yield "added", LIMIT, None, after[group]


def _limits_of(side: _Side) -> dict[str, str]:
    """The groups of limits in a sentence, each with its words as printed; the name of a month is none."""
    groups, found = known_words().limits, {}
    months = {w.start for w in side.words if w.kind == DATE}
    for match in _limit_pattern().finditer(side.text, side.quoted.start, side.quoted.end):
        if match.start() not in months:
            found.setdefault(groups[match[0].casefold()], match[0])
    return found


@cache
def _limit_pattern() -> re.Pattern[str]:
    longest_first = sorted(known_words().limits, key=lambda words: (-len(words), words))
    plain = "|".join(map(re.escape, longest_first))
    return re.compile(rf"\b(?:{plain})\b", re.IGNORECASE)


def _keys(sentences: Iterable[Wording]) -> frozenset[str]:
    return frozenset(w.key for s in sentences for w in s.words)


def _quoted(text: str, start: int, end: int) -> Quoted:
    return Quoted(start, end, text[start:end])
