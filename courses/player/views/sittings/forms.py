"""What is filled in to plan a sitting, to change it, and to decide what one counts as."""

from datetime import datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.sittings.models import Irregularity, Sitting
from courses.assessment.sittings.queries import Seat
from courses.assessment.sittings.scheduling import schedulable
from lms.accounts.models import District

LEARNERS = gettext_lazy("Service numbers of who is invited")
ONE_A_LINE = gettext_lazy("One a line. They take the course and are of your agency.")
INVIGILATES = gettext_lazy("Somebody of your agency who doesn't sit it.")


class PlaceForm(forms.Form):
    """When, where, and under whose eyes."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=gettext_lazy("Time, in Belize"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    room = forms.CharField(label=gettext_lazy("Room"), max_length=120)
    invigilator = forms.CharField(
        label=gettext_lazy("Service number of the invigilator"),
        help_text=INVIGILATES,
        max_length=40,
    )

    def clean(self) -> dict[str, Any]:
        """Day and time are one moment, as the services take it."""
        data = super().clean() or {}
        day, time = data.pop("day", None), data.pop("time", None)
        if day and time:
            data["starts_at"] = timezone.make_aware(datetime.combine(day, time))
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the moment stands at its day."""
        if field is None and hasattr(error, "error_dict"):
            for name, wrong in error.error_dict.items():
                super().add_error("day" if name == "starts_at" else name, wrong)
        else:
            super().add_error(field, error)


class NewForm(PlaceForm):
    module = forms.ChoiceField(label=gettext_lazy("Assessment"))
    district = forms.ModelChoiceField(
        District.objects.all(),
        label=gettext_lazy("District"),
        required=False,
        empty_label=gettext_lazy("Not named"),
    )
    learners = forms.CharField(
        label=LEARNERS,
        help_text=ONE_A_LINE,
        widget=forms.Textarea(attrs={"rows": 6, "autocapitalize": "characters"}),
        max_length=10_000,
    )
    field_order = ["module", "day", "time", "district", "room", "invigilator", "learners"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = {str(one.pk): one for one in schedulable()}
        choices = [
            (pk, f"{one.version.title}: {one.code} {one.title}") for pk, one in self.modules.items()
        ]
        cast(forms.ChoiceField, self.fields["module"]).choices = choices


class ChangeForm(PlaceForm):
    reason = forms.CharField(label=gettext_lazy("Why it changes"), max_length=200)


class InviteForm(forms.Form):
    learners = forms.CharField(
        label=LEARNERS,
        help_text=ONE_A_LINE,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
    )


class HoldForm(forms.Form):
    irregularity = forms.ModelChoiceField(
        Irregularity.objects.none(), label=gettext_lazy("Because of"), empty_label=None
    )
    invitation = forms.ChoiceField(label=gettext_lazy("Whose result"))
    held = forms.TypedChoiceField(
        label=gettext_lazy("It counts"),
        choices=[
            ("yes", gettext_lazy("Like a result without supervision (grade B)")),
            ("no", gettext_lazy("As invigilated after all (grade A)")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Kept, and told to the learner."),
        max_length=500,
    )

    def __init__(self, *args: Any, sitting: Sitting, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notes = cast(forms.ModelChoiceField, self.fields["irregularity"])
        notes.queryset = sitting.irregularities.all()
        names = {one.invitation.pk: one.name for one in seats}
        notes.label_from_instance = partial(_note_label, names)  # type: ignore[assignment,method-assign]
        # Nobody is chosen beforehand: the decision is told to whoever it is about.
        cast(forms.ChoiceField, self.fields["invitation"]).choices = [
            ("", _("Choose a person")),
            *((str(one.invitation.pk), one.name) for one in seats if one.person is not None),
        ]


def _note_label(names: dict[UUID, str], note: Irregularity) -> str:
    whom = names.get(note.invitation_id, "") if note.invitation_id else _("The whole room")
    return f"{note.pk}, {whom}: {Truncator(note.text).chars(60)}"
