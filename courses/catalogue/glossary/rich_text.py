"""A term inside running text: how the editor keeps it, and how a learner gets it.

Stored as `<a linktype="term" data-term="hash-value">`. It names the term by its slug and asks no
row when it is shown, so that a frozen lesson needs none.
"""

from typing import Any

from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from courses.catalogue.glossary.queries import href_of


class TermLink(LinkHandler):
    """The learner's link: to the glossary's page, and a hook for the definition on hover."""

    identifier = "term"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        slug = escape(attrs.get("data-term", ""))
        return f'<a class="term" href="{href_of(slug)}" data-term="{slug}">'


class TermInEditor(InlineEntityElementHandler):
    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        return {"slug": attrs.get("data-term", "")}


def to_stored(props: dict[str, Any]) -> Any:
    attrs = {"linktype": "term", "data-term": props.get("slug", "")}
    return DOM.create_element("a", attrs, props["children"])


def register(features: FeatureRegistry) -> None:
    features.register_link_type(TermLink)
    features.register_editor_plugin(
        "draftail",
        "term",
        EntityFeature(
            {
                "type": "TERM",
                "icon": "glasses",
                "description": gettext_lazy("Glossary term"),
                "attributes": ["slug"],
                "chooserUrls": {"term": reverse_lazy("glossary_term_chooser:choose")},
                "allowlist": {"data-term": "^[a-z0-9-]+$"},
            },
            js=["wagtailadmin/js/chooser-modal.js", "courses/js/term-entity.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "term",
        {
            "from_database_format": {'a[linktype="term"]': TermInEditor("TERM")},
            "to_database_format": {"entity_decorators": {"TERM": to_stored}},
        },
    )
