"""Function words by kind (det, prep, sub, rel, aux, …): what may begin, go on or end a phrase."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLE: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).resolve().parent / "function_words.toml").read_text(encoding="utf8")
)
# What was said or happened, and never somebody: "Dies deutet auf …" has no speaker. Such words have
# a kind besides ("das" is an article), which the list of things must not take the place of.
_THING = "thing"
THINGS = frozenset(
    (lang, word) for lang, kinds in _TABLE.items() for word in kinds.get(_THING, "").split()
)
_KINDS: dict[str, dict[str, str]] = {  # language → word → kind
    lang: {word: kind for kind, words in kinds.items() if kind != _THING for word in words.split()}
    for lang, kinds in _TABLE.items()
}
_NONE: dict[str, str] = {}


def kind_of(word: str, lang: str) -> str:
    """Kind of a function word in lower case ("det", "prep", …), or ""."""
    return _KINDS.get(lang, _NONE).get(word, "")
