"""Exporting questions: what a format cannot hold is said before the file is taken."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.questions.admin.listing import QuestionFilterSet
from courses.questions.interchange.formats import FORMATS, format_of
from courses.questions.interchange.services import export_questions
from courses.questions.models import Question
from courses.questions.queries import bank
from lms.accounts.api import Role, role_required


def _chosen(request: HttpRequest) -> list[Question]:
    """The questions that the list's filters leave."""
    filters = QuestionFilterSet(request.GET, queryset=bank(), request=request)
    return list(filters.qs.distinct()) if filters.is_valid() else []


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def choose(request: HttpRequest) -> HttpResponse:
    questions = _chosen(request)
    forms: list[dict[str, Any]] = []
    for form in FORMATS:
        if form.write is not None:
            made = export_questions(questions, form)
            held = len(questions) - len(made.left)
            forms.append({"form": form, "made": made, "held": held})
    title = _("Export questions")
    context = {
        "forms": forms,
        "total": len(questions),
        "filters": request.GET.urlencode(),
        "header_title": title,
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailsnippets_courses_question:list"), "label": _("Questions")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "courses/admin/questions/export.html", context)


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def download(request: HttpRequest, form: str) -> HttpResponse:
    found = format_of(form)
    if found is None or found.write is None:
        raise Http404
    text = export_questions(_chosen(request), found).text
    answer = HttpResponse(text, content_type=f"{found.content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="questions.{found.ending}"'
    return answer
