"""The question bank and the decision register in Wagtail's admin."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    PreviewOnCreateView,
    SnippetViewSet,
)

from courses.adding.views import AddOnce, without_children
from courses.questions.admin.choosing import QuestionChooser
from courses.questions.admin.forms import QUESTION
from courses.questions.admin.listing import COLUMNS, QuestionFilterSet, QuestionList
from courses.questions.models import Question
from courses.questions.question_types import GROUPS, QUESTION_TYPES, question_type
from courses.review.telling import NOT_KEPT, NOT_SAVED, after_review
from lms.accounts.api import user_of


class PlainWords:
    """What the editor of a question says when it cannot keep it."""

    def get_error_message(self) -> str:
        return str(NOT_KEPT if self.expects_json_response else NOT_SAVED)  # type: ignore[attr-defined]


class AddQuestion(AddOnce, PlainWords, CreateView):
    """Adding starts by choosing the type."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowed = self.permission_policy.user_has_permission(request.user, "add")
        if allowed and question_type(request.GET.get("type", "")) is None:
            return TemplateResponse(
                request,
                "courses/admin/choose_type.html",
                {
                    "groups": _groups(),
                    "header_title": _("Add a question"),
                    "header_icon": "help",
                    "breadcrumbs_items": self.get_breadcrumbs_items(),
                },
            )
        return super().dispatch(request, *args, **kwargs)

    def get_add_url(self) -> str:
        """Where the form is sent: the type goes with it."""
        return f"{super().get_add_url()}?type={self.request.GET['type']}"

    def get_preview_url(self) -> str:
        return f"{super().get_preview_url()}?type={self.request.GET['type']}"

    def get_initial_form_instance(self) -> Question:
        author = user_of(self.request).learner_id
        return Question(type_key=self.request.GET.get("type", ""), created_by=author)

    def added_model(self, **kwargs: Any) -> type[Question]:
        return Question

    def made(self) -> Question | None:
        return self.object

    def edit_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        views = Question.snippet_viewset  # type: ignore[attr-defined]  # Wagtail registers it
        edit = views.construct_view(EditAgain, **views.get_edit_view_kwargs())
        response: HttpResponse = edit(request, pk=str(pk))
        return response

    def edit_url(self, pk: int) -> str:
        return reverse("wagtailsnippets_courses_question:edit", args=[pk])


class PreviewNewQuestion(PreviewOnCreateView):
    """What is typed for one type says nothing about another."""

    def get_object(self) -> Question:
        self.parent_object_id = self.request.GET.get("type", "")
        if question_type(self.parent_object_id) is None:
            raise Http404
        return Question(type_key=self.parent_object_id)


class EditQuestion(PlainWords, EditView):
    """A question whose type is gone opens read-only."""

    def get_success_message(self, instance: Any = None) -> str:
        if self.action == "workflow-action":
            return after_review(self.object, str(self.object)[:80], self.workflow_action)
        message: str = super().get_success_message(instance)
        return message

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = self.permission_policy.user_has_permission(request.user, "change")
        if allowed and question_type(self.object.type_key) is None:
            return TemplateResponse(
                request,
                "courses/admin/question_read_only.html",
                {
                    "question": self.object,
                    "config": json.dumps(self.object.config, indent=2, ensure_ascii=False),
                    "header_title": _("Question"),
                    "header_icon": "help",
                    "breadcrumbs_items": self.get_breadcrumbs_items(),
                },
                status=200 if request.method == "GET" else 409,
            )
        return super().dispatch(request, *args, **kwargs)


class EditAgain(EditQuestion):
    """The edit view, given what the question's add form sent."""

    def get_object(self, queryset: Any = None) -> Question:
        return without_children(super().get_object(queryset))


def _groups() -> list[dict[str, Any]]:
    """The types as an author looks for them."""
    return [
        {"name": group, "kinds": [kind for kind in QUESTION_TYPES if kind.group == group]}
        for group in GROUPS
        if any(kind.group == group for kind in QUESTION_TYPES)
    ]


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = gettext_lazy("Questions")
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    add_view_class = AddQuestion
    edit_view_class = EditQuestion
    preview_on_add_view_class = PreviewNewQuestion
    edit_handler = QUESTION
    index_view_class = QuestionList
    chooser_viewset_class = QuestionChooser
    list_display = COLUMNS
    filterset_class = QuestionFilterSet
    search_fields = [
        "stem",
        "key",
        "legal_ref",
        "tagged_items__tag__name",
        "alignments__statement__identifier",
    ]
    search_backend_name = None
    list_per_page = 50
