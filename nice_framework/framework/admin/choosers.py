"""What authors choose from: statements and work roles, found by words or identifier.

A chooser shows one release at a time, by default the one that new alignments use, and leaves out
what is withdrawn and what courses may not align to. Any foreign key to these models gets it.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from nice_framework.framework.models import FrameworkRelease, Statement, WorkRole
from nice_framework.framework.queries import NOT_FOR_COURSES, latest_release, plain_labels
from nice_framework.framework.searching import search, with_labels


class FilterForm(BaseFilterForm):
    """Words or an identifier, and the release."""

    q = forms.CharField(
        label=gettext_lazy("Words or identifier"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("For example: custody, K0802")}),
    )
    release = forms.ModelChoiceField(
        label=gettext_lazy("Release"),
        queryset=FrameworkRelease.objects.order_by("-version"),
        required=False,
        empty_label=gettext_lazy("The one in use"),
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )
    searched: tuple[str, ...] = ("identifier", "text", "label", "label_description")

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = objects.filter(release=self.cleaned_data.get("release") or latest_release())
        typed = self.cleaned_data.get("q")
        if typed:
            self.is_searching, self.search_query = True, typed
            objects = search(objects, typed, self.searched)
        return super().filter(objects)


class WorkRoleFilterForm(FilterForm):
    searched = ("identifier", "title", "text", "label", "label_description")


def display_title(element: Any) -> str:
    """How a chosen element is named in the editor: identifier, our words and the release.

    Without words of ours, NIST's text or name stands there, once it is imported.
    """
    words = plain_labels([element.identifier])[element.identifier]
    if words == element.identifier:
        words = element.text or getattr(element, "title", "")
    return f"{element.identifier} {words}".strip() + f" ({element.release})"


class TitledWidget(BaseChooser):
    def get_display_title(self, instance: Any) -> str:
        return display_title(instance)


class Columns:
    """Identifier, our words, NIST's text and the release."""

    ordering = "identifier"
    per_page = 15

    @property
    def columns(self) -> list[Column]:
        title = self.title_column  # type: ignore[attr-defined]
        title.label = _("Identifier")
        title.accessor = "identifier"
        return [
            title,
            Column("label", label=_("In plain words")),
            *self.own_columns(),
            Column("release", label=_("Release")),
        ]

    def own_columns(self) -> list[Column]:
        return [Column("text", label=_("NIST's text"))]


class StatementColumns(Columns):
    filter_form_class = FilterForm


class RoleColumns(Columns):
    filter_form_class = WorkRoleFilterForm

    def own_columns(self) -> list[Column]:
        return [Column("role_name", label=_("Name"), accessor="title")]


class ChooseStatement(StatementColumns, views.ChooseView):
    pass


class StatementResults(StatementColumns, views.ChooseResultsView):
    pass


class ChooseRole(RoleColumns, views.ChooseView):
    pass


class RoleResults(RoleColumns, views.ChooseResultsView):
    pass


class Chosen(views.ChosenView):
    def get_display_title(self, instance: Any) -> str:
        return display_title(instance)


class ChosenMultiple(views.ChosenMultipleView):
    def get_display_title(self, instance: Any) -> str:
        return display_title(instance)


class ElementChooser(ChooserViewSet):
    """Common to both: what is offered and how it is named."""

    base_widget_class = TitledWidget
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple

    def get_object_list(self) -> QuerySet[Any]:
        rows = self.model.objects.filter(withdrawn_in__isnull=True).select_related("release")
        return with_labels(rows.exclude(identifier__in=NOT_FOR_COURSES))


class StatementChooser(ElementChooser):
    model = Statement
    icon = "list-ul"
    choose_one_text = gettext_lazy("Choose a statement")
    choose_another_text = gettext_lazy("Choose another statement")
    choose_view_class = ChooseStatement
    choose_results_view_class = StatementResults


class WorkRoleChooser(ElementChooser):
    model = WorkRole
    icon = "user"
    choose_one_text = gettext_lazy("Choose a work role")
    choose_another_text = gettext_lazy("Choose another work role")
    choose_view_class = ChooseRole
    choose_results_view_class = RoleResults
