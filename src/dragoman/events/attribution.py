"""Who says so: speaker, cue and content of everything that the report tells in another's name.

Two readings are laid over each other. `reported` finds in each sentence the cues that report
something by their syntax; `quotations` finds what stands between marks, over sentences and
paragraphs. A quotation is given to the cue whose content it overlaps, or that stands beside it
("…," said X; X said: "…"), and the content grows to whole quotations. A quotation that follows
upon another of the same paragraph with nothing between goes on with it; one that stands free as a
paragraph goes to the speaker of the one before. A few quoted words with no cue are the reporter's
own reservation, and no attribution.

Source, cue and content are those of PARC (Pareti 2012) and PolNeAR (Newell et al. 2018); a pronoun
or a relative "who" is the speaker as printed.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.events.cues import verb_cues, words
from dragoman.events.quotations import Quotation, find_quotations, quotation_at
from dragoman.events.reported import Report, find_reports
from dragoman.events.speakers import actor_at, classify_speaker, find_subject, speaker_span
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

NEAR = 3
"""Words between a cue and the quotation behind it where no comma or colon points to it."""

_WORD = re.compile(r"\w+")
_LABEL = re.compile(
    r"(?P<speaker>(?:[A-Z][\w.’'-]*|Q|A)(?: (?:[A-Z][\w.’'-]*|of|the|and)){0,5})(?: \([^()\n]{1,40}\))?(?P<cue>:)\s+(?=\S)"
)
_POST = re.compile(r"\.?@(?P<speaker>\w+)(?P<cue>:)\s+(?=\S)")
_NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|de|von|bin|al)){0,5}"
_SIGNED = re.compile(rf"\s{{0,3}}(?:―|—|–|--|-)\s?(?P<speaker>{_NAME})(?=[.]?\s*(?:$|\n|,))", re.MULTILINE)
_HEADED = re.compile(
    r"(?:^|[-–—.―] )(?P<speaker>[A-Z][\w.’'-]*(?: [\w.’'-]+){0,8}(?: \([^()\n]{1,20}\))?)(?P<cue>:)\s*$"
)
_CLOSERS = "\"”’'»›` \xa0"
_BREAKS = (",", "?", "!", "—", "–", "-", "―")
_CLAUSAL = frozenset(["ccomp", "xcomp", "parataxis", "acl", "pcomp"])


@dataclass(frozen=True, slots=True)
class _Draft:
    """An attribution in the making: character ranges, and how it was found."""

    sentence: int
    speaker: SpeakerSpan | None
    cue: tuple[int, int] | None
    start: int
    end: int
    frame: str


def find_attributions(
    document: Document, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...]
) -> tuple[Attribution, ...]:
    """Everything the report tells in another's name, in order of its content.

    Args:
        document: the report; all offsets are those of its text.
        sentences: its parsed sentences.
        mentions: its mentions, for the actors of speakers; may be empty.
    """
    return tuple(attribution for attribution, _ in _find(document.text, sentences, mentions))


def _find(
    text: str, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...]
) -> list[tuple[Attribution, str]]:
    quotations = find_quotations(text)
    drafts = _reported(text, sentences, mentions, quotations)
    drafts = _give_quotations(text, sentences, mentions, quotations, drafts)
    drafts.extend(_labelled(text, sentences, mentions, drafts))
    seen: dict[tuple[int, int], _Draft] = {}
    for draft in sorted(
        drafts, key=lambda d: (d.start, -d.end, d.speaker is None, d.cue or (d.start, d.start), d.frame)
    ):
        start, end = _trim(text, draft.start, draft.end)
        if _WORD.search(text, start, end):
            seen.setdefault((start, end), draft)
    return [
        (_attribution(text, start, end, draft, quotations), draft.frame)
        for (start, end), draft in sorted(seen.items())
    ]


def speakers_of(sentence: Sentence, i: int, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions in whose content token `i` stands, the outermost speaker first.

    In "Peskov said Putin was open to talks", "talks" is Putin's by Peskov's word: Peskov stands
    first. Cue and speaker of an attribution aren't in its content, even where the content stands
    around them, nor is what hangs on the cue beside it ("said *on Monday*").
    """
    token = sentence.tokens[i]
    holding = [
        a
        for a in attributions
        if a.content.start <= token.start < a.content.end and not _is_telling(sentence, i, a)
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
        name: the speaker's full name, where known; the words as printed otherwise.
    """
    speaker = attribution.speaker
    kind = classify_speaker(speaker.text if speaker else None)
    if (
        kind == "anonymous"
        and speaker is not None
        and speaker.actor is not None
        and name is not None
        and speaker.text in name
    ):
        kind = "named"
    return AttributionLink(
        type=kind,
        speaker=Speaker(name or speaker.text, speaker.actor) if speaker else None,
        cue=attribution.cue.text if attribution.cue else None,
        mode=attribution.mode,
        on_behalf_of=None,
    )


def _is_telling(sentence: Sentence, i: int, attribution: Attribution) -> bool:
    """Whether the token belongs to the telling (speaker, cue and what hangs on it), not to what is told."""
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
            return tokens[branch].dep not in _CLAUSAL
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
        if not sentence.tokens:
            continue
        tokens = sentence.tokens
        for report in find_reports(sentence):
            cue = (tokens[report.cue[0]].start, tokens[report.cue[1] - 1].end)
            inside = quotation_at(quotations, cue[0])
            if inside is not None and inside.words > SCARE:
                continue
            start, end = tokens[report.content[0]].start, tokens[report.content[1] - 1].end
            start, end = _whole_quotations(text, start, end, cue, quotations)
            end = _quotation_alone(start, end, cue, quotations)
            speaker = _speaker(sentence, report.speaker, mentions, text)
            drafts.append(
                _Draft(sentence.index, speaker, cue, start, end, f"{_lemma(sentence, report)}/{report.frame}")
            )
    return drafts


def _lemma(sentence: Sentence, report: Report) -> str:
    return sentence.tokens[report.cue[0]].lemma


def _speaker(
    sentence: Sentence, head: int | None, mentions: tuple[Mention, ...], text: str
) -> SpeakerSpan | None:
    return None if head is None else speaker_span(sentence, head, mentions, text)


def _whole_quotations(
    text: str, start: int, end: int, cue: tuple[int, int], quotations: tuple[Quotation, ...]
) -> tuple[int, int]:
    """The range grown to whole quotations where most of one stands in it."""
    n = max(0, bisect_right(quotations, start, key=lambda q: q.start) - 1)
    for quotation in quotations[n:]:
        if quotation.start >= end:
            break
        if quotation.end <= start or quotation.start <= cue[0] < quotation.end:
            continue
        shared = len(_WORD.findall(text, max(start, quotation.start), min(end, quotation.end)))
        first = shared and not _WORD.search(text, quotation.start, max(start, quotation.start))
        if shared * 2 >= quotation.words or first:
            start, end = min(start, quotation.start), max(end, quotation.end)
    return start, end


def _quotation_alone(start: int, end: int, cue: tuple[int, int], quotations: tuple[Quotation, ...]) -> int:
    """The end of a long quotation that opens the content behind its cue; the words after it aren't said."""
    first = quotation_at(quotations, start)
    if first is None or cue[0] > start or first.words <= SCARE or first.end >= end:
        return end
    if any(first.end <= q.start < end for q in quotations):
        return end
    return first.end


def _give_quotations(
    text: str,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    quotations: tuple[Quotation, ...],
    drafts: list[_Draft],
) -> list[_Draft]:
    """Each quotation with its speaker: of a draft it overlaps, of a cue beside it, or of the quotation before."""
    starts = [sentence.start for sentence in sentences]
    done = list(drafts)
    previous: int | None = None
    for n, quotation in enumerate(quotations):
        before = quotations[n - 1] if n else None
        first = sentences[max(0, bisect_right(starts, quotation.start) - 1)]
        last = sentences[max(0, bisect_left(starts, quotation.end) - 1)]
        holding = [
            k
            for k, draft in enumerate(done)
            if draft.start < quotation.end and quotation.start < draft.end and _covers(text, draft, quotation)
        ]
        told = [k for k in holding if not done[k].frame.startswith("according")] or holding
        if told:
            previous = min(told, key=lambda k: (done[k].end - done[k].start, k))
            continue
        beside = (
            _signature(text, sentences, mentions, quotation)
            or _cue_after(text, sentences, last, mentions, quotation, quotations)
            or _cue_before(text, sentences, first, mentions, quotation, before)
        )
        if beside is not None:
            if (k := _same_cue(done, beside)) is not None:
                done[k] = replace(
                    done[k], start=min(done[k].start, quotation.start), end=max(done[k].end, quotation.end)
                )
                previous = k
            else:
                done.append(beside)
                previous = len(done) - 1
            continue
        free = not _WORD.search(text, first.start, max(first.start, quotation.start)) and not _WORD.search(
            text, quotation.end, max(quotation.end, last.end)
        )
        if free and previous is not None and before is not None:
            draft = done[previous]
            gap = text[
                max(before.end, draft.end if draft.end < quotation.start else before.end) : quotation.start
            ]
            same_paragraph = "\n" not in gap
            near = sentences[draft.sentence].paragraph
            if (
                same_paragraph
                and sentences[draft.sentence].paragraph == first.paragraph
                and _adjoins(draft, before, first, sentences)
            ):
                done[previous] = replace(draft, end=quotation.end)
                continue
            if quotation.words > SCARE and first.paragraph - near <= 4:
                done.append(
                    _Draft(draft.sentence, draft.speaker, None, quotation.start, quotation.end, "free")
                )
                previous = len(done) - 1
                continue
        if quotation.words > SCARE:
            governed = _governed(text, first, mentions, quotation)
            if governed is not None:
                done.append(governed)
                previous = len(done) - 1
    return done


def _covers(text: str, draft: _Draft, quotation: Quotation) -> bool:
    shared = len(_WORD.findall(text, max(draft.start, quotation.start), min(draft.end, quotation.end)))
    return shared * 2 >= quotation.words or (draft.start == quotation.start and draft.end >= quotation.end)


def _same_cue(drafts: list[_Draft], beside: _Draft) -> int | None:
    return next(
        (k for k, draft in enumerate(drafts) if draft.cue == beside.cue and draft.cue is not None), None
    )


def _widen(draft: _Draft, beside: _Draft) -> _Draft:
    """The draft with the quotation beside its cue; what the cue took as a mere topic gives way to it."""
    if (
        draft.frame.partition("/")[2] in ("clause", "around", "")
        or draft.start <= beside.end
        and beside.start <= draft.end
    ):
        return replace(draft, start=min(draft.start, beside.start), end=max(draft.end, beside.end))
    return beside


def _adjoins(draft: _Draft, before: Quotation, first: Sentence, sentences: tuple[Sentence, ...]) -> bool:
    """Whether only the draft's own sentence, or its last quotation, stands before the quotation's sentence."""
    if first.index == 0:
        return False
    ahead = sentences[first.index - 1]
    return draft.sentence >= ahead.index or before.end >= ahead.end - 1 or draft.end >= ahead.end - 1


def _cue_after(
    text: str,
    sentences: tuple[Sentence, ...],
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    quotation: Quotation,
    quotations: tuple[Quotation, ...],
) -> _Draft | None:
    """The speaking verb right behind a quotation: '"…," Lavrov said', '"…?" Lavrov asked.'"""
    inner = text[quotation.start : quotation.end].rstrip(_CLOSERS)
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
    limit = next((q.start for q in quotations if q.start >= quotation.end), len(text))
    segment = [t for t in sentence.tokens if quotation.end <= t.start < limit][:25]
    for token in segment:
        if token.pos not in ("VERB", "AUX"):
            continue
        if not _speaks(token.lemma):
            if alone:
                return None
            continue
        if alone and any(
            c > token.i and sentence.tokens[c].dep in ("ccomp", "xcomp") for c in token.children
        ):
            return None
        subject = find_subject(sentence, token.i)
        inside = subject is not None and any(t.i == subject for t in segment)
        if not inside:
            subject = _nearest_name(sentence, token.i, segment[0].i, segment[-1].i)
        if subject is None:
            continue
        speaker = speaker_span(sentence, subject, mentions, text)
        if speaker.start < quotation.end:
            named = sentence.tokens[subject]
            speaker = replace(speaker, start=named.start, text=text[named.start : speaker.end])
        cue = (token.start, token.end)
        return _Draft(sentence.index, speaker, cue, quotation.start, quotation.end, "after")
    return None


def _signature(
    text: str, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...], quotation: Quotation
) -> _Draft | None:
    """The name behind a dash that signs a quotation: '"…" — Anna Nowak'."""
    match = _SIGNED.match(text, quotation.end)
    if match is None:
        return None
    start, end = match.span("speaker")
    index = max(0, bisect_right(sentences, start, key=lambda s: s.start) - 1)
    speaker = SpeakerSpan(start, end, text[start:end], actor_at(start, mentions))
    return _Draft(index, speaker, None, quotation.start, quotation.end, "signed")


