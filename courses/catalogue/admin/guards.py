"""What the admin asks before it deletes or publishes: records outlive pages, law comes first."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from courses.catalogue.admin.gate import show_findings
from courses.catalogue.freezing import freeze
from courses.catalogue.models import CoursePage, LessonPage, LessonVersion, ModuleVersion
from courses.catalogue.queries import current_version
from courses.catalogue.services import check_publishable
from courses.review.models import Approval
from courses.review.queries import is_subject_approved
from lms.accounts.api import Role, has_role


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
            or Approval.objects.filter(subject__in=_subjects(below)).exists()
        ):
            found.append(page.title)
    return found


def _subjects(pages: Any) -> list[str]:
    rows = pages.values_list("translation_key", "locale__language_code")
    return [f"lesson:{key}:{language}" for key, language in rows]


def keep_recorded_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page])


def keep_recorded_snippets(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Questions and practice points that something lasting names: asked before, not failed at."""
    for instance in instances:
        try:
            Collector(using=DEFAULT_DB_ALIAS, origin=instance).collect([instance])
        except (ProtectedError, RestrictedError):
            messages.error(
                request,
                _(
                    "“%(title)s” stays: an assessment, a review or a decision rests on it. Take "
                    "it out of its assessments or unpublish it instead; nobody's record changes."
                )
                % {"title": str(instance)[:80]},
            )
            meta = instance._meta
            return redirect(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:list")
    return None


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
    if isinstance(page, LessonPage):
        return show_findings(request, page) or _ask_for_review(request, page)
    if not isinstance(page, CoursePage):
        return None
    frozen = freeze(page)
    try:
        check_publishable(page, frozen)
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        messages.warning(request, _("What you changed is saved as a draft."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    latest = current_version(page)
    if latest is not None and latest.content_hash != frozen.content_hash:
        return redirect("course-publish", page.pk)
    return None


def _ask_for_review(request: HttpRequest, page: LessonPage) -> HttpResponse | None:
    """A lesson reaches learners through its reviews. An administrator answers for the rest."""
    if has_role(request.user, Role.ADMINISTRATOR) or is_subject_approved(page):
        return None
    messages.error(
        request,
        _(
            "“%(title)s” is kept as a draft. Send it for review: it is published when another "
            "author, and a legal reviewer where it speaks of the law, have approved it."
        )
        % {"title": page.title},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def offer_review_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """An author's menu offers the review, not a publishing that would be refused."""
    page = context.get("page")
    if isinstance(page, LessonPage) and not has_role(request.user, Role.ADMINISTRATOR):
        items[:] = [item for item in items if item.name != "action-publish"]
