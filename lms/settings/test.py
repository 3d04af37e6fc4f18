"""Quick settings for the suite: real databases, fast hashing, files in a temporary folder."""

import atexit
import os
import shutil
import tempfile

if "LMS_VAR" not in os.environ:
    os.environ["LMS_VAR"] = tempfile.mkdtemp(prefix="lms-test-")
    atexit.register(shutil.rmtree, os.environ["LMS_VAR"], ignore_errors=True)
# Playwright leaves its event loop in the thread: database tests after a browser's are not async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Whatever a .env beside this says, tests never touch an installation's own data.
os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['LMS_VAR']}/db.sqlite3"
os.environ["REDIS_URL"] = os.environ["CELERY_BROKER_URL"] = ""

from .base import *  # noqa: F403
from .base import DATABASES, STATIC_ROOT, VAR_DIR, env

DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if env("TEST_DATABASE_URL", default=""):
    DATABASES["default"] = env.db("TEST_DATABASE_URL")
else:
    # A file, as in earnest: a database in memory locks whole tables between threads.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# A test's threads end without telling anybody.
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Tests do owed work themselves, with `lms.jobs.api.run_owed()`: there is no worker to nudge.
JOBS_SEND_MESSAGES = False