def _cue_before(
    text: str,
    sentences: tuple[Sentence, ...],
    first: Sentence,
    mentions: tuple[Mention, ...],
    quotation: Quotation,
    before: Quotation | None,
) -> _Draft | None:
    """The speaking verb ahead of a quotation, in its sentence or in one that ends with a colon."""
    sentence = first
    low = max(before.end if before else 0, first.start)
    if not _WORD.search(text, low, max(low, quotation.start)):
        if first.index == 0 or low > first.start:
            return None
        sentence = sentences[first.index - 1]
        if not sentence.text.rstrip().endswith((":", ",")):
            return None
        low = sentence.start
    if not sentence.tokens:
        return None
    segment = [t for t in sentence.tokens if low <= t.start < quotation.start]
    if not segment:
        return None
    colon = text[segment[-1].start : quotation.start].strip().endswith(":")
    pointed = colon or text[segment[-1].start : quotation.start].strip().endswith(",")
    for token in reversed(segment):
        if segment[-1].i - token.i > NEAR and not pointed:
            return None
        if token.pos in ("VERB", "AUX") and (
            _speaks(token.lemma) if pointed else _says(token.lemma) or colon
        ):
            subject = find_subject(sentence, token.i)
            if subject is None or sentence.tokens[subject].start >= quotation.start:
                if not colon:
                    continue
                subject = _nearest_name(sentence, token.i, segment[0].i, segment[-1].i)
            if subject is None:
                continue
            speaker = speaker_span(sentence, subject, mentions, text)
            return _Draft(
                sentence.index, speaker, (token.start, token.end), quotation.start, quotation.end, "before"
            )
    if colon and (match := _HEADED.search(text[low : quotation.start])):
        start, end = low + match.start("speaker"), low + match.end("speaker")
        speaker = SpeakerSpan(start, end, text[start:end], actor_at(end - 1, mentions))
        cue = (low + match.start("cue"), low + match.end("cue"))
        return _Draft(sentence.index, speaker, cue, quotation.start, quotation.end, "headed")
    return None


