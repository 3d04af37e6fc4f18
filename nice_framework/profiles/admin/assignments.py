"""Who holds which role: listed, given and ended by training officers for their own people.

People of the judiciary appear here for nobody: neither in the list nor as somebody to choose.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput

from lms.accounts.api import Role, RoleMenuItem, people_managed_by, role_required
from nice_framework.framework.models import WorkRole
from nice_framework.framework.permissions import ReadOnly
from nice_framework.framework.queries import latest_release
from nice_framework.profiles.models import NationalProfile, ProfileStatus, RoleAssignment
from nice_framework.profiles.queries import not_judges, without_judges
from nice_framework.profiles.services import assign_role, end_assignment

ROLES = (Role.TRAINING_OFFICER, Role.ADMINISTRATOR)


def assignments_for(user: Any) -> QuerySet[RoleAssignment]:
    """The assignments that this training officer or administrator looks after."""
    rows = RoleAssignment.objects.filter(learner__person__in=people_managed_by(user))
    return without_judges(rows).select_related("learner__person__agency", "work_role", "profile")


class AssignmentPolicy(ReadOnly):
    def __init__(self, model: Any) -> None:
        super().__init__(model, ROLES)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        return assignments_for(user) if "view" in actions else RoleAssignment.objects.none()


class AssignmentForm(forms.Form):
    """Names the person by service number: that is what a training officer has on paper."""

    service_number = forms.CharField(label=gettext_lazy("Service number"), max_length=40)
    work_role = forms.ModelChoiceField(
        label=gettext_lazy("NICE work role"), queryset=WorkRole.objects.none(), required=False
    )
    profile = forms.ModelChoiceField(
        label=gettext_lazy("Or national profile"),
        queryset=NationalProfile.objects.filter(status=ProfileStatus.CURRENT),
        required=False,
    )
    is_primary = forms.BooleanField(
        label=gettext_lazy("Primary role"),
        initial=True,
        required=False,
        help_text=gettext_lazy("A person has one. Giving a new one ends the one before."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From"), initial=timezone.localdate, widget=AdminDateInput
    )
    ends_on = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("The last day. Leave empty while the role is held."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        roles = self.fields["work_role"]
        assert isinstance(roles, forms.ModelChoiceField)  # noqa: S101, told to the type checker
        roles.queryset = WorkRole.objects.filter(release=latest_release())

    def clean_service_number(self) -> Any:
        typed = self.cleaned_data["service_number"].strip()
        people = not_judges(people_managed_by(self.user))
        person = people.filter(service_number__iexact=typed).first()
        if person is None:
            raise ValidationError(_("Nobody in your agency has this service number."))
        return person

    def save(self) -> RoleAssignment:
        values = dict(self.cleaned_data)
        person = values.pop("service_number")
        return assign_role(learner=person.learner, by=self.user, **values)


class EndForm(forms.Form):
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), initial=timezone.localdate, widget=AdminDateInput
    )


class AssignmentList(generic.IndexView):
    page_title = gettext_lazy("Who holds which role")
    add_item_label = gettext_lazy("Give a role")
    default_ordering = "-starts_on"
    paginate_by = 30
    search_fields = ("learner__person__full_name", "learner__person__service_number")

    def get_base_queryset(self) -> QuerySet[RoleAssignment]:
        return assignments_for(self.request.user)

    def user_has_permission(self, permission: str) -> bool:
        # The page offers giving a role; the view that does it asks for the role by itself.
        return permission in ("add", "view")

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "person",
                label=_("Person"),
                accessor="learner.person.full_name",
                get_url=lambda row: reverse("role_assignments:end", args=[row.pk]),
            ),
            Column("number", label=_("Service number"), accessor="learner.person.service_number"),
            Column("agency", label=_("Agency"), accessor="learner.person.agency"),
            Column("role", label=_("Role"), accessor=lambda row: row.work_role or row.profile),
            Column("kind", label=_("Kind"), accessor=_kind),
            Column("starts_on", label=_("From"), sort_key="starts_on"),
            Column("ends_on", label=_("To"), sort_key="ends_on"),
        ]


def _kind(row: RoleAssignment) -> str:
    return _("Primary") if row.is_primary else _("Secondary")


@never_cache
@role_required(*ROLES)
def add(request: HttpRequest) -> HttpResponse:
    form = AssignmentForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The role is given."))
            return redirect("role_assignments:index")
    return _form_page(request, form, _("Give a role"), _("Give the role"))


@never_cache
@role_required(*ROLES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(assignments_for(request.user), pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_assignment(
                assignment=assignment, ends_on=form.cleaned_data["ends_on"], by=request.user
            )
        except ValidationError as refusal:
            form.add_error("ends_on", refusal)
        else:
            messages.success(request, _("The last day is noted."))
            return redirect("role_assignments:index")
    return _form_page(request, form, _("End a role"), _("Note the last day"), assignment)


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    button: str,
    assignment: RoleAssignment | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "assignment": assignment,
        "button": button,
        "media": form.media,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("role_assignments:index"), "label": _("Who holds which role")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "nice_framework/admin/assignment_form.html", context)


class AssignmentViewSet(ViewSet):
    name = "role_assignments"
    url_prefix = "role-assignments"
    icon = "user"
    menu_label = gettext_lazy("Who holds which role")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            model=RoleAssignment,
            header_icon=self.icon,
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            add_url_name=self.get_url_name("add"),
            **kwargs,
        )

    def get_menu_item(self, order: int | None = None) -> RoleMenuItem:
        return RoleMenuItem(
            self.menu_label,
            reverse(self.get_url_name("index")),
            roles=ROLES,
            name="role-assignments",
            icon_name=self.icon,
            order=order or 10,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        listing = self.construct_view(AssignmentList)
        results = self.construct_view(AssignmentList, results_only=True)
        return [
            path("", listing, name="index"),
            path("results/", results, name="index_results"),
            path("add/", add, name="add"),
            path("<int:pk>/end/", end, name="end"),
        ]
