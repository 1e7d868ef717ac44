"""Rounds over feeds of a real local server: states, what is new, what is never lost or doubled."""

from __future__ import annotations

import gzip
import json

from tests.conftest import ROOT
from tests.faults import server as bad
from tests.faults.conftest import FILLER, World, html, rss

STATE = "select state, reason, n_failures from feed_health"


def test_new_entries_are_loaded_and_known_ones_are_not_asked_again(world: World) -> None:
    world.server.routes["/feed"] = bad.conditional(rss(1, 2))
    first = world.run()
    assert (first.articles_new, first.feeds) == (2, {"fetched": 1})
    assert (
        world.rows("select source_id, published_from from article")
        == [("paper.example", "feed")] * 2
    )
    second = world.run()
    assert (second.records, second.feeds) == (0, {"not_modified": 1})
    assert world.server.asked[-1][1]["if-none-match"] == '"v1"'
    world.server.routes["/feed"] = bad.conditional(rss(1, 2, 3), etag='"v2"')
    third = world.run()
    assert (third.articles_new, third.records) == (1, 1)
    assert world.rows(
        "select outcome, http_status, n_entries, n_new from fetch_event order by checked_at"
    ) == [
        ("fetched", 200, 2, 2),
        ("not_modified", 304, 0, 0),
        ("fetched", 200, 3, 1),
    ]
    assert world.rows("select count(*), count(distinct mention_id) from mention")[0][0] > 0


def test_last_modified_and_servers_without_conditions(world: World) -> None:
    when = "Mon, 06 Apr 2026 07:00:00 GMT"
    world.server.routes["/feed"] = bad.conditional(rss(1), etag="", modified=when)
    world.run()
    assert world.run().feeds == {"not_modified": 1}
    assert world.server.asked[-1][1]["if-modified-since"] == when
    world.server.routes["/feed"] = bad.page(rss(1))
    assert world.run().feeds == {"not_modified": 1}, "the same bytes are nothing new"
    assert world.rows("select http_status from fetch_event order by checked_at") == [
        (200,),
        (304,),
        (200,),
    ]


def test_a_feed_that_moves_for_good_is_asked_at_its_new_place(world: World) -> None:
    world.server.routes |= {
        "/feed": bad.status(301, location="/new"),
        "/new": bad.page(rss(1)),
    }
    world.run()
    world.run()
    assert (world.server.count("/feed"), world.server.count("/new")) == (1, 2)
    assert world.rows("select url from feed") == [(f"{world.server.url}/new",)]
    world.server.routes |= {"/new": bad.status(404), "/feed": bad.page(rss(1, 2))}
    assert world.run().feeds == {"failed": 1}
    assert world.run().articles_new == 1, "back to the listed address when the new one is gone"
    world.server.routes["/feed"] = bad.status(302, location="/elsewhere")
    world.server.routes["/elsewhere"] = bad.page(rss(1, 2, 3))
    world.run()
    assert world.rows("select url from feed_request") == [(f"{world.server.url}/feed",)]


def test_every_state_is_told(world: World) -> None:
    url = world.server.url
    names = ["good", "empty", "html", "gone", "cut", "slow"]
    world.feeds = {name: f"{url}/{name}" for name in names}
    world.configure()
    world.server.routes |= {
        "/good": bad.page(rss(1)),
        "/empty": bad.page(b"<rss version='2.0'><channel><title>x</title></channel></rss>"),
        "/html": bad.page(html(1), content_type="text/html"),
        "/cut": bad.short(rss(2)),
        "/slow": bad.drip_body,
    }
    report = world.run()
    assert report.feeds == {"fetched": 1, "empty": 1, "failed": 4}
    assert world.rows("select source_id, state, reason from feed_health order by all") == [
        ("cut.example", "failed", "truncated"),
        ("empty.example", "empty", None),
        ("gone.example", "failed", "not_found"),
        ("good.example", "fetched", None),
        ("html.example", "failed", "not_a_feed"),
        ("slow.example", "failed", "timeout"),
    ]
    health = dict(world.rows("select source_id, feed_state from source_health"))  # type: ignore[arg-type]
    assert health["gone.example"] == "failed"
    assert len(report.feed_failures) == 4
    assert report.articles_new == 1


SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    b' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    b"<loc>https://paper.example/1</loc><news:news><news:title>Hafenamt bestreitet den Verkauf"
    b"</news:title></news:news></url></urlset>"
)


