"""National areas and profiles in Wagtail's admin, to read, and the chooser of a profile."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from nice_framework.framework.admin.reading import ReadingList, ReadingViewSet
from nice_framework.framework.searching import search
from nice_framework.profiles.models import NationalArea, NationalProfile, ProfileStatus


class ProfileList(ReadingList):
    page_title = gettext_lazy("National profiles (not NICE)")
    search_fields = ("code", "title", "description")
    list_filter = ["status"]
    default_ordering = "code"
    label_field = ""

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column("code", _("Code")),
            Column("title", label=_("Title")),
            Column("version", label=_("Version")),
            Column("status", label=_("Status"), accessor=lambda row: row.get_status_display()),
            Column("release", label=_("Built from")),
        ]


class ProfilePage(generic.InspectView):
    def get_fields_context(self) -> list[dict[str, Any]]:
        levels = self.object.required_levels.select_related("area").order_by("area__code")
        listed = "; ".join(str(level) for level in levels)
        return [
            *super().get_fields_context(),
            {"label": _("Required levels"), "value": listed},
        ]


class ProfileViewSet(ReadingViewSet):
    name = "nice_profiles"
    model = NationalProfile
    icon = "group"
    menu_label = gettext_lazy("National profiles")
    index_view_class = ProfileList
    inspect_view_class = ProfilePage
    inspect_fields = ["code", "version", "title", "description", "status", "release", "statements"]


class AreaList(ReadingList):
    page_title = gettext_lazy("National areas (not NICE)")
    search_fields = ("code", "title", "description")
    default_ordering = "code"
    label_field = ""
    related = ()

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column("code", _("Code")),
            Column("title", label=_("Title")),
            Column("description", label=_("Description")),
        ]


class AreaViewSet(ReadingViewSet):
    name = "nice_areas"
    model = NationalArea
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("National areas")
    index_view_class = AreaList
    inspect_fields = ["code", "title", "description"]


class ProfileFilterForm(BaseFilterForm):
    q = forms.CharField(label=gettext_lazy("Words or code"), required=False, max_length=200)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        typed = self.cleaned_data.get("q")
        if typed:
            self.is_searching, self.search_query = True, typed
            objects = search(objects, typed, ("code", "title", "description"))
        return super().filter(objects)


class ProfileColumns:
    filter_form_class = ProfileFilterForm

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("version", label=_("Version")),
            Column("release", label=_("Built from")),
        ]


class ChooseProfile(ProfileColumns, views.ChooseView):
    pass


class ProfileResults(ProfileColumns, views.ChooseResultsView):
    pass


class ProfileChooser(ChooserViewSet):
    model = NationalProfile
    icon = "group"
    choose_one_text = gettext_lazy("Choose a national profile")
    choose_another_text = gettext_lazy("Choose another national profile")
    choose_view_class = ChooseProfile
    choose_results_view_class = ProfileResults

    def get_object_list(self) -> QuerySet[Any]:
        current = NationalProfile.objects.filter(status=ProfileStatus.CURRENT)
        return current.select_related("release")
