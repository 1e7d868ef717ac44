"""Reported and doubted speech put as plain statements, where the grammar is sure."""

from __future__ import annotations

import re

from models.clauses import DENYING
from models.content.framing import REPORTING, WORDS, Frame, Kept, connector
from models.content.tokens import Token, tokens_of, without
from models.content.view import View

LONGEST_NAME = 8  # words of a speaker that may stand in a pronoun's place
SHORTEST = 3  # words of a clause to which the speaker may be added
_HEDGES = {lang: frozenset(words["hedges"].split()) for lang, words in WORDS.items()}
_SELVES = {lang: frozenset(words["selves"].split()) for lang, words in WORDS.items()}
_PEOPLE = {lang: frozenset(words["people"].split()) for lang, words in WORDS.items()}
_FORMS: dict[str, dict[str, str]] = {lang: w.get("forms", {}) for lang, w in WORDS.items()}
_ENGLISH_STARTS = frozenset(form.split()[0] for form in _FORMS["en"])
_FIRST_PERSON = frozenset(("ich", "wir"))
_DUTY = {
    ("soll", "haben"): "hat",
    ("sollen", "haben"): "haben",
    ("soll", "sein"): "ist",
    ("sollen", "sein"): "sind",
    ("soll", "werden"): "wird",
    ("sollen", "werden"): "werden",
}
_HAVING = frozenset(("ha", "han", "había", "habían", "hanno", "aveva", "avevano"))
_PARTICIPLE = ("do", "to", "cho", "so")
# Verbs of the past in Polish, Russian and Ukrainian, by their ending.
_PAST = re.compile(r"[аеиіїоуыюяёaeiouyęą](л|ла|ло|ли|в|ł|ła|ło|li|ły)(?:ся|сь)?$")
# Verbs of the present in Russian and Ukrainian that are never nouns.
_PRESENT = re.compile(r"(?:ает|яет|ует|ёт|ає|яє|ує)(?:ся)?$")
_UNREAL = frozenset(("wenn", "falls", "sonst", "gern", "gerne", "lieber", "beinahe", "fast"))
_SURE = frozenset(
    (
        *("sei", "seien", "habe", "werde", "wolle", "könne", "müsse", "dürfe", "solle"),
        *("gebe", "wisse"),
    )
)
_REPORTED = {"hätte": "hat", "hätten": "haben", "wären": "sind", "gäbe": "gibt"}


def without_hedges(tokens: list[Token], view: View, frame: Frame) -> list[Token]:
    """Without the adverbs of doubt that are cues ("reportedly")."""
    hedges = {
        i
        for cue in frame.cues
        for i in cue
        if view.words[i].text in _HEDGES.get(view.lang, ()) and "hedge" in view.classes[i]
    }
    return without(tokens, hedges, view) if hedges else tokens


def without_second_that(tokens: list[Token], view: View, content: Kept) -> list[Token]:
    """ "X said that A and that B" → "A and B"."""
    if content.how != "that" or view.lang == "de":
        return tokens
    places = {
        token.place
        for token in tokens[2:]
        if view.kinds[token.place - 1] == "and" and connector(view, token.place) == 1
    }
    return without(tokens, places, view) if places else tokens


def without_any(tokens: list[Token], view: View, content: Kept) -> list[Token]:
    """ "Denied that any worker was hurt" → "A worker was hurt", "any soldiers" → "soldiers"."""
    if view.lang != "en" or content.how not in ("that", "bare") or len(tokens) < SHORTEST:
        return tokens
    first, following = (view.words[token.place].text for token in tokens[:2])
    if first != "any" or following == "of":
        return tokens
    if following.endswith("s"):
        return [tokens[1]._replace(gap=""), *tokens[2:]]
    article = "an" if following[0] in "aeiou" else "a"
    return [tokens[0]._replace(text=article), *tokens[1:]]


def plain_forms(tokens: list[Token], view: View, frame: Frame, content: Kept) -> list[Token]:
    """Forms of reported speech as plain ones: "sei" → "ist", "is said to have" → "has"."""
    forms = _FORMS.get(view.lang)
    if not forms:
        return tokens
    cue = frozenset().union(*frame.cues) if frame.cues else frozenset()
    if view.lang == "de":
        return _plain_german(tokens, view, frame, content, forms)
    if view.lang == "en":
        return _plain_english(tokens, view, cue, forms)
    words = [view.words[t.place].text for t in tokens]
    if "si" in words or "se" in words[:1]:
        return tokens
    result: list[Token] = []
    open_ = content.how == "that"
    for i, token in enumerate(tokens):
        form = forms.get(words[i])
        if form and (token.place in cue or open_) and "ci" not in words[max(0, i - 1) : i]:
            following = words[i + 1] if i + 1 < len(words) else ""
            if words[i] in ("haya", "hayan") and not following.endswith(_PARTICIPLE):
                form = "hay"
            if words[max(0, i - 1) : i] in (["ne"], ["n"]) and "pas" not in words[i : i + 4]:
                result.pop()  # "craint qu'il ne soit"
                token = token._replace(gap=" ")
            token, open_ = token._replace(text=form), False
        result.append(token)
    return result


