"""The audit log, to read."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from lms.accounts.admin.menu import RoleMenuItem
from lms.accounts.models import AuditEntry
from lms.accounts.roles import Role


class AuditLog(generic.IndexView):
    page_title = gettext_lazy("Audit log")
    default_ordering = "-at"
    search_fields = ["action", "subject"]
    list_filter = ["action", "at"]
    paginate_by = 50

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.all()

    @property
    def columns(self) -> list[Column]:
        return [
            Column("at", label=_("When"), sort_key="at", accessor=_when),
            Column("action", label=_("What"), sort_key="action"),
            Column("subject", label=_("On what")),
            Column("actor", label=_("By (key of the person)")),
            Column("detail", label=_("More"), accessor=_details),
        ]


def _when(entry: AuditEntry) -> str:
    return date_format(timezone.localtime(entry.at), "j F Y, H:i:s")


def _details(entry: AuditEntry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in entry.detail.items())


class AuditViewSet(ViewSet):
    icon = "history"
    menu_label = gettext_lazy("Audit log")
    add_to_settings_menu = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            model=AuditEntry,
            header_icon=self.icon,
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            **kwargs,
        )

    def get_menu_item(self, order: int | None = None) -> RoleMenuItem:
        return RoleMenuItem(
            self.menu_label,
            reverse(self.get_url_name("index")),
            roles=(Role.ADMINISTRATOR,),
            name="audit-log",
            icon_name=self.icon,
            order=order or 710,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(AuditLog), name="index"),
            path(
                "results/", self.construct_view(AuditLog, results_only=True), name="index_results"
            ),
        ]
