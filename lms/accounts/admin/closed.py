"""Wagtail's bulk actions on users, closed: they know neither reach nor withheld names."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)


class Closed:
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise PermissionDenied


class ClosedAssignRole(Closed, AssignRoleBulkAction):
    pass


class ClosedDelete(Closed, DeleteBulkAction):
    pass


class ClosedSetActiveState(Closed, SetActiveStateBulkAction):
    pass


ALL = (ClosedAssignRole, ClosedDelete, ClosedSetActiveState)
