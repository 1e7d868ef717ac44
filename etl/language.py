"""Which language a text is in, by py3langid; why not lingua: docs/decisions/0006-language.md."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "uk", "tr", "ar")
LOOKED_AT = 2_000  # characters
LONG = 200  # characters from which any language of the world is told apart for sure
CLOSE = 2.0  # difference in log-likelihood within which a page's own word tips the balance


def detect(text: str, hint: str | None = None) -> str:
    """The language of a text, as ISO 639-1: a short text among the ten that Claimwatch knows.

    `hint` is what a page or feed says of itself. It is believed where the text agrees: for
    languages beside the ten, and where two of the ten are about equally likely.
    """
    scores = {str(name): float(score) for name, score in _identifier().rank(text[:LOOKED_AT])}
    likeliest = next(iter(scores))
    if likeliest not in LANGUAGES and (len(text) >= LONG or likeliest == hint):
        return likeliest
    best = next(name for name in scores if name in LANGUAGES)
    close = hint in LANGUAGES and scores[best] - scores[hint] <= CLOSE
    return hint if hint and close else best


@lru_cache(maxsize=1)
def _identifier() -> Any:  # py3langid ships no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
