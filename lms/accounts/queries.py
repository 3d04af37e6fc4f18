"""Reads about people that other packages need."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from lms.accounts.models import Learner, User


def learner_of(request: HttpRequest) -> Learner:
    """The key under which the signed-in person learns."""
    user = request.user
    if isinstance(user, AnonymousUser):
        raise PermissionDenied
    return user.learner


def person_of(learner: Learner) -> User | None:
    """The person behind the key, or none once the person is erased."""
    try:
        return learner.person
    except User.DoesNotExist:
        return None


def person_name(learner: Learner) -> str:
    """The full name behind the key, empty once the person is erased."""
    person = person_of(learner)
    return person.full_name if person else ""
