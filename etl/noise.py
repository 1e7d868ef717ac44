"""Lines that are in a page's text but are not the article."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

NOISE_FILE = Path(__file__).resolve().parent.parent / "config" / "noise.toml"
LINK_LENGTH = 160  # characters; a longer line below a "Read also" is text again

_END = re.compile(r"[.!?…][\"'“”»«’)\]]*$")
_WORDS = re.compile(r"\w+")
_BULLET = re.compile(r"^\s*[-–—•*·►▪]\s*")


@dataclass(frozen=True, slots=True)
class Noise:
    """Lines that are in the text but are not the article; see config/noise.toml."""

    headings: tuple[str, ...]
    line: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, path: Path = NOISE_FILE) -> Noise:
        """Read the lists."""
        data = tomllib.loads(path.read_text(encoding="utf8"))
        pattern = "|".join(f"(?:{line})" for line in data["lines"])
        return cls(tuple(data["headings"]), re.compile(pattern, re.IGNORECASE))


def article_lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines that belong to the article, with their offsets in characters."""
    noise = Noise.load()
    offset, in_links = 0, False
    for line in text.split("\n"):
        bare = _BULLET.sub("", line).strip()
        opens = bare.lower().lstrip("▶►>→ ").startswith(noise.headings) and len(bare) < LINK_LENGTH
        if opens:
            in_links = True
        elif in_links:
            in_links = _is_link(line, bare)
        if bare and not opens and not in_links and not noise.line.fullmatch(bare):
            yield line, offset
        offset += len(line) + 1


def article_text(text: str, title: str) -> str:
    """The text without noise, and without the headline where the text repeats it."""
    doubled = words_of(title)
    return "\n".join(
        line for line, _ in article_lines(text) if not doubled or words_of(line) != doubled
    )


def words_of(text: str) -> str:
    """A text by its words alone, to compare it with another."""
    return " ".join(_WORDS.findall(text.lower()))


def _is_link(line: str, bare: str) -> bool:
    """Below a heading: a bullet, or a short line that does not end as a sentence does."""
    return bool(_BULLET.match(line)) or (len(bare) < LINK_LENGTH and not _END.search(bare))
