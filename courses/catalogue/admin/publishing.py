"""Publishing a course's next version: a small correction, or a new version, and why."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from courses.catalogue.changes import changes_since
from courses.catalogue.corrections import why_not_small
from courses.catalogue.freezing import freeze
from courses.catalogue.models import CoursePage
from courses.catalogue.queries import current_version
from courses.catalogue.services import publish_version
from courses.catalogue.signals import versions_held
from lms.accounts.models import User

SMALL, NEW = "small", "new"
AS_NEW = (NEW, gettext_lazy("A new version: learners in mid-course stay on the one they began"))


class PublishForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        widget=forms.RadioSelect,
        choices=[
            (SMALL, gettext_lazy("A small correction: learners in mid-course go on with it")),
            AS_NEW,
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("What changed, and why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("It stands in the list of versions and in the audit log."),
    )

    def __init__(self, *args: Any, larger: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if larger:
            kind = cast(forms.ChoiceField, self.fields["kind"])
            kind.choices = [AS_NEW]
            kind.initial = NEW


@never_cache
def publish_course(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the draft as it was last saved. Nothing is published before the form is sent."""
    course = get_object_or_404(CoursePage, pk=pk)
    if not course.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    draft = course.get_latest_revision_as_object()
    latest, frozen = current_version(course), freeze(draft)
    if latest is None:
        return redirect("wagtailadmin_pages:edit", course.pk)
    larger = why_not_small(latest, frozen)
    form = PublishForm(request.POST or None, larger=larger)
    if request.method == "POST" and form.is_valid():
        done = _publish(request, course, form)
        if done is not None:
            return done
    context = {
        "course": course,
        "form": form,
        "version": latest,
        "larger": larger,
        "changes": changes_since(latest, frozen),
        "next_small": f"{latest.number}.{latest.correction + 1}",
        "next_new": latest.number + 1,
        "header_title": _("Publish %(course)s") % {"course": course.title},
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[course.pk]), "label": course.title},
            {"url": "", "label": _("Publish")},
        ],
    }
    return render(request, "courses/admin/publish.html", context)


def _publish(request: HttpRequest, course: CoursePage, form: PublishForm) -> HttpResponse | None:
    """The page and its version together, or neither."""
    user = cast(User, request.user)
    revision = course.get_latest_revision()
    try:
        with transaction.atomic(), versions_held():
            if revision is not None:
                revision.publish(user=user)
            version = publish_version(
                course,
                by=user,
                reason=form.cleaned_data["reason"],
                small=form.cleaned_data["kind"] == SMALL,
            )
    except ValidationError as refusal:
        for message in refusal.messages:
            form.add_error(None, message)
        return None
    messages.success(
        request,
        _("“%(course)s” is published as version %(version)s.")
        % {"course": course.title, "version": version.label},
    )
    return redirect("wagtailadmin_pages:edit", course.pk)
