"""The pages about outlets, parties, provenance: full, empty, hostile, in both languages."""

import ast
import re
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.text import Reader
from dashboard.views.lines import outlet_kicker
from tests.dashboard import invented
from tests.dashboard.test_pages import VIEWS, _run, _says

PAGES = {
    "sentences": {},
    "sources": {},
    "outlet": {"outlet": "golos.example"},
    "articles": {},
    "parties": {},
    "party": {"who": "nordgas"},
    "provenance": {},
    "runs": {},
    "export": {"claim": "c000000000000000"},
}


@pytest.fixture
def open_page(data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch):
    """Open a page on one of the three worlds."""

    def opened(page: str, data: str = "full", **params: str) -> AppTest:
        monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs[data]))
        return _run(page, **params)

    return opened


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("data", ["full", "empty", "hostile"])
def test_page(page: str, lang: str, data: str, open_page) -> None:
    app = open_page(page, data, lang=lang, **PAGES[page])
    for missing in ("None", "NaN", "nan%", "null"):
        assert not _says(app, missing)
    assert _says(app, "Datenstand" if lang == "de" else "Data as of")
    for raw in ("<script>window", "<img src=x", "<style>body"):
        assert not _says(app, raw)
    if data != "empty" and page not in ("party", "export", "sentences", "articles"):
        assert app.get("plotly_chart")


def test_sources_say_how_much_is_seen(open_page) -> None:
    app = open_page("sources")
    assert _says(app, "51 mentions in 8 outlets", "Who was first, and who came when")
    assert _says(open_page("sources", q="zzzz"), "No mention matches these filters.")


def test_an_outlet_leads_to_its_claims(open_page) -> None:
    app = open_page("outlet", outlet="golos.example")
    assert _says(app, "Голос", "golos.example · Russia · Russian · broadcaster")
    assert _says(app, 'href="claim?claim=c00000000000000', "What we get from it")
    filtered = open_page("outlet", outlet="golos.example", status="denied")
    assert _says(filtered, "status=denied&amp;claim=")


def test_a_hostile_outlet_stays_words(open_page) -> None:
    app = open_page("outlet", "hostile", outlet="evil.example")
    assert _says(app, "&lt;script&gt;window.hacked=1")


@pytest.mark.parametrize(("page", "name"), [("outlet", "outlet"), ("party", "who")])
def test_an_unknown_one_says_so(page: str, name: str, open_page) -> None:
    app = open_page(page, **{name: "<b>x"})
    assert _says(app, f"There is no {page} &lt;b&gt;x in this snapshot.")
    assert app.selectbox


def test_parties_lead_to_a_party(open_page) -> None:
    app = open_page("parties", by="denied")
    assert _says(app, 'href="party?who=nordgas"', 'href="sources?party=nordgas"')
    assert _says(app, 'href="claims?denying=nordgas&amp;stating=orlova"')
    assert _says(app, "Whose word stands against whose")
    way = "party=orlova&amp;status=denied&amp;about=nordgas"
    assert _says(app, "Who speaks about whom", f'href="sentences?{way}"')
    denied = open_page("sentences", party="orlova", status="denied", about="nordgas")
    assert _says(denied, "2 sentences, the newest first", "Claims that name Nordgas AG.")
    assert _says(open_page("claims", about="arvenia"), "Claims that name Arvenia.")
    assert _says(
        open_page("parties", lang="de", since="2026-03-02", until="2026-03-02"), "Wer über"
    )
    party = open_page("party", who="nordgas")
    assert _says(party, "Nordgas AG", "What the party says on which claim", "The sentences")


def test_choosing_a_party_opens_its_page(open_page) -> None:
    app = open_page("parties")
    app.selectbox(key="pick-party-").set_value("orlova").run()
    assert not app.exception
    assert _says(app, "Irina Orlova", "What the party says on which claim")


