"""A course as frozen, ready to learn: the smallest that has everything the player needs."""

import uuid
from typing import Any

from wagtail.models import Locale, Page

from courses.assessment.models import Attempt
from courses.catalogue.models import (
    AssessmentVersion,
    CourseIndexPage,
    CoursePage,
    CourseVersion,
    LessonVersion,
    ModuleVersion,
)
from nice_framework.framework.models import FrameworkRelease, Statement
from tests.factories.accounts import UserFactory

RELEASE = "2.2.0"


def a_statement(identifier: str = "K0802") -> Statement:
    release, _new = FrameworkRelease.objects.get_or_create(version=RELEASE)
    statement, _new = Statement.objects.get_or_create(
        release=release, identifier=identifier, defaults={"kind": "knowledge"}
    )
    return statement


def aligned(identifier: str) -> dict[str, str]:
    a_statement(identifier)
    return {"release": RELEASE, "identifier": identifier}


def an_item(key: str, kind: str = "single", *, critical: bool = False, **more: Any) -> dict:
    """An item whose first option is right (single), or the first two (multiple)."""
    count_right = {"single": 1, "multiple": 2}.get(kind, 0)
    options = [
        {"text": f"{key} option {n}", "feedback": f"{key} feedback {n}"}
        | ({} if kind == "ordering" else {"right": n < count_right})
        for n in range(4)
    ]
    return {
        "key": key,
        "hash": "0" * 64,
        "type": kind,
        "stem": f"What about {key}?",
        "config": {"options": options},
        "explanation": f"Because of {key}.",
        "critical": critical,
        "difficulty": 2,
        "source": "A source",
        "practice_point": "",
        "legal_ref": "",
        "alignments": [aligned("K0802")],
        "work_roles": [],
    } | more


def right_answer(item: dict) -> Any:
    """In terms of the config: positions chosen, and for an ordering each step's place."""
    return {"single": "0", "multiple": ["0", "1"], "ordering": [1, 2, 3, 4]}[item["type"]]


def on_page(attempt: Attempt, key: str, answer: Any) -> Any:
    """Options given by original positions, as this attempt's page would send them."""
    order = next(shown["shown"] for shown in attempt.items if shown["key"] == key)
    if isinstance(answer, list):
        return [str(order.index(int(at))) for at in answer]
    return str(order.index(int(answer)))


def a_course(
    slug: str = "first-course",
    *,
    record: str = "graded",
    modules: int = 1,
    lessons: int = 2,
    items: list[dict] | None = None,
    assessed: bool = True,
    blueprint: list[dict] | None = None,
    time_limit: int | None = None,
    certainty: str = "off",
    body: list[dict] | None = None,
    meant_for: list[str] | None = None,
    **about: Any,
) -> CourseVersion:
    # A test with threads empties the database, with what migrations put into it.
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root")
    )
    index = CourseIndexPage.objects.first() or root.add_child(
        instance=CourseIndexPage(title="Courses", slug=f"courses-{uuid.uuid4().hex[:6]}")
    )
    course = index.add_child(
        instance=CoursePage(
            title=f"Course {slug}",
            slug=slug,
            code=slug.upper()[:30],
            summary="About evidence.",
            audience="Officers.",
            outcomes=["Keep evidence safe."],
            record=record,
        )
    )
    version = CourseVersion.objects.create(
        course=course,
        number=1,
        title=course.title,
        code=course.code,
        record=record,
        minutes=90,
        validity_months=24,
        about={
            "short_title": course.title,
            "summary": "About evidence.",
            "audience": "Officers.",
            "prerequisites": "None.",
            "outcomes": ["Keep evidence safe."],
            "work_roles": [],
            "profiles": [],
            **({"meant_for": meant_for} if meant_for else {}),
        },
        content_hash="1" * 64,
        **about,
    )
    for n in range(1, modules + 1):
        a_module(
            version, n, lessons=lessons, items=items, assessed=assessed, body=body,
            blueprint=blueprint or [], time_limit=time_limit, certainty=certainty,
        )  # fmt: skip
    return version


def a_module(
    version: CourseVersion,
    n: int,
    *,
    lessons: int,
    items: list[dict] | None,
    assessed: bool,
    body: list[dict] | None = None,
    **rules: Any,
) -> ModuleVersion:
    module = ModuleVersion.objects.create(
        version=version,
        key=uuid.uuid4(),
        position=n,
        slug=f"module-{n}",
        code=f"1.{n}",
        title=f"Module {n}",
        minutes=30,
        objectives=["Say what is kept."],
    )
    for at in range(1, lessons + 1):
        LessonVersion.objects.create(
            module=module,
            key=uuid.uuid4(),
            position=at,
            slug=f"lesson-{at}",
            title=f"Lesson {n}.{at}",
            minutes=10,
            content_hash=uuid.uuid4().hex,
            body=body
            or [
                {"type": "text", "value": f"<p>Text {n}.{at}.{k}</p>", "id": f"block-{k}"}
                for k in range(3)
            ],
            alignments=[aligned("K0803")],
        )
    if assessed and version.record == "graded":
        AssessmentVersion.objects.create(
            module=module,
            pass_mark=80,
            evidence_level=2,
            max_attempts=2,
            wait_minutes=30,
            items=items
            or [an_item("a", critical=True), an_item("b", "multiple"), an_item("c", "ordering")],
            **rules,
        )
    return module


def an_officer(**fields: Any) -> Any:
    return UserFactory(**fields)


def a_judge(**fields: Any) -> Any:
    return UserFactory(agency__kind="judiciary", **fields)
