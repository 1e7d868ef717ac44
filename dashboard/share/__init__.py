"""A button that copies the link to what is on screen."""

from collections.abc import Mapping
from pathlib import Path

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


def button(reader: Reader, always: Mapping[str, str]) -> None:
    """The button; `always` are URL parameters that a copied link carries in any case."""
    words = {name: reader.say(f"share.{name}") for name in ("label", "help", "done")}
    COPY(key="share", data={**words, "always": dict(always)}, width="content", height="content")
