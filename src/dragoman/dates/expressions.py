"""Words that tell a time: the grammar that finds them, before anything is resolved.

Each rule is a name and a pattern; a cheap look for cue words says which rules a sentence can need,
so that sentences without any cost next to nothing. Where finds overlap the longest stands. A bare
number is a year, and a bare "May" a month, only where the words around it say so.

>>> [(e.rule, e.text) for e in find_expressions("They met on 3 March and again two days later, at 5 p.m.")]
[('day_of_month', '3 March'), ('counted_from', 'two days later'), ('clock', '5 p.m.')]
>>> find_expressions("Resolution 1701 asks 2000 troops to march.")
()

Source: extents as in the TimeML 1.2.1 guidelines (prepositions stay outside).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.data import read_toml


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression as printed.

    Attributes:
        start, end: offsets in the text that was searched.
        rule: name of the rule that found it.
        parts: the named groups of the rule that matched, sorted by name.
    """

    start: int
    end: int
    text: str
    rule: str
    parts: tuple[tuple[str, str], ...]

    def part(self, name: str) -> str | None:
        """What a named group of the rule matched; None where it took no part."""
        for known, words in self.parts:
            if known == name:
                return words
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar.

    Attributes:
        cues: letters of cue groups, any of which calls for it.
        needs: letters in lower case, any of which must stand in the sentence; none for no such demand.
    """

    name: str
    cues: frozenset[str]
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


def find_expressions(text: str) -> tuple[Expression, ...]:
    """The time expressions of a sentence, in order, none overlapping another."""
    cues = _cues_of(text)
    if not cues:
        return ()
    found: list[tuple[int, int, int, Rule, re.Match[str]]] = []
    lower = text.lower()
    for order, rule in enumerate(_rules()):
        if cues.isdisjoint(rule.cues) or (rule.needs and not any(n in lower for n in rule.needs)):
            continue
        for match in rule.pattern.finditer(text):
            if match.end() > match.start() and _is_said_of_time(rule, match, text):
                found.append((match.start() - match.end(), order, match.start(), rule, match))
    found.sort(key=lambda f: f[:3])
    chosen: list[Expression] = []
    for _, _, _, rule, match in found:
        if all(match.end() <= other.start or other.end <= match.start() for other in chosen):
            parts = tuple(sorted(_parts(match).items()))
            chosen.append(Expression(match.start(), match.end(), match.group(), rule.name, parts))
    return tuple(sorted((e for e in chosen if e.rule != "no_time"), key=lambda e: e.start))


_NOT_A_YEAR = re.compile(
    r"(?:\b(?:u\.s\.c\.|sec\.|art\.|para\.|§|resolutions?|no\.|nos\.|number|flight|article|order|directive|section|page|room|rs\.?"
    r"|usd|eur)|#) ?$",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|from|of|before|after|during|for|through|to|and|or|year)(?: the)? $", re.I
)
_ONLY_A_YEAR = re.compile(r"\b(?:in|since|by|until|till|during|through|year) $", re.I)
_COUNTED = re.compile(
    r" (?:[a-z]+ ){0,1}"
    r"(?!crisis|sanctions|elections|talks|olympics|hostilities|clashes|attacks|protests|borders|lines|accords"
    r"|agreements|deals|treaties|riots|wars|events|games|negotiations|bombings|uprisings|polls|floods)[a-z]+s\b"
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|by|since|until|till|through|from|for|during|to|and|or|last|next|this|early|late|mid|before"
    r"|after)[ -]$",
    re.I,
)


def _parts(match: re.Match[str]) -> dict[str, str]:
    """The named groups that took part; one that a pattern has more than once goes by its plain name."""
    return {name.partition("__")[0]: words for name, words in match.groupdict().items() if words is not None}


def _is_said_of_time(rule: Rule, match: re.Match[str], text: str) -> bool:
    """Whether words that fit a rule do tell a time: "2000 troops" and "May he rest" do not."""
    before = text[max(0, match.start() - 24) : match.start()]
    groups = _parts(match)
    if rule.name == "year":
        if groups.get("mod"):
            return True
        if _NOT_A_YEAR.search(before) or not 1000 <= int(groups["y"]) <= 2199:
            return False
        if _BEFORE_YEAR.search(before):
            counted = _COUNTED.match(text, match.end())
            return not counted or (bool(_ONLY_A_YEAR.search(before)) and 1800 <= int(groups["y"]) <= 2099)
        return 1500 <= int(groups["y"]) <= 2099 and not _COUNTED.match(text, match.end())
    if rule.name == "year_range":
        first, last = int(groups["y"]), int(groups["y"][: 4 - len(groups["y2"])] + groups["y2"])
        return 1000 <= first < last <= 2199 and not _NOT_A_YEAR.search(before)
    if rule.name == "month_range":
        return "m2" in groups
    if rule.name == "month":
        name = groups["m"].upper()
        if _names_a_person(match, before, text):
            return False
        doubtful = name in ("MAY", "MARCH") or (len(name.rstrip(".")) < 4 and name != "JUNE")
        if not doubtful or groups.get("rel") or groups.get("mod") or _BEFORE_MONTH.search(before):
            return True
        of_a_noun = before.lower().endswith(("the ", "'s ", "’s ")) and re.match(
            r" [a-z]", text[match.end() :]
        )
        return bool(of_a_noun or _after_month().search(before))
    if rule.name == "unit":
        if groups["rel"].lower() in ("the", "the past", "the coming") and not groups.get("mod"):
            return groups["unit"].lower() == "weekend" and bool(_BEFORE_WEEKEND.search(before))
        return groups["unit"].lower() != "day" or groups["rel"].lower() not in (
            "last",
            "this",
            "the",
            "the current",
        )
    if rule.name == "season":
        return bool(
            groups.get("rel") or groups.get("y") or groups.get("mod") or _BEFORE_SEASON.search(before)
        ) and not (
            groups["season"] == "fall" and not groups.get("y") and text[match.end() :].startswith(" of")
        )
    return True


@cache
def _after_month() -> re.Pattern[str]:
    """Another month before a comma: the "March" of "January, March and May"."""
    return re.compile(rf"\b(?:{_either(read_toml('dates.toml')['months'])})\.?, $")


def _names_a_person(match: re.Match[str], before: str, text: str) -> bool:
    """ "August Hanning led the service": a bare month and another name, with no preposition before."""
    groups = _parts(match)
    return (
        not (groups.get("rel") or groups.get("mod") or groups.get("same") or _BEFORE_MONTH.search(before))
        and bool(re.match(r" [A-Z][a-z]+", text[match.end() : match.end() + 3]))
        and not text.isupper()
    )


_BEFORE_SEASON = re.compile(r"\b(?:in|during|over|since|by|until|through|before|after|for|this) $", re.I)
_BEFORE_WEEKEND = re.compile(r"\b(?:over|at|during|on|for|before|after|by|until|since|of)(?: the)? $", re.I)


def _cues_of(text: str) -> set[str]:
    return {match.lastgroup or "" for match in _cue_pattern().finditer(text)}


@cache
def _cue_pattern() -> re.Pattern[str]:
    table = read_toml("dates.toml")
    months = "|".join(name[:3] for name in dict.fromkeys(table["months"]))
    weekdays = "|".join(name[:3] for name in table["weekdays"])
    vague = "|".join(
        sorted({w.split()[0] for words in table["vague"].values() for w in words} - {"the", "at", "to"})
    )
    holidays = "|".join(sorted({re.split("[ '-]", name)[0] for name in _holiday_names()}))
    return re.compile(
        rf"(?P<y>\d{{4}})|(?P<n>\d)|\b(?:(?P<m>{months}|{months.upper()})|(?P<w>{weekdays}|{weekdays.upper()})"
        r"|(?P<t>(?i:today|yesterday|tomorrow|tonight|overnight|nowadays))"
        r"|(?P<x>anniversar)|(?P<c>(?i:centur|nineties|eighties|seventies|sixties|fifties|forties|thirties|twenties))"
        r"|(?P<u>(?i:minute|hour|day|night|week|fortnight|month|quarter|year|decade|half|second|dail|annual|biannual"
        r"|biweek|fiscal))"
        r"|(?P<p>(?i:morning|afternoon|evening|noon|midnight|midday|dawn|dusk))"
        r"|(?P<s>spring|summer|autumn|fall|winter)"
        rf"|(?P<h>{holidays}|Orthodox)|(?P<v>(?i:{vague}|past|time|future|moment|present|recent|date)))"
        r"|(?P<f>FY|Q[1-4])"
    )


def _holiday_names() -> list[str]:
    table, moving = read_toml("dates.toml"), read_toml("holidays.toml")
    names = [n for key in ("holidays", "holidays_easter", "holidays_floating") for n in table[key]]
    orthodox = [f"Orthodox {name}" for name in table["holidays_easter"]]
    return [*names, *orthodox, *moving["moving"], *moving["names"], *moving["fixed"]]


@cache
def _rules() -> tuple[Rule, ...]:
    table = read_toml("dates.toml")
    w = _words(table)
    lines = read_toml("date_rules.toml")["rule"]
    return tuple(
        Rule(
            line["name"],
            frozenset(line["cues"]),
            tuple(line.get("needs", ())),
            re.compile(_fill(line["pattern"], w), re.IGNORECASE),
        )
        for line in lines
    )


def _words(table: dict[str, Any]) -> dict[str, str]:
    """The lists that braces in a pattern stand for, as alternatives, longer words first."""
    full = [name for name in table["months"] if len(name) > 4 or name in ("May", "June", "July")]
    short = _either(name for name in table["months"] if name not in full)
    month = rf"(?-i:{_either([*full, *map(str.upper, full)])}|(?:{short})\b\.?)"
    days = list(table["weekdays"])
    brief = _either(table["weekdays_short"])
    whole = _either([*days, *map(str.upper, days)])
    weekday = rf"(?-i:{whole}|(?:{brief})(?:\.(?!\w)|(?=,? (?:\d|[A-Z][a-z]{{2}}\.? \d))))"
    named = _holiday_names()
    zones = rf"{_either(table['zones'])}|[A-Z]{{2,4}}T|ET|PT|[A-Z][a-z]+ time"
    return {
        **read_toml("date_rules.toml")["words"],
        "M": f"(?P<m>{month})",
        "M2": f"(?P<m2>{month})",
        "W": f"(?P<w>{weekday})",
        "W2": f"(?P<w2>{weekday})",
        "days": _either(days),
        "parts": _either(table["day_parts"]),
        "decades": _either(table["decades"]),
        "ordinals": _either(table["ordinals"]),
        "holidays": _either([*named, *(name.replace("'", "’") for name in named if "'" in name)]),
        "zone": rf"(?:,? \(?(?P<zone>(?-i:{zones})|local time)\b)?",
        "vague": _either(word for words in table["vague"].values() for word in words),
        "named_days": "|".join(table["named_days"]),
    }


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda n: (-len(n), n)))


def _fill(line: str, words: dict[str, str]) -> str:
    """Put the word lists into a line; a group name used again gets a number ("y__2")."""
    filled = re.sub(r"\{([A-Za-z]\w*)\}", lambda m: words[m.group(1)], line)
    seen: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        name = match.group(1)
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}>" if seen[name] == 1 else f"(?P<{name}__{seen[name]}>"

    return re.sub(r"\(\?P<(\w+)>", numbered, filled)
