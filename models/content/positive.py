"""What was denied, put as the statement that somebody had made, where the grammar is sure."""

from __future__ import annotations

import re

from models.clauses import DENYING
from models.content.framing import REPORTING, WORDS, Frame, Kept
from models.content.german_order import main_clause
from models.content.tokens import Token, tokens_of, without
from models.content.view import View

MOST_SHORT = 3  # words from which on a "No, …" may go
_NEGATIONS: dict[str, dict[str, str]] = {lang: w["negations"] for lang, w in WORDS.items()}
_INFINITIVES: dict[str, dict[str, str]] = {
    lang: w.get("infinitives", {}) for lang, w in WORDS.items()
}
_BUT = frozenset(("but", "sondern", "mais", "sino", "ma", "bensì", "lecz", "tylko", "а", "але"))
_NO = frozenset(("nein", "no", "nope", "non", "nie", "нет", "ні"))
# Words that need the negation beside them, and deny by themselves.
_NOBODY = frozenset(
    (
        *("personne", "rien", "aucun", "aucune", "nadie", "nada", "ningún", "ninguna", "ninguno"),
        *("nessuno", "nessun", "nessuna", "nulla", "niente", "alcun", "alcuna", "alguna"),
        *("nikt", "nikogo", "nic", "niczego", "żaden", "żadna", "żadne", "żadnego", "żadnych"),
        *("никто", "никого", "ничего", "никакой", "никаких", "ни", "ніхто", "нікого", "нічого"),
        *("жоден", "жодного", "жодних", "ані", "ani", "nor", "weder"),
    )
)
_SENTENCE_END = re.compile(r"[.!?]\s")
_SEVERAL = frozenset(
    ("sind", "waren", "haben", "hatten", "werden", "wurden", "sollen", "können", "seien", "hätten")
)
_ONE_THING = re.compile(r"(?:ung|heit|keit|schaft|ion|tät|ik|ur)$")
_PLURAL = ("nt", "ont", "on", "an", "no", "en")  # endings of a verb of several


def positive(tokens: list[Token], view: View, frame: Frame, content: Kept) -> list[Token]:
    """Without the one negation by which the sentence denies; the tokens themselves if not sure."""
    tokens = _without_label(_without_no(tokens, view))
    places = [token.place for token in tokens]
    words = _only_negation(tokens, view)
    if not words:
        return tokens
    if any("no_evidence" in frame.classes(cue) for cue in frame.cues):
        return tokens
    if not _NOBODY.isdisjoint(view.words[i].text for i in places):
        return tokens
    of_cue = any(cue.intersection(words) for cue in frame.cues)
    denying = any(frame.classes(cue) & DENYING for cue in frame.introducing)
    counter = content.how in ("before", "aside", "colon", "quote") or (
        content.how in ("that", "bare", "comma") and not denying
    )
    framed = not content.how and (
        any(frame.classes(cue) & REPORTING for cue in frame.cues)
        or (view.segments[0].quoted and not view.segments[-1].quoted)
    )
    if framed or not (of_cue or (counter and (frame.introducing or frame.speaker))):
        return tokens
    # "The letter that asks to not … is a forgery" holds the denial itself.
    before = [token.place for token in tokens[1:] if token.place < words[0]]
    aside = any(view.kinds[i] in ("sub", "rel") for i in before)
    if aside or any(_SENTENCE_END.search(token.gap) for token in tokens[1:]):
        return tokens
    if any(";" in t.gap or ":" in t.gap for t in tokens[1:] if t.place <= words[0]):
        return tokens
    others = [cue for cue in frame.cues if cue.isdisjoint(words)]
    if any("false" in frame.classes(cue) and cue.intersection(places) for cue in others):
        return tokens
    changed = _negation_removed(tokens, view, words)
    return _before_but(changed, view, words[-1]) if changed is not tokens else tokens


def _only_negation(tokens: list[Token], view: View) -> tuple[int, ...]:
    """Places of the one negation among the tokens, () if there is none or are several."""
    places = {token.place for token in tokens}
    found = [
        hit for hit in view.hits if hit.cls == "negation" and not places.isdisjoint(hit.places)
    ]
    if found:
        return found[0].places if len(found) == 1 else ()
    # It may be part of a longer entry ("was never").
    table = _NEGATIONS.get(view.lang, {})
    pair = [i for i in sorted(places) if view.words[i].text in ("ne", "n", "pas", "jamais")]
    if view.lang == "fr" and len(pair) == 2:
        return (pair[0], pair[1])
    single = [i for i in places if (word := view.words[i].text) in table or word == "not"]
    return (single[0],) if len(single) == 1 else ()


