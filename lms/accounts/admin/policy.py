"""Who may do what to whom, in the words Wagtail's admin asks in."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.accounts.models import User
from lms.accounts.queries import may_manage, people_managed_by
from lms.accounts.roles import Role, has_role

# Nobody deletes a person here: erasing is a service of its own, which keeps the records.
ACTIONS = frozenset({"add", "change", "view"})


class RolePolicy(BasePermissionPolicy):
    """Everything for the holders of some roles, nothing for anybody else."""

    roles: tuple[str, ...] = (Role.ADMINISTRATOR,)
    actions = ACTIONS

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in self.actions and has_role(user, *self.roles)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        if self.actions.isdisjoint(actions):
            return User.objects.none()
        holders = User.objects.filter(groups__name__in=self.roles, is_active=True)
        return (holders | User.objects.filter(is_superuser=True, is_active=True)).distinct()

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> Any:
        allowed = self.user_has_any_permission(user, actions)
        return self.model._default_manager.all() if allowed else self.model._default_manager.none()


class PeoplePolicy(RolePolicy):
    roles = (Role.ADMINISTRATOR, Role.TRAINING_OFFICER)

    def user_has_permission_for_instance(self, user: User, action: str, instance: User) -> bool:
        return self.user_has_permission(user, action) and may_manage(user, instance)

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[User]:
        return (
            people_managed_by(user) if not self.actions.isdisjoint(actions) else User.objects.none()
        )


class ReadOnlyPolicy(RolePolicy):
    actions = frozenset({"view"})
