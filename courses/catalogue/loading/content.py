"""Pages, questions and practice points as plain JSON: to compare with files and with the last load.

Only what a file says is in it. Slugs and tree positions are not: a page may be renamed.
"""

import json
import re
from typing import Any

from courses.catalogue.freezing import hash_of
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.loading.uploads import named_uploads
from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.questions.models import PracticePoint, Question

Json = dict[str, Any]
# Names that came later, at their ordinary values: pages loaded before them are still as loaded.
LATER: Json = {
    **{"time_limit": None, "certainty": "off", "blueprint": [], "ask_sure": [], "tags": []},
    "meant_for": [],
    "language": "en",
}
EDITOR_KEY = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')


def content_of(thing: Any) -> Json:
    """What the thing says now, in the form in which a file says it."""
    if isinstance(thing, LessonPage):
        return _lesson(thing)
    if isinstance(thing, ModulePage):
        return _module(thing)
    if isinstance(thing, CoursePage):
        return _course(thing)
    if isinstance(thing, GlossaryTerm):
        return {name: getattr(thing, name) for name in ["slug", "language", "term", "definition"]}
    return _question(thing) if isinstance(thing, Question) else _practice_point(thing)


def content_hash(content: Json) -> str:
    """Neither the editor's bookkeeping nor what files could not say once counts as a change."""
    said = {name: value for name, value in content.items() if LATER.get(name, ...) != value}
    return hash_of(EDITOR_KEY.sub("", json.dumps(said, sort_keys=True, ensure_ascii=False)))


def _identifiers(rows: Any, name: str) -> list[str]:
    return [getattr(row, name).identifier for row in rows.all() if getattr(row, name)]


def _course(page: CoursePage) -> Json:
    names = (
        "title code short_title track summary audience meant_for prerequisites outcomes "
        "record validity_months"
    )
    return {
        **{name: getattr(page, name) for name in names.split()},
        "work_roles": _identifiers(page.roles, "work_role"),
        "profiles": [row.profile.code for row in page.roles.all() if row.profile],
    }


def _module(page: ModulePage) -> Json:
    names = (
        "title code objectives mistakes sources job_aid extra_minutes "
        "pass_mark evidence_level max_attempts wait_minutes time_limit certainty blueprint"
    )
    return {
        **{name: getattr(page, name) for name in names.split()},
        "work_roles": _identifiers(page.roles, "work_role"),
        "items": [row.question.key for row in page.items.all()],
        "ask_sure": [row.question.key for row in page.items.all() if row.ask_certainty],
    }


def _lesson(page: LessonPage) -> Json:
    names = "title summary minutes objectives sources"
    return {
        **{name: getattr(page, name) for name in names.split()},
        "alignments": _identifiers(page.alignments, "statement"),
        "work_roles": _identifiers(page.roles, "work_role"),
        "body": named_uploads(json.loads(json.dumps(page.body.get_prep_value(), default=str))),
    }


def _question(question: Question) -> Json:
    names = "key type_key stem config critical legal_ref difficulty source explanation"
    return {
        **{name: getattr(question, name) for name in names.split()},
        "practice_point": question.practice_point.key if question.practice_point else "",
        "alignments": _identifiers(question.alignments, "statement"),
        "work_roles": _identifiers(question.roles, "work_role"),
        "tags": sorted(row.tag.name.casefold() for row in question.tagged_items.all()),
    }


def _practice_point(point: PracticePoint) -> Json:
    names = "key point views decides affects decision decided_by"
    return {
        **{name: getattr(point, name) for name in names.split()},
        "decided_on": point.decided_on.isoformat() if point.decided_on else "",
    }
