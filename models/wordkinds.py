"""Function words by kind (det, prep, sub, rel, aux, …): what may begin, go on or end a phrase."""

from __future__ import annotations

import tomllib
from pathlib import Path

FUNCTION_WORDS: dict[tuple[str, str], str] = {
    (lang, word): kind
    for lang, kinds in tomllib.loads(
        (Path(__file__).resolve().parent / "function_words.toml").read_text(encoding="utf8")
    ).items()
    for kind, words in kinds.items()
    for word in words.split()
}

# What was said or happened, and never somebody: "Dies deutet auf …" has no speaker.
THINGS = frozenset(
    (lang, word)
    for lang, words in {
        "de": "dies dieses das",
        "en": "this that",
        "fr": "cela ceci ça ce",
        "es": "esto eso ello",
        "it": "ciò questo",
        "pl": "to",
        "ru": "это",
        "uk": "це",
        "tr": "bu",
        "ar": "هذا هذه ذلك",
    }.items()
    for word in words.split()
)


def kind_of(word: str, lang: str) -> str:
    """Kind of a function word in lower case ("det", "prep", …), or ""."""
    return FUNCTION_WORDS.get((lang, word), "")
