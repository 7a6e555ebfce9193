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
        return dict(self.parts).get(name)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar; `cues` are letters of cue groups, any of which calls for it."""

    name: str
    cues: str
    pattern: re.Pattern[str]


def find_expressions(text: str) -> tuple[Expression, ...]:
    """The time expressions of a sentence, in order, none overlapping another."""
    cues = _cues_of(text)
    if not cues:
        return ()
    found: list[tuple[int, int, int, Rule, re.Match[str]]] = []
    for order, rule in enumerate(_rules()):
        if cues.isdisjoint(rule.cues):
            continue
        for match in rule.pattern.finditer(text):
            if match.end() > match.start() and _is_said_of_time(rule, match, text):
                found.append((match.start() - match.end(), order, match.start(), rule, match))
    found.sort(key=lambda f: f[:3])
    chosen: list[Expression] = []
    for _, _, _, rule, match in found:
        if all(match.end() <= other.start or other.end <= match.start() for other in chosen):
            groups = match.groupdict().items()
            parts = tuple(sorted((name.split("__")[0], words) for name, words in groups if words is not None))
            chosen.append(Expression(match.start(), match.end(), match.group(), rule.name, parts))
    return tuple(sorted(chosen, key=lambda e: e.start))


_NOT_A_YEAR = re.compile(
    r"(?:\b(?:resolutions?|no\.|nos\.|number|flight|article|order|directive|section|page|room|rs\.?|usd|eur)|#) ?$",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|from|of|before|after|during|for|through|to|and|or|year)(?: the)? $", re.I
)
_COUNTED = re.compile(
    r" (?:[a-z]+ ){0,1}(?!crisis|sanctions|elections|talks|olympics|hostilities|clashes|attacks|protests)[a-z]+s\b"
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|by|since|until|till|through|from|for|during|to|and|or|last|next|this|early|late|mid|before|after)[ -]$",
    re.I,
)


def _is_said_of_time(rule: Rule, match: re.Match[str], text: str) -> bool:
    """Whether words that fit a rule do tell a time: "2000 troops" and "May he rest" do not."""
    before = text[max(0, match.start() - 24) : match.start()]
    groups = match.groupdict()
    if rule.name == "year":
        if groups["mod"]:
            return True
        if _NOT_A_YEAR.search(before) or not 1000 <= int(groups["y"]) <= 2199:
            return False
        if _BEFORE_YEAR.search(before):
            return not _COUNTED.match(text, match.end()) or 1800 <= int(groups["y"]) <= 2099
        return 1500 <= int(groups["y"]) <= 2099 and not _COUNTED.match(text, match.end())
    if rule.name == "year_range":
        first, last = int(groups["y"]), int(groups["y"][: 4 - len(groups["y2"])] + groups["y2"])
        return 1000 <= first < last <= 2199
    if rule.name == "month":
        name = groups["m"].upper()
        doubtful = name in ("MAY", "MARCH") or (len(name.rstrip(".")) < 4 and name != "JUNE")
        return not doubtful or bool(groups["rel"] or groups["mod"] or _BEFORE_MONTH.search(before))
    if rule.name == "unit":
        if groups["rel"].lower() in ("the", "the past", "the coming") and not groups["mod"]:
            return groups["unit"].lower() == "weekend" and bool(_BEFORE_WEEKEND.search(before))
        return groups["unit"].lower() != "day" or groups["rel"].lower() not in (
            "last",
            "this",
            "the",
            "the current",
        )
    if rule.name == "season":
        return bool(
            groups["rel"] or groups.get("y") or groups["mod"] or _BEFORE_SEASON.search(before)
        ) and not (
            groups["season"] == "fall" and not groups.get("y") and text[match.end() :].startswith(" of")
        )
    return True


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
    holidays = "|".join(
        sorted({n.split()[0] for k in ("holidays", "holidays_easter", "holidays_floating") for n in table[k]})
    )
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


@cache
def _rules() -> tuple[Rule, ...]:
    table = read_toml("dates.toml")
    w = _words(table)
    lines: list[tuple[str, str, str]] = [
        ("named_day", "yn", r"(?-i:\b(?:" + "|".join(table["named_days"]) + r"))\b"),
        (
            "iso_day",
            "y",
            r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ](?P<clock>\d\d:\d\d)(?::\d\d)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?\b",
        ),
        # "January 9–11, 2001", "9 to 11 January", "June 28 – July 2"
        ("day_range", "m", r"\b{M} {D}{to}{D2}(?!\d|:| {UNITS})(?:,? {Y})?"),
        ("day_range", "m", r"(?:\b(?:between|from) )?\b{D}{to}{D2} (?:of )?{M}(?:,? {Y})?"),
        ("day_range", "m", r"(?<=between ){M} {D} and {D2}\b(?:,? {Y})?"),
        ("day_range", "m", r"(?<=between ){D} and {D2} {M}\b(?:,? {Y})?"),
        ("day_range", "m", r"\b{M} {D}{to}{M2} {D2}\b(?:,? {Y})?"),
        ("day_range", "m", r"\b{D} {M}{to}{D2} {M2}\b(?:,? {Y})?"),
        ("month_range", "m", r"\b{M}{dash}{M2}\b(?:,? {Y})?"),
        ("year_range", "y", r"(?<![\d$€£./-]){Y}(?:-|–|—|/)(?P<y2>\d{4}|\d\d)(?![\d-])"),
        # "Wednesday, November 19, 2025", "Nov. 19", "the 19th of November"
        ("day_of_month", "m", r"\b(?:{W},? \(?)?{M} {D}{nounit}(?:,? {Y}\b)?"),
        ("day_of_month", "m", r"\b(?:{W},? \(?)?(?:the )?{D}(?: of)? {M}\b(?:,? {Y}\b)?"),
        (
            "day_numeric",
            "n",
            r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?![\d/-])",
        ),
        (
            "week_of_month",
            "m",
            r"\bthe (?P<which>first|second|third|fourth|last|final) (?P<what>week|weekend|{days}) (?:of|in) {M}\b(?:,? {Y}\b)?",
        ),
        ("month_of_year", "m", r"\b{mod}{M},?(?: of| in)? {Y}\b"),
        (
            "month",
            "m",
            r"\b{mod}(?:(?P<rel>last|next|this past|this coming|this) )?{M}\b(?! \d{{1,2}}\b)(?P<same> (?:of )?(?:last|this|next) year\b)?",
        ),
        (
            "weekday_set",
            "w",
            r"\b(?P<every>(?:on|every|each) )?(?P<days>{days})s\b|\b(?P<every>every|each) (?P<days>{days})\b(?: (?:{parts})\b)?",
        ),
        (
            "weekday",
            "w",
            r"\b(?:(?P<mod>early|late)(?: on)? )?(?:(?P<rel>last|next|this past|this coming|this|the following|the previous|the preceding|the next|following|that same|that) )?{W}(?: (?P<part>{parts})\b)?(?:,? (?:of )?(?P<wk>last|next|this|the following|the previous) week\b)?",
        ),
        (
            "deictic",
            "t",
            r"\b(?:(?:early|late|earlier|later) )?(?P<what>the day before yesterday|the day after tomorrow|yesterday|today|tomorrow|tonight|overnight(?= on\b)?)\b(?: (?P<part>{parts})\b)?",
        ),
        ("overnight_into", "t", r"\bovernight (?P<into>into |from |on |to )?{W}(?:(?:-| to | into ){W2})?"),
        (
            "this_part",
            "pu",
            r"\b(?:(?:early|late|earlier|later) )?(?P<rel>this|last|that|the same|the next|the following|the previous) (?P<part>{parts})\b",
        ),
        ("part_of_day", "pu", r"\b(?:the )?(?P<part>{parts}) of\b"),
        # "the end of next month", "later this year", "the following week"
        (
            "unit",
            "u",
            r"\b{mod1}(?P<rel>last|next|this past|this coming|this|the past|the coming|the current|the previous|the preceding|the following|the next|the same|that same|the very next|that|the) (?P<unit>{periods})\b(?!-|s\b)",
        ),
        (
            "year_end",
            "u",
            r"\b(?:the )?(?:year-end|year's end|year’s end|month's end|month’s end|month-end)\b",
        ),
        (
            "ago",
            "u",
            r"\b(?:{approx} )?(?P<number>{number})[ -](?:{long} )?{UNITS} ago\b(?: (?P<exact>today)\b)?",
        ),
        (
            "counted_from",
            "u",
            r"\b(?:{approx} )?(?P<number>{number}) {UNITS} (?P<way>earlier|previously|later|hence|from now|from today|afterwards?|prior(?! to)|(?:before|after)(?=[.,;:!?)”\"]|$))",
        ),
        ("counted_from", "u", r"\bthe (?P<unit>day|week|month|year) (?P<way>before|after)(?=[.,;:!?)”\"]|$)"),
        ("counted_from", "u", r"\b(?P<number>(?-i:a)) (?P<unit>day|week|month|year) (?P<way>on)(?=,)"),
        (
            "past_units",
            "u",
            r"\b(?:the |these )?(?P<rel>past|last|previous|preceding|next|coming|following|recent|first|opening|final) (?:(?P<number>{number}) )?(?:{long} )?{UNITS_PL}\b",
        ),
        (
            "past_units",
            "u",
            r"(?:(?<=\bover )|(?<=\bin )|(?<=\bduring )|(?<=\bfor )|(?<=\bwithin ))the (?P<rel>past|last|coming|next) (?:{long} )?{UNITS}\b",
        ),
        (
            "duration",
            "u",
            r"\b(?:{approx} )?(?:the )?(?P<number>{number})[ -](?:{long} )?{UNITS}\b(?![- ](?:old|olds)\b)",
        ),
        ("duration", "u", r"\b(?:{approx} )?(?P<number>half (?:a|an)|half-) ?{UNITS}\b"),
        ("bare_duration", "u", r"\b(?P<unit>hour|day|week|month|year|decade|centurie)s\b(?! old\b)"),
        (
            "season",
            "s",
            r"\b{mod}(?:(?P<rel>(?i:last|next|this past|this coming|this)) |(?P<the>the )?)(?P<season>(?-i:spring|summer|autumn|fall|winter))\b(?: of| in)?(?:,? {Y}\b)?",
        ),
        ("season", "s", r"\b(?P<rel>next|last) year's (?P<season>(?-i:spring|summer|autumn|fall|winter))\b"),
        (
            "quarter",
            "u",
            r"\b(?:the )?(?P<which>first|second|third|fourth|final|last) quarter\b(?: of (?:{Y}|(?P<rel>last|next|this|the) year)\b)?(?! of\b)",
        ),
        ("quarter", "f", r"\b(?-i:Q(?P<q>[1-4]))\b(?: (?:of )?{Y}\b)?"),
        (
            "half",
            "u",
            r"\b(?:the )?(?P<which>first|second|last) half of (?:{M}(?:,? {Y})?|{Y}|(?P<rel>last|next|this|the) (?P<unit>year|month))\b",
        ),
        (
            "fiscal",
            "uf",
            r"\b(?:(?:the )?(?P<rel>last|next|this|current) )?(?:fiscal(?: year)?|(?-i:FY))(?: ?(?:{Y}|(?P<yy>\d\d))\b)?",
        ),
        (
            "decade",
            "ny",
            r"(?:\b(?:the )?(?:(?P<mod>early|mid|late)[- ])?)?(?<!\d)(?:(?P<y>\d{3}0)|['’](?P<yy>\d0))['’]?s\b",
        ),
        ("decade", "c", r"\bthe (?:(?P<mod>early|mid|late)[- ])?(?P<word>{decades})\b"),
        (
            "century",
            "c",
            r"\b(?:the )?(?:(?P<mod>early|mid|late)[- ])?(?P<which>\d{{1,2}}(?:st|nd|rd|th)|{ordinals})[ -]century\b",
        ),
        ("holiday", "h", r"\b(?:(?P<rel>last|next|this) )?(?-i:(?P<holiday>{holidays}))\b(?:,? {Y}\b)?"),
        (
            "anniversary",
            "x",
            r"\b(?:the )?(?P<which>\d+(?:st|nd|rd|th)|{ordinals}|(?P<number>{number})-year) anniversary\b",
        ),
        (
            "clock",
            "n",
            r"\b(?P<h>[01]?\d)(?:[:.](?P<mi>[0-5]\d))? ?(?P<ap>(?-i:[ap]\.?m\.?|[AP]\.?M\.?))(?!\w){zone}",
        ),
        (
            "clock",
            "n",
            r"(?<![\d:.])(?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d)(?::[0-5]\d)?(?: (?:hours|hrs|o'clock))?(?![\d:]){zone}",
        ),
        (
            "clock",
            "y",
            r"(?<!\d)(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)(?= ?(?:GMT|UTC|hours|hrs|local time))(?: ?(?:hours|hrs))?{zone}",
        ),
        ("clock", "p", r"\b(?P<name>noon|midday|midnight)\b{zone}"),
        ("clock", "n", r"\b(?P<h>\d{{1,2}}) o['’]clock\b{zone}"),
        (
            "set",
            "u",
            r"\b(?:every|each) (?:(?P<other>other|second) )?(?:(?P<number>{number}) )?(?:single )?{UNITS}\b",
        ),
        ("set", "um", r"\b(?:every|each) (?:{M}|(?:{parts}))\b"),
        ("set", "u", r"\b(?:once|twice|(?:{number}) times) (?:a|an|per|each|every) {UNITS}\b"),
        ("set", "u", r"(?:\bper |(?<=\d )an? )(?P<unit>hour|day|week|month|year)\b"),
        (
            "set",
            "un",
            r"(?-i:\b(?P<adverb>daily|weekly|monthly|yearly|annual|annually|hourly|nightly|quarterly|biweekly|biannual|biannually)\b)",
        ),
        ("vague", "vtu", r"\b(?:{vague})\b"),
        ("year", "y", r"(?<![\d$€£#./:-])(?<!\d,)\b{mod}{Y}(?![\d%/]|,\d|\.\d|-\w|:\d)\b"),
    ]
    return tuple(Rule(name, cues, re.compile(_fill(line, w), re.IGNORECASE)) for name, cues, line in lines)


def _words(table: dict[str, Any]) -> dict[str, str]:
    def either(names: Any) -> str:  # noqa: ANN401 - any iterable of strings
        return "|".join(re.escape(name) for name in sorted(dict.fromkeys(names), key=lambda n: (-len(n), n)))

    full = [name for name in table["months"] if len(name) > 4 or name in ("May", "June", "July")]
    short = [name for name in table["months"] if name not in full]
    month = "(?-i:" + either([*full, *(name.upper() for name in full)]) + "|(?:" + either(short) + r")\b\.?)"
    weekday = either([*table["weekdays"], *(name.upper() for name in table["weekdays"])])
    weekday = (
        f"(?-i:{weekday}|(?:"
        + either(table["weekdays_short"])
        + r")\.(?!\w)|(?:"
        + either(table["weekdays_short"])
        + r")(?=,? (?:\d|[A-Z][a-z]{2}\.? \d)))"
    )
    tens = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    number_words = either([n for n in table["numbers"] if n != "zero"])
    number = (
        r"\d[\d,]*(?:\.\d+)?(?:-and-a-half)?"
        rf"|(?:{tens})[- ](?:one|two|three|four|five|six|seven|eight|nine)"
        rf"|(?:(?:a|one|two|three|four|five) hundred)|(?:{number_words})(?: and a half| or (?:{number_words}))?"
        r"|a few|several|a couple of|a couple|couple of|a dozen|two dozen|dozens of|hundreds of|thousands of|many|some"
        r"|(?:a|an)(?: (?:full|whole|single))?"
    )
    unit = r"(?P<unit>minute|hour|day|week|fortnight|month|year|decade|centurie|century)"
    return {
        "M": f"(?P<m>{month})",
        "M2": f"(?P<m2>{month})",
        "W": f"(?P<w>{weekday})",
        "W2": f"(?P<w2>{weekday})",
        "D": r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?",
        "D2": r"(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b",
        "Y": r"(?P<y>\d{4})",
        "to": r"(?: ?[-–—] ?| to | through )",
        "dash": r" ?[-–—] ?",
        "nounit": r"\b(?![:/]\d|\.\d|,\d{3}|%| (?:million|billion|percent|per cent|people|killed))",
        "days": either(table["weekdays"]),
        "parts": either(table["day_parts"]),
        "mod": r"(?:(?P<mod>early|mid|late|(?:the )?(?:very )?(?:beginning|start|middle|end|close|turn) of)(?: in)?[- ])?",
        "mod1": r"(?:(?P<mod>early|mid|late|earlier|later|(?:the )?(?:very )?(?:beginning|start|middle|end|close|turn) of)(?: in)? )?",
        "periods": "day|week|weekend|fortnight|month|quarter|year|decade|century",
        "number": number,
        "approx": "about|around|almost|nearly|roughly|approximately|some|over|more than|at least|less than|under|just over|just under|up to|only|just|a mere|well over",
        "long": "(?:full|whole|consecutive|straight|more|additional|long|short|successive|working|business|calendar|further|entire|solid|extra|odd)",
        "UNITS": unit + "s?",
        "UNITS_PL": unit + "s",
        "decades": either(table["decades"]),
        "ordinals": either([*table["ordinals"]]),
        "holidays": either(
            [
                name.replace("'", mark)
                for key in ("holidays", "holidays_easter", "holidays_floating")
                for name in table[key]
                for mark in ("'", "’")
            ]
            + ["Orthodox Easter"]
        ),
        "zone": r"(?:,? \(?(?P<zone>(?-i:" + either(table["zones"]) + r"|[A-Z]{3,4}T|EST|ET|PT|[A-Z][a-z]+ time)|local time)\b)?",
        "vague": either(word for words in table["vague"].values() for word in words),
    }  # fmt: skip


def _fill(line: str, words: dict[str, str]) -> str:
    """Put the word lists into a line; a group name used again gets a number ("y__2")."""
    filled = re.sub(r"\{([A-Za-z]\w*)\}", lambda m: words[m.group(1)], line)
    filled = filled.replace("{{", "{").replace("}}", "}")
    seen: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        name = match.group(1)
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}>" if seen[name] == 1 else f"(?P<{name}__{seen[name]}>"

    return re.sub(r"\(\?P<(\w+)>", numbered, filled)
