"""The holder's page and the public check."""

import pytest
from django.core import mail
from django.test import Client

from certificates.api import revoke
from lms.jobs.api import run_owed
from lms.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.certificates import issued

pytestmark = pytest.mark.django_db


def test_the_pdf_is_made_mailed_and_downloaded_by_the_holder_only(client: Client) -> None:
    user = UserFactory(email="ana@example.org")
    certificate = issued(user)
    client.force_login(user)
    assert "being made" in client.get("/certificates/").content.decode()
    assert run_owed() == 2
    assert run_owed() == 0
    assert certificate.files.count() == 1
    assert len(mail.outbox) == 1
    assert mail.outbox[0].attachments[0][0].endswith(".pdf")
    response = client.get(f"/certificates/{certificate.pk}/pdf/")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    client.force_login(UserFactory())
    assert client.get(f"/certificates/{certificate.pk}/pdf/").status_code == 404
    client.logout()
    assert client.get(f"/certificates/{certificate.pk}/pdf/").status_code == 302


def test_without_an_address_the_certificate_waits_to_be_handed_over() -> None:
    issued(UserFactory(email=None))
    run_owed()
    assert Notice.objects.get().state == "to-collect"
    assert mail.outbox == []


def test_the_holder_shares_and_withdraws_the_name(client: Client) -> None:
    user = UserFactory(full_name="Ana Choc")
    certificate = issued(user)
    public = f"/verify/{certificate.code}/"
    assert "Ana Choc" not in client.get(public).content.decode()
    client.force_login(user)
    address = f"/certificates/{certificate.pk}/name/"
    assert client.get(address).status_code == 405
    client.post(address, {"shared": "yes"})
    assert "Ana Choc" in Client().get(public).content.decode()
    client.post(address, {"shared": "no"})
    assert "Ana Choc" not in Client().get(public).content.decode()
    client.force_login(UserFactory())
    assert client.post(address, {"shared": "yes"}).status_code == 404


def test_the_public_answer_is_light_and_says_it_in_one_glance(
    client: Client, django_assert_max_num_queries: object
) -> None:
    certificate = issued()
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        response = client.get(f"/verify/{certificate.code}/")
    assert "This certificate is valid" in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"
    assert "font/woff2" not in response.content.decode()
    revoke(certificate=certificate, by=UserFactory(), reason="Secret reason")
    page = client.get(f"/verify/{certificate.code}/").content.decode()
    assert "was revoked" in page
    assert "Secret reason" not in page


def test_an_unknown_code_is_told_kindly(client: Client) -> None:
    response = client.get("/verify/<script>alert(1)</script>/")
    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()
    response = client.get("/verify/", {"code": "x" * 5000})
    assert "not a whole code" in response.content.decode()
    certificate = issued()
    typed = certificate.code.upper()
    assert client.get("/verify/", {"code": typed}, follow=True).status_code == 200
