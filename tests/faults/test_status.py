"""What `etl status` says after each fault: the reason, feed by feed, and what keeps runs away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from etl.__main__ import main
from etl.status import status
from tests.faults import server as bad
from tests.faults.conftest import World, rss
from tests.faults.server import serve

FEED = rss(1, host="https://one.example")
FAULTS: dict[str, tuple[bad.Answer, str, str | None]] = {
    "stall": (bad.stall, "failed", "timeout"),
    "loris-head": (bad.drip_head, "failed", "timeout"),
    "loris-body": (bad.drip_body, "failed", "timeout"),
    "cut": (bad.cut(FEED), "failed", "truncated"),
    "wrong-length": (bad.short(FEED), "failed", "truncated"),
    "circle": (lambda r: r.send(302, location=r.path), "failed", "redirect_loop"),
    "ten-gigabytes": (bad.endless, "failed", "too_large"),
    "bomb": (bad.bomb, "failed", "too_large"),
    "busy": (bad.status(429, retry_after=3600), "failed", "rate_limited"),
    "hang-up": (bad.hang_up, "failed", "no_connection"),
    "gibberish": (bad.gibberish, "failed", "bad_answer"),
    "charset": (
        bad.page(FEED, content_type="application/xml; charset=utf-16"),
        "fetched",
        None,
    ),
    "recovered": (bad.after_errors([500, 500], bad.page(FEED)), "fetched", None),
}


def test_every_fault_of_a_feed_has_its_reason_in_the_status(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve("0.0.0.0") as server:  # all of 127.0.0.0/8: no feed waits for another's host
        port = server.url.rpartition(":")[2]
        for number, (name, (answer, _, _)) in enumerate(FAULTS.items(), start=2):
            server.routes[f"/{name}"] = answer
            world.feeds[name] = f"http://127.0.0.{number}:{port}/{name}"
        world.feeds["nobody"] = "http://127.0.0.99:9/feed"
        world.feeds["inside"] = "http://169.254.169.254/latest"
        world.configure(fetch="concurrency = 16")
        world.run()
    found = {feed.source_id: feed for feed in status(world.data, world.now).feeds}
    for name, (_, state, reason) in FAULTS.items():
        feed = found[f"{name}.example"]
        assert (name, feed.state, feed.reason) == (name, state, reason)
        assert bool(feed.detail) is (state == "failed")
    assert main(["status", "--strict", "--data-dir", str(world.data)]) == 1
    shown = capsys.readouterr().out
    for name, (_, state, reason) in FAULTS.items():
        lines = [line for line in shown.splitlines() if f" {name}.example " in line]
        assert len(lines) == (state == "failed")
        assert all(f"{reason}: " in line for line in lines)
    assert "nobody.example" in shown
    assert "no_connection: " in shown
    assert "refused_address: 169.254.169.254 is 169.254.169.254: not a public address" in shown
    assert world.rows("select count(*) from article") == [(1,)]


def test_a_clock_that_has_gone_back_is_told(world: World) -> None:
    world.server.routes["/feed"] = bad.page(rss(1))
    world.run()
    assert status(world.data, world.now).place == []
    (run_id,) = world.rows("select run_id from run")[0]
    back = status(world.data, world.now - timedelta(days=2))
    assert back.problems == [f"the clock has gone back: run {run_id} started later than it is now"]
