"""Messages that wait to be printed or handed over, for training officers."""

from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from lms.accounts.api import Role, RoleMenuItem, role_required, user_of
from lms.notices.models import Notice
from lms.notices.queries import to_collect
from lms.notices.services import hand_over

officers = role_required(Role.TRAINING_OFFICER, Role.ADMINISTRATOR)


@never_cache
@require_safe
@officers
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(to_collect(user_of(request)), 50).get_page(request.GET.get("p"))
    title = _("To print or collect")
    context = {
        "page": page,
        "header_title": title,
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "notices/admin/to_collect.html", context)


@never_cache
@require_safe
@officers
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page to print. A confidential message has none: its person reads it under Me."""
    return render(request, "notices/print.html", {"notice": _printable(request, pk)})


@never_cache
@require_safe
@officers
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    notice = get_object_or_404(_open(request).exclude(attachment=""), pk=pk)
    return FileResponse(storages["private"].open(notice.attachment), as_attachment=True)


@require_POST
@officers
def collected(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over(notice=get_object_or_404(to_collect(user_of(request)), pk=pk), by=user_of(request))
    messages.success(request, _("Marked as handed over."))
    return redirect("to_collect:index")


def _open(request: HttpRequest) -> QuerySet[Notice]:
    return to_collect(user_of(request)).filter(confidential=False)


def _printable(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(_open(request), pk=pk)


class ToCollectViewSet(ViewSet):
    icon = "mail"
    menu_label = gettext_lazy("To print or collect")
    add_to_admin_menu = True

    def get_menu_item(self, order: int | None = None) -> RoleMenuItem:
        return RoleMenuItem(
            self.menu_label,
            reverse(self.get_url_name("index")),
            roles=(Role.TRAINING_OFFICER, Role.ADMINISTRATOR),
            name="to-collect",
            icon_name=self.icon,
            order=order or 255,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", index, name="index"),
            path("<int:pk>/", show, name="show"),
            path("<int:pk>/attachment/", attachment, name="attachment"),
            path("<int:pk>/collected/", collected, name="collected"),
        ]
