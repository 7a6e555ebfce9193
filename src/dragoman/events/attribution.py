"""Who says so: speaker, cue and content of everything that the report tells in another's name.

Two readings are laid over each other. `reported` finds in each sentence the cues that report
something by their syntax; `quotations` finds what stands between marks, over sentences and
paragraphs, and `quoted` who is told to speak beside it. The content of a cue grows to whole
quotations. A quotation that follows upon another of the same paragraph with nothing between goes on
with it; one that stands free goes to the speaker of the one before. A few quoted words with no cue
are the reporter's own reservation, and no attribution.

Inside another's words only a clause that someone is said to have said is kept ("Peskov said that
Kyiv denied that …"); wishes, judgements and topics there are the outer speaker's account.

Speaker, cue and content are the source, cue and content of PARC (Pareti 2012) and PolNeAR (Newell
et al. 2018); a pronoun or a relative "who" is a speaker as printed.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.events.quotations import Quotation, find_quotations, quotation_at
from dragoman.events.quoted import Telling, find_governor, find_labels, find_telling
from dragoman.events.reported import find_reports
from dragoman.events.speakers import classify_speaker, speaker_span
from dragoman.parse.syntax import Sentence
from dragoman.records import (
    Attribution,
    AttributionLink,
    Document,
    Mention,
    QuotationMode,
    Span,
    Speaker,
    SpeakerSpan,
)

SCARE = 3
"""Words. A quotation up to this long with no cue is no attribution."""

FREE = 4
"""Paragraphs. A quotation that stands free goes to the last speaker up to this far back."""

SAID = frozenset(["says", "claims", "denies", "promises", "orders"])
RETOLD = frozenset(["clause", "behind", "according"])
"""What a cue must tell, and by which frame, to be kept inside another's words."""

_WORD = re.compile(r"\w+")
_CLAUSAL = frozenset(["ccomp", "xcomp", "parataxis", "acl", "pcomp"])
_VAGUE = frozenset(["i", "we", "you", "it", "that", "which", "this"])


@dataclass(frozen=True, slots=True)
class _Draft:
    """An attribution in the making.

    Attributes:
        sentence: number of the sentence of its cue.
        start, end: character range of the content.
        frame: how the cue takes the content, as in `reported.Report`; or "beside", "free", "label", …
        tells: what the cue tells ("says", "denies", …).
    """

    sentence: int
    speaker: SpeakerSpan | None
    cue: tuple[int, int] | None
    start: int
    end: int
    frame: str
    tells: str = "says"


def find_attributions(
    document: Document, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...]
) -> tuple[Attribution, ...]:
    """Everything the report tells in another's name, in order of its content.

    Args:
        document: the report; all offsets are those of its text.
        sentences: its parsed sentences.
        mentions: its mentions, for the actors of speakers; may be empty.
    """
    if not sentences:
        return ()
    text = document.text
    quotations = find_quotations(text)
    drafts = _reported(text, sentences, mentions, quotations)
    drafts = _give_quotations(text, sentences, mentions, quotations, drafts)
    drafts.extend(_labelled(text, sentences, mentions, drafts))
    return tuple(_attribution(text, draft, quotations) for draft in _without_inner(_distinct(text, drafts)))


