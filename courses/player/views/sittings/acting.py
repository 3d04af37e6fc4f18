"""Several small forms on one page, each an act with a name."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from courses.assessment.sittings.refusals import NotYours, SittingRefused

Makers = dict[str, Callable[..., forms.Form]]
Doers = dict[str, Callable[[dict[str, Any]], str]]


class ReasonForm(forms.Form):
    """Nothing but why."""

    reason = forms.CharField(max_length=200)

    def __init__(self, *args: Any, label: Any = "", help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


def acted(request: HttpRequest, makers: Makers, doers: Doers) -> tuple[dict[str, forms.Form], bool]:
    """The page's forms, and whether one was sent and done. A refusal stands in its form."""
    act = request.POST.get("act") if request.method == "POST" else None
    made = {
        key: make(request.POST if key == act else None, auto_id=f"{key}-%s")
        for key, make in makers.items()
    }
    form = made.get(act or "")
    if form is None or act is None or not form.is_valid():
        return made, False
    try:
        said = doers[act](form.cleaned_data)
    except SittingRefused as refusal:
        form.add_error(None, refusal)
        return made, False
    except NotYours as refusal:
        form.add_error(None, str(refusal))
        return made, False
    if said:
        messages.success(request, said)
    return made, True
