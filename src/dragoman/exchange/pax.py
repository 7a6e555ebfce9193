"""PA-X peace agreements come in: one row an agreement, of whatever version's columns.

Format: the PA-X codebook (Bell and Badanjak; CC BY-NC-SA 4.0, no copying of the whole or a large part);
`docs/formats/pax.md`. Version 4 has 266 columns; the head of the file says which they are.
"""

from collections.abc import Iterable, Iterator

from dragoman.exchange import cells
from dragoman.exchange.lines import BadRow, Line
from dragoman.store import CoderRow

NEEDED = ("AgtId", "Dat", "Agt", "Con", "Loc1ISO", "Loc2ISO", "Agtp", "Stage")
"""The columns that are read here; all others are kept as they came."""
BETWEEN_STATES = "Inter"
"""The kind of agreement whose two places are its two parties."""


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read a PA-X file with its head; cells run over several lines."""
    wide: list[int] = []

    def columns(first: list[str]) -> tuple[list[str], bool]:
        names = [name.strip() for name in first]
        if missing := [name for name in NEEDED if name not in names]:
            raise cells.Refused(
                cells.HEAD, f"no column {missing[0]}", "PA-X's head, with " + ", ".join(NEEDED)
            )
        wide.append(len(names))
        return names, True

    return cells.coded(cells.quoted(lines, lambda width: not wide or width == wide[0]), columns, _row)


def _row(cell: dict[str, str]) -> CoderRow:
    when = cells.day("Dat", cell["Dat"])
    states = cells.country("Loc1ISO", cell["Loc1ISO"]), cells.country("Loc2ISO", cell["Loc2ISO"])
    between = cell["Agtp"].strip() == BETWEEN_STATES
    parties = states if between else (None, None)
    return CoderRow(
        coder="pax",
        row=cells.needed("AgtId", cell["AgtId"]),
        first=when,
        last=when,
        reported=None,
        event_type="AGREE",
        mode=None,
        code=cells.given(cell["Stage"]),
        actor_name=None,
        actor_country=parties[0],
        actor_sector="GOV" if parties[0] else None,
        recipient_name=None,
        recipient_country=parties[1],
        recipient_sector="GOV" if parties[1] else None,
        place_name=cells.given(cell["Con"]),
        place_country=states[0],
        lat=None,
        lon=None,
        text=None,
        url=None,
        raw={name: said for name, text in cell.items() if (said := cells.given(text)) is not None},
    )
