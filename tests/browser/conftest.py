"""A whole running site (web server, worker, beat) with the demo, and a real browser on it."""

import json
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
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection as django_connection
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import migrated_template

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
    launcher: "subprocess.Popen[bytes] | None"
    shell: "subprocess.Popen[str] | None" = None

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Run Python inside the site's own Django, for looking at what was stored; what it prints.

        In one process for all: starting Django each time took longer than most tests.
        """
        if self.shell is None:
            with (self.var / "shell.out").open("ab") as log:
                self.shell = subprocess.Popen(
                    [sys.executable, "-m", "tests.browser.shell"],
                    cwd=ROOT,
                    env=self.env,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        asked, told = self.shell.stdin, self.shell.stdout
        assert asked is not None
        assert told is not None
        asked.write(json.dumps(code) + "\n")
        asked.flush()
        done, text = json.loads(told.readline())
        assert done, text
        return text.strip()

    def close(self) -> None:
        if self.shell is not None:
            self.shell.communicate()


def _environment(var: Path, database: str) -> dict[str, str]:
    """The suite's own environment, pointed at the site's folder and database instead of ours."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return env | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.base",
        "LMS_VAR": str(var),
        "DATABASE_URL": database,
        "REDIS_URL": "",
        "CELERY_BROKER_URL": os.environ.get("TEST_BROKER_URL") or "filesystem://",
        "DEBUG": "1",
    }


@pytest.fixture(scope="session")
def site_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database for the running site: PostgreSQL where the suite runs on it, else a file."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server.startswith("postgres"):
        file = tmp_path_factory.mktemp("database") / "db.sqlite3"
        if migrated_template().exists():
            shutil.copyfile(migrated_template(), file)
        yield f"sqlite:///{file}"
        return
    parts = urlsplit(server)
    name = f"lms_site_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        _like_the_tests_own(connection, name)
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _like_the_tests_own(server: Any, name: str) -> None:
    """A copy of what this worker has migrated, where nobody is using it; else an empty one."""
    ours = django_connection.settings_dict["NAME"]
    django_connection.close()
    try:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{ours}"')
    except psycopg.errors.ObjectInUse:
        server.execute(f'CREATE DATABASE "{name}"')


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, site_database: str) -> Iterator[Site]:
    """A fresh site; or, while writing tests, the one that TEST_SITE and TEST_SITE_VAR name."""
    if running := os.environ.get("TEST_SITE"):
        var = Path(os.environ["TEST_SITE_VAR"])
        already = Site(running, var, _environment(var, f"sqlite:///{var}/db.sqlite3"), None)
        yield already
        already.close()
        return
    var = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    env = _environment(var, site_database) | {"PUBLIC_BASE_URL": address}
    log = (var / "launcher.out").open("wb")
    launcher = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    ours = Site(address, var, env, launcher)
    try:
        _wait_until_ready(address, launcher, var / "launcher.out")
        yield ours
    finally:
        ours.close()
        launcher.send_signal(signal.SIGINT)
        try:
            launcher.wait(30)
        except subprocess.TimeoutExpired:
            launcher.kill()
            launcher.wait()
        log.close()


def _wait_until_ready(address: str, launcher: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(1200):
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
        # While Playwright's loop runs, Django uses a connection that it can't see afterwards.
        connections.close_all()


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
