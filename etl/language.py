"""Which language a text is in, by py3langid; why not lingua: docs/decisions/0006-language.md."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "uk", "tr", "ar")
LOOKED_AT = 2_000  # characters
LONG = 200  # characters from which any language of the world is told apart for sure
SHORT = 60  # characters up to which a page's own word tips the balance between the first two


def detect(text: str, hint: str | None = None) -> str:
    """The language of a text, as ISO 639-1: a short text among the ten that Claimwatch knows.

    `hint` is what a page or feed says of itself. It is believed where the text agrees: for
    languages beside the ten, and between the two likeliest for a very short text.
    """
    text = text[:LOOKED_AT]
    known = _identifier(only_ours=True)
    if len(text) >= LONG or (hint and hint not in LANGUAGES):
        anywhere = str(_identifier(only_ours=False).classify(text)[0])
        if anywhere not in LANGUAGES and (len(text) >= LONG or anywhere == hint):
            return anywhere
    ranked = [str(language) for language, _ in known.rank(text)[:2]]
    return hint if hint in ranked and len(text) <= SHORT else ranked[0]


@lru_cache(maxsize=2)
def _identifier(*, only_ours: bool) -> Any:  # py3langid ships no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    if only_ours:
        identifier.set_languages(list(LANGUAGES))
    return identifier
