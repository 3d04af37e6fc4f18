"""A training officer moves learners in mid-course to the newest version, after seeing the plan."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import current_version
from courses.completion.moving import Plan, behind, behind_in, move_learners, plans
from lms.accounts.api import Role, role_required
from lms.accounts.models import User

PER_PAGE = 25
ICON = "arrow-right"


class MoveForm(forms.Form):
    version = forms.UUIDField(widget=forms.HiddenInput)
    learners = forms.TypedMultipleChoiceField(coerce=UUID, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept with the decision."),
    )

    def __init__(self, *args: Any, plans: list[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedMultipleChoiceField, self.fields["learners"])
        field.choices = [(str(one.enrolment.pk), str(one.enrolment.pk)) for one in plans]


@never_cache
@role_required(Role.TRAINING_OFFICER)
def courses_behind(request: HttpRequest) -> HttpResponse:
    """Courses in which learners of the own agency are not on the newest version."""
    rows = [
        {"course": course, "count": len(rows), "version": current_version(course)}
        for course, rows in behind(cast(User, request.user)).items()
    ]
    title = _("Newer versions")
    context = {
        "rows": rows,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "courses/admin/courses_behind.html", context)


@never_cache
@role_required(Role.TRAINING_OFFICER)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what would change for whom; POST moves those who are ticked."""
    course = get_object_or_404(CoursePage, pk=pk)
    to = current_version(course)
    if to is None:
        return redirect("courses-behind")
    officer = cast(User, request.user)
    shown = Paginator(behind_in(officer, course, to), PER_PAGE).get_page(request.GET.get("p"))
    planned = plans(shown.object_list, to)
    form = MoveForm(request.POST or None, plans=planned, initial={"version": to.pk})
    if request.method == "POST" and form.is_valid():
        done = _move(request, course, form)
        if done is not None:
            return done
    context = {
        "course": course,
        "version": to,
        "plans": planned,
        "page_obj": shown,
        "form": form,
        "chosen": set(form.data.getlist("learners")) if form.is_bound else set(),  # type: ignore[attr-defined]
        "header_title": _("Move learners: %(course)s") % {"course": course.title},
        "header_icon": ICON,
        "breadcrumbs_items": [
            {"url": reverse("courses-behind"), "label": _("Newer versions")},
            {"url": "", "label": course.title},
        ],
    }
    return render(request, "courses/admin/move_learners.html", context)


def _move(request: HttpRequest, course: CoursePage, form: MoveForm) -> HttpResponse | None:
    to = course.versions.filter(pk=form.cleaned_data["version"]).first()
    try:
        if to is None:
            raise ValidationError(_("That version is gone. Open the page again."))
        moves = move_learners(
            course=course,
            to=to,
            enrolment_ids=form.cleaned_data["learners"],
            by=cast(User, request.user),
            reason=form.cleaned_data["reason"],
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    said = ngettext(
        "%(count)d learner goes on with version %(version)s.",
        "%(count)d learners go on with version %(version)s.",
        len(moves),
    )
    messages.success(request, said % {"count": len(moves), "version": to.label})
    return redirect("move-learners", course.pk)
