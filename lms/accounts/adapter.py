"""How allauth behaves here: no sign-up, our sentences, our addresses."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WRONG_PAIR = _(
    "The service number or e-mail and the password don't belong together. Check both, then try "
    "again. If you don't know your password any more, set a new one."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG_PAIR,
        "email_password_mismatch": WRONG_PAIR,
        "too_many_login_attempts": _(
            "There were too many tries with this service number or e-mail. Wait ten minutes, "
            "then try again."
        ),
        "enter_current_password": _("This is not your present password. Type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by training officers and administrators."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is mailed outside the job table, where it could be lost."""