def test_an_index_of_sitemaps_fails_when_none_of_them_answers(world: World) -> None:
    names = "".join(f"<sitemap><loc>{world.server.url}/{n}</loc></sitemap>" for n in "ab")
    world.server.routes |= {
        "/feed": bad.page(f"<sitemapindex>{names}</sitemapindex>".encode()),
        "/a": bad.status(404),
        "/b": bad.status(404),
    }
    assert world.run().feeds == {"failed": 1}
    assert world.rows(STATE) == [("failed", "not_found", 1)]
    world.server.routes["/b"] = bad.page(gzip.compress(SITEMAP), content_type="application/x-gzip")
    report = world.run()
    assert (report.feeds, report.articles_new) == ({"fetched": 1}, 1)
    assert report.rejected == {"not_found": 1}


def test_a_silent_feed(world: World) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    assert world.rows(STATE) == [("fetched", None, 0)]
    for days in (1, 1, 4):
        world.run(days=days)
    assert world.rows(STATE) == [("not_modified", None, 0)], "not yet a week"
    world.run(days=2)
    assert world.rows(STATE) == [("silent", None, 0)]
    world.server.routes["/feed"] = bad.page(rss(1, 2))
    world.run()
    assert world.rows(STATE) == [("fetched", None, 0)]


def test_a_lively_feed_is_silent_sooner(world: World) -> None:
    for number in range(1, 8):
        world.server.routes["/feed"] = bad.page(rss(*range(1, number + 1)))
        world.run(hours=2)
    assert world.rows("select usual_gap_hours, n_new from feed_health") == [(2.0, 7)]
    world.run(hours=23)
    assert world.rows(STATE) == [("not_modified", None, 0)]
    world.run(hours=2)
    assert world.rows(STATE) == [("silent", None, 0)]


def test_failures_are_counted_and_asked_for_less_often(world: World) -> None:
    world.server.routes["/feed"] = bad.status(404)
    for _ in range(5):
        world.run()
    assert world.rows(STATE) == [("failed", "not_found", 3)]
    assert world.server.count("/feed") == 3, "the later runs left it alone"
    world.server.routes["/feed"] = bad.page(rss(1))
    assert world.run(hours=3).articles_new == 1
    assert world.rows(STATE) == [("fetched", None, 0)]
    assert world.rows("select next_check_at from feed") == [(None,)]


def test_a_night_off_the_net_pauses_nothing(world: World) -> None:
    world.server.routes["/feed"] = bad.hang_up
    for _ in range(6):
        world.run()
    assert world.rows(STATE) == [("failed", "no_connection", 6)]
    world.server.routes["/feed"] = bad.page(rss(1))
    assert world.run().articles_new == 1


def test_retry_after_holds_over_runs(world: World) -> None:
    world.server.routes["/feed"] = bad.status(429, retry_after=3600)
    world.run()
    world.run()
    world.run()
    assert world.server.count("/feed") == 1
    assert world.rows(STATE) == [("failed", "rate_limited", 1)]
    world.server.routes["/feed"] = bad.page(rss(1))
    assert world.run(minutes=45).articles_new == 1


def test_a_clock_that_goes_back_stops_nothing(world: World) -> None:
    world.server.routes["/feed"] = bad.status(429, retry_after=3600)
    world.run()
    world.server.routes["/feed"] = bad.page(rss(1))
    assert world.run(days=-30).articles_new == 1
    assert world.run(minutes=1).feeds == {"not_modified": 1}
    assert world.rows("select count(*) from run where outcome = 'ok'") == [(3,)]


def test_a_broken_feed_is_asked_for_whole_when_it_is_well(world: World) -> None:
    world.server.routes["/feed"] = bad.conditional(rss(1))
    world.run()
    world.server.routes["/feed"] = bad.cut(rss(1, 2))
    assert world.run().feeds == {"failed": 1}
    world.server.routes["/feed"] = bad.conditional(rss(1, 2))
    report = world.run()
    assert (report.articles_new, report.feeds) == (1, {"fetched": 1})


def test_a_changed_entry_is_a_revision(world: World) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    world.server.routes["/feed"] = bad.page(rss(1, text="Das Amt bestätigte den Vorwurf. " * 30))
    report = world.run()
    assert (report.articles_new, report.articles_revised) == (0, 1)


def test_two_feeds_with_one_article_bring_it_once(world: World) -> None:
    url = world.server.url
    world.feeds = {"paper": f"{url}/a", "other": f"{url}/b"}
    world.configure()
    world.server.routes |= {"/a": bad.page(rss(1)), "/b": bad.page(rss(1, text="Kürzer. " * 99))}
    first, second = world.run(), world.run()
    assert (first.articles_new, first.articles_revised) == (1, 0)
    assert (second.articles_new, second.articles_revised) == (0, 0)
    world.server.routes["/b"] = bad.page(rss(1, text="Anders. " * 99))
    assert world.run().articles_revised == 0, "only the feed that brought it first may change it"


