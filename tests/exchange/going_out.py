"""What tests of formats share: a small record, written and read."""

import io

from dragoman.ask.query import ask_for
from dragoman.exchange.holding import held_in
from dragoman.exchange.lines import BadRow, lines_of
from dragoman.store import open_record
from hand_made import denial, trade, visit


def gone_out(folder, write, *reports, **asked):
    """The bytes that `write` makes of a record of `reports`, and what it says it wrote."""
    out = io.BytesIO()
    with open_record(folder / "talks.record") as record:
        record.add_all(reports or [visit(), denial(), trade()])
        done = write(held_in(record, ask_for(**asked)), out)
    return out.getvalue(), done


def come_in(read, text):
    """The rows of a file of `text`, and what was set aside."""
    whole = text if isinstance(text, bytes) else text.encode()
    rows = list(read(lines_of(io.BytesIO(whole))))
    return [r for r in rows if not isinstance(r, BadRow)], [r for r in rows if isinstance(r, BadRow)]
