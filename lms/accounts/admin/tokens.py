"""API tokens: made, listed and revoked by administrators. A key is shown once."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from lms.accounts.admin.forms import SCOPE_LABELS, TokenForm
from lms.accounts.admin.menu import RoleMenuItem
from lms.accounts.models import ApiToken
from lms.accounts.queries import user_of
from lms.accounts.roles import Role, role_required
from lms.accounts.tokens import create_token, revoke_token


def state_of(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return _("Revoked")
    return _("Expired") if token.expires_at <= timezone.now() else _("Valid")


class TokenList(generic.IndexView):
    page_title = gettext_lazy("API tokens")
    add_item_label = gettext_lazy("Make a token")
    default_ordering = "-created_at"
    paginate_by = 30

    def get_base_queryset(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.select_related("agency")

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Name"), get_url=_revoke_url),
            Column("agency", label=_("Agency")),
            Column(
                "scopes",
                label=_("May"),
                accessor=lambda token: ", ".join(str(SCOPE_LABELS[s]) for s in token.scopes),
            ),
            Column("state", label=_("State"), accessor=state_of),
            Column("expires_at", label=_("Ends"), accessor=_last_day),
            DateColumn("last_used_at", label=_("Last used")),
        ]


def _last_day(token: ApiToken) -> str:
    return date_format(timezone.localtime(token.expires_at), "j F Y")


def _revoke_url(token: ApiToken) -> str | None:
    return None if token.revoked_at else reverse("api_tokens:revoke", args=[token.pk])


@never_cache
@role_required(Role.ADMINISTRATOR)
def add(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    context = _context(_("Make a token"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        token, raw = create_token(
            name=data["name"],
            agency=data["agency"],
            scopes=data["scopes"],
            expires_at=timezone.now() + timedelta(days=data["days"]),
            by=user_of(request),
        )
        return render(
            request, "accounts/admin/token_made.html", {**context, "token": token, "raw": raw}
        )
    return render(request, "accounts/admin/token_add.html", {**context, "form": form})


@never_cache
@role_required(Role.ADMINISTRATOR)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk)
    if request.method == "POST":
        revoke_token(token=token, by=user_of(request))
        messages.success(request, _("The token no longer works."))
        return redirect("api_tokens:index")
    context = _context(_("Revoke a token"))
    return render(request, "accounts/admin/token_revoke.html", {**context, "token": token})


def _context(title: str) -> dict[str, Any]:
    return {
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("api_tokens:index"), "label": _("API tokens")},
            {"url": "", "label": title},
        ],
    }


class TokenViewSet(ViewSet):
    icon = "key"
    menu_label = gettext_lazy("API tokens")
    add_to_settings_menu = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            model=ApiToken,
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
            roles=(Role.ADMINISTRATOR,),
            name="api-tokens",
            icon_name=self.icon,
            order=order or 700,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(TokenList), name="index"),
            path(
                "results/", self.construct_view(TokenList, results_only=True), name="index_results"
            ),
            path("add/", add, name="add"),
            path("<int:pk>/revoke/", revoke, name="revoke"),
        ]
