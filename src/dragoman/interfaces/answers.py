"""One table of the questions that a program, a page or an assistant can ask, and their answers as values.

The API makes an address of each entry, the pages offer each as JSON and CSV, and the assistants' server a
tool. So a question asked anywhere is the same question, with the same filters and the same answer.

>>> sorted(FILTERS)[:4]
['actor', 'as_of', 'busiest', 'by']
>>> question_named("due").path
'/v1/due'
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from dragoman.ask import views
from dragoman.ask.query import Question, Sort, Voice, ask_for
from dragoman.ask.signed import Weight
from dragoman.errors import SettingsError
from dragoman.interfaces import display, event_display
from dragoman.interfaces.arguments import MIN_CONFIDENCE
from dragoman.store import Record

ROWS = 50
"""Rows of a page of an answer where the asker does not say."""
MOST_ROWS = 500
"""Rows of a page of an answer at most."""

CONTRADICTIONS = ("place", "date", "order", "number", "attendance", "status", "attribution")
"""On what two reports can differ."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Something that a question can be narrowed by.

    Attributes:
        says: what it does, for help texts.
        example: a value, for the documentation of the API.
        kind: how its value is written.
        choices: the values it can have; empty where there are too many, or several may be given.
    """

    says: str
    example: str | float | int
    kind: Literal["words", "number", "share", "yes"] = "words"
    choices: tuple[str, ...] = ()


FILTERS: Mapping[str, Filter] = {
    "actor": Filter("a party: its id, name or part of it, or a country", "Erdogan"),
    "with": Filter("a second party of the same claim", "Zelensky"),
    "type": Filter("PLOVER type such as CONSULT; several with commas", "CONSULT"),
    "status": Filter("such as scheduled or cancelled; several with commas", "scheduled,proposed"),
    "issue": Filter("what a position is about", "territory"),
    "place": Filter("where: a place, part of its name, or a country", "Ankara"),
    "from": Filter("first day, month or year of what is told", "2025-11-01"),
    "to": Filter("last day, month or year of what is told", "2025-12"),
    "as_of": Filter("use only what had been reported by then", "2025-12-01"),
    "min_confidence": Filter(f"hide claims that are less sure ({MIN_CONFIDENCE} unless said)", 0.5, "share"),
    "words": Filter('words and "phrases" to search for, all of them; negotiat* leaves the end open', "gas"),
    "party": Filter("a party: its id, name or part of it, or a country", "Zelensky"),
    "other": Filter("another party", "Erdogan"),
    "holder": Filter("whose positions: a party or a country", "Russia"),
    "since": Filter("the first day of reports that count as new", "2025-11-18"),
    "kind": Filter(f"on what reports differ: {', '.join(CONTRADICTIONS)}; several with commas", "date"),
    "stage": Filter("how an act stands: scheduled, held, overdue, …; several with commas", "scheduled"),
    "name": Filter("part of a name, or an id", "Witkoff"),
    "by": Filter("what counts as a party: person or state; of stances, party or state", "state"),
    "busiest": Filter("how many parties are shown, those with most meetings first", 12, "number"),
    "several": Filter("only acts that two or more reports tell of", "true", "yes"),
    "single_origin": Filter("only acts that rest on one origin: one report, or copies of one", "true", "yes"),
    "watch": Filter("only what this watch gathers", "grain talks"),
    "rejected": Filter("give what people rejected, and claims of retracted reports, too", "true", "yes"),
    "voice": Filter(
        "who answers for it: the report alone, someone named, someone not named; or told as likely only",
        "anonymous",
        choices=get_args(Voice),
    ),
    "stance": Filter("what is held, such as demand, offer, accept or reject", "offer"),
    "quoted": Filter("only what someone is quoted with word for word", "true", "yes"),
    "sort": Filter(
        "the order: by the time told of, by the day of the report, or by how well the words fit",
        "newest",
        choices=get_args(Sort),
    ),
    "change": Filter("only changes of this kind, such as new, held, cancelled or resurfaced", "resurfaced"),
    "weight": Filter(
        "only papers of this kind, by what the report calls them", "intent", choices=get_args(Weight)
    ),
    "outlet": Filter("the outlet's name, or part of it", "Bosphorus"),
    "coder": Filter("whose rows: another coder that was imported", "gdelt"),
    "has": Filter(
        "only what both have, or one alone: ours or theirs", "both", choices=("both", "ours", "theirs")
    ),
    "days_apart": Filter("days that a row and a claim may lie apart (1 unless said)", 1, "number"),
    "loose": Filter(
        "only corrections that find no claim any more, or that later ones overrule", "true", "yes"
    ),
}
"""Every filter, by the name it has in addresses."""

OF_REPORTS = ("as_of", "min_confidence")
OF_WATCHED = ("watch", *OF_REPORTS)
OF_CLAIMS = (
    "actor", "with", "type", "status", "issue", "place", "from", "to", "voice", "stance", "quoted", "sort",
    "rejected", *OF_WATCHED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the values of its filters, and the piece of the answer that is wanted.

    Attributes:
        values: filter name to what was given; filters not given are left out.
        offset: rows to pass over.
        limit: rows to give; None gives all.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    offset: int = 0
    limit: int | None = ROWS

    def value(self, name: str) -> Any:  # noqa: ANN401 - as many kinds as filters
        """What was given for a filter; None where nothing was."""
        return self.values.get(name)

    @property
    def min_confidence(self) -> float:
        """The least confidence of a claim.

        Raises:
            SettingsError: it is no number.
        """
        given = self.value("min_confidence")
        try:
            return MIN_CONFIDENCE if given is None else float(given)
        except ValueError:
            raise SettingsError(
                "not a confidence", where="min_confidence", found=repr(given), expected="0 to 1"
            ) from None

    def question(self) -> Question:
        """The same as a question to the record.

        Raises:
            SettingsError: a filter has a value that there is not.
        """
        return ask_for(
            actor=self.value("actor"),
            with_=self.value("with"),
            event_types=self.value("type"),
            statuses=self.value("status"),
            issue=self.value("issue"),
            place=self.value("place"),
            from_=self.value("from"),
            to=self.value("to"),
            as_of=self.value("as_of"),
            words=self.value("words"),
            limit=self.limit,
            offset=self.offset,
            min_confidence=self.min_confidence,
            rejected=bool(self.value("rejected")),
            watch=self.value("watch"),
            voice=self.value("voice"),
            stance=self.value("stance"),
            quoted=bool(self.value("quoted")),
            sort=self.value("sort"),
        )

    def number(self, name: str, unsaid: int, most: int) -> int:
        """What was given for a filter that is a number from 1 to `most`; `unsaid` where nothing was.

        Raises:
            SettingsError: it is no such number.
        """
        given = self.value(name)
        if given is None:
            return unsaid
        if not str(given).isdecimal() or not 1 <= int(str(given)[:9]) <= most:
            raise SettingsError(
                f"{name} is no number that can be", found=repr(given), expected=f"1 to {most}"
            )
        return int(given)

    def needed(self, name: str) -> str:
        """What was given for a filter that the question cannot do without.

        Raises:
            SettingsError: nothing was.
        """
        given = str(self.value(name) or "").strip()
        if not given:
            raise SettingsError(f"{name} is missing", expected=FILTERS[name].says)
        return given


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows as plain JSON values, each with the words it rests on.

    Attributes:
        total: how many rows there are in all.
        about: what is said beside the rows, such as the reach of the record.
        notes: what the reader should know of how the question was understood.
    """

    rows: tuple[dict[str, Any], ...]
    total: int
    about: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of the table.

    Attributes:
        name: as in the address, `/v1/NAME`.
        title: a few words, for menus.
        says: what is answered, in a sentence or two.
        takes: names of its filters; those of `needs` must be given.
        line: a row as one line of a table; None where `flat` says it well.
    """

    name: str
    title: str
    says: str
    takes: tuple[str, ...]
    answer: Callable[[Record, Asked], Answer]
    needs: tuple[str, ...] = ()
    line: Callable[[dict[str, Any]], dict[str, object]] | None = None

    @property
    def path(self) -> str:
        """Where the API answers it."""
        return f"/v1/{self.name}"


def question_named(name: str) -> Entry:
    """The entry of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def line_of(entry: Entry, row: dict[str, Any]) -> dict[str, object]:
    """A row of an answer as one line of a table."""
    return (entry.line or flat)(row)


