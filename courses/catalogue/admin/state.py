"""What the editor's panels show beside the form: versions, and what is not settled."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page

from courses.catalogue.changes import drafts_of, pending
from courses.catalogue.freezing import freeze
from courses.catalogue.models import CoursePage
from courses.catalogue.services import pilot_allowed
from lms.accounts.api import Role, has_role


def course_of(page: Page) -> CoursePage | None:
    """The course that a page is or belongs to."""
    if isinstance(page, CoursePage):
        return page
    return CoursePage.objects.ancestor_of(page).first() if page.path else None


def version(page: Page) -> dict[str, Any]:
    course = course_of(page)
    if course is None:
        return {}
    latest, changes, differs = pending(course)
    return {
        "course": course,
        "version": latest,
        "changes": changes,
        "differs": differs,
        "drafts": drafts_of(course),
        "publish_url": reverse("wagtailadmin_pages:edit", args=[course.pk]),
    }


def unsettled(page: Page, user: Any) -> dict[str, Any]:
    course = course_of(page)
    if course is None:
        return {}
    frozen = freeze(course)
    return {
        "course": course,
        "reasons": frozen.pilot_reasons,
        "critical": frozen.unsettled_critical,
        "allowed": pilot_allowed(course),
        "decision": course.pilot_decisions.order_by("-decided_at", "-id").first(),
        "may_decide": has_role(user, Role.ADMINISTRATOR),
        "decide_url": reverse("course-pilot", args=[course.pk]),
    }