def speakers_of(sentence: Sentence, i: int, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions in whose content token `i` stands, the outermost speaker first.

    In "Peskov said Kyiv denied that talks were held", "talks" is Kyiv's by Peskov's word: Peskov
    stands first. Cue and speaker of an attribution aren't in its content, even where the content
    stands around them, nor is what hangs on the cue beside it ("said *on Monday*").
    """
    at = sentence.tokens[i].start
    holding = [
        a for a in attributions if a.content.start <= at < a.content.end and not _is_telling(sentence, i, a)
    ]
    return tuple(
        sorted(
            holding,
            key=lambda a: (a.content.start - a.content.end, a.cue.start if a.cue else a.content.start),
        )
    )


def attribution_link(attribution: Attribution, name: str | None = None) -> AttributionLink:
    """The attribution as a link of a claim's chain of those who say so.

    Args:
        attribution: one of `speakers_of`.
        name: the speaker's full name where it is known; the words as printed otherwise.
    """
    speaker = attribution.speaker
    return AttributionLink(
        type=classify_speaker(speaker.text if speaker else None),
        speaker=Speaker(name or speaker.text, speaker.actor) if speaker else None,
        cue=attribution.cue.text if attribution.cue else None,
        mode=attribution.mode,
        on_behalf_of=None,
    )


def _is_telling(sentence: Sentence, i: int, attribution: Attribution) -> bool:
    """Whether the token belongs to the telling (speaker, cue and what hangs on it), not to what is told."""
    if attribution.speaker is None:
        return False  # "reportedly" and "is said to" stand in the clause they tell
    tokens = sentence.tokens
    for part in (attribution.cue, attribution.speaker):
        if part is not None and part.start <= tokens[i].start < part.end:
            return True
    cue = attribution.cue
    if cue is None or not (attribution.content.start <= cue.start < attribution.content.end):
        return False
    at = i
    while tokens[at].head != at:
        branch, at = at, tokens[at].head
        if cue.start <= tokens[at].start < cue.end:
            between = tokens[min(i, at) : max(i, at)]
            return tokens[branch].dep not in _CLAUSAL and all(token.text != "," for token in between)
    return False


def _reported(
    text: str,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    quotations: tuple[Quotation, ...],
) -> list[_Draft]:
    """What the syntax of each sentence reports; nothing whose cue is itself quoted at length."""
    drafts = []
    for sentence in sentences:
        tokens = sentence.tokens
        for report in find_reports(sentence):
            cue = (tokens[report.cue[0]].start, tokens[report.cue[1] - 1].end)
            inside = quotation_at(quotations, cue[0])
            if inside is not None and inside.words > SCARE:
                continue
            start, end = tokens[report.content[0]].start, tokens[report.content[1] - 1].end
            start, end = _whole_quotations(text, start, end, cue, quotations)
            end = _quotation_alone(start, end, cue, quotations)
            speaker = None
            if report.speaker is not None:
                speaker = speaker_span(sentence, report.speaker, mentions, text)
            drafts.append(_Draft(sentence.index, speaker, cue, start, end, report.frame, report.tells))
    return drafts


def _whole_quotations(
    text: str, start: int, end: int, cue: tuple[int, int], quotations: tuple[Quotation, ...]
) -> tuple[int, int]:
    """The range grown to whole quotations where most of one, or its first word, stands in it."""
    for quotation in _overlapping(quotations, start, end):
        if quotation.start <= cue[0] < quotation.end:
            continue
        shared = len(_WORD.findall(text, max(start, quotation.start), min(end, quotation.end)))
        opened = shared and not _WORD.search(text, quotation.start, max(start, quotation.start))
        if shared * 2 >= quotation.words or opened:
            start, end = min(start, quotation.start), max(end, quotation.end)
    return start, end


def _overlapping(quotations: tuple[Quotation, ...], start: int, end: int) -> Iterator[Quotation]:
    n = bisect_right(quotations, start, key=lambda quotation: quotation.end)
    while n < len(quotations) and quotations[n].start < end:
        yield quotations[n]
        n += 1


def _quotation_alone(start: int, end: int, cue: tuple[int, int], quotations: tuple[Quotation, ...]) -> int:
    """The end of a long quotation that opens the content behind its cue; what follows it isn't said."""
    first = quotation_at(quotations, start)
    if first is None or cue[0] > start or first.words <= SCARE or first.end >= end:
        return end
    return end if any(True for _ in _overlapping(quotations, first.end, end)) else first.end


def _give_quotations(
    text: str,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    quotations: tuple[Quotation, ...],
    drafts: list[_Draft],
) -> list[_Draft]:
    """Each quotation with its speaker: of a draft it overlaps, of a cue beside it, or of the one before."""
    done = list(drafts)
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for k, draft in enumerate(done):
        by_sentence[draft.sentence].append(k)
    last_said: int | None = None
    for n, quotation in enumerate(quotations):
        first = sentences[max(0, bisect_right(sentences, quotation.start, key=lambda s: s.start) - 1)]
        last = sentences[max(0, bisect_left(sentences, quotation.end, key=lambda s: s.start) - 1)]
        near = [k for i in range(first.index - 1, last.index + 2) for k in by_sentence.get(i, ())]
        if last_said is not None and last_said not in near:
            near.append(last_said)
        holding = [k for k in near if _covers(text, done[k], quotation)]
        if holding:
            told = [k for k in holding if done[k].frame != "according"] or holding
            last_said = min(told, key=lambda k: (done[k].end - done[k].start, k))
            continue
        telling = find_telling(text, sentences, mentions, quotations, n, first, last)
        if telling is not None:
            same = next((k for k in near if telling.cue is not None and done[k].cue == telling.cue), None)
            if same is not None:
                done[same] = _widen(done[same], quotation)
                last_said = same
                continue
            draft = _quoted(telling, quotation, "beside")
        elif last_said is not None and _stands_free(text, quotation, first, last):
            spoken = done[last_said]
            if _goes_on(text, spoken, quotations[n - 1], quotation, first, sentences):
                done[last_said] = replace(spoken, end=quotation.end)
                continue
            draft = None
            if first.paragraph - sentences[spoken.sentence].paragraph <= FREE:
                draft = _Draft(spoken.sentence, spoken.speaker, None, quotation.start, quotation.end, "free")
        else:
            governor = find_governor(text, first, mentions, quotation)
            draft = _quoted(governor, quotation, "governed") if governor else None
        if draft is not None and (telling is not None or quotation.words > SCARE):
            done.append(draft)
            last_said = len(done) - 1
            by_sentence[draft.sentence].append(last_said)
    return done


def _quoted(telling: Telling, quotation: Quotation, frame: str) -> _Draft:
    return _Draft(telling.sentence, telling.speaker, telling.cue, quotation.start, quotation.end, frame)


def _covers(text: str, draft: _Draft, quotation: Quotation) -> bool:
    """Whether most of the quotation is the draft's."""
    if draft.start >= quotation.end or quotation.start >= draft.end:
        return False
    shared = len(_WORD.findall(text, max(draft.start, quotation.start), min(draft.end, quotation.end)))
    return shared * 2 >= quotation.words


def _widen(draft: _Draft, quotation: Quotation) -> _Draft:
    """The draft with a second quotation of its cue."""
    return replace(draft, start=min(draft.start, quotation.start), end=max(draft.end, quotation.end))


def _stands_free(text: str, quotation: Quotation, first: Sentence, last: Sentence) -> bool:
    """Whether no word of its sentences stands outside the quotation."""
    return not _WORD.search(text, first.start, max(first.start, quotation.start)) and not _WORD.search(
        text, quotation.end, max(quotation.end, last.end)
    )


def _goes_on(
    text: str,
    spoken: _Draft,
    before: Quotation,
    quotation: Quotation,
    first: Sentence,
    sentences: tuple[Sentence, ...],
) -> bool:
    """Whether a free quotation continues the one before: in its paragraph, with at most its cue between."""
    if first.index == 0 or sentences[spoken.sentence].paragraph != first.paragraph:
        return False
    if "\n" in text[before.end : quotation.start]:
        return False
    ahead = sentences[first.index - 1]
    return spoken.sentence >= ahead.index or max(before.end, spoken.end) >= ahead.end - 1


def _labelled(
    text: str, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...], drafts: list[_Draft]
) -> Iterator[_Draft]:
    """Paragraphs under a speaker's label, where no cue has been found for them yet."""
    cues: dict[int, list[_Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.cue is not None:
            cues[sentences[draft.sentence].paragraph].append(draft)
    for label in find_labels(text, sentences, mentions):
        telling = label.telling
        if any(
            d.start <= label.start + 2 and label.start < d.end
            for d in cues[sentences[telling.sentence].paragraph]
        ):
            continue
        frame = "label" if label.spoken else "headline"
        yield _Draft(telling.sentence, telling.speaker, telling.cue, label.start, label.end, frame)


def _distinct(text: str, drafts: list[_Draft]) -> list[_Draft]:
    """One draft for each content, trimmed of white space and loose marks at its edges."""
    seen: dict[tuple[int, int], _Draft] = {}
    for draft in sorted(
        drafts, key=lambda d: (d.start, -d.end, d.speaker is None, d.cue or (d.start, d.start), d.frame)
    ):
        start, end = _trim(text, draft.start, draft.end)
        if _WORD.search(text, start, end):
            seen.setdefault((start, end), replace(draft, start=start, end=end))
    return sorted(seen.values(), key=lambda d: (d.start, -d.end))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;:—–―"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:—–―"):
        end -= 1
    return start, end


def _without_inner(drafts: list[_Draft]) -> list[_Draft]:
    """The drafts, in order of their content, without what a speaker himself tells of wishes and topics."""
    kept: list[_Draft] = []
    around: list[_Draft] = []
    for draft in drafts:
        around = [outer for outer in around if outer.end > draft.start]
        if not any(_is_inside(draft, outer) for outer in around) or _is_retold(draft):
            kept.append(draft)
        around.append(draft)
    return sorted(kept, key=lambda d: (d.start, d.end))


def _is_inside(draft: _Draft, outer: _Draft) -> bool:
    return draft.cue is not None and draft.end <= outer.end and outer.start <= draft.cue[0] < outer.end


def _is_retold(draft: _Draft) -> bool:
    return (
        draft.frame in RETOLD
        and draft.tells in SAID
        and draft.speaker is not None
        and draft.speaker.text.casefold() not in _VAGUE
    )


def _attribution(text: str, draft: _Draft, quotations: tuple[Quotation, ...]) -> Attribution:
    cue = Span(*draft.cue, text[slice(*draft.cue)]) if draft.cue else None
    content = Span(draft.start, draft.end, text[draft.start : draft.end])
    return Attribution(draft.speaker, cue, content, _mode(text, draft, quotations))


def _mode(text: str, draft: _Draft, quotations: tuple[Quotation, ...]) -> QuotationMode:
    """Direct where nothing but the telling stands outside quotation marks, indirect where there are none."""
    if draft.frame == "label":
        return "direct"
    inside = tuple(_overlapping(quotations, draft.start, draft.end))
    if not inside:
        return "indirect"
    outside, at = 0, draft.start
    for quotation in inside:
        outside += _unquoted(text, at, quotation.start, draft)
        at = max(at, quotation.end)
    outside += _unquoted(text, at, draft.end, draft)
    return "direct" if outside == 0 else "mixed"


def _unquoted(text: str, start: int, end: int, draft: _Draft) -> int:
    """Words of the stretch that belong to what is told; a stretch that holds the cue is the telling."""
    if end <= start or (draft.cue is not None and start <= draft.cue[0] < end):
        return 0
    return len(_WORD.findall(text, start, end))
