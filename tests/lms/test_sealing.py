"""The database itself refuses to change what is sealed."""

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration

from lms.accounts.models import AuditEntry
from lms.accounts.sealing import missing_seals, sealed_models


@pytest.mark.django_db
def test_every_seal_is_in_force() -> None:
    assert len(sealed_models()) > 10
    assert missing_seals() == []


@pytest.mark.django_db
def test_a_sealed_row_can_be_neither_changed_nor_deleted() -> None:
    entry = AuditEntry.objects.create(action="tested")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(action="other")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()
    assert AuditEntry.objects.get().action == "tested"


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_can_be_cleaned_up() -> None:
    AuditEntry.objects.create(action="tested")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite rebuilds tables")
@pytest.mark.django_db(transaction=True)
def test_a_sealed_table_can_be_rebuilt_by_a_migration_and_is_sealed_again() -> None:
    AuditEntry.objects.create(action="tested")
    signal = {"verbosity": 0, "interactive": False, "db": "default"}
    plan = [(Migration("0099_alter_everything", "courses"), False)]
    emit_pre_migrate_signal(**signal, plan=plan)
    with connection.schema_editor() as editor:
        for model in sealed_models():
            # What adding or altering a column does.
            editor._remake_table(model)
    assert missing_seals()
    emit_post_migrate_signal(**signal, plan=plan)
    assert missing_seals() == []
    assert AuditEntry.objects.get().action == "tested"


@pytest.mark.django_db(transaction=True)
def test_nothing_to_migrate_lifts_no_seal() -> None:
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default", plan=[])
    assert missing_seals() == []
