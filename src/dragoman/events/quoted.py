"""Who is beside a quotation: the speaking verb next to it, the name above or below it.

'"…," Lavrov said', '"…?" asked the envoy', 'The minister added: "…"', 'Rep. Jane Doe: "…"',
'"…" — Anna Nowak', and labels at the head of a paragraph: "MR. CARNEY: …", "Q  …",
".@SecPompeo: …". This is read from the words around the marks, because the parser, which sees one
sentence at a time, often loses a speaker to a long quotation.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from dragoman.events.cues import verb_cues, words
from dragoman.events.quotations import Quotation
from dragoman.events.speakers import actor_at, find_subject, speaker_span
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Mention, SpeakerSpan

NEAR = 3
"""Words between a cue and the quotation behind it where no comma or colon points to it."""

_NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|de|von|bin|al)){0,5}"
_SIGNED = re.compile(rf"\s{{0,3}}(?:―|—|–|--|-)\s?(?P<speaker>{_NAME})(?=[.]?\s*(?:$|\n|,))", re.MULTILINE)
_HEADED = re.compile(
    r"(?:^|[-–—.―] )(?P<speaker>[A-Z][\w.’'-]*(?: [\w.’'-]+){0,8}(?: \([^()\n]{1,20}\))?)(?P<cue>:)\s*$"
)
_LABEL = re.compile(
    r"(?P<speaker>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|the|and)){0,5})"
    r"(?: \([^()\n]{1,40}\))?(?P<cue>:)\s+(?=\S)"
)
_POST = re.compile(r"\.?@(?P<speaker>\w+)(?P<cue>:)\s+(?=\S)")
_ASKED = re.compile(r"(?P<speaker>Q)(?P<cue>[:.]?)\s+(?=[A-Z\"“])")
_WORD = re.compile(r"\w+")
_CLOSERS = "\"”’'»›` \xa0"
_BREAKS = (",", "?", "!", "—", "–", "-", "―")
LONGEST_LABEL = 160
"""Characters before a quotation that are searched for a name and a colon."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The words that tell who speaks.

    Attributes:
        sentence: number of the sentence they stand in.
        cue: character range of the cue word or colon; None where there is none.
    """

    sentence: int
    speaker: SpeakerSpan
    cue: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker at the head of a paragraph, and the rest of the paragraph, which is the speaker's.

    Attributes:
        spoken: False for a headline of the form "Orban: No troops", which reports rather than quotes.
    """

    telling: Telling
    start: int
    end: int
    spoken: bool


def find_telling(
    text: str,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    quotations: tuple[Quotation, ...],
    n: int,
    first: Sentence,
    last: Sentence,
) -> Telling | None:
    """Who is told beside quotation `n` to have said it; None where nobody is.

    Args:
        first: the sentence in which the quotation begins.
        last: the one in which it ends.
    """
    quotation = quotations[n]
    limit = quotations[n + 1].start if n + 1 < len(quotations) else len(text)
    low = quotations[n - 1].end if n else 0
    return (
        _signature(text, sentences, mentions, quotation)
        or _cue_after(text, sentences, last, mentions, quotation, limit)
        or _cue_before(text, sentences, first, mentions, quotation, low)
    )


def find_governor(
    text: str, sentence: Sentence, mentions: tuple[Mention, ...], quotation: Quotation
) -> Telling | None:
    """For a long quotation in a clause without a word of saying: the subject of the verb above it."""
    head = next((t for t in sentence.tokens if t.start >= quotation.start and t.pos != "PUNCT"), None)
    if head is None:
        return None
    for above in sentence.ancestors(head.i):
        token = sentence.tokens[above]
        if token.pos == "VERB" and token.start < quotation.start:
            subject = find_subject(sentence, above)
            if subject is None or quotation.start <= sentence.tokens[subject].start < quotation.end:
                return None
            return _telling(text, sentence, subject, mentions, token)
    return None


def find_labels(text: str, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...]) -> Iterator[Label]:
    """Speaker labels at the head of paragraphs."""
    for _, members in groupby(sentences, key=lambda s: s.paragraph):
        lines = tuple(members)
        start, end = lines[0].start, lines[-1].end
        named = _LABEL.match(text, start, end)
        match = named or _POST.match(text, start, end) or _ASKED.match(text, start, end)
        if match is None or (named is not None and not _is_speaker_label(lines, named.group("speaker"))):
            continue
        speaker = _span(text, *match.span("speaker"), mentions)
        cue = match.span("cue") if match.group("cue") else None
        spoken = named is None or speaker.text.isupper()
        yield Label(Telling(lines[0].index, speaker, cue), match.end(), end, spoken)


def _signature(
    text: str, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...], quotation: Quotation
) -> Telling | None:
    """The name behind a dash that signs a quotation: '"…" — Anna Nowak'."""
    match = _SIGNED.match(text, quotation.end)
    if match is None:
        return None
    index = max(0, bisect_right(sentences, match.start("speaker"), key=lambda s: s.start) - 1)
    return Telling(index, _span(text, *match.span("speaker"), mentions), None)


