"""robots.txt: what a site asks programs not to fetch, read as RFC 9309 says.

The group that names us holds, else the group for everyone; of the rules that fit a path the longest
wins, and of equals the one that allows. `*` stands for anything, `$` for the end.

>>> rules = read_robots("User-agent: *\\nDisallow: /private\\nAllow: /private/open$\\nCrawl-delay: 3")
>>> rules.allows("/private/x"), rules.allows("/private/open"), rules.allows("/news"), rules.delay
(False, True, True, 3.0)
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

NAME = "dragoman"
LONGEST = 512_000
"""Bytes that are looked at; RFC 9309 asks for at least 500 KiB."""
RULES = 5_000


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site asks of us.

    Attributes:
        rules: whether it allows or forbids, and the pattern of paths.
        delay: seconds it wants between two requests; 0 where it does not say.
    """

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be fetched."""
        path = _normal(path)
        fitting = [(len(pattern), allows) for allows, pattern in self.rules if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True


EVERYTHING = Robots()
NOTHING = Robots(((False, "/"),))


def read_robots(text: str) -> Robots:
    """The rules for us; lines that make no sense are passed over."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    in_names = False
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            names = [*names, value.lower()] if in_names else [value.lower()]
            groups.setdefault(value.lower(), [])
            in_names = True
        elif key in ("allow", "disallow", "crawl-delay"):
            in_names = False
            for name in names:
                groups[name].append((key, value))
    ours = groups.get(NAME, groups.get("*", []))
    rules = tuple((key == "allow", _normal(value)) for key, value in ours if key != "crawl-delay" and value)
    delay = 0.0
    for key, value in ours:
        if key == "crawl-delay":
            try:
                delay = max(0.0, float(value))
            except ValueError:
                continue
    return Robots(rules[:RULES], delay if delay < float("inf") else 0.0)


def _normal(path: str) -> str:
    """Escaped alike, so that "/ü" and "/%C3%BC" are one; escaped slashes stay what they are."""
    kept = path.replace("%2F", "%252F").replace("%2f", "%252F")
    return quote(unquote(kept), safe="/%*$?&=:@!'()+,;~-._")


def _fits(pattern: str, path: str) -> bool:
    """Whether the pattern fits the beginning of the path; in time that grows as the product of lengths."""
    is_whole = pattern.endswith("$")
    first, *middle = (pattern[:-1] if is_whole else pattern).split("*")
    if not path.startswith(first):
        return False
    if not middle:
        return path == first if is_whole else True
    at = len(first)
    for part in middle[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = middle[-1]
    if is_whole:
        return len(path) - len(last) >= at and path.endswith(last)
    return path.find(last, at) >= 0
