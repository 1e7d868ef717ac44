"""Filters survive the way into the URL and back; what is not understood does no harm."""

from datetime import UTC, date, datetime

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
    parties=several,
    as_of=st.none()
    | st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_round_trip(
    period: list[date | None],
    languages: tuple[str, ...],
    sources: tuple[str, ...],
    statuses: tuple[str, ...],
    standings: tuple[str, ...],
    text: str,
    parties: tuple[str, ...],
    as_of: datetime | None,
) -> None:
    asked = Selection(
        period[0], period[1], languages, sources, statuses, standings, text, parties, as_of
    )
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
        ({"as_of": ["soon"]}, Selection()),
        ({"as_of": ["0001-01-01T00:00+14:00"]}, Selection()),
        ({"as_of": ["2026-03-12"]}, Selection(as_of=datetime(2026, 3, 12, 23, 59, tzinfo=UTC))),
        (
            {"as_of": ["2026-03-12T19:30:59+01:00"]},
            Selection(as_of=datetime(2026, 3, 12, 18, 30, tzinfo=UTC)),
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
    then = Selection(parties=("p",), as_of=datetime(2026, 3, 12, 18, 0, tzinfo=UTC))
    assert filters.described(then, {"p": "Nordgas"}, Reader("en", "Europe/Berlin")) == (
        "Filtered: Nordgas · as it stood on 12 Mar 2026, 19:00"
    )
    assert filters.described(Selection(), names, Reader("de")) == "Alle Erwähnungen"


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("", ()),
        ("Brücke  Velm velm", ("Brücke", "Velm", "velm")),
        ('"two million" mayor', ("two million", "mayor")),
        ("„zwei Millionen“ Euro", ("zwei Millionen", "Euro")),
        ('"open', ("open",)),
        ("a b c d e f g h", ("a", "b", "c", "d", "e", "f")),
    ],
)
def test_words_sought(text: str, sought: tuple[str, ...]) -> None:
    assert Selection(text=text).words == sought
