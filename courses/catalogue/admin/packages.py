"""Copying, exporting and importing a whole course, in the editor."""

import secrets
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses.catalogue.models import CourseIndexPage, CoursePage
from courses.catalogue.packaging.copying import CopyRefused, copy_course
from courses.catalogue.packaging.exporting import export_course
from courses.catalogue.packaging.importing import Plan, apply_course, plan_course
from courses.catalogue.packaging.refusals import PackageRefused
from lms.accounts.api import Role, role_required, user_of

MAY = (Role.AUTHOR, Role.ADMINISTRATOR)
KEPT_SECONDS = 3600
CODE = RegexValidator(r"^[A-Za-z0-9._-]+$", gettext_lazy("Letters, figures, dots, - and _ only."))


class CopyForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title of the copy"), max_length=255)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=30,
        validators=[CODE],
        help_text=gettext_lazy("Short and lasting; no other course has it."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("The last part of its web address."),
    )
    own_questions = forms.BooleanField(
        label=gettext_lazy("With its own copies of the questions"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise both courses ask the same questions of the bank, and a correction counts "
            "for both. Copies begin as drafts."
        ),
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Course package"),
        help_text=gettext_lazy("A file that “Export course” wrote on this or another site."),
    )


@never_cache
@role_required(*MAY)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(CoursePage, pk=pk)
    first = {"title": _("Copy of %(title)s") % {"title": course.title}}
    form = CopyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = copy_course(course=course, by=user_of(request), **form.cleaned_data)
        except CopyRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("This is the copy. It is a draft."))
            return redirect("wagtailadmin_pages:edit", made.pk)
    title = _("Copy %(course)s") % {"course": course.title}
    context = {"course": course, "form": form, **_head(title, "copy", course)}
    status = 422 if form.errors else 200
    return render(request, "courses/admin/packages/copy.html", context, status=status)


@never_cache
@role_required(*MAY)
def export(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(CoursePage, pk=pk)
    try:
        data = export_course(course)
    except PackageRefused as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        return redirect("wagtailadmin_pages:edit", course.pk)
    answer = HttpResponse(data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{course.slug}.course.zip"'
    return answer


@never_cache
@role_required(*MAY)
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    plan: Plan | None = None
    token = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            plan = plan_course(data=data)
        except PackageRefused as refusal:
            form.add_error("file", refusal)
        else:
            token = secrets.token_urlsafe(24)
            cache.set(_key(token), (user_of(request).pk, data), KEPT_SECONDS)
    title = _("Import a course")
    context = {"form": form, "plan": plan, "token": token, **_head(title, "upload")}
    status = 422 if form.errors else 200
    return render(request, "courses/admin/packages/import.html", context, status=status)


@never_cache
@role_required(*MAY)
def apply(request: HttpRequest, token: str) -> HttpResponse:
    kept = cache.get(_key(token))
    if request.method != "POST" or kept is None or kept[0] != user_of(request).pk:
        messages.error(
            request, _("The file is no longer kept here, and nothing was changed. Choose it again.")
        )
        return redirect("course-import")
    try:
        plan, course = apply_course(data=kept[1], by=user_of(request))
    except PackageRefused as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        return redirect("course-import")
    cache.delete(_key(token))
    if course is None:
        messages.success(request, _("The course is here already; nothing was changed."))
        return redirect("course-import")
    said = _("%(title)s was added as a draft. Publish it to offer it.")
    messages.success(request, said % {"title": plan.title})
    return redirect("wagtailadmin_pages:edit", course.pk)


def buttons(page: Page, user: Any, next_url: str = "", **kwargs: Any) -> Iterator[Button]:
    """In the menu of a course's page, and of the catalogue's, for whoever may edit it."""
    if not page.permissions_for_user(user).can_edit():
        return
    if page.specific_class is CoursePage:
        copy_url, export_url = (
            reverse(name, args=[page.pk]) for name in ("course-copy", "course-export")
        )
        yield Button(_("Copy course"), copy_url, icon_name="copy", priority=70)
        yield Button(_("Export course"), export_url, icon_name="download", priority=71)
    if page.specific_class is CourseIndexPage:
        url = reverse("course-import")
        yield Button(_("Import a course"), url, icon_name="upload", priority=70)


def _key(token: str) -> str:
    return f"course-import:{token}"


def _head(title: str, icon: str, course: CoursePage | None = None) -> dict[str, Any]:
    above = []
    if course is not None:
        url = reverse("wagtailadmin_pages:edit", args=[course.pk])
        above.append({"url": url, "label": course.title})
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*above, {"url": "", "label": title}],
    }
