"""What a database defines (tables, types, views, macros), as statements that make it again."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

import duckdb


def tables(con: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """Its tables by name."""
    rows = con.execute(
        "select table_name from duckdb_tables()"
        " where database_name = $database and not internal order by table_name",
        {"database": database},
    ).fetchall()
    return [name for (name,) in rows]


def columns(
    con: duckdb.DuckDBPyConnection, database: str, table: str
) -> list[tuple[str, str, bool, str | None]]:
    """Name, type, whether null is allowed, and default of each column of a table or view."""
    return con.execute(
        "select column_name, data_type, is_nullable, column_default from duckdb_columns()"
        " where database_name = $database and table_name = $table order by column_index",
        {"database": database, "table": table},
    ).fetchall()


def enum_columns(con: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[tuple[str, str]]]:
    """Name and type of the columns of an enum type, by table or view."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in con.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = $database and starts_with(data_type, 'ENUM')"
        " order by table_name, column_index",
        {"database": database},
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def enums(con: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, list[str]]]:
    """Its enum types with their labels."""
    return con.execute(
        "select type_name, labels from duckdb_types()"
        " where database_name = $database and logical_type = 'ENUM' and not internal",
        {"database": database},
    ).fetchall()


def enum(database: str, name: str, labels: list[str]) -> str:
    """The statement that makes an enum in a database."""
    values = ", ".join(literal(label) for label in labels)
    return join("create type ", quote(database), ".", quote(name), " as enum (", values, ")")


def definitions(con: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    """Views and macros in an order in which each finds those that it reads."""
    views = con.execute(
        "select view_name, sql from duckdb_views()"
        " where database_name = $database and not internal order by view_name",
        {"database": database},
    ).fetchall()
    macros = con.execute(
        "select function_name, function_type = 'table_macro', parameters, macro_definition, comment"
        " from duckdb_functions()"
        " where database_name = $database and not internal order by function_name",
        {"database": database},
    ).fetchall()
    rows = dict(views) | {name: _macro(name, *rest) for name, *rest in macros}
    bodies = dict(views) | {name: body for name, _, _, body, _ in macros}
    words = {name: set(re.findall(r"\w+", body)) for name, body in bodies.items()}
    reads = {name: rows.keys() & words[name] - {name} for name in rows}
    return [(name, rows[name]) for name in TopologicalSorter(reads).static_order()]


def comments(con: duckdb.DuckDBPyConnection, database: str, names: set[str], into: str) -> None:
    """Carry over what these tables, views and their columns mean to the tables of `into`."""
    found = con.execute(
        "select table_name, comment from duckdb_tables()"
        " where database_name = $database and comment is not null"
        " union all select view_name, comment from duckdb_views()"
        " where database_name = $database and comment is not null",
        {"database": database},
    ).fetchall()
    for name, comment in found:
        if name in names:
            place = join(quote(into), ".", quote(name))
            con.execute(join("comment on table ", place, " is ", literal(comment)))
    parts = con.execute(
        "select table_name, column_name, comment from duckdb_columns()"
        " where database_name = $database and comment is not null",
        {"database": database},
    ).fetchall()
    for table, column, comment in parts:
        if table in names:
            place = join(quote(into), ".", quote(table), ".", quote(column))
            con.execute(join("comment on column ", place, " is ", literal(comment)))


def _macro(name: str, is_table: bool, parameters: list[str], body: str, comment: str | None) -> str:
    """The statements that make a macro again, its comment included."""
    kind = " table" if is_table else ""
    head = join("create macro ", quote(name), "(", ", ".join(map(quote, parameters)), ") as")
    said = join("comment on macro", kind, " ", quote(name), " is ", literal(comment or ""))
    return join(head, kind, " ", body, "; ", said)


def quote(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def join(*parts: str) -> str:
    """A statement from its parts: names of files, tables and columns cannot be bound."""
    return "".join(parts)
