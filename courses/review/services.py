"""Writes of the review: an approval, and the workflow that leads to it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Page,
    Revision,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from courses.review.models import Approval, LegalReview, Stage, SubjectReview
from lms.accounts.api import audit
from lms.accounts.models import User

NAME = "Subject and legal review"
WAGTAILS_OWN = "Moderators approval"


def record_approval(
    *, thing: Any, stage: str, revision: Revision | None, by: User, note: str = ""
) -> Approval:
    """Write down that these very words were approved. The tasks ask first whether `by` may."""
    with transaction.atomic():
        approval = Approval.objects.create(
            subject=thing.review_key,
            stage=stage,
            revision=revision,
            content_hash=thing.review_mark(),
            approved_by=by.learner_id,
            note=note.strip(),
        )
        audit(
            actor=by,
            action=f"review.{stage}",
            subject=thing.review_key,
            revision=revision.pk if revision else None,
        )
    return approval


def make_workflow(question: type[Any]) -> Workflow:
    """The workflow of lessons and questions, made once; what administrators change in it stays."""
    with transaction.atomic():
        workflow, _created = Workflow.objects.get_or_create(name=NAME)
        for place, task in enumerate((SubjectReview, LegalReview)):
            step = task.objects.first() or task.objects.create(name=_name(task))
            WorkflowTask.objects.get_or_create(
                workflow=workflow, task=step.task_ptr, defaults={"sort_order": place}
            )
        root = Page.objects.filter(depth=1).first()
        taken = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
        if root is not None and (taken is None or taken.workflow.name == WAGTAILS_OWN):
            WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(question),
            defaults={"workflow": workflow},
        )
    return workflow


def _name(task: type[SubjectReview] | type[LegalReview]) -> str:
    return "Subject review" if task is SubjectReview else "Legal review"


__all__ = ["Stage", "make_workflow", "record_approval"]
