"""Full-text questions: which rows hold words, best first.

`claim_words` and `report_words` are asked as tables that are given a question, which is written the same on
every database: with FTS5 they are the index itself, on PostgreSQL functions of that name.
"""

from typing import Any, Literal

from sqlalchemy import Float, Integer, column, func
from sqlalchemy.sql.selectable import TableValuedAlias


def holding(index: Literal["claim_words", "report_words"], asked: str) -> TableValuedAlias:
    """Rows that hold what is asked for, with the columns `rowid` and `rank`: less is better.

    Args:
        index: words of quotations, or titles and texts of reports.
        asked: phrases in double quotes with AND or OR between them; a star behind one leaves its end open.
    """
    named: Any = getattr(func, index)(asked)
    return named.table_valued(column("rowid", Integer), column("rank", Float)).alias("holding")
