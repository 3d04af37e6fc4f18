"""Reads of the catalogue: the version in force and what it holds."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from courses.catalogue.models import (
    AssessmentVersion,
    CoursePage,
    CourseVersion,
    LessonVersion,
    ModuleVersion,
)
from courses.catalogue.rendering import render_lesson, scripts_of, styles_of

# What a list of lessons needs, without the bodies.
OUTLINE = ("body", "enclosed", "sources")


def current_version(course: CoursePage) -> CourseVersion | None:
    """The version that a new enrolment begins; none before the course is first published."""
    return course.versions.order_by("-number", "-correction").first()


def frozen_version(pk: UUID) -> CourseVersion:
    """A version by its key: a row of the caller's own, read once in each process."""
    return frozen_versions([pk])[pk]


def frozen_versions(keys: Iterable[UUID]) -> dict[UUID, CourseVersion]:
    """The same for several, with one query for all that this process hasn't read yet."""
    wanted = set(keys)
    found = {pk: _VERSIONS[pk] for pk in wanted if pk in _VERSIONS}
    if missing := wanted - set(found):
        rows = CourseVersion.objects.filter(pk__in=missing).values_list("pk", *_VERSION_FIELDS)
        fresh = {pk: values for pk, *values in rows}
        if len(_VERSIONS) > MOST_VERSIONS:
            _VERSIONS.clear()
        _VERSIONS.update(fresh)
        found |= fresh
    return {
        pk: CourseVersion.from_db(DEFAULT_DB_ALIAS, _VERSION_FIELDS, values)
        for pk, values in found.items()
    }


MOST_VERSIONS = 1000
_VERSION_FIELDS = [field.attname for field in CourseVersion._meta.concrete_fields]
_VERSIONS: dict[UUID, list[Any]] = {}


def version_tree(version: CourseVersion, language: str = "en") -> list[ModuleVersion]:
    """Modules in order, each with `lessons` and `assessments` fetched, without bodies."""
    return version_trees([version.pk], language)[version.pk]


def version_trees(
    versions: Iterable[UUID], language: str = "en"
) -> dict[UUID, list[ModuleVersion]]:
    """The same for several versions, by their keys.

    A version never changes, so each process reads it once (three queries for all that it doesn't
    have yet) and keeps it. The rows are shared between requests: nobody may set anything on them.
    """
    wanted = set(versions)
    found = {pk: _TREES[pk, language] for pk in wanted if (pk, language) in _TREES}
    if missing := wanted - set(found):
        fresh: dict[UUID, list[ModuleVersion]] = {pk: [] for pk in missing}
        for module in _modules(missing, language):
            fresh[module.version_id].append(module)
        if len(_TREES) > MOST_TREES:
            _TREES.clear()
        _TREES.update({(pk, language): modules for pk, modules in fresh.items() if modules})
        found |= fresh
    return {pk: list(modules) for pk, modules in found.items()}


MOST_TREES = 500  # about 30 KB each
_TREES: dict[tuple[UUID, str], list[ModuleVersion]] = {}


def _modules(versions: Iterable[UUID], language: str) -> "QuerySet[ModuleVersion]":
    lessons = LessonVersion.objects.filter(language=language).defer(*OUTLINE)
    assessments = AssessmentVersion.objects.filter(language=language).defer("items")
    return (
        ModuleVersion.objects.filter(version_id__in=versions)
        .order_by("position")
        .prefetch_related(
            Prefetch("lessons", lessons.order_by("position")),
            Prefetch("assessments", assessments),
        )
    )


def block_ids(version_id: UUID, module: str, lesson: str) -> tuple[UUID, tuple[str, ...]] | None:
    """The key of the lesson at these slugs of a version, and the ids of its blocks in order."""
    found = frozen_lesson(version_id, module, lesson)
    if found is None:
        return None
    return found.key, tuple(str(block["id"]) for block in found.body if block.get("id"))


def published_courses() -> "QuerySet[CoursePage]":
    """Live courses that have a version, each with `version_id` of the newest."""
    newest = CourseVersion.objects.filter(course=OuterRef("pk")).order_by("-number", "-correction")
    return (
        CoursePage.objects.live()
        .annotate(version_id=Subquery(newest.values("pk")[:1]))
        .filter(version_id__isnull=False)
        .order_by("track", "title")
    )


def current_versions() -> "QuerySet[CourseVersion]":
    """The newest version of each live course, with its course: one query for the catalogue."""
    rows = CourseVersion.objects.filter(course=OuterRef("course"))
    newest = rows.order_by("-number", "-correction")
    return (
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


def frozen_lesson(version_id: UUID, module: str, lesson: str) -> LessonVersion | None:
    """The same, read once in each process and shared: nobody may set anything on it."""
    try:
        return _frozen_lesson(version_id, module, lesson)
    except LessonVersion.DoesNotExist:
        return None


@lru_cache(maxsize=600)  # some 60 KB each
def _frozen_lesson(version_id: UUID, module: str, lesson: str) -> LessonVersion:
    # An exception isn't kept: addresses that somebody makes up push nothing out.
    found = lesson_of(version_id, module, lesson)
    if found is None:
        raise LessonVersion.DoesNotExist
    return found


__all__ = [
    "block_ids",
    "current_version",
    "current_versions",
    "frozen_lesson",
    "frozen_version",
    "frozen_versions",
    "lesson_of",
    "published_courses",
    "render_lesson",
    "scripts_of",
    "styles_of",
    "version_tree",
    "version_trees",
]
