"""What several reports of a batch together tell: acts and families as Parquet beside the claims.

    DIR/events/part-00000.parquet     acts across reports (`acts.EVENTS`)
    DIR/families/part-00000.parquet   reports of one origin, a row for each place where one stood

Made anew whenever it is asked for. What is half done stands in DIR/.merging and is never taken for the rest.
"""

import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dragoman.batch.acts import (
    EVENTS,
    LINKS,
    OWNED,
    PROFILES,
    Claims,
    Hanging,
    Stretch,
    linked,
    profiled,
    sorted_into_acts,
)
from dragoman.batch.kinship import FAMILIES, KIN, MARKS, Kin, Near, Reports, gathered, judged, marked
from dragoman.batch.shards import whole_shards, write_whole
from dragoman.batch.tables import Part, parquet_of, shape_of
from dragoman.errors import SettingsError
from dragoman.merge.families import CANDIDATES, NEIGHBOURS, PROBES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"
"""What DuckDB may hold; beyond it, it goes to the disk."""


class Run(Protocol):
    """Does tasks, here or elsewhere: see `runners`."""

    def __call__(self, tasks: Iterable[Any], do: Callable[[Any], Part], /) -> Iterator[Part]:
        """What becomes of each, in the order they are done."""
        ...


def merge_batch(out: Path, run: Run, moment: str) -> dict[str, int]:
    """Bring together what the batch in `out` tells; gives how many acts and families that is.

    Args:
        moment: the day of reports that do not say theirs.

    Raises:
        SettingsError: DuckDB is not installed.
        RecordError: a file is not what the batch wrote.
    """
    numbers = [number for number, _ in whole_shards(out)]
    work = out / ".merging"
    shutil.rmtree(work, ignore_errors=True)
    try:
        with _duckdb(work) as db:
            acts = _merge_acts(db, out, work, numbers, run, moment)
            families = _find_families(db, out, work, numbers, run, moment)
        for name in ("events", "families"):
            shutil.rmtree(out / name, ignore_errors=True)
            (work / name).rename(out / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return {"events": acts, "families": families}


def _duckdb(work: Path) -> "DuckDBPyConnection":
    try:
        import duckdb
    except ImportError:
        raise SettingsError("merging a batch needs DuckDB", next_step="install dragoman[batch]") from None
    work.mkdir()
    settings = {
        "memory_limit": MEMORY,
        "temp_directory": str(work / "spilt"),
        "autoinstall_known_extensions": False,
        "preserve_insertion_order": False,
    }
    return duckdb.connect(str(work / "tables.duckdb"), config=settings)


def _merge_acts(
    db: "DuckDBPyConnection", out: Path, work: Path, numbers: list[int], run: Run, moment: str
) -> int:
    _keep(run(_claims_of(db, out, numbers, moment), profiled), work / "profiles", PROFILES)
    db.execute(f"""
        CREATE TABLE told AS
        SELECT row_number() OVER (ORDER BY day, place, id) - 1 AS n, * EXCLUDE (json)
        FROM {_files(work / "profiles")}""")
    _keep(run(_stretches(db), linked), work / "links", LINKS)
    db.execute(f"""
        CREATE TABLE link AS
        SELECT a.n AS a, b.n AS b, l.* FROM {_files(work / "links")} l
        JOIN told a ON a.id = l.first JOIN told b ON b.id = l.second""")
    _hang_together(db)
    # In the order in which they are handed out, so that each part is read from one place.
    db.execute(f"""
        CREATE TABLE hanging AS
        SELECT h.root, t.n, t.id, t.report, t.day, t.meeting, t.profile, p.json
        FROM told t JOIN root h USING (n) JOIN {_files(work / "profiles")} p ON p.id = t.id
        ORDER BY h.root, t.n""")
    db.execute("""
        CREATE TABLE hanging_link AS
        SELECT h.root, l.day, l.less_sure, l.first, l.second FROM link l JOIN root h ON h.n = l.a
        ORDER BY h.root""")
    return _keep(run(_hanging(db), sorted_into_acts), work / "events", EVENTS)


def _claims_of(db: "DuckDBPyConnection", out: Path, numbers: Iterable[int], moment: str) -> Iterator[Claims]:
    """The claims of each shard, with the first days of those of their reports that stood elsewhere too."""
    from pyarrow import parquet

    copies = f"""
        SELECT id, min(left(coalesce(nullif(published, ''), ?), 10)) FROM {_files(out / "reports")}
        WHERE fate = 'copy' GROUP BY id"""
    first: dict[str, str] = dict(db.execute(copies, [moment]).fetchall())
    for number in numbers:
        file = out / "claims" / f"part-{number:05}.parquet"
        reports = set(parquet.read_table(file, columns=["report"])["report"].to_pylist()) if first else set()
        days = {report: first[report] for report in reports & first.keys()}
        yield Claims(number, file.read_bytes(), days, moment)


def _stretches(db: "DuckDBPyConnection") -> Iterator[Stretch]:
    """Claims of one kind and width whose windows begin in a stretch of days, with all that may touch them."""
    widest = dict(
        db.execute("SELECT (kind, width), max(last - first) FROM told GROUP BY kind, width").fetchall()
    )
    begun = db.execute("""
        SELECT kind, width, first, count(*) FROM told WHERE meeting IS NULL
        GROUP BY ALL ORDER BY ALL""").fetchall()
    cut: list[tuple[str, int, int, int]] = []
    held = 0
    for kind, width, first, count in begun:
        if cut and cut[-1][:2] == (kind, width) and held + count <= OWNED:
            cut[-1] = (kind, width, cut[-1][2], first)
            held += count
        else:
            cut.append((kind, width, first, first))
            held = count
    for number, (kind, width, since, until) in enumerate(cut):
        owned = "kind = ? AND width = ? AND first BETWEEN ? AND ? AND meeting IS NULL"
        these = [kind, width, since, until]
        rows = db.execute(f"SELECT id, last FROM told WHERE {owned}", these).fetchall()
        last = max(row[1] for row in rows)
        reach = " OR ".join(
            f"(width = {other[1]} AND first >= {since - days})"
            for other, days in widest.items()
            if other[0] == kind
        )
        profiles = db.sql(
            f"SELECT profile FROM told WHERE kind = ? AND meeting IS NULL AND first <= ? AND ({reach})",
            params=[kind, last],
        )
        yield Stretch(number, parquet_of(profiles.to_arrow_table()), frozenset(row[0] for row in rows))


def _hang_together(db: "DuckDBPyConnection") -> None:
    """Table `root`: for each claim the first of those that it hangs together with."""
    import pyarrow as pa

    total = db.execute("SELECT count(*) FROM told").fetchall()[0][0]
    root = array("q", range(total))

    def of(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    pairs = db.execute("""
        SELECT a, b FROM link UNION ALL
        SELECT g.n, m.n FROM told g JOIN told m ON m.id = g.meeting""")
    while some := pairs.fetchmany(10_000):
        for a, b in some:
            one, other = of(a), of(b)
            root[max(one, other)] = min(one, other)
    db.register("roots", pa.table({"n": range(total), "root": [of(n) for n in range(total)]}))
    db.execute("CREATE TABLE root AS SELECT * FROM roots")
    db.unregister("roots")


def _cut(db: "DuckDBPyConnection", table: str, column: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Number of the task, and from which value of a column to which it has the rows."""
    counts = db.execute(f"SELECT {column}, count(*) FROM {table} GROUP BY ALL ORDER BY ALL").fetchall()
    cut: list[tuple[int, int]] = []
    held = 0
    for value, count in counts:
        if cut and held + count <= OWNED:
            cut[-1] = (cut[-1][0], value)
            held += count
        else:
            cut.append((value, value))
            held = count
    return enumerate(cut)


def _hanging(db: "DuckDBPyConnection") -> Iterator[Hanging]:
    """Claims that hang together, as many such sets as a worker takes at once."""
    for number, some in _cut(db, "hanging", "root"):
        between = "WHERE root BETWEEN ? AND ?"
        profiles = db.sql(f"SELECT * EXCLUDE (root) FROM hanging {between} ORDER BY n", params=some)
        table = parquet_of(profiles.to_arrow_table())
        links = db.sql(f"SELECT * EXCLUDE (root) FROM hanging_link {between}", params=some)
        yield Hanging(number, table, parquet_of(links.to_arrow_table()))


# ── families ──


def _find_families(
    db: "DuckDBPyConnection", out: Path, work: Path, numbers: list[int], run: Run, moment: str
) -> int:
    import pyarrow as pa

    files = (Reports(n, (out / "reports" / f"part-{n:05}.parquet").read_bytes()) for n in numbers)
    _keep(run(files, marked), work / "marks", MARKS)
    # Earliest first, as `merge.families` has it: where only the day is told, at noon; then the fuller one.
    db.execute(
        f"""
        CREATE TABLE place AS
        WITH stood AS (
            SELECT r.id, coalesce(nullif(r.given_id, ''), r.id) AS name, r.outlet, r.title, r.published,
                t.text, left(coalesce(nullif(r.published, ''), ?), 10) AS day
            FROM {_files(out / "reports")} r
            JOIN (SELECT id, text FROM {_files(out / "reports")} WHERE fate = 'coded') t USING (id)
            WHERE r.fate != 'set aside'),
        aged AS (
            SELECT id, name, outlet, title, day, published, row_number() OVER (ORDER BY
                day, CASE WHEN length(published) > 10 THEN published[11:] ELSE 'T12' END, -length(text),
                name, id, coalesce(outlet, ''), coalesce(title, ''), coalesce(published, '')) AS age
            FROM stood)
        SELECT * FROM aged QUALIFY row_number() OVER (PARTITION BY id, name ORDER BY age) = 1""",
        [moment],
    )
    db.execute(f"""
        CREATE TABLE printed AS
        SELECT p.n, p.id, p.day, p.outlets, r.text
        FROM (
            SELECT row_number() OVER (ORDER BY min(age)) - 1 AS n, id, arg_min(day, age) AS day,
                list(outlet) AS outlets
            FROM place GROUP BY id) p
        JOIN {_files(out / "reports")} r ON r.id = p.id AND r.fate = 'coded'
        ORDER BY p.n""")
    db.execute(f"""
        CREATE TABLE mark AS
        WITH often AS (
            SELECT mark, count(*) AS often FROM {_files(work / "marks")} GROUP BY mark HAVING count(*) > 1)
        SELECT p.n, m.mark,
            row_number() OVER (PARTITION BY p.n ORDER BY o.often, m.mark) <= {PROBES} AS probing
        FROM {_files(work / "marks")} m JOIN often o USING (mark) JOIN printed p USING (id)""")
    db.execute(f"""
        CREATE TABLE near AS
        WITH before AS (
            SELECT n, probing, list(n) OVER (
                PARTITION BY mark ORDER BY n ROWS BETWEEN {NEIGHBOURS} PRECEDING AND 1 PRECEDING) AS others
            FROM mark WHERE mark IN (SELECT mark FROM mark WHERE probing)),
        met AS (SELECT n, unnest(others) AS other FROM before WHERE probing)
        SELECT n, other, count(*) AS shared FROM met GROUP BY n, other
        QUALIFY row_number() OVER (PARTITION BY n ORDER BY count(*) DESC, other) <= {CANDIDATES}
        ORDER BY n""")
    _keep(run(_near(db), judged), work / "kin", KIN)
    total = db.execute("SELECT count(*) FROM printed").fetchall()[0][0]
    root = array("q", range(total))
    kin = db.execute(f"SELECT n, kin FROM {_files(work / 'kin')} ORDER BY n")
    while some := kin.fetchmany(10_000):
        for n, other in some:
            root[n] = root[other]  # which was published before, so that its own root is known
    db.register("roots", pa.table({"n": range(total), "root": root.tolist()}))
    db.execute("""
        CREATE TABLE kin AS
        SELECT r.root, r.n, p.*, t.text
        FROM place p JOIN printed t USING (id) JOIN roots r ON r.n = t.n ORDER BY r.root, p.age""")
    db.unregister("roots")
    _keep(run(_kin(db), gathered), work / "families", FAMILIES)
    return len(set(root))


def _near(db: "DuckDBPyConnection") -> Iterator[Near]:
    for number, some in _cut(db, "near", "n"):
        near = db.sql(
            "SELECT * FROM near WHERE n BETWEEN ? AND ? ORDER BY n, shared DESC, other", params=some
        )
        texts = db.sql(
            """
            SELECT * FROM printed WHERE n IN (
                SELECT unnest([n, other]) FROM near WHERE n BETWEEN ? AND ?)""",
            params=some,
        )
        yield Near(number, parquet_of(near.to_arrow_table()), parquet_of(texts.to_arrow_table()))


def _kin(db: "DuckDBPyConnection") -> Iterator[Kin]:
    for number, some in _cut(db, "kin", "root"):
        places = db.sql("SELECT * FROM kin WHERE root BETWEEN ? AND ? ORDER BY root, age", params=some)
        yield Kin(number, parquet_of(places.to_arrow_table()))


def _keep(parts: Iterable[Part], folder: Path, kinds: dict[str, str]) -> int:
    """Write the parts; gives how many rows they have."""
    from pyarrow import parquet

    folder.mkdir()
    total = 0
    for part in parts:
        file = folder / f"part-{part.number:05}.parquet"
        write_whole(file, part.table)
        total += parquet.read_metadata(file).num_rows
    if not any(folder.iterdir()):
        write_whole(folder / "part-00000.parquet", parquet_of(shape_of(kinds).empty_table()))
    return total


def _files(folder: Path) -> str:
    """A folder of Parquet files as DuckDB reads it."""
    quoted = str(folder / "part-*.parquet").replace("'", "''")
    return f"read_parquet('{quoted}')"
