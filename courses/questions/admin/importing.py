"""Importing questions: choose a file, read the account of every line, then do it."""

import secrets
from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from courses.questions.interchange.formats import FORMATS
from courses.questions.interchange.planning import Fate, Plan
from courses.questions.interchange.refusals import FileRefused
from courses.questions.interchange.services import apply_import, plan_import
from courses.questions.models import QuestionImport
from courses.questions.queries import author_names
from lms.accounts.api import Role, role_required, user_of

KEPT_SECONDS = 3600
MAY = (Role.AUTHOR, Role.ADMINISTRATOR)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("GIFT, Aiken, Moodle XML, or QTI 2.1 as XML or ZIP; up to 5 MB."),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[
            ("", gettext_lazy("Tell it by the file")),
            *((one.key, one.label) for one in FORMATS),
        ],
        help_text=gettext_lazy("Choose one if the file is taken for something else."),
    )


@never_cache
@role_required(*MAY)
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        chosen = form.cleaned_data["format"]
        try:
            plan = plan_import(data=(data := file.read()), form=chosen)
        except FileRefused as refusal:
            form.add_error("file", refusal)
        else:
            token = secrets.token_urlsafe(24)
            kept = (user_of(request).pk, file.name, chosen, data)
            cache.set(_key(token), kept, KEPT_SECONDS)
            return _preview(request, plan, file.name, token)
    context = {
        "form": form,
        "imports": QuestionImport.objects.defer("account")[:20],
        **_head(_("Import questions"), []),
    }
    return render(
        request,
        "courses/admin/questions/import.html",
        context,
        status=422 if form.errors else 200,
    )


@never_cache
@role_required(*MAY)
def apply(request: HttpRequest, token: str) -> HttpResponse:
    """Does what the preview showed; if the bank changed meanwhile, shows what it would do now."""
    kept = cache.get(_key(token))
    if request.method != "POST" or kept is None or kept[0] != user_of(request).pk:
        messages.error(
            request, _("The file is no longer kept here, and nothing was changed. Choose it again.")
        )
        return redirect("question-import")
    _owner, name, chosen, data = kept
    plan = plan_import(data=data, form=chosen)
    if plan.mark != request.POST.get("mark"):
        messages.warning(request, _("The bank changed meanwhile. This is what would happen now."))
        return _preview(request, plan, name, token)
    plan, record = apply_import(data=data, file_name=name, form=chosen, by=user_of(request))
    cache.delete(_key(token))
    if record is None:
        messages.success(request, _("Everything was here already; nothing was changed."))
        return redirect("question-import")
    messages.success(
        request,
        ngettext("%(n)s question was added.", "%(n)s questions were added.", record.added)
        % {"n": record.added},
    )
    return redirect("question-import-account", record.pk)


@never_cache
@role_required(*MAY)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import took and what not, as it was said then."""
    record = get_object_or_404(QuestionImport, pk=pk)
    names = author_names([record.imported_by], user_of(request))
    context = {
        "record": record,
        "lines": record.account,
        "by": names.get(record.imported_by, "") if record.imported_by else "",
        **_head(record.file_name, [(reverse("question-import"), _("Import questions"))]),
    }
    return render(request, "courses/admin/questions/account.html", context)


def _preview(request: HttpRequest, plan: Plan, name: str, token: str) -> HttpResponse:
    context = {
        "plan": plan,
        "lines": [line.as_json() for line in plan.lines],
        "counts": {fate.value: plan.count(fate) for fate in Fate},
        "format": next(one.label for one in FORMATS if one.key == plan.format),
        "file_name": name,
        "token": token,
        **_head(
            _("What importing %(file)s would do") % {"file": name},
            [(reverse("question-import"), _("Import questions"))],
        ),
    }
    return render(request, "courses/admin/questions/preview.html", context)


def _key(token: str) -> str:
    return f"question-import:{token}"


def _head(title: str, above: list[tuple[str, Any]]) -> dict[str, Any]:
    bank = (reverse("wagtailsnippets_courses_question:list"), _("Questions"))
    return {
        "header_title": title,
        "header_icon": "upload",
        "breadcrumbs_items": [
            *({"url": url, "label": label} for url, label in [bank, *above]),
            {"url": "", "label": title},
        ],
    }
