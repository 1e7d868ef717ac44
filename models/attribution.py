"""Whose word it is, and which words say so: a linear token tagger with exact spans.

Each token is speaker, cue or neither; the speaker is the run of tokens with the greatest summed
log-odds (Bentley's maximum subarray), so that it comes out as one phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from models.features import read
from models.labels import NO_CLAIM, Input, Span

OTHER, SPEAKER, CUE = "O", "S", "C"
LONGEST_SPEAKER = 25  # tokens
CUE_CUT = 0.5
# Classes that introduce somebody's word; how far away one stands tells much about a token.
VERBAL = frozenset({"say", "claim_verb", "report", "deny", "confirm", "admit", "announce"})
_TOKEN = re.compile(r"\w+(?:['’ʼ-]\w+)*|[^\w\s]")
_EDGE = frozenset(",;:.!?()[]–—-\"„“”«»'‚‘’")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Speaker and cue of a sentence, as spans."""

    speaker: Span | None
    cues: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    cls: str  # lexicon class, or ""
    quoted: bool


def _tokens(text: str, lang: str) -> list[_Token]:
    reading = read(text, lang)
    at = {reading.words[place].start: cls for place, cls in reading.classes_at().items()}
    tokens, quoted = [], False
    for match in _TOKEN.finditer(text):
        if match[0] in "\"„“”«»":
            quoted = not quoted
        tokens.append(
            _Token(match[0], match.start(), match.end(), at.get(match.start(), ""), quoted)
        )
    return tokens


def _shape(text: str) -> str:
    if text.isdigit():
        return "0"
    if not text[0].isalnum():
        return text[0]
    if text.isupper() and len(text) > 1:
        return "XX"
    return "Xx" if text[0].isupper() else "x"


def _token_features(tokens: list[_Token], status: str, lang: str) -> list[dict[str, float]]:
    anchors = [i for i, token in enumerate(tokens) if token.cls in VERBAL and not token.quoted]
    preps = [i for i, token in enumerate(tokens) if token.cls == "source_prep"]
    rows = []
    for i, token in enumerate(tokens):
        row: dict[str, float] = {
            "bias": 1,
            f"st={status}": 1,
            f"pos={min(i, 6)}": 1,
            f"end={min(len(tokens) - i, 5)}": 1,
            f"q={token.quoted}": 1,
            f"st={status}|c={token.cls}": 1,
        }
        for offset in (-3, -2, -1, 0, 1, 2, 3):
            j = i + offset
            if not 0 <= j < len(tokens):
                row[f"{offset}:edge"] = 1
                continue
            near = tokens[j]
            row[f"{offset}:s={_shape(near.text)}"] = 1
            row[f"{offset}:c={near.cls}"] = 1
            if abs(offset) < 3:
                lower = near.text.lower()
                row[f"{offset}:w={lower}"] = 1
                row[f"{offset}:e={lower[-3:]}|{lang}"] = 1
        if i:
            row[f"pair={tokens[i - 1].cls}|{token.cls}|{_shape(token.text)}"] = 1
        row |= _distance("verb", i, anchors, tokens)
        row |= _distance("prep", i, preps, tokens)
        rows.append(row)
    return rows


def _distance(name: str, i: int, anchors: list[int], tokens: list[_Token]) -> dict[str, float]:
    """How far the nearest anchor is, on which side, and what stands between."""
    if not anchors:
        return {f"{name}=none": 1}
    near = min(anchors, key=lambda anchor: (abs(anchor - i), anchor))
    between = tokens[min(i, near) + 1 : max(i, near)]
    marks = "".join(sorted({t.text for t in between if t.text in ",:;\"„“”«»–"}))
    small = any(t.text[0].islower() for t in between)
    side = "<" if near < i else ">" if near > i else "="
    far = min(abs(near - i), 8)
    return {
        f"{name}={side}{far}": 1,
        f"{name}={side}|{marks}": 1,
        f"{name}={side}|{tokens[near].cls}|{marks}|{small}": 1,
    }