def _governed(
    text: str, sentence: Sentence, mentions: tuple[Mention, ...], quotation: Quotation
) -> _Draft | None:
    """A long quotation inside a clause without a word of saying: the subject of the nearest verb above it speaks."""
    head = next((t for t in sentence.tokens if t.start >= quotation.start and t.pos != "PUNCT"), None)
    if head is None:
        return None
    for above in sentence.ancestors(head.i):
        token = sentence.tokens[above]
        if token.pos == "VERB" and token.start < quotation.start:
            subject = find_subject(sentence, above)
            if subject is None or quotation.start <= sentence.tokens[subject].start < quotation.end:
                return None
            speaker = speaker_span(sentence, subject, mentions, text)
            return _Draft(
                sentence.index, speaker, (token.start, token.end), quotation.start, quotation.end, "governed"
            )
    return None


def _nearest_name(sentence: Sentence, verb: int, low: int, high: int) -> int | None:
    """The name or pronoun next to a verb whose subject the parser missed: behind it first, then ahead."""
    tokens = sentence.tokens
    for i in [*range(verb + 1, min(high, verb + 6) + 1), *range(verb - 1, max(low, verb - 6) - 1, -1)]:
        if tokens[i].pos in ("PROPN", "PRON", "NOUN") and tokens[i].ent not in ("DATE", "TIME"):
            while (
                tokens[i].dep in ("compound", "poss", "nmod")
                and low <= tokens[i].head <= high
                and tokens[i].head != i
            ):
                i = tokens[i].head
            return i
    return None


