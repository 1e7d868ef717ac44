"""What only the browser can do: copy the link to what is on screen, follow a link by itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from dashboard.text import Reader

HERE = Path(__file__).with_name("copy")
# Fixed files of our own: the component runs as code in the page, so nothing from outside goes in.
COPY = st.components.v2.component(
    "claimwatch_share",
    html=HERE.with_suffix(".html").read_text(encoding="utf-8"),
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)

FOLLOW = st.components.v2.component(
    "claimwatch_follow", js=HERE.with_name("follow.js").read_text(encoding="utf-8")
)


def follow(page: str, params: Mapping[str, str | Sequence[str]]) -> None:
    """Open another page of ours as a link would; the rest of this one is not drawn."""
    query = urlencode(params, doseq=True)
    FOLLOW(key=f"follow-{page}-{query}", data={"page": page, "query": query})
    st.stop()


def button(reader: Reader, always: Mapping[str, str]) -> None:
    """The button; `always` are URL parameters that a copied link carries in any case."""
    words = {name: reader.say(f"share.{name}") for name in ("label", "help", "done")}
    COPY(key="share", data={**words, "always": dict(always)}, width="content", height="content")
