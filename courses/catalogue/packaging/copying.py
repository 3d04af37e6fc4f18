"""A course copied on the same site: new code, new keys, the same questions, nothing of learners."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.models import AssessmentItem, CoursePage, LessonPage, ModulePage
from courses.catalogue.packaging.walking import PAGE_LINK, walk
from courses.catalogue.signals import versions_held
from courses.questions.models import Question
from courses.questions.services import copy_question
from lms.accounts.api import audit
from lms.accounts.models import User

NUMBER = re.compile(r'(?<=\bid=")\d+(?=")')
BLOCKS = LessonBlocks()


class CopyRefused(ValidationError):
    """The copy can't be made as asked."""


def copy_course(
    *,
    course: CoursePage,
    title: str,
    code: str,
    slug: str,
    own_questions: bool = False,
    by: User | None,
) -> CoursePage:
    """A draft of the whole tree. Pilot decisions, versions and records stay with the original.

    Questions are shared with the original, as the bank's are, unless the copy shall have its own.
    A link from one lesson of the course to another leads to the copy's.
    """
    if CoursePage.objects.filter(code=code).exists():
        raise CopyRefused({"code": _("Another course has the code %(code)s.") % {"code": code}})
    if course.get_siblings().filter(slug=slug).exists():
        raise CopyRefused({"slug": _("Another course has this address.")})
    with transaction.atomic(), versions_held():
        page = course.copy(
            recursive=True,
            update_attrs={"title": title, "draft_title": title, "slug": slug, "code": code},
            copy_revisions=True,
            keep_live=True,
            user=by,
        ).specific
        page.unpublish(user=by)
        copy = CoursePage.objects.get(pk=page.pk)
        questions = OwnQuestions(by) if own_questions else None
        _rewrite_lessons(copy, _numbers(course, copy), questions)
        if questions is not None:
            _ask_own(copy, questions)
        audit(actor=by, action="course.copied", subject=f"course:{code}", source=course.code)
        return copy


class OwnQuestions:
    """The copy of each question, made when it is first needed."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.made: dict[int, Question] = {}

    def of(self, question: Question) -> Question:
        if question.pk not in self.made:
            self.made[question.pk] = copy_question(question=question, by=self.by)
        return self.made[question.pk]


class Relinked:
    """Links within the course lead to the same place of its copy."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self.numbers = numbers

    def chosen(self, model: Any, value: Any) -> Any:
        return value

    def rich_text(self, html: str) -> str:
        return PAGE_LINK.sub(lambda link: NUMBER.sub(self._number, link.group()), html)

    def _number(self, found: re.Match[str]) -> str:
        number = int(found.group())
        return str(self.numbers.get(number, number))


def _numbers(course: CoursePage, copy: CoursePage) -> dict[int, int]:
    """Of each page of the course that of its copy: both trees stand in the same order."""
    old, new = (
        page.get_descendants(inclusive=True).order_by("path").values_list("pk", flat=True)
        for page in (course, copy)
    )
    return dict(zip(old, new, strict=True))


def _rewrite_lessons(
    copy: CoursePage, numbers: dict[int, int], questions: OwnQuestions | None
) -> None:
    """What is live and the draft over it. Older revisions stay as they were written."""

    def rewritten(body: Any) -> str:
        raw = walk(BLOCKS, body, Relinked(numbers))
        if questions is not None:
            for block in raw:
                if block["type"] == "practice":
                    _try_own(block["value"], questions)
        return json.dumps(raw)

    for lesson in LessonPage.objects.descendant_of(copy):
        body = json.loads(json.dumps(lesson.body.get_prep_value(), default=str))
        lesson.body = rewritten(body)
        lesson.save(clean=False, update_fields=["body"])
        draft = lesson.latest_revision
        draft.content["body"] = rewritten(json.loads(draft.content["body"]))
        draft.save(update_fields=["content"])


def _try_own(practice: dict[str, Any], questions: OwnQuestions) -> None:
    found = Question.objects.filter(key=practice["question"]).first()
    if found is not None:  # else the original names what is no longer there, and so does the copy
        practice["question"] = questions.of(found).key


def _ask_own(copy: CoursePage, questions: OwnQuestions) -> None:
    modules = ModulePage.objects.child_of(copy)
    for item in AssessmentItem.objects.filter(page__in=modules).select_related("question"):
        item.question = questions.of(item.question)
        item.save()
    for module in modules:
        draft = module.latest_revision
        for row in draft.content["items"]:
            row["question"] = questions.of(Question.objects.get(pk=row["question"])).pk
        draft.save(update_fields=["content"])
