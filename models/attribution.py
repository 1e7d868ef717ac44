"""Whose word it is, and which words say so: a ranking of word spans.

Three conditional logit models (choice.py) share one form. Two choose, of all words of a
sentence, the one where the speaker begins and the one where he ends; the spans between the
likeliest of both are the candidates, and the third chooses among them, with a share of what the
first two say of their edges. "Nobody" stands in each choice too. A logistic regression says for
each word whether it is cue. Their weights are read by the hashed numbers of features
(wordcodes.py), which know words, classes of the lexicon, function words and punctuation around
both edges, but no names.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from models import choice
from models.augment import located, with_others_speaking
from models.choice import Floats, Weights
from models.features import read
from models.labels import NO_CLAIM, Attribution, Input, Span
from models.wordcodes import Batch, Ints

BATCH = 512  # sentences at a time: their features stay in the processor's cache
EDGES = 6  # likeliest first words, and likeliest last words, that make the candidates
LONGEST_SPEAKER = 25  # words
# How much the two choices of an edge count beside the choice of a span; chosen on the articles of
# writers whom the models had not seen (evaluate.REPORTS).
EDGE_SHARE = 0.5
ACCEPT = 0.0  # log-odds against "nobody" from which a speaker is named; chosen on the corpus
CUE_CUT = 0.5


def _features(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(texts).split()))


# Codes of the word at an edge (C), of its neighbours (C-1, C+1), and combinations of them.
_NEAR = (
    "C C-1 C+1 S S-1 S+1 G G+1 W-1 W W+1 E E+1 C-1,S W-1,S W-1,W W+1,S E,E+1 G,S G,C-1 G+1,C+1"
    " G+1,S+1 T T-1,T T,T+1 T-1,T,T+1 T-2,T-1,T T,T+1,T+2 T-2,T-1 T+1,T+2 T-1,G,T T,G+1,T+1"
)
WORD = _features(
    _NEAR,
    "C-2 C+2 E-1 C,S S,S+1 C-1,C,C+1 W,W+1 E-1,E L,A R,B L,A,S R,B,S L,A,G R,B,G+1 P,N P,N,S L,R",
    "L,A,X R,B,X Q,X Q,L,R C,X F,S F,R,B U,A V,B",
)
SPAN = _features(
    *(",".join(f"b{code}" for code in feature.split(",")) for feature in _NEAR.split()),
    *(",".join(f"e{code}" for code in feature.split(",")) for feature in _NEAR.split()),
    "bC+1,bS+1 bG+1,bW+1 eC+1,eS+1 eG+1,eW+1",
    # Reporting words and prepositions near the edges, and both edges together.
    "bL,bA eR,eB bL,bA,bG eR,eB,eG+1 bL,eR,X bL,bA,eR,eB bP,bN bP,bN,X bL,bA,X eR,eB,X bQ,X bF,X",
    "bU,bA eV,eB bU,bA,bG eV,eB,eG+1 eU,X eV,X bV,bB eU,eA,eG+1 bF,eR,eB bG,bL,bA,eG+1,eR,eB",
    "bG,eG+1 bC,eC bS,eS bE,eE bT,eT bC-1,eC+1 bG,bC-1,eG+1,eC+1 bW-1,eW+1 bW-1,eC+1 bC-1,eW+1",
    "bT-1,eT+1 bT-1,bT,eT,eT+1 bG,bT-1,eT+1,eG+1 bL,eR,bT-1,eT+1",
    # Length, and how many of what stand inside.
    "n n,bS,eS n,k k m v q c r bF,n r,n r,bL,bA r,eR,eB m,bC m,n v,n bS,n bS,eS,m m,k,n bT,n bT,m",
    "x x,n d t y u w a z i y,t d,bT a,m w,m z,n z,eT+1 a,eT+1 x,w x,u i,n d,z,k",
)
NOBODY = _features(
    "X X,v X,s X,v,s X,v,s,q X,j X,l X,v,s,h X,r,v,s X,l,v,s n,X X,p,v,s X,o,v,s bV,X bV,bB,X eU,X",
    "bT,X bR,X eL,X bR,eL,X bW,X bT,bR,bB eG+1,X bE,X eE,X eW,X bV,eU",
)
CUE = _features(  # besides WORD
    "C,X,S W,X E,X C-1,C,X C,C+1,X W-1,X W+1,X Q,C,X D,X D,C,X D,W D,T,X C-1,X C+1,X C-2,X C+2,X",
    "G,X G+1,X F,C,X P,N,X T-1,T,X T,T+1,X L,A,C R,B,C U,W,X V,W,X T,X L,R,C,X",
)


class AttributionModel:
    """Finds speaker and cue in sentences of known status."""

    def __init__(self, parts: dict[str, Any]) -> None:
        """`parts`: weights of first word, last word, span and cue, each one long array."""
        self.parts = parts

    @classmethod
    def fit(
        cls, items: list[Input], statuses: list[str], found: list[Attribution]
    ) -> AttributionModel:
        """Train on sentences with their status, speaker and cue spans."""
        items, statuses, found = with_others_speaking(items, statuses, found)
        batch = Batch(items, statuses)
        first, last = _speaker_rows(batch, items, found)
        nobody = batch.of_sentences(NOBODY)
        words = batch.of_words(WORD, batch.rows)
        model = cls({})
        for name, edge in (("first", first), ("last", last)):
            right = np.isin(batch.rows, edge[edge >= 0])
            model.parts[name] = choice.fit(words, batch.sentence, nobody, right)
        begin, end, group, _ = model._candidates(batch, words)
        right = (begin == first[group]) & (end == last[group])
        lost = np.setdiff1d(np.flatnonzero(first >= 0), group[right])
        begin, end = np.append(begin, first[lost]), np.append(end, last[lost])
        group, right = np.append(group, lost), np.append(right, np.ones(len(lost), bool))
        model.parts["span"] = choice.fit(batch.of_spans(SPAN, begin, end), group, nobody, right)
        batch.mark(first, last)
        model.parts["cue"] = _cue_weights(batch, words, found)
        return model

    def find(self, items: list[Input], statuses: list[str]) -> list[Attribution]:
        """Speaker and cue of each sentence; nothing for a sentence without a claim."""
        nothing = Attribution(None, ())
        return self._all(items, statuses, [nothing] * len(items))

    def find_others(
        self, items: list[Input], statuses: list[str], known: list[Attribution]
    ) -> list[Attribution]:
        """A second speaker with a cue of his own beside the known one, else nothing.

        "A says that X; B denies it": B is known, A is found.
        """
        found = self._all(items, statuses, known)
        return [each if each.speaker and each.cues else Attribution(None, ()) for each in found]

    def _all(
        self, items: list[Input], statuses: list[str], known: list[Attribution]
    ) -> list[Attribution]:
        result = [Attribution(None, ()) for _ in items]
        asked = [
            i
            for i, (item, status) in enumerate(zip(items, statuses, strict=True))
            if status != NO_CLAIM and read(item.text, item.lang).words
        ]
        for start in range(0, len(asked), BATCH):
            part = asked[start : start + BATCH]
            found = self._find(
                [items[i] for i in part], [statuses[i] for i in part], [known[i] for i in part]
            )
            for i, attribution in zip(part, found, strict=True):
                result[i] = attribution
        return result

    def _find(
        self, items: list[Input], statuses: list[str], known: list[Attribution]
    ) -> list[Attribution]:
        batch = Batch(items, statuses)
        features = batch.of_words(WORD, batch.rows)
        taken = _taken(batch, known)
        first, last = self._speakers(batch, features, taken)
        batch.mark(first, last)
        odds = self._score("cue", features) + self._score("cue", batch.of_words(CUE, batch.rows))
        shares = np.where(taken[batch.rows], 0.0, 1 / (1 + np.exp(-odds))).tolist()
        result, place = [], 0
        begins, ends = (first - batch.first).tolist(), (last - batch.first).tolist()
        for item, status, words, before, a, b in zip(
            items, statuses, batch.words, known, begins, ends, strict=True
        ):
            own = shares[place : place + len(words)]
            place += len(words)
            speaker = None
            if a >= 0:
                speaker = _whole(item.text, Span(words[a].start, words[b].end))
                own[a : b + 1] = [0.0] * (b + 1 - a)
            spans = [Span(word.start, word.end) for word in words]
            required = status != "confirmed" and not before.cues
            result.append(Attribution(speaker, _cues(item.text, spans, own, required=required)))
        return result

    def _score(self, name: str, features: Ints) -> Floats:
        total: Floats = self.parts[name][features].sum(axis=1, dtype=np.float64)
        return total

    def _candidates(self, batch: Batch, words: Ints) -> tuple[Ints, Ints, Ints, Floats]:
        """First row, last row and sentence of each candidate, and the score of its edges."""
        count = len(batch.sizes)
        begins, ends = np.full((2, count, EDGES), -1)
        edges = np.zeros((2, len(batch.codes["W"])))
        starts = np.repeat(np.cumsum(batch.sizes) - batch.sizes, batch.sizes)
        for name, table, scores in (("first", begins, edges[0]), ("last", ends, edges[1])):
            scores[batch.rows] = self._score(name, words)
            order = np.lexsort((-scores[batch.rows], batch.sentence))
            rank = np.arange(len(order)) - starts  # the sentences stay in their order
            best = order[rank < EDGES]
            table[batch.sentence[best], rank[rank < EDGES]] = batch.rows[best]
        begin, end = np.repeat(begins, EDGES, axis=1).ravel(), np.tile(ends, EDGES).ravel()
        group = np.repeat(np.arange(count), EDGES * EDGES)
        good = (begin >= 0) & (end >= begin) & (end - begin < LONGEST_SPEAKER)
        begin, end, group = begin[good], end[good], group[good]
        whole = batch.may_be_spans(begin, end)
        begin, end = begin[whole], end[whole]
        return begin, end, group[whole], edges[0][begin] + edges[1][end]

    def _speakers(self, batch: Batch, words: Ints, taken: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """First and last row of each sentence's speaker among words not taken, -1 for nobody."""
        begin, end, group, edges = self._candidates(batch, words)
        before = np.append(0, np.cumsum(taken))
        free = before[begin] == before[end + 1]
        begin, end, group, edges = begin[free], end[free], group[free], edges[free]
        first, last = np.full((2, len(batch.sizes)), -1)
        if not len(group):
            return first, last
        sentences = batch.of_sentences(NOBODY)
        nobody = self._score("span", sentences)
        nobody += EDGE_SHARE * (self._score("first", sentences) + self._score("last", sentences))
        score = self._score("span", batch.of_spans(SPAN, begin, end)) + EDGE_SHARE * edges
        mass = np.bincount(group, np.exp(score - nobody[group]), len(nobody))
        order = np.lexsort((score, group))
        best = order[np.append(group[order][1:] != group[order][:-1], True)]
        best = best[mass[group[best]] > np.exp(ACCEPT)]
        first[group[best]], last[group[best]] = begin[best], end[best]
        return first, last


