"""Ends idle sessions on shared computers, and makes browsers forget on signing out."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_out
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from lms.accounts import shared_device

FORGET = '"cache", "storage"'


@receiver(user_logged_out, dispatch_uid="forget_on_sign_out")
def note_sign_out(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]
        request.was_shared = shared_device.is_shared(request)  # type: ignore[attr-defined]


class SignedInDevice:
    """Stands after Django's messages: what it says about an ended session is a message."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._ended(request) or self.get_response(request)
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = FORGET
            if getattr(request, "was_shared", False):
                response.delete_cookie(shared_device.DISPLAY_COOKIE)
        if self._signed_in(request):
            self._keep_from_caches(request, response)
        return response

    def _ended(self, request: HttpRequest) -> HttpResponse | None:
        if not self._signed_in(request) or not shared_device.is_shared(request):
            return None
        if not shared_device.is_idle(request):
            shared_device.touch(request)
            return None
        logout(request)
        ended = _("Ten minutes went by without you, so this session ended. Sign in to go on.")
        if "json" in request.headers.get("Accept", "") or (request.content_type or "").endswith(
            "json"
        ):
            return JsonResponse({"error": ended}, status=401)
        messages.info(request, ended)
        # What was posted is gone with the session; its address may not be one to look at.
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        return redirect_to_login(back)

    def _signed_in(self, request: HttpRequest) -> bool:
        # Without a session cookie nobody is signed in, and a public page stays one for all.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        return has_session and request.user.is_authenticated

    def _keep_from_caches(self, request: HttpRequest, response: HttpResponse) -> None:
        if shared_device.is_shared(request):
            del response["Cache-Control"]
            add_never_cache_headers(response)
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
