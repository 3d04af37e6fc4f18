"""Log lines hold routes, types and places in the code: no codes, names or values."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lms.logs import logging_config

MARKER = "PLANTED-4711"


@pytest.fixture
def lines() -> Any:
    """What a handler of our own configuration writes while a test runs."""
    out = StringIO()
    formatter = logging_config(as_json=True, level="INFO")["formatters"]["lines"]
    factory = dict(formatter)
    handler = logging.StreamHandler(out)
    handler.setFormatter(factory.pop("()")(**factory))
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


@pytest.mark.django_db
def test_an_unknown_address_is_logged_without_it(client: Client, lines: StringIO) -> None:
    client.get(f"/nowhere/{MARKER}/?code={MARKER}")
    written = lines.getvalue()
    assert "request-refused" in written
    assert '"status": 404' in written
    assert MARKER not in written


def test_an_error_is_logged_without_its_text(lines: StringIO) -> None:
    try:
        raise ValueError(MARKER)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /x/%s", MARKER)
        logging.getLogger("elsewhere").exception("Something failed")
    written = lines.getvalue()
    assert written.count("ValueError") == 2
    assert "test_logs.py" in written
    assert MARKER not in written


def test_every_package_logs_through_these_filters() -> None:
    assert set(settings.LOGGING["handlers"]) == {"stderr"}
    assert all(not logger.get("handlers") for logger in settings.LOGGING["loggers"].values())