def _without_no(tokens: list[Token], view: View) -> list[Token]:
    """Without the "No, …" that answers."""
    if len(tokens) < MOST_SHORT:
        return tokens
    words = [view.words[token.place].text for token in tokens[:2]]
    if words[0] in _NO and "," in tokens[1].gap:
        return [tokens[1]._replace(gap=""), *tokens[2:]]
    return tokens


def _without_label(tokens: list[Token]) -> list[Token]:
    """Without the label before a colon ("Fact check: …")."""
    for i, token in enumerate(tokens[1 : MOST_SHORT + 1], 1):
        if ":" in token.gap:
            return [token._replace(gap=""), *tokens[i + 1 :]]
    return tokens


def _without_keine(tokens: list[Token], view: View, place: int) -> list[Token]:
    """ "Es gab keine Toten" → "Es gab Tote…"; "eine" before a noun that is surely one thing."""
    i = next(i for i, token in enumerate(tokens) if token.place == place)
    noun = next((t.text for t in tokens[i + 1 : i + 4] if t.text[0].isupper()), "")
    several = any(view.words[t.place].text in _SEVERAL for t in tokens)
    if several or (noun and not _ONE_THING.search(noun) and not noun.endswith("e")):
        return without(tokens, {place}, view)
    if noun and _ONE_THING.search(noun):
        return [t._replace(text="eine") if t.place == place else t for t in tokens]
    return tokens


def _negation_removed(tokens: list[Token], view: View, words: tuple[int, ...]) -> list[Token]:
    table = _NEGATIONS.get(view.lang, {})
    key = " ".join(view.words[i].text for i in words)
    if key in table:
        if table[key]:
            return [t._replace(text=table[key]) if t.place == words[0] else t for t in tokens]
        rest = without(tokens, set(words), view)
        if view.lang == "de" and rest and rest[0] is not tokens[0]:
            return main_clause(rest, view, "first") or tokens
        return rest
    if key == "keine":
        return _without_keine(tokens, view, words[0])
    before = words[0] - 1
    key = f"{view.words[before].text} {key}"
    if key in table and any(token.place == before for token in tokens):
        changed = [t._replace(text=table[key]) if t.place == before else t for t in tokens]
        return without(changed, set(words), view)
    return tokens


def _before_but(tokens: list[Token], view: View, place: int) -> list[Token]:
    """ "Not X, but Y" was denied: X alone is what somebody had said."""
    for i, token in enumerate(tokens):
        if token.place <= place or not i:
            continue
        but = "," in token.gap and view.words[token.place].text in _BUT
        if but or any(sign in token.gap for sign in ":;"):
            return tokens[:i]
    return tokens


def of_infinitive(view: View, frame: Frame) -> list[Token] | None:
    """ "X denied having done Y" → "X had done Y"; None where the sentence has no such shape."""
    table = _INFINITIVES.get(view.lang)
    cue = next((c for c in frame.introducing if frame.classes(c) & DENYING), None)
    if not table or cue is None or not frame.speaker or min(frame.speaker) > min(cue):
        return None
    several = _several(view, frame, cue)
    if view.lang == "de":
        return _of_german_infinitive(view, frame, cue, several=several)
    for i in range(max(cue), min(max(cue) + 3, len(view) - 1)):
        forms = table.get(view.words[i].text)
        if forms and not view.marks[i] and (i - 1 in cue or view.kinds[i - 1] == "prep"):
            form = forms.split()[several]
            speaker = tokens_of(view, min(frame.speaker), max(frame.speaker) + 1)
            end = next((k for k in range(i + 1, len(view)) if view.marks[k]), len(view))
            return [*speaker, Token(" ", form, i), *tokens_of(view, i + 1, end)]
    return None


def _several(view: View, frame: Frame, cue: frozenset[int]) -> bool:
    """The speaker is more than one, by the form of the verb or by "and"."""
    words = [view.words[i].text for i in sorted(frame.speaker)]
    verb = view.words[min(cue)].text
    if view.lang == "en":
        return "and" in words or words[-1].endswith("s") or verb == "deny"
    return verb.endswith(_PLURAL) and verb not in ("dément",)


def _of_german_infinitive(
    view: View, frame: Frame, cue: frozenset[int], *, several: bool
) -> list[Token] | None:
    """ "X bestreitet, Y getan zu haben" → "X hat Y getan"."""
    for segment in view.segments:
        last = segment.last
        if segment.first <= min(cue) or "," not in segment.mark or last - segment.first < 3:
            continue
        form = _INFINITIVES["de"].get(view.words[last - 1].text)
        if form is None or view.words[last - 2].text != "zu":
            return None
        speaker = tokens_of(view, min(frame.speaker), max(frame.speaker) + 1)
        verb = Token(" ", form.split()[several], last - 1)
        rest = tokens_of(view, segment.first, last - 2)
        after = [] if last == len(view) else tokens_of(view, last, len(view))
        return [*speaker, verb, rest[0]._replace(gap=" "), *rest[1:], *after]
    return None
