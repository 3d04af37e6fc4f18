"""The page that says where a question is asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.assessment.usage import FEW, usage_of
from courses.questions.completeness import gaps
from courses.questions.models import Question
from courses.questions.queries import author_names, newest, status_of
from lms.accounts.api import Role, role_required, user_of


@never_cache
@role_required(Role.AUTHOR, Role.LEGAL_REVIEWER, Role.ADMINISTRATOR)
def usage(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk)
    title = _("Where a question is asked")
    author = author_names([question.created_by], user_of(request))
    context = {
        "question": question,
        "usage": usage_of(question),
        "few": FEW,
        "status": status_of(question).label,
        "gaps": gaps(newest(question)),
        "author": next(iter(author.values()), ""),
        "header_title": title,
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailsnippets_courses_question:list"), "label": _("Questions")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "courses/admin/questions/usage.html", context)
