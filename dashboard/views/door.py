"""The door: sign-in where it is set up, and a plain word to those who may not come in."""

import streamlit as st

from dashboard import access, pieces, settings
from dashboard.text import Reader


def admit(reader: Reader) -> None:
    """Let the page go on for readers and reviewers; stop it for everybody else."""
    say = reader.say
    try:
        someone = access.visitor(settings.access())
    except settings.BadSettings as wrong:
        # Closed rather than open: nobody is let in by a mistake in the file.
        st.html(pieces.title(say("door.broken"), say("app")))
        st.code(str(wrong), language=None, wrap_lines=True)
        st.stop()
    access.remember(someone)
    if someone.role == "stranger":
        st.html(pieces.title(say("door.title"), say("app")))
        st.html(pieces.paragraph(say("door.words")))
        st.button(say("door.sign_in"), on_click=st.login, type="primary", key="sign-in")
        st.stop()
    if someone.role == "refused":
        st.html(pieces.title(say("door.refused"), say("app")))
        st.html(pieces.paragraph(say("door.refused.words", address=someone.address or "–")))
        st.button(say("door.sign_out"), on_click=st.logout, key="sign-out")
        st.stop()


def sign_out(reader: Reader) -> None:
    """Who is signed in, and the way out; nothing where nobody signs in."""
    someone = access.current()
    if someone.address:
        role = reader.say(f"role.{someone.role}")
        st.html(pieces.paragraph(f"{someone.address} · {role}"))
        st.button(reader.say("door.sign_out"), on_click=st.logout, key="sign-out", type="tertiary")
