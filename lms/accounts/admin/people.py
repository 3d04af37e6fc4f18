"""The list of people and the page of one: for administrators, and for training officers."""

from datetime import datetime
from typing import Any

import django_filters
from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from lms.accounts.admin import slips
from lms.accounts.admin.forms import PersonForm
from lms.accounts.admin.menu import RoleMenuItem
from lms.accounts.models import Agency, AgencyKind, District, User
from lms.accounts.queries import agencies_managed_by, people_managed_by, sees_name, user_of
from lms.accounts.roles import Role, has_role, roles_of
from lms.accounts.services import create_person, update_person

WITHHELD = gettext_lazy("Name kept by the judiciary")


def label_of(user: User, person: User) -> str:
    """How this person is called on pages of the admin."""
    return person.full_name if sees_name(user, person) else str(WITHHELD)


def _agencies(request: HttpRequest) -> QuerySet[Agency]:
    return agencies_managed_by(user_of(request))


class PeopleFilters(WagtailFilterSet):
    agency = django_filters.ModelChoiceFilter(label=gettext_lazy("Agency"), queryset=_agencies)
    district = django_filters.ModelChoiceFilter(
        label=gettext_lazy("District"), queryset=District.objects.all()
    )
    is_active = django_filters.BooleanFilter(label=gettext_lazy("Account open"))

    class Meta:
        model = User
        fields = ["agency", "district", "is_active"]


class PeopleList(generic.IndexView):
    page_title = gettext_lazy("People")
    add_item_label = gettext_lazy("Add a person")
    filterset_class = PeopleFilters
    default_ordering = "service_number"
    search_fields = ["service_number", "full_name"]
    paginate_by = 30

    def get_base_queryset(self) -> QuerySet[User]:
        return people_managed_by(user_of(self.request)).prefetch_related(
            Prefetch("groups", queryset=Group.objects.filter(name__in=Role.ALL))
        )

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if not self.is_searching:
            return queryset
        by_number = Q(service_number__icontains=self.search_query)
        by_name = Q(full_name__icontains=self.search_query)
        # A search must not tell a name that the list withholds.
        if not self.request.user.is_judicial:
            by_name &= ~Q(agency__kind=AgencyKind.JUDICIARY)
        return queryset.filter(by_number | by_name)

    @property
    def columns(self) -> list[Column]:
        me = self.request.user
        judicial_officer = me.is_judicial and has_role(me, Role.TRAINING_OFFICER)

        def shown(person: User) -> bool:
            return not person.is_judicial or judicial_officer or person.pk == me.pk

        def name(person: User) -> str:
            # The longest names would push the other columns out of sight; the page has them whole.
            return Truncator(person.full_name).chars(60) if shown(person) else str(WITHHELD)

        def seen(person: User) -> datetime | None:
            # When a judge was here is part of their learning: not for the own office either.
            return None if person.is_judicial and person.pk != me.pk else person.last_login

        return [
            TitleColumn(
                "service_number",
                label=_("Service number"),
                sort_key="service_number",
                get_url=self.get_edit_url,
            ),
            Column("name", label=_("Name"), accessor=name),
            Column("agency", label=_("Agency"), sort_key="agency__name"),
            Column("unit", label=_("Unit"), accessor=lambda one: one.unit if shown(one) else ""),
            Column(
                "roles",
                label=_("Roles"),
                accessor=lambda person: ", ".join(group.name for group in person.groups.all()),
            ),
            BooleanColumn("is_active", label=_("Open"), sort_key="is_active"),
            # Not to sort by: an order would tell what is left empty.
            DateColumn("last_login", label=_("Last signed in"), accessor=seen),
        ]


class PersonPage:
    """Shared by adding and editing: the form knows who fills it in."""

    model = User
    form_class = PersonForm
    form: PersonForm
    request: HttpRequest

    def get_form_class(self) -> type[PersonForm]:
        return PersonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc]

    def roles(self) -> list[str]:
        return self.form.cleaned_data.get("roles", [])


class AddPerson(PersonPage, generic.CreateView):
    page_title = gettext_lazy("Add a person")
    page_subtitle = gettext_lazy("A new person")
    success_message = gettext_lazy(
        "The account is made. Print a one-time slip, so that the person can choose a password."
    )

    def save_instance(self) -> User:
        return create_person(
            person=self.form.save(commit=False), roles=self.roles(), by=user_of(self.request)
        )

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class EditPerson(PersonPage, generic.EditView):
    success_message = gettext_lazy("The changes are saved.")
    context_object_name = "person"

    def get_queryset(self) -> QuerySet[User]:
        return people_managed_by(user_of(self.request))

    def save_instance(self) -> User:
        return update_person(
            person=self.form.save(commit=False),
            roles=self.form.cleaned_data.get("roles", roles_of(self.form.instance)),
            by=user_of(self.request),
            changed=self.form.changed_data,
        )

    def get_page_subtitle(self) -> str:
        name = Truncator(label_of(user_of(self.request), self.object)).chars(40)
        return f"{self.object.service_number}, {name}"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if self.object.pk == self.request.user.pk or not self.object.is_active:
            return []
        return [
            HeaderButton(
                _("Print a one-time slip"),
                url=reverse("wagtailusers_users:slip", args=[self.object.pk]),
                icon_name="key",
            )
        ]

    def get_last_updated_info(self) -> None:
        """Changes stand in the audit log, by keys; Wagtail's own log would keep names."""

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []

    can_delete = False


class PeopleViewSet(ViewSet):
    """Stands at Wagtail's own address for users, so its links lead here."""

    icon = "user"
    menu_label = gettext_lazy("People")
    menu_order = 250
    add_to_admin_menu = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            model=User,
            header_icon=self.icon,
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            add_url_name=self.get_url_name("add"),
            edit_url_name=self.get_url_name("edit"),
            **kwargs,
        )

    def get_menu_item(self, order: int | None = None) -> RoleMenuItem:
        return RoleMenuItem(
            self.menu_label,
            reverse(self.get_url_name("index")),
            roles=(Role.ADMINISTRATOR, Role.TRAINING_OFFICER),
            name="people",
            icon_name=self.icon,
            order=order or self.menu_order,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(PeopleList), name="index"),
            path(
                "results/", self.construct_view(PeopleList, results_only=True), name="index_results"
            ),
            path("add/", self.construct_view(AddPerson), name="add"),
            path("edit/<int:pk>/", self.construct_view(EditPerson), name="edit"),
            path("<int:pk>/slip/", slips.print_slip, name="slip"),
        ]
