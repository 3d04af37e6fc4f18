"""A course's live pages and questions as plain JSON, ready to be hashed and kept.

Whatever a learner will see must be in here: a version is read without looking at pages,
questions, figures or practice points again.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from courses.catalogue.coverage import frozen_coverage
from courses.catalogue.enclosing import files_of
from courses.catalogue.figures import figure
from courses.catalogue.glossary.queries import definitions, terms_in
from courses.catalogue.models import (
    AssessmentItem,
    Certainty,
    CoursePage,
    LessonPage,
    ModulePage,
    Record,
)
from courses.catalogue.passages import passages
from courses.questions.completeness import gaps
from courses.questions.models import PracticePoint, Question
from courses.questions.question_types import question_type
from courses.review.queries import legal_approval

Json = dict[str, Any]
DRAWN = ("figure", "hotspots")


@dataclass
class Frozen:
    """A course as it would be published now."""

    about: Json
    modules: list[Json]
    legal: dict[str, str] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)
    unsettled_critical: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    lacking: dict[str, list[str]] = field(default_factory=dict)

    @property
    def pilot_reasons(self) -> list[Json]:
        legal = [{"kind": "legal", "ref": ref, "text": t} for ref, t in sorted(self.legal.items())]
        points = [
            {"kind": "practice", "ref": ref, "text": t} for ref, t in sorted(self.points.items())
        ]
        return legal + points

    @property
    def content_hash(self) -> str:
        # Coverage follows from the rest and from the framework: by itself it is no new content.
        said = {name: value for name, value in self.about["about"].items() if name != "coverage"}
        about = {**self.about, "about": said}
        return hash_of([about, _without_revisions(self.modules), self.pilot_reasons])


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
            "items__question__tagged_items__tag",
            "items__question__roles__work_role__release",
        )
    )
    for position, module in enumerate(modules, start=1):
        frozen.modules.append(_module(course, module, position, frozen))
    if covered := frozen_coverage(course, frozen.modules):
        frozen.about["about"]["coverage"] = covered
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
            # Left out where it says nothing, so that versions made before keep their hash.
            **({"meant_for": course.meant_for} if course.meant_for else {}),
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
    enclosed = {**enclose(body, frozen), **legal_review(page, body, frozen)}
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


def legal_review(page: LessonPage, body: list[Json], frozen: Frozen | None = None) -> Json:
    """The date on which a legal reviewer approved these very words; without it, what is open."""
    found = passages(body)
    approval = legal_approval(page) if found else None
    if approval is not None:
        return {"legal_review": localdate(approval.approved_at).isoformat()}
    if frozen is not None:
        for passage in found:
            frozen.legal.setdefault(passage.ref, passage.about)
    return {}


def enclose(body: list[Json], frozen: Frozen | None = None) -> Json:
    """What the blocks refer to, as it is now; notes in `frozen` what is not settled."""
    figures = {b["value"]["src"] for b in body if b["type"] in DRAWN and b["value"]["src"]}
    refs = {b["value"]["ref"] for b in body if b["type"] == "practice_point"}
    points = {point.key: point for point in PracticePoint.objects.filter(key__in=refs)}
    if frozen is not None:
        frozen.points.update({p.key: p.point for p in points.values() if not p.decided})
    enclosed: Json = {
        "figures": {name: figure(name) for name in sorted(figures)},
        "points": {key: _point(points[key]) for key in sorted(points)},
    }
    # What a lesson does not have is left out, so that lessons frozen before keep their hash.
    if terms := terms_in(body):
        enclosed["terms"] = definitions(terms)
    if files := files_of(body):
        enclosed["files"] = files
    if tried := {b["value"]["question"] for b in body if b["type"] == "practice"}:
        enclosed["questions"] = _questions(tried, frozen)
    return enclosed


def _questions(keys: set[str], frozen: Frozen | None) -> Json:
    """Questions to try out, as an assessment would hold them."""
    rows = Question.objects.filter(key__in=keys).select_related("practice_point")
    found = rows.prefetch_related("alignments__statement__release", "roles__work_role__release")
    questions = {row.key: _item(row, frozen or Frozen({}, [])) for row in found}
    if frozen is not None:
        frozen.missing += sorted(
            key
            for key in keys
            if key not in questions or question_type(questions[key]["type"]) is None
        )
    return {key: questions[key] for key in sorted(questions)}


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
        "items": _pool(module, frozen),
        **_settings(module),
    }


def frozen_items(module: ModulePage) -> list[Json]:
    """The pool of a module as it would be frozen, also of one that is only being edited."""
    return _pool(module, Frozen(about={}, modules=[]))


def _pool(module: ModulePage, frozen: Frozen) -> list[Json]:
    """A retired question is asked in the versions that have it, and in no new one."""
    return [_asked(row, frozen) for row in module.items.all() if not row.question.retired]


def _settings(module: ModulePage) -> Json:
    """Settings that differ from the default: a version from before them keeps its hash."""
    given = {
        "blueprint": module.blueprint,
        "time_limit": module.time_limit,
        "certainty": module.certainty if module.certainty != Certainty.OFF else "",
    }
    return {name: value for name, value in given.items() if value}


def _asked(row: AssessmentItem, frozen: Frozen) -> Json:
    """A question as this module asks it. Its hash is the question's own."""
    item = _item(row.question, frozen)
    return {**item, "ask_certainty": True} if row.ask_certainty else item


def _item(question: Question, frozen: Frozen) -> Json:
    point = question.practice_point
    approval = legal_approval(question) if question.legal_ref else None
    law_open = bool(question.legal_ref) and approval is None
    unsettled = law_open or (point is not None and not point.decided)
    # What is incomplete is refused when publishing; till then its content may have any shape.
    kind = question_type(question.type_key)
    if lacking := gaps(question):
        frozen.lacking[question.key], kind = lacking, None
    decisive = question.critical or (kind is not None and kind.can_be_fatal(question.config))
    if decisive and unsettled:
        frozen.unsettled_critical.append(question.key)
    if law_open:
        frozen.legal.setdefault(question.legal_ref, "")
    if point is not None and not point.decided:
        frozen.points[point.key] = point.point
    named = kind.points(question.config) if kind is not None else set()
    for other in PracticePoint.objects.filter(key__in=named) if named else ():
        if not other.decided:
            frozen.points[other.key] = other.point
    if not question.live:
        frozen.drafts.append(question.key)
    item: Json = {
        "key": question.key,
        "type": question.type_key,
        "stem": question.stem.strip(),
        "config": kind.frozen(question.config) if kind is not None else question.config,
        "explanation": question.explanation.strip(),
        "critical": question.critical,
        "difficulty": question.difficulty,
        "source": question.source,
        "practice_point": point.key if point else "",
        "legal_ref": question.legal_ref,
        "alignments": [reference(row.statement) for row in question.alignments.all()],
        "work_roles": [reference(row.work_role) for row in question.roles.all()],
    }
    if approval is not None:
        item["legal_review"] = localdate(approval.approved_at).isoformat()
    frozen_item = {**item, "hash": hash_of(item)}
    tags = sorted(row.tag.name for row in question.tagged_items.all())
    return {**frozen_item, "tags": tags} if tags else frozen_item


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
