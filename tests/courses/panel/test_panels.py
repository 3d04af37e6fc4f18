"""A panel from its first member to a pass mark that the next version has, through its pages."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from courses.api import publish_version
from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Grading
from courses.assessment.panel.models import Panel, Panellist, Rating, Stage
from courses.assessment.panel.queries import outcome
from courses.assessment.panel.refusals import NotOnThePanel, PanelRefused
from courses.assessment.panel.services import (
    ask,
    begin_panel,
    decide_pass_mark,
    go_on,
    rate,
)
from courses.assessment.services import start_attempt
from courses.catalogue.models import AssessmentVersion, ModulePage, PassMarkDecision
from courses.enrolment.services import enrol
from lms.accounts.api import Role
from lms.accounts.models import User
from lms.notices.models import Notice
from tests.factories.courses import published_course
from tests.factories.learning import a_judge, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def module() -> ModulePage:
    return ModulePage.objects.child_of(published_course(questions=2).course).get()


@pytest.fixture
def holder() -> User:
    return an_officer(roles=[Role.ADMINISTRATOR])


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said(response: Any) -> str:
    return str(response.content.decode())


def a_panel(module: ModulePage, holder: User, count: int = 3) -> tuple[Panel, list[Panellist]]:
    panel = begin_panel(page=module, by=holder, description="Keeps a log without help.")
    people = [an_officer() for _n in range(count)]
    rows = [
        ask(panel=panel, by=holder, role="Inspector", number=one.service_number) for one in people
    ]
    return panel, rows


def person(row: Panellist) -> User:
    return User.objects.get(learner=row.learner_id)


def rated(panel: Panel, rows: list[Panellist], *values: tuple[int, ...]) -> None:
    keys = [item["key"] for item in panel.items]
    for row, own in zip(rows, values, strict=True):
        rate(panellist=row, by=person(row), ratings=dict(zip(keys, own, strict=True)))


def through(module: ModulePage, holder: User) -> Panel:
    """To the end of the second round: cuts of 70, 60 and 80."""
    panel, rows = a_panel(module, holder)
    rated(panel, rows, (50, 50), (60, 60), (90, 90))
    for stage in (Stage.FIRST, Stage.DISCUSSION):
        panel = go_on(panel=panel, by=holder, seen=stage)
    rated(panel, rows, (60, 80), (50, 70), (80, 80))
    return panel


def test_a_round_ends_when_three_people_have_rated_everything(module, holder) -> None:
    panel, rows = a_panel(module, holder, 2)
    rated(panel, rows, (50, 50), (60, 60))
    with pytest.raises(PanelRefused, match="at least 3"):
        go_on(panel=panel, by=holder, seen=Stage.FIRST)
    third = ask(panel=panel, by=holder, role="Magistrate", name="Somebody Retired")
    with pytest.raises(PanelRefused, match="not rated every question"):
        go_on(panel=panel, by=holder, seen=Stage.FIRST)
    with pytest.raises(NotOnThePanel):
        rate(panellist=third, by=an_officer(), ratings={})
    with pytest.raises(NotOnThePanel):
        rate(panellist=rows[0], by=holder, ratings={})
    rate(panellist=third, by=holder, ratings={item["key"]: 40 for item in panel.items})
    assert go_on(panel=panel, by=holder, seen=Stage.FIRST).stage == Stage.DISCUSSION
    assert go_on(panel=panel, by=holder, seen=Stage.FIRST).stage == Stage.DISCUSSION
    with pytest.raises(PanelRefused, match="No round"):
        rate(panellist=rows[0], by=person(rows[0]), ratings={panel.items[0]["key"]: 5})


def test_all_ratings_are_kept_and_the_newest_counts(module, holder) -> None:
    panel = through(module, holder)
    found = outcome(panel, 2)
    assert found is not None
    assert found.cut == pytest.approx(70)
    assert Rating.objects.count() == 12
    with pytest.raises(DatabaseError), transaction.atomic():
        Rating.objects.update(percent=1)
    row = panel.panellists.first()
    key = panel.items[0]["key"]
    assert rate(panellist=row, by=person(row), ratings={key: 60}) == 0
    assert rate(panellist=row, by=person(row), ratings={key: 61}) == 1
    for wrong in ({key: 101}, {key: -1}, {"other": 5}):
        with pytest.raises(PanelRefused):
            rate(panellist=row, by=person(row), ratings=wrong)


def test_judges_holders_and_those_who_have_it_ahead_are_not_asked(module, holder) -> None:
    panel, rows = a_panel(module, holder, 1)
    learner = an_officer()
    enrol(learner=learner.learner, course=module.get_parent().specific)
    sentences = set()
    for one in ("NOBODY", a_judge().service_number, learner.service_number):
        with pytest.raises(PanelRefused) as refusal:
            ask(panel=panel, by=holder, role="x", number=one)
        sentences.add(refusal.value.messages[0])
    assert len(sentences) == 1, "none tells more than another"
    with pytest.raises(PanelRefused, match="does not rate"):
        ask(panel=panel, by=holder, role="x", number=holder.service_number)
    for fields in (
        {"role": "x"},
        {"role": " ", "name": "y"},
        {"role": "x", "name": "y", "number": "z"},
    ):
        with pytest.raises(PanelRefused):
            ask(panel=panel, by=holder, **fields)
    again = ask(panel=panel, by=holder, role="Again", number=person(rows[0]).service_number)
    assert again.pk == rows[0].pk
    with pytest.raises(PanelRefused, match="under way"):
        begin_panel(page=module, by=holder, description="Another.")


def test_a_mark_off_the_outcome_takes_a_reason_and_far_off_a_written_one(module, holder) -> None:
    panel = through(module, holder)
    decide = {"panel": panel, "page": module, "by": holder}
    with pytest.raises(NotOnThePanel):
        decide_pass_mark(**(decide | {"by": an_officer()}), pass_mark=70, reason="")
    with pytest.raises(PanelRefused, match="Say why it is not the 70 %"):
        decide_pass_mark(**decide, pass_mark=72, reason=" ")
    with pytest.raises(PanelRefused, match="standard error"):
        decide_pass_mark(**decide, pass_mark=80, reason="Higher.")
    with pytest.raises(PanelRefused, match="from 1 to 100"):
        decide_pass_mark(**decide, pass_mark=0, reason="x")
    row = decide_pass_mark(**decide, pass_mark=75, reason="One mistake in four.")
    assert (row.pass_mark, row.cut, row.judges) == (75, 70, 3)
    assert float(row.error) == pytest.approx(5.77)
    with pytest.raises(PanelRefused, match="once"):
        decide_pass_mark(**decide, pass_mark=75, reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Panel.objects.update(title="x")


def test_the_mark_holds_from_the_next_version_and_moves_no_attempt(module, holder) -> None:
    course = module.get_parent().specific
    learner = an_officer()
    enrolment = enrol(learner=learner.learner, course=course)
    before = AssessmentVersion.objects.select_related("module").get()
    attempt = start_attempt(enrolment=enrolment, assessment=before)
    submit_attempt(learner=learner.learner, attempt_id=attempt.pk)
    draft = module.get_latest_revision_as_object()
    draft.title = "Reworded"
    draft.save_revision()
    decide_pass_mark(panel=through(module, holder), page=ModulePage.objects.get(pk=module.pk),
                     by=holder, pass_mark=70, reason="")  # fmt: skip
    assert ModulePage.objects.get(pk=module.pk).title != "Reworded", "a draft stays one"
    again = ModulePage.objects.get(pk=module.pk).get_latest_revision_as_object()
    assert (again.title, again.pass_mark) == ("Reworded", 70)
    with pytest.raises(Exception, match="small correction"):
        publish_version(course, by=holder, reason="Mark.", small=True)
    version = publish_version(course, by=holder, reason="The panel's mark.")
    assert version.number == 2
    assert AssessmentVersion.objects.get(module__version=version).pass_mark == 70
    assert Grading.objects.get().pass_mark == before.pass_mark


def test_the_whole_of_it_through_the_pages(module, holder) -> None:
    client = browser(holder)
    in_use = reverse("assessment-in-use", args=[module.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[module.pk])
    for page in (in_use, edit):
        assert "80 % is provisional" in said(client.get(page))
    begin = reverse("pass-mark-panels", args=[module.pk])
    client.post(begin, {"description": "Keeps a log without help."})
    panel = Panel.objects.get()
    address = reverse("pass-mark-panel", args=[module.pk, panel.pk])
    people = [an_officer() for _n in range(3)]
    for one in people:
        client.post(address, {"act": "ask", "role": "Inspector", "number": one.service_number})
    rows = list(panel.panellists.all())
    assert Notice.objects.filter(key__startswith="panel:").count() == 3
    keys = [item["key"] for item in panel.items]

    def send(row: Panellist, values: tuple[Any, ...]) -> Any:
        page = reverse("panel-rate", args=[panel.pk, row.pk])
        data = {f"rate-{key}": value for key, value in zip(keys, values, strict=True)}
        return browser(person(row)).post(page, data, follow=True)

    page = said(send(rows[0], ("many", "37")))
    assert "whole number from 0 to 100" in page
    assert "many" in page, "what was typed stays to be corrected"
    assert Rating.objects.count() == 1
    page = said(client.get(address))
    assert "The round can end once at least 3 people are on the panel" in page
    assert "End the first round" not in page
    for row, values in zip(rows, ((37, 37), (60, 60), (91, 91)), strict=True):
        assert "rated every question" in said(send(row, values))
    own = reverse("panel-rate", args=[panel.pk, rows[1].pk])
    page = said(browser(people[1]).get(own))
    assert set(re.findall(r'name="rate-[^"]*"[^>]* value="([^"]*)"', page)) == {"60"}
    words = re.sub(r"<[^>]*>", " ", page)
    assert not re.search(r"(?<!device )\b(37|91)\b", words), "nobody sees another's rating"
    assert browser(people[0]).get(own).status_code == 404
    assert browser(an_officer()).get(own).status_code == 404
    assert "62.67" not in said(client.get(address)), "no rating is shown in the first round"
    assert "End the first round" in said(client.get(address))
    client.post(address, {"act": "go-on", "seen": "first"})
    assert "62.67" in said(client.get(address))
    client.post(address, {"act": "go-on", "seen": "talk"})
    assert "from 37 to 91" in said(browser(people[1]).get(own))
    for row, values in zip(rows, ((60, 80), (50, 70), (80, 80)), strict=True):
        send(row, values)
    page = said(client.get(address))
    assert "70.00" in page
    assert "5.77" in page
    assert "full sentence" in said(client.post(address, {"act": "decide", "pass_mark": "95",
                                                         "reason": "Short."}))  # fmt: skip
    page = said(client.post(address, {"act": "decide", "pass_mark": "70"}, follow=True))
    assert "Publish the course as a new version" in page
    assert PassMarkDecision.objects.get().pass_mark == 70
    for page in (in_use, edit, begin):
        assert "was decided on" in said(client.get(page))


def test_who_may_not_edit_the_module_sees_no_panel(module, holder) -> None:
    panel, _rows = a_panel(module, holder)
    trainer = browser(an_officer(roles=[Role.TRAINING_OFFICER]))
    for address in (
        reverse("pass-mark-panels", args=[module.pk]),
        reverse("pass-mark-panel", args=[module.pk, panel.pk]),
    ):
        assert trainer.get(address).status_code in (302, 403)