def test_provenance_shows_rows_beside_the_diagram(open_page) -> None:
    app = open_page("provenance")
    assert _says(
        app, "2 pairs of outlets where one credits the other; Ledger Wire is credited most"
    )
    assert _says(app, "Which party stands behind the credited outlet", "Irina Orlova")
    assert _says(open_page("provenance", lang_in="uk"), "No article here credits another outlet.")


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_short_and_hold_no_sql(page: str) -> None:
    source = (VIEWS / f"{page}.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    assert ast.get_docstring(ast.parse(source))
    assert "select" not in source.lower().replace("selection", "")


def test_a_claim_whose_mentions_are_all_filtered_out_says_so(open_page) -> None:
    app = open_page("claim", claim="c000000000000000", q="zzzz")
    assert _says(app, "No mention of this claim matches the filters.")


def test_runs_show_what_the_feeds_do(open_page) -> None:
    assert _says(open_page("runs"), "Feeds watched", "no answer in time", "not asked yet", "silent")
    assert _says(open_page("runs", "hostile"), "not a feed")
    assert _says(open_page("runs", "empty"), "No feed is watched.")
    assert _says(open_page("runs", tz="UTC"), 'href="runs?tz=UTC&amp;feeds=failed"')
    failing = open_page("runs", feeds="failed")
    assert _says(failing, "Narrowed to: Failing.", "no answer in time", "Feeds watched")
    assert not _says(failing, "nothing new</td>")


def test_an_outlet_shows_the_state_of_its_feeds(open_page) -> None:
    assert _says(open_page("outlet", outlet="golos.example"), "failing", "no answer in time")
    none = open_page("outlet", outlet="visnyk.example")
    assert _says(none, "No feed of this outlet is watched")


def test_counts_of_articles_lead_to_them(open_page) -> None:
    outlet = open_page("outlet", outlet="golos.example", tz="UTC")
    assert _says(outlet, 'href="articles?tz=UTC&amp;outlet=golos.example"')
    assert _says(outlet, "tz=UTC&amp;outlet=golos.example&amp;kind=undated")
    runs = open_page("runs", tz="UTC")
    assert _says(runs, 'href="articles?tz=UTC&amp;flag=ok&amp;precision=second"')
    undated = open_page("articles", outlet="golos.example", kind="undated", tz="UTC")
    assert _says(undated, "2 articles, the newest first", "Narrowed to: Голос, no usable date.")
    assert _says(undated, 'href="sentences?tz=UTC&amp;article=')
    assert _says(open_page("articles", outlet="nobody"), "There is no such article here.")


def test_a_party_says_whom_a_claim_is_about(open_page) -> None:
    app = open_page("party", who="nordgas", tz="UTC")
    assert _says(app, 'names: <a href="party?tz=UTC&amp;who=arvenia"')


def test_captions_say_filter_period_and_as_of(open_page) -> None:
    told = "Filtered: denied · 2–24 Mar 2026 · data as of 6 Apr 2026, 06:00"
    for page in ("overview", "sources", "parties", "sentences"):
        app = open_page(page, status="denied", tz="Europe/Berlin")
        assert any(caption.value.startswith(told) for caption in app.caption), page
    then = open_page("sources", as_of="2026-03-12T06:00Z", tz="UTC")
    assert any("as it stood on 12 Mar 2026, 06:00" in caption.value for caption in then.caption)
    assert not any("data as of" in caption.value for caption in then.caption)


@pytest.mark.parametrize(
    ("page", "told", "at_least"),
    [
        ("claims", "Filtered: denied · 2–24 Mar 2026 · data as of", 1),
        # What the filters do not narrow says so: its course, its parties, who credits whom.
        ("claim", "All mentions · 2–24 Mar 2026 · data as of", 3),
        ("outlet", "All runs · data as of", 1),
        ("runs", "All runs · data as of", 4),
        ("articles", "All runs · data as of", 1),
    ],
)
def test_every_list_says_what_it_covers(open_page, page: str, told: str, at_least: int) -> None:
    params = {"claim": "c000000000000000"} if page == "claim" else PAGES.get(page, {})
    app = open_page(page, status="denied", tz="Europe/Berlin", **params)
    lines = [" ".join(caption.value.split()) for caption in app.caption]
    assert sum(line.startswith(told) for line in lines) >= at_least, lines


def test_figures_lead_to_their_sentences(open_page) -> None:
    app = open_page("sources")
    way = 'href="sentences?source=hafenkurier.example&amp;status=denied"'
    assert _says(app, way, 'href="sentences?source=morgenblatt.example&amp;late=first"')
    credits = open_page("provenance")
    assert _says(credits, 'href="claims?source=lecourant.example&amp;cited=ledgerwire.example"')
    assert _says(credits, 'href="sentences?source=lecourant.example&amp;cited=ledgerwire.example"')
    claim = open_page("claim", claim="c000000000000000")
    assert _says(claim, "party=nordgas&amp;status=denied&amp;claim=c000000000000000")
    assert _says(claim, 'href="party?who=nordgas"', 'href="#checks"', 'href="#suggested"')


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "51 sentences, the newest first"),
        ({"status": "denied"}, "11 sentences, the newest first"),
        ({"claim": "c000000000000001"}, "Of the claim “The port of Velm"),
        ({"cited": "ledgerwire.example"}, "In articles that credit Ledger Wire."),
        (
            {"late": "first", "source": "morgenblatt.example"},
            "How soon the outlet had the claim: first.",
        ),
        ({"late": "shared"}, "Of claims that other outlets report too."),
        ({"late": "never"}, "No mention matches these filters."),
    ],
)
def test_sentences(params: dict[str, str], words: str, open_page) -> None:
    assert _says(open_page("sentences", **params), words)


