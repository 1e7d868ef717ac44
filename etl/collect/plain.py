"""Fragments of HTML → plain text."""

from __future__ import annotations

import re
from html import unescape

from lxml.etree import ParserError
from lxml.html import document_fromstring

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HIDDEN = "//script|//style|//noscript|//template|//iframe|//object|//svg|//math"
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_ROUNDS = 4  # some feeds escape their HTML twice


def storable(text: str) -> str:
    """Without halves of characters: JSON can hold one, and no database stores it."""
    return text if text.isascii() else text.encode("utf8", "ignore").decode()


def plain(html: str) -> str:
    """The text of a fragment, a paragraph a line; script and style go, twice escaped ones too."""
    text = html
    for _ in range(_ROUNDS):
        before = text
        text = _text(text) if _TAG.search(text) else unescape(text)
        if text == before:
            break
    return _TAG.sub("", text).strip()


def _text(html: str) -> str:
    try:
        tree = document_fromstring(f"<div>{_NOT_XML.sub('', html)}</div>")
    except ParserError:
        return ""
    for element in tree.xpath(_HIDDEN):
        element.drop_tree()
    for element in tree.xpath("//br|//p|//div|//li|//tr|//h1|//h2|//h3|//h4|//blockquote"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(line for line in lines if line)
