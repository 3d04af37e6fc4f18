"""A whole running site (web server, worker, beat) with the demo, and a real browser on it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "belize-demo-2026"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@dataclass
class Site:
    """The running site: its address, its folder, and a way to run management commands."""

    address: str
    var: Path
    env: dict[str, str]
    launcher: "subprocess.Popen[bytes]"

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Run a line of Python inside the site's own Django, for looking at what was stored."""
        return self.manage("shell", "-v", "0", "-c", code).strip()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    var = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    env = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "lms.settings.base",
        "LMS_VAR": str(var),
        "PUBLIC_BASE_URL": address,
        "DEBUG": "1",
    }
    log = (var / "launcher.out").open("wb")
    launcher = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_ready(address, launcher, var / "launcher.out")
        yield Site(address, var, env, launcher)
    finally:
        launcher.send_signal(signal.SIGINT)
        try:
            launcher.wait(30)
        except subprocess.TimeoutExpired:
            launcher.kill()
            launcher.wait()
        log.close()


def _wait_until_ready(address: str, launcher: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        assert launcher.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError("The site did not start:\n" + log.read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser of their own."""

    context: BrowserContext
    page: Page
    site: Site

    def goto(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def sign_in(self, who: str) -> None:
        self.goto("/account/login/")
        self.page.fill("input[name=login]", who)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.get_by_role("button", name="Sign in").last.click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Open a browser: `visit(width=360, dark=False, javascript=True)`."""
    contexts: list[BrowserContext] = []

    def open_one(width: int = 1280, dark: bool = False, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 740 if width < 600 else 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            has_touch=width < 600,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        return Visitor(context, context.new_page(), site)

    yield open_one
    for context in contexts:
        context.close()
