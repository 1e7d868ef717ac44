"""Sign-in through a real OpenID Connect provider on loopback, in a real browser."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import oidc
from tests.browser.conftest import ROOT, await_app
from tests.dashboard import invented

pytestmark = pytest.mark.browser

LISTS = """
[access]
readers = ["*@desk.example"]
reviewers = ["ada@desk.example"]
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[oidc.Provider]:
    """The provider."""
    with oidc.serve() as serving:
        yield serving


@pytest.fixture(scope="module")
def app(provider: oidc.Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with sign-in set up."""
    folder = tmp_path_factory.mktemp("sign-in")
    invented.publish(invented.filled(), folder / "data")
    (folder / "dashboard.toml").write_text(LISTS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f"""
        [auth]
        redirect_uri = "http://localhost:{port}/oauth2callback"
        cookie_secret = "a secret of this test alone, long enough"
        client_id = "{oidc.CLIENT}"
        client_secret = "{oidc.SECRET}"
        server_metadata_url = "{provider.url}/.well-known/openid-configuration"
        """
    )
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port), "--secrets.files", str(secrets)],
        cwd=ROOT,
        env={
            **os.environ,
            "CLAIMWATCH_DATA_DIR": str(folder / "data"),
            "CLAIMWATCH_DASHBOARD": str(folder / "dashboard.toml"),
            # The provider is on this machine: no proxy stands between.
            "NO_PROXY": "127.0.0.1,localhost",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_app(f"http://localhost:{port}", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=60)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that nobody has signed in with."""
    context: BrowserContext = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def test_strangers_see_nothing_but_the_door(page: Page, app: str) -> None:
    page.goto(f"{app}/export")
    expect(page.locator(".cw-title")).to_have_text("Please sign in", timeout=60_000)
    assert page.locator(".stPlotlyChart").count() == 0
    assert "mentions" not in page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("address", "role"), [("Ada@desk.example", "reviewer"), ("bo@desk.example", "reader")]
)
def test_roles(page: Page, app: str, provider: oidc.Provider, address: str, role: str) -> None:
    provider.person = {"email": address, "email_verified": True}
    _sign_in(page, app)
    expect(page.locator(".cw-title")).to_contain_text("51 mentions", timeout=60_000)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(f"{address.lower()} · {role}")
    page.get_by_role("link", name="Export", exact=True).click()
    expect(page.locator(".cw-title")).to_contain_text("to take away")
    closed = page.get_by_text("Only reviewers take drafts away.")
    expect(closed).to_have_count(0 if role == "reviewer" else 1)


@pytest.mark.parametrize(
    "person",
    [
        {"email": "eve@elsewhere.example", "email_verified": True},
        {"email": "ada@desk.example", "email_verified": False},
    ],
)
def test_others_are_turned_away(
    page: Page, app: str, provider: oidc.Provider, person: dict[str, object]
) -> None:
    provider.person = person
    _sign_in(page, app)
    expect(page.locator(".cw-title")).to_contain_text("not on the list", timeout=60_000)
    assert page.locator(".stPlotlyChart").count() == 0
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".cw-title")).to_have_text("Please sign in", timeout=60_000)


def _sign_in(page: Page, app: str) -> None:
    page.goto(app)
    expect(page.locator(".cw-title")).to_have_text("Please sign in", timeout=60_000)
    page.get_by_role("button", name="Sign in").click()
