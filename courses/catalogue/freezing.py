"""A course's live pages and questions as plain JSON, ready to be hashed and kept.

Whatever a learner will see must be in here: a version is read without looking at pages,
questions, figures or practice points again.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from courses.catalogue.figures import figure
from courses.catalogue.models import CoursePage, LessonPage, ModulePage, Record
from courses.questions.models import PracticePoint, Question

Json = dict[str, Any]


@dataclass
class Frozen:
    """A course as it would be published now."""

    about: Json
    modules: list[Json]
    legal: dict[str, str] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)
    unsettled_critical: list[str] = field(default_factory=list)

    @property
    def pilot_reasons(self) -> list[Json]:
        legal = [{"kind": "legal", "ref": ref, "text": t} for ref, t in sorted(self.legal.items())]
        points = [
            {"kind": "practice", "ref": ref, "text": t} for ref, t in sorted(self.points.items())
        ]
        return legal + points

    @property
    def content_hash(self) -> str:
        return hash_of([self.about, _without_revisions(self.modules), self.pilot_reasons])


def hash_of(value: Any) -> str:
    """SHA-256 over canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def freeze(course: CoursePage) -> Frozen:
    frozen = Frozen(about=_about(course), modules=[])
    modules = (
        ModulePage.objects.child_of(course)
        .live()
        .order_by("path")
        .prefetch_related(
            "roles__work_role__release",
            "items__question__practice_point",
            "items__question__alignments__statement__release",
            "items__question__roles__work_role__release",
        )
    )
    for position, module in enumerate(modules, start=1):
        frozen.modules.append(_module(course, module, position, frozen))
    return frozen


def lessons_of(module: ModulePage) -> "QuerySet[LessonPage]":
    return (
        LessonPage.objects.child_of(module)
        .live()
        .order_by("path")
        .select_related("locale")
        .prefetch_related("alignments__statement__release", "roles__work_role__release")
    )


def _about(course: CoursePage) -> Json:
    rows = list(course.roles.select_related("work_role__release", "profile"))
    return {
        "title": course.title,
        "code": course.code,
        "record": course.record,
        "validity_months": course.validity_months,
        "about": {
            "short_title": course.short_title,
            "summary": course.summary.strip(),
            "audience": course.audience.strip(),
            "prerequisites": course.prerequisites.strip(),
            "outcomes": course.outcomes,
            "work_roles": [
                {**reference(row.work_role), "title": row.work_role.title}
                for row in rows
                if row.work_role
            ],
            "profiles": [
                {
                    "code": row.profile.code,
                    "version": row.profile.version,
                    "title": row.profile.title,
                }
                for row in rows
                if row.profile
            ],
        },
    }


def _module(course: CoursePage, module: ModulePage, position: int, frozen: Frozen) -> Json:
    lessons = [_lesson(page, at, frozen) for at, page in enumerate(lessons_of(module), start=1)]
    graded = course.record == Record.GRADED
    return {
        "key": str(module.translation_key),
        "position": position,
        "slug": module.slug,
        "code": module.code,
        "title": module.title,
        "minutes": sum(lesson["minutes"] for lesson in lessons) + module.extra_minutes,
        "objectives": module.objectives,
        "mistakes": module.mistakes,
        "sources": module.sources,
        "work_roles": [reference(row.work_role) for row in module.roles.all()],
        "job_aid": module.job_aid,
        "lessons": lessons,
        "assessment": _assessment(module, frozen) if graded else None,
    }


def _lesson(page: LessonPage, position: int, frozen: Frozen) -> Json:
    body = json.loads(json.dumps(page.body.get_prep_value(), default=str))
    enclosed = enclose(body, frozen)
    return {
        "key": str(page.translation_key),
        "language": page.locale.language_code,
        "position": position,
        "slug": page.slug,
        "title": page.title,
        "summary": page.summary.strip(),
        "minutes": page.minutes,
        "objectives": page.objectives,
        "body": body,
        "enclosed": enclosed,
        "content_hash": hash_of([body, enclosed]),
        "sources": page.sources,
        "alignments": [reference(row.statement) for row in page.alignments.all()],
        "work_roles": [reference(row.work_role) for row in page.roles.all()],
        "revision_id": page.live_revision_id,
    }


def enclose(body: list[Json], frozen: Frozen | None = None) -> Json:
    """What the blocks refer to, as it is now; notes in `frozen` what is not settled."""
    figures = {b["value"]["src"] for b in body if b["type"] == "figure"}
    refs = {b["value"]["ref"] for b in body if b["type"] == "practice_point"}
    points = {point.key: point for point in PracticePoint.objects.filter(key__in=refs)}
    if frozen is not None:
        for block in body:
            if block["type"] == "legal":
                frozen.legal.setdefault(block["value"]["ref"], block["value"]["question"])
        frozen.points.update({p.key: p.point for p in points.values() if not p.decided})
    return {
        "figures": {name: figure(name) for name in sorted(figures)},
        "points": {key: _point(points[key]) for key in sorted(points)},
    }


def _point(point: PracticePoint) -> Json:
    return {
        "point": point.point,
        "views": point.views,
        "decides": point.decides,
        "decision": point.decision if point.decided else "",
        "decided_by": point.decided_by if point.decided else "",
        "decided_on": point.decided_on.isoformat() if point.decided and point.decided_on else "",
    }


def _assessment(module: ModulePage, frozen: Frozen) -> Json:
    return {
        "language": module.locale.language_code,
        "pass_mark": module.pass_mark,
        "evidence_level": module.evidence_level,
        "max_attempts": module.max_attempts,
        "wait_minutes": module.wait_minutes,
        "items": [_item(row.question, frozen) for row in module.items.all()],
    }


def _item(question: Question, frozen: Frozen) -> Json:
    point = question.practice_point
    unsettled = bool(question.legal_ref) or (point is not None and not point.decided)
    if question.critical and unsettled:
        frozen.unsettled_critical.append(question.key)
    if question.legal_ref:
        frozen.legal.setdefault(question.legal_ref, "")
    if point is not None and not point.decided:
        frozen.points[point.key] = point.point
    item: Json = {
        "key": question.key,
        "type": question.type_key,
        "stem": question.stem.strip(),
        "config": question.config,
        "explanation": question.explanation.strip(),
        "critical": question.critical,
        "difficulty": question.difficulty,
        "source": question.source,
        "practice_point": point.key if point else "",
        "legal_ref": question.legal_ref,
        "alignments": [reference(row.statement) for row in question.alignments.all()],
        "work_roles": [reference(row.work_role) for row in question.roles.all()],
    }
    return {**item, "hash": hash_of(item)}


def reference(element: Any) -> dict[str, str]:
    """An element of the framework, always with its release."""
    return {"release": element.release.version, "identifier": element.identifier}


def _without_revisions(modules: list[Json]) -> list[Json]:
    """Saving a page again without a change makes a revision but no new content."""
    return [
        {
            **module,
            "lessons": [
                {name: value for name, value in lesson.items() if name != "revision_id"}
                for lesson in module["lessons"]
            ],
        }
        for module in modules
    ]
