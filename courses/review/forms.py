"""What a reviewer writes beside a decision, each with words that say what it is for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class ChangesForm(TaskStateCommentForm):
    """Sent back without a word, an author could only guess."""

    comment = forms.CharField(
        label=_("What has to change"),
        help_text=_("The author reads it. Name the passage, and what would make it right."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what has to change: the author reads it.")},
    )


class StillOpenForm(TaskStateCommentForm):
    comment = forms.CharField(
        label=_("What is still open"),
        help_text=_("Which question of law somebody has yet to settle. Kept with your decision."),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class NoteForm(TaskStateCommentForm):
    comment = forms.CharField(
        label=_("Note"),
        help_text=_("Kept with the approval."),
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


FORMS: dict[str, type[TaskStateCommentForm]] = {"reject": ChangesForm, "pilot": StillOpenForm}


def form_for(action: str) -> type[TaskStateCommentForm]:
    return FORMS.get(action, NoteForm)
