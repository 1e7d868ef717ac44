"""The frame of a sentence: which words of attribution, doubt, denial … stand where in it.

A set of marks that are the same in all languages, so that a language with a lexicon and few
sentences still works: "deny@m" (a word of denial in the main clause), "MAIN_say", "say>that", …
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from models.clauses import FREE, GOVERNING, QUOTES, Clauses, clauses, is_negated, use_of
from models.features import Reading, read
from models.labels import Input
from models.lexicon import Hit
from models.wordkinds import kind_of

PREFIX_WORDS = 5
CONTEXT = 400  # characters of the sentence before and of the headline that are looked at
OPENING = "„«“‘‚»"

_NOUNS = frozenset(("claim_noun", "evidence_noun"))
_SPEAKERS = frozenset(("role", "pronoun", "anonymous", *_NOUNS))
# Classes that may decide a status.
DECIDING = (GOVERNING - _NOUNS) | {"modal", "plan", "acquit", "accuse_legal", "convict", "mood"}
_OF_CONTEXT = DECIDING | {"claim_noun", "opinion", "boilerplate"}
# Who tells what happened to themselves.
_FIRST_PERSON = {
    lang: frozenset(words.split())
    for lang, words in {
        "de": "ich mich mir mein meine meinen meiner wir uns unser unsere unseren",
        "en": "i me my we us our i've i'm i'd we've we're",
        "es": "yo me mi mis nosotros nos nuestro nuestra",
        "fr": "je j me mon ma mes nous notre nos",
        "it": "io mi mio mia noi ci nostro nostra",
        "pl": "ja mnie mi mój moja my nas nam nasz nasza",
        "ru": "я меня мне мой моя мы нас нам наш наша",
        "tr": "ben beni bana benim bende biz bizi bize bizim",
        "ar": "أنا نحن لي لنا إنني إننا",
        "uk": "я мене мені мій моя ми нас нам наш наша",
    }.items()
}
_REACH = 7  # words from a verb to its speaker
_QUOTED = ("", "q", "x")


def frame_of(item: Input) -> list[str]:
    """The marks of a sentence, in no order that matters, some of them several times."""
    reading = read(item.text, item.lang)
    parts = clauses(reading)
    marks = [*_prefix(item)] if item.is_headline else []
    hits = _named(reading, parts)
    marks += _placed(hits, parts)
    free: list[str] = []
    for hit, name in hits:
        if hit.cls in DECIDING:
            marks += _around(reading, parts, hit, name)
            place = hit.places[0]
            is_free = parts.quoted[place] != 1 and parts.kinds[place] in FREE
            if is_free:
                free.append(name)
            marks.append(_wording(reading, hit, name, is_free=is_free))
    marks += _together(hits, parts, free)
    marks += _shape(reading, parts)
    marks += _context("P", item.prev, item.lang)
    if not item.is_headline:
        marks += _context("H", item.headline, item.lang)
    return marks


def _named(reading: Reading, parts: Clauses) -> list[tuple[Hit, str]]:
    """Each hit in the class that its use tells, with its name.

    The name is the class with its use (deny/n: "the denial") and "!" where it is negated.
    """
    negations: dict[int, list[int]] = defaultdict(list)
    for hit in reading.hits:
        if hit.cls == "negation":
            negations[parts.numbers[hit.places[0]]].append(hit.places[0])
    named = []
    for hit in reading.hits:
        # "They claim that …" and "the claim that …".
        as_noun = next((cls for cls in (hit.cls, *hit.also) if cls in _NOUNS), "")
        as_verb = next((cls for cls in (hit.cls, *hit.also) if cls not in _NOUNS), "")
        use = use_of(reading, hit._replace(cls=as_verb)) if as_verb else ""
        if as_noun and (use == "n" or not as_verb):
            cls, use = as_noun, ""
        else:
            cls = as_verb
        negated = is_negated(reading, hit, negations[parts.numbers[hit.places[0]]])
        name = f"{cls}{'/' + use if use else ''}{'!' if negated else ''}"
        named.append((hit._replace(cls=cls), name))
    return named


def _placed(hits: list[tuple[Hit, str]], parts: Clauses) -> Iterator[str]:
    for hit, name in hits:
        place = hit.places[0]
        where = parts.kinds[place] + _QUOTED[parts.quoted[place]]
        yield f"{name}@{where}"
        if name != hit.cls:
            yield f"{hit.cls}@{where}"


def _around(reading: Reading, parts: Clauses, hit: Hit, name: str) -> Iterator[str]:
    """What stands right before and after a hit, and who may be speaking."""
    text, words, lang = reading.text, reading.words, reading.lang
    first, last = hit.places[0], hit.places[-1]
    before, gap_before = "START", ""
    if first:
        before = kind_of(words[first - 1].text, lang)
        gap_before = _sign(text[words[first - 1].end : words[first].start], -1)
    after, gap = "END", text[words[last].end :]
    if last + 1 < len(words):
        after = kind_of(words[last + 1].text, lang)
        gap = text[words[last].end : words[last + 1].start]
    left, right = f"{before}{gap_before}", f"{_sign(gap, 0)}{after}"
    yield f"{left}<{name}"
    yield f"{name}>{right}"
    yield f"{left}<{hit.cls}>{right}"
    yield f"{hit.cls}~{_speaker_near(reading, parts, first)}"


def _wording(reading: Reading, hit: Hit, name: str, *, is_free: bool) -> str:
    """Which word of its class it is: "insisted" leans another way than "said"."""
    wording = " ".join(reading.words[place].text for place in hit.places)
    return f"{reading.lang}:{wording}{name[len(hit.cls) :]}@{'MAIN' if is_free else 'ASIDE'}"


def _sign(gap: str, end: int) -> str:
    gap = gap.strip()
    if any(mark in gap for mark in QUOTES):
        return "Q"
    return gap[end] if gap else ""


def _speaker_near(reading: Reading, parts: Clauses, place: int) -> str:
    for other in reading.hits:
        near = abs(other.places[0] - place) <= _REACH
        if (
            other.cls in _SPEAKERS
            and near
            and parts.numbers[other.places[0]] == parts.numbers[place]
        ):
            return other.cls
    for i in range(place - 1, max(-1, place - _REACH), -1):
        if parts.numbers[i] != parts.numbers[place]:
            break
        word = reading.words[i]
        if (reading.lang != "de" and reading.text[word.start].isupper()) or word.text[0].isdigit():
            return "name"
    return "nobody"


def _together(hits: list[tuple[Hit, str]], parts: Clauses, free: list[str]) -> list[str]:
    """What stands in the main clauses, what only outside of them, and what in one clause."""
    main = sorted(set(free))
    marks = [f"MAIN_{name}" for name in main] or ["MAIN_none"]
    verbs = [name for name in free if "/n" not in name and "/a" not in name]
    marks.append(f"ENDS_{verbs[0]}_{verbs[-1]}" if verbs else "ENDS_none")
    marks += [f"MAIN_{one}_{two}" for one, two in combinations(main, 2)]
    by_clause: dict[int, set[str]] = defaultdict(set)
    for hit, name in hits:
        by_clause[parts.numbers[hit.places[0]]].add(name)
    for names in by_clause.values():
        marks += [f"IN_{one}_{two}" for one, two in combinations(sorted(names), 2)]
    aside = {name for hit, name in hits if hit.cls in DECIDING} - set(main)
    return [*marks, *(f"ASIDE_{name}" for name in sorted(aside))]


def _shape(reading: Reading, parts: Clauses) -> Iterator[str]:
    """How much is quoted, what follows the quotation, how long it is, how it ends."""
    count = len(reading.words)
    share = sum(quoted == 1 for quoted in parts.quoted)
    yield f"QUOTED{-(-4 * share // max(1, count))}"
    if 2 in parts.quoted:
        yield "SCARE"
    first_person = _FIRST_PERSON.get(reading.lang, frozenset())
    for word, quoted in zip(reading.words, parts.quoted, strict=True):
        if word.text in first_person:
            yield "ME_QUOTED" if quoted == 1 else "ME"
    if count:
        yield f"OPENS{parts.quoted[0]}"
        yield f"CLOSES{parts.quoted[-1]}"
        yield f"CLAUSES{min(6, parts.numbers[-1])}"
    classes = reading.classes_at()
    for i in range(1, count):
        if parts.quoted[i - 1] == 1 and parts.quoted[i] != 1:
            word = reading.words[i]
            name = "name" if reading.text[word.start].isupper() else "word"
            yield f"AFTER_{classes.get(i) or kind_of(word.text, reading.lang) or name}"
            break
    yield f"LEN{min(count // 4, 8)}"
    end = reading.text.rstrip("\"'“”»«’ ")[-1:]
    yield f"END{end if end in '.!?…:' else ''}"
    yield f"KINDS_{''.join(dict.fromkeys(parts.kinds))[:5]}"


def _context(tag: str, text: str, lang: str) -> list[str]:
    if not text:
        return []
    text = text[:CONTEXT]
    marks = [f"{tag}_{cls}" for cls in {hit.cls for hit in read(text, lang).hits} & _OF_CONTEXT]
    return [*sorted(marks), f"{tag}_QUOTE"] if text.rstrip()[-1:] in '“”"»' else sorted(marks)


def _prefix(item: Input) -> list[str]:
    """What stands before the colon of a headline: a speaker ("WP: …") or a topic ("Sturm: …")."""
    before, colon, after = item.text.partition(":")
    reading = read(before, item.lang)
    if not colon or not after.strip() or not 0 < len(reading.words) <= PREFIX_WORDS:
        return ["HEAD"]
    classes = sorted({hit.cls for hit in reading.hits}) or ["none"]
    shape = "CAPS" if before.isupper() and before.isalpha() else "MIXED"
    quoted = "QUOTED" if after.strip()[0] in OPENING + "\"'" else "BARE"
    size = min(len(reading.words), 3)
    return [
        "HEAD",
        f"PREFIX_{shape}_{quoted}",
        f"PREFIX_{size}",
        f"PREFIX_{shape}_{size}_{'_'.join(classes)}",
        *(f"PREFIX_{cls}" for cls in classes),
    ]
