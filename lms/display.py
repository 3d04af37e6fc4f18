"""Text size and reading width: kept on the device in a cookie, for anybody, without a script.

A shared device forgets them when the session ends (`lms.accounts.shared_device`).
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.accounts.shared_device import DISPLAY_COOKIE, is_shared

A_YEAR = 365 * 24 * 3600
TEXTS = {
    "normal": gettext_lazy("Normal text"),
    "large": gettext_lazy("Large text"),
    "larger": gettext_lazy("Very large text"),
}
WIDTHS = {
    "narrow": gettext_lazy("Short lines"),
    "normal": gettext_lazy("Normal lines"),
    "wide": gettext_lazy("Long lines"),
}


@dataclass(frozen=True)
class Display:
    """How this device shows pages. Anything the cookie says besides these values is ignored."""

    text: str = "normal"
    width: str = "normal"

    @property
    def texts(self) -> list[dict[str, object]]:
        return [{"value": v, "label": words, "on": v == self.text} for v, words in TEXTS.items()]

    @property
    def widths(self) -> list[dict[str, object]]:
        return [{"value": v, "label": words, "on": v == self.width} for v, words in WIDTHS.items()]


def display_of(request: HttpRequest) -> Display:
    text, _dot, width = request.COOKIES.get(DISPLAY_COOKIE, "").partition(".")
    return Display(text if text in TEXTS else "normal", width if width in WIDTHS else "normal")


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """The form; a POST keeps the choice on this device and goes back."""
    if request.method != "POST":
        return render(request, "display.html", {"back": _back(request, request.GET.get("next"))})
    text, width = request.POST.get("text", ""), request.POST.get("width", "")
    response = HttpResponseRedirect(_back(request, request.POST.get("next")))
    if text not in TEXTS or width not in WIDTHS:
        messages.error(request, _("Choose one of the sizes and one of the widths."))
        return response
    response.set_cookie(
        DISPLAY_COOKIE,
        f"{text}.{width}",
        max_age=None if is_shared(request) else A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    messages.success(request, _("Text size and line length are kept on this device."))
    return response


def _back(request: HttpRequest, wanted: str | None) -> str:
    """A page of this site, and of no other."""
    safe = wanted and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return str(wanted) if safe else reverse("display")
