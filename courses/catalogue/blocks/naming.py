"""What names things: words of the field, words of the law, events in their order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks.parts import SAMPLE, CarriesLaw, rich
from courses.catalogue.glossary.queries import definitions, href_of, term_choices

SAMPLE_TERM = {"term": "hash value", "definition": "A fixed-length value worked out from data."}


class TermBlock(blocks.StructBlock):
    term = blocks.ChoiceBlock(
        choices=term_choices, label=_("Term"), help_text=_("A term of the glossary.")
    )
    text = rich(required=False, help_text=_("What it means here, beyond the definition."))

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        slug = value["term"]
        if "enclosed" in context:
            term = context["enclosed"].get("terms", {}).get(slug, {"term": slug})
        else:  # the block on its own, in the editor's list of blocks
            term = definitions([slug]).get(slug, SAMPLE_TERM)
        return {**context, "term": term, "href": href_of(slug)}

    class Meta:
        icon = "glasses"
        template = "courses/blocks/term.html"
        description = _("A word of the glossary with its definition")
        preview_value = {"term": "hash-value", "text": ""}


class LawBlock(CarriesLaw, blocks.StructBlock):
    """Words of the law as they were on a day, and when somebody must look again."""

    act = blocks.CharBlock(
        max_length=160, help_text=_("The Act as it names itself, with number and year or chapter.")
    )
    section = blocks.CharBlock(
        max_length=60, help_text=_("Section, subsection and paragraph, such as section 21(1).")
    )
    text = blocks.TextBlock(
        label=_("Quoted text"), help_text=_("Word for word, without quotation marks.")
    )
    as_of = blocks.DateBlock(
        label=_("Law as of"), help_text=_("The day on which somebody compared it with the Act.")
    )
    review_by = blocks.DateBlock(help_text=_("When this passage must be looked at again."))
    ref = blocks.RegexBlock(
        r"^LR-\d+$",
        required=False,
        label=_("Reference"),
        help_text=_("The number of the legal question, such as LR-1, if there is one."),
        error_messages={"invalid": _("Write LR- and a number, such as LR-1.")},
    )

    def legal_ref(self, value: Any) -> str:
        return str(value.get("ref") or f"{value['act']}, {value['section']}")

    def legal_about(self, value: Any) -> str:
        if not value.get("ref"):
            return _g("Is this quotation the law in force, word for word?")
        place = f"{value['act']}, {value['section']}"
        return _g("Is the quotation of {place} the law in force?").format(place=place)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["review_by"] <= cleaned["as_of"]:
            raise blocks.StructBlockValidationError(
                {"review_by": ValidationError(_g("Choose a day after the law was compared."))}
            )
        return cleaned

    class Meta:
        icon = "openquote"
        template = "courses/blocks/law.html"
        description = _("Words of the law, with the day on which they were in force")
        preview_value = {
            "act": "The Act, its number and year",
            "section": "section and subsection",
            "text": "The words of the Act, exactly as they are printed.",
            "as_of": "2026-11-21",
            "review_by": "2027-05-31",
            "ref": "",
        }


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(max_length=60, help_text=_("A time, a date or a stage: 21:40 UTC-6."))
    title = blocks.CharBlock(max_length=120)
    text = rich(required=False)

    class Meta:
        label_format = "{when}: {title}"


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    items = blocks.ListBlock(MomentBlock(), min_num=2, label=_("Moments"))

    class Meta:
        icon = "history"
        template = "courses/blocks/timeline.html"
        description = _("What happened when, from first to last")
        preview_value = {
            "title": "The first ten minutes",
            "items": [
                {"when": "21:40", "title": "The screen is photographed", "text": SAMPLE},
                {"when": "21:43", "title": "The phone is shielded", "text": ""},
            ],
        }