def _taken(batch: Batch, known: list[Attribution]) -> NDArray[np.bool_]:
    """Which rows are words of the speakers and cues known already."""
    taken = np.zeros(len(batch.codes["W"]), dtype=bool)
    for first, words, each in zip(batch.first, batch.words, known, strict=True):
        spans = [span for span in (each.speaker, *each.cues) if span]
        for i, word in enumerate(words) if spans else ():
            taken[first + i] = any(span.start <= word.start < span.end for span in spans)
    return taken


def _cue_weights(batch: Batch, features: Ints, found: list[Attribution]) -> Weights:
    is_cue = [
        any(cue.start <= word.start < cue.end for cue in spans.cues)
        for words, spans in zip(batch.words, found, strict=True)
        for word in words
    ]
    classifier = LogisticRegression(max_iter=60, tol=1e-3, fit_intercept=False)
    classifier.fit(choice.matrix(np.hstack([features, batch.of_words(CUE, batch.rows)])), is_cue)
    return choice.rounded(classifier.coef_[0])


def _speaker_rows(batch: Batch, items: list[Input], found: list[Attribution]) -> tuple[Ints, Ints]:
    """First and last row of each given speaker, -1 for none."""
    first, last = np.full((2, len(items)), -1)
    for i, (item, spans) in enumerate(zip(items, found, strict=True)):
        span = located(item.text, spans)
        if span is None:
            continue
        inside = [j for j, w in enumerate(batch.words[i]) if span.start <= w.start < span.end]
        if inside:
            first[i], last[i] = batch.first[i] + inside[0], batch.first[i] + inside[-1]
    return first, last


def _whole(text: str, span: Span) -> Span:
    """A span with the quotation mark or bracket that belongs to one inside."""
    inside, before, after = span.of(text), text[: span.start][-1:], text[span.end :][:1]
    for opening, closing in ("„“", "“”", "„”", "«»", "»«", "()", '""'):
        opened, closed = inside.count(opening), inside.count(closing)
        if after == closing and (opened % 2 if opening == closing else opened > closed):
            return Span(span.start, span.end + 1)
        if before == opening and (opened % 2 if opening == closing else closed > opened):
            return Span(span.start - 1, span.end)
    return span


def _cues(text: str, words: list[Span], shares: list[float], *, required: bool) -> tuple[Span, ...]:
    """Runs of words that are more likely cue than not; at least the likeliest if required."""
    chosen = [i for i, share in enumerate(shares) if share > CUE_CUT]
    if not chosen and required and shares and max(shares) > CUE_CUT / 2:
        chosen = [shares.index(max(shares))]
    spans: list[Span] = []
    for i in chosen:
        if spans and i - 1 in chosen and not text[words[i - 1].end : words[i].start].strip("-' "):
            spans[-1] = Span(spans[-1].start, words[i].end)
        else:
            spans.append(words[i])
    return tuple(spans)