def _says(lemma: str) -> bool:
    cue = verb_cues().get(lemma)
    return cue is not None and "quote" in cue.takes


def _speaks(lemma: str) -> bool:
    cue = verb_cues().get(lemma)
    return (cue is not None and "quote" in cue.takes) or lemma in words("spoken", "beside")


def _labelled(
    text: str, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...], drafts: list[_Draft]
) -> list[_Draft]:
    """Speaker labels at the head of a paragraph: "MR. CARNEY: …", "Graham: …", ".@SecPompeo: …"."""
    found: list[_Draft] = []
    paragraph = -1
    for n, sentence in enumerate(sentences):
        if sentence.paragraph == paragraph:
            continue
        paragraph = sentence.paragraph
        match = _LABEL.match(text, sentence.start, sentence.end) or _POST.match(
            text, sentence.start, sentence.end
        )
        if match is None:
            continue
        end = sentence.end
        for following in sentences[n + 1 :]:
            if following.paragraph != paragraph:
                break
            end = following.end
        if not _is_speaker_label(sentence, match.group("speaker")):
            continue
        if any(
            d.start < end
            and match.end() < d.end
            and d.cue
            and d.cue[0] >= match.start()
            and d.start <= match.end() + 2
            for d in drafts
        ):
            continue
        start, stop = match.span("speaker")
        speaker = SpeakerSpan(start, stop, text[start:stop], actor_at(start, mentions))
        found.append(_Draft(sentence.index, speaker, match.span("cue"), match.end(), end, "label"))
    return found


