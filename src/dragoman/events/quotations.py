"""Where the words between quotation marks begin and end.

A quotation opens with a mark and runs to the mark that answers it, over as many sentences as stand
between. Where a paragraph ends inside it and the next one opens with the same mark again, the
speaker goes on, and both are one quotation; where the next one doesn't, the closing mark was
forgotten and the quotation ends with its paragraph. Quotations inside a quotation belong to it.
Single marks count where they stand at the edge of a word and aren't the apostrophe of
"don't", "the leaders' pledge" or "the '90s".

>>> text = "The envoy said: ‘We don’t know the leaders’ plans.’ He called it “a pause”."
>>> [text[q.start:q.end] for q in find_quotations(text)]
['‘We don’t know the leaders’ plans.’', '“a pause”']
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r]+")
_MARK = re.compile(r"''|``|[\"“”„«»‟＂]|(?<!\w)['‘‹](?=\w|\.\.|…|\[|\$|#|@)")
_CURLY = {"“": "”“", "„": "“”", "«": "»", "‟": "”"}
_SINGLES, _STRAIGHT = ("'", "‘", "‹"), ('"', "＂", "''", "``")
_STRAIGHT_ANSWERS = {
    '"': re.compile(r"[\"”]"),
    "＂": re.compile(r"[＂”]"),
    "''": re.compile(r"''|”"),
    "``": re.compile(r"''|``|[\"”]"),
}
_SINGLE_ANSWERS = {
    mark: re.compile(f"[{answers}](?!\\w)") for mark, answers in (("'", "'’"), ("‘", "’'"), ("‹", "›"))
}
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_SHORTENED = re.compile(r"['‘](?:\d\ds?\b|(?:em|til|cause|tis|twas|n)\b)", re.IGNORECASE)

LONGEST_SINGLE = 1_500
"""Characters. Single marks are too easily apostrophes to be believed over a longer stretch."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Attributes:
        start, end: the range with its marks, over paragraphs where it runs on.
        closed: False where no mark answers the first one and it was taken to end with its paragraph.
        words: how many words stand in it.
    """

    start: int
    end: int
    closed: bool
    words: int


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """All outermost quotations of the report, in order and without overlap."""
    found: list[Quotation] = []
    carried: tuple[int, str] | None = None
    lines = [line for line in _LINE.finditer(text) if line.group().strip()]
    for n, line in enumerate(lines):
        at = line.start()
        if carried:
            start, mark = carried
            at += len(line.group()) - len(line.group().lstrip()) + 1
            carried = None
            end = _closing(text, mark, at, line.end())
            if end is not None:
                found.append(_quotation(text, start, end, closed=True))
                at = end
            elif n + 1 < len(lines) and _opens_again(lines[n + 1].group(), mark):
                carried = (start, mark)
                continue
            else:
                found.append(_quotation(text, start, line.end(), closed=False))
                continue
        while opening := _MARK.search(text, at, line.end()):
            mark = opening.group()
            start = opening.start()
            if not _opens(text, start, mark, line.start()):
                at = opening.end()
                continue
            end = _closing(text, mark, opening.end(), line.end())
            if end is not None:
                found.append(_quotation(text, start, end, closed=True))
                at = end
            elif mark in _SINGLES:
                at = opening.end()
            elif n + 1 < len(lines) and _opens_again(lines[n + 1].group(), mark):
                carried = (start, mark)
                break
            else:
                found.append(_quotation(text, start, line.end(), closed=False))
                break
    return tuple(quotation for quotation in found if quotation.words)


def quotation_at(quotations: tuple[Quotation, ...], offset: int) -> Quotation | None:
    """The quotation that holds the character at `offset`; None outside quotations."""
    n = bisect_right(quotations, offset, key=lambda quotation: quotation.start) - 1
    return quotations[n] if n >= 0 and offset < quotations[n].end else None


def _quotation(text: str, start: int, end: int, *, closed: bool) -> Quotation:
    while text[end - 1].isspace():
        end -= 1
    return Quotation(start, end, closed, len(_WORD.findall(text, start, end)))


def _opens(text: str, start: int, mark: str, line_start: int) -> bool:
    if mark in "”»":
        return False
    if mark in _STRAIGHT:
        before = text[start - 1] if start > line_start else " "
        after = text[start + len(mark) : start + len(mark) + 1]
        if before.isdigit() or (not after.strip() and before.strip()):
            return False
    return not (mark in "'‘" and _SHORTENED.match(text, start))


def _opens_again(line: str, mark: str) -> bool:
    return line.lstrip().startswith(mark)


def _closing(text: str, mark: str, start: int, end: int) -> int | None:
    """Offset after the mark that answers `mark`, looking from `start` to the end of the paragraph."""
    if mark in _SINGLES:
        return _closing_single(text, mark, start, min(end, start + LONGEST_SINGLE))
    if mark in _STRAIGHT:
        return _closing_straight(text, mark, start, end)
    answers = _CURLY[mark]
    depth, straight = 1, False
    last: int | None = None
    for at in range(start, end):
        character = text[at]
        if character == mark and character not in answers[:1]:
            if not text[at + 1 : at + 2].strip():
                return at + 1  # an opening mark typed for a closing one
            depth += 1
        elif character in answers:
            depth -= 1
            last = at + 1
            if depth == 0:
                return at + 1
        elif character == '"' and mark == "“":
            if straight:
                straight = False
            elif text[at - 1].isspace():
                straight = True  # opens a quotation inside this one
            elif depth == 1:
                return at + 1  # a straight mark typed for a closing one
    return last  # an inner mark was never answered: the last answer closes the whole


def _closing_straight(text: str, mark: str, start: int, end: int) -> int | None:
    for match in _STRAIGHT_ANSWERS[mark].finditer(text, start, end):
        before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
        if before.isspace() and after.isalnum():
            continue  # opens a quotation inside this one
        return match.end()
    return None


def _closing_single(text: str, mark: str, start: int, end: int) -> int | None:
    """The first answer that can't be an apostrophe; failing that, the last that could be either."""
    doubtful: int | None = None
    for match in _SINGLE_ANSWERS[mark].finditer(text, start, end):
        at = match.start()
        before, after = text[at - 1], text[at + 1 : at + 3]
        if before.isspace():
            continue
        if before.casefold() == "s" and re.match(r" [a-z]", after):
            doubtful = doubtful or at + 1
            continue
        return at + 1
    return doubtful