class AttributionModel:
    """Finds speaker and cue in sentences of known status."""

    def __init__(self, parts: dict[str, Any]) -> None:
        """`parts`: the fitted vectorizer and classifier."""
        self.parts = parts

    @classmethod
    def fit(
        cls, items: list[Input], statuses: list[str], found: list[Attribution]
    ) -> AttributionModel:
        """Train on sentences with their status, speaker and cue spans."""
        rows: list[dict[str, float]] = []
        labels: list[str] = []
        for item, status, spans in zip(items, statuses, found, strict=True):
            tokens = _tokens(item.text, item.lang)
            rows += _token_features(tokens, status, item.lang)
            labels += [_label(token, spans) for token in tokens]
        vectorizer = DictVectorizer()
        matrix = vectorizer.fit_transform(rows)
        seen = np.asarray(matrix.sum(axis=0)).ravel() >= 3
        vectorizer.restrict(np.flatnonzero(seen), indices=True)
        classifier = LogisticRegression(C=1.0, max_iter=400)
        classifier.fit(matrix[:, np.flatnonzero(seen)], labels)
        return cls({"vectorizer": vectorizer, "classifier": classifier})

    def find(self, items: list[Input], statuses: list[str]) -> list[Attribution]:
        """Speaker and cue of each sentence; nothing for a sentence without a claim."""
        token_lists = [
            [] if status == NO_CLAIM else _tokens(item.text, item.lang)
            for item, status in zip(items, statuses, strict=True)
        ]
        rows = [
            row
            for item, status, tokens in zip(items, statuses, token_lists, strict=True)
            for row in _token_features(tokens, status, item.lang)
        ]
        if not rows:
            return [Attribution(None, ()) for _ in items]
        classifier = self.parts["classifier"]
        shares = classifier.predict_proba(self.parts["vectorizer"].transform(rows))
        order = {name: i for i, name in enumerate(classifier.classes_)}
        result, place = [], 0
        for status, tokens in zip(statuses, token_lists, strict=True):
            own = shares[place : place + len(tokens)]
            place += len(tokens)
            result.append(
                Attribution(
                    _speaker(tokens, own[:, order[SPEAKER]]),
                    _cues(tokens, own[:, order[CUE]], required=status != "confirmed"),
                )
            )
        return result


def _label(token: _Token, spans: Attribution) -> str:
    if spans.speaker and spans.speaker.start <= token.start < spans.speaker.end:
        return SPEAKER
    if any(cue.start <= token.start < cue.end for cue in spans.cues):
        return CUE
    return OTHER


def _speaker(tokens: list[_Token], shares: NDArray[np.float64]) -> Span | None:
    """The run of tokens with the greatest summed log-odds of being the speaker."""
    if not tokens:
        return None
    odds = np.log(np.clip(shares, 1e-6, 1 - 1e-6) / np.clip(1 - shares, 1e-6, 1))
    best, best_span = 0.0, None
    start, total = 0, 0.0
    for i, value in enumerate(odds):
        if total <= 0:
            start, total = i, 0.0
        total += float(value)
        if total > best and i - start < LONGEST_SPEAKER:
            best, best_span = total, (start, i)
    if best_span is None:
        return None
    first, last = best_span
    while first <= last and tokens[first].text in _EDGE:
        first += 1
    while last >= first and tokens[last].text in _EDGE - set(")."):
        last -= 1
    return Span(tokens[first].start, tokens[last].end) if first <= last else None


def _cues(
    tokens: list[_Token], shares: NDArray[np.float64], *, required: bool
) -> tuple[Span, ...]:
    """Runs of tokens that are more likely cue than not; at least the likeliest if required."""
    if not tokens:
        return ()
    chosen = [i for i, share in enumerate(shares) if share > CUE_CUT and tokens[i].text[0].isalnum()]
    if not chosen and required and shares.max() > CUE_CUT / 2:
        chosen = [int(shares.argmax())]
    spans: list[Span] = []
    for i in chosen:
        if spans and i and spans[-1].end == tokens[i - 1].end:
            spans[-1] = Span(spans[-1].start, tokens[i].end)
        else:
            spans.append(Span(tokens[i].start, tokens[i].end))
    return tuple(spans)
