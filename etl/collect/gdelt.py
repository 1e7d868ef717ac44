"""GDELT's lists in, raw articles out: the Global Knowledge Graph 2.1 and the Article List."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

from etl.collect import tables
from etl.collect.inputs import InputFile, Item, bounded_lines
from etl.dates import read
from etl.records import RawArticle

# http://data.gdeltproject.org/documentation/GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf
N_COLUMNS = 27
DATE, COLLECTION, SOURCE, URL, TRANSLATION, EXTRAS = 1, 2, 3, 4, 25, 26
WEB = "1"  # other collections name no web address
COLUMNS = {
    "url": "DocumentIdentifier",
    "title": "PAGE_TITLE",
    "published_at": "PAGE_PRECISEPUBTIMESTAMP",
    "source": "SourceCommonName",
    "language": "TranslationInfo",
    "fetched_at": "DATE",
}
_TITLE = re.compile(r"<PAGE_TITLE>(.{0,2000}?)</PAGE_TITLE>")
_PUBLISHED = re.compile(r"<PAGE_PRECISEPUBTIMESTAMP>(\d{14})</PAGE_PRECISEPUBTIMESTAMP>")
_LANGUAGE = re.compile(r"srclc:([a-z]{3})")
_FILE_TIME = re.compile(r"(\d{14})")
# GDELT writes the moment when it saw an article where the article names no date.
_SEEN_WITHIN = timedelta(minutes=16)


def gkg(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """Titles, addresses and dates of a .gkg.csv file: tabs, no header, no article text."""
    with file.path.open("rb") as raw:
        for number, line in bounded_lines(raw, max_bytes):
            if line is None:
                detail = f"the line is longer than {max_bytes:,} bytes"
                yield file.reject(number, "record_too_large", detail)
                continue
            # GDELT's own files hold stray bytes of other encodings in columns that are not read.
            cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
            yield _gkg_row(file, number, cells)


def _gkg_row(file: InputFile, number: int, cells: list[str]) -> Item:
    if len(cells) != N_COLUMNS:
        detail = f"{len(cells)} cells for {N_COLUMNS} columns"
        return file.reject(number, "bad_csv", detail, "\t".join(cells[:6]))
    if cells[COLLECTION] != WEB:
        return file.reject(number, "not_web", "a record of no web page", "\t".join(cells[:6]))
    title = _TITLE.search(cells[EXTRAS])
    published = _PUBLISHED.search(cells[EXTRAS])
    language = _LANGUAGE.search(cells[TRANSLATION])
    return replace(
        file.blank(number),
        url=cells[URL],
        id=cells[0],
        title=unescape(title[1]).strip() if title else None,
        published_at=published[1] if published else None,
        source=cells[SOURCE] or None,
        language=language[1] if language else None,
        fetched_at=cells[DATE],
    )


def article_list(file: InputFile, max_bytes: int) -> Iterator[Item]:
    """The lines of a .gal.json file; a date that is only when GDELT saw the article is none."""
    stamp = _FILE_TIME.search(file.name)
    seen, _ = read(stamp[1], "UTC") if stamp else (None, "unknown")
    for item in tables.lines(file, max_bytes):
        yield _without_seen(item, seen) if isinstance(item, RawArticle) and seen else item


def _without_seen(article: RawArticle, seen: datetime) -> RawArticle:
    published, _ = read(article.published_at, "UTC")
    if published and abs(published - seen.astimezone(UTC)) <= _SEEN_WITHIN:
        return replace(article, published_at=None, fetched_at=article.published_at)
    return replace(article, fetched_at=seen.isoformat())
