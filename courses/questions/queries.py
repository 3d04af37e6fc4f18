"""Reads of the question bank."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from courses.questions.completeness import gaps_in
from courses.questions.models import Question
from lms.accounts.api import sees_name
from lms.accounts.models import User


class Status(models.TextChoices):
    """Where a question stands. It follows from what is known and is stored nowhere."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    READY = "ready", _("Ready: nothing asks it")
    IN_USE = "in-use", _("In use")
    RETIRED = "retired", _("Retired")


def bank() -> "QuerySet[Question]":
    """All questions with what a list of them shows."""
    return (
        Question.objects.prefetch_related("alignments__statement", "uses__page", "tags")
        .annotate(in_review=Exists(_reviews()))
        .order_by("key")
    )


def _reviews() -> "QuerySet[WorkflowState]":
    """Of one question, under way."""
    return WorkflowState.objects.filter(
        base_content_type__app_label="courses",
        base_content_type__model="question",
        object_id=Cast(OuterRef("pk"), models.CharField(max_length=255)),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )


def offered() -> "QuerySet[Question]":
    """Questions that an author may still ask."""
    return Question.objects.filter(retired=False)


def status_of(question: Question) -> Status:
    """Asks nothing of the database about a question of `bank`."""
    if question.retired:
        return Status.RETIRED
    if not question.live:
        known = getattr(question, "in_review", None)
        reviewed = question.workflow_in_progress if known is None else known
        return Status.IN_REVIEW if reviewed else Status.DRAFT
    return Status.IN_USE if question.uses.all() else Status.READY


def with_status(questions: "QuerySet[Question]", status: str) -> "QuerySet[Question]":
    if status == Status.RETIRED:
        return questions.filter(retired=True)
    if status in (Status.DRAFT, Status.IN_REVIEW):
        reviewed = Exists(_reviews())
        drafts = questions.filter(retired=False, live=False)
        return drafts.filter(reviewed if status == Status.IN_REVIEW else ~reviewed)
    used = Question.objects.filter(uses__isnull=False).values("pk")
    ready = questions.filter(retired=False, live=True)
    return ready.filter(pk__in=used) if status == Status.IN_USE else ready.exclude(pk__in=used)


def newest(question: Question) -> Question:
    """As it was last saved, draft or not."""
    return question.get_latest_revision_as_object() if question.latest_revision_id else question


def incomplete() -> list[int]:
    """Questions that cannot be asked yet. Their types know, so all are looked at."""
    rows = Question.objects.select_related("latest_revision").only(
        "pk", "type_key", "stem", "config", "latest_revision__content"
    )
    found = []
    for row in rows.iterator():
        last = row.latest_revision.content if row.latest_revision else {}
        if gaps_in(row.type_key, last.get("stem", row.stem), last.get("config", row.config)):
            found.append(row.pk)
    return found


def author_names(authors: Iterable[UUID | None], viewer: User) -> dict[UUID, str]:
    """Names of those who made questions, as far as this person may see them."""
    wanted = {author for author in authors if author}
    people = User.objects.filter(learner_id__in=wanted).select_related("agency")
    return {
        person.learner_id: person.full_name if sees_name(viewer, person) else person.service_number
        for person in people
    }