@pytest.mark.parametrize(
    ("page", "lang"), [("sources", "de"), ("provenance", "en"), ("claim", "en")]
)
def test_an_earlier_snapshot_says_what_brings_the_rest(
    page: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(tmp_path))
    path = invented.publish(invented.filled(), tmp_path)
    with duckdb.connect(str(path)) as con:
        con.execute("drop view citation")
        for macro in ("source_lag_as_of", "citation_as_of", "claim_provenance_as_of"):
            con.execute(f"drop macro table {macro}")
    params = {"claim": "c000000000000000"} if page == "claim" else PAGES[page]
    app = _run(page, lang=lang, **params)
    assert _says(app, "mit dem nächsten Lauf" if lang == "de" else "comes with the next run")
    assert app.code[-1].value == f"python -m etl run --data-dir {tmp_path}"
    invented.publish(invented.filled(), tmp_path, "20260407T040000Z-bbbb")
    whole = app.run()
    assert not whole.exception
    assert not _says(whole, "mit dem nächsten Lauf" if lang == "de" else "comes with the next run")


def test_an_outlet_that_no_list_knows_is_not_named_twice(open_page) -> None:
    row = {"source_id": "wash-post", "name": "wash-post"}
    row |= {"country": None, "language": None, "media_type": None}
    assert outlet_kicker(row, Reader("en")) == "Outlet"
    assert outlet_kicker(row | {"name": "The Post"}, Reader("en")) == "wash-post"


def test_a_list_that_is_shown_whole_says_no_more() -> None:
    assert Reader("en").cut("By outlets.", 8, 8) == "By outlets."
    assert Reader("en").cut("By outlets.", 8, 9) == "By outlets. 8 of 9."


def test_key_figures_lead_to_what_they_count(open_page) -> None:
    home = open_page("overview", since="2026-03-09", until="2026-03-15")
    week = "claims?since=2026-03-09&amp;until=2026-03-15"
    assert _says(home, f'<a href="{week}" target="_self"><b>9</b>')
    assert _says(home, f'<a href="{week}&amp;event=denied" target="_self"><b>2</b>')
    # What the newest day brought is a list of its own.
    assert _says(open_page("overview"), 'href="claims?since=2026-03-24&amp;until=2026-03-24')
    outlet = open_page("outlet", outlet="morgenblatt.example", status="denied", tz="UTC")
    way = "source=morgenblatt.example&amp;tz=UTC"
    assert _says(outlet, f'href="claims?{way}"', f'href="sentences?{way}"')
    assert _says(outlet, f'href="sentences?{way}&amp;late=first"', f"{way}&amp;late=shared")
    party = open_page("party", who="nordgas", status="alleged", tz="UTC")
    assert _says(party, 'href="claims?tz=UTC&amp;denying=nordgas"')
    assert _says(party, 'href="claims?party=nordgas&amp;tz=UTC"')
    assert _says(party, 'href="sentences?party=nordgas&amp;status=denied&amp;tz=UTC"')
    claims = open_page("claims", tz="UTC")
    assert _says(claims, "sentences?status=denied&amp;tz=UTC&amp;claim=c000000000000000")


def test_a_list_of_claims_says_what_it_is_narrowed_to(open_page) -> None:
    week = {"since": "2026-03-09", "until": "2026-03-15"}
    claims = open_page("claims", event="denied", **week)
    assert _says(claims, "2 claims, the most", "First denied in the period: 9–15 Mar 2026.")
    assert _says(claims, "All claims of these filters")
    assert _says(open_page("claims", event="<script>", **week), "9 claims, the most")
    against = open_page("claims", denying="nordgas", stating="orlova")
    assert _says(against, "2 claims, the most", "By its latest word Nordgas AG denies them. The")
    assert _says(open_page("claims", cited="ledgerwire.example"), "that credit Ledger Wire.")


@pytest.mark.parametrize("page", ["overview", *PAGES])
def test_no_date_is_written_in_digits(page: str, open_page) -> None:
    app = open_page(page, lang="de", **PAGES.get(page, {}))
    words = " ".join(part.body for part in app.html)
    assert not re.search(r"\d\d\.\d\d\.\d{4}", words)


def test_figures_of_credits_lead_to_their_sentences(open_page) -> None:
    outlet = open_page("outlet", outlet="ledgerwire.example", status="denied", tz="UTC")
    # The rows are those of all the data, and so are the sentences behind them.
    assert _says(outlet, 'href="sentences?source=morgenblatt.example&amp;tz=UTC&amp;cited=ledger')
    claim = open_page("claim", claim="c000000000000001", tz="UTC")
    assert _says(claim, "status=alleged&amp;tz=UTC&amp;claim=c000000000000001&amp;cited=ledgerwire")