def test_teasers_bring_their_page(world: World) -> None:
    world.configure(feeds="pages = true")
    host = world.server.url
    world.server.routes |= {
        "/feed": bad.page(rss(1, 2, text="Kurz.", host=host)),
        "/1": bad.page(html(1), content_type="text/html"),
        "/2": bad.status(404),
    }
    report = world.run()
    assert report.pages == {"fetched": 1, "not_found": 1}
    texts = world.rows(
        "select title, text like '%bestätigte Vorfall 1%'"
        " from article join article_text using (article_id) order by title"
    )
    assert texts == [
        ("Bericht 2 aus dem Hafen von Marenz", False),
        ("Seite 1", True),
    ]
    world.run()
    assert (world.server.count("/1"), world.server.count("/2")) == (1, 1)
    assert world.rows("select count(*) from pending_page") == [(0,)]


def test_a_page_that_fails_for_now_is_tried_in_later_runs(world: World) -> None:
    world.configure(feeds="pages = true\npage_attempts = 3")
    host = world.server.url
    world.server.routes |= {
        "/feed": bad.conditional(rss(1, text="Kurz.", host=host)),
        "/1": bad.status(503),
    }
    assert world.run().articles_new == 0
    assert world.run().articles_new == 0
    world.server.routes["/1"] = bad.page(html(1), content_type="text/html")
    report = world.run()
    assert (report.articles_new, report.pages) == (1, {"fetched": 1})


def test_a_page_that_keeps_failing_leaves_the_teaser(world: World) -> None:
    world.configure(feeds="pages = true\npage_attempts = 2")
    host = world.server.url
    world.server.routes |= {
        "/feed": bad.page(rss(1, text="Kurz.", host=host)),
        "/1": bad.status(503),
    }
    assert [world.run().articles_new for _ in range(3)] == [0, 1, 0]
    assert world.rows("select published_from from article") == [("feed",)]


def test_a_wall_leaves_the_teaser_and_a_list_leaves_nothing(world: World) -> None:
    world.configure(feeds="pages = true")
    host = world.server.url
    wall = (ROOT / "tests" / "pages" / "consent.html").read_bytes()
    tag = (ROOT / "tests" / "pages" / "tag.html").read_bytes()
    world.server.routes |= {
        "/feed": bad.page(rss(1, 2, text="Kurz.", host=host)),
        "/1": bad.page(wall, content_type="text/html"),
        "/2": bad.page(tag, content_type="text/html"),
    }
    report = world.run()
    assert report.pages == {"consent_wall": 1, "list_page": 1}
    assert report.rejected == {"consent_wall": 1, "list_page": 1}
    assert world.rows("select title from article") == [("Bericht 1 aus dem Hafen von Marenz",)]
    assert world.run().rejected == {}, "they are not asked for again"


def test_an_entry_with_a_link_only_needs_its_page(world: World) -> None:
    world.configure(feeds="pages = true")
    link = f"<item><link>{world.server.url}/1</link></item>"
    gone = f"<item><link>{world.server.url}/9</link></item>"
    feed = f"<rss version='2.0'><channel>{link}{gone}</channel></rss>".encode()
    world.server.routes |= {
        "/feed": bad.page(feed),
        "/1": bad.page(html(1), content_type="text/html"),
    }
    report = world.run()
    assert (report.articles_new, report.rejected) == (1, {"not_found": 1})
    assert world.rows("select title from article") == [("Seite 1",)]
    assert world.rows("select record from rejected_record") == [(f"{world.server.url}/9",)]


def test_addresses_that_are_none_end_no_run(world: World) -> None:
    world.configure(feeds="pages = true")
    broken = ("http://[broken/1", "http://a.example:port/2", "//[::1", "\u2028", "javascript:x")
    items = "".join(
        f"<item><title>Der Damm hält {n}</title><link>{url}</link></item>"
        for n, url in enumerate(broken)
    )
    good = f"<item><title>Hafenamt bestreitet es</title><link>{world.server.url}/1</link></item>"
    world.feeds["astray"] = f"{world.server.url}/astray"
    world.feeds["unreadable"] = "http://[broken/feed"
    world.configure(feeds="pages = true")
    world.server.routes |= {
        "/feed": bad.page(f"<rss version='2.0'><channel>{items}{good}</channel></rss>".encode()),
        "/astray": bad.status(301, location="http://[broken"),
        "/1": bad.page(html(1), content_type="text/html"),
    }
    report = world.run()
    assert report.feeds == {"fetched": 1, "failed": 2}
    assert world.rows("select source_id, reason from feed where reason is not null order by 1") == [
        ("astray.example", "bad_url"),
        ("unreadable.example", "bad_url"),
    ]
    assert world.rows("select title from article where title = 'Seite 1'") == [("Seite 1",)]
    assert world.rows("select count(*) from pending_page") == [(0,)]


