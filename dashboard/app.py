"""The router: page configuration, the shared filters, navigation and the newest snapshot."""

from pathlib import Path

import streamlit as st

from dashboard import controls, filters, pieces, snapshot
from dashboard.queries import overview as queries
from dashboard.text import Reader, language_of, zone_of
from dashboard.theme import STYLE
from dashboard.views import door, page

st.set_page_config(
    page_title="Claimwatch", page_icon=Path(__file__).with_name("icon.svg"), layout="wide"
)
st.html(STYLE)

# Pages that other pages lead to: they show what was chosen there.
HIDDEN = ("outlet", "articles", "party")
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
        ("claims", "lists"),
        ("claim", "format_quote"),
        ("sentences", "subject"),
        ("sources", "newspaper"),
        ("outlet", "newspaper"),
        ("articles", "newspaper"),
        ("parties", "groups"),
        ("party", "groups"),
        ("provenance", "account_tree"),
        ("runs", "history"),
        ("export", "download"),
    )
]
chosen = st.navigation(pages, position="hidden")
state["page"] = chosen.url_path

for name in ("lang", "tz"):
    if state[name] and url.get(name) != state[name]:
        url[name] = state[name]

door.admit(reader)
try:
    newest = snapshot.newest(snapshot.data_dir())
except snapshot.NoSnapshot as missing:
    page.no_snapshot(str(missing), reader)
    st.stop()

try:
    choices = queries.choices(newest)
    first, last = queries.bounds(newest, reader.zone).row(0)
except snapshot.Outdated as missing:
    st.html(pieces.title(reader.say("empty.outdated.title"), reader.say("app")))
    page.outdated(str(missing), reader)
    page.watch(newest.path)
    st.stop()
bounds = (first, last) if first and last else None
names = dict(choices.select("id", "name").iter_rows())
links = st.sidebar.container(gap="xsmall", key="nav")
links.html(pieces.paragraph(reader.say("app"), "cw-brand"))
selection = controls.sidebar(bounds, choices, reader)
# Drawn here and not by Streamlit, whose own links would drop the filters.
spoken = {name: state[name] for name in ("lang", "tz") if state[name]}
params = {**filters.written(selection), **spoken}
for each in (each for each in pages if each.url_path not in HIDDEN):
    links.page_link(each, width="stretch", query_params=params)
with st.sidebar:
    door.sign_out(reader)
state["here"] = page.Here(newest, selection, reader, bounds, names, params)

# Before the page, which may stop early: an empty view must notice new data too.
page.watch(newest.path)
try:
    chosen.run()
except snapshot.Outdated as missing:
    page.outdated(str(missing), reader)
