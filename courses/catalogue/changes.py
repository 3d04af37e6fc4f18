"""What publishing a course would change for those who begin it next."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.freezing import Frozen, freeze
from courses.catalogue.models import (
    AssessmentVersion,
    CoursePage,
    CourseVersion,
    LessonVersion,
)
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
ASSESSMENT_RULES = (
    "pass_mark",
    "evidence_level",
    "max_attempts",
    "wait_minutes",
    "blueprint",
    "time_limit",
    "certainty",
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
    rows = AssessmentVersion.objects.filter(module__version=version).select_related("module")
    before = {str(row.module.key): row for row in rows}
    changes = []
    for now in frozen.modules:
        new, old = now["assessment"] or {"items": []}, before.get(now["key"])
        if _asked(new["items"]) != _asked(old.items if old else []):
            changes.append(Change(now["title"], _("changed questions")))
        elif old is not None and _rules(AssessmentVersion(**new)) != _rules(old):
            changes.append(Change(now["title"], _("changed rules of the assessment")))
    return changes


def _asked(items: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    return [(item["hash"], item.get("ask_certainty", False)) for item in items]


def _rules(assessment: AssessmentVersion) -> list[Any]:
    return [getattr(assessment, name) for name in ASSESSMENT_RULES]


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
