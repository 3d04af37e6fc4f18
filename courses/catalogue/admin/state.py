"""What the editor's panels show beside the form: versions, and what is not settled."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page

from courses.catalogue.blueprint import asks, gaps, words
from courses.catalogue.changes import drafts_of, pending
from courses.catalogue.coverage import coverage_of
from courses.catalogue.freezing import freeze, frozen_items
from courses.catalogue.gate.pages import findings_of
from courses.catalogue.models import CoursePage, LessonPage, ModulePage, PassMarkDecision
from courses.catalogue.services import pilot_allowed
from courses.review.queries import approvals_of
from lms.accounts.api import Role, has_role
from lms.accounts.models import User


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
        "publish_url": reverse("course-publish", args=[course.pk]),
        "versions": course.versions.defer("about", "pilot_reasons")[:20],
    }


def blueprint(page: ModulePage) -> dict[str, Any]:
    """Of the draft as it was last saved."""
    items = frozen_items(page)
    lines = [line for line in page.blueprint if line["count"]]
    return {
        "pool": len(items),
        "asked": asks(items, lines),
        "lines": [(line["count"], words(line)) for line in lines],
        "gaps": gaps(items, page.blueprint),
        "critical": sum(item["critical"] for item in items),
        "pass_mark": page.pass_mark,
        "decision": PassMarkDecision.objects.filter(module_key=page.translation_key).first(),
        "pass_mark_url": reverse("pass-mark-panels", args=[page.pk]),
        "in_use_url": reverse("assessment-in-use", args=[page.pk]),
    }


def coverage(page: Page) -> dict[str, Any]:
    course = course_of(page)
    return {
        "coverage": coverage_of(course) if course else [],
        "coverage_url": reverse("course-coverage", args=[course.pk]) if course else "",
    }


def gate(page: Page) -> dict[str, Any]:
    """What stands in the way of publishing this page, or any page of this course."""
    pages: list[Any] = [page]
    if not isinstance(page, LessonPage | ModulePage):
        course = course_of(page)
        pages = (
            [
                *ModulePage.objects.descendant_of(course).live(),
                *LessonPage.objects.descendant_of(course).live(),
            ]
            if course
            else []
        )
    found = [(one.title, one.pk, findings_of(one)) for one in pages]
    held = [
        {"title": title, "findings": findings, "url": reverse("lesson-gate", args=[pk])}
        for title, pk, findings in found
        if findings
    ]
    return {"held": held, "alone": pages == [page]}


def _approvals(page: LessonPage) -> list[dict[str, Any]]:
    """Every reviewer's word on the lesson, and whether it covers what is published."""
    rows = approvals_of(page.review_key)[:10]
    now = LessonPage.objects.get(pk=page.pk).review_mark() if rows else ""
    people = User.objects.filter(learner_id__in={row.approved_by for row in rows})
    names = {person.learner_id: person.full_name for person in people}
    return [
        {"row": row, "name": names.get(row.approved_by, ""), "covers": row.content_hash == now}
        for row in rows
    ]


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
        "approvals": _approvals(page) if isinstance(page, LessonPage) else [],
    }
