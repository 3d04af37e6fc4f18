"""The form for a person, fitted to who fills it in."""

import re
import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.accounts.models import Agency, AgencyKind, User
from lms.accounts.queries import agencies_managed_by, sees_name
from lms.accounts.roles import Role, has_role
from lms.accounts.tokens import LONGEST, SCOPES

SERVICE_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./_-]*[A-Za-z0-9])?")
SCOPE_LABELS = {"skills-gap:read": _("Read the skills-gap report")}


class PersonForm(forms.ModelForm):
    """What tells who somebody of the judiciary is, is left out for whoever may not see it."""

    WITHHELD = ("full_name", "email", "unit", "rank_or_office")

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(name, _(name)) for name in Role.ALL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What this person may do. Everybody who learns is a learner."),
    )

    class Meta:
        model = User
        fields = [
            "service_number",
            "full_name",
            "email",
            "agency",
            "district",
            "unit",
            "rank_or_office",
            "preferred_language",
            "is_active",
            "roles",
        ]
        help_texts = {
            "full_name": _("As it shall stand on a certificate. At most 120 characters."),
            "email": _("Optional. Many people share a computer and have no address at work."),
            "agency": _("The agency, or the unit of it that has its own training officer."),
            "unit": _("Station, court, section or team."),
            "is_active": _("Take the mark away to close the account. The records stay."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["agency"].queryset = agencies_managed_by(by)  # type: ignore[attr-defined]
        self.fields["agency"].required = True
        self.fields["preferred_language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        if self.instance.pk is None:
            del self.fields["is_active"]
            self.initial.setdefault("roles", [Role.LEARNER])
        else:
            self.initial["roles"] = list(self.instance.groups.values_list("name", flat=True))
            if not sees_name(by, self.instance):
                for name in self.WITHHELD:
                    del self.fields[name]
        if not has_role(by, Role.ADMINISTRATOR):
            del self.fields["roles"]

    def clean_service_number(self) -> str:
        number = self.cleaned_data["service_number"].strip()
        if not SERVICE_NUMBER.fullmatch(number):
            raise ValidationError(
                _("Use letters A to Z, digits, and dots, dashes, slashes or spaces between them.")
            )
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(service_number__iexact=number).exists():
            raise ValidationError(_("Somebody already has this service number."))
        return number

    def clean_full_name(self) -> str:
        name = " ".join(unicodedata.normalize("NFC", self.cleaned_data["full_name"]).split())
        # Cc: control characters; Cs and Co have no meaning on paper; bidi marks could reorder it.
        bad = {"Cc", "Cs", "Co"}
        if any(
            unicodedata.category(sign) in bad or sign in "\u202a\u202b\u202d\u202e" for sign in name
        ):
            raise ValidationError(_("The name holds signs that can't be printed."))
        return name

    def clean_email(self) -> str | None:
        email = (self.cleaned_data["email"] or "").strip().lower() or None
        others = User.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            raise ValidationError(_("Somebody already has this e-mail address."))
        return email


class AgencyForm(WagtailAdminModelForm):
    """Keeps the tree a tree, and the judiciary whole: its units are judiciary too."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        parent, kind = data.get("parent"), data.get("kind")
        above = parent
        while above is not None:
            if above.pk == self.instance.pk and self.instance.pk is not None:
                self.add_error("parent", _("An agency can't be part of itself or of its units."))
                return data
            above = above.parent
        judiciary = AgencyKind.JUDICIARY
        if parent is not None and (parent.kind == judiciary) != (kind == judiciary):
            self.add_error(
                "kind",
                _("Units of the judiciary are judiciary, and no other agency has such units."),
            )
        elif self.instance.pk is not None and "kind" in self.changed_data:
            before = self.initial.get("kind")
            if judiciary in (kind, before) and self.instance.units.exists():
                self.add_error("kind", _("Change or move the units of this agency first."))
        return data


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Which program uses it, for what.")
    )
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.all())
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"),
        choices=[(scope, SCOPE_LABELS[scope]) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        initial=list(SCOPES),
    )
    days = forms.IntegerField(
        label=_("Valid for how many days"),
        initial=180,
        min_value=1,
        max_value=LONGEST.days - 1,
        help_text=_("At most a year. Make a new one before it ends."),
    )
