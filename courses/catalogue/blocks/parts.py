"""What several blocks are made of."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH = ["bold", "italic", "ol", "ul", "link", "code", "term"]
SAMPLE = "<p>Photograph the screen before anybody touches the device.</p>"


def line() -> blocks.TextBlock:
    """An entry of a list: a sentence or two."""
    return blocks.TextBlock(max_length=300, rows=1, label=_("Entry"))


def rich(**kwargs: Any) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=RICH, **kwargs)


class CarriesLaw:
    """A block that says something of the law: it needs a legal reviewer's approval.

    It has a field `review_by`.
    """

    carries_law = True

    def legal_ref(self, value: Any) -> str:
        """How lists call this passage."""
        return str(value["ref"])

    def legal_about(self, value: Any) -> str:
        """What the legal reviewers must settle, in a sentence."""
        return str(value["question"])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)  # type: ignore[misc]
        approved = context.get("enclosed", {}).get("legal_review")
        return {**context, "approved_on": approved and date.fromisoformat(approved)}
