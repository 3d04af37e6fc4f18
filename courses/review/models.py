"""Who approved exactly which words, and the two steps of the workflow in which they do.

Reviewed things (lessons, questions) say what they are by `review_key`, what they say by
`review_mark()` and whether it touches the law by `carries_law()`.
"""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Revision, Task, TaskState, WorkflowState

from courses.review.forms import form_for
from courses.review.peers import NOTHING_LEGAL, has_changed, may_review, tell_reviewers
from courses.review.refusals import NotYours
from lms.accounts.models import User
from lms.accounts.roles import Role, has_role
from lms.accounts.sealing import Seal

Action = tuple[str, Any, bool]


class Stage(models.TextChoices):
    SUBJECT = "subject", gettext_lazy("Subject review: approved")
    LEGAL = "legal", gettext_lazy("Legal review: approved")
    PILOT = "pilot", gettext_lazy("Legal review: let through as a pilot, the law is still open")


class Approval(models.Model):
    """One reviewer's word on one revision. What is changed afterwards, it does not cover."""

    subject = models.CharField(max_length=100, help_text="lesson:<key>:<language>, question:<key>")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    approved_by = models.UUIDField()
    approved_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    sealed = Seal()

    class Meta:
        ordering = ["-approved_at", "-id"]
        indexes = [models.Index(fields=["subject", "content_hash"], name="approval_of_words")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.stage}"


class ReviewTask(Task):
    """A step that anybody with the role may take, but for those whose work it is."""

    roles: tuple[str, ...] = ()
    stage: str

    admin_form_fields = ["name"]

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        tell_reviewers(self, state)
        return state

    def may_act(self, obj: Any, user: Any) -> bool:
        return may_review(obj, user, self.roles)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.may_act(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.may_act(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[Action]:
        return self.actions() if self.may_act(obj, user) else []

    def actions(self) -> list[Action]:
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a note"), True),
        ]

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        return form_for(action)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> "models.QuerySet[TaskState]":
        if not has_role(user, *self.roles):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).exclude(
            workflow_state__requested_by=user
        )

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        obj = task_state.workflow_state.content_object
        reviewed = task_state.revision.as_object()
        if not may_review(obj, user, self.roles, up_to=task_state.revision):
            raise NotYours(_("Somebody else has to review this: part of it is your own work."))
        if action_name in ("approve", Stage.PILOT) and not has_changed(obj, reviewed):
            from courses.review.services import record_approval  # it writes the rows named here

            _follow(task_state, obj)
            record_approval(
                thing=reviewed,
                stage=Stage.PILOT if action_name == Stage.PILOT else self.stage,
                revision=task_state.revision,
                by=user,
                note=kwargs.get("comment", ""),
            )
        if action_name == Stage.PILOT:
            action_name = "approve"
        super().on_action(task_state, user, action_name, **kwargs)


def _follow(task_state: TaskState, obj: Any) -> None:
    """A saved comment makes a revision of the same words: approvals go with it."""
    latest = obj.get_latest_revision()
    if latest is not None and latest.pk != task_state.revision_id:
        task_state.workflow_state.copy_approved_task_states_to_revision(latest)
        task_state.revision = latest
        task_state.save(update_fields=["revision"])


class SubjectReview(ReviewTask):
    """A peer reads it: is it right, clear, and fit for the work?"""

    roles = (Role.AUTHOR, Role.ADMINISTRATOR)
    stage = Stage.SUBJECT

    class Meta:
        verbose_name = gettext_lazy("subject review")

    @classmethod
    def get_description(cls) -> str:
        return _("An author who has not written it approves it or asks for changes.")


class LegalReview(ReviewTask):
    """A legal reviewer approves the law in it, or lets it through as a pilot."""

    roles = (Role.LEGAL_REVIEWER,)
    stage = Stage.LEGAL

    class Meta:
        verbose_name = gettext_lazy("legal review")

    @classmethod
    def get_description(cls) -> str:
        return _("A legal reviewer approves what it says of the law. Without any, it passes.")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        thing = workflow_state.content_object.get_latest_revision_as_object()
        if thing.carries_law():
            return super().start(workflow_state, user=user)
        state = Task.start(self, workflow_state, user=user)
        state.approve(user=None, update=False, comment=str(NOTHING_LEGAL))
        return state

    def actions(self) -> list[Action]:
        return [
            ("reject", _("Request changes"), True),
            ("pilot", _("Let through as a pilot: the law is still open"), True),
            ("approve", _("Approve: the law is right and settled"), False),
            ("approve", _("Approve with a note"), True),
        ]
