"""What is in a page's text but is not the article: link lists, credits, offers, broken lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

NOISE_FILE = Path(__file__).resolve().parent.parent / "config" / "noise.toml"
LINK_LENGTH = 160  # characters; a longer line below a "Read also" is text again
LONGEST = 700  # characters; a longer line is text, whatever words are in it
LONGEST_PHRASE = 300  # the same for a sentence with a phrase of the page in it

_ENDS = ".!?…。！？؟۔।"  # of a sentence, in every script that the readers meet
_CLOSING = r"[\"'“”»«’)\]」』）]*"
_END = re.compile(rf"[{_ENDS}]{_CLOSING}$")
_STOPS = re.compile(rf"[{_ENDS}:;|：；؛]{_CLOSING}$")
_SENTENCE_INSIDE = re.compile(
    r"[^\W\d_]{3,}(?:[.!?؟۔।][\"“”»«’)]*\s+|[。！？][」』）”]*)[\"„“«(「]*[^\W\d_a-zа-яіїєґ]"
)
_GOES_ON = re.compile(r"[,;.)\]»“’]|[^\W\d_]")
_BULLET = re.compile(r"^\s*[-–—•*·►▪]\s*")
_BRACKETS = re.compile(r"(\[[^\]]{1,600}\])\s*(?=\S)")
_OPENING = "▶►>→[(» "
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that a page says in its own voice."""

    has: tuple[str, ...]
    pattern: re.Pattern[str]
    whole_lines: bool


@dataclass(frozen=True, slots=True)
class Noise:
    """The lists of config/noise.toml, ready to be asked."""

    invitations: tuple[str, ...]
    heading: re.Pattern[str]
    line: re.Pattern[str]
    sentence: re.Pattern[str]
    phrases: tuple[Phrase, ...]
    open_words: frozenset[str]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, path: Path = NOISE_FILE) -> Noise:
        """Read the lists."""
        data = tomllib.loads(path.read_text(encoding="utf8"))
        headings = "|".join(re.escape(heading) for heading in data["headings"])
        return cls(
            invitations=tuple(data["invitations"]),
            heading=re.compile(rf"(?:{headings})\W*(?::.*)?", re.IGNORECASE),
            line=_any([*data["lines"], *data["sentences"]]),
            phrases=tuple(
                Phrase(tuple(row["has"]), _any(row["patterns"]), row.get("whole_lines", False))
                for row in data["phrase"]
            ),
            sentence=_any(data["sentences"]),
            open_words=frozenset(data["open_words"]),
        )

    def opens_links(self, bare: str) -> bool:
        """True for a line that opens a list of links to other articles."""
        if len(bare) >= LINK_LENGTH:
            return False
        # The small form of the Turkish İ is an i with a dot of its own.
        start = bare.lower().replace("i\u0307", "i").lstrip(_OPENING)
        return start.startswith(self.invitations) or bool(self.heading.fullmatch(start))

    def matches(self, text: str, *, whole_line: bool) -> bool:
        """True for a line, or a sentence, that is not the article."""
        if len(text) > LONGEST:
            return False
        if (self.line if whole_line else self.sentence).fullmatch(text):
            return True
        if len(text) > LONGEST_PHRASE:
            return False
        lower = text.lower()
        return any(
            phrase.pattern.search(text)
            for phrase in self.phrases
            if (whole_line or not phrase.whole_lines) and any(part in lower for part in phrase.has)
        )


def article_lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines that belong to the article, with their offsets in characters."""
    noise = Noise.load()
    offset, in_links = 0, False
    for line in text.split("\n"):
        bare = _BULLET.sub("", line).strip()
        opens = noise.opens_links(bare)
        if opens:
            in_links = True
        elif in_links:
            in_links = _is_link(line, bare)
        if bare and not opens and not in_links and not noise.matches(bare, whole_line=True):
            yield line, offset
        offset += len(line) + 1


def is_noise(sentence: str) -> bool:
    """True for a sentence that is about the page or its outlet, not about the world."""
    return Noise.load().matches(sentence, whole_line=False)


def noise_before(sentence: str) -> int:
    """Length of an offer in brackets that a splitter left in front of a sentence."""
    match = _BRACKETS.match(sentence)
    return match.end() if match and is_noise(match[1]) else 0


def article_text(text: str, title: str) -> str:
    """The text without noise, and without the headline where the text repeats it."""
    doubled = words_of(title)
    return "\n".join(
        line for line, _ in article_lines(text) if not doubled or words_of(line) != doubled
    )


def mend(lines: list[str]) -> list[str]:
    """Lines that were broken in the middle of a sentence, put together again; empty ones go.

    An empty line ends a paragraph for good: nothing is put together across it.
    """
    open_words = Noise.load().open_words
    mended: list[str] = [""]
    for line in lines:
        if line and mended[-1] and _goes_on(mended[-1], line, open_words):
            mended[-1] = f"{mended[-1]} {line}"
        else:
            mended.append(line)
    return [line for line in mended if line]


def words_of(text: str) -> str:
    """A text by its words alone, to compare it with another."""
    return " ".join(_WORDS.findall(text.lower()))


def _goes_on(above: str, line: str, open_words: frozenset[str]) -> bool:
    """True if a line is the rest of the sentence above, and neither a heading nor a list."""
    if _STOPS.search(above) or _BULLET.match(line) or not _GOES_ON.match(line):
        return False
    if line[0].islower() or not line[0].isalpha():
        return True
    # A capital, or a letter of a script that has none: there a heading begins like any line.
    last = above.rsplit(None, 1)[-1].lower()
    if line.isupper() or "@" in last or "." in last.strip("."):
        return False  # a heading in capitals, or an address that ends its line
    # A heading holds no end of a sentence and a beginning of the next one.
    return last in open_words or bool(_SENTENCE_INSIDE.search(above[-300:]))


def _is_link(line: str, bare: str) -> bool:
    """Below a heading: a bullet, or a short line that does not end as a sentence does."""
    return bool(_BULLET.match(line)) or (len(bare) < LINK_LENGTH and not _END.search(bare))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
