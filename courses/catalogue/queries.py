"""Reads of the catalogue: the version in force and what it holds."""

from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from courses.catalogue.models import (
    AssessmentVersion,
    CoursePage,
    CourseVersion,
    LessonVersion,
    ModuleVersion,
)
from courses.catalogue.rendering import render_lesson

# What a list of lessons needs, without the bodies.
OUTLINE = ("body", "enclosed", "sources")


def current_version(course: CoursePage) -> CourseVersion | None:
    """The version that a new enrolment begins; none before the course is first published."""
    return course.versions.order_by("-number").first()


def version_tree(version: CourseVersion, language: str = "en") -> list[ModuleVersion]:
    """Modules in order, each with `lessons` and `assessments` fetched: three queries, no bodies."""
    lessons = LessonVersion.objects.filter(language=language).defer(*OUTLINE)
    assessments = AssessmentVersion.objects.filter(language=language).defer("items")
    return list(
        version.modules.order_by("position").prefetch_related(
            Prefetch("lessons", lessons.order_by("position")),
            Prefetch("assessments", assessments),
        )
    )


def published_courses() -> "QuerySet[CoursePage]":
    """Live courses that have a version, each with `version_id` of the newest."""
    newest = CourseVersion.objects.filter(course=OuterRef("pk")).order_by("-number")
    return (
        CoursePage.objects.live()
        .annotate(version_id=Subquery(newest.values("pk")[:1]))
        .filter(version_id__isnull=False)
        .order_by("track", "title")
    )


def current_versions() -> list[CourseVersion]:
    """The newest version of each live course, with its course: one query for the catalogue."""
    newest = CourseVersion.objects.filter(course=OuterRef("course")).order_by("-number")
    return list(
        CourseVersion.objects.filter(course__live=True, pk=Subquery(newest.values("pk")[:1]))
        .select_related("course")
        .order_by("course__track", "title")
    )


def lesson_of(version_id: UUID, module_slug: str, lesson_slug: str) -> LessonVersion | None:
    """One lesson of a version with its module, by the slugs of its address."""
    return (
        LessonVersion.objects.filter(
            module__version_id=version_id, module__slug=module_slug, slug=lesson_slug
        )
        .select_related("module")
        .first()
    )


__all__ = [
    "current_version",
    "current_versions",
    "lesson_of",
    "published_courses",
    "render_lesson",
    "version_tree",
]
