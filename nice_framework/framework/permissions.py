"""Who sees the framework in Wagtail's admin. Nobody edits it there: it comes from files."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.accounts.api import Role, has_role

STAFF = (Role.AUTHOR, Role.LEGAL_REVIEWER, Role.TRAINING_OFFICER, Role.ADMINISTRATOR)


class ReadOnly(BasePermissionPolicy):
    """To look at, for the holders of some roles."""

    def __init__(self, model: Any, roles: tuple[str, ...] = STAFF) -> None:
        super().__init__(model)
        self.roles = roles

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and has_role(user, *self.roles)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        people = get_user_model().objects.filter(is_active=True)
        if "view" not in actions:
            return people.none()
        holders = people.filter(groups__name__in=self.roles)
        return (holders | people.filter(is_superuser=True)).distinct()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        rows = self.model._default_manager
        return rows.all() if self.user_has_any_permission(user, actions) else rows.none()
