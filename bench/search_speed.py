"""Time ways of searching 1 M mentions: python bench/search_speed.py SNAPSHOT [--rows N]

The sentences are a snapshot's own, repeated with two random words each. The index of DuckDB's full
text search is measured where `pip install duckdb-extensions duckdb-extension-fts` has been done.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

FILL = """
create table mention as
select
    i::varchar as mention_id,
    concat_ws(' ', m.text, 'wort' || hash(i) % 50000, 'name' || hash(i + 7) % 200000) as text,
    m.said_by
from range($rows) r (i)
join (
    select
        text,
        said_by,
        row_number() over (order by mention_id) - 1 as place
    from given.mention
) m on m.place = i % (select count(*) from given.mention)
"""
COLUMN = """
create table mention_words as
select
    mention_id,
    lower(strip_accents(concat_ws(chr(10), text, said_by))) as sought_in
from mention
"""
WAYS = {
    "columns lowered for each question": """
        select count(*)
        from mention
        where contains(lower(strip_accents(concat_ws(chr(10), text, said_by))), 'wort123')
    """,
    "one column lowered beforehand": """
        select count(*)
        from mention_words
        where contains(sought_in, 'wort123')
    """,
    "full text index": """
        select count(*)
        from mention
        where fts_main_mention.match_bm25(mention_id, 'wort123') is not null
    """,
}


def main() -> None:
    """Build both, print the median of five questions each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "search.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute(
                "attach '" + str(args.snapshot).replace("'", "''") + "' as given (read_only)"
            )
            con.execute(FILL, {"rows": args.rows})
            sizes = {"mentions": _size(con, path)}
            for name, build in (
                ("column", lambda: con.execute(COLUMN)),
                ("index", lambda: _index(con)),
            ):
                start = time.perf_counter()
                try:
                    build()
                except (ImportError, duckdb.Error) as error:
                    print(f"{name}: left out, {error}")
                    continue
                took = time.perf_counter() - start
                sizes[name] = _size(con, path) - sum(sizes.values())
                print(f"{name}: built in {took:.1f} s, {sizes[name]:.0f} MB")
            for way, sql in WAYS.items():
                try:
                    print(f"{way}: {_median(con, sql):.0f} ms")
                except duckdb.Error:
                    print(f"{way}: left out")


def _index(con: duckdb.DuckDBPyConnection) -> None:
    from duckdb_extensions import import_extension

    import_extension("fts")
    con.execute("load fts")
    con.execute(
        "pragma create_fts_index('mention', 'mention_id', 'text', 'said_by',"
        " stemmer = 'none', stopwords = 'none', ignore = '[^\\p{L}\\p{N}]+')"
    )


def _median(con: duckdb.DuckDBPyConnection, sql: str) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        con.sql(sql).fetchall()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _size(con: duckdb.DuckDBPyConnection, path: Path) -> float:
    con.execute("checkpoint")
    return path.stat().st_size / 1e6


if __name__ == "__main__":
    main()