def _cue_after(
    text: str,
    sentences: tuple[Sentence, ...],
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    quotation: Quotation,
    limit: int,
) -> Telling | None:
    """The speaking verb right behind a quotation: '"…," Lavrov said', '"…?" Lavrov asked.'"""
    inner = text[max(quotation.start, quotation.end - 8) : quotation.end].rstrip(_CLOSERS)
    follows = text[quotation.end : quotation.end + 3].lstrip()
    if not inner.endswith(_BREAKS) and not follows.startswith(_BREAKS):
        return None
    alone = quotation.end >= sentence.end
    if alone:
        if sentence.index + 1 >= len(sentences):
            return None
        sentence = sentences[sentence.index + 1]
        if "\n" in text[quotation.end : sentence.start]:
            return None
    tokens = sentence.tokens
    segment = [token for token in tokens if quotation.end <= token.start < limit][:25]
    for token in segment:
        if token.pos not in ("VERB", "AUX"):
            continue
        if not _speaks(token.lemma):
            if alone:
                return None
            continue
        if alone and any(c > token.i and tokens[c].dep in ("ccomp", "xcomp") for c in token.children):
            return None
        subject = find_subject(sentence, token.i)
        if subject is None or not segment[0].i <= subject <= segment[-1].i:
            subject = _nearest_name(sentence, token.i, segment)
        if subject is None:
            continue
        telling = _telling(text, sentence, subject, mentions, token)
        if telling.speaker.start < quotation.end:
            start = tokens[subject].start
            speaker = replace(telling.speaker, start=start, text=text[start : telling.speaker.end])
            telling = replace(telling, speaker=speaker)
        return telling
    return None


def _cue_before(
    text: str,
    sentences: tuple[Sentence, ...],
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    quotation: Quotation,
    low: int,
) -> Telling | None:
    """The speaking verb ahead of a quotation, in its sentence or in one that ends with a colon."""
    before = low
    low = max(before, sentence.start)
    if not _WORD.search(text, low, max(low, quotation.start)):
        if sentence.index == 0 or before > sentence.start:
            return None
        sentence = sentences[sentence.index - 1]
        if not sentence.text.rstrip().endswith((":", ",")):
            return None
        low = sentence.start
    segment = [token for token in sentence.tokens if low <= token.start < quotation.start]
    if not segment:
        return None
    mark = text[segment[-1].start : quotation.start].strip()[-1:]
    colon, pointed = mark == ":", mark in (":", ",")
    for token in reversed(segment):
        if segment[-1].i - token.i > NEAR and not pointed:
            return None
        if token.pos not in ("VERB", "AUX") or not (
            colon or (_speaks(token.lemma) if pointed else _says(token.lemma))
        ):
            continue
        subject = find_subject(sentence, token.i)
        if subject is None or sentence.tokens[subject].start >= quotation.start:
            if not colon:
                continue
            subject = _nearest_name(sentence, token.i, segment)
        if subject is not None:
            return _telling(text, sentence, subject, mentions, token)
    head = max(low, quotation.start - LONGEST_LABEL)
    if colon and (match := _HEADED.search(text[head : quotation.start])):
        start, end = match.span("speaker")
        cue = (head + match.start("cue"), head + match.end("cue"))
        return Telling(sentence.index, _span(text, head + start, head + end, mentions), cue)
    return None


def _telling(
    text: str, sentence: Sentence, subject: int, mentions: tuple[Mention, ...], cue: Token
) -> Telling:
    speaker = speaker_span(sentence, subject, mentions, text)
    return Telling(sentence.index, speaker, (cue.start, cue.end))


def _span(text: str, start: int, end: int, mentions: tuple[Mention, ...]) -> SpeakerSpan:
    return SpeakerSpan(start, end, text[start:end], actor_at(end - 1, mentions))


def _nearest_name(sentence: Sentence, verb: int, segment: list[Token]) -> int | None:
    """The noun next to a verb whose subject the parser missed: behind it first, then ahead."""
    tokens = sentence.tokens
    low, high = segment[0].i, segment[-1].i
    behind: Iterable[int] = range(verb + 1, min(high, verb + 6) + 1)
    ahead: Iterable[int] = range(verb - 1, max(low, verb - 6) - 1, -1)
    for i in (*behind, *ahead):
        if tokens[i].pos in ("PROPN", "PRON", "NOUN") and tokens[i].ent not in ("DATE", "TIME"):
            head = i
            while (
                tokens[head].dep in ("compound", "poss", "nmod")
                and low <= tokens[head].head <= high
                and tokens[head].head != head
            ):
                head = tokens[head].head
            return head
    return None


def _says(lemma: str) -> bool:
    cue = verb_cues().get(lemma)
    return cue is not None and "quote" in cue.takes


def _speaks(lemma: str) -> bool:
    """Whether the verb tells who speaks when a quotation stands beside it."""
    return _says(lemma) or lemma in words("spoken", "beside")


def _is_speaker_label(lines: tuple[Sentence, ...], label: str) -> bool:
    end = lines[0].start + len(label)
    named = [token for line in lines[:2] for token in line.tokens if token.start < end]
    return (
        (label.isupper() and len(label) > 2)
        or any(token.ent in ("PERSON", "ORG", "NORP", "GPE") for token in named)
        or label.split()[-1].casefold() in words("anonymous", "offices")
    )
