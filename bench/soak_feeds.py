"""The feeds of the soak: what each says at a time of the week, and how an answer can be broken."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape

from tests.faults import server as bad

START = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
WHO = ("Das Hafenamt", "Der Stadtrat", "Die Reederei", "Eine Sprecherin", "Das Ministerium")
SAYS = ("bestätigte am {d}", "bestritt am {d}", "erklärte am {d}", "wies am {d} zurück")
WHAT = (
    "Deich",
    "Kran",
    "Brücke",
    "Schleuse",
    "Fähre",
    "Speicher",
    "Damm",
    "Turm",
    "Gleis",
    "Markt",
)
PLACE = ("Marenz", "Oldau", "Brunn", "Selm", "Tarvik", "Lohe", "Nessin", "Quarn", "Rieth", "Ulmen")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is fed, how much of it is broken, and how many of the articles state a claim."""

    feeds: int
    articles: int
    rounds: int
    faults: float
    claims: float = 1.0
    patience: float = 3.0  # seconds for an answer: a busy machine is no fault


def entry(feed: int, number: int, size: Size) -> str:
    """An article of a feed, always the same; its time is its place in the week."""
    chance = random.Random(f"{feed}/{number}")
    when = START + WEEK * (number + chance.random()) / size.articles
    subject = f"{chance.choice(WHAT)} {chance.randrange(1000)} in {chance.choice(PLACE)}"
    says = chance.choice(SAYS).format(d=f"{when:%d.%m.}")
    words = " ".join(chance.choice(WHAT + PLACE).lower() for _ in range(25))
    title, text = f"Was kostet {subject}?", f"Wer kennt {words}?"
    if chance.random() < size.claims:
        title = subject
        text = f"{chance.choice(WHO)} {says}, dass {subject} gesperrt wird. Notiz: {words}."
    return (
        f"<item><title>{title}</title><guid>{feed}-{number}</guid>"
        f"<link>https://paper{feed}.example/{number}</link>"
        f"<pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )


def window(feed: int, now: datetime, size: Size) -> bytes:
    """The feed as it stands: its newest entries, enough for several rounds to be missed."""
    newest = int(size.articles * min(1.0, (now - START) / WEEK))
    held = max(20, 6 * size.articles // size.rounds)
    items = "".join(entry(feed, n, size) for n in range(newest - 1, max(-1, newest - held - 1), -1))
    head = f'<rss version="2.0"><channel><title>Paper {feed}</title><language>de</language>'
    return f"{head}{items}</channel></rss>".encode()


def faulty(body: bytes) -> dict[str, bad.Answer]:
    """The ways in which an answer can be broken."""
    return {
        "stall": bad.stall,
        "drip_head": bad.drip_head,
        "drip_body": bad.drip_body,
        "cut": bad.cut(body),
        "short": bad.short(body),
        "hang_up": bad.hang_up,
        "gibberish": bad.gibberish,
        "bomb": bad.bomb,
        "endless": bad.endless,
        "circle": lambda request: request.send(302, location=request.path),
        "charset": bad.page(body, content_type="application/xml; charset=utf-16"),
        "not_packed": bad.page(body, content_encoding="gzip"),
        "429": bad.status(429, retry_after=1),
        "500": bad.status(500),
        "500 twice": bad.status(500),
        "404": bad.status(404),
    }
