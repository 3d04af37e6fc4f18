"""What a course covers of the work roles and national profiles it serves.

A statement is taught where a lesson is aligned to it, and assessed where a question of the
assessment is. Identifiers keep their meaning across releases, so they are what is compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from courses.catalogue.models import AssessmentItem, CoursePage, LessonAlignment, Record
from nice_framework.api import plain_labels

Json = dict[str, Any]


@dataclass
class Covered:
    """One statement: the titles of lessons that teach it and of modules that assess it."""

    identifier: str
    label: str
    taught: list[str] = field(default_factory=list)
    assessed: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.taught and self.assessed:
            return "both"
        return "taught" if self.taught else "assessed" if self.assessed else "neither"


@dataclass
class Coverage:
    """One role or profile, statement by statement."""

    code: str
    title: str
    release: str
    national: bool
    statements: list[Covered]

    @property
    def taught(self) -> int:
        return sum(bool(one.taught) for one in self.statements)

    @property
    def assessed(self) -> int:
        return sum(bool(one.assessed) for one in self.statements)

    @property
    def neither(self) -> int:
        return sum(one.state == "neither" for one in self.statements)


def coverage_of(course: CoursePage) -> list[Coverage]:
    """Of the live pages, for each role and profile of the course in its order."""
    taught, assessed = _taught(course), _assessed(course)
    found = []
    for target, code, national in _targets(course):
        texts = dict(target.statements.order_by("identifier").values_list("identifier", "text"))
        labels = plain_labels(texts)
        statements = [
            Covered(one, _words(one, labels[one], text), taught.get(one, []), assessed.get(one, []))
            for one, text in texts.items()
        ]
        found.append(
            Coverage(
                code=code,
                title=target.title,
                release=str(target.release),
                national=national,
                statements=sorted(statements, key=lambda one: one.state == "neither"),
            )
        )
    return found


def _words(identifier: str, label: str, text: str) -> str:
    """Ours, else NIST's where they were imported."""
    return text if label == identifier else label


def frozen_coverage(course: CoursePage, modules: list[Json]) -> list[Json]:
    """The same in numbers, of what is being frozen, for the course's public page."""
    taught = {a["identifier"] for m in modules for one in m["lessons"] for a in one["alignments"]}
    assessed = {
        a["identifier"]
        for module in modules
        for item in (module["assessment"] or {"items": []})["items"]
        for a in item["alignments"]
    }
    found = []
    for target, code, national in _targets(course):
        wanted = set(target.statements.values_list("identifier", flat=True))
        if wanted:
            counts = {"of": len(wanted), "taught": len(wanted & taught)}
            counts["assessed"] = len(wanted & assessed)
            found.append({"code": code, "title": target.title, "national": national, **counts})
    return found


def _targets(course: CoursePage) -> Iterable[tuple[Any, str, bool]]:
    for row in course.roles.select_related("work_role__release", "profile__release"):
        if row.work_role:
            yield row.work_role, row.work_role.identifier, False
        elif row.profile:
            yield row.profile, row.profile.code, True


def _taught(course: CoursePage) -> dict[str, list[str]]:
    rows = LessonAlignment.objects.filter(page__path__startswith=course.path, page__live=True)
    rows = rows.select_related("statement", "page").order_by("page__path", "sort_order")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.statement.identifier, []).append(row.page.title)
    return found


def _assessed(course: CoursePage) -> dict[str, list[str]]:
    if course.record != Record.GRADED:
        return {}
    items = AssessmentItem.objects.filter(page__path__startswith=course.path, page__live=True)
    items = items.select_related("page").prefetch_related("question__alignments__statement")
    found: dict[str, list[str]] = {}
    for item in items.order_by("page__path", "sort_order"):
        for row in item.question.alignments.all():
            titles = found.setdefault(row.statement.identifier, [])
            if item.page.title not in titles:
                titles.append(item.page.title)
    return found
