"""The glossary in Wagtail's admin, and choosing a term of it inside running text."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser as snippet_chooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.catalogue.glossary.languages import LANGUAGE
from courses.catalogue.glossary.models import GlossaryTerm


class ChosenTerm(snippet_chooser.SnippetChosenView):
    """Running text names a term by its slug, not by its row."""

    def get_chosen_response_data(self, item: GlossaryTerm, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_chosen_response_data(item, **kwargs), "slug": item.slug}


class TermFilter(BaseFilterForm):
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)

    def filter(self, objects: QuerySet[GlossaryTerm]) -> QuerySet[GlossaryTerm]:
        for word in self.cleaned_data.get("q", "").replace("\x00", " ").split()[:8]:
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
            objects = objects.filter(Q(term__icontains=word) | Q(definition__icontains=word))
        return super().filter(objects)


class TermColumns:
    """Lessons name a word by its slug: it is chosen once, not in each language."""

    filter_form_class = TermFilter

    def get_object_list(self) -> QuerySet[GlossaryTerm]:
        return GlossaryTerm.objects.filter(language=LANGUAGE)

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("definition", label=_("Definition")),
        ]


class ChooseTerm(TermColumns, snippet_chooser.ChooseView):
    pass


class TermResults(TermColumns, snippet_chooser.ChooseResultsView):
    pass


class TermChooser(SnippetChooserViewSet):
    choose_view_class = ChooseTerm
    choose_results_view_class = TermResults
    chosen_view_class = ChosenTerm


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "glasses"
    menu_label = gettext_lazy("Glossary")
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["term", Column("language_name", label=gettext_lazy("Language")), "definition"]
    list_filter = ["language"]
    search_fields = ["term", "definition", "slug"]
    search_backend_name = None
    list_per_page = 50
    chooser_viewset_class = TermChooser
    chooser_per_page = 30
    chooser_admin_url_namespace = "glossary_term_chooser"
    edit_handler = ObjectList(
        [
            FieldPanel("term"),
            FieldPanel("slug"),
            FieldPanel("language", read_only=True),
            FieldPanel("definition"),
        ]
    )
