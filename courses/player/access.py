"""Who is learning, and in which course: asked at the start of every view of the player."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment
from courses.enrolment.queries import enrolment_in
from lms.accounts.models import Learner, User


def learner_in(request: HttpRequest) -> Learner:
    """The learner behind the signed-in person. A learner is only a key: no row needs reading."""
    return Learner(pk=person_in(request).learner_id)


def person_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  every caller requires sign-in
    return request.user


def own_enrolment(request: HttpRequest, course: str) -> Enrolment | None:
    if not request.user.is_authenticated:
        return None
    return enrolment_in(learner_id=person_in(request).learner_id, course=course)


def to_join_first(request: HttpRequest, course: str) -> HttpResponse:
    """Whoever opens a lesson without being enrolled is shown where to join."""
    messages.info(request, _("Join this course first. Then its lessons are open to you."))
    return redirect("course", course)
