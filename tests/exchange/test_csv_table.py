import io

import pandas as pd
from going_out import gone_out

from dragoman.ask.values import CLAIM_COLUMNS
from dragoman.exchange import csv_table
from hand_made import visit


def test_pandas_reads_the_table_with_strict_types(tmp_path):
    out, done = gone_out(tmp_path, csv_table.write)
    kinds = dict.fromkeys(CLAIM_COLUMNS, "string") | {"confidence": "float64"}
    table = pd.read_csv(io.BytesIO(out), dtype=kinds, parse_dates=["earliest", "latest"])
    assert tuple(table.columns) == CLAIM_COLUMNS
    assert len(table) == done.rows == 4
    assert not done.left_out
    plan = table[table.status == "scheduled"].iloc[0]
    assert (plan.actors, plan.recipients, str(plan.earliest.date())) == (
        "Alma Reyes",
        "Jonas Lind",
        "2031-05-09",
    )


def test_quotes_commas_and_line_breaks_stay_in_their_cell(tmp_path):
    title = 'Talks, "fragile"\nas ever'
    out, _ = gone_out(tmp_path, csv_table.write, visit(title=title))
    assert set(pd.read_csv(io.BytesIO(out)).title) == {title}