def test_a_feed_no_longer_listed_is_left_alone(world: World) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    world.feeds = {"other": f"{world.server.url}/other"}
    world.configure()
    world.run()
    assert world.server.count("/feed") == 1
    assert world.rows("select source_id, is_listed from feed order by 1") == [
        ("other.example", True),
        ("paper.example", False),
    ]


def test_keys_in_addresses_stay_in_the_warehouse(world: World) -> None:
    world.feeds = {"paper": f"{world.server.url}/feed?token=geheim"}
    world.configure()
    report = world.run()
    assert world.rows("select url from feed") == [(f"{world.server.url}/feed?token=-",)]
    assert "geheim" not in json.dumps(report.as_dict())


def test_old_texts_and_events_are_forgotten(world: World) -> None:
    world.configure(retention="text_days = 10\nevent_days = 5\nentry_days = 20")
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    before = world.rows("select count(*) from mention")
    world.run(days=11)
    assert world.rows("select count(*) from article_text") == [(0,)]
    assert world.rows("select count(*) from mention") == before
    assert world.rows("select count(*) from fetch_event") == [(1,)]
    world.server.routes["/feed"] = bad.page(rss(2))
    world.run(days=30)
    assert world.rows("select count(*) from feed_entry") == [(1,)]
    world.server.routes["/feed"] = bad.page(rss(1, 2))
    assert world.run().articles_known == 1, "a text that was forgotten is still known"


def test_robots_are_kept_between_runs(world: World) -> None:
    world.server.routes |= {
        "/feed": bad.page(rss(1)),
        "/robots.txt": bad.page(b"User-agent: *\nDisallow: /secret\n"),
    }
    world.run()
    world.run()
    assert world.server.count("/robots.txt") == 1
    world.run(hours=25)
    assert world.server.count("/robots.txt") == 2
    world.server.routes["/robots.txt"] = bad.page(b"User-agent: *\nDisallow: /feed\n")
    world.run(hours=25)
    assert world.rows(STATE) == [("failed", "robots", 1)]


def test_pages_are_fetched_again_and_a_change_is_a_revision(world: World) -> None:
    world.configure(feeds="pages = true")
    host = world.server.url
    world.server.routes |= {
        "/feed": bad.page(rss(1, 2, text="Kurz.", host=host)),
        "/1": bad.page(html(1), content_type="text/html"),
        "/2": bad.page(html(2), content_type="text/html"),
    }
    world.run()
    world.run()
    assert (world.server.count("/1"), world.server.count("/2")) == (1, 1), "not due yet"
    changed = html(1, text=FILLER + "Der Sprecher wies den Vorwurf am Abend zurück.")
    world.server.routes |= {
        "/1": bad.page(changed, content_type="text/html"),
        "/2": bad.status(410),
    }
    report = world.run(hours=1)
    assert (report.articles_new, report.articles_revised) == (0, 1)
    assert report.pages == {"fetched": 1, "not_found": 1}
    world.run(minutes=15)
    assert (world.server.count("/1"), world.server.count("/2")) == (2, 2), "each its next turn"
    world.run(hours=6)
    assert (world.server.count("/1"), world.server.count("/2")) == (3, 3)


def test_full_texts_of_feeds_are_not_fetched_again(world: World) -> None:
    world.configure(feeds="pages = true")
    world.server.routes["/feed"] = bad.page(rss(1, host=world.server.url))
    world.run()
    world.run(hours=2)
    assert world.server.count("/1") == 0


def test_a_page_that_takes_too_long_to_read_is_given_up(world: World) -> None:
    host = world.server.url
    world.configure(feeds="pages = true\nread_seconds = 0.01\npage_attempts = 1")
    world.server.routes |= {
        "/feed": bad.page(rss(1, text="Kurz.", host=host)),
        "/1": bad.page(html(1), content_type="text/html"),
    }
    report = world.run()
    assert report.pages == {"too_slow": 1}
    assert report.articles_new == 1, "the teaser is taken instead"


def test_a_page_cannot_pass_for_another_outlet(world: World) -> None:
    world.configure(feeds="pages = true")
    host = world.server.url
    forged = html(1).replace(
        b"<head>", b"<head><link rel='canonical' href='https://famous.example/1'>"
    )
    world.server.routes |= {
        "/feed": bad.page(rss(1, text="Kurz.", host=host)),
        "/1": bad.page(forged, content_type="text/html"),
    }
    assert world.run().pages == {"fetched": 1}
    assert world.rows("select url from article") == [(f"{host}/1",)]
