"""A lesson as the learner will see it, from what is in the editor. It touches no record."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.catalogue.admin.state import course_of
from courses.catalogue.freezing import Json, enclose, legal_review
from courses.catalogue.models import LessonPage
from courses.catalogue.passages import passages
from courses.catalogue.rendering import render_blocks, scripts_of, styles_of
from courses.files.keeping import for_preview
from courses.framing import allow_in_editor


def preview_lesson(request: HttpRequest, page: LessonPage, *, dark: bool = False) -> HttpResponse:
    body = json.loads(json.dumps(page.body.get_prep_value(), default=str))
    course = course_of(page)
    review = legal_review(page, body)
    open_law = bool(passages(body)) and not review
    context = {
        "page": page,
        "theme": "dark" if dark else "light",
        "course": course,
        "body": render_blocks(page.body, {**_enclosed(body), **review}, linked=False),
        "styles": styles_of(body),
        "scripts": scripts_of(body),
        "pilot": open_law or any(block["type"] == "practice_point" for block in body),
    }
    return allow_in_editor(render(request, "courses/blocks/preview.html", context))


def _enclosed(body: list[Json]) -> Json:
    enclosed = enclose(body)
    files = {
        block_id: {name: for_preview(one) for name, one in fields.items()}
        for block_id, fields in enclosed.get("files", {}).items()
    }
    return {**enclosed, "files": files}
