"""Puts our people where Wagtail's own list of users would be."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "lms.accounts.admin.people.PeopleViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy

        from lms.accounts.admin.policy import PeoplePolicy
        from lms.accounts.models import User

        register_permission_policy(User, PeoplePolicy(User))
