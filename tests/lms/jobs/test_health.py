"""Liveness asks nothing; readiness asks everything and tells nobody's business."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lms.jobs import health


def test_liveness_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()["parts"]) == set(health.CHECKS)


@pytest.mark.django_db
def test_not_ready_says_what_in_one_sentence(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(health, "PDF_LIBRARIES", ["libnothing.so.0"])
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path / "gone")}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert parts["PDF libraries"] == "libnothing.so.0 is missing, which certificates need."
    assert parts["broker"] == "The broker's folder cannot be written."
    assert parts["database"] == "ok"


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(client: Client) -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).record_unapplied("jobs", "0001_initial")
    parts = client.get("/readyz").json()["parts"]
    assert "run manage.py migrate" in parts["migrations"]
