"""Agencies and districts, kept by administrators."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lms.accounts.admin.forms import AgencyForm
from lms.accounts.models import Agency, District


class AgencyViewSet(SnippetViewSet):
    model = Agency
    icon = "group"
    list_display = ["name", "kind", "parent"]
    list_filter = ["kind"]
    search_fields = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug", help_text=_("A short name for addresses and files.")),
            FieldPanel("kind"),
            FieldPanel("parent", help_text=_("The agency that this is a unit of, if any.")),
        ],
        base_form_class=AgencyForm,
    )


class DistrictViewSet(SnippetViewSet):
    model = District
    icon = "site"
    list_display = ["name", "region"]
    copy_view_enabled = False
    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("region")]


class PlacesGroup(SnippetViewSetGroup):
    menu_label = _("Places")
    menu_icon = "site"
    menu_order = 260
    items = (AgencyViewSet, DistrictViewSet)
