"""The person's own page, the printed slip, and the way into Wagtail's admin."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from lms.accounts import shared_device
from lms.accounts.forms import SlipForm
from lms.accounts.models import User
from lms.accounts.roles import roles_of
from lms.accounts.slips import SlipRefused, use_slip


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """What is stored about the person, in words, and what they can do about it."""
    context = {
        "person": request.user,
        "roles": sorted(roles_of(request.user)),
        "shared": shared_device.is_shared(request),
    }
    return render(request, "accounts/me.html", context)


@sensitive_post_parameters("code", "password1", "password2")
@never_cache
def slip(request: HttpRequest) -> HttpResponse:
    """Turn a printed slip into a new password, and sign in with it."""
    if request.user.is_authenticated:
        return redirect("account_change_password")
    form = SlipForm(request.POST or None)
    if request.method == "POST":
        key = request.POST.get("service_number", "").strip().lower()[:40]
        if too_many := consume_or_429(request, action="use_slip", key=key):
            return too_many
        if form.is_valid() and (person := _with_new_password(form)):
            return _signed_in(request, person, shared=form.cleaned_data["shared"])
    return render(request, "account/slip.html", {"form": form})


def _with_new_password(form: SlipForm) -> User | None:
    data = form.cleaned_data
    try:
        return use_slip(
            service_number=data["service_number"], code=data["code"], password=data["password1"]
        )
    except SlipRefused as refusal:
        form.add_error(None, refusal)
    except ValidationError as weak:
        form.add_error("password1", weak)
    return None


def _signed_in(request: HttpRequest, person: User, *, shared: bool) -> HttpResponse:
    response = perform_login(request, Login(user=person, redirect_url=reverse("home")))
    if shared and request.user.is_authenticated:
        shared_device.share(request)
    return response


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's admin has no sign-in page of its own; whoever may not enter is told so."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"))
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return redirect("wagtailadmin_home")
