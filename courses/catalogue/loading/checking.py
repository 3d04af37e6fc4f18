"""What files say about things outside them: statements, work roles, profiles, practice points."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from courses.catalogue.loading.problems import Report, line_of
from courses.catalogue.loading.reading import CourseFiles, Item
from courses.questions.models import PracticePoint
from nice_framework import api as nice


@dataclass
class Known:
    """Rows of the framework by identifier, looked up once for a whole course."""

    statements: dict[str, Any] = field(default_factory=dict)
    work_roles: dict[str, Any] = field(default_factory=dict)
    profiles: dict[str, Any] = field(default_factory=dict)
    points: dict[str, PracticePoint] = field(default_factory=dict)


def check_course(
    course: CourseFiles, undecided: set[str], known_points: set[str], report: Report
) -> Known:
    """Resolve every name, and refuse critical items on what is not settled."""
    known = Known()
    _resolve(course, "profiles", known.profiles, _profile, report)
    things: list[Item] = [course, *course.modules]
    for module in course.modules:
        things += [*module.lessons, *module.questions]
        for question in module.questions:
            _check_settled(question, undecided, known_points, report)
        for lesson in module.lessons:
            _check_points(lesson, known_points, report)
    for thing in things:
        _resolve(thing, "alignments", known.statements, _statement, report)
        _resolve(thing, "work_roles", known.work_roles, _work_role, report)
    _check_unique(course, report)
    return known


def _statement(identifier: str) -> Any:
    return nice.statements([identifier], settings.NICE_LATEST_RELEASE)[0]


def _work_role(identifier: str) -> Any:
    return nice.work_roles([identifier], settings.NICE_LATEST_RELEASE)[0]


def _profile(code: str) -> Any:
    return nice.national_profile(code)


def _resolve(
    thing: Item, name: str, found: dict[str, Any], look_up: Callable[[str], Any], report: Report
) -> None:
    names: Iterable[str] = thing.content.get(name, [])
    for identifier in names:
        if identifier in found:
            continue
        try:
            found[identifier] = look_up(identifier)
        except ObjectDoesNotExist:
            report.add(
                thing.path,
                _line(thing.path, identifier, thing.line),
                f"{name}: NICE {settings.NICE_LATEST_RELEASE} as loaded has no {identifier}.",
                "Correct the identifier, or load the framework's catalogue first.",
            )


def _check_settled(question: Item, undecided: set[str], points: set[str], report: Report) -> None:
    content = question.content
    point = content["practice_point"]
    if point and point not in points:
        report.add(
            question.path,
            question.line,
            f"There is no practice point {point}.",
            "Add it to practice-points.yaml.",
        )
    if content["critical"] and (content["legal_ref"] or point in undecided):
        report.add(
            question.path,
            question.line,
            f"{content['key']} is critical but rests on {content['legal_ref'] or point}, "
            "which is not settled.",
            "Set critical: false until it is.",
        )


def _check_points(lesson: Item, points: set[str], report: Report) -> None:
    for block in lesson.content["body"]:
        if block["type"] == "practice_point" and block["value"]["ref"] not in points:
            ref = block["value"]["ref"]
            report.add(
                lesson.path,
                _line(lesson.path, f"ref: {ref}"),
                f"There is no practice point {ref}.",
                "Add it to practice-points.yaml.",
            )


def _check_unique(course: CourseFiles, report: Report) -> None:
    seen: set[str] = set()
    for module in course.modules:
        for question in module.questions:
            if question.id in seen:
                report.add(
                    question.path,
                    question.line,
                    f"The key {question.id} stands twice.",
                    "Change one.",
                )
            seen.add(question.id)


def _line(path: Path, needle: str, start: int = 1) -> int:
    return line_of(path.read_text(encoding="utf-8"), needle, start)
