"""A lesson as the learner will see it, from what is in the editor. It touches no record."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.catalogue.admin.state import course_of
from courses.catalogue.freezing import enclose
from courses.catalogue.models import LessonPage
from courses.catalogue.rendering import render_blocks


def preview_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    body = page.body.get_prep_value()
    course = course_of(page)
    response = render(
        request,
        "courses/blocks/preview.html",
        {
            "page": page,
            "course": course,
            "body": render_blocks(page.body, enclose(list(body))),
            "pilot": any(block["type"] in ("legal", "practice_point") for block in body),
        },
    )
    # The editor shows it in a frame of its own.
    policy = {**settings.SECURE_CSP, "frame-ancestors": ["'self'"]}
    response["Content-Security-Policy"] = "; ".join(
        f"{name} {' '.join(values)}" for name, values in policy.items()
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
