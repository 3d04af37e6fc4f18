"""What files say about things outside them: statements, work roles, profiles, practice points."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from courses.catalogue.glossary.queries import terms_in
from courses.catalogue.loading.items import Item
from courses.catalogue.loading.problems import Report, line_of
from courses.catalogue.loading.reading import CourseFiles
from courses.catalogue.models import CoursePage
from courses.questions.models import PracticePoint
from courses.questions.question_types import question_type
from nice_framework import api as nice


@dataclass
class Known:
    """Rows of the framework by identifier, looked up once for a whole course."""

    statements: dict[str, Any] = field(default_factory=dict)
    work_roles: dict[str, Any] = field(default_factory=dict)
    profiles: dict[str, Any] = field(default_factory=dict)
    points: dict[str, PracticePoint] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    bring_back: bool = False  # also what was deleted in the editor


@dataclass
class Names:
    """What lessons and questions may name: points not decided, all points, terms."""

    undecided: set[str]
    points: set[str]
    terms: set[str]


def check_course(course: CourseFiles, names: Names, report: Report) -> Known:
    """Resolve every name, and refuse critical items on what is not settled."""
    known = Known()
    _resolve(course, "profiles", known.profiles, _profile, report)
    things: list[Item] = [course, *course.modules]
    for module in course.modules:
        things += [*module.lessons, *module.questions]
        for question in module.questions:
            _check_settled(question, names.undecided, names.points, report)
        for lesson in module.lessons:
            _check_points(lesson, names.points, report)
            _check_terms(lesson, names.terms, report)
            _check_practice(lesson, {item.id for item in module.questions}, report)
    for thing in things:
        _resolve(thing, "alignments", known.statements, _statement, report)
        _resolve(thing, "work_roles", known.work_roles, _work_role, report)
    _check_unique(course, report)
    _check_code(course, report)
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
    kind = question_type(content["type_key"])
    fatal = bool(kind and content["config"] and kind.can_be_fatal(content["config"]))
    if (content["critical"] or fatal) and (content["legal_ref"] or point in undecided):
        report.add(
            question.path,
            question.line,
            f"{content['key']} is {'critical' if content['critical'] else 'fatal'} but rests on "
            f"{content['legal_ref'] or point}, which is not settled.",
            "Set critical: false, and let no step be fatal, until it is.",
        )
    for named in kind.points(content["config"]) if kind and content["config"] else ():
        if named not in points:
            report.add(
                question.path,
                _line(question.path, named, question.line),
                f"There is no practice point {named}.",
                "Add it to practice-points.yaml.",
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


def _check_terms(lesson: Item, terms: set[str], report: Report) -> None:
    for slug in sorted(terms_in(lesson.content["body"]) - terms):
        report.add(
            lesson.path,
            _line(lesson.path, slug, lesson.line),
            f"There is no glossary term {slug}.",
            "Add it to glossary.yaml, or correct the name.",
        )


def _check_practice(lesson: Item, own: set[str], report: Report) -> None:
    for block in lesson.content["body"]:
        key = block["value"]["question"] if block["type"] == "practice" else None
        if key and key not in own:
            report.add(
                lesson.path,
                _line(lesson.path, f"question: {key}"),
                f"There is no question {key} in this module.",
                "Add it to practice.yaml, or name one of the assessment's items.",
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


def _check_code(course: CourseFiles, report: Report) -> None:
    """A folder that was renamed is another course: two would share what certificates name."""
    code = str(course.content["code"])
    taken = CoursePage.objects.filter(code=code).exclude(translation_key=course.id).first()
    if taken is not None:
        report.add(
            course.path,
            _line(course.path, f"code: {code}"),
            f"The code {code} is that of the course “{taken.title}” at /courses/{taken.slug}/.",
            "Give another code, or the folder its former name.",
        )


def _line(path: Path, needle: str, start: int = 1) -> int:
    return line_of(path.read_text(encoding="utf-8"), needle, start)
