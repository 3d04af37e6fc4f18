"""Forms for signing in and for a new password, in our words."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import PasswordField
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from lms.accounts import shared_device
from lms.accounts.services import owe_reset_link

PASSWORD_RULES = _("At least 10 characters. A few plain words in a row are easy to remember.")


def shared_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Other people use this computer or phone too"),
        required=False,
        help_text=_(
            "You are signed out after ten minutes without you, and this browser forgets what it "
            "kept."
        ),
    )


class SignInForm(allauth_forms.LoginForm):
    """One field takes the service number or the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields = {
            "login": forms.CharField(
                label=_("Service number or e-mail"),
                max_length=254,
                widget=forms.TextInput(attrs=attrs),
            ),
            "password": PasswordField(
                label=_("Password"), autocomplete="current-password", max_length=200
            ),
            "shared": shared_field(),
        }
        _without_placeholders(self)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response = super().login(request, redirect_url)
        if self.cleaned_data["shared"] and request.user.is_authenticated:
            shared_device.share(request)
        return response


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """Asks for a link by mail. Says the same whether or not the address is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your e-mail")
        _without_placeholders(self)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        owe_reset_link(email=self.cleaned_data["email"])
        return self.cleaned_data["email"]


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_password_fields(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your present password")
        self.fields["oldpassword"].help_text = ""
        _name_new_password_fields(self)


class SlipForm(forms.Form):
    """The printed one-time slip: a code for a new password."""

    service_number = forms.CharField(
        label=_("Service number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=40,
        help_text=_("Four groups of four letters and digits. Spaces and dashes don't matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password, once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    shared = shared_field()

    def clean_password1(self) -> str:
        validate_password(self.cleaned_data["password1"])
        return self.cleaned_data["password1"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", ValidationError(_("Type the same password both times.")))
        return data


def _name_new_password_fields(form: forms.Form) -> None:
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = PASSWORD_RULES
    form.fields["password2"].label = _("New password, once more")
    for name in ("password1", "password2"):
        form.fields[name].max_length = 200  # type: ignore[attr-defined]
    _without_placeholders(form)


def _without_placeholders(form: forms.Form) -> None:
    """A label that vanishes while typing is no label."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
