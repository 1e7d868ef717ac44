"""Whose word it is, and which words say so: a linear token tagger with exact spans.

Each token begins a speaker (B), continues one (I), is cue (C) or other (O). The best sequence
with at most one speaker is found by dynamic programming (Viterbi 1967), so that the speaker
comes out as one phrase with both its ends weighed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression

from models.features import read
from models.labels import NO_CLAIM, Input, Span

# Hashed, so that the artefact holds no vocabulary; names of features are strings of value 1.
HASHER = FeatureHasher(n_features=2**18, input_type="string", alternate_sign=False)
OTHER, BEGIN, INSIDE, CUE = "O", "B", "I", "C"
LONGEST_SPEAKER = 25  # tokens
CUE_CUT = 0.5
EDGE_WEIGHT = 0.3  # how much the token after a speaker tells where it ends
ACCEPT = 1.0  # log-odds from which a speaker is named; both chosen on the corpus
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
        if match[0] in '"„“”«»':
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


def _token_features(tokens: list[_Token], status: str, lang: str) -> list[list[str]]:
    anchors = [i for i, token in enumerate(tokens) if token.cls in VERBAL and not token.quoted]
    preps = [i for i, token in enumerate(tokens) if token.cls == "source_prep"]
    rows = []
    for i, token in enumerate(tokens):
        row = [
            "bias",
            f"st={status}",
            f"pos={min(i, 6)}",
            f"end={min(len(tokens) - i, 5)}",
            f"q={token.quoted}",
            f"st={status}|c={token.cls}",
        ]
        for offset in (-3, -2, -1, 0, 1, 2, 3):
            j = i + offset
            if not 0 <= j < len(tokens):
                row.append(f"{offset}:edge")
                continue
            near = tokens[j]
            row += [f"{offset}:s={_shape(near.text)}", f"{offset}:c={near.cls}"]
            if abs(offset) < 3:
                lower = near.text.lower()
                row += [f"{offset}:w={lower}", f"{offset}:e={lower[-3:]}|{lang}"]
        if i:
            row.append(f"pair={tokens[i - 1].cls}|{token.cls}|{_shape(token.text)}")
        row += _distance("verb", i, anchors, tokens) + _distance("prep", i, preps, tokens)
        rows.append(row)
    return rows


def _distance(name: str, i: int, anchors: list[int], tokens: list[_Token]) -> list[str]:
    """How far the nearest anchor is, on which side, and what stands between."""
    if not anchors:
        return [f"{name}=none"]
    near = min(anchors, key=lambda anchor: (abs(anchor - i), anchor))
    between = tokens[min(i, near) + 1 : max(i, near)]
    marks = "".join(sorted({t.text for t in between if t.text in ',:;"„“”«»–'}))
    small = any(t.text[0].islower() for t in between)
    side = "<" if near < i else ">" if near > i else "="
    far = min(abs(near - i), 8)
    return [
        f"{name}={side}{far}",
        f"{name}={side}|{marks}",
        f"{name}={side}|{tokens[near].cls}|{marks}|{small}",
    ]


class AttributionModel:
    """Finds speaker and cue in sentences of known status."""

    def __init__(self, parts: dict[str, Any]) -> None:
        """`parts`: the fitted classifier."""
        self.parts = parts

    @classmethod
    def fit(
        cls, items: list[Input], statuses: list[str], found: list[Attribution]
    ) -> AttributionModel:
        """Train on sentences with their status, speaker and cue spans."""
        rows: list[list[str]] = []
        labels: list[str] = []
        for item, status, spans in zip(items, statuses, found, strict=True):
            tokens = _tokens(item.text, item.lang)
            rows += _token_features(tokens, status, item.lang)
            labels += [_label(tokens, i, spans) for i in range(len(tokens))]
        classifier = LogisticRegression(C=1.0, max_iter=150, tol=1e-3)
        classifier.fit(HASHER.transform(rows), labels)
        classifier.coef_ = np.round(classifier.coef_, 4).astype(np.float32)
        return cls({"classifier": classifier})

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
        shares = classifier.predict_proba(HASHER.transform(rows))
        order = [list(classifier.classes_).index(name) for name in (OTHER, BEGIN, INSIDE, CUE)]
        logs = np.log(np.clip(shares[:, order], 1e-6, 1.0))
        result, place = [], 0
        for status, tokens in zip(statuses, token_lists, strict=True):
            own = logs[place : place + len(tokens)]
            place += len(tokens)
            speaker = _speaker(tokens, own)
            cues = _cues(tokens, np.exp(own[:, 3]), required=status != "confirmed")
            result.append(Attribution(speaker, cues))
        return result


def _label(tokens: list[_Token], place: int, spans: Attribution) -> str:
    token, speaker = tokens[place], spans.speaker
    if speaker and speaker.start <= token.start < speaker.end:
        return INSIDE if place and tokens[place - 1].start >= speaker.start else BEGIN
    if any(cue.start <= token.start < cue.end for cue in spans.cues):
        return CUE
    return OTHER


def _speaker(tokens: list[_Token], logs: NDArray[np.float64]) -> Span | None:
    """The span [first, last] that raises the sentence's log-probability most, or None.

    `logs` has shape (tokens, 4): log-probabilities of O, B, I, C.
    """
    if not tokens:
        return None
    outside = np.logaddexp(logs[:, 0], logs[:, 3])
    begins, insides = logs[:, 1] - outside, logs[:, 2] - outside
    best, found = ACCEPT, None
    gain, first = -np.inf, 0
    for i in range(len(tokens)):
        going_on = gain + insides[i] if i - first < LONGEST_SPEAKER else -np.inf
        if begins[i] >= going_on:
            gain, first = float(begins[i]), i
        else:
            gain = float(going_on)
        # What follows a speaker must be outside: its log-odds against going on count too.
        end = gain - float(insides[i + 1]) * EDGE_WEIGHT if i + 1 < len(tokens) else gain
        if end > best:
            best, found = end, (first, i)
    if found is None:
        return None
    first, last = found
    while first <= last and tokens[first].text in _EDGE:
        first += 1
    while last >= first and tokens[last].text in _EDGE - set(")."):
        last -= 1
    return Span(tokens[first].start, tokens[last].end) if first <= last else None


def _cues(tokens: list[_Token], shares: NDArray[np.float64], *, required: bool) -> tuple[Span, ...]:
    """Runs of tokens that are more likely cue than not; at least the likeliest if required."""
    if not tokens:
        return ()
    chosen = [
        i for i, share in enumerate(shares) if share > CUE_CUT and tokens[i].text[0].isalnum()
    ]
    if not chosen and required and shares.max() > CUE_CUT / 2:
        chosen = [int(shares.argmax())]
    spans: list[Span] = []
    for i in chosen:
        if spans and i and spans[-1].end == tokens[i - 1].end:
            spans[-1] = Span(spans[-1].start, tokens[i].end)
        else:
            spans.append(Span(tokens[i].start, tokens[i].end))
    return tuple(spans)
