"""Filters survive the way into the URL and back; what is not understood does no harm."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import filters
from dashboard.queries.selection import Selection
from dashboard.text import Reader
from dashboard.theme import STANDINGS, STATUSES

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
several = st.lists(words, unique=True, max_size=5).map(tuple)
days = st.lists(st.none() | st.dates(), min_size=2, max_size=2).map(
    lambda pair: sorted(pair) if None not in pair else pair
)


@given(
    period=days,
    languages=several,
    sources=several,
    statuses=st.lists(st.sampled_from(STATUSES), unique=True).map(tuple),
    standings=st.lists(st.sampled_from(STANDINGS), unique=True).map(tuple),
    text=words.map(str.strip),
)
def test_round_trip(
    period: list[date | None],
    languages: tuple[str, ...],
    sources: tuple[str, ...],
    statuses: tuple[str, ...],
    standings: tuple[str, ...],
    text: str,
) -> None:
    asked = Selection(period[0], period[1], languages, sources, statuses, standings, text)
    params = {
        name: [value] if isinstance(value, str) else value
        for name, value in filters.written(asked).items()
    }
    assert filters.read(params) == asked


def test_no_filter_leaves_the_url_clean() -> None:
    assert filters.written(Selection()) == {}
    assert filters.read({}) == Selection()


@pytest.mark.parametrize(
    ("params", "selection"),
    [
        ({"since": ["yesterday"], "until": ["2026-13-40"]}, Selection()),
        ({"status": ["false", "denied", "denied"]}, Selection(statuses=("denied",))),
        ({"standing": ["<script>"]}, Selection()),
        (
            {"since": ["2026-03-09"], "until": ["2026-03-02"]},
            Selection(since=date(2026, 3, 2), until=date(2026, 3, 9)),
        ),
        ({"q": ["x" * 5000]}, Selection(text="x" * 100)),
        ({"source": [str(n) for n in range(999)]}, Selection(sources=tuple(map(str, range(50))))),
    ],
)
def test_nonsense_in_the_url(params: dict[str, list[str]], selection: Selection) -> None:
    assert filters.read(params) == selection


def test_filters_in_words() -> None:
    asked = Selection(languages=("de",), sources=("a.example",), statuses=("denied",), text="Velm")
    names = {"a.example": "The A"}
    assert filters.described(asked, names, Reader("en")) == (
        "Filtered: German, The A, denied, “Velm”"
    )
    assert filters.described(Selection(), names, Reader("de")) == "Alle Erwähnungen"
