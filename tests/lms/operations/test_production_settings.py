"""Production refuses each unsafe value with one sentence, and the example names every variable."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.check_production import example_environment
from tests.conftest import ROOT

IMPORT = "import lms.settings.production"


def start(var: Path, code: str = IMPORT, **changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {**example_environment(str(var)), **changes}
    kept = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "change-me" + "x" * 60}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set"),
        ({"DEBUG": "on"}, "DEBUG must not be on"),
        ({"DATABASE_URL": None}, "must name a PostgreSQL database"),
        ({"DATABASE_URL": "sqlite:////srv/db.sqlite3"}, "must name a PostgreSQL database"),
        ({"PUBLIC_BASE_URL": None}, "PUBLIC_BASE_URL must be set"),
        ({"PUBLIC_BASE_URL": "http://learning.example.org"}, "PUBLIC_BASE_URL must be set"),
    ],
)
def test_refuses(changes: dict[str, str | None], sentence: str, tmp_path: Path) -> None:
    refusal = start(tmp_path, **changes)
    assert refusal.returncode == 1
    last = refusal.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured:")
    assert sentence in last


def test_manage_refuses_with_the_sentence_alone(tmp_path: Path) -> None:
    code = (
        "import runpy, sys; sys.argv = ['manage.py', 'check'];"
        "runpy.run_path('manage.py', run_name='__main__')"
    )
    refusal = start(tmp_path, code, DEBUG="on")
    assert refusal.stderr.strip() == "DEBUG must not be on in production: remove it."
    assert refusal.returncode == 1


def test_starts_on_the_example(tmp_path: Path) -> None:
    code = (
        "import lms.settings.production as p;"
        "assert p.EMAIL_HOST == 'mail.example.org' and p.EMAIL_USE_TLS;"
        "assert p.ALLOWED_HOSTS[0] == 'learning.example.org';"
        "assert p.CELERY_BROKER_URL == p.REDIS_URL == 'redis://localhost:6379/0';"
        "assert p.SESSION_COOKIE_SECURE and p.CSRF_COOKIE_SECURE and not p.DEBUG;"
        "assert 'FileSystemStorage' in p.STORAGES['private']['BACKEND']"
    )
    started = start(tmp_path, code)
    assert started.returncode == 0, started.stderr


def test_object_storage_by_environment_alone(tmp_path: Path) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'lms.settings.production'\n"
        "import django; django.setup()\n"
        "from django.core.files.storage import storages\n"
        "private = storages['private']\n"
        "assert private.bucket_name == 'secret' and private.querystring_auth\n"
        "assert storages['default'].bucket_name == 'media'\n"
        "assert 'X-Amz-Signature' in private.url('certificates/x.pdf')\n"
        "from django.conf import settings\n"
        "assert 'https://media.example.org' in settings.SECURE_CSP['img-src']\n"
    )
    started = start(
        tmp_path,
        code,
        MEDIA_BUCKET="media",
        PRIVATE_BUCKET="secret",
        MEDIA_ORIGIN="https://media.example.org",
        S3_ENDPOINT_URL="https://objects.example.org",
        S3_REGION="here",
        S3_ACCESS_KEY="a",
        S3_SECRET_KEY="b",
    )
    assert started.returncode == 0, started.stderr


def test_the_example_names_every_variable() -> None:
    read = re.compile(
        r"""(?:\benv(?:\.\w+)?\(\s*|environ\.get\(\s*|environ\[)["']([A-Z][A-Z0-9_]+)["']"""
    )
    sources = [*ROOT.glob("lms/**/*.py"), *ROOT.glob("deploy/*.py"), ROOT / "tests" / "conftest.py"]
    for package in ("courses", "certificates", "nice_framework"):
        sources += ROOT.glob(f"{package}/**/*.py")
    used = {name for file in sources for name in read.findall(file.read_text())} - {
        "PATH",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
    }
    example = (ROOT / ".env.example").read_text()
    listed = set(re.findall(r"^([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert used - listed == set()
    assert listed - used - {"DJANGO_SETTINGS_MODULE", "TEST_BROKER_URL"} == set()
