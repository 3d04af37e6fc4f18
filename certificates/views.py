"""Pages about certificates: the holder's own, and the public check."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates import queries, services
from certificates.codes import grouped
from certificates.models import Certificate
from lms.accounts.api import learner_of

LONGEST_CODE = 80  # as typed, with spaces and dashes


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The holder's certificates. Asking for somebody else's is not possible here."""
    cards = [
        {"certificate": certificate, "standing": queries.standing_of(certificate)}
        for certificate in queries.certificates_of(learner_of(request))
    ]
    return render(request, "certificates/mine.html", {"cards": cards})


@login_required
@never_cache
@require_safe
def pdf(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponseBase:
    """The holder's PDF; for anyone else there is no such address."""
    certificate = _own(request, certificate_id)
    file = certificate.files.first()
    if file is None:
        messages.info(request, _("The PDF is being made. Try again in a minute."))
        return redirect("my-certificates")
    return FileResponse(
        storages["private"].open(file.name),
        content_type="application/pdf",
        as_attachment=True,
        filename=f"{certificate.number}.pdf",
    )


@login_required
@require_POST
def share(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """The holder shows or hides the name on the public page."""
    shared = request.POST.get("shared") == "yes"
    certificate = _own(request, certificate_id)
    services.share_name(certificate=certificate, learner=learner_of(request), shared=shared)
    messages.success(
        request,
        _("Anyone who checks this certificate now sees your name.")
        if shared
        else _("Your name is hidden from anyone who checks this certificate."),
    )
    return redirect("my-certificates")


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The public form. A code typed into it leads to the address that the QR code holds."""
    typed = request.GET.get("code", "")[:LONGEST_CODE].strip()
    if not typed:
        return render(request, "certificates/verify.html", {})
    code = queries.normalised(typed)
    if code:
        return HttpResponseRedirect(reverse("verify-code", args=[code]))
    return render(request, "certificates/verify.html", {"typed": typed, "malformed": True})


@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, expired, superseded, revoked or unknown, in one glance."""
    standing = queries.verify(code[:LONGEST_CODE])
    typed = code[:LONGEST_CODE] if standing.certificate is None else ""
    response = render(
        request,
        "certificates/verify.html",
        {
            "standing": standing,
            "typed": typed,
            "code": grouped(standing.certificate.code) if standing.certificate else "",
        },
        status=200 if standing.certificate else 404,
    )
    # Codes are secrets of a kind: keep the address out of search engines and referrers.
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _own(request: HttpRequest, certificate_id: uuid.UUID) -> Certificate:
    """The certificate if it is the signed-in person's; otherwise there is none."""
    return get_object_or_404(queries.certificates_of(learner_of(request)), pk=certificate_id)
