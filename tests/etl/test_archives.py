"""Archives and lists of other systems: zip, gz, WARC, JSON, GDELT, Media Cloud."""

from __future__ import annotations

import gzip
import json
import zipfile
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest

from etl.collect import files
from etl.collect.inputs import InputFile
from etl.errors import UsageError
from etl.factcheck_records import RawFactCheck
from etl.records import RawArticle, Rejected
from tests.conftest import ROOT
from tests.etl.test_files import reasons

PAGE = (ROOT / "tests" / "pages" / "article.html").read_bytes()
ROW = '{"title": "%s", "text": "B", "url": "https://a.example/%s"}\n'
LIMIT = 1_000_000


def titles(path: Path, limit: int = LIMIT) -> list[str | None]:
    found = files.read(InputFile(path, path.name), limit)
    return [item.title for item in found if isinstance(item, RawArticle)]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2026, 3, 5, 10, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path


def warc(records: list[tuple[str, int, str, bytes]]) -> bytes:
    """A WARC file with one response a record: address, status, content type, body."""
    out = BytesIO()
    for number, (url, status, kind, body) in enumerate(records):
        http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2026-03-05T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        out.write(head.encode() + http + b"\r\n\r\n")
    return out.getvalue()


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        {
            "one/a.jsonl": (ROW % ("One", 1)).encode(),
            "b.csv": b"headline,body\nTwo,B\n",
            "picture.png": b"\x89PNG",
            "../../escape.txt": b"Three\nText.\n",
        },
    )
    found = list(files.read(InputFile(path, "a.zip"), LIMIT))
    assert [item.title for item in found if isinstance(item, RawArticle)] == ["One", "Two", "Three"]
    assert [item.file for item in found] == [
        "a.zip/one/a.jsonl",
        "a.zip/b.csv",
        "a.zip/../../escape.txt",
    ]
    assert found[0].file_time == "2026-03-05T10:00:00+00:00"  # type: ignore[union-attr]
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]  # nothing is unpacked beside it
    assert files.renamed([InputFile(path, "a.zip")]) == {
        "a.zip/b.csv": {"title": "headline", "text": "body"}
    }


def test_half_a_character_in_json_ends_nothing(tmp_path: Path) -> None:
    cut = r"\ud83d"  # the first half of an emoji, where a program cut a text
    row = f'{{"title": "One {cut}", "text": "B", "url": "https://a.example/{cut}", "id": "{cut}"}}'
    check = (
        f'{{"@type": "ClaimReview", "claimReviewed": "{cut}", "url": "https://a.example/{cut}"}}'
    )
    (tmp_path / "a.jsonl").write_text(f"{row}\n")
    (tmp_path / "b.json").write_text(f'[{row}, {check}, "{cut}"]')
    for path in sorted(tmp_path.iterdir()):
        for item in files.read(InputFile(path, path.name), LIMIT):
            for value in asdict(item).values():
                str(value).encode()


def test_the_names_in_json_are_told_too(tmp_path: Path) -> None:
    row = '{"headline": "One", "body": "B", "url": "https://a.example/1"}'
    renamed = {"title": "headline", "text": "body"}
    written = {
        "lines.jsonl": f"{row}\n{row}\n",
        "list.json": f"[{row}, {row}]",
        "inside.json": f'{{"count": 2, "articles": [{row}]}}',
        "single.json": row,
        "long.json": f'[{row[:-1]}, "x": "{"y" * 100_000}"}}]',
        "20260303081500.gal.json": '{"title": "One", "desc": "B", "outletName": "Paper"}\n',
        "ours.jsonl": '{"title": "One", "text": "B"}\n',
        "broken.jsonl": "no json\n",
        "broken.json": "[1, 2",
    }
    inputs = []
    for name, text in written.items():
        (tmp_path / name).write_text(text)
        inputs.append(InputFile(tmp_path / name, name))
    inputs.append(InputFile(zipped(tmp_path / "a.zip", {"b.jsonl": f"{row}\n".encode()}), "a.zip"))
    assert files.renamed(inputs) == {
        "lines.jsonl": renamed,
        "list.json": renamed,
        "inside.json": renamed,
        "single.json": renamed,
        "long.json": renamed,
        "20260303081500.gal.json": {"text": "desc", "source": "outletName"},
        "a.zip/b.jsonl": renamed,
    }


def test_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.txt": b"T\nText.\n"}).read_bytes()
    path = zipped(
        tmp_path / "outer.zip", {"inner.zip": inner, "a.csv.gz": b"x", "b.txt": b"T\nX.\n"}
    )
    assert reasons(path) == [("nested_archive", None), ("nested_archive", None)]
    assert titles(path) == ["T"]


