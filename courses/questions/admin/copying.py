"""Copying a question: asked first, since a link must change nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from courses.questions.models import Question
from courses.questions.services import copy_question
from lms.accounts.api import Role, role_required, user_of


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk)
    if request.method == "POST":
        made = copy_question(question=question, by=user_of(request))
        messages.success(request, _("This is the copy. Nothing asks it yet."))
        return redirect("wagtailsnippets_courses_question:edit", made.pk)
    title = _("Copy a question")
    context = {
        "question": question,
        "header_title": title,
        "header_icon": "copy",
        "breadcrumbs_items": [
            {"url": reverse("wagtailsnippets_courses_question:list"), "label": _("Questions")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "courses/admin/questions/copy.html", context)
