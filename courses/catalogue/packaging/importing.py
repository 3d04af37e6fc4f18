"""A package against this site: what would be added, what is here, what does not fit; then doing it.

A course that is here already is never changed by a package. What it shares with other courses
(questions, practice points, glossary terms) is taken as it stands here if it says the same.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.models import CoursePage
from courses.catalogue.packaging.archive import canonical, unpack
from courses.catalogue.packaging.drawings import shipped_drawing
from courses.catalogue.packaging.exporting import Outgoing, contents_of
from courses.catalogue.packaging.fields import dump
from courses.catalogue.packaging.incoming import Incoming, check_texts, check_uploads
from courses.catalogue.packaging.refusals import PackageRefused
from courses.catalogue.packaging.writing import (
    write_pages,
    write_points,
    write_questions,
    write_rows,
)
from courses.catalogue.signals import versions_held
from courses.interactions.drawings import UnsafeFigure
from courses.questions.models import PracticePoint, Question
from courses.questions.question_types import question_type
from lms.accounts.api import audit
from lms.accounts.models import User
from nice_framework.api import statements

Json = dict[str, Any]
# What a package of another shape makes the code below stumble over.
WRONG = (KeyError, TypeError, ValueError, AttributeError, ValidationError)


@dataclass
class Plan:
    """What a package would do here. `problems` stop it; `notes` say what stays as it is here."""

    title: str
    code: str
    counts: dict[str, int]
    here: bool = False
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    new_questions: list[Json] = field(default_factory=list)
    new_points: list[Json] = field(default_factory=list)
    new_terms: list[Json] = field(default_factory=list)


def plan_course(*, data: bytes) -> Plan:
    """`PackageRefused` when the file can't be read at all."""
    manifest, content, files = unpack(data)
    return _plan(manifest, content, files)


def apply_course(*, data: bytes, by: User | None = None) -> tuple[Plan, CoursePage | None]:
    """Add the course, all or nothing. Doing it again adds nothing.

    Its own page is a draft afterwards: publishing it passes this site's own gates.
    """
    manifest, content, files = unpack(data)
    try:
        with transaction.atomic(), versions_held():
            return _apply(manifest, content, files, by)
    except IntegrityError as error:
        raise PackageRefused(
            _("Somebody brought in the same course at the same moment. Look again.")
        ) from error


def _apply(
    manifest: Json, content: Json, files: dict[str, bytes], by: User | None
) -> tuple[Plan, CoursePage | None]:
    plan = _plan(manifest, content, files)
    if plan.problems:
        raise PackageRefused(plan.problems)
    if plan.here:
        return plan, None
    change = Incoming(content["files"], files, by)
    try:
        write_points(plan.new_points, change)
        write_rows(GlossaryTerm, plan.new_terms, change)
        write_questions(plan.new_questions, change, by)
        course = write_pages(content["course"], change, by)
    except WRONG as error:
        raise _refusal(error) from error
    audit(actor=by, action="course.imported", subject=f"course:{course.code}")
    return plan, course


def _refusal(error: Exception) -> PackageRefused:
    if isinstance(error, PackageRefused):
        return error
    said = " ".join(error.messages) if isinstance(error, ValidationError) else ""
    return PackageRefused(_("The package holds something this site does not take. ") + said)


def _plan(manifest: Json, content: Json, files: dict[str, bytes]) -> Plan:
    try:
        return _compared(manifest, content, files)
    except PackageRefused:
        raise
    except (*WRONG, RecursionError) as error:
        raise PackageRefused(_("The package is not one that a course export writes.")) from error


def _compared(manifest: Json, content: Json, files: dict[str, bytes]) -> Plan:
    tree = content["course"]
    modules = tree["children"]
    plan = Plan(
        title=str(tree["content"]["title"]),
        code=str(tree["content"]["code"]),
        counts={
            "modules": len(modules),
            "lessons": sum(len(module["children"]) for module in modules),
            "questions": len(content["questions"]),
            "points": len(content["points"]),
            "terms": len(content["terms"]),
            "files": len(files),
        },
    )
    plan.problems += [*_misfits(manifest, content), *check_uploads(content["files"], files)]
    check_texts(content)
    _compare_course(plan, content)
    if not plan.here:
        _compare_rows(plan, content)
    return plan


def _misfits(manifest: Json, content: Json) -> Iterator[str]:
    """What this site would have to have first."""
    for release in manifest["releases"]:
        try:
            statements([], str(release))
        except ObjectDoesNotExist:
            yield _("This site has no NICE Framework %(release)s. Import it first.") % {
                "release": str(release)[:20]
            }
    for key in manifest["question_types"]:
        if question_type(key) is None:
            yield _("This site has no question type “%(key)s”.") % {"key": str(key)[:40]}
    for name, mark in content["figures"].items():
        try:
            same = sha256(shipped_drawing(name).encode()).hexdigest() == mark
        except UnsafeFigure:
            same = False
        if not same:
            yield _("The drawing %(name)s is not on this site, or reads otherwise here.") % {
                "name": str(name)[:60]
            }


def _compare_course(plan: Plan, content: Json) -> None:
    key = content["course"]["key"]
    same_key = CoursePage.objects.filter(translation_key=key).first()
    same_code = CoursePage.objects.filter(code=plan.code).first()
    found = same_key or same_code
    if found is None:
        return
    if canonical(contents_of(found)[0]) == canonical(content):
        plan.here = True
    else:
        plan.problems.append(
            _("This site has the course %(code)s already, and it reads otherwise here.")
            % {"code": found.code}
        )


def _compare_rows(plan: Plan, content: Json) -> None:
    out = Outgoing()
    questions = Question.objects.in_bulk(
        [one["content"]["key"] for one in content["questions"]], field_name="key"
    )
    for one in content["questions"]:
        found = questions.get(one["content"]["key"])
        if found is None:
            plan.new_questions.append(one)
        elif not _same(dump(found, out), one["content"]):
            plan.problems.append(
                _("The question %(key)s reads otherwise on this site.") % {"key": found.key}
            )
    points = {point.key: point for point in PracticePoint.objects.all()}
    terms = {(term.slug, term.language): term for term in GlossaryTerm.objects.all()}
    for one in content["points"]:
        _row(plan, one, points.get(one["key"]), plan.new_points, out)
    for one in content["terms"]:
        _row(plan, one, terms.get((one["slug"], one["language"])), plan.new_terms, out)


def _row(plan: Plan, one: Json, found: Any, new: list[Json], out: Outgoing) -> None:
    if found is None:
        new.append(one)
    elif not _same(dump(found, out), one):
        plan.notes.append(_("“%(row)s” reads otherwise here and stays so.") % {"row": str(found)})


def _same(here: Json, there: Json) -> bool:
    """Where a row came from (a file's hash) says nothing about what it says.

    Nor does who decided it when: a point that is here keeps the register of this site.
    """
    aside = ("source_hash", "decisions")
    mine, theirs = ({k: v for k, v in one.items() if k not in aside} for one in (here, there))
    return json.dumps(mine, sort_keys=True) == json.dumps(theirs, sort_keys=True)
