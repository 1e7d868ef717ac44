"""Sentences as evidence: whatever the filters, a mark of a chart or a figure of a table name."""

import streamlit as st

from dashboard import download, pieces
from dashboard.queries import sentences as queries
from dashboard.views import narrow, page, rows, words

here = page.here()
reader, say = here.reader, here.reader.say

narrowed = narrow.asked(narrow.SENTENCES)
number = page.number()
found = queries.found(
    here.snapshot,
    here.selection,
    here.zone,
    narrowed["claim"] or None,
    narrowed["cited"] or None,
    narrowed["late"] or None,
    narrowed["article"] or None,
    narrowed["about"] or None,
    rows.PER_PAGE,
    (number - 1) * rows.PER_PAGE,
)
page.head(words.sentences(found, reader), say("page.sentences"), here)
st.caption(here.caption())
if told := narrow.of_sentences(narrowed, here):
    st.html(pieces.told(told, pieces.inner("sentences", here.params, say("sentences.all"))))
if found.is_empty():
    if number > 1:
        page.empty(say("empty.page"), say("empty.page.hint"))
    else:
        page.nothing(here)
    st.stop()

rows.statements(found, here)
page.pages(number, -(-found["n_found"][0] // rows.PER_PAGE))
download.offer(found, f"sentences-{number}", reader)
