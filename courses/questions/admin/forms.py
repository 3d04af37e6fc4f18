"""A question's form: the parts all questions have, and the part its type brings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface

from courses.adding.forms import KeyedForm
from courses.questions.fields import BlockJSONFormField
from courses.questions.question_types import question_type


class QuestionForm(KeyedForm):
    """The type is chosen first and stays: it decides what `config` looks like."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = question_type(self.instance.type_key)
        if self.kind is not None and "config" in self.fields:
            self.fields["config"] = BlockJSONFormField(
                block=self.kind.block(),
                label=self.kind.label,
                help_text=f"{self.kind.description} {self.kind.scoring}",
            )

    def clean_config(self) -> Any:
        config = self.cleaned_data["config"]
        if self.kind is None:
            return config
        try:
            return self.kind.clean(config)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error


QUESTION = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("stem"),
                FieldPanel("config"),
                FieldPanel("explanation"),
            ],
            heading=_("Content"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "alignments",
                    panels=[FieldPanel("statement")],
                    heading=_("Statements it tests"),
                    label=_("statement"),
                    help_text=_("A pass or a fail is recorded as evidence for each of them."),
                ),
                InlinePanel(
                    "roles",
                    panels=[FieldPanel("work_role")],
                    heading=_("Whom it serves"),
                    label=_("work role"),
                    help_text=_("The work roles whose practice it asks about."),
                ),
                FieldPanel("source"),
                FieldPanel("tags"),
            ],
            heading=_("Learning"),
        ),
        ObjectList(
            [FieldPanel("critical"), FieldPanel("difficulty"), FieldPanel("retired")],
            heading=_("Assessment"),
        ),
        ObjectList([FieldPanel("legal_ref"), FieldPanel("practice_point")], heading=_("Legal")),
    ],
    base_form_class=QuestionForm,
)
