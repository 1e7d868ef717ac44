"""The article of a page that the browser puts together: its HTML lies in a script, as a string."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

MAX_CHARS = 2_000_000  # of one script; a longer one is a program
_SHOWN = 60  # words; a page that shows more has its text in its body
_PARAGRAPHS = 3  # a string with fewer is a caption, a notice or a box
# The end may be missing: a try from every quote inside would take minutes.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_PARAGRAPH = re.compile(r"(?:<|\\u003c)p\b", re.IGNORECASE)


def body(tree: HtmlElement, shown: str) -> bytes | None:
    """A page with the article's HTML, if the page itself shows no text but a script holds it."""
    if len(shown.split()) >= _SHOWN:
        return None
    html = max(_strings(tree), key=len, default=None)
    return f"<html><body><article>{html}</article></body></html>".encode() if html else None


def _strings(tree: HtmlElement) -> Iterator[str]:
    """Every string of the page's scripts that is HTML of several paragraphs."""
    for script in tree.iter("script"):
        text = script.text or ""
        if len(text) > MAX_CHARS or not _many(text):
            continue
        for match in _STRING.finditer(text):
            if _many(match[0]) and _many(html := _decoded(match[0])):
                yield html


def _many(text: str) -> bool:
    return len(_PARAGRAPH.findall(text)) >= _PARAGRAPHS


def _decoded(literal: str) -> str:
    try:
        return str(json.loads(literal)).encode("utf8", "replace").decode()
    except ValueError:
        return ""
