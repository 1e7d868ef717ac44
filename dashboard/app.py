"""The router: page configuration, the shared filters, navigation and the newest snapshot."""

from pathlib import Path

import streamlit as st

from dashboard import filters, snapshot
from dashboard.queries import overview as queries
from dashboard.text import Reader, language_of, zone_of
from dashboard.theme import STYLE
from dashboard.views import page

st.set_page_config(
    page_title="Claimwatch", page_icon=Path(__file__).with_name("icon.svg"), layout="wide"
)
st.html(STYLE)

state, url = st.session_state, st.query_params
state.setdefault("lang", url.get("lang"))
state.setdefault("tz", url.get("tz"))
reader = Reader(
    lang=language_of(state["lang"], st.context.locale),
    zone=zone_of(state["tz"], st.context.timezone),
)

pages = [
    st.Page(
        f"views/{name}.py",
        title=reader.say(f"page.{name}"),
        icon=f":material/{icon}:",
        url_path=name,
        default=name == "overview",
    )
    for name, icon in (
        ("overview", "monitoring"),
        ("claim", "format_quote"),
        ("sources", "newspaper"),
        ("runs", "history"),
    )
]
chosen = st.navigation(pages)
state["page"] = chosen.url_path

for name in ("lang", "tz"):
    if state[name] and url.get(name) != state[name]:
        url[name] = state[name]

try:
    newest = snapshot.newest(snapshot.data_dir())
except snapshot.NoSnapshot as missing:
    page.no_snapshot(str(missing), reader)
    st.stop()

choices = queries.choices(newest)
first, last = queries.bounds(newest, reader.zone).row(0)
bounds = (first, last) if first and last else None
names = dict(choices.filter(kind="source").select("id", "name").iter_rows())
selection = filters.sidebar(bounds, choices, reader)
state["here"] = page.Here(newest, selection, reader, bounds, names)

chosen.run()
page.watch(newest.path)
