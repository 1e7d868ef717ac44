"""What every page has: where it stands, its head, its empty states, the watch for new data."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import controls, filters, pieces, share, snapshot
from dashboard.queries import overview as queries
from dashboard.queries.selection import Selection
from dashboard.snapshot import Snapshot
from dashboard.text import Reader
from dashboard.theme import Mode

RUN = "python -m etl run --data-dir {folder}"
COMMANDS = f"make demo\n{RUN} --input FILES"
log = logging.getLogger(__name__)
LOOK_EVERY = timedelta(seconds=5)
# No tool bar over the charts: nothing in them needs zooming, and the rows can be downloaded.
QUIET = {"displayModeBar": False}
# What a URL names of selected marks: some mail programs cut off longer links.
MOST_PICKED = 30


@dataclass(frozen=True, slots=True)
class Here:
    """Where a page stands: the data, what the reader chose, and who the reader is."""

    snapshot: Snapshot
    selection: Selection
    reader: Reader
    bounds: tuple[date, date] | None
    names: Mapping[str, str]
    # The URL parameters that keep all of this, for links to other pages.
    params: Mapping[str, str | list[str]]

    @property
    def zone(self) -> str:
        """The reader's time zone."""
        return self.reader.zone

    @property
    def mode(self) -> Mode:
        """Light or dark, as the browser shows the page."""
        return "dark" if st.context.theme.type == "dark" else "light"

    @property
    def period(self) -> tuple[date, date] | None:
        """The chosen days, or all of the data's."""
        if self.bounds is None:
            return None
        since, until = (
            self.selection.since or self.bounds[0],
            self.selection.until or self.bounds[1],
        )
        if moment := self.selection.as_of:
            until = min(until, moment.astimezone(ZoneInfo(self.zone)).date())
        return min(since, until), until

    @property
    def scope(self) -> str:
        """The filters in words."""
        return filters.described(self.selection, self.names, self.reader)

    @property
    def finished_at(self) -> datetime | None:
        """When the newest run ended: the data is as of then."""
        at: datetime | None = queries.as_of(self.snapshot).row(0, named=True)["finished_at"]
        return at

    def caption(self, days: tuple[date, date] | None = None) -> str:
        """What a chart or a list shows: the filters, the days, and as of when."""
        shown = f"{self.scope} · {self.reader.period(*(days or self.period or (None, None)))}"
        # A moment that the reader has chosen is among the filters.
        return shown if self.selection.as_of else self._dated(shown)

    def unfiltered(self) -> str:
        """The same for what the filters do not narrow: all days of the data, as of when."""
        return replace(self, selection=Selection(as_of=self.selection.as_of)).caption()

    def record(self) -> str:
        """The same for the tool's own record: all runs, as of when the newest ended."""
        return self._dated(self.reader.say("caption.runs"))

    def _dated(self, words: str) -> str:
        if (at := self.finished_at) is None:
            return words
        return f"{words} · {self.reader.say('caption.as_of', at=self.reader.moment(at))}"

    def steps(self, period: tuple[date, date] | None) -> tuple[str, ...]:
        """The widths that a bar may have: no chart has more than some hundreds of bars."""
        days = (period[1] - period[0]).days + 1 if period else 1
        limits = {"hour": 14, "day": 400, "week": 2500, "month": 100_000}
        return tuple(step for step, most in limits.items() if days <= most)[:3]

    def step(self, period: tuple[date, date] | None) -> str:
        """The width of a bar, so that a chart has neither three bars nor a thousand."""
        days = (period[1] - period[0]).days if period else 0
        limits = ((2, "hour"), (120, "day"), (800, "week"))
        return next((step for limit, step in limits if days <= limit), "month")


def here() -> Here:
    """Where the current page stands, as the router has found it."""
    found: Here = st.session_state["here"]
    return found


def head(words: str, kicker: str, here: Here) -> None:
    """Headline, how old the data is, and what the statuses mean, one click away."""
    say = here.reader.say
    st.html(pieces.title(words, kicker))
    zone = here.zone.replace("_", " ")
    at = here.reader.moment(here.finished_at)
    as_of = say("as_of", at=at, zone=zone) if here.finished_at else say("as_of.none", zone=zone)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="about"):
        st.html(pieces.about(as_of, here.reader))
        share.button(here.reader, {"tz": here.zone})
    if moment := here.selection.as_of:
        with st.container(horizontal=True, vertical_alignment="center", key="as-of"):
            st.html(pieces.paragraph(say("as_of.past", at=here.reader.moment(moment)), "cw-past"))
            st.button(say("as_of.now"), on_click=controls.now, type="tertiary", key="to-now")