def flat(row: Mapping[str, Any]) -> dict[str, object]:
    """A row as one line of a table: names of parties joined, the quotation and its report beside them.

    >>> flat({"status": "held", "parties": [{"name": "A"}, {"name": "B"}], "about": {"day": "2031-05-02"}})
    {'status': 'held', 'parties': 'A; B', 'about.day': '2031-05-02'}
    """
    cells: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            cells.update({f"{name}.{inner}": cell for inner, cell in flat(value).items()})
        elif isinstance(value, list | tuple):
            cells[name] = "; ".join(_in_words(item) for item in value)
        else:
            cells[name] = value
    return cells


def _in_words(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    named = (item.get(key) for key in ("name", "quotation", "change", "detail", "value", "text"))
    return next((str(word) for word in named if word is not None), "")


# ── the answers ──


def _piece(rows: list[dict[str, Any]], asked: Asked) -> tuple[dict[str, Any], ...]:
    end = None if asked.limit is None else asked.offset + asked.limit
    return tuple(rows[asked.offset : end])


def _claims(record: Record, asked: Asked) -> Answer:
    found = views.timeline(record, asked.question())
    return Answer(tuple(map(display.claim_value, found.rows)), found.total, notes=found.notes)


def _upcoming(record: Record, asked: Asked) -> Answer:
    found = views.upcoming(record, asked.question())
    about = {"from": found.reference_day, "from_is": found.reference, "undated": found.undated}
    claims = found.claims
    return Answer(tuple(map(display.claim_value, claims.rows)), claims.total, about, claims.notes)


def _search(record: Record, asked: Asked) -> Answer:
    asked.needed("words")
    found = views.search(record, asked.question())
    about = {"passages": [display.passage_value(p) for p in found.passages]}
    claims = found.claims
    return Answer(tuple(map(display.claim_value, claims.rows)), claims.total, about, claims.notes)


def _events(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.acts import Narrowed, acts
    from dragoman.ask.origins import rests_on_one_origin

    question = asked.question()
    stages = tuple(filter(None, (word.strip().lower() for word in (asked.value("stage") or "").split(","))))
    wanted = Narrowed(
        question.event_types,
        stages,
        asked.value("party"),
        question.from_,
        question.to,
        bool(asked.value("several")),
    )
    lives = acts(record, wanted, question.as_of, asked.min_confidence, question.watch)
    if asked.value("single_origin"):
        lives = [life for life in lives if rests_on_one_origin(life.event)]
    end = None if asked.limit is None else asked.offset + asked.limit
    return Answer(tuple(map(event_display.life_value, lives[asked.offset : end])), len(lives))


def _due(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.events import due

    question = asked.question()
    found = due(record, question.as_of, asked.min_confidence, question.watch)
    end = len(found.lives) if asked.limit is None else asked.offset + asked.limit
    rows = tuple(map(event_display.due_value, found.lives[asked.offset : end]))
    about = {"day": found.day, "record": event_display.reach_value(found.reach)}
    return Answer(rows, len(found.lives), about)


def _meetings(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.meetings import meetings_of

    a, b = asked.needed("party"), asked.needed("other")
    found = meetings_of(record, a, b, asked.question().as_of, asked.min_confidence)
    value = event_display.met_value(a, b, found)
    rows = value.pop("meetings")[::-1]  # the newest first
    notes = tuple(value.pop("notes"))
    return Answer(_piece(rows, asked), len(rows), value, notes)


def _matrix(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.meetings import matrix
    from dragoman.interfaces import people_display as people

    question = asked.question()
    busiest = asked.number("busiest", people.BUSIEST, people.MOST_BUSY)
    found = matrix(
        record, asked.value("by"), question.from_, question.to, question.as_of, asked.min_confidence
    )
    pairs = [pair for pair in found.pairs if people.concerns(pair, asked.value("party"))]
    about = people.matrix_value(found, busiest)
    end = None if asked.limit is None else asked.offset + asked.limit
    return Answer(tuple(map(people.pair_value, pairs[asked.offset : end])), len(pairs), about)


def _contradictions(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.events import contradictions

    kinds = [word.strip().lower() for word in (asked.value("kind") or "").split(",") if word.strip()]
    strange = [word for word in kinds if word not in CONTRADICTIONS]
    if strange:
        raise SettingsError(
            "no such contradiction", found=repr(strange[0]), expected="one of " + ", ".join(CONTRADICTIONS)
        )
    question = asked.question()
    found = contradictions(record, question.as_of, asked.min_confidence, question.watch)
    counts = {kind: sum(one.kind == kind for one in found) for kind in CONTRADICTIONS}
    rows = [
        event_display.contradiction_value(one) for one in reversed(found) if not kinds or one.kind in kinds
    ]
    return Answer(_piece(rows, asked), len(rows), {"kinds": counts})


def _positions(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.events import same_issue
    from dragoman.ask.positions import all_positions, positions
    from dragoman.interfaces.position_display import full_position_value

    question = asked.question()
    holder = asked.value("holder")
    if holder:
        found = positions(
            record, holder, question.issue, question.as_of, asked.min_confidence, question.watch
        )
    else:
        found = all_positions(record, question.as_of, asked.min_confidence, question.watch)
        found = tuple(p for p in found if same_issue(question.issue, p.issue))
    end = None if asked.limit is None else asked.offset + asked.limit
    rows = [full_position_value(one) for one in found[asked.offset : end]]
    return Answer(tuple(rows), len(found))


def _actors(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.people import listed
    from dragoman.interfaces.people_display import listed_value

    found = listed(record, asked.value("name"), asked.question().as_of)
    end = None if asked.limit is None else asked.offset + asked.limit
    return Answer(tuple(map(listed_value, found[asked.offset : end])), len(found))


def _actor(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.people import portrait
    from dragoman.interfaces.people_display import portrait_value

    found = portrait(record, asked.needed("party"), asked.question().as_of, asked.min_confidence)
    if found is None:
        return Answer((), 0, notes=("nobody of that id or name is in the record or known",))
    value = portrait_value(found)
    rows = [{"is": kind, **row} for kind in ("statements", "meetings") for row in value.pop(kind)]
    return Answer(_piece(rows, asked), len(rows), value)


def _standings(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.standings import standings
    from dragoman.interfaces import position_display as display

    question = asked.question()
    busiest = asked.number("busiest", display.BUSIEST, display.MOST_BUSY)
    found = standings(record, asked.value("by"), question.issue, question.as_of, asked.min_confidence)
    end = None if asked.limit is None else asked.offset + asked.limit
    rows = [display.standing_value(cell) for cell in found.cells[asked.offset : end]]
    return Answer(tuple(rows), len(found.cells), display.standings_about(found, busiest))


def _changes(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.changes import changes, kind_of_change

    since = ask_for(from_=asked.needed("since")).from_
    assert since is not None
    question = asked.question()
    found = changes(record, since, question.as_of, asked.min_confidence, question.watch)
    wanted = kind_of_change(asked.value("change"))
    rows = [event_display.change_value(one) for one in found if wanted in (None, one.kind)]
    return Answer(_piece(rows, asked), len(rows), {"since": since})


def _passages(record: Record, asked: Asked) -> Answer:
    asked.needed("words")
    found, total = views.passages(record, asked.question())
    return Answer(tuple(map(display.passage_value, found)), total)


def _signed(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.signed import signed

    found, papers = signed(record, asked.question(), asked.value("weight"))
    rows = tuple(map(display.signed_value, found.rows, papers))
    return Answer(rows, found.total, notes=found.notes)


def _voices(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.speaking import voices

    rows = [
        event_display.voice_value(v) for v in voices(record, asked.question().as_of, asked.min_confidence)
    ]
    return Answer(_piece(rows, asked), len(rows))


def _tracks(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.tracks import tracks

    question = asked.question()
    found = tracks(record, question.as_of, asked.min_confidence, question.issue, question.watch)
    rows = [event_display.track_value(one) for one in found]
    return Answer(_piece(rows, asked), len(rows))


def _watches(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.followed import watch_lines

    found = watch_lines(record, asked.question().as_of, asked.min_confidence)
    return Answer(_piece([event_display.watch_line_value(line) for line in found], asked), len(found))


def _reports(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.reports import reports

    question = asked.question()
    found = reports(record, question, asked.value("outlet"))
    rows = tuple(
        {**display.report_value(line.report), "day": line.day, "claims": line.claims} for line in found.rows
    )
    return Answer(rows, found.total)


def _corrections(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.correct import all_corrections

    found = all_corrections(record, asked.question().as_of)
    wanted = [one for one in found if not asked.value("loose") or one.loose or one.overruled]
    rows = [display.correction_value(one) for one in reversed(wanted)]
    return Answer(_piece(rows, asked), len(rows))


def _unresolved(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.unresolved import find_unresolved
    from dragoman.records import to_json

    found = find_unresolved(record)
    return Answer(_piece([to_json(one) for one in found], asked), len(found))


def _families(record: Record, asked: Asked) -> Answer:
    from dragoman.interfaces.family_commands import family_value
    from dragoman.merge.families import families

    rows = [family_value(one) for one in families(record, asked.question().as_of, drift=True)]
    return Answer(_piece(rows, asked), len(rows))


def _sources(record: Record, asked: Asked) -> Answer:
    lines = views.sources(record, Asked(asked.values, 0, None).question())
    rows: list[dict[str, Any]] = [
        dict(zip(display.OUTLET_COLUMNS, display.outlet_row(line), strict=True)) for line in lines
    ]
    return Answer(_piece(rows, asked), len(rows))


def _places(record: Record, asked: Asked) -> Answer:
    from dragoman.ask.places_told import places_told

    found = places_told(record, Asked(asked.values, 0, None).question())
    rows: list[dict[str, Any]] = [
        {
            "name": place.name,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "precision": place.precision,
            "claims": place.claims,
            "statuses": place.statuses,
            "words": {"claim": place.claim, "report": place.report, "quotation": place.quotation},
        }
        for place in found.places
    ]
    return Answer(_piece(rows, asked), len(rows), {"without_a_place": found.without}, found.notes)


def _coder_rows(record: Record, asked: Asked) -> Answer:
    from dragoman.exchange.compare import coders, rows_of
    from dragoman.interfaces.compare_display import row_value

    coder = asked.needed("coder").lower()
    found, total = rows_of(record, coder, asked.question())
    return Answer(tuple(map(row_value, found)), total, {"coders": list(coders(record))})


def _compare(record: Record, asked: Asked) -> Answer:
    from dragoman.exchange.compare import MOST_SLACK, SLACK, coders, compared, lines
    from dragoman.interfaces import compare_display

    coder, held = asked.needed("coder").lower(), coders(record)
    if coder not in held:
        note = f"no rows of {coder!r} in the record; it holds those of: {', '.join(held) or 'no other coder'}"
        return Answer((), 0, notes=(note,))
    question, has = asked.question(), asked.value("has")
    slack = SLACK if asked.value("days_apart") is None else asked.number("days_apart", SLACK, MOST_SLACK)
    found = compared(record, coder, question, slack)
    rows = tuple(map(compare_display.line_value, lines(record, coder, question, slack, has)))
    return Answer(rows, found.total(has), compare_display.about_value(found), found.notes)


def _compared_line(row: dict[str, Any]) -> dict[str, object]:
    from dragoman.interfaces.compare_display import line_cells

    return line_cells(row)


OF_ROWS = ("coder", "actor", "with", "type", "from", "to", "as_of")

QUESTIONS: tuple[Entry, ...] = (
    Entry(
        "claims",
        "Claims",
        "Claims by the time they tell of; those that tell no time last.",
        OF_CLAIMS,
        _claims,
        line=display.claim_line,
    ),
    Entry(
        "upcoming",
        "Upcoming",
        "Plans (proposed or scheduled) whose time is not over on the day as_of, else of the newest report.",
        OF_CLAIMS,
        _upcoming,
        line=display.claim_line,
    ),
    Entry(
        "search",
        "Search",
        "Claims whose quotation holds all the words, newest report first, and passages of further reports.",
        ("words", *OF_CLAIMS),
        _search,
        ("words",),
        display.claim_line,
    ),
    Entry(
        "passages",
        "Passages",
        "Reports that hold all the words outside their claims, newest first, with the words around them.",
        ("words", *OF_CLAIMS),
        _passages,
        ("words",),
    ),
    Entry(
        "events",
        "Acts",
        "Acts as the reports together tell them, each with its history and its parties' standing; the newest "
        "report first.",
        ("type", "stage", "party", "from", "to", "several", "single_origin", *OF_WATCHED),
        _events,
    ),
    Entry(
        "signed",
        "Signed",
        "What was signed or is to be, what the report calls the paper, and whether that is only an intent.",
        ("weight", *OF_CLAIMS),
        _signed,
        line=display.signed_line,
    ),
    Entry(
        "due",
        "Overdue",
        "What was announced for days that are over, of which no report says what came; never assumed held.",
        OF_WATCHED,
        _due,
    ),
    Entry(
        "meetings",
        "Meetings",
        "When two parties last met and last spoke, all their meetings, and words that they have not met.",
        ("party", "other", *OF_REPORTS),
        _meetings,
        ("party", "other"),
    ),
    Entry(
        "matrix",
        "Who met whom",
        "Pairs of persons or states with their meetings, calls and plans in a stretch of days (the last 90 "
        "days of the record unless said), and who stands between two that did not meet.",
        ("by", "party", "from", "to", "busiest", *OF_REPORTS),
        _matrix,
    ),
    Entry(
        "contradictions",
        "Contradictions",
        "What two reports say otherwise of one act, with both quotations; the newest first.",
        ("kind", *OF_WATCHED),
        _contradictions,
    ),
    Entry(
        "positions",
        "Positions",
        "Who holds what on which issue: first and latest words, and what changed between them.",
        ("holder", "issue", *OF_WATCHED),
        _positions,
    ),
    Entry(
        "tracks",
        "Tracks",
        "Which issues are alive, when each last moved and by whom, and the newest offers and answers.",
        ("issue", *OF_WATCHED),
        _tracks,
    ),
    Entry(
        "voices",
        "Voices",
        "Who speaks for whom, the words told in their name, and where voices of one party differ.",
        OF_REPORTS,
        _voices,
    ),
    Entry(
        "standings",
        "Standings",
        "The latest stance of each side on each issue with its words, how it moved since its first, and "
        "which issues are alive.",
        ("by", "issue", "busiest", *OF_REPORTS),
        _standings,
    ),
    Entry(
        "actors",
        "Actors",
        "The parties of the record, those most told of first, or those of a name.",
        ("name", "as_of"),
        _actors,
    ),
    Entry(
        "actor",
        "Actor",
        "One party: names, offices with their source, who speaks for whom, positions, and the newest "
        "statements and meetings; of a name that is not resolved, whom it may mean.",
        ("party", *OF_REPORTS),
        _actor,
        ("party",),
    ),
    Entry(
        "changes",
        "Changes",
        "What is new, confirmed, held, postponed, cancelled, reversed or contradicted since a day.",
        ("since", "change", *OF_WATCHED),
        _changes,
        ("since",),
    ),
    Entry("families", "Families", "Copies of one origin, and what each copy changed.", ("as_of",), _families),
    Entry(
        "sources",
        "Outlets",
        "Outlets with their reports, independent families and claims.",
        OF_CLAIMS,
        _sources,
    ),
    Entry(
        "places",
        "Places",
        "Where claims say that something happens: claims by place and status, with the newest words.",
        OF_CLAIMS,
        _places,
    ),
    Entry(
        "reports",
        "Reports",
        "The reports of the record, the newest first, each with the number of its claims.",
        ("words", "outlet", "from", "to", "sort", "as_of"),
        _reports,
    ),
    Entry(
        "coder-rows",
        "Other coders",
        "Rows of another coder that were imported beside the claims, by the day they tell of.",
        (*OF_ROWS, "place"),
        _coder_rows,
        ("coder",),
    ),
    Entry(
        "compare",
        "Compared",
        "Another coder's rows beside the claims for the same days, kinds of act and countries: what both "
        "have, what only one has, and which days each covers.",
        ("has", "days_apart", *OF_ROWS, "min_confidence"),
        _compare,
        ("coder",),
        _compared_line,
    ),
    Entry(
        "watches",
        "Watches",
        "The watches that are followed, each with what it asks for and what it gathers.",
        OF_REPORTS,
        _watches,
    ),
    Entry(
        "corrections",
        "Corrections",
        "What people have said of claims and reports, the newest first, undone words too.",
        ("loose", "as_of"),
        _corrections,
    ),
    Entry(
        "unresolved",
        "Unresolved",
        "Names and descriptions that no known actor could be found for, the most frequent first.",
        (),
        _unresolved,
    ),
)
"""The questions, in the order in which they are listed."""

_BY_NAME = {entry.name: entry for entry in QUESTIONS}
