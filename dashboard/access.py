"""Who is looking, and what they may take away."""

from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from dashboard.settings import Access

Role = Literal["stranger", "refused", "reader", "reviewer"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone at the door: their address where they are signed in, and what they may do."""

    role: Role
    address: str = ""

    @property
    def may_take_text(self) -> bool:
        """Whether downloads hold sentences, claims' wordings and speakers."""
        return self.role == "reviewer"


def visitor(settings: Access) -> Visitor:
    """Who is looking at this page now."""
    if not signs_in():
        return Visitor("reader" if settings.public else "reviewer")
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        return Visitor("stranger")
    return judged(user, settings)


def judged(user: dict[str, Any], settings: Access) -> Visitor:
    """The role of someone whom the provider has signed in."""
    address = str(user.get("email") or "").strip().lower()
    # An address that the provider has not verified is anybody's.
    if not address or user.get("email_verified") is False:
        return Visitor("refused", address)
    if _listed(address, settings.reviewers):
        return Visitor("reviewer", address)
    if not settings.readers or _listed(address, settings.readers):
        return Visitor("reader", address)
    return Visitor("refused", address)


def signs_in() -> bool:
    """Whether sign-in is set up in Streamlit's secrets."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def remember(someone: Visitor) -> None:
    """Keep who is looking for the rest of this page."""
    st.session_state["visitor"] = someone


def current() -> Visitor:
    """Who is looking, as the router found it; a reader where it has not said."""
    found: Visitor = st.session_state.get("visitor", Visitor("reader"))
    return found


def _listed(address: str, entries: tuple[str, ...]) -> bool:
    domain = f"*@{address.rpartition('@')[2]}"
    return address in entries or domain in entries
