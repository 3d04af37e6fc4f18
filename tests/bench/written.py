"""What a hundred thousand learners leave behind, written by the database itself.

One statement for each answer, lesson and statement of a course, for all of its learners at once:
millions of rows in minutes. The triggers that seal them look at every row all the same.
"""

import json
import uuid
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import connection, models

from courses.models import (
    AssessmentVersion,
    Attempt,
    CourseVersion,
    Enrolment,
    Grading,
    LessonProgress,
    Response,
)
from nice_framework.api import latest_release
from nice_framework.models import Evidence, Statement


def write_learning(
    version: CourseVersion,
    assessment: AssessmentVersion,
    lessons: list[uuid.UUID],
    forms: list[tuple[str, list[str]]],
    moment: datetime,
) -> None:
    """For those who enrolled in this version at this moment: lessons, answers, marks, evidence.

    `forms` are the seeds that were drawn, each with the keys of what it asks.
    """
    enrolled = {"version_id": version.pk, "enrolled_at": moment}
    for key in lessons:
        times = {"opened_at": moment, "seen_at": moment, "done_at": moment}
        _write(LessonProgress, Enrolment, {"enrolment": "id"}, enrolled,
               {"lesson_key": key, "block": "", **times})  # fmt: skip
    for seed, keys in forms:
        _write_attempts(assessment, seed, set(keys), moment)


def _write_attempts(
    assessment: AssessmentVersion, seed: str, keys: set[str], moment: datetime
) -> None:
    """Of those who were asked this form: their answers, marks and evidence."""
    from tests.bench.population import right

    tried = {"assessment_id": assessment.pk, "started_at": moment, "seed": seed}
    asked = [item for item in assessment.items if item["key"] in keys]
    for number, item in enumerate(asked, start=1):
        _write(Response, Attempt, {"attempt": "id"}, tried,
               {"item_key": item["key"], "client_id": f"b-{number}", "sequence": number,
                "answer": right(item), "late": False, "saved_at": moment})  # fmt: skip
    # An answer can't be added once its attempt is handed in: the database itself refuses.
    Attempt.objects.filter(**tried, submitted_at=None).update(submitted_at=moment)
    marks = [{"key": item["key"], "answer": right(item), "score": 1.0, "right": True}
             for item in asked]  # fmt: skip
    _write(Grading, Attempt, {"attempt": "id"}, tried,
           {"number": 1, "graded_at": moment, "score": 100, "pass_mark": 80, "passed": True,
            "critical_missed": [], "items": marks, "record_hash": "0" * 64,
            "reason": ""})  # fmt: skip
    _evidence(assessment, asked, tried, moment)


def _evidence(
    assessment: AssessmentVersion,
    items: list[dict[str, Any]],
    tried: dict[str, Any],
    moment: datetime,
) -> None:
    asked = Counter(one["identifier"] for item in items for one in item.get("alignments", []))
    release = latest_release()
    for statement in Statement.objects.filter(release=release, identifier__in=asked):
        count = asked[statement.identifier]
        _write(Evidence, Attempt, {"learner": LEARNER, "source_key": SOURCE[connection.vendor]},
               tried,
               {"release_id": release.pk, "statement_id": statement.pk, "area_id": None,
                "level": assessment.evidence_level, "passed": True, "grade": "B",
                "label": "Assessment", "items_asked": count, "items_right": count,
                "shown_on": moment.date(), "recorded_at": moment})  # fmt: skip


LEARNER = "(SELECT learner_id FROM courses_enrolment WHERE id = enrolment_id)"
# As str(uuid) has it: SQLite keeps the digits alone.
SOURCE = {
    "postgresql": "'assessment-attempt:' || id",
    "sqlite": "'assessment-attempt:' || substr(id, 1, 8) || '-' || substr(id, 9, 4) || '-' || "
    "substr(id, 13, 4) || '-' || substr(id, 17, 4) || '-' || substr(id, 21)",
}


def _write(
    to: type[models.Model],
    each: type[models.Model],
    taken: dict[str, str],
    where: dict[str, Any],
    values: dict[str, Any],
) -> None:
    """One row of `to` for every row of `each` that fits; `taken`: columns as SQL over that row."""
    fixed = [(_column(to, name), _stored(to, name, value)) for name, value in values.items()]
    fits = [(_column(each, name), _stored(each, name, value)) for name, value in where.items()]
    types = {field.column: field.db_type(connection) for field in to._meta.concrete_fields}
    columns = [*(_column(to, name) for name in taken), *(name for name, _value in fixed)]
    made = [*taken.values(), *(f"CAST(%s AS {_plain(types[name])})" for name, _value in fixed)]
    conditions = " AND ".join(f'"{name}" = %s' for name, _value in fits)
    sql = (
        f'INSERT INTO "{to._meta.db_table}" ({", ".join(columns)}) '  # noqa: S608
        f'SELECT {", ".join(made)} FROM "{each._meta.db_table}" WHERE {conditions}'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _name, value in [*fixed, *fits]])


def _field(model: type[models.Model], name: str) -> Any:
    return next(f for f in model._meta.concrete_fields if name in (f.name, f.attname))


def _column(model: type[models.Model], name: str) -> str:
    return str(_field(model, name).column)


def _stored(model: type[models.Model], name: str, value: Any) -> Any:
    field = _field(model, name)
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.get_db_prep_save(value, connection)


def _plain(kind: str | None) -> str:
    """A type that CAST leaves values alone by: SQLite would make numbers of its dates."""
    if connection.vendor == "postgresql":
        return str(kind)
    return "INTEGER" if kind and ("int" in kind or "bool" in kind) else "TEXT"
