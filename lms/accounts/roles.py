"""Roles: what a person may do here. A role is a group, so Wagtail's own permissions apply to it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from lms.accounts.models import User

View = Callable[..., HttpResponseBase]


class Role:
    """Names of the groups. They are stored, so they are not translated."""

    LEARNER = "Learners"
    TRAINING_OFFICER = "Training officers"
    EXAMINER = "Examiners"
    AUTHOR = "Authors"
    LEGAL_REVIEWER = "Legal reviewers"
    ANALYST = "Analysts"
    ADMINISTRATOR = "Administrators"

    ALL = (LEARNER, TRAINING_OFFICER, EXAMINER, AUTHOR, LEGAL_REVIEWER, ANALYST, ADMINISTRATOR)
    # Who gets into Wagtail's admin. Learners and analysts have nothing to do there.
    STAFF = (TRAINING_OFFICER, EXAMINER, AUTHOR, LEGAL_REVIEWER, ADMINISTRATOR)


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """The roles a person holds. A superuser counts as an administrator."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    cached: frozenset[str] | None = getattr(user, "_roles", None)
    if cached is None:
        names = set(user.groups.values_list("name", flat=True)) & set(Role.ALL)
        if user.is_superuser:
            names.add(Role.ADMINISTRATOR)
        cached = user._roles = frozenset(names)  # type: ignore[attr-defined]
    return cached


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Whether the person holds any of these roles."""
    return not roles_of(user).isdisjoint(roles)


def role_required(*roles: str) -> Callable[[View], View]:
    """For a view: whoever isn't signed in is asked to, whoever lacks the role is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