def test_a_zip_bomb_is_turned_down_and_the_rest_read(tmp_path: Path) -> None:
    bomb = b'{"title": "' + b"x" * 30_000_000 + b'"}\n'
    path = zipped(
        tmp_path / "a.zip", {"bomb.jsonl": bomb, "good.jsonl": (ROW % ("Good", 1)).encode()}
    )
    assert path.stat().st_size < 100_000
    assert reasons(path) == [("archive_too_large", None)]
    assert titles(path) == ["Good"]
    assert reasons(path, limit=1_000) == [("archive_too_large", None)]


def test_a_gz_bomb_is_turned_down(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b" " * 3_000_000))
    assert reasons(path, limit=1_000) == [("archive_too_large", None)]


def test_broken_and_locked_archives(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": b"T\nText.\n" * 50})
    whole = bytearray(path.read_bytes())
    locked = bytearray(whole)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    path.write_bytes(locked)
    assert reasons(path) == [("encrypted", None)]
    broken = bytearray(whole)
    broken[45] ^= 0xFF
    path.write_bytes(broken)
    assert reasons(path) == [("bad_archive", None)]
    path.write_bytes(whole[: len(whole) // 2])
    assert reasons(path) == [("bad_archive", None)]
    with pytest.raises(UsageError, match="not a readable archive"):
        files.find([path])
    cut = tmp_path / "a.csv.gz"
    cut.write_bytes(gzip.compress(b"title,text\nA,B\n")[:-9])
    assert reasons(cut) == [("bad_archive", None)]


def test_gz_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"headline,text\nA,B\n"))
    assert titles(path) == ["A"]
    assert files.renamed([InputFile(path, "a.csv.gz")]) == {"a.csv.gz": {"title": "headline"}}


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_a_warc(tmp_path: Path, name: str) -> None:
    url = "https://www.kuestenbote.example/hafen/wracks-4711.html"
    raw = warc(
        [
            (url, 200, "text/html; charset=utf-8", PAGE),
            ("https://a.example/x.png", 200, "image/png", b"\x89PNG"),
            ("https://a.example/gone", 404, "text/html", b"<html></html>"),
            ("https://a.example/empty-1", 200, "text/html", b"<html><body></body></html>"),
        ]
    )
    path = tmp_path / name
    path.write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    article, empty = files.read(InputFile(path, name), LIMIT)
    assert isinstance(article, RawArticle)
    assert (article.title, article.url) == ("Hafenamt bestätigt Fund von drei Wracks", url)
    assert (article.line, article.fetched_at) == (1, "2026-03-05T10:00:00+00:00")
    assert isinstance(empty, Rejected)
    assert (empty.reason, empty.line) == ("no_article", 4)


def test_a_warc_in_a_wacz(tmp_path: Path) -> None:
    raw = gzip.compress(warc([("https://a.example/1", 200, "text/html", PAGE)]))
    path = zipped(tmp_path / "a.wacz", {"archive/data.warc.gz": raw, "datapackage.json": b"{}"})
    assert titles(path) == ["Hafenamt bestätigt Fund von drei Wracks"]


def test_a_large_or_broken_record_of_a_warc(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    big = b"<html>" + b"x" * 5_000
    path.write_bytes(
        warc(
            [
                ("https://a.example/1", 200, "text/html", big),
                ("https://a.example/2", 200, "text/html", PAGE),
            ]
        )
    )
    assert reasons(path, limit=4_000) == [("record_too_large", 1)]
    assert len(titles(path, limit=4_000)) == 1
    path.write_bytes(b"no WARC at all")
    assert [reason for reason, _ in reasons(path)] in (["no_entries"], ["bad_archive"])


def test_json_lists_objects_and_lines(tmp_path: Path) -> None:
    rows = [{"headline": "A", "body": "x", "score": 0.5}, {"headline": "B"}, {"other": 1}, 7]
    path = tmp_path / "a.json"
    for value in (rows, {"count": 4, "articles": rows}):
        path.write_text(json.dumps(value))
        assert titles(path) == ["A", "B"]
        assert reasons(path) == [("no_columns", 3), ("bad_json", 4)]
    path.write_text("".join(ROW % (name, name) for name in "AB"))
    assert titles(path) == ["A", "B"]
    path.write_text('{\n "title": "Single", "text": "x"\n}')
    assert titles(path) == ["Single"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "no_entries"),
        ("hello", "bad_json"),
        ('[{"title": "A"}, {"title": ', "bad_json"),
        ('{"title": ', "bad_json"),
        ("{}", "no_columns"),
    ],
)
def test_broken_json(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    assert [found for found, _ in reasons(path)] == [reason]


def test_one_huge_record_of_a_json_list_is_never_held(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"title": "A"}, {"title": "' + "x" * 400_000 + '"}]')
    assert titles(path, limit=100_000) == ["A"]
    assert reasons(path, limit=100_000) == [("record_too_large", 2)]


