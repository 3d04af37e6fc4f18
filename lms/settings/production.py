"""Production: PostgreSQL, Redis, files or object storage, all chosen by the environment.

Refuses to start on anything unsafe, with one sentence. `.env.example` explains each variable.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import base
from .base import *  # noqa: F403
from .base import CACHES, DATABASES, SECURE_CSP, STORAGES, env, logging_config
from .broker import broker_options
from .object_storage import buckets

EXAMPLE_SECRET = "change-me"  # noqa: S105  (what .env.example holds)


def _insist() -> None:
    secret = env("SECRET_KEY", default="")
    if not secret or secret.startswith((EXAMPLE_SECRET, "django-insecure")) or len(secret) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set to at least 50 random characters of your own."
        )
    if env.bool("DEBUG", default=False):
        raise ImproperlyConfigured("DEBUG must not be on in production: remove it.")
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database in production.")
    public = urlsplit(env("PUBLIC_BASE_URL", default=""))
    if public.scheme != "https" or not public.hostname:
        raise ImproperlyConfigured(
            "PUBLIC_BASE_URL must be set to the site's https address: certificates carry it."
        )


_insist()

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or [urlsplit(base.PUBLIC_BASE_URL).hostname]
# The launcher and whatever watches the site ask this machine itself.
ALLOWED_HOSTS += ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [base.PUBLIC_BASE_URL]

DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="") or REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL, base.VAR_DIR)

STORAGES["staticfiles"] = {
    "BACKEND": "lms.static_files.RememberedManifestStorage",
}
if env("MEDIA_BUCKET", default=""):
    STORAGES.update(buckets(env))
    SECURE_CSP["img-src"] = [*SECURE_CSP["img-src"], env("MEDIA_ORIGIN")]
    SECURE_CSP["media-src"] = ["'self'", env("MEDIA_ORIGIN")]

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_TIMEOUT = 20
vars().update(EMAIL_CONFIG)

SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
# Whatever watches the site asks the process itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = False

LOGGING = logging_config(as_json=True, level=env("LOG_LEVEL", default="INFO"))
CACHES["default"].setdefault("KEY_PREFIX", "lms")
