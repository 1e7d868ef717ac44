"""HTML pages in, raw articles out."""

from __future__ import annotations

from dataclasses import replace

from etl.records import RawArticle


def article(raw: bytes, blank: RawArticle) -> RawArticle | None:
    """Title, text, date, language and URL of a page, by trafilatura; None without text."""
    from trafilatura import bare_extraction  # takes a second to import

    page = bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=False)
    if page is None or isinstance(page, dict) or not page.text:
        return None
    return replace(
        blank,
        url=page.url,
        id=blank.file,
        title=page.title,
        text=page.text,
        published_at=page.date,
        source=None if page.url else page.hostname or page.sitename,
        language=page.language,
        origin="page",
    )
