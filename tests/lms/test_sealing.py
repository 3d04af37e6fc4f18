"""The database itself refuses to change what is sealed."""

import pytest
from django.db import DatabaseError, transaction

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
