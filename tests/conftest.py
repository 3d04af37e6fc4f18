"""Fixtures of the whole suite: the database, its seals, and where NIST's real files are."""

import fcntl
import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

# A busy machine is no reason to fail, and a change is judged by the same examples every time.
# `make validate` looks for new ones (`--hypothesis-profile=search`).
hypothesis_settings.register_profile("search", deadline=None)
hypothesis_settings.register_profile("ours", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ours")

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ROOT / "tests" / "browser"
EMPTY = 500_000  # bytes; a migrated database is several times that
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def nist_files() -> Path:
    """The folder of NIST's own exports, which lies beside the repository on some machines."""
    folder = SHARED / "nice" / "official"
    if not folder.exists():
        pytest.skip("NIST's files are not beside this checkout (../shared/data)")
    return folder


class Together(LoadScopeScheduling):
    """Where two workers share the suite, a file stays whole, and all browser tests share a site."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "browser" if "/browser/" in file else file


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-pass",
        action="store_true",
        help="leave out what a first pass on another database has settled for both",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker waits for another at the end.

    How pages look and what asks no database come out the same on every database.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (BROWSER not in item.path.parents, item.path not in slow))
    if not config.getoption("second_pass"):
        return
    left_out = [item for item in items if not _hangs_on_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _hangs_on_database(item)]


def _hangs_on_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("looks"):
        return False
    asked = {"db", "transactional_db", "site", "tmp_path"}
    return bool(item.get_closest_marker("django_db") or asked & set(item.fixturenames))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    return Together(config, log)


def migrated_template() -> Path:
    """Where a migrated, empty SQLite database is kept between runs, by its migrations.

    What follows a migration (seals, permissions) is installed at every start all the same.
    """
    code = hashlib.sha256(f"{version('django')} {version('wagtail')}".encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("0*.py")):
            code.update(path.name.encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"lms-test-template-{code.hexdigest()[:20]}.sqlite3"


@pytest.fixture(scope="session")
def _only_one_migrates() -> Iterator[Callable[[], None]]:
    """Of two workers one migrates; the other waits here and copies. Called when it is done."""
    with migrated_template().with_suffix(".lock").open("w") as lock:
        if connection.vendor == "sqlite":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lambda: fcntl.flock(lock, fcntl.LOCK_UN)


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_modify_db_settings: None,
    _only_one_migrates: Callable[[], None],
    request: pytest.FixtureRequest,
) -> bool:
    """Migrating from nothing takes most of a short run: start from the template if there is one."""
    test = settings.DATABASES["default"].get("TEST", {})
    if connection.vendor == "sqlite" and migrated_template().exists():
        shutil.copyfile(migrated_template(), test["NAME"])
        return True
    return bool(request.config.getvalue("reuse_db"))


@pytest.fixture(autouse=True, scope="session")
def _keep_template(
    django_db_setup: None,
    _only_one_migrates: Callable[[], None],
    django_db_blocker: pytest.FixtureRequest,
) -> None:
    if connection.vendor == "sqlite" and not migrated_template().exists():
        _make_template(migrated_template())
    _only_one_migrates()


def _make_template(template: Path) -> None:
    draft = Path(tempfile.mkdtemp()) / "template.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as source:
        with sqlite3.connect(draft) as target:
            source.backup(target)
        target.close()
    source.close()
    if draft.stat().st_size > EMPTY:
        shutil.move(draft, template)


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_seals(_keep_template: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Emptying a transactional test's database is the one deletion a test may make.

    What migrations had put there (locale, root page, districts, roles) is put back at once, so
    that tests may run in any order.
    """
    from django.core.management.commands import flush

    from lms.accounts.sealing import seals_lifted

    original = flush.Command.handle
    with django_db_blocker.unblock():
        if not connection.introspection.table_names():
            return  # no test of this run asked for a database, so none was made
        rows = json.loads(connection.creation.serialize_db_to_string())
    # Content types first: saving anything else makes those that are missing.
    rows.sort(key=lambda row: row["model"] != "contenttypes.contenttype")
    contents = {"default": json.dumps(rows)}

    def handle(self: flush.Command, **options: object) -> None:
        using = str(options["database"])
        options["inhibit_post_migrate"] = True  # its rows come back with the others
        with seals_lifted(using):
            original(self, **options)
        connections[using].creation.deserialize_db_from_string(contents[using])

    flush.Command.handle = handle
