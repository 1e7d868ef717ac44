"""Where in a sentence a word stands: in which clause, of what kind, and whether inside a quotation.

A shallow reading by punctuation and function words, alike in all languages. It need not be a
parse: it has to tell "who denies wrongdoing" in a side clause from "denied wrongdoing" in the main
one, a quotation from scare quotes, and a noun ("the claims") from a verb ("claims that").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.features import Reading
from models.lexicon import Hit, Word
from models.wordkinds import kind_of

QUOTES = '"„“”«»‹›'
_MARK = re.compile(f"[{QUOTES}]|''|``")
_ARABIC = str.maketrans("،؛؟", ",;?")
SCARE = 3  # words; a shorter quotation is a name or scare quotes, no speech
NEAR = 4  # words before a hit in which a negation belongs to it
# Kinds of clauses.
MAIN, MORE, SUB, THAT, REL, COLON, PAREN = "mnstrcp"
FREE = (MAIN, MORE)

_GERMAN_REL = frozenset(("der", "die", "das", "dem", "den", "dessen", "deren", "denen"))
# Subordinators that are as often something else; they open a clause only after a comma.
_LOOSE = frozenset(
    (
        *("as", "how", "what", "where", "since", "once", "wie", "als", "wo", "da"),
        *("come", "dove", "quando", "comme", "où", "quand", "como", "donde", "cuando"),
        *("jak", "co", "как", "когда"),
    )
)
_THAT = frozenset(("that", "que", "che", "że", "что", "що", "أن", "إن", "بأن", "بان"))
# Verbs that turn something down: "deny" a claim, "reject" a claim as well as a demand or a case.
DENYING = frozenset(("deny", "reject"))
# Verbs of somebody's word.
SPEAKING = DENYING | {"say", "act", "claim_verb", "report", "confirm", "admit", "announce"}
# What a "that" clause may hang on.
GOVERNING = SPEAKING | frozenset(
    (
        *("not_deny", "hedge", "hearsay_modal", "unverified", "no_evidence", "false"),
        *("source_prep", "claim_noun", "evidence_noun"),
    )
)
_OBJECTS = frozenset(("him", "her", "it", "them", "us", "me"))
# Classes whose words may be noun, attribute or predicate as well as verb.
_MANY_USES = SPEAKING | frozenset(("plan", "accuse_legal", "convict", "acquit", "false", "hedge"))
# Auxiliaries of the perfect: "has denied" is no passive.
_PERFECT = frozenset(
    (
        *("hat", "haben", "hatte", "hatten", "habe", "hätte", "hätten", "has", "have", "had"),
        *("a", "ont", "avait", "avaient", "ait", "aurait", "auraient", "ha", "han", "había"),
        *("habían", "haya", "hayan", "habría", "habrían", "hanno", "aveva", "avevano", "abbia"),
        *("abbiano", "avrebbe", "avrebbero"),
    )
)
_POST_NEGATING = {"de": 99, "fr": 2, "it": 2, "es": 2}  # words after a verb that may negate it


@dataclass(frozen=True, slots=True)
class Clauses:
    """For each word: kind and number of its clause; 1 inside a quotation, 2 inside scare quotes."""

    kinds: tuple[str, ...]
    numbers: tuple[int, ...]
    quoted: tuple[int, ...]


def clauses(reading: Reading) -> Clauses:
    """Cut a sentence into clauses."""
    text, words, lang = reading.text, reading.words, reading.lang
    classes = reading.classes_at()
    quoted = _quoted(reading)
    kinds: list[str] = []
    numbers: list[int] = []
    kind, number, end, outer, since, in_quote = MAIN, 0, 0, MAIN, 99, False
    held: tuple[int, str] | None = None
    for i, word in enumerate(words):
        gap, end = text[end : word.start], word.end
        cls, function = classes.get(i, ""), kind_of(word.text, lang)
        opens = False
        if (quoted[i] == 1) != in_quote:
            in_quote, opens = not in_quote, True
            kind = MAIN if in_quote else MORE
        if i and gap != " ":
            if "(" in gap:
                outer, kind, opens = kind, PAREN, True
            elif ")" in gap and kind == PAREN:
                kind, opens = outer, True
            after = _after_punctuation(gap, kind)
            if after:
                opens = True
                kind = _opened(reading, i, cls, function) or after
        if opens:
            held = None
        else:
            inner = _inner(i, cls, function, word.text, lang, since)
            if inner == REL:
                held = (i, held[1] if held else kind)
            elif inner:
                held = None
            if inner:
                kind, opens = inner, True
            elif held and cls in SPEAKING and _goes_on(reading, held[0], i):
                kind, opens, held = held[1], True, None
        number += opens
        since = 0 if cls in GOVERNING else since + 1
        kinds.append(kind)
        numbers.append(number)
    return Clauses(tuple(kinds), tuple(numbers), tuple(quoted))


def _goes_on(reading: Reading, opened: int, i: int) -> bool:
    """A verb of speech at `i` belongs to the clause around the relative clause opened before.

    "The woman who was hurt said …": the relative clause has its verb already, and no comma ends it.
    """
    words, lang = reading.words, reading.lang
    kinds = [kind_of(word.text, lang) for word in words[opened + 1 : i]]
    if not kinds or kinds[0] in ("det", "poss", "pron"):  # "whom the police said"
        return False
    if reading.text[words[opened + 1].start].isupper():
        return False
    while kinds and kinds[-1] in ("aux", "adv", "time", "neg"):
        kinds.pop()
    last = words[opened + len(kinds)].text
    return len(kinds) > 1 and (not kinds[-1] or last in _OBJECTS)


def _after_punctuation(gap: str, kind: str) -> str:
    """Kind of the clause after some punctuation if nothing else tells; "" if it opens none."""
    gap = gap.translate(_ARABIC)
    if kind == PAREN:
        return PAREN if any(mark in gap for mark in ",;:") else ""
    if ":" in gap:
        return COLON
    if any(mark in gap for mark in ";.!?…–—") or " - " in gap or "--" in gap:
        return MORE
    if "," in gap:
        return COLON if kind == COLON else MORE
    return ""


def _opened(reading: Reading, i: int, cls: str, function: str) -> str:
    """Kind of the clause that a word opens after punctuation, or ""."""
    if cls == "conjunction":
        return THAT
    if function == "sub":
        return SUB
    if function == "rel" or _is_german_relative(reading, i):
        return REL
    if function == "prep" and i + 1 < len(reading.words):
        following = kind_of(reading.words[i + 1].text, reading.lang)
        if following == "rel" or _is_german_relative(reading, i + 1):
            return REL
    return ""


def _is_german_relative(reading: Reading, i: int) -> bool:
    """ "die" is an article before a noun, which German writes with a capital."""
    if reading.lang != "de" or i + 1 >= len(reading.words):
        return False
    following = reading.words[i + 1]
    return reading.words[i].text in _GERMAN_REL and not reading.text[following.start].isupper()


def _inner(i: int, cls: str, function: str, word: str, lang: str, since: int) -> str:
    """Kind of the clause that a word opens without punctuation, or ""."""
    if i == 0:
        return THAT if cls == "conjunction" else SUB if function == "sub" else ""
    if cls == "conjunction" and since <= SCARE:
        return THAT
    if function == "rel" and word != "that":
        return REL
    if function == "sub" and cls != "conjunction" and word not in _LOOSE:
        return SUB
    if cls == "conjunction" and lang != "de" and word in _THAT:
        return REL
    return ""


def _quoted(reading: Reading) -> list[int]:
    """1 for words inside a quotation, 2 inside scare quotes; an unclosed one runs to the end.

    Text cut from CSV is wrapped in quotation marks and has its own ones doubled: "He said ""no""."
    """
    text, words = reading.text, reading.words
    wrapped = text[:1] == '"' == text[-1:] and '""' in text[1:-1]
    inside = [0] * len(words)
    if not _MARK.search(text):
        return inside
    opened: int | None = None
    end = 0
    for i in range(len(words) + 1):
        gap = text[end : words[i].start] if i < len(words) else text[end:]
        end = words[i].end if i < len(words) else end
        if gap == " ":
            continue
        marks = len(_MARK.findall(gap))
        if wrapped:
            marks -= gap.count('""') + (i in (0, len(words)))
        if not marks:
            continue
        if opened is not None:
            inside[opened:i] = [2 if i - opened <= SCARE else 1] * (i - opened)
        if marks % 2:
            opened = i if opened is None else None
        elif opened is not None:
            opened = i
    if opened is not None:
        inside[opened:] = [1] * (len(words) - opened)
    return inside


def use_of(reading: Reading, hit: Hit) -> str:
    """How a single word is used: n noun, a attribute, p predicate or passive, "" verb or unsure."""
    if len(hit.places) > 1 or hit.cls not in _MANY_USES:
        return ""
    text, words, lang, place = reading.text, reading.words, reading.lang, hit.places[0]
    word = words[place]
    before = kind_of(words[place - 1].text, lang) if place else "START"
    before2 = kind_of(words[place - 2].text, lang) if place > 1 else ""
    joined = place > 0 and text[words[place - 1].end : word.start] == " "
    following = words[place + 1] if place + 1 < len(words) else None
    bare = (
        following is not None
        and text[word.end : following.start] == " "
        and not kind_of(following.text, lang)
    )
    if lang == "de":
        if text[word.start].isupper() and joined:
            return "n"
        noun_follows = bare and following is not None and text[following.start].isupper()
        if noun_follows and (
            before in ("det", "poss")
            or (before in ("prep", "", "and") and word.text.endswith(("e", "en", "er", "es", "em")))
        ):
            return "a"
    elif before in ("det", "poss") or (before == "prep" and lang == "en"):
        return "a" if bare and _may_be_attribute(word.text, hit.cls) else "n"
    elif lang == "en" and joined and not before:
        lower = not text[words[place - 1].start].isupper()
        owned = before2 in ("det", "poss") or _owns(words, place - 2)
        if lower and word.text.endswith("s") and not bare and (owned or before2 == "prep"):
            return "n"
        # "The Democratic contest": a verb in this form would need a plural before it.
        plain = not word.text.endswith(("s", "ed", "ing"))
        if plain and hit.cls in DENYING and owned and not words[place - 1].text.endswith("s"):
            return "n"
    if before == "aux" and words[place - 1].text in _PERFECT:
        return ""
    aside = before in ("adv", "neg") or (not before and _may_be_adverb(words, place - 1, lang))
    if before == "aux" or (before2 == "aux" and aside and words[place - 2].text not in _PERFECT):
        return "p"
    return ""


def _may_be_adverb(words: tuple[Word, ...], place: int, lang: str) -> bool:
    """English shows it: "was widely denied", but "who was hurt denied"."""
    return lang != "en" or words[place].text.endswith("ly")


def _owns(words: tuple[Word, ...], place: int) -> bool:
    return place >= 0 and words[place].text.endswith(("'s", "’s"))


def _may_be_attribute(word: str, cls: str) -> bool:
    """ "The alleged attack", but not "the denial came"."""
    return cls in ("hedge", "false") or word.endswith(("ed", "ing"))


def is_negated(reading: Reading, hit: Hit, negations: list[int]) -> bool:
    """One of the negations of its clause (their places) belongs to a hit."""
    first, last = hit.places[0], hit.places[-1]
    behind = _POST_NEGATING.get(reading.lang, 0)
    return hit.cls != "negation" and any(
        first - NEAR <= place < first or last < place <= last + behind for place in negations
    )
