"""Messages: owed once, mailed by a job, or printed and handed over."""

from email import message_from_bytes
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from lms.accounts.models import AgencyKind, AuditEntry, User
from lms.accounts.roles import Role
from lms.jobs.api import run_owed
from lms.jobs.models import Job
from lms.notices.api import notify
from lms.notices.models import Notice, NoticeState
from lms.notices.tasks import message_for
from tests.factories.accounts import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db


def told(person: User, key: str = "completion:1", **changes: object) -> Notice:
    text = {"kind": "certificate", "subject": "Your certificate is ready", "body": "Well done."}
    return notify(key=key, learner=person.learner, **{**text, **changes})


def test_mailed_once_where_there_is_an_address(mailoutbox) -> None:
    person = UserFactory(email="maria@police.example")
    name = storages["private"].save("certificates/c.pdf", ContentFile(b"%PDF-1.7 x"))
    first = told(person, attachment=name)
    assert told(person, subject="Other words") == first
    assert (first.state, mailoutbox) == (NoticeState.OWED, [])
    assert run_owed() == 1
    first.refresh_from_db()
    assert first.state == NoticeState.SENT
    assert first.sent_at is not None
    (mail,) = mailoutbox
    assert mail.to == ["maria@police.example"]
    assert mail.subject == "Your certificate is ready"
    assert mail.attachments[0].mimetype == "application/pdf"
    assert run_owed() == 0
    assert len(mailoutbox) == 1


def test_a_repeat_is_the_same_mail(settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "lms.notices.mail.FileMailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    person = UserFactory(email="maria@police.example")
    notice = told(person)
    for _time in range(2):
        message_for(notice, person.email).send()
    (file,) = tmp_path.iterdir()
    assert message_from_bytes(file.read_bytes())["To"] == "maria@police.example"


def test_the_job_names_nobody() -> None:
    told(UserFactory(email="maria@police.example"))
    job = str(Job.objects.values().get())
    assert "maria" not in job
    assert "certificate is ready" not in job


@pytest.mark.parametrize("fate", ["no address", "closed", "erased"])
def test_without_an_address_by_then_it_waits(mailoutbox, fate: str) -> None:
    person = UserFactory(email="maria@police.example")
    notice = told(person)
    if fate == "no address":
        User.objects.filter(pk=person.pk).update(email=None)
    elif fate == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        person.delete()
    run_owed()
    notice.refresh_from_db()
    assert notice.state == NoticeState.TO_COLLECT
    assert mailoutbox == []


def test_without_an_address_it_is_printed_and_handed_over(client: Client) -> None:
    police = AgencyFactory()
    officer = UserFactory(agency=police, full_name="Juana Tzib")
    name = storages["private"].save("certificates/d.pdf", ContentFile(b"%PDF-1.7 y"))
    notice = told(officer, attachment=name)
    assert notice.state == NoticeState.TO_COLLECT
    assert not Job.objects.exists()
    training_officer = UserFactory(agency=police, roles=[Role.TRAINING_OFFICER])
    client.force_login(training_officer)
    listing = client.get(reverse("to_collect:index")).content.decode()
    assert "Juana Tzib" in listing
    assert "Your certificate is ready" in listing
    assert "Well done." in client.get(reverse("to_collect:show", args=[notice.pk])).content.decode()
    file = client.get(reverse("to_collect:attachment", args=[notice.pk]))
    assert b"".join(file.streaming_content) == b"%PDF-1.7 y"
    assert client.get(reverse("to_collect:collected", args=[notice.pk])).status_code == 405
    client.post(reverse("to_collect:collected", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.state == NoticeState.COLLECTED
    entry = AuditEntry.objects.get(action="notice.handed-over")
    assert entry.subject == f"notice:{notice.pk}"
    assert "Juana" not in str(entry.detail)
    assert "Juana Tzib" not in client.get(reverse("to_collect:index")).content.decode()


@pytest.mark.parametrize("role", [*Role.ALL, "nobody"])
def test_only_the_own_training_officer_and_administrators_see_it(client: Client, role: str) -> None:
    notice = told(UserFactory(full_name="Juana Tzib"))
    client.force_login(UserFactory(roles=[role] if role != "nobody" else []))
    seen = client.get(reverse("to_collect:index"), follow=True).content.decode()
    allowed = role == Role.ADMINISTRATOR
    assert ("Juana Tzib" in seen) is allowed
    status = client.get(reverse("to_collect:show", args=[notice.pk]), follow=True).status_code
    sent_away = role in (Role.AUTHOR, Role.LEGAL_REVIEWER, Role.EXAMINER)  # to the admin's home
    assert (status == 200) is allowed or sent_away


def test_a_judges_message_is_nobodys_business(client: Client) -> None:
    judiciary = AgencyFactory(kind=AgencyKind.JUDICIARY)
    judge = UserFactory(agency=judiciary, full_name="Zzmarker Judge")
    notice = told(judge, subject="Zzmarker subject", body="Zzmarker body")
    assert notice.confidential
    outsiders = [
        UserFactory(roles=[Role.TRAINING_OFFICER]),
        UserFactory(agency=AgencyFactory(), roles=[Role.ADMINISTRATOR]),
        UserFactory(is_superuser=True),
    ]
    for outsider in outsiders:
        client.force_login(outsider)
        listing = client.get(reverse("to_collect:index")).content.decode()
        assert "marker" not in listing
        assert "A message is waiting" not in listing
        assert client.get(reverse("to_collect:show", args=[notice.pk])).status_code == 404
        assert client.post(reverse("to_collect:collected", args=[notice.pk])).status_code == 404
    client.force_login(UserFactory(agency=judiciary, roles=[Role.TRAINING_OFFICER]))
    listing = client.get(reverse("to_collect:index")).content.decode()
    assert "A message is waiting" in listing
    assert "Zzmarker subject" not in listing
    assert client.get(reverse("to_collect:show", args=[notice.pk])).status_code == 404
    assert client.get(reverse("to_collect:attachment", args=[notice.pk])).status_code == 404
    client.post(reverse("to_collect:collected", args=[notice.pk]))
    assert not AuditEntry.objects.exists()
    client.force_login(judge)
    assert "Zzmarker body" in client.get(reverse("my-messages")).content.decode()


def test_ones_own_messages_and_nobody_elses(client: Client) -> None:
    person, other = UserFactory(), UserFactory()
    name = storages["private"].save("certificates/e.pdf", ContentFile(b"%PDF-1.7 z"))
    notice = told(person, attachment=name)
    client.force_login(other)
    assert "No messages yet" in client.get(reverse("my-messages")).content.decode()
    address = reverse("my-message-attachment", args=[notice.pk])
    assert client.get(address).status_code == 404
    client.force_login(person)
    assert "Well done." in client.get(reverse("my-messages")).content.decode()
    file = client.get(address)
    assert b"".join(file.streaming_content) == b"%PDF-1.7 z"
