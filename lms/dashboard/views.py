"""The front page: a welcome to those who aren't signed in, and home to those who are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.api import current_versions
from lms.accounts.models import User
from lms.dashboard.doors import doors_for
from lms.dashboard.home import course_row, home_of


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        courses = [course_row(version) for version in current_versions()]
        return render(request, "dashboard/welcome.html", {"courses": courses})
    return render(
        request,
        "dashboard/home.html",
        {"home": home_of(request.user), "doors": doors_for(request.user)},
    )
