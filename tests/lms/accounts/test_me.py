"""The person's own page."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.models import Agency, AuditEntry, Learner, User
from lms.accounts.slips import issue_slip
from lms.notices.api import notify
from lms.notices.models import Notice

from .conftest import People


def page(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("me")).content.decode()


def test_what_is_stored_in_words_and_what_one_can_do(people: People) -> None:
    text = page(people.constable)
    for expected in (
        people.constable.full_name,
        "BPD-2",
        "Station",
        "English",
        "Tell your agency&#x27;s training officer",
        reverse("account_change_password"),
        reverse("account_logout"),
        reverse("my-messages"),
        "random key",
    ):
        assert expected in text or expected.replace("&#x27;", "'") in text
    assert "/admin/" not in text
    assert "/admin/" in page(people.training_officer)


def test_a_judge_reads_what_is_not_kept(people: People) -> None:
    text = page(people.judge)
    assert "Self-checks are never stored" in text
    assert "national figures" not in text


def test_it_is_cheap_and_only_looks(
    people: People, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(people.constable)
    with django_assert_max_num_queries(8):
        client.get(reverse("me"))
    assert client.post(reverse("me")).status_code == 405


@pytest.mark.parametrize("name", ["me", "my-messages", "account_change_password"])
def test_one_has_to_be_signed_in(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


def test_removing_a_person_leaves_everything_else(people: People) -> None:
    """What an erasure will rest on: the row of the person is all that must go."""
    person = people.training_officer
    issue_slip(person=people.constable, by=person)
    key = person.learner_id
    notice = notify(key="n", learner=person.learner, kind="x", subject="S", body="B")
    counts = (AuditEntry.objects.count(), Agency.objects.count(), Learner.objects.count())
    person.delete()
    assert (AuditEntry.objects.count(), Agency.objects.count(), Learner.objects.count()) == counts
    assert Learner.objects.get(pk=key)
    assert Notice.objects.get(pk=notice.pk).learner_id == key
    assert AuditEntry.objects.filter(actor=key).exists()
    assert people.constable.slips.get().issued_by is None