def choice(
    name: str,
    options: Sequence[str],
    label: str,
    here: Here,
    usual: str | None = None,
    **values: object,
) -> str:
    """One of a few views of the same thing, kept in the URL unless it is the usual one."""
    usual = usual or options[0]
    if len(options) == 1:
        return usual
    asked = st.query_params.get(name, usual)
    asked = asked if asked in options else usual
    # Pages offer other options under one name.
    key = f"choice_{st.session_state.get('page')}_{name}"
    seen = f"{key}_url"
    # A change of page takes the widget's state with it, though not what the URL asks for.
    if st.session_state.get(seen) != asked or key not in st.session_state:
        st.session_state[key] = asked
    chosen = st.segmented_control(
        here.reader.say(label),
        options,
        required=True,
        format_func=lambda option: here.reader.say(f"{name}.{option}", **values),
        key=key,
        label_visibility="collapsed",
    )
    picked = chosen or usual
    st.session_state[seen] = picked
    if picked != asked and picked == usual:
        del st.query_params[name]
    elif picked != asked:
        st.query_params[name] = picked
    return picked


def choices(name: str) -> DeltaGenerator:
    """A line for choices above a chart; on a phone they stand near below each other."""
    return st.container(
        horizontal=True, vertical_alignment="center", gap="medium", key=f"choices-{name}"
    )


def number() -> int:
    """The page of a long list that the URL asks for, 1 or more."""
    asked = st.query_params.get("page", "1")
    return int(asked) if asked.isdecimal() and 0 < int(asked[:5]) < 10_000 else 1


def pages(number: int, last: int) -> None:
    """The way to the other pages of a long list."""
    if last > 1:
        key = f"pages-{number}"
        st.pagination(last, default=number, key=key, on_change=_turn_to, args=(key,))


def _turn_to(key: str) -> None:
    st.query_params["page"] = str(st.session_state[key])


def chart(figure: go.Figure, name: str, alt: str) -> None:
    """A figure in our own look."""
    st.plotly_chart(figure, theme=None, config=QUIET, alt=alt, key=f"chart-{name}")


def picked(figure: go.Figure, name: str, alt: str, param: str = "mention") -> list[str]:
    """A figure whose marks can be selected: the ids of those that are, kept in the URL."""
    turn = st.session_state.setdefault(f"turn-{name}", 0)
    event = st.plotly_chart(
        figure,
        theme=None,
        config=QUIET,
        alt=alt,
        key=f"chart-{name}-{turn}",
        on_select="rerun",
        selection_mode="points",
    )
    ids = [str(point["customdata"][0]) for point in event["selection"]["points"]]
    # Only a new selection moves the URL: a link that names sentences has drawn none itself.
    if ids != st.session_state.get(f"picked-{name}", []):
        st.session_state[f"picked-{name}"] = ids
        _say(param, ids)
    return [value[:64] for value in st.query_params.get_all(param)][:MOST_PICKED]


def unpick(names: Sequence[str], label: str, param: str = "mention") -> None:
    """A button that lets go of the selected marks: the figures are drawn as new ones."""

    def turn() -> None:
        for name in names:
            st.session_state[f"turn-{name}"] = st.session_state.get(f"turn-{name}", 0) + 1
            st.session_state[f"picked-{name}"] = []
        _say(param, [])

    st.button(
        label, on_click=turn, type="tertiary", key=f"unpick-{names[0]}", icon=":material/undo:"
    )


def _say(param: str, values: list[str]) -> None:
    if values:
        st.query_params[param] = values[:MOST_PICKED]
    elif param in st.query_params:
        del st.query_params[param]


def of_now(here: Here) -> None:
    """Say that what follows is the tool's own record, which has no earlier moment."""
    if here.selection.as_of:
        st.html(pieces.paragraph(here.reader.say("as_of.record"), "cw-past"))


def empty(words: str, hint: str = "") -> None:
    """Say what is missing in place of a view."""
    st.html(pieces.empty(words, hint))


def nothing(here: Here) -> None:
    """Say that the snapshot is empty, or that the filters leave nothing."""
    say = here.reader.say
    if here.names:
        empty(say("empty.filters"), say("empty.filters.hint"))
    else:
        empty(say("empty.snapshot"))


def no_snapshot(folder: str, reader: Reader) -> None:
    """The one page there is before the first run, and the command that ends it."""
    st.html(pieces.title(reader.say("empty.no_snapshot.title"), reader.say("app")))
    st.markdown(reader.say("empty.no_snapshot"))
    st.code(COMMANDS.format(folder=folder), language="bash", wrap_lines=True)
    st.caption(reader.say("empty.no_snapshot.folder"))
    watch(None)


def outdated(missing: str, reader: Reader) -> None:
    """Say that this snapshot is of an earlier version, and what brings the rest of the page."""
    log.warning("the snapshot lacks what a page asks for: %s", missing)
    empty(reader.say("empty.outdated"), reader.say("empty.outdated.hint"))
    st.code(RUN.format(folder=snapshot.data_dir()), language="bash", wrap_lines=True)


@st.fragment(run_every=LOOK_EVERY)
def watch(drawn: Path | None) -> None:
    """Draw the page anew once LATEST names another snapshot than the one on screen."""
    try:
        newest = snapshot.newest(snapshot.data_dir()).path
    except snapshot.NoSnapshot:
        return
    if newest != drawn:
        st.rerun()
