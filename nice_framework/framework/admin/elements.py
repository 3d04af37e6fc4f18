"""Statements, work roles and competency areas in Wagtail's admin, beside our own words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from nice_framework.framework.admin.reading import ReadingList, ReadingViewSet
from nice_framework.framework.models import CompetencyArea, Statement, WorkRole
from nice_framework.framework.queries import description_of, plain_label, shown_text


class ElementPage(generic.InspectView):
    """One element with our label and description above NIST's own text."""

    def get_page_subtitle(self) -> str:
        return f"{self.object.identifier} ({self.object.release})"

    def get_fields_context(self) -> list[dict[str, Any]]:
        own = [
            (_("In plain words"), self._label()),
            (_("Description"), description_of(self.object)),
            (_("NIST's text"), shown_text(self.object)),
        ]
        fields = [{"label": label, "value": value} for label, value in own if value]
        return fields + super().get_fields_context()

    def _label(self) -> str:
        label = plain_label(self.object.identifier)
        return "" if label == self.object.identifier else label


class StatementList(ReadingList):
    page_title = gettext_lazy("Statements")
    search_fields = ("identifier", "text", "label")
    list_filter = ["release", "kind"]

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column("identifier", _("Identifier")),
            Column("label", label=_("In plain words")),
            Column("text", label=_("NIST's text")),
            Column("release", label=_("Release")),
            Column("withdrawn_in", label=_("Withdrawn in")),
        ]


class StatementViewSet(ReadingViewSet):
    name = "nice_statements"
    model = Statement
    icon = "list-ul"
    menu_label = gettext_lazy("Statements")
    index_view_class = StatementList
    inspect_view_class = ElementPage
    inspect_fields = ["kind", "release", "withdrawn_in", "work_roles", "competency_areas"]


class WorkRoleList(ReadingList):
    page_title = gettext_lazy("Work roles")
    search_fields = ("identifier", "title", "text", "label")
    list_filter = ["release", "category"]
    related = ("release", "category")

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column("identifier", _("Identifier")),
            Column("title", label=_("Name"), sort_key="title"),
            Column("label", label=_("In plain words")),
            Column("release", label=_("Release")),
            Column("withdrawn_in", label=_("Withdrawn in")),
        ]


class WorkRoleViewSet(ReadingViewSet):
    name = "nice_work_roles"
    model = WorkRole
    icon = "user"
    menu_label = gettext_lazy("Work roles")
    index_view_class = WorkRoleList
    inspect_view_class = ElementPage
    inspect_fields = ["title", "category", "opm_codes", "release", "withdrawn_in", "statements"]


class CompetencyAreaList(ReadingList):
    page_title = gettext_lazy("Competency areas")
    search_fields = ("identifier", "title", "text", "label")
    list_filter = ["release"]

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column("identifier", _("Identifier")),
            Column("title", label=_("Name"), sort_key="title"),
            Column("label", label=_("In plain words")),
            Column("release", label=_("Release")),
        ]


class CompetencyAreaViewSet(ReadingViewSet):
    name = "nice_competency_areas"
    model = CompetencyArea
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Competency areas")
    index_view_class = CompetencyAreaList
    inspect_view_class = ElementPage
    inspect_fields = ["title", "release", "withdrawn_in", "statements"]
