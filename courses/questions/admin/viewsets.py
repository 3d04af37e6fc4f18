"""The question bank and the decision register in Wagtail's admin."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from courses.questions.admin.forms import QUESTION
from courses.questions.models import PracticePoint, Question
from courses.questions.question_types import QUESTION_TYPES, question_type


class AddQuestion(CreateView):
    """Adding starts by choosing the type."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = self.permission_policy.user_has_permission(request.user, "add")
        if allowed and question_type(request.GET.get("type", "")) is None:
            return TemplateResponse(
                request,
                "courses/admin/choose_type.html",
                {
                    "kinds": QUESTION_TYPES,
                    "header_title": _("Add a question"),
                    "header_icon": "help",
                    "breadcrumbs_items": self.get_breadcrumbs_items(),
                },
            )
        return super().dispatch(request, *args, **kwargs)

    def get_add_url(self) -> str:
        """Where the form is sent: the type goes with it."""
        return f"{super().get_add_url()}?type={self.request.GET['type']}"

    def get_initial_form_instance(self) -> Question:
        return Question(type_key=self.request.GET.get("type", ""))


class EditQuestion(EditView):
    """A question whose type is gone opens read-only."""

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


def _type(question: Question) -> str:
    kind = question_type(question.type_key)
    return str(kind.label) if kind else _("%(key)s (gone)") % {"key": question.type_key}


def _critical(question: Question) -> str:
    return _("Critical") if question.critical else ""


def _statements(question: Question) -> str:
    return ", ".join(row.statement.identifier for row in question.alignments.all())


def _uses(question: Question) -> str:
    return ", ".join(dict.fromkeys(use.page.title for use in question.uses.all()))


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
    edit_handler = QUESTION
    list_display = [
        "stem",
        Column("type", label=gettext_lazy("Type"), accessor=_type),
        Column("critical", label=gettext_lazy("Critical"), accessor=_critical),
        Column("statements", label=gettext_lazy("Statements"), accessor=_statements),
        Column("uses", label=gettext_lazy("Asked in"), accessor=_uses),
    ]
    list_filter = ["type_key", "critical", "difficulty"]
    search_fields = ["stem", "key", "legal_ref"]
    search_backend_name = None
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.prefetch_related("alignments__statement", "uses__page").order_by(
            "key"
        )


class PracticePointViewSet(SnippetViewSet):
    """The register of points on which sources differ. Administrators write decisions down."""

    model = PracticePoint
    icon = "clipboard-list"
    menu_label = gettext_lazy("Practice points")
    menu_order = 220
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        "key",
        "point",
        Column("decides", label=gettext_lazy("Who decides")),
        BooleanColumn("decided", label=gettext_lazy("Decided")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("point"),
            FieldPanel("views"),
            FieldPanel("decides"),
            FieldPanel("affects"),
            FieldPanel("decision"),
            FieldPanel("decided_by"),
            FieldPanel("decided_on"),
        ]
    )
