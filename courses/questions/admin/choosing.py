"""Choosing a question of the bank for an assessment or a lesson: found by words and type."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from courses.questions.admin.listing import TYPE
from courses.questions.models import Question
from courses.questions.queries import offered
from courses.questions.question_types import QUESTION_TYPES

MOST_WORDS = 8


class QuestionFilter(BaseFilterForm):
    q = forms.CharField(label=gettext_lazy("Words, key or tag"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        required=False,
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("All types")),
            *((kind.key, kind.label) for kind in QUESTION_TYPES),
        ]

    def filter(self, objects: QuerySet[Question]) -> QuerySet[Question]:
        words = self.cleaned_data["q"].replace("\x00", " ")
        self.is_searching, self.search_query = bool(words.strip()), words
        for word in words.split()[:MOST_WORDS]:
            tagged = Question.objects.filter(tagged_items__tag__name__icontains=word)
            objects = objects.filter(
                Q(stem__icontains=word) | Q(key__icontains=word) | Q(pk__in=tagged.values("pk"))
            )
        if kind := self.cleaned_data["kind"]:
            objects = objects.filter(type_key=kind)
        return super().filter(objects)


class QuestionColumns:
    filter_form_class = QuestionFilter

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns  # type: ignore[misc]
        return [title, TYPE, *others]


class ChooseQuestion(QuestionColumns, chooser.ChooseView):
    pass


class QuestionResults(QuestionColumns, chooser.ChooseResultsView):
    pass


class QuestionChooser(SnippetChooserViewSet):
    """A retired question is offered no more; where it is asked already it stays."""

    choose_view_class = ChooseQuestion
    choose_results_view_class = QuestionResults

    def get_object_list(self) -> QuerySet[Question]:
        return offered().order_by("key")