def _plain_german(
    tokens: list[Token], view: View, frame: Frame, content: Kept, forms: dict[str, str]
) -> list[Token]:
    words = [token.text for token in tokens]
    if not content.how and any(frame.classes(cue) & REPORTING for cue in frame.cues):
        return tokens
    lower = {word.lower() for word in words}
    if not _FIRST_PERSON.isdisjoint(lower) or "denn" in lower:
        return tokens
    cue = frozenset().union(*frame.cues)
    if content.how in ("comma", "before", "aside", "that") and _UNREAL.isdisjoint(words):
        forms = {**forms, **_REPORTED}
    return [
        token._replace(text=forms[word])
        if word in forms
        and (content.how or token.place in cue)
        and not _is_concessive(tokens, i)
        and (word in _SURE or view.primary[token.place] == "mood" or _was_split(view, token))
        else token
        for i, (token, word) in enumerate(zip(tokens, words, strict=True))
    ]


def _is_concessive(tokens: list[Token], i: int) -> bool:
    """ "…, sei es die Regierung oder …", "und sei sie noch so klein"."""
    if tokens[i].text != "sei" or not 0 < i < len(tokens) - 1:
        return False
    opened = bool(tokens[i].gap.strip()) or tokens[i - 1].text == "und"
    return opened and tokens[i + 1].text in ("es", "er", "sie")


def _was_split(view: View, token: Token) -> bool:
    """A verb that was parted from its prefix is no adjective."""
    return token.text != view.words[token.place].text


def _plain_english(
    tokens: list[Token], view: View, cue: frozenset[int], forms: dict[str, str]
) -> list[Token]:
    for i, token in enumerate(tokens):
        if token.place not in cue or token.text not in _ENGLISH_STARTS:
            continue
        for size in (5, 4, 3):
            form = forms.get(" ".join(t.text for t in tokens[i : i + size]))
            if form:
                return [*tokens[:i], token._replace(text=form), *tokens[i + size :]]
    return tokens


def without_soll(tokens: list[Token], view: View, frame: Frame) -> list[Token]:
    """ "Die Brücke soll Risse gehabt haben" → "Die Brücke hat Risse gehabt"."""
    if view.lang != "de":
        return tokens
    for i, token in enumerate(tokens):
        word = view.words[token.place].text
        if word not in ("soll", "sollen") or not any(token.place in cue for cue in frame.cues):
            continue
        end = next(
            (k for k in range(i + 1, len(tokens)) if view.marks[tokens[k].place]), len(tokens)
        )
        form = _DUTY.get((word, tokens[end - 1].text))
        if form:
            return [*tokens[:i], token._replace(text=form), *tokens[i + 1 : end - 1], *tokens[end:]]
        return tokens
    return tokens


def with_speaker(tokens: list[Token], view: View, frame: Frame, content: Kept) -> list[Token]:
    """ "The minister denied he had paid" → "The minister had paid", only where it must be him."""
    if content.how not in ("that", "bare", "comma") or not frame.speaker or not tokens:
        return tokens
    first, last = min(frame.speaker), max(frame.speaker) + 1
    named = not all("pronoun" in view.classes[i] or view.kinds[i] == "pron" for i in frame.speaker)
    if not named or last - first > LONGEST_NAME or any(view.marks[first + 1 : last]):
        return tokens
    if view.lang in ("pl", "ru", "uk") and _is_his_verb(tokens, view, frame):
        return [*tokens_of(view, first, last), tokens[0]._replace(gap=" "), *tokens[1:]]
    word = view.words[tokens[0].place].text
    classes = frozenset().union(*(frame.classes(cue) for cue in frame.introducing))
    own = bool(classes & (DENYING | {"admit"})) or frame.status == "denied"
    people = _PEOPLE.get(view.lang, frozenset())
    person = any(view.words[i].text in people for i in range(first, last))
    if word in _SELVES.get(view.lang, ()):
        sure = own or person
    else:
        announced = own or "announce" in classes
        sure = view.lang == "en" and word == "it" and announced and not person
        sure = sure and len(tokens) > 1 and tokens[1].text in ("had", "has", "will", "would")
    if own and view.lang in ("es", "it") and tokens[0].text in _HAVING:
        return [*tokens_of(view, first, last), tokens[0]._replace(gap=" "), *tokens[1:]]
    if not sure or (view.lang == "de" and view.kinds[first] == "prep"):
        return tokens
    return [*tokens_of(view, first, last), *tokens[1:]]


def _is_his_verb(tokens: list[Token], view: View, frame: Frame) -> bool:
    """The content begins with a verb of the past that agrees with the cue, and has no other."""
    end = next((i for i in range(1, len(tokens)) if view.marks[tokens[i].place]), len(tokens))
    words = [view.words[token.place].text for token in tokens[:end]]
    match = _PAST.search(words[0])
    if len(words) < SHORTEST or view.kinds[tokens[0].place]:
        return False
    if _PRESENT.search(words[0]) and not any(_PAST.search(word) for word in words):
        return True
    if not match:
        return False
    said = [view.words[i].text for cue in frame.introducing for i in cue]
    agrees = any((other := _PAST.search(word)) and other[1] == match[1] for word in said)
    return agrees and not any(
        _PAST.search(word) or view.kinds[token.place] == "aux"
        for word, token in zip(words[1:], tokens[1:end], strict=True)
    )
