"""Every fixed word by which the ETL turns something down has its words in both languages."""

import ast
from pathlib import Path
from typing import get_args

from dashboard.text import WORDS
from etl.collect import answers, pagekinds

ETL = Path(__file__).parents[2] / "etl"
CALLS = {"reject", "_reject", "Rejected"}


def _fixed() -> set[str]:
    """The reasons of failures and of pages, and those that stand in a call that rejects a row."""
    found = {*get_args(answers.Reason), *get_args(pagekinds.Reason)}
    for path in ETL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            reason = node.args[1]
            if called in CALLS and isinstance(reason, ast.Constant):
                found.add(str(reason.value))
    return found


def test_every_reason_has_words_in_both_languages() -> None:
    fixed = _fixed()
    assert {"too_slow", "bad_encoding", "consent_wall", "archive_too_large"} <= fixed
    for lang, words in WORDS.items():
        assert {reason for reason in fixed if f"reason.{reason}" not in words} == set(), lang


def test_no_words_are_left_of_a_reason_that_is_gone() -> None:
    for words in WORDS.values():
        named = {key.removeprefix("reason.") for key in words if key.startswith("reason.")}
        assert named == _fixed()
