"""The decision register: deciding again adds a row, and nothing that stands is changed."""

import re
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import PracticeDecision, PracticePoint
from courses.questions.register.services import record_decision, register_from_files
from lms.accounts.api import Role
from lms.accounts.models import AuditEntry
from tests.courses.review.people import at_desk, person
from tests.factories.courses import PracticePointFactory

pytestmark = pytest.mark.django_db
SENT = {
    "decision": "Keep it on and call.",
    "sources": "Order 4 of the unit.",
    "decided_by": "PITCU",
    "decided_on": "2026-11-20",
}


def url(point: PracticePoint) -> str:
    return reverse("practice-decide", args=[point.pk])


@pytest.fixture
def point() -> PracticePoint:
    return PracticePointFactory()


@pytest.fixture
def administrator() -> Client:
    return at_desk(person(Role.ADMINISTRATOR, full_name="Adela Administrator"))


def test_deciding_again_is_another_row(point: PracticePoint, administrator: Client) -> None:
    assert administrator.post(url(point), SENT).status_code == 302
    again = {**SENT, "decision": "Cut the power.", "decided_on": "2026-11-21"}
    administrator.post(url(point), again)
    rows = list(point.decisions.all())
    assert [row.decision for row in rows] == ["Cut the power.", "Keep it on and call."]
    assert rows[0].asked == point.point
    assert rows[0].recorded_by is not None
    point.refresh_from_db()
    assert (point.decision, point.decided_on) == ("Cut the power.", date(2026, 11, 21))
    assert AuditEntry.objects.filter(action="practice.decided").count() == 2
    edit = reverse("wagtailsnippets_courses_practicepoint:edit", args=[point.pk])
    html = administrator.get(edit).content.decode()
    for words in ("Cut the power.", "Keep it on and call.", "Adela Administrator", "Order 4"):
        assert words in html
    assert 'name="decision"' not in html


def test_the_register_is_sealed(point: PracticePoint, administrator: Client) -> None:
    administrator.post(url(point), SENT)
    for write in (
        lambda: PracticeDecision.objects.update(decision="Forged"),
        lambda: PracticeDecision.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


@pytest.mark.parametrize(
    "change",
    [
        {"decision": " "},
        {"sources": ""},
        {"decided_by": ""},
        {"decided_on": "tomorrow"},
        {"decided_on": str(timezone.localdate() + timedelta(days=2))},
        {"decision": "x" * 5000},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_decided(
    point: PracticePoint, administrator: Client, change: dict[str, Any]
) -> None:
    answer = administrator.post(url(point), {**SENT, **change})
    assert answer.status_code == 200
    assert "Order 4" in answer.content.decode() or "sources" in change
    assert not PracticeDecision.objects.exists()
    point.refresh_from_db()
    assert not point.decided


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LEGAL_REVIEWER, Role.TRAINING_OFFICER])
def test_others_decide_nothing(point: PracticePoint, role: str) -> None:
    assert at_desk(person(role)).post(url(point), SENT).status_code in (302, 403)
    assert not PracticeDecision.objects.exists()


def test_a_decision_in_the_files_stands_once(point: PracticePoint) -> None:
    assert register_from_files(point) is None
    PracticePoint.objects.update(decision="Keep.", decided_by="PITCU", decided_on=date(2026, 1, 1))
    point.refresh_from_db()
    assert register_from_files(point) is not None
    assert register_from_files(point) is None


def test_decisions_from_before_the_register_enter_it_once(point: PracticePoint) -> None:
    PracticePoint.objects.update(decision="Keep.", decided_by="PITCU", decided_on=date(2026, 1, 1))
    PracticePointFactory()
    migration = import_module("courses.migrations.0015_register_decisions_made_before")
    migration.register(apps, None)
    migration.register(apps, None)
    assert PracticeDecision.objects.get().decided_on == date(2026, 1, 1)


def test_a_service_refuses_what_is_empty(point: PracticePoint) -> None:
    with pytest.raises(ValidationError):
        record_decision(
            point=point, decision="", sources="s", decided_by="x", decided_on=date.today(), by=None
        )


def test_the_list_says_in_words_what_is_open_and_what_is_decided(
    point: PracticePoint, administrator: Client
) -> None:
    other = PracticePointFactory()
    record_decision(point=other, by=None, **{**SENT, "decided_on": date(2026, 11, 20)})
    html = administrator.get(reverse("wagtailsnippets_courses_practicepoint:list"))
    page = html.content.decode()
    assert "Decision register" in page
    assert "Decided on 20 November 2026" in page
    assert re.search(r"<td[^>]*>\s*Open\s*</td>", page)


def test_a_new_point_opens_with_two_views_to_write_and_no_complaint(administrator: Client) -> None:
    page = administrator.get(reverse("wagtailsnippets_courses_practicepoint:add"))
    field = page.context["form"]["views"]
    assert [dict(one) for one in field.field.prepare_value(field.initial)] == [
        {"view": "", "source": ""},
        {"view": "", "source": ""},
    ]
