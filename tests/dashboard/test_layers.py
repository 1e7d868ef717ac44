"""The dashboard's own layers: imports run downwards, and each rim is touched in one place."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "dashboard"
LAYERS = [
    {"snapshot", "settings"},
    {"queries", "theme", "text", "figures", "access", "weblinks"},
    {"filters", "charts", "pieces", "download", "share"},
    {"controls", "bundle", "claimreview", "evidence"},
    {"views"},
    {"app"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FILES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "dashboard":
            found |= {f"dashboard.{name.name}" for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def _part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downwards(path: Path) -> None:
    for name in _imports(path):
        if name.startswith("dashboard."):
            part = name.split(".")[1]
            below = LEVEL[part] < LEVEL[_part(path)]
            assert below or part == _part(path), f"{path} imports {name}"
        assert name.split(".")[0] not in {"etl", "models", "sklearn", "pandas"}


@pytest.mark.parametrize(
    ("library", "parts"),
    [
        ("duckdb", {"snapshot"}),
        ("streamlit", {"app", "access", "views", "controls", "download", "share"}),
        ("plotly", {"charts", "theme", "views"}),
    ],
)
def test_each_library_has_its_place(library: str, parts: set[str]) -> None:
    users = {
        _part(path)
        for path in FILES
        if any(name.split(".")[0] == library for name in _imports(path))
    }
    assert users <= parts


def test_sql_is_only_in_queries_and_never_pasted_together() -> None:
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        sql = [s.value for s in strings if isinstance(s.value, str) and "\n    from " in s.value]
        assert not sql or _part(path) == "queries", path
        if _part(path) == "queries":
            assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)], path


def test_files_stay_small() -> None:
    for path in FILES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path
