"""Every pattern that Dragoman compiles, with traps made for each out of its own parts.

Run as a program it imports every module, reads the examples into a record so that patterns made on demand are
made, and times each pattern on its traps as they double; one line of JSON for each that grows faster than it
may. Only ratios are looked at: a pattern that looks at each character a bounded number of times takes twice
as long for twice as much.
"""

import importlib
import json
import pkgutil
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = str(HERE.parent / "src" / "dragoman")
FROM, TO = 2_000, 8_000
"""Length of a trap in characters, from which it is doubled, and to which."""
LEAST = 0.004
"""Seconds. What is done sooner at the longest is no trap."""
MOST = 2.9
"""How much longer a trap twice as long may take: 2 is linear, 4 quadratic."""
MOST_PARTS = 24


def recorded() -> dict[tuple[str | bytes, int], re.Pattern]:
    """By text and flags, the patterns that Dragoman compiles while everything is imported and used."""
    found = {}
    compiled = re._compile  # pyright: ignore[reportAttributeAccessIssue]

    def noted(pattern, flags):
        made = compiled(pattern, flags)
        frame = sys._getframe(2)
        if frame.f_code.co_filename.startswith(SOURCE):
            found.setdefault((made.pattern, made.flags), made)
        return made

    re._compile = noted  # pyright: ignore[reportAttributeAccessIssue]
    try:
        import dragoman

        for module in pkgutil.walk_packages(dragoman.__path__, "dragoman."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        _use()
    finally:
        re._compile = compiled  # pyright: ignore[reportAttributeAccessIssue]
    return found


def anchored() -> frozenset[tuple[str | bytes, int]]:
    """Patterns with a name that their module only ever matches at one place, and never searches with."""
    found, elsewhere = set(), set()
    for name, module in list(sys.modules.items()):
        if not name.startswith("dragoman") or not getattr(module, "__file__", None):
            continue
        source = Path(str(module.__file__)).read_text()
        for variable, value in vars(module).items():
            if isinstance(value, re.Pattern):
                used = set(re.findall(rf"\b{variable}\.(\w+)\b", source))
                at_one_place = bool(used) and used <= {"match", "fullmatch", "pattern", "flags"}
                (found if at_one_place else elsewhere).add((value.pattern, value.flags))
    return frozenset(found - elsewhere)


def _use() -> None:
    from contextlib import redirect_stdout
    from io import StringIO

    from dragoman.interfaces.reading_commands import read

    examples = sorted(str(path) for path in (HERE.parent / "examples").iterdir() if path.is_file())
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        read([*examples, "--record", f"{folder}/record.db"])


def parts(pattern: re.Pattern) -> list[str]:
    """Short strings that parts of the pattern match: what traps are made of, the likeliest first."""
    from re import _parser as parser  # pyright: ignore[reportAttributeAccessIssue]

    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    found: dict[str, None] = {}
    for piece in _pieces(parser.parse(text, flags)):
        if 0 < len(piece) <= 60:
            found.setdefault(piece)
    return list(found)[:MOST_PARTS]


def _pieces(tree) -> Iterator[str]:
    """Strings for every repeat in the tree, then for the whole."""
    for operator, argument in tree:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield _one(argument[2])
            yield from _pieces(argument[2])
        elif name == "SUBPATTERN":
            yield from _pieces(argument[3])
        elif name == "ATOMIC_GROUP":
            yield from _pieces(argument)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _pieces(argument[1])
            yield _one(argument[1])
        elif name == "BRANCH":
            for branch in argument[1][:6]:
                yield from _pieces(branch)
                yield _one(branch)
    yield _one(tree)
    yield _one(tree, long=True)
    listed = list(tree)
    for n in range(1, min(len(listed), 8)):
        yield _one(listed[:n])


def _one(tree, *, long=False) -> str:
    """A string that the tree matches, as nearly as can be had cheaply."""
    made = []
    for operator, argument in tree:
        name = str(operator)
        if name == "LITERAL":
            made.append(chr(argument))
        elif name == "NOT_LITERAL":
            made.append("x" if argument != ord("x") else "y")
        elif name == "ANY":
            made.append("x")
        elif name == "IN":
            made.append(_member(argument))
        elif name == "BRANCH":
            made.append(_one(argument[1][-1 if long else 0], long=long))
        elif name == "SUBPATTERN":
            made.append(_one(argument[3], long=long))
        elif name == "ATOMIC_GROUP":
            made.append(_one(argument, long=long))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            times = max(argument[0], 1) if not long else max(argument[0], min(int(argument[1]), 3))
            made.append(_one(argument[2], long=long) * min(times, 8))
        elif name == "ASSERT" and argument[0] > 0:
            made.append(_one(argument[1]))
    return "".join(made)


_OF_CATEGORY = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}


