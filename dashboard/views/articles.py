"""Articles as they came in, each with its date's quality and the way to its sentences."""

import streamlit as st

from dashboard import download, pieces
from dashboard.queries import articles as queries
from dashboard.views import narrow, page, rows, tables_articles

here = page.here()
reader, say = here.reader, here.reader.say

narrowed = narrow.articles_asked()
number = page.number()
offset = (number - 1) * rows.PER_PAGE
found = queries.listed(here.snapshot, *narrowed, limit=rows.PER_PAGE, offset=offset)
articles = reader.count("article", found["n_found"][0] if found.height else 0)
page.head(say("articles.title", articles=articles), say("page.articles"), here)
page.of_now(here)
st.caption(f"{here.record()} · {say('articles.caption')}")
if told := narrow.of_articles(narrowed, here):
    st.html(pieces.told(told, pieces.inner("articles", here.params, say("articles.every"))))
if found.is_empty():
    page.empty(say("empty.articles" if number == 1 else "empty.page"))
    st.stop()

st.html(pieces.table(*tables_articles.articles(found, here)))
page.pages(number, -(-found["n_found"][0] // rows.PER_PAGE))
download.offer(found, f"articles-{number}", reader)
