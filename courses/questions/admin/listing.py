"""The list of the bank: what it shows, how it is filtered, and where its buttons lead."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView

from courses.questions.models import Question
from courses.questions.queries import (
    Status,
    author_names,
    bank,
    incomplete,
    status_of,
    with_status,
)
from courses.questions.question_types import QUESTION_TYPES, question_type


def _type(question: Question) -> str:
    kind = question_type(question.type_key)
    return str(kind.label) if kind else _("%(key)s (gone)") % {"key": question.type_key}


def _critical(question: Question) -> str:
    return _("Critical") if question.critical else ""


def _statements(question: Question) -> str:
    return ", ".join(row.statement.identifier for row in question.alignments.all())


def _uses(question: Question) -> str:
    return ", ".join(dict.fromkeys(use.page.title for use in question.uses.all()))


def _tags(question: Question) -> str:
    return ", ".join(sorted(tag.name for tag in question.tags.all()))


def _status(question: Question) -> str:
    return str(status_of(question).label)


TYPE = Column("type", label=gettext_lazy("Type"), accessor=_type)
COLUMNS = [
    "stem",
    TYPE,
    Column("status", label=gettext_lazy("Status"), accessor=_status),
    Column("critical", label=gettext_lazy("Critical"), accessor=_critical),
    Column("difficulty", label=gettext_lazy("Difficulty"), accessor="get_difficulty_display"),
    Column("tags", label=gettext_lazy("Tags"), accessor=_tags),
    Column("statements", label=gettext_lazy("Statements"), accessor=_statements),
    Column("uses", label=gettext_lazy("Asked in"), accessor=_uses),
    Column("author", label=gettext_lazy("Author"), accessor="author_name"),
]


class QuestionFilterSet(WagtailFilterSet):
    type_key = django_filters.ChoiceFilter(
        label=gettext_lazy("Type"),
        choices=lambda: [(kind.key, kind.label) for kind in QUESTION_TYPES],
        widget=RadioSelect,
        empty_label=gettext_lazy("All"),
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=Status.choices,
        method="by_status",
        widget=RadioSelect,
        empty_label=gettext_lazy("All"),
    )
    complete = django_filters.ChoiceFilter(
        label=gettext_lazy("Ready to be asked"),
        choices=[("yes", gettext_lazy("Complete")), ("no", gettext_lazy("Something is missing"))],
        method="by_completeness",
        widget=RadioSelect,
        empty_label=gettext_lazy("All"),
    )
    tag = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Tag"),
        queryset=Tag.objects.filter(courses_questiontag_items__isnull=False)
        .distinct()
        .order_by("name"),
        field_name="tagged_items__tag",
        empty_label=gettext_lazy("All"),
    )
    author = django_filters.ChoiceFilter(
        label=gettext_lazy("Author"),
        choices=[],
        field_name="created_by",
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Question
        fields = ["type_key", "status", "complete", "difficulty", "critical", "tag", "author"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = Question.objects.order_by().values_list("created_by", flat=True).distinct()
        names = author_names(made, self.request.user)
        self.filters["author"].extra["choices"] = sorted(
            ((str(key), name) for key, name in names.items()), key=lambda pair: pair[1]
        )

    def by_status(self, questions: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return with_status(questions, value)

    def by_completeness(
        self, questions: QuerySet[Question], name: str, value: str
    ) -> QuerySet[Question]:
        lacking = incomplete()
        if value == "no":
            return questions.filter(pk__in=lacking)
        return questions.exclude(pk__in=lacking)


class QuestionList(IndexView):
    """Found by words, key, tag or identifier of a statement."""

    def get_base_queryset(self) -> QuerySet[Question]:
        return bank()

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        found = super().search_queryset(queryset)
        return found.distinct() if self.is_searching else found

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        page = list(context["object_list"])
        names: dict[UUID, str] = author_names((q.created_by for q in page), self.request.user)
        for question in page:
            question.author_name = names.get(question.created_by, "")
        return context

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            buttons.append(
                HeaderButton(_("Import"), url=reverse("question-import"), icon_name="upload")
            )
        filters = self.request.GET.urlencode()
        buttons.append(
            HeaderButton(
                _("Export"), url=f"{reverse('question-export')}?{filters}", icon_name="download"
            )
        )
        return buttons

    def get_list_more_buttons(self, instance: Question) -> list[Any]:
        buttons = list(super().get_list_more_buttons(instance))
        usage = reverse("question-usage", args=[instance.pk])
        buttons.append(Button(_("Where it is asked"), usage, icon_name="view", priority=25))
        if self.user_has_permission("add"):
            copy = reverse("question-copy", args=[instance.pk])
            buttons.append(Button(_("Copy"), copy, icon_name="copy", priority=20))
        return buttons
