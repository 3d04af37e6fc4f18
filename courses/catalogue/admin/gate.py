"""What the editor shows and asks before something with findings is published or reviewed."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.models import Page

from courses.catalogue.gate.findings import Finding
from courses.catalogue.gate.pages import findings_of, overrides_of
from courses.catalogue.gate.services import override
from courses.catalogue.models import LessonPage, ModulePage
from courses.catalogue.refusals import GateClosed
from lms.accounts.api import Role, role_required
from lms.accounts.models import User


class OverrideForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Why it is published all the same. It is kept, and whoever audits the site reads it."
        ),
    )


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def look_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings of the saved draft, and a reason to publish in spite of them."""
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, LessonPage | ModulePage):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = cast(LessonPage | ModulePage, page.get_latest_revision_as_object())
    found = findings_of(draft)
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _override(request, draft, found, form):
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "page": page,
        "findings": found,
        "may_override": bool(found) and all(one.may_be_overridden for one in found),
        "form": form,
        "overrides": overrides_of(page),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "header_title": _("Before “%(title)s” is published") % {"title": draft.title},
        "header_icon": "circle-check",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": draft.title},
            {"url": "", "label": _("Before publishing")},
        ],
    }
    return render(request, "courses/admin/gate.html", context)


def _override(
    request: HttpRequest, page: LessonPage | ModulePage, found: list[Finding], form: Any
) -> bool:
    try:
        override(
            key=page.translation_key,
            title=page.title,
            findings=found,
            reason=form.cleaned_data["reason"],
            by=cast(User, request.user),
            kind="module" if isinstance(page, ModulePage) else "lesson",
        )
    except GateClosed as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(
        request, _("Your reason is kept. You may now publish it or send it for review.")
    )
    return True


def show_findings(request: HttpRequest, page: LessonPage) -> HttpResponse | None:
    """Before publishing: to the findings, if there are any. What was typed is kept as a draft."""
    found = findings_of(page)
    if not found:
        return None
    messages.warning(
        request,
        _("“%(title)s” is kept as a draft: some people could not use it as it is.")
        % {"title": page.title},
    )
    return redirect("lesson-gate", page.pk)


def hold_back_from_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Reviewers get lessons that may be published: a review of another one does not begin."""
    if not isinstance(page, LessonPage) or "action-submit" not in request.POST:
        return None
    draft = cast(LessonPage, page.get_latest_revision_as_object())
    answer = show_findings(request, draft)
    state = page.current_workflow_state
    if answer is not None and state is not None:
        state.cancel(user=request.user)
    return answer
