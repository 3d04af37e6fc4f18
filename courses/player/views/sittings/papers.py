"""Numbered papers of a sitting: print, account for each, key twice, settle what differs."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.models import Attempt
from courses.assessment.sittings.files import files_of
from courses.assessment.sittings.keying import (
    Unreadable,
    differences_of,
    key_paper,
    read_keyed,
    settle,
)
from courses.assessment.sittings.models import Fate, KeyedEntry, PaperForm, Sitting
from courses.assessment.sittings.paper import (
    MOST_AT_ONCE,
    draw_papers,
    give_file,
    leave_unused,
    make_files,
    note_fate,
    why_not_on_paper,
)
from courses.assessment.sittings.queries import (
    Paper,
    invigilated_by,
    label_of,
    papers_of,
    scheduled_for,
    seats_of,
)
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from courses.catalogue.models import AssessmentVersion
from courses.completion.services import complete_if_ready
from courses.player.access import person_in
from courses.player.answered import as_answered
from courses.player.page import page
from courses.player.paper_forms import file_name, keyable, questions_of
from courses.player.questions import assets_of
from courses.player.views.sittings.acting import acted
from courses.player.views.sittings.plan import facts_of
from lms.accounts.models import User


class DrawForm(forms.Form):
    count = forms.IntegerField(
        label=gettext_lazy("How many numbered papers"), min_value=1, max_value=MOST_AT_ONCE
    )
    assessment = forms.ModelChoiceField(
        AssessmentVersion.objects.none(),
        label=gettext_lazy("For learners who follow"),
        empty_label=None,
    )

    def __init__(self, *args: Any, assessments: QuerySet[AssessmentVersion], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = cast(forms.ModelChoiceField, self.fields["assessment"])
        field.queryset = assessments
        field.label_from_instance = _version_words  # type: ignore[assignment,method-assign]


def _version_words(assessment: AssessmentVersion) -> str:
    return _("version {label}").format(label=assessment.module.version.label)


class FateForm(forms.Form):
    paper = forms.ChoiceField(label=gettext_lazy("Paper"))
    fate = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[one for one in Fate.choices if one[0] != Fate.HANDED_OUT],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=gettext_lazy("Needed where it was spoiled or is missing."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, rows: list[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.form.pk), f"{one.label}: {one.fate_words}") for one in rows]
        cast(forms.ChoiceField, self.fields["paper"]).choices = choices


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """Every number and where it is."""
    by, found = person_in(request), _sitting(request, sitting)
    rows = papers_of(found)
    assessments = _assessments(found)
    standings = files_of(found)
    makers, doers = _acts(found, by, rows, assessments)
    if any(one.failed for one in standings) or len(rows) > sum(one.count for one in standings):
        makers["make"] = forms.Form
    made, done = acted(request, makers, doers)
    if done:
        return redirect("sitting-papers", found.pk)
    names = {one.invitation.pk: one.name for one in seats_of(found, rows)}
    context = {
        "sitting": found,
        **facts_of(found),
        "rows": [
            {"paper": one, "whom": names.get(one.invitation_id) if one.invitation_id else ""}
            for one in rows
        ],
        "forms": made,
        "files": standings,
        "making": any(not one.file.name and not one.failed for one in standings),
        "why_not": [gap for one in assessments for gap in why_not_on_paper(one)],
        "at_large": sum(one.fate in (None, Fate.HANDED_OUT) for one in rows),
        "invigilates": invigilated_by(by).filter(pk=found.pk).exists(),
    }
    return page(request, "courses/sittings/papers.html", context)


def _acts(
    found: Sitting, by: User, rows: list[Paper], assessments: QuerySet[AssessmentVersion]
) -> tuple[Any, Any]:
    def draw(data: dict[str, Any]) -> str:
        drawn = draw_papers(sitting=found, by=by, **data)
        return _("{n} papers are drawn. Their PDF is being made.").format(n=len(drawn))

    def make(_data: dict[str, Any]) -> str:
        make_files(sitting=found, by=by)
        return _("The PDF is being made. It is here in a minute or two.")

    def fate(data: dict[str, Any]) -> str:
        form = get_object_or_404(found.paper_forms, pk=data["paper"])
        note_fate(form=form, by=by, fate=data["fate"], note=data["note"])
        return _("It is noted.")

    def unused(_data: dict[str, Any]) -> str:
        count = leave_unused(sitting=found, by=by)
        return _("Noted as unused: {n}.").format(n=count)

    makers: dict[str, Any] = {}
    if found.closed_at is None:
        makers["draw"] = lambda data, **more: DrawForm(data, assessments=assessments, **more)
    if found.is_open and rows:
        makers["unused"] = forms.Form
    if rows and (found.is_open or any(one.fate == Fate.MISSING for one in rows)):
        makers["fate"] = lambda data, **more: FateForm(data, rows=rows, **more)
    return makers, {"draw": draw, "make": make, "fate": fate, "unused": unused}


def _assessments(found: Sitting) -> QuerySet[AssessmentVersion]:
    """Those that the invited follow."""
    versions = found.invitations.values("enrolment__version")
    rows = AssessmentVersion.objects.filter(
        module__key=found.module_key, module__version__in=versions
    )
    return rows.select_related("module__version").order_by("-module__version__created_at")


@login_required
@never_cache
@require_safe
def papers_file(request: HttpRequest, sitting: UUID, first: int) -> HttpResponseBase:
    """Some papers as they were drawn. Each print stands in the audit log."""
    by, found = person_in(request), _sitting(request, sitting)
    file = give_file(sitting=found, first=first, by=by)
    if file is None:
        messages.info(request, _("This PDF isn't made yet."))
        return redirect("sitting-papers", found.pk)
    return FileResponse(
        storages["private"].open(file.name),
        content_type="application/pdf",
        filename=file_name(file),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, sitting: UUID, number: int) -> HttpResponse:
    """Key what stands on one paper; where two readings differ, settle it."""
    by, found = person_in(request), _sitting(request, sitting)
    form = get_object_or_404(
        found.paper_forms.select_related("sitting", "assessment__module__version"),
        number=number,
    )
    entries = list(form.entries.all())
    attempt = Attempt.objects.filter(paper=form).defer("items").first()
    differing = {} if attempt else {one.key: one for one in differences_of(form)}
    if request.method == "POST":
        answer = _keyed(request, form, by, list(differing))
        if answer is not None:
            return answer
    asked = questions_of(form, getattr(request, "keyed", None))
    shown = [one for one in asked if not differing or one.key in differing]
    context = {
        "sitting": found,
        "form": form,
        "label": label_of(form),
        "attempt": attempt,
        "entries": len(entries),
        "mine": any(one.keyed_by == by.learner_id for one in entries),
        "collected": form.events.filter(fate=Fate.COLLECTED).exists(),
        "closed": found.closed_at is not None,
        "differing": differing,
        "rows": [_row(request, form, one, differing) for one in shown],
        "styles": assets_of(asked)["styles"],
    }
    return page(request, "courses/sittings/paper.html", context)


def _row(request: HttpRequest, form: PaperForm, one: Any, differing: Any) -> dict[str, Any]:
    """A question with its two readings where they differ: to whoever settles them only."""
    html = one.html(_error(request, one.key))
    row: dict[str, Any] = {
        "asked": one,
        "html": keyable(html, answered=one.answer is not None),
        "blank": bool(request.POST.get(f"blank-{one.key}")),
    }
    if one.key in differing:
        found = differing[one.key]
        row["readings"] = [
            as_answered(questions_of(form, {one.key: reading})[one.number - 1].html())
            if reading
            else ""
            for reading in (found.first, found.second)
        ]
    return row


def _error(request: HttpRequest, key: str) -> str:
    where: dict[str, str] = getattr(request, "unreadable", {})
    return where.get(key, "")


def _keyed(
    request: HttpRequest, form: PaperForm, by: User, differing: list[str]
) -> HttpResponse | None:
    """Where to go when it was kept; none where the page says what is wrong."""
    keys = differing or [shown["key"] for shown in form.items]
    request.keyed = {}  # type: ignore[attr-defined]
    try:
        answers = read_keyed(form, request.POST, keys)
        request.keyed = answers  # type: ignore[attr-defined]
        if differing:
            in_hand = bool(request.POST.get("in-hand"))
            settle(form=form, by=by, answers=answers, paper_in_hand=in_hand)
        else:
            key_paper(form=form, by=by, answers=answers)
    except Unreadable as refusal:
        request.unreadable = refusal.where  # type: ignore[attr-defined]
        request.keyed = refusal.found  # type: ignore[attr-defined]
        messages.error(request, refusal.messages[0])
        return None
    except (SittingRefused, NotYours) as refusal:
        words = refusal.messages[0] if isinstance(refusal, SittingRefused) else str(refusal)
        messages.error(request, words)
        return None
    _after(request, form)
    return redirect("sitting-papers", form.sitting_id)


def _after(request: HttpRequest, form: PaperForm) -> None:
    attempt = Attempt.objects.filter(paper=form).select_related("enrolment").first()
    if attempt is not None:
        complete_if_ready(attempt.enrolment)
        messages.success(request, _("The paper is keyed and counts."))
    elif form.entries.count() == KeyedEntry.FIRST:
        messages.success(
            request, _("Kept. Somebody else keys this paper again, without seeing it.")
        )
    else:
        messages.info(request, _("Kept. The two readings differ, so somebody settles it."))


def _sitting(request: HttpRequest, pk: UUID) -> Sitting:
    """For the agency's training officers, and for whoever invigilates."""
    person = person_in(request)
    found = (
        scheduled_for(person).filter(pk=pk).first() or invigilated_by(person).filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found
