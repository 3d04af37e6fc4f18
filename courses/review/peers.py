"""Who may review what: never one's own work."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Revision, TaskState

from lms.accounts.models import User
from lms.accounts.roles import has_role
from lms.notices.api import notify

if TYPE_CHECKING:
    from courses.review.models import ReviewTask

NOTHING_LEGAL = gettext_lazy("It says nothing of the law, so there is nothing to review.")


def may_review(obj: Any, user: Any, roles: tuple[str, ...], up_to: Revision | None = None) -> bool:
    return has_role(user, *roles) and user.pk not in writers_of(obj, up_to)


def has_changed(obj: Any, reviewed: Any) -> bool:
    """Whether there is a newer revision that says something else."""
    latest = obj.get_latest_revision()
    return latest is not None and latest.as_object().review_mark() != reviewed.review_mark()


def writers_of(obj: Any, up_to: Revision | None = None) -> set[int]:
    """Whose words stand in the draft and not yet in what is published, and who sent it.

    Saving without a change of words (a comment, say) makes nobody a writer.
    """
    revisions = obj.revisions.order_by("created_at", "id")
    if up_to is not None:
        revisions = revisions.filter(pk__lte=up_to.pk)
    live = obj.live_revision_id
    if live and (start := obj.revisions.filter(pk=live).first()):
        revisions = revisions.filter(created_at__gte=start.created_at)
    found, before = set(), None
    for revision in revisions:
        mark = revision.as_object().review_mark()
        if mark != before and revision.pk != live and revision.user_id:
            found.add(revision.user_id)
        before = mark
    state = obj.current_workflow_state
    if state is not None and state.requested_by_id:
        found.add(state.requested_by_id)
    return found


def tell_reviewers(task: "ReviewTask", state: TaskState) -> None:
    """A message to everybody who may take this step."""
    obj = state.workflow_state.content_object
    writers = writers_of(obj)
    address = AdminURLFinder().get_edit_url(obj) or ""
    people = User.objects.filter(groups__name__in=task.roles, is_active=True)
    for person in people.exclude(pk__in=writers).select_related("learner").distinct():
        notify(
            key=f"review:{state.pk}:{person.pk}",
            learner=person.learner,
            kind="review",
            subject=_("%(task)s: %(title)s") % {"task": task.name, "title": str(obj)[:120]},
            body=_(
                "“%(title)s” waits for your review (%(task)s).\n\n"
                "Open it here, and approve it or ask for changes:\n%(address)s"
            )
            % {
                "title": str(obj)[:200],
                "task": task.name,
                "address": f"{settings.PUBLIC_BASE_URL}{address}",
            },
        )
