"""The proposition: a sentence without its frame ("the Kremlin denied that X" → "X").

Only the frame is taken off, and only where its shape is clean (content/unframe.py); else the
sentence stays whole: a whole sentence is always better than a garbled one.
"""

from __future__ import annotations

import re

from models.content import positive, rewording
from models.content.bare import bare
from models.content.framing import MIN_CONTENT, Frame, Kept
from models.content.german_order import is_finite, main_clause
from models.content.sources import source_phrases
from models.content.tokens import Token, without
from models.content.unframe import before_colon, kept
from models.content.view import QUOTES, View
from models.features import read
from models.labels import Attribution, Status

# Words of these classes may be put in another form though no frame is taken off.
_CHANGED = frozenset(("hedge", "hearsay_modal", "mood", "claim_verb", "source_prep"))
_EDGES = " \t\n,;:.!?–—-'‚‘’…"
_QUOTE = re.compile(f"[{''.join(QUOTES)}]")
# The time of an entry in a ticker.
_CLOCK = re.compile(r"^\d{1,2}(?:[.:]| h )\d\d(?: (?:Uhr|[ap]\.?m\.?))?(?: [–—-]|:|\.)? (?=\S)")


def proposition(text: str, lang: str, status: Status, found: Attribution) -> tuple[str, bool]:
    """The proposition, and whether it has content of its own ("rejected these claims" has none)."""
    plain = status == "confirmed" and not found.cues
    if plain and ":" not in text:
        return _clean(text), True  # most sentences
    view = View(read(text, lang))
    if plain:
        found = Attribution(found.speaker, before_colon(view))
        if not found.cues:
            return _clean(text), True
    frame = Frame(view, found, status)
    if text.rstrip()[-1:] == ":" or not any(
        frame.content(s.first, s.last) >= MIN_CONTENT for s in view.segments
    ):
        return _clean(text), text.rstrip()[-1:] == ":"
    tokens = _content(view, frame)
    built = _finished(view, tokens) if tokens else ""
    whole = _clean(text)
    if status == "denied" and built in ("", whole):
        # A denial is matched by what it denies: better its bare words than the denier's.
        built = bare(view, frame)
    return built or whole, True


def content_of(text: str, lang: str, found: Attribution) -> str:
    """The proposition of a party's word if its frame can be taken off cleanly, else ""."""
    view = View(read(text, lang))
    frame = Frame(view, found, "alleged")
    content = kept(view, frame)
    tokens = _ordered(view, frame, content) if content else None
    if content is None or tokens is None:
        return ""
    return _finished(view, _reworded(tokens, view, frame, content))


def _content(view: View, frame: Frame) -> list[Token] | None:
    """The words of the proposition; None where the sentence stays as it is."""
    denied = frame.status == "denied"
    done = positive.of_infinitive(view, frame) if denied else None
    if done:
        return done
    content = kept(view, frame)
    if content is None:
        if not denied and not any(frame.classes(cue) & _CHANGED for cue in frame.cues):
            return None
        content = Kept(0, len(view))
    tokens = _ordered(view, frame, content)
    if tokens is None:
        content = Kept(0, len(view))
        tokens = _tokens(view, content)
    return _reworded(tokens, view, frame, content)


def _reworded(tokens: list[Token], view: View, frame: Frame, content: Kept) -> list[Token]:
    tokens = _without_frame_words(tokens, view, frame, content)
    tokens = rewording.without_second_that(tokens, view, content)
    tokens = rewording.without_any(tokens, view, content)
    if frame.status == "denied":
        tokens = positive.positive(tokens, view, frame, content)
    tokens = rewording.plain_forms(tokens, view, frame, content)
    tokens = rewording.without_soll(tokens, view, frame)
    return rewording.with_speaker(tokens, view, frame, content)


def _ordered(view: View, frame: Frame, content: Kept) -> list[Token] | None:
    """The content in the order of a main clause; None where the sentence should stay whole."""
    tokens = _tokens(view, content)
    if not content.order:
        return tokens
    ordered = main_clause(tokens, view, content.order)
    if ordered is None and content.order == "last" and frame.status == "denied":
        return tokens  # what is denied reads better with its verb last than inside the denial
    return ordered


def _tokens(view: View, content: Kept) -> list[Token]:
    tokens, end = [], view.words[content.first - 1].end if content.first else 0
    for i in range(content.first, content.last):
        word = view.words[i]
        tokens.append(Token(view.text[end : word.start], view.text[word.start : word.end], i))
        end = word.end
    holes = {i for first, last in content.holes for i in range(first, last)}
    return without(tokens, holes, view) if holes else tokens


def _without_frame_words(
    tokens: list[Token], view: View, frame: Frame, content: Kept
) -> list[Token]:
    """Without hedges, and phrases of a source that stand inside the content."""
    if content.how and content.how != "phrase":
        inside = {
            i
            for first, last in source_phrases(view, frame)
            if content.first < first
            for i in range(first, last)
        }
        tokens = without(tokens, inside, view) if inside else tokens
    shorter = rewording.without_hedges(tokens, view, frame)
    if view.lang == "de" and len(shorter) < len(tokens) and shorter[0] is not tokens[0]:
        # "Angeblich plant der Discounter …" begins with its verb now.
        if not shorter or not is_finite(view, shorter[0].place):
            return tokens
        return main_clause(shorter, view, "first") or tokens
    return shorter


def _joined(view: View, tokens: list[Token]) -> str:
    if not tokens:
        return ""
    text = "".join(part for token in tokens for part in (token.gap, token.text))
    place = tokens[-1].place
    end = view.words[place].end
    after = view.words[place + 1].start if place + 1 < len(view) else len(view.text)
    return _trimmed(text) + view.text[end:after].rstrip()


def _trimmed(text: str) -> str:
    """Without what stood before the first word, but for a quotation mark or bracket."""
    return text.lstrip(" \t\n,;:.!?–—-…'’")


def _finished(view: View, tokens: list[Token]) -> str:
    built = _clean(_joined(view, tokens))
    return _capital(built) if tokens and tokens[0].place else built


def _capital(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _clean(text: str) -> str:
    """Without marks at the edges; quotation marks and brackets in pairs."""
    text = _CLOCK.sub("", " ".join(text.split())).strip(_EDGES)
    if _QUOTE.search(text):
        text = _paired(text, [match.start() for match in _QUOTE.finditer(text)])
    if "(" in text or ")" in text:
        text = _bracketed(text)
    return text.strip(_EDGES)


def _paired(text: str, places: list[int]) -> str:
    """Quotation marks in pairs; a single one, or one pair around everything, is taken out."""
    if text[-2:-1] == "," and text[-1] in QUOTES:
        text = text[:-2] + text[-1]
        places[-1] -= 1
    last = len(text) - 1
    if len(places) == 2 and places == [0, last]:
        return text[1:-1]
    if len(places) % 2 == 0:
        inner = {text[i] for i in places[1:-1]}
        around = places[0] == 0 and places[-1] == last and inner.isdisjoint((text[0], text[-1]))
        return text[1:-1] if around else text
    if places[0] == 0:
        return text[1:]
    if places[-1] == last:
        return text[:-1]
    return "".join(sign for sign in text if sign not in QUOTES)


def _bracketed(text: str) -> str:
    if text.count("(") == text.count(")"):
        return text[1:-1] if text[0] == "(" and text.find(")") == len(text) - 1 else text
    if text.count("(") > text.count(")"):
        place = text.rfind("(")
        return (text[:place] + text[place + 1 :]) if place else text[1:]
    place = text.find(")")
    return text[:place] + text[place + 1 :]