def _member(items) -> str:
    items = list(items)
    is_not = str(items[0][0]) == "NEGATE"
    if not is_not:
        operator, argument = items[0]
        if str(operator) == "CATEGORY":
            return _OF_CATEGORY.get(str(argument), "x")
        return chr(argument[0] if str(operator) == "RANGE" else argument)
    for sign in "xA1 .-":
        inside = False
        for operator, argument in items[1:]:
            name = str(operator)
            if name == "CATEGORY":
                kind, wanted = str(argument).replace("_NOT_", "_"), "_NOT_" not in str(argument)
                fits = {
                    "CATEGORY_DIGIT": sign.isdigit(),
                    "CATEGORY_SPACE": sign.isspace(),
                    "CATEGORY_WORD": sign.isalnum(),
                }.get(kind, False)
                inside |= fits is wanted
            else:
                low, high = argument if name == "RANGE" else (argument, argument)
                inside |= low <= ord(sign) <= high
        if not inside:
            return sign
    return "\u4e2d"


def traps(pattern: re.Pattern) -> Iterator[tuple[str, str]]:
    """Beginnings and units: a trap is the beginning, the unit over and over, an end that fits nothing."""
    found = parts(pattern)
    for unit in found:
        yield "", unit
    for one in found[:5]:
        for other in found[:5]:
            if one != other:
                yield one, other
                yield "", one + other


def seconds(pattern: re.Pattern, beginning: str, unit: str, length: int, *, is_anchored: bool) -> float:
    """Processor time of all matches of the pattern in the trap; the best of three."""
    trap = beginning + unit * (length // len(unit)) + "\x00"
    given = trap if isinstance(pattern.pattern, str) else trap.encode("latin-1", "replace")
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        for _ in () if is_anchored else pattern.finditer(given):  # pyright: ignore[reportArgumentType, reportCallIssue]
            pass
        pattern.match(given)  # pyright: ignore[reportArgumentType, reportCallIssue]
        pattern.fullmatch(given)  # pyright: ignore[reportArgumentType, reportCallIssue]
        best = min(best, time.process_time() - began)
        if best < LEAST / 4 or best > 1:
            break
    return best


def growth(pattern: re.Pattern, beginning: str, unit: str, *, is_anchored: bool) -> float:
    """How much longer the longest trap takes than one of half its length; 0 where it is quick."""
    length, before = FROM, 0.0
    ratio = 0.0
    while length <= TO:
        took = seconds(pattern, beginning, unit, length, is_anchored=is_anchored)
        ratio = took / before if before and took > LEAST else 0.0
        if took > 0.5 and ratio > MOST:
            break
        length, before = length * 2, max(took, 1e-6)
    return ratio


def slow(pattern: re.Pattern, *, is_anchored: bool) -> tuple[float, str, str] | None:
    """The worst trap of the pattern: growth, beginning, unit; None where each is linear."""
    worst = None
    for beginning, unit in traps(pattern):
        if seconds(pattern, beginning, unit, TO, is_anchored=is_anchored) < LEAST:
            continue
        ratio = growth(pattern, beginning, unit, is_anchored=is_anchored)
        for _ in range(5):  # a busy machine can make one measure look slow, but not each of six
            if ratio <= MOST:
                break
            ratio = min(ratio, growth(pattern, beginning, unit, is_anchored=is_anchored))
        if ratio > MOST and (worst is None or ratio > worst[0]):
            worst = (ratio, beginning, unit)
            break
    return worst


def main() -> None:
    patterns = recorded()
    at_one_place = anchored()
    for key, made in patterns.items():
        if found := slow(made, is_anchored=key in at_one_place):
            text = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
            print(json.dumps({"pattern": text, "growth": round(found[0], 1), "trap": found[1:]}), flush=True)
    print(json.dumps({"patterns": len(patterns)}))


if __name__ == "__main__":
    main()
