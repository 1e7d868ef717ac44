"""Which language detector is right more often on the project's own texts: python bench/language.py

Sentences and headlines of models/corpus, and their first six and three words. Compares py3langid
and lingua (which is not a dependency: pip install lingua-language-detector), both limited to the
ten languages of etl/language.py, and what the ETL uses: alone, with a right and with a wrong hint.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl import language  # noqa: E402  # the path comes first

CORPUS = ROOT / "models" / "corpus"
PER_LANGUAGE = 700
Detector = Callable[[str, str], str]
# What a page most likely claims when it is wrong: the language of its neighbours.
WRONG = {"de": "en", "en": "de", "fr": "es", "es": "it", "it": "es", "pl": "de"}
WRONG |= {"ru": "uk", "uk": "ru"}


def texts() -> dict[str, list[tuple[str, str]]]:
    """For each kind of text the pairs of text and language, as many of every language."""
    kinds: dict[str, list[tuple[str, str]]] = {"sentence": [], "headline": [], "6 words": []}
    kinds["3 words"] = []
    for path in sorted(CORPUS.glob("??.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
        step = max(1, len(rows) // PER_LANGUAGE)
        for row in rows[::step][:PER_LANGUAGE]:
            words = row["text"].split()
            kinds["sentence"].append((row["text"], path.stem))
            kinds["6 words"].append((" ".join(words[:6]), path.stem))
            kinds["3 words"].append((" ".join(words[:3]), path.stem))
        titles = dict.fromkeys(row["headline"] for row in rows if row.get("headline"))
        kinds["headline"] += [(title, path.stem) for title in list(titles)[:PER_LANGUAGE]]
    return kinds


def detectors() -> Iterator[tuple[str, Detector]]:
    """Each detector under its name, loaded when its turn comes."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(language.LANGUAGES))
    yield "py3langid", lambda text, _: str(identifier.classify(text)[0])
    try:
        from lingua import IsoCode639_1, LanguageDetectorBuilder
    except ImportError:
        print("lingua is not installed: left out")
    else:
        codes = [getattr(IsoCode639_1, code.upper()) for code in language.LANGUAGES]
        for name in ("lingua", "lingua low"):
            builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
            if name == "lingua low":
                builder = builder.with_low_accuracy_mode()
            built = builder.with_preloaded_language_models().build()

            def detect(text: str, _: str, built: object = built) -> str:
                found = built.detect_language_of(text)  # type: ignore[attr-defined]
                return found.iso_code_639_1.name.lower() if found else ""

            yield name, detect
    yield "etl.language", lambda text, _: language.detect(text)
    yield "+ right hint", language.detect
    yield "+ wrong hint", lambda text, right: language.detect(text, WRONG[right])


def main() -> int:
    """Print one line for each detector and kind of text."""
    kinds = texts()
    for name, detect in detectors():
        for kind, pairs in kinds.items():
            start = time.perf_counter()
            wrong = [(lang, found) for text, lang in pairs if (found := detect(text, lang)) != lang]
            spent = (time.perf_counter() - start) / len(pairs) * 1000
            worst = max(set(wrong), key=wrong.count) if wrong else ("", "")
            print(
                f"{name:<13} {kind:<9} right {1 - len(wrong) / len(pairs):.4f} of {len(pairs):,}"
                f"  {spent:.2f} ms  most often {worst[0]} as {worst[1]}: {wrong.count(worst)}"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name:<13} peak memory so far {peak:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
