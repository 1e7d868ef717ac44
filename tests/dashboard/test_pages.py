"""Every page runs with full, empty, hostile and no data, in both languages."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import invented

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")
VIEWS = Path(APP).parent / "views"
PAGES = ("overview", "claims", "claim", "sources", "runs")
FIRST = "c000000000000000"


def _run(page: str, /, **params: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=20)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    if page != "overview":
        app.switch_page(f"views/{page}.py")
        for name, value in params.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception
    return app


def _says(app: AppTest, *words: str) -> bool:
    """Whether the page says all of these; a bool, as pytest would compare long pages for hours."""
    parts = [*app.html, *app.header, *app.caption, *app.markdown]
    page = "\n".join(str(getattr(part, "body", getattr(part, "value", ""))) for part in parts)
    return all(word in page for word in words)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("data", ["full", "empty", "hostile"])
def test_page(
    page: str, lang: str, data: str, data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs[data]))
    params = {"claim": FIRST} if page == "claim" else {}
    app = _run(page, lang=lang, **params)
    for missing in ("None", "NaN", "nan%"):
        assert not _says(app, missing)
    assert _says(app, "Datenstand" if lang == "de" else "Data as of")
    if data == "empty" and page != "runs":
        assert _says(app, "Snapshot" if lang == "de" else "The newest snapshot holds no mentions")
    if data != "empty" and page != "claims":
        assert app.get("plotly_chart")


def test_overview_headline(data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    headline = "51 mentions of 12 claims from 8 outlets, 2–24 Mar 2026; 6 claims are contested"
    assert _says(_run("overview"), headline)


def test_standing_in_words(data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    app = _run("claim", claim=FIRST, tz="Europe/Berlin")
    assert _says(
        app,
        "Reported as confirmed by 1 outlet, as alleged by 7 outlets and denied by 1 party. "
        "First seen 2 Mar 2026, 07:00 in Morgenblatt; 11 independent reports in 6 languages; "
        "first denial 6 days 8 hrs later.",
    )


def test_filters_come_from_the_url(
    data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    app = _run("overview", since="2026-03-09", until="2026-03-15", status="denied")
    assert _says(app, "3 mentions of 2 claims", "Filtered: denied")
    assert _says(app, "2–8 Mar 2026")  # key figures stand against the week before
    assert app.query_params["status"] in ("denied", ["denied"])


def test_filters_that_leave_nothing_say_so(
    data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    for page in ("overview", "claim", "sources"):
        assert _says(_run(page, q="zzzz"), "No mention matches these filters.")


def test_the_story_of_a_claim(data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    app = _run("claim", claim=FIRST, tz="UTC")
    assert _says(
        app,
        "What happened, in order",
        "First seen in Morgenblatt",
        "First denial: Nordgas AG, reported by Morgenblatt",
        "Hafenkurier takes out a sentence that presented it as confirmed",
        "as_of=2026-03-08T14%3A00Z",
        "Who says it and who denies it",
    )
    assert _says(_run("claim", claim="c000000000000001"), "Le Courant", "Ledger Wire")
    assert _says(app, "Published fact-checks", "teilweise belegt", "Faktenstelle Velm")
    assert _says(_run("claim", claim="c0000000000000ff"), "What happened, in order")
    then = _run("claim", claim=FIRST, as_of="2026-03-04T00:00Z", tz="UTC")
    assert _says(then, "As it stood on 4 Mar 2026, 00:00.", "Reported as alleged by 3 outlets.")
    then.button(key="to-now").click().run()
    assert _says(then, "denied by 1 party")
    assert "as_of" not in then.query_params


def test_a_bar_and_marks_in_the_url_show_their_sentences(
    data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    app = _run("overview", bar="2026-03-11T00:00~denied", by="day")
    assert [found.value for found in app.subheader] == [
        "The sentences behind the bar, the newest first."
    ]
    app.button(key="unpick-spread").click().run()
    assert not app.subheader
    assert "bar" not in app.query_params
    assert not _run("overview", bar="<script>~denied").exception
    one = _run("claim", claim=FIRST, mention="m000000000000000")
    assert _says(one, "The sentences you selected above.")


def test_key_figures_name_the_newest_day(
    data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    assert _says(_run("overview"), "Turned contested", "on 24 Mar 2026")


def test_claims_are_sought_sorted_and_turned_over(
    data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    assert _says(_run("claims"), "12 claims, the most widely reported first")
    sought = _run("claims", q="orlova nordgas", rank="outlets")
    assert _says(sought, "1 claim, those in most outlets first")
    assert [box.value for box in sought.text_input] == ["orlova nordgas"] * 2
    sought.text_input(key="f_text_page").set_value("barrage").run()
    assert _says(sought, "1 claim, those in most outlets first", "confirmed")
    assert sought.query_params["q"] in ("barrage", ["barrage"])
    assert _says(_run("claims", page="7"), "The list does not reach this far.")
    assert _says(_run("claims", rank="flipped", until="2026-03-02"), "changed its standing here")


def test_up_to_five_claims_are_compared(
    data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    app = _run("claims")
    assert not app.get("plotly_chart")
    for _ in range(5):
        next(box for box in app.checkbox if not box.value).check().run()
    assert app.get("plotly_chart")
    assert len(app.query_params["compare"]) == 5
    assert all(box.disabled for box in app.checkbox if not box.value)
    app.button(key=f"drop-{FIRST}").click().run()
    assert FIRST not in app.query_params["compare"]
    stale = _run("claims", compare="0123456789abcdef")
    assert not stale.get("plotly_chart")
    assert not any(box.disabled for box in stale.checkbox)
    assert not any(box.disabled for box in app.checkbox)


def test_an_unknown_claim_says_so(
    data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
    app = _run("claim", claim="<script>")
    assert _says(app, "There is no claim with the id &lt;script&gt;")
    assert _says(app, "12 claims, the most widely reported first")


def test_without_a_snapshot_the_page_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(tmp_path))
    app = _run("overview")
    assert _says(app, "No data yet")
    assert f"python -m etl run --data-dir {tmp_path}" in app.code[0].value
    invented.publish(invented.filled(), tmp_path)
    assert _says(app.run(), "51 mentions")


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_short_and_hold_no_sql(page: str) -> None:
    source = (VIEWS / f"{page}.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    assert ast.get_docstring(ast.parse(source))
    assert "select" not in source.lower().replace("selection", "").replace("selected", "")


def test_unsafe_html_is_never_allowed() -> None:
    for path in VIEWS.parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "unsafe_allow" not in source, path
