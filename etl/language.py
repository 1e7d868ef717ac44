"""Which language a text is in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "uk", "tr", "ar")
ENOUGH = 2_000  # characters that are looked at


def detect(text: str, hint: str | None = None) -> str:
    """The language among the ten that Claimwatch knows."""
    detected: str = _identifier().classify(text[:ENOUGH])[0]
    return detected


@lru_cache(maxsize=1)
def _identifier() -> Any:  # py3langid ships no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
