"""Files in, raw articles out: every kind, and every kind of broken."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl.collect import files
from etl.collect.columns import map_columns
from etl.collect.inputs import InputFile
from etl.errors import UsageError
from etl.records import RawArticle, Rejected

LIMIT = 1_000_000


def read(path: Path, limit: int = LIMIT) -> list[RawArticle | Rejected]:
    return list(files.read(InputFile(path, path.name), limit))


def reasons(path: Path, limit: int = LIMIT) -> list[tuple[str, int | None]]:
    return [(r.reason, r.line) for r in read(path, limit) if isinstance(r, Rejected)]


def test_jsonl_maps_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"Link": "https://a.example/1", "Headline": "T", "body": "B", "date": "2026-03-01"}\n'
    )
    (article,) = read(path)
    assert isinstance(article, RawArticle)
    assert (article.url, article.title, article.text) == ("https://a.example/1", "T", "B")
    assert article.published_at == "2026-03-01"


def test_broken_json_names_its_line_and_loses_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = '{"title": "ok"}\n'
    path.write_text(good * 16 + '{"title": "bro\n' + good * 3)
    assert reasons(path) == [("bad_json", 17)]
    assert len(read(path)) == 20


@pytest.mark.parametrize("line", ["[1, 2]", '"text"', "17", "null"])
def test_a_json_line_that_is_no_object(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line + "\n")
    assert reasons(path) == [("bad_json", 1)]


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"title": "ok"}\n{"title": "\xff\xfe"}\n')
    assert reasons(path) == [("bad_encoding", 2)]


def test_a_line_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"title": "' + b"x" * 5_000 + b'"}\n{"title": "ok"}\n')
    assert reasons(path, limit=1_000) == [("record_too_large", 1)]
    assert [r.title for r in read(path, 1_000) if isinstance(r, RawArticle)] == ["ok"]


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.touch()
    assert reasons(path) == [("empty_file", None)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_separators_quotes_and_line_numbers(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'title{mark}text\nA{mark}"two\nlines"\nB{mark}last\n', encoding="utf-8-sig")
    got = [(r.title, r.text, r.line) for r in read(path) if isinstance(r, RawArticle)]
    assert got == [("A", "two\nlines", 3), ("B", "last", 4)]


def test_csv_rows_that_do_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"title,text\na,b,c\nok,ok\n\xff,x\n")
    assert reasons(path) == [("bad_csv", 2), ("bad_encoding", 4)]


def test_parquet_dates_become_iso(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame({"headline": ["T"], "date": [pl.Series(["2026-03-01"]).str.to_date()[0]]})
    frame.write_parquet(path)
    (article,) = read(path)
    assert isinstance(article, RawArticle)
    assert (article.title, article.published_at, article.line) == ("T", "2026-03-01", 1)


def test_text_file_has_its_title_in_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nFirst. Second.\nThird.\n")
    (article,) = read(path)
    assert isinstance(article, RawArticle)
    assert (article.title, article.text, article.id) == ("Title", "First. Second.\nThird.", "a.txt")


def test_text_file_that_is_no_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Title\nText \xfc\n")
    assert reasons(path) == [("bad_encoding", 2)]


def test_rss_entries_without_script(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        "<rss version='2.0'><channel><title>F</title><link>https://a.example/</link>"
        "<item><title>One &amp; two</title><link>https://a.example/1</link>"
        "<pubDate>Tue, 03 Mar 2026 08:15:00 GMT</pubDate>"
        "<description>&lt;p&gt;Text&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item>"
        "</channel></rss>"
    )
    (article,) = read(path)
    assert isinstance(article, RawArticle)
    assert (article.title, article.text, article.origin) == ("One & two", "Text", "feed")


def test_html_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    body = "".join(
        f"<p>{s}</p>"
        for s in ["The council met on Monday for three hours."] * 1
        + [
            "The mayor said the bridge would reopen in May after repairs to its main cable.",
            "Residents have waited for two years and hope that the work is finished in time.",
        ]
    )
    path.write_text(
        "<html lang='en'><head><title>Bridge to reopen in May</title>"
        "<meta property='article:published_time' content='2026-03-01T10:00:00Z'></head>"
        "<body><nav>Home</nav><article><h1>Bridge to reopen in May</h1>"
        f"{body}</article></body></html>"
    )
    (article,) = read(path)
    assert isinstance(article, RawArticle)
    assert article.title == "Bridge to reopen in May"
    assert "main cable" in (article.text or "")
    assert "Home" not in (article.text or "")


def test_a_page_without_article(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body></body></html>")
    assert reasons(path) == [("no_article", None)]


def test_a_folder_is_read_in_order_and_the_rest_left(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "readme.md"):
        (tmp_path / name).write_text("x")
    assert [f.name for f in files.find([tmp_path])] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda d: d / "missing.csv", "no such file"),
        (lambda d: _folder(d), "no readable files"),
        (lambda d: _parquet(d), "no column for title or text"),
        (lambda d: _csv(d), "line 1: no column for title or text"),
        (lambda d: _odd(d), "unknown kind"),
    ],
)
def test_named_inputs_that_cannot_be_used(tmp_path: Path, make, says: str) -> None:  # type: ignore[no-untyped-def]
    path = make(tmp_path)
    with pytest.raises(UsageError) as error:
        files.find([path])
    assert says in str(error.value)
    assert str(path) in str(error.value)


def _folder(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def _parquet(folder: Path) -> Path:
    pl.DataFrame({"x": [1]}).write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def _csv(folder: Path) -> Path:
    (folder / "a.csv").write_text("x,y\n1,2\n")
    return folder / "a.csv"


def _odd(folder: Path) -> Path:
    (folder / "a.docx").write_text("x")
    return folder / "a.docx"


def test_the_first_of_two_names_wins() -> None:
    assert map_columns(["summary", "TEXT", "url"]).columns == {"url": "url", "text": "TEXT"}