def _is_speaker_label(sentence: Sentence, label: str) -> bool:
    named = [t for t in sentence.tokens if t.start < sentence.start + len(label)]
    return (
        label in ("Q", "A")
        or (label.isupper() and len(label) > 2)
        or any(t.ent in ("PERSON", "ORG", "NORP") for t in named)
        or label.split()[-1].casefold() in words("anonymous", "offices")
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space and loose punctuation at its edges."""
    while start < end and (text[start].isspace() or text[start] in ",;:—–―"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:—–―"):
        end -= 1
    return start, end


def _attribution(
    text: str, start: int, end: int, draft: _Draft, quotations: tuple[Quotation, ...]
) -> Attribution:
    cue = Span(*draft.cue, text[slice(*draft.cue)]) if draft.cue else None
    return Attribution(
        draft.speaker, cue, Span(start, end, text[start:end]), _mode(text, start, end, draft, quotations)
    )


def _mode(text: str, start: int, end: int, draft: _Draft, quotations: tuple[Quotation, ...]) -> QuotationMode:
    """Direct where nothing but the telling stands outside quotation marks, indirect where there are none."""
    if draft.frame == "label":
        return "direct"
    inside = [q for q in quotations if q.start < end and start < q.end]
    if not inside:
        return "indirect"
    outside, at = 0, start
    for quotation in inside:
        outside += _unquoted(text, at, quotation.start, draft)
        at = max(at, quotation.end)
    outside += _unquoted(text, at, end, draft)
    return "direct" if outside == 0 else "mixed"


def _unquoted(text: str, start: int, end: int, draft: _Draft) -> int:
    """Words of the stretch that belong to what is told; a stretch that holds the cue is the telling."""
    if end <= start or (draft.cue is not None and start <= draft.cue[0] < end):
        return 0
    return len(_WORD.findall(text, start, end))