def test_a_claim_review_feed(tmp_path: Path) -> None:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "The ferry sank.",
        "url": "https://checkdesk.example/1",
        "datePublished": "2026-03-05",
        "author": {"@type": "Organization", "name": "Check Desk"},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5},
    }
    feed = {
        "@context": "http://schema.org",
        "@type": "DataFeed",
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateCreated": "2026-03-05",
                "item": [review, {**review, "claimReviewed": "It burnt."}],
            },
            {"@type": "DataFeedItem", "item": {"@type": "MediaReview"}},
        ],
    }
    path = tmp_path / "data.json"
    path.write_text(json.dumps(feed))
    found = list(files.read(InputFile(path, "data.json"), LIMIT))
    checks = [item for item in found if isinstance(item, RawFactCheck)]
    assert [(c.claim_text, c.rating, c.publisher, c.line) for c in checks] == [
        ("The ferry sank.", "1 / 5", "Check Desk", 1),
        ("It burnt.", "1 / 5", "Check Desk", 1),
    ]
    assert reasons(path) == [("no_columns", 2)]


def gkg_row(**values: str) -> str:
    cells = [""] * 27
    cells[0], cells[1], cells[2] = "20260305101500-1", "20260305101500", values.get("kind", "1")
    cells[3], cells[4] = "paper.example", "https://paper.example/story-1"
    cells[25] = values.get("translation", "")
    cells[26] = values.get("extras", "")
    return "\t".join(cells) + "\n"


def test_gdelt_knowledge_graph(tmp_path: Path) -> None:
    extras = (
        "<PAGE_PRECISEPUBTIMESTAMP>20260305081500</PAGE_PRECISEPUBTIMESTAMP>"
        "<PAGE_TITLE>Hafenamt best&#xE4;tigt Fund &amp; schweigt</PAGE_TITLE>"
    )
    path = zipped(
        tmp_path / "20260305101500.translation.gkg.csv.zip",
        {
            "20260305101500.translation.gkg.csv": (
                gkg_row(extras=extras, translation="srclc:deu;eng:GT-DEU 1.0")
                + gkg_row(extras="<PAGE_TITLE>Undated</PAGE_TITLE>")
                + gkg_row(kind="2")
                + "too\tshort\n"
            ).encode()
        },
    )
    article, undated, other, short = files.read(InputFile(path, path.name), LIMIT)
    assert isinstance(article, RawArticle)
    assert article.title == "Hafenamt bestätigt Fund & schweigt"
    assert (article.url, article.language) == ("https://paper.example/story-1", "deu")
    assert (article.published_at, article.fetched_at) == ("20260305081500", "20260305101500")
    assert isinstance(undated, RawArticle)
    assert undated.published_at is None  # when GDELT saw it is no publication date
    assert isinstance(other, Rejected)
    assert isinstance(short, Rejected)
    assert (other.reason, short.reason, short.line) == ("not_web", "bad_csv", 4)
    (columns,) = files.renamed([InputFile(path, path.name)]).values()
    assert columns["title"] == "PAGE_TITLE"


def test_gdelt_article_list(tmp_path: Path) -> None:
    rows = [
        {
            "date": "2026-03-05T08:15:00Z",
            "url": "https://a.example/1",
            "title": "A",
            "desc": "Lead.",
            "lang": "en",
            "domain": "a.example",
            "outletName": "The A",
        },
        {
            "date": "2026-03-05T10:15:00Z",
            "url": "https://a.example/2",
            "title": "B",
            "lang": "en",
            "domain": "a.example",
        },
    ]
    path = tmp_path / "20260305101500.gal.json.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    one, two = files.read(InputFile(path, path.name), LIMIT)
    assert isinstance(one, RawArticle)
    assert isinstance(two, RawArticle)
    assert (one.title, one.text, one.published_at) == ("A", "Lead.", "2026-03-05T08:15:00Z")
    assert two.published_at is None  # the time of the file: only when it was seen
    assert two.fetched_at == "2026-03-05T10:15:00Z"


def test_media_cloud_stories(tmp_path: Path) -> None:
    path = tmp_path / "mc-onlinenews-mediacloud-20260305101500-content.csv"
    path.write_text(
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
        "ab12,2026-03-05 10:15:00.123456,de,paper.example,paper.example,2026-03-04,Titel,https://paper.example/1\n"
    )
    (article,) = files.read(InputFile(path, path.name), LIMIT)
    assert isinstance(article, RawArticle)
    assert (article.title, article.source, article.language) == ("Titel", "paper.example", "de")
    assert (article.published_at, article.fetched_at) == (
        "2026-03-04",
        "2026-03-05 10:15:00.123456",
    )
    assert files.renamed([InputFile(path, "mc.csv")])["mc.csv"]["published_at"] == "publish_date"


def test_a_folder_takes_the_new_kinds(tmp_path: Path) -> None:
    for name in ("a.warc.gz", "b.zip", "c.json", "d.jsonl.gz", "e.png.gz", "f.gz"):
        (tmp_path / name).write_bytes(b"x")
    assert [f.name for f in files.find([tmp_path])] == [
        "a.warc.gz",
        "b.zip",
        "c.json",
        "d.jsonl.gz",
    ]
