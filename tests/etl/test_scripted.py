"""Pages that the browser puts together: the article is a string in a script."""

from __future__ import annotations

import json
import time

import pytest
from lxml.html import document_fromstring

from etl.collect import scripted
from etl.collect.pages import read_page
from etl.records import RawArticle, Rejected

SENTENCES = [
    "The harbour office of Marenz has confirmed that divers found three old ships in the basin.",
    "A spokesman of the shipping company denied that the dredgers had damaged the wrecks.",
    "According to the divers the ships lie at a depth of eleven metres and are made of oak.",
]
COUNTER = (
    '<noscript><iframe src="https://count.example/x" height="0" width="0"></iframe></noscript>'
)
HTML = "@@SLOT@@".join(f'<p class="t">{text}</p>' for text in SENTENCES)


def page(script: str, *, kind: str = "article", extra: str = "") -> bytes:
    return (
        f'<html><head><meta property="og:type" content="{kind}">'
        f'<meta property="og:title" content="Three wrecks in the basin">{extra}</head>'
        f"<body>{COUNTER}<main><div>Loading</div></main><script>{script}</script></body></html>"
    ).encode()


def escaped(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e")


STATE = escaped({"items": [{"note": "<p>Short</p>"}, {"contentHtml": HTML}]})


@pytest.mark.parametrize(
    "script",
    [
        f"window.STATE = {STATE};",
        f"self.queue.push([1,{escaped(HTML)}])",
        "window.STATE = " + json.dumps({"body": HTML}).replace("</", r"<\/"),
    ],
)
def test_the_text_is_read_without_the_programs_marks(script: str) -> None:
    found = read_page(page(script), RawArticle(file="f", url="https://ledger.example/n/1"))
    assert isinstance(found, RawArticle), found
    assert (found.title, (found.text or "").split("\n")) == ("Three wrecks in the basin", SENTENCES)


@pytest.mark.parametrize(
    "raw",
    [
        page(f"window.STATE = {STATE};", kind="website"),
        page(
            f"window.STATE = {STATE};",
            extra='<meta property="article:content_tier" content="locked">',
        ),
        page("window.STATE = " + escaped({"note": "<p>One</p><p>Two</p>"})),
        page('window.STATE = "<p>a<p>b<p>c\\'),
    ],
)
def test_what_is_no_article_paid_or_too_little_is_left(raw: bytes) -> None:
    found = read_page(raw, RawArticle(file="f", url="https://ledger.example/n/1"))
    assert isinstance(found, Rejected)
    # A frame that only counts visits makes no frame page: the feed's teaser may stand in for it.
    assert found.reason == "no_article"


def test_a_page_that_shows_its_text_is_read_as_shown() -> None:
    tree = document_fromstring(page(f"window.STATE = {STATE};"))
    assert scripted.body(tree, "word " * 59) is not None
    assert scripted.body(tree, "word " * 60) is None


def test_strings_without_an_end_take_no_time() -> None:
    tree = document_fromstring(page("x = '\"<p><p><p>" + '\\"' * 500_000))
    start = time.process_time()
    assert scripted.body(tree, "") is None
    assert time.process_time() - start < 5
