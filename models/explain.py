"""Why a sentence has its status, in words: what weighed most for it against the other two."""

from __future__ import annotations

import re

import numpy as np

from models import grams
from models.features import masked
from models.frame import frame_of
from models.labels import STATUSES, Input
from models.status import STATUS_SCALES, StatusModel

REASONS = 3
CLASS_NAMES = {
    "say": "a verb of saying",
    "act": "a verb of praising, demanding, promising and the like",
    "claim_verb": "a verb of claiming or believing",
    "report": "a verb of reporting",
    "source_prep": "words such as “according to”",
    "hedge": "a hedge",
    "hearsay_modal": "a form of hearsay",
    "modal": "a modal verb",
    "plan": "words of plan or expectation",
    "unverified": "words such as “could not be verified”",
    "confirm": "a word of confirmation",
    "admit": "a word of admission",
    "announce": "an announcement",
    "deny": "a word of denial",
    "reject": "a word of turning down",
    "false": "a word for untruth",
    "no_evidence": "“no evidence”",
    "not_deny": "“did not deny”",
    "acquit": "an acquittal",
    "accuse_legal": "a charge or suspicion",
    "convict": "a conviction",
    "claim_noun": "a noun such as “claim”",
    "demand_noun": "a noun such as “demand”",
    "evidence_noun": "a noun such as “evidence”",
    "statistic_noun": "a noun such as “survey”",
    "so_far": "“so far”",
    "negation": "a negation",
    "mood": "the mood of reported speech",
    "should": "a word of duty",
    "opinion": "a word of opinion",
    "boilerplate": "the words of a web page",
    "conjunction": "“that” or “whether”",
    "role": "an office or institution",
    "pronoun": "a pronoun",
    "anonymous": "an unnamed source",
    "question": "a question word",
}
_USES = {"n": " as a noun", "a": " as an attribute", "p": " as a predicate", "": ""}
_PLACES = {
    "m": "in the main clause",
    "n": "in a later main clause",
    "s": "in a side clause",
    "t": "in a “that” clause",
    "r": "in a relative clause",
    "c": "after the colon",
    "p": "in brackets",
}
_QUOTED = {"": "", "q": ", quoted", "x": ", in scare quotes"}
_NAME = r"(?P<cls>[a-z_]+)(?:/(?P<use>[nap]))?(?P<neg>!)?"
_AT = re.compile(rf"{_NAME}@(?P<kind>[mnstrcp])(?P<quoted>[qx]?)")
_MAIN = re.compile(rf"MAIN_{_NAME}")
_ASIDE = re.compile(rf"ASIDE_{_NAME}")
_WORDING = re.compile(r"[a-z]{2}:(?P<words>[^@/!]+)(?:/[nap])?!?@(?P<where>MAIN|ASIDE)")
_BEFORE = re.compile(r"(?P<tag>[PH])_(?P<cls>[a-z_]+)")
_PLAIN = {
    "MAIN_none": "no word of attribution or doubt in the main clause",
    "HEAD": "it is a headline",
    "SCARE": "scare quotes",
    "ME": "somebody tells of themselves",
    "QUOTED0": "nothing is quoted",
    "QUOTED3": "most of it is quoted",
    "QUOTED4": "most of it is quoted",
    "P_QUOTE": "the sentence before ends with a quotation",
}


def reasons(model: StatusModel, item: Input, status: str) -> list[str]:
    """The strongest features for a status that can be said in words, at most REASONS."""
    classifier = model.parts["status"]
    own = list(classifier.classes_).index(status)
    others = [i for i in range(len(STATUSES)) if i != own]
    weights = classifier.coef_[own] - classifier.coef_[others].mean(axis=0)
    offset = grams.WORD_SPACE + grams.LETTER_SPACE
    found: dict[str, float] = {}
    for mark in dict.fromkeys(frame_of(item)):
        words = in_words(mark)
        if words:
            weight = float(weights[offset + grams.mark_number(mark)]) * STATUS_SCALES[1]
            found[words] = found.get(words, 0.0) + weight
    text = masked(item)
    counted = model.parts["words"].transform(grams.words([text])).toarray()[0]
    for word in dict.fromkeys(re.findall(r"\w+", text)):
        place = int(grams.words([word]).indices[0])
        name = "a number" if word == "0" else f"the word “{word}”"
        found[name] = float(weights[place] * counted[place]) * STATUS_SCALES[0]
    best = sorted(found, key=lambda words: -found[words])[:REASONS]
    return [words for words in best if found[words] > np.finfo(float).eps]


def in_words(mark: str) -> str:
    """A mark of the frame in words; "" for one that only a grammar could tell."""
    if mark in _PLAIN:
        return _PLAIN[mark]
    for pattern, say in ((_AT, _at), (_MAIN, _main), (_ASIDE, _aside)):
        match = pattern.fullmatch(mark)
        if match and match["cls"] in CLASS_NAMES:
            return say(match)
    match = _WORDING.fullmatch(mark)
    if match:
        where = "in" if match["where"] == "MAIN" else "outside of"
        return f"“{match['words']}” {where} the main clause"
    match = _BEFORE.fullmatch(mark)
    if match and match["cls"] in CLASS_NAMES:
        where = "the sentence before" if match["tag"] == "P" else "the headline"
        return f"{CLASS_NAMES[match['cls']]} in {where}"
    return ""


def _named(match: re.Match[str]) -> str:
    negated = ", negated" if match["neg"] else ""
    return f"{CLASS_NAMES[match['cls']]}{_USES[match['use'] or '']}{negated}"


def _at(match: re.Match[str]) -> str:
    return f"{_named(match)} {_PLACES[match['kind']]}{_QUOTED[match['quoted']]}"


def _main(match: re.Match[str]) -> str:
    return f"{_named(match)} in the main clause"


def _aside(match: re.Match[str]) -> str:
    return f"{_named(match)} only aside of the main clause"
