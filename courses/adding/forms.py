"""The key that an add form carries."""

from typing import Any
from uuid import uuid4

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

FIELD = "form_key"


class KeyedForm(WagtailAdminModelForm):
    """A new thing's form is known by a key of its own. What is sent in its place is let pass."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields[FIELD] = forms.Field(
                required=False, initial=uuid4, widget=forms.HiddenInput
            )


class KeyedPageForm(KeyedForm, WagtailAdminPageForm):
    pass
