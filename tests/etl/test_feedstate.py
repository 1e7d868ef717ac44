"""How long a feed is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from etl.collect.answers import Failure, Reason
from etl.feedstate import pause


@pytest.mark.parametrize(
    ("failures", "reason", "retry_after", "minutes"),
    [
        (1, "not_found", None, None),
        (2, "not_found", None, None),
        (3, "not_found", None, 60),
        (4, "not_found", None, 120),
        (30, "not_found", None, 1440),
        (30, "timeout", None, None),
        (30, "unknown_host", None, None),
        (1, "rate_limited", 600.0, 10),
        (4, "rate_limited", 600.0, 120),
        (1, "rate_limited", 9e9, 1440),
    ],
)
def test_pauses(
    failures: int, reason: Reason, retry_after: float | None, minutes: int | None
) -> None:
    failure = Failure("https://a.example/", reason, "", retry_after=retry_after)
    assert pause(failures, failure) == (timedelta(minutes=minutes) if minutes else None)


def test_a_feed_that_works_is_asked_every_time() -> None:
    assert pause(1, None) is None
