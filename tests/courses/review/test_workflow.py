"""From draft to learners: a peer and a legal reviewer approve, and nobody their own work."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow, WorkflowContentType, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import rich_text, streamfield

from courses.models import Approval, LegalReview, LessonPage, Question, SubjectReview
from courses.review.services import make_workflow
from lms.accounts.api import Role
from lms.accounts.models import AuditEntry
from lms.notices.models import Notice
from tests.courses.catalogue.test_admin import edit_url, lesson_form
from tests.courses.catalogue.test_publishing import LEGAL
from tests.courses.questions.test_admin import RIGHT, WRONG, form, url
from tests.courses.review.people import act, at_desk, person, submit
from tests.factories.courses import published_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> LessonPage:
    return published_course().course.get_children().first().get_children().first().specific


def fresh(page: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=page.pk)


def law(text: str = "<p>Ask first.</p>") -> dict:
    value = {**LEGAL["value"], "text": rich_text(text)}
    return streamfield([("legal", value)])


def test_every_installation_has_the_workflow_and_only_one() -> None:
    make_workflow(Question)
    make_workflow(Question)
    workflow = Workflow.objects.get(name="Subject and legal review")
    kinds = [type(task.specific) for task in workflow.tasks]
    assert kinds == [SubjectReview, LegalReview]
    assert WorkflowTask.objects.filter(workflow=workflow).count() == 2
    assert WorkflowPage.objects.get().workflow == workflow
    assert WorkflowContentType.objects.get().workflow == workflow


def test_what_administrators_chose_for_the_pages_stays() -> None:
    other = Workflow.objects.create(name="Another way")
    WorkflowPage.objects.update(workflow=other)
    make_workflow(Question)
    assert WorkflowPage.objects.get().workflow == other


def test_a_lesson_without_law_needs_a_peer_only(page: LessonPage) -> None:
    author, peer = person(Role.AUTHOR), person(Role.AUTHOR)
    submit(author, page, title="Written anew")
    assert fresh(page).title == "Lesson 1"
    act(peer, fresh(page), "approve")
    assert fresh(page).title == "Written anew"
    assert fresh(page).live_revision == fresh(page).latest_revision
    approval = Approval.objects.get()
    assert (approval.stage, approval.approved_by) == ("subject", peer.learner_id)
    assert approval.revision == fresh(page).live_revision
    assert AuditEntry.objects.get(action="review.subject").actor == peer.learner_id


def test_a_lesson_with_law_passes_both_reviews(page: LessonPage) -> None:
    author, peer, lawyer = person(Role.AUTHOR), person(Role.AUTHOR), person(Role.LEGAL_REVIEWER)
    submit(author, page, title="On the law", body=law())
    act(lawyer, fresh(page), "approve")
    assert not Approval.objects.exists()
    act(peer, fresh(page), "approve")
    assert fresh(page).title == "Lesson 1"
    act(peer, fresh(page), "approve")
    assert fresh(page).title == "Lesson 1"
    act(lawyer, fresh(page), "approve", "Checked against the Act.")
    assert fresh(page).title == "On the law"
    legal = Approval.objects.get(stage="legal")
    assert legal.note == "Checked against the Act."
    assert legal.content_hash == fresh(page).review_mark()


def test_nobody_approves_their_own_work(page: LessonPage) -> None:
    author = person(Role.AUTHOR, Role.LEGAL_REVIEWER)
    submit(author, page, title="Mine", body=law())
    act(author, fresh(page), "approve")
    assert fresh(page).title == "Lesson 1"
    assert not Approval.objects.exists()
    html = at_desk(author).get(edit_url(page)).content.decode()
    assert 'data-workflow-action-name="approve"' not in html


def test_an_earlier_writer_of_the_draft_is_no_reviewer(page: LessonPage) -> None:
    first, second = person(Role.AUTHOR), person(Role.AUTHOR)
    at_desk(first).post(edit_url(page), lesson_form(page, title="First words"))
    submit(second, fresh(page), title="First words", summary="Second words")
    act(first, fresh(page), "approve")
    assert not Approval.objects.exists()


def test_a_superuser_is_no_legal_reviewer(page: LessonPage) -> None:
    author, peer = person(Role.AUTHOR), person(Role.AUTHOR)
    submit(author, page, body=law())
    act(peer, fresh(page), "approve")
    act(person(is_superuser=True), fresh(page), "approve")
    assert not Approval.objects.filter(stage="legal").exists()


def test_a_reviewer_asks_for_changes_and_the_lesson_comes_back(page: LessonPage) -> None:
    author, peer = person(Role.AUTHOR), person(Role.AUTHOR)
    submit(author, page, title="Not good yet")
    act(peer, fresh(page), "reject", "Name the source.")
    assert fresh(page).current_workflow_state.status == "needs_changes"
    submit(author, fresh(page), title="Better")
    act(peer, fresh(page), "approve")
    assert fresh(page).title == "Better"
    history = at_desk(author).get(f"{edit_url(page).removesuffix('edit/')}history/")
    assert history.status_code == 200
    assert "Name the source." in history.content.decode()


def test_sending_a_lesson_back_takes_words_and_an_approval_takes_none(page: LessonPage) -> None:
    author, peer = person(Role.AUTHOR), person(Role.AUTHOR)
    submit(author, page, title="Not good yet")
    step = fresh(page).current_workflow_task_state
    dialog = reverse(
        "wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, "reject", step.pk]
    )
    for nothing in ("", "  "):
        act(peer, fresh(page), "reject", nothing)
        said = at_desk(peer).post(
            dialog, {"comment": nothing}, headers={"X-Requested-With": "XMLHttpRequest"}
        )
        assert "Say what has to change: the author reads it." in said.json()["html"]
        assert fresh(page).current_workflow_state.status == "in_progress"
    act(peer, fresh(page), "approve")
    assert fresh(page).title == "Not good yet"


def test_who_changes_the_words_in_review_sends_them_back_to_a_peer(page: LessonPage) -> None:
    author, peer, lawyer = person(Role.AUTHOR), person(Role.AUTHOR), person(Role.LEGAL_REVIEWER)
    submit(author, page, title="On the law", body=law())
    act(peer, fresh(page), "approve")
    sent = lesson_form(fresh(page), title="In other words", body=law("<p>Never.</p>"))
    at_desk(lawyer).post(
        edit_url(page),
        {**sent, "action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    assert not Approval.objects.filter(stage="legal").exists()
    assert fresh(page).title == "Lesson 1"
    assert isinstance(fresh(page).current_workflow_task, SubjectReview)


def test_those_who_may_review_get_a_message(page: LessonPage) -> None:
    author, peer = person(Role.AUTHOR), person(Role.AUTHOR)
    person(Role.LEGAL_REVIEWER)
    submit(author, page, title="On the law", body=law())
    assert [notice.learner_id for notice in Notice.objects.all()] == [peer.learner_id]
    assert f"/admin/pages/{page.pk}/edit/" in Notice.objects.get().body


def test_an_author_does_not_publish_past_the_reviews(page: LessonPage) -> None:
    author = person(Role.AUTHOR)
    html = at_desk(author).get(edit_url(page)).content.decode()
    assert 'name="action-publish"' not in html
    sent = lesson_form(page, title="Past them", **{"action-publish": "1"})
    answer = at_desk(author).post(edit_url(page), sent, follow=True)
    assert "kept as a draft. Send it for review" in answer.content.decode()
    assert fresh(page).title == "Lesson 1"
    assert fresh(page).get_latest_revision_as_object().title == "Past them"


def test_a_question_passes_the_same_reviews() -> None:
    author, peer, lawyer = person(Role.AUTHOR), person(Role.AUTHOR), person(Role.LEGAL_REVIEWER)
    sent = form([RIGHT, WRONG], legal_ref="LR-7", **{"action-submit": "1"})
    assert at_desk(author).post(url("add") + "?type=single", sent).status_code == 302
    question = Question.objects.get()
    assert not question.live
    act(author, question, "approve")
    act(peer, question, "approve")
    question = Question.objects.get()
    assert not question.live
    assert at_desk(lawyer).get(url("edit", question.pk)).status_code == 200
    act(lawyer, question, "approve")
    question = Question.objects.get()
    assert question.live
    assert question.settled
    assert [one.stage for one in Approval.objects.order_by("id")] == ["subject", "legal"]
