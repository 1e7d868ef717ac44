"""Who may look and who may take text away; a mistake in the settings keeps the door shut."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, settings
from dashboard.settings import Access, BadSettings
from tests.dashboard.test_pages import _run, _says


@pytest.mark.parametrize(
    ("user", "role"),
    [
        ({"email": "Ada@desk.example"}, "reviewer"),
        ({"email": "bo@desk.example"}, "reader"),
        ({"email": "eve@elsewhere.example"}, "refused"),
        ({"email": "ada@desk.example", "email_verified": False}, "refused"),
        ({"email": "ada@desk.example.evil.example"}, "refused"),
        ({"name": "Ada"}, "refused"),
        ({"email": "  "}, "refused"),
    ],
)
def test_roles(user: dict[str, object], role: str) -> None:
    lists = Access(readers=("*@desk.example",), reviewers=("ada@desk.example",))
    assert access.judged(user, lists).role == role


def test_without_a_list_everyone_who_signs_in_may_read() -> None:
    assert access.judged({"email": "eve@elsewhere.example"}, Access()).role == "reader"
    assert not access.judged({"email": "eve@elsewhere.example"}, Access()).may_take_text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[access]\npublic = 1", "access.public"),
        ("[access]\nreaders = 'a@b.example'", "access.readers"),
        ("[access]\nreviewers = ['ada']", "access.reviewers"),
        ("[access]\nreader = []", "access.reader': unknown key"),
        ("[acess]", "'acess': unknown key"),
        ("access = 3", "must be a section"),
        ("[access", "not valid TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "dashboard.toml"
    path.write_text(text)
    with pytest.raises(BadSettings, match=complaint.replace("[", r"\[")):
        settings.access(path)


def test_every_setting_is_documented() -> None:
    docs = (settings.DEFAULT.parent.parent / "docs" / "access.md").read_text(encoding="utf-8")
    for name in Access.__dataclass_fields__:
        assert f"`{name}`" in docs


def test_the_defaults_are_those_of_the_file() -> None:
    assert settings.access(settings.DEFAULT) == Access()
    for line in settings.DEFAULT.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            assert "  # " in line, line


@pytest.fixture
def on(data_dirs: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Open a page under some settings."""

    def opened(page: str, text: str, **params: str) -> AppTest:
        path = tmp_path / "dashboard.toml"
        path.write_text(text)
        monkeypatch.setenv("CLAIMWATCH_DASHBOARD", str(path))
        monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(data_dirs["full"]))
        return _run(page, **params)

    return opened


def test_export_page(on) -> None:
    app = on("export", "", claim="c000000000000000", status="alleged")
    assert _says(app, "mentions to take away", "Filtered: alleged")
    (draft,) = [code.value for code in app.code]
    assert '"@type": "ClaimReview"' in draft
    assert "reviewRating" not in draft


def test_public_mode_keeps_text_here(on) -> None:
    app = on("export", "[access]\npublic = true")
    assert _says(app, "without sentences, titles and names", "Only reviewers take drafts away.")
    assert not app.code
    assert access.Visitor("reader").may_take_text is False


def test_a_broken_settings_file_keeps_the_door_shut(on) -> None:
    app = on("overview", "[access]\npublic = 'yes'")
    assert _says(app, "so it stays closed")
    assert "access.public" in app.code[0].value
    assert not app.get("plotly_chart")


def test_it_answers_on_this_machine_only() -> None:
    import tomllib

    config = Path(__file__).parents[2] / ".streamlit" / "config.toml"
    assert tomllib.loads(config.read_text())["server"]["address"] == "localhost"
