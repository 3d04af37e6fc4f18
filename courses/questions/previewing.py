"""A question in the editor's preview, as a learner is asked it and told afterwards.

It answers nothing and keeps nothing: there is no attempt behind it.
"""

from random import Random
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from courses.framing import allow_in_editor
from courses.questions.question_types import QuestionType, question_type

if TYPE_CHECKING:
    from courses.questions.models import Question


def preview_question(request: HttpRequest, question: "Question") -> HttpResponse:
    kind = question_type(question.type_key)
    context: dict[str, Any] = {"question": question, "kind": kind}
    if kind is not None:
        context |= _both(kind, question)
    return allow_in_editor(render(request, "courses/admin/question_preview.html", context))


def _both(kind: QuestionType, question: "Question") -> dict[str, Any]:
    config = kind.clean(question.config)
    shown = kind.shown(config, Random(1))  # noqa: S311
    asked_item = {"key": "preview", "stem": question.stem}
    told_item = {
        "key": "told",
        "stem": question.stem,
        "explanation": question.explanation,
        "source": question.source,
        "critical": question.critical,
    }
    told = {**kind.telling(config, shown, None), "grade": kind.grade(config, None), "tried": True}
    return {
        "asked": render_to_string(
            kind.template, {"item": asked_item, **kind.asking(config, shown, None)}
        ),
        "told": render_to_string(kind.result_template, {"item": told_item, **told}),
    }
