"""Issued once, numbered without gaps, frozen, revocable, never edited."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from certificates import codes
from certificates.api import CannotRevoke, issue, revoke, share_name, standing_of, supersede, verify
from certificates.models import Certificate, Holder
from lms.accounts.models import Learner
from tests.factories.accounts import UserFactory
from tests.factories.certificates import issued, wording

pytestmark = pytest.mark.django_db


def test_asked_twice_for_one_source_there_is_one_certificate() -> None:
    user = UserFactory()
    assert issued(user).pk == issued(user).pk
    assert Certificate.objects.count() == 1


def test_numbers_run_without_gaps_and_by_year() -> None:
    numbers = [issued().number for _ in range(3)]
    assert numbers == ["BZ-2026-000001", "BZ-2026-000002", "BZ-2026-000003"]
    assert issued(issued_on=date(2027, 1, 1)).number == "BZ-2027-000001"


def test_a_rolled_back_certificate_leaves_no_gap() -> None:
    issued()
    with transaction.atomic():
        issued()
        transaction.set_rollback(True)
    assert issued().number == "BZ-2026-000002"


def test_a_code_has_at_least_a_hundred_bits_and_survives_typing() -> None:
    assert codes.BITS >= 100
    code = codes.new_code()
    assert codes.normalised(codes.grouped(code).upper() + " ") == code
    assert len({codes.new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("typed", ["", "abc", "0" * 24, "a" * 25, "é" * 24, "a" * 100_000])
def test_what_cannot_be_a_code_is_unknown(typed: str) -> None:
    assert verify(typed).state == "unknown"


def test_the_name_shows_only_when_the_holder_says_so() -> None:
    user = UserFactory(full_name="Ana Choc")
    certificate = issued(user)
    assert verify(certificate.code).name == ""
    share_name(certificate=certificate, learner=user.learner, shared=True)
    assert verify(certificate.code).name == "Ana Choc"
    with pytest.raises(PermissionDenied):
        share_name(certificate=certificate, learner=UserFactory().learner, shared=False)


def test_states_and_their_order() -> None:
    certificate = issued()
    fresh = Certificate.objects.get(pk=certificate.pk)
    assert standing_of(fresh, today=date(2029, 11, 21)).state == "valid"
    assert standing_of(fresh, today=date(2029, 11, 22)).state == "expired"
    supersede(certificate=certificate, replaced_by=issued(), reason="newer course", actor=None)
    assert verify(certificate.code).state == "superseded"
    officer = UserFactory()
    revoke(certificate=certificate, by=officer, reason="Issued to the wrong person")
    assert verify(certificate.code).state == "revoked"
    with pytest.raises(CannotRevoke):
        revoke(certificate=certificate, by=officer, reason="Again")
    with pytest.raises(CannotRevoke):
        revoke(certificate=issued(), by=officer, reason="  ")


def test_nobody_revokes_a_confidential_certificate_by_hand() -> None:
    with pytest.raises(PermissionDenied):
        revoke(certificate=issued(confidential=True), by=UserFactory(), reason="Ordered to")


def test_the_database_refuses_to_move_an_issue_date() -> None:
    certificate = issued()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(issued_on=date(2020, 1, 1))
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM certificates_certificate")
    assert Certificate.objects.get(pk=certificate.pk).issued_on == date(2026, 11, 21)


def test_it_still_verifies_when_the_person_is_gone() -> None:
    user = UserFactory()
    certificate = issued(user)
    Holder.objects.filter(certificate=certificate).delete()
    user.delete()
    assert verify(certificate.code).state == "valid"
    assert Learner.objects.filter(pk=certificate.learner_id).exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_for_one_source_and_for_many() -> None:
    learners = [Learner.objects.create() for _ in range(10)]
    failures: list[BaseException] = []

    def ask(learner: Learner) -> None:
        try:
            issue(
                source_key=f"course-completion:{learner.pk}",
                learner=learner,
                holder_name="Somebody",
                confidential=False,
                wording=wording(),
                issued_on=date(2026, 11, 21),
                expires_on=None,
            )
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[learner]) for learner in learners * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"BZ-2026-{n:06d}" for n in range(1, 11)]
