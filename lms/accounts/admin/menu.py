"""A menu item that only the holders of some roles see."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from lms.accounts.roles import has_role


class RoleMenuItem(MenuItem):
    def __init__(self, *args: Any, roles: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *self.roles)
