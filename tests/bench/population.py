"""A national installation for the bench: 500 lessons, and as many learners as asked for.

Run inside Django. The lessons are the shipped first responder course over and over; learners
are written in bulk, as the site itself would have left them: an enrolment, lessons done, an
attempt handed in with its answers, its grading and its evidence. Every seal stays in force.
"""

import uuid
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from courses.api import current_versions
from courses.assessment.asking import drawn, fingerprint, new_seed
from courses.catalogue.searching.indexing import index_version
from courses.models import (
    AssessmentVersion,
    Attempt,
    CourseIndexPage,
    CoursePage,
    CourseVersion,
    Enrolment,
    LessonVersion,
    ModuleVersion,
)
from courses.questions.question_types import question_type
from lms.accounts.models import Agency, AgencyKind, District, Learner, User
from tests.bench.written import write_learning

COURSE = "first-responder"
LESSONS = 500
TO_SEARCH = 1000
READER = "BENCH-READER"
BATCH = 2000
DONE = 6
FORMS = 8  # of each assessment: drawing a hundred thousand would tell nothing more


def populate(learners: int) -> None:
    """Grow the installation to so many learners; the first time, make it."""
    call_command("migrate", verbosity=0)
    if not current_versions().exists():
        call_command("load_nice_catalogue", verbosity=0)
        call_command("load_curriculum", verbosity=0)
    versions = _courses_with(LESSONS)
    agency = Agency.objects.filter(kind=AgencyKind.POLICE).first() or Agency.objects.create(
        name="Bench police", slug="bench-police", kind=AgencyKind.POLICE
    )
    moment = timezone.now()
    with transaction.atomic():
        people = _people(User.objects.filter(service_number__startswith="BENCH-").count(), learners,
                         agency)  # fmt: skip
        outlines = [_outline(version) for version in versions]
        while batch := list(islice(people, BATCH)):
            Learner.objects.bulk_create(person.learner for person in batch)
            User.objects.bulk_create(batch)
            _attempts(batch, outlines, moment)
        for outline in outlines:
            forms = [(seed, [one["key"] for one in shown]) for seed, shown, _hash in outline.forms]
            write_learning(
                outline.version, outline.assessment, outline.lessons[:DONE], forms, moment
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself after a while


def a_thousand_lessons_to_search() -> None:
    """One reader who is in courses of a thousand lessons, each cut into its sections."""
    versions = _courses_with(TO_SEARCH)
    for version in versions:
        index_version(version)
    learner = Learner.objects.create()
    User.objects.create(
        service_number=READER, full_name="Reader", password="!", learner=learner,
        agency=Agency.objects.filter(kind=AgencyKind.POLICE).first(),
        district=District.objects.first(),
    )  # fmt: skip
    Enrolment.objects.bulk_create(
        Enrolment(learner=learner, course_id=version.course_id, version=version)
        for version in versions
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _courses_with(lessons: int) -> list[CourseVersion]:
    """The shipped course and copies of it, until they have so many lessons."""
    template = next(v for v in current_versions() if v.course.slug == COURSE)
    each = LessonVersion.objects.filter(module__version=template).count()
    found = {v.course.code: v for v in current_versions() if v.course.code.startswith("BENCH-")}
    index = CourseIndexPage.objects.get()
    for number in range(2, -(-lessons // each) + 1):
        code = f"BENCH-{number}"
        if code not in found:
            page = index.add_child(
                instance=CoursePage(
                    title=f"Course {number}", slug=f"course-{number}", code=code,
                    summary="About evidence.", audience="Officers.",
                    outcomes=["Keep evidence safe."],
                )
            )  # fmt: skip
            found[code] = _copy_version(template, page)
    return [template, *found.values()]


def _copy_version(template: CourseVersion, page: CoursePage) -> CourseVersion:
    version = _again(template, id=uuid.uuid4(), course=page, code=page.code, title=page.title)
    for module in template.modules.all():
        fresh = _again(module, pk=None, version=version, key=uuid.uuid4())
        for lesson in module.lessons.all():
            _again(lesson, pk=None, module=fresh, key=uuid.uuid4())
        for assessment in module.assessments.all():
            _again(assessment, pk=None, module=fresh)
    return version


def _again(row: Any, **changes: Any) -> Any:
    fresh = copy(row)
    fresh._state = copy(row._state)
    fresh._state.adding = True
    fresh._state.fields_cache = {}
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh


def _people(first: int, count: int, agency: Agency) -> Iterator[User]:
    password = make_password("belize-bench-2026")
    districts = list(District.objects.all())
    for number in range(first, count):
        yield User(
            service_number=f"BENCH-{number:06d}",
            full_name=f"Constable {number}",
            password=password,
            agency=agency,
            district=districts[number % len(districts)],
            learner=Learner(),
        )


@dataclass(frozen=True)
class Outline:
    """What a learner of this course has done, in order, and forms of its first assessment."""

    version: CourseVersion
    lessons: list[uuid.UUID]
    assessment: AssessmentVersion
    forms: list[tuple[str, list[dict[str, Any]], str]]


def _outline(version: CourseVersion) -> Outline:
    rows = LessonVersion.objects.filter(module__version=version)
    lessons = list(rows.order_by("module__position", "position").values_list("key", flat=True))
    module = ModuleVersion.objects.filter(version=version).order_by("position").first()
    assert module is not None
    assessment = module.assessments.select_related("module").get()
    forms = []
    for _form in range(FORMS):
        seed = new_seed()
        shown = drawn(assessment, seed=seed, seen=[])
        forms.append((seed, shown, fingerprint(shown)))
    return Outline(version, lessons, assessment, forms)


def _attempts(people: list[User], outlines: list[Outline], moment: datetime) -> None:
    """Everybody is in one course of them all, with an attempt at its first module."""
    enrolments, attempts = [], []
    for number, person in enumerate(people):
        outline = outlines[number % len(outlines)]
        enrolment = Enrolment(
            learner=person.learner, course_id=outline.version.course_id, version=outline.version,
            enrolled_at=moment,
        )  # fmt: skip
        enrolments.append(enrolment)
        seed, shown, shown_hash = outline.forms[number % FORMS]
        attempts.append(
            Attempt(
                enrolment=enrolment, assessment=outline.assessment, number=1, items=shown,
                module_key=outline.assessment.module.key, items_hash=shown_hash, seed=seed,
                started_at=moment,
            )
        )  # fmt: skip
    Enrolment.objects.bulk_create(enrolments, batch_size=BATCH)
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)


def right(item: dict[str, Any]) -> Any:
    """A right answer to an item of the shipped course."""
    return question_type(item["type"]).model_answer(item["config"])
