"""What this package adds to Wagtail's admin: lists to read, choosers for authors, roles held."""

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.permissions import register_permission_policy

from nice_framework.framework.admin.choosers import StatementChooser, WorkRoleChooser
from nice_framework.framework.admin.elements import (
    CompetencyAreaViewSet,
    StatementViewSet,
    WorkRoleViewSet,
)
from nice_framework.framework.permissions import ReadOnly
from nice_framework.models import (
    CompetencyArea,
    NationalArea,
    NationalProfile,
    RoleAssignment,
    Statement,
    WorkRole,
)
from nice_framework.profiles.admin.assignments import AssignmentPolicy, AssignmentViewSet
from nice_framework.profiles.admin.profiles import AreaViewSet, ProfileChooser, ProfileViewSet

for model in (Statement, WorkRole, CompetencyArea, NationalArea, NationalProfile):
    register_permission_policy(model, ReadOnly(model))
register_permission_policy(RoleAssignment, AssignmentPolicy(RoleAssignment))


class FrameworkGroup(ViewSetGroup):
    menu_label = gettext_lazy("Framework")
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        AssignmentViewSet(),
        ProfileViewSet(),
        AreaViewSet(),
        WorkRoleViewSet(),
        CompetencyAreaViewSet(),
        StatementViewSet(),
    )


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet | ViewSetGroup]:
    return [
        FrameworkGroup(),
        StatementChooser("statement_chooser"),
        WorkRoleChooser("work_role_chooser"),
        ProfileChooser("profile_chooser"),
    ]
