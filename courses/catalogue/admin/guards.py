"""What the admin asks before it deletes or publishes: records outlive pages, law comes first."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from courses.catalogue.freezing import freeze
from courses.catalogue.models import CoursePage, LessonVersion, ModuleVersion
from courses.catalogue.services import check_publishable


def recorded(pages: Iterable[Page]) -> list[str]:
    """Titles of those pages, and of pages below them, that a published version holds."""
    found = []
    for page in pages:
        below = page.get_descendants(inclusive=True)
        keys = list(below.values_list("translation_key", flat=True))
        if (
            CoursePage.objects.filter(pk__in=below.values("pk"), versions__isnull=False).exists()
            or LessonVersion.objects.filter(key__in=keys).exists()
            or ModuleVersion.objects.filter(key__in=keys).exists()
        ):
            found.append(page.title)
    return found


def keep_recorded_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page])


def ask_before_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same questions when many pages are ticked in a list."""
    pages = [thing.specific for thing in objects if isinstance(thing, Page)]
    if action_type == "delete":
        return _refuse(request, pages)
    if action_type == "publish":
        answers = (ask_before_publishing(request, page) for page in pages)
        return next((answer for answer in answers if answer is not None), None)
    return None


def _refuse(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    titles = recorded(pages)
    if not titles:
        return None
    messages.error(
        request,
        _(
            "Learners' records rest on %(titles)s, so it stays. Unpublish it instead: the next "
            "version of the course will be without it, and nobody's record changes."
        )
        % {"titles": ", ".join(f"“{title}”" for title in titles)},
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A course that may not be published stays as it was; what was typed is kept as a draft."""
    if not isinstance(page, CoursePage):
        return None
    try:
        check_publishable(page, freeze(page))
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        messages.warning(request, _("What you changed is saved as a draft."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
