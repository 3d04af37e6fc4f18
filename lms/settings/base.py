"""Development settings: SQLite, no servers; every choice can be overridden by the environment.

Production (`lms.settings.production`) builds on this and refuses unsafe values.
"""

from pathlib import Path

import environ
from celery.schedules import crontab

from lms.logs import configure_structlog, logging_config

from .broker import broker_options
from .secret import own_secret

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

# Everything that is written while running lives here: database, media, mail, broker, keys.
VAR_DIR = Path(env("LMS_VAR", default="") or BASE_DIR / "var").resolve()

DEBUG = env.bool("DEBUG", default=True)
# Each installation makes its own; production must be given one.
SECRET_KEY = env("SECRET_KEY", default="") or own_secret(VAR_DIR / "keys" / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PUBLIC_BASE_URL = env(
    "PUBLIC_BASE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}"
).rstrip("/")
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL
SITE_NAME = "Cyber Learning Belize"
WAGTAIL_SITE_NAME = SITE_NAME

INSTALLED_APPS = [
    "lms",
    "lms.accounts",
    "lms.jobs",
    "lms.notices",
    "nice_framework",
    "certificates",
    "courses",
    "allauth",
    "allauth.account",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "lms.accounts.wagtail_users.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lms.accounts.middleware.SignedInDevice",
    "lms.middleware.NotFoundEverywhere",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["lms.templatetags.remembering"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.context.site",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
# Opening a connection costs as much as answering a short request.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits at its first statement instead of failing at its first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # 16 MB of pages a connection, not 2: at national size the upper pages of every index stay.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    # Shared by all processes without a server: throttling must count in one place.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
    }
}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lms.accounts.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# Signing in: allauth's flow and throttling, with our forms, sentences and templates.
SESSION_ENGINE = "lms.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SHARED_DEVICE_IDLE_SECONDS = 600
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lms.accounts.forms.SignInForm",
    "reset_password": "lms.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "lms.accounts.forms.NewPasswordForm",
    "change_password": "lms.accounts.forms.ChangePasswordForm",
}
# One field takes a service number or an e-mail; PersonBackend finds out which it is.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "service_number"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# A station of twenty officers stands behind one address, so addresses get far more than names.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "8/10m/key,100/10m/ip",
    "reset_password": "20/m/ip,3/10m/key",
    "use_slip": "10/10m/key,60/10m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
WAGTAILADMIN_LOGIN_URL = "admin-sign-in"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "America/Belize"
USE_I18N = True
USE_TZ = True
WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lms.static_files.RememberedStorage"},
    # Certificates and backups: never served by URL.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
}

EMAIL_BACKEND = "lms.notices.mail.FileMailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="learning@localhost")

# A message only nudges: the job table is the truth, so no result backend and no fan-out either.
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="") or "filesystem://"
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "lms"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL, VAR_DIR)
CELERY_BEAT_SCHEDULE = {
    # Messages that no worker took in time are dropped: the next one is already on its way.
    "sweep": {"task": "jobs.sweep", "schedule": 5.0, "options": {"expires": 5.0}},
    "find-owed-certificates": {
        "task": "certificates.find_owed",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "find-unprinted": {
        "task": "courses.find_unprinted",
        "schedule": 900.0,
        "options": {"expires": 900.0},
    },
    "monthly-law-to-look-at": {
        "task": "courses.owe_reminder_of_law",
        "schedule": crontab(hour="3", minute="10"),
        "options": {"expires": 3600.0},
    },
    "weekly-missing-readers": {
        "task": "courses.owe_word_of_missing_readers",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3600.0},
    },
    "monthly-snapshot": {
        "task": "nice_framework.snapshot",
        "schedule": crontab(hour="2", minute="30"),
        "options": {"expires": 3600.0},
    },
}
JOBS_SEND_MESSAGES = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Named as Django 6 names it.
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}

# What editors may upload, all of it served as it is: nothing that a browser would run.
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"),
    *("m4a", "m4v", "mp3", "mp4", "ogg", "vtt", "wav", "webm"),
]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
TAGGIT_CASE_INSENSITIVE = True
# An approval covers the very words that were read: whoever changes them asks again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.review.finishing.publish"

# Published NICE files are not in the repository; this folder beside it is used when it exists.
NICE_LATEST_RELEASE = "2.2.0"

configure_structlog()
LOGGING = logging_config(as_json=False, level=env("LOG_LEVEL", default="INFO"))

# WhiteNoise and SQLite want their folders to be there.
for folder in (VAR_DIR, STATIC_ROOT, MEDIA_ROOT):
    folder.mkdir(parents=True, exist_ok=True)
