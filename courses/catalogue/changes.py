"""What publishing a course would change for those who begin it next."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.freezing import Frozen, freeze
from courses.catalogue.models import CoursePage, CourseVersion, LessonVersion
from courses.catalogue.queries import current_version

LESSON_FIELDS = (
    "position",
    "slug",
    "title",
    "summary",
    "minutes",
    "objectives",
    "content_hash",
    "sources",
    "alignments",
    "work_roles",
)


@dataclass(frozen=True)
class Change:
    """One lesson or assessment that differs, in words."""

    title: str
    what: str


def changes_since(version: CourseVersion, frozen: Frozen) -> list[Change]:
    """Lessons and assessments of the live pages that differ from the version's."""
    rows = LessonVersion.objects.filter(module__version=version).defer("body", "enclosed")
    before = {str(row.key): row for row in rows}
    changes = []
    for module in frozen.modules:
        for lesson in module["lessons"]:
            row = before.pop(lesson["key"], None)
            if row is None:
                changes.append(Change(lesson["title"], _("new lesson")))
            elif any(lesson[name] != getattr(row, name) for name in LESSON_FIELDS):
                changes.append(Change(lesson["title"], _("changed lesson")))
    changes += [Change(row.title, _("lesson taken out")) for row in before.values()]
    return changes + _assessment_changes(version, frozen)


def _assessment_changes(version: CourseVersion, frozen: Frozen) -> list[Change]:
    before: dict[str, Any] = {}
    for module in version.modules.prefetch_related("assessments"):
        for assessment in module.assessments.all():
            before[str(module.key)] = [item["hash"] for item in assessment.items]
    changes = []
    for now in frozen.modules:
        items = [item["hash"] for item in (now["assessment"] or {"items": []})["items"]]
        if items != before.get(now["key"], []):
            changes.append(Change(now["title"], _("changed questions")))
    return changes


def drafts_of(course: CoursePage) -> list[Page]:
    """Pages of the course with a draft that is not published."""
    return list(
        course.get_descendants(inclusive=True).filter(has_unpublished_changes=True).order_by("path")
    )


def pending(course: CoursePage) -> tuple[CourseVersion | None, list[Change], bool]:
    """The version in force, what differs from it, and whether anything at all does."""
    version, frozen = current_version(course), freeze(course)
    if version is None:
        return None, [], True
    if version.content_hash == frozen.content_hash:
        return version, [], False
    return version, changes_since(version, frozen), True
