"""A warehouse in a DuckLake holds what a plain file holds, and one machine at a time writes it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from etl import config, lake, migrate, schema
from etl.__main__ import main
from etl.config import Settings
from etl.errors import ConfigError, UsageError, WarehouseBusyError
from etl.extensions import load
from etl.pipeline import run
from etl.publish import latest
from etl.republish import go_back, republish
from etl.warehouse import Warehouse
from tests.conftest import NOW, ROOT
from tests.etl.postgres import Server, running

ARTICLES = sorted((ROOT / "demo" / "articles").iterdir())[:2]
# What differs between two runs by design.
OWN = {"run_id", "applied_at"}
HOLD = """
import sys, time
from pathlib import Path
from etl import config
from etl.warehouse import Warehouse
with Warehouse(Path(sys.argv[1]), config.load(Path(sys.argv[2])).storage) as warehouse:
    warehouse.con.execute("begin")
    warehouse.con.execute("insert into source (source_id, name) values ('half.example', 'Half')")
    print("open", flush=True)
    time.sleep(120)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def new_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Path]:
    """Makes a settings file that names a lake of its own."""
    cluster = request.getfixturevalue("server") if request.param == "postgres" else None

    def make() -> Path:
        folder = tmp_path_factory.mktemp("lake")
        if cluster is None:
            names = 'warehouse = "ducklake:sqlite:catalogue.sqlite"\n'
        else:
            place = cluster.database()
            names = f'warehouse = "ducklake:postgres:{place}"\nwarehouse_files = "files"\n'
        lists = "".join(
            f'{kind} = ["{ROOT}/demo/{kind}.toml", "{ROOT}/config/{kind}.toml"]\n'
            for kind in ("sources", "actors")
        )
        path = folder / "settings.toml"
        path.write_text(f"{names}[lists]\n{lists}", encoding="utf8")
        return path

    return make


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the articles in a plain file."""
    folder = tmp_path_factory.mktemp("plain")
    run(folder, ARTICLES, config.load(ROOT / "demo" / "claimwatch.toml"), lambda: NOW)
    return folder


@pytest.fixture(scope="module")
def loaded(
    new_settings: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, list[str]]:
    """A data folder with the articles in a lake, loaded twice; the settings; the two runs."""
    folder, path = tmp_path_factory.mktemp("data"), new_settings()
    settings = config.load(path)
    runs = [run(folder, ARTICLES, settings, lambda: NOW) for _ in range(2)]
    assert runs[0].articles_new > 10 and runs[1].articles_new == 0
    return folder, path, [one.run_id for one in runs]


def contents(
    con: duckdb.DuckDBPyConnection, database: str, table: str, columns: list[str]
) -> list[str]:
    """The rows of a table as text, sorted; arrays and lists, enums and words read the same."""
    names = ", ".join(schema.quote(name) for name in columns)
    sql = schema.join("select ", names, " from ", schema.quote(database), ".", schema.quote(table))
    rows = con.execute(sql).fetchall()
    return sorted(
        repr([list(value) if isinstance(value, tuple) else value for value in row]) for row in rows
    )


@pytest.fixture
def both(
    plain: Path, loaded: tuple[Path, Path, list[str]]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    """The plain file and the lake, open side by side."""
    storage = config.load(loaded[1]).storage
    assert storage is not None
    with (
        duckdb.connect(str(plain / "warehouse.duckdb"), read_only=True) as file,
        closing(lake.connect(storage)) as con,
    ):
        file.execute("set TimeZone = 'UTC'")
        yield file, con


def test_every_table_is_that_of_a_plain_file_and_a_rerun_adds_nothing(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    file, con = both
    names = schema.tables(file, "warehouse")
    assert schema.tables(con, lake.LAKE) == names
    filled = 0
    for name in names:
        found = [column for column, *_ in schema.columns(file, "warehouse", name)]
        assert [column for column, *_ in schema.columns(con, lake.LAKE, name)] == found
        if name == "run":
            continue
        columns = [column for column in found if column not in OWN]
        here = contents(con, lake.LAKE, name, columns)
        assert here == contents(file, "warehouse", name, columns), name
        filled += bool(here)
    assert filled > 12
    assert con.execute("select count(*) from run where outcome = 'ok'").fetchone() == (2,)


def test_what_a_plain_file_keeps_unique_is_unique_in_a_lake(
    both: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    file, con = both
    keys = file.execute(
        "select table_name, constraint_column_names from duckdb_constraints()"
        " where constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    assert len(keys) > 20
    for name, columns in keys:
        rows = contents(con, lake.LAKE, name, columns)
        assert len(rows) == len(set(rows)), name


def test_the_snapshot_is_that_of_a_plain_file(
    plain: Path, loaded: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    first = tmp_path / "first.duckdb"
    folder, path, runs = loaded
    # As it stood after the first run: the later one is not in it.
    assert go_back(config.load(path), runs[0], first) == first
    other, newest = latest(plain), latest(folder)
    assert other is not None and newest is not None and newest.name == f"{runs[1]}.duckdb"
    with duckdb.connect() as con:
        for name, file in (("mine", first), ("other", other), ("newest", newest)):
            con.execute(schema.join("attach '", str(file), "' as ", name, " (read_only)"))
        names = schema.tables(con, "other")
        assert schema.tables(con, "mine") == schema.tables(con, "newest") == names
        assert sorted(schema.enums(con, "mine")) == sorted(schema.enums(con, "other"))
        assert schema.definitions(con, "mine") == schema.definitions(con, "other")
        for name in names:
            columns = schema.columns(con, "other", name)
            assert schema.columns(con, "mine", name) == columns, name
            kept = [column for column, *_ in columns if column not in OWN]
            assert contents(con, "mine", name, kept) == contents(con, "other", name, kept), name
        comments = "select table_name, column_name, comment from duckdb_columns() where"
        here, there = (
            con.execute(f"{comments} database_name = $name order by all", {"name": n}).fetchall()
            for n in ("mine", "other")
        )
        assert here == there
        runs_in = [
            con.execute(schema.join("select count(*) from ", name, ".run")).fetchall()
            for name in ("mine", "newest")
        ]
        assert runs_in == [[(1,)], [(2,)]]


def test_an_earlier_state_that_is_not_kept_or_never_was(
    loaded: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    folder, path, _ = loaded
    with pytest.raises(UsageError, match="run nothing: the warehouse does not keep"):
        go_back(config.load(path), "nothing", tmp_path / "x.duckdb")
    with pytest.raises(UsageError, match="keeps no earlier state"):
        go_back(config.load(), "nothing", tmp_path / "x.duckdb")
    there = latest(folder)
    assert there is not None
    with pytest.raises(UsageError, match="never written over"):
        go_back(config.load(path), "nothing", there)


def test_a_machine_that_only_reads_publishes_for_itself(
    loaded: tuple[Path, Path, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, path, _ = loaded
    other = tmp_path / "reader"
    assert main(["publish", "--data-dir", str(other), "--config", str(path)]) == 0
    mine, theirs = latest(other), latest(folder)
    assert mine is not None and theirs is not None and str(mine) in capsys.readouterr().out
    with duckdb.connect(str(mine), read_only=True) as con:
        con.execute(schema.join("attach '", str(theirs), "' as theirs (read_only)"))
        same = "select (select count(*) from mention), (select count(*) from theirs.mention)"
        ((here, there),) = con.execute(same).fetchall()
    assert here == there > 50
    assert main(["status", "--data-dir", str(other), "--config", str(path)]) == 0
    assert main(["doctor", "--data-dir", str(other), "--config", str(path)]) == 0
    assert "2 runs, files in" in capsys.readouterr().out


def test_decisions_are_made_in_a_lake(
    new_settings: Callable[[], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = new_settings()
    storage = config.load(path).storage
    with Warehouse(tmp_path, storage) as warehouse:
        for n in (1, 2):
            warehouse.con.execute(
                "insert into claim_founding values ($c, $m, 'X sank', 'en', 'r1')",
                {"c": f"c{n}", "m": f"m{n}"},
            )
            warehouse.con.execute(
                "insert into mention by name select $m as mention_id, $c as claim_id,"
                " 'a1' as article_id, 1 as sentence_index, 'X sank.' as text, 'en' as language,"
                " 'X sank' as proposition, 'confirmed' as status, 1 as score, 1 as p_confirmed,"
                " 0 as p_alleged, 0 as p_denied, 0 as char_start, 7 as char_end,"
                " false as is_headline, 'founded' as matched_by, 'v' as model_version,"
                " 'r1' as run_id",
                {"c": f"c{n}", "m": f"m{n}"},
            )
    where = ["--data-dir", str(tmp_path), "--config", str(path)]
    words = ["--who", "Desk", "--why", "the same"]
    assert main(["decide", "merge", "c1", "c2", *words, *where]) == 0
    assert main(["decide", "list", *where]) == 0
    assert "c1 → c2" in capsys.readouterr().out
    with Warehouse(tmp_path, storage) as warehouse:
        homes = "select claim_id from decided_mention order by mention_id"
        assert warehouse.con.execute(homes).fetchall() == [("c2",), ("c2",)]


def test_one_machine_writes_others_read_and_a_killed_one_leaves_nothing(
    new_settings: Callable[[], Path], tmp_path: Path
) -> None:
    path = new_settings()
    settings = config.load(path)
    assert settings.storage is not None
    with Warehouse(tmp_path / "here", settings.storage):
        pass
    command = [sys.executable, "-c", HOLD, str(tmp_path / "there"), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as holder:
        try:
            assert holder.stdout is not None and holder.stdout.readline() == "open\n"
            # Another data folder, as on another machine: only the lake is shared.
            with pytest.raises(WarehouseBusyError, match=r"held by .* since 20"):
                Warehouse(tmp_path / "here", settings.storage)
            with closing(lake.connect(settings.storage)) as con:
                assert con.execute("select count(*) from source").fetchone() == (0,)
            assert republish(tmp_path / "here", settings, NOW).exists()
        finally:
            holder.kill()
    with Warehouse(tmp_path / "here", settings.storage) as warehouse:
        assert warehouse.con.execute("select count(*) from source").fetchone() == (0,)


def test_who_has_lost_the_lock_writes_no_more(server: Server, tmp_path: Path) -> None:
    settings = Settings(
        warehouse=f"ducklake:postgres:{server.database()}", warehouse_files=str(tmp_path / "files")
    )
    add = "insert into source (source_id, name) values ($id, 'X')"
    with Warehouse(tmp_path, settings.storage) as warehouse:
        with warehouse.transaction():
            warehouse.con.execute(add, {"id": "kept.example"})
        server.sql("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
        with (
            pytest.raises(WarehouseBusyError, match="the lock was lost"),
            warehouse.transaction(),
        ):
            warehouse.con.execute(add, {"id": "lost.example"})
        found = warehouse.con.execute("select source_id from source").fetchall()
    assert found == [("kept.example",)]


def test_an_older_lake_with_rows_is_migrated(
    new_settings: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = config.load(new_settings()).storage
    assert storage is not None
    folder = tmp_path / "migrations"
    folder.mkdir()
    for file in migrate.files()[:2]:
        (folder / file.name).write_bytes(file.read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "MIGRATIONS", folder)
        with Warehouse(tmp_path, storage) as old:
            old.con.execute(
                "insert into article values ('a1', 's.example', null, 'T', 'de',"
                " '2026-03-01 10:00:00+00', 'second', 'file', 'ok', '2026-03-01 12:00:00+00',"
                " 'a1', null, 0, 1, 'h', 'r1')"
            )
            old.con.execute(
                "insert into article_revision values ('a1', 'h', '2026-03-01 12:00:00+00', 'T',"
                " 0, 0, 'r1')"
            )
            old.con.execute(
                "insert into mention_vector"
                " select 'm1', 0, list_transform(range(512), x -> if(x = 1, -0.25, 0))"
            )
            old.con.execute("insert into article_text values ('a1', 'Text.')")
    with pytest.raises(Exception, match="written by another version"):
        lake.connect(storage)
    with Warehouse(tmp_path, storage) as new:
        article = "select article_id, title, is_stub, date_flag, checked_at from article"
        assert new.con.execute(article).fetchall() == [("a1", "T", False, "ok", None)]
        vectors = new.con.execute("select mention_id, vector from claim_statement").fetchall()
        # 320 is length 1.
        assert [(name, len(v), v[:3]) for name, v in vectors] == [("m1", 512, b"\x00\xb0\x00")]
        assert new.con.execute("select text from article_text").fetchall() == [("Text.",)]
        assert new.versions(["a1"])["a1"].hashes == {"h"}
        assert "mention_vector" not in schema.tables(new.con, lake.LAKE)
        assert "article_revision_once" not in schema.tables(new.con, lake.LAKE)
        # The shape defines, it holds no rows.
        assert new.con.execute("select count(*) from shape.article").fetchone() == (0,)


def test_history_that_is_older_than_wanted_is_forgotten(
    new_settings: Callable[[], Path], tmp_path: Path
) -> None:
    settings = config.load(new_settings())
    assert settings.storage is not None
    with Warehouse(tmp_path, settings.storage) as warehouse:
        for name in ("r1", "r2"):
            warehouse.start_run(name, datetime(2026, 4, 1, tzinfo=UTC), "m", "c")
            warehouse.finish_run(name, datetime(2026, 4, 2, tzinfo=UTC), "ok")
        warehouse.tidy(timedelta(days=30))
        first = lake.version_of(warehouse.con, "r1")
        assert first < lake.version_of(warehouse.con, "r2")
        with closing(lake.connect(settings.storage, version=first)) as con:
            assert con.execute("select run_id, outcome from run").fetchall() == [("r1", "ok")]
        warehouse.tidy(timedelta(0))
        with pytest.raises(UsageError, match="run r1: the warehouse does not keep"):
            lake.version_of(warehouse.con, "r1")
        runs = warehouse.con.execute("select run_id from run order by run_id").fetchall()
        assert runs == [("r1",), ("r2",)]


def test_settings_name_a_lake(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('warehouse = "ducklake:sqlite:lake/catalogue.sqlite"\n', encoding="utf8")
    found = config.load(path).storage
    assert found is not None
    assert found.address == f"ducklake:sqlite:{tmp_path}/lake/catalogue.sqlite"
    assert found.files == tmp_path / "lake" / "catalogue.sqlite.files"
    secret = "host=db.example password=secret"
    path.write_text(f'warehouse = "ducklake:postgres:{secret}"\n', encoding="utf8")
    with pytest.raises(ConfigError, match=r"settings.toml:1: key 'warehouse_files': say where"):
        _ = config.load(path).storage
    path.write_text(
        f'warehouse = "ducklake:postgres:{secret}"\nwarehouse_files = "files"\n', encoding="utf8"
    )
    found = config.load(path).storage
    assert found is not None and "secret" not in str(found)
    assert "secret" not in found.hide(f"cannot reach {secret}")
    path.write_text('warehouse = "mysql:x"\n', encoding="utf8")
    with pytest.raises(ConfigError, match=r"settings.toml:1: key 'warehouse'"):
        config.load(path)
    assert config.load().storage is None


def test_an_extension_that_is_not_installed_is_named_and_not_fetched() -> None:
    with duckdb.connect() as con, pytest.raises(UsageError, match=r"extension spatial .*scale"):
        load(con, "spatial")
