"""The invigilator's pages, for a phone in the hand: the room, and one person in it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.assessment.queries import forms_before
from courses.assessment.sittings.invigilating import (
    check_identity,
    close_sitting,
    end_for_one,
    new_code,
    note_irregularity,
    open_sitting,
)
from courses.assessment.sittings.models import Document, Fate, PaperForm, Sitting
from courses.assessment.sittings.paper import fitting, note_fate
from courses.assessment.sittings.queries import Seat, invigilated_by, label_of, seats_of
from courses.player.access import person_in
from courses.player.page import page
from courses.player.views.sittings.acting import ReasonForm, acted
from courses.player.views.sittings.plan import facts_of
from courses.player.words import moment_in_words

ROOM = "room"
NO_NAMES = gettext_lazy("It may be printed with a learner's record, so write no names.")


class NoteForm(forms.Form):
    """An irregularity."""

    whom = forms.ChoiceField(label=gettext_lazy("Whom it concerns"))
    happened_at = forms.DateTimeField(
        label=gettext_lazy("When it happened"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    done = forms.CharField(
        label=gettext_lazy("What was done about it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        kwargs["initial"] = {"happened_at": timezone.localtime().replace(second=0, microsecond=0)}
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["whom"]).choices = [
            (ROOM, _("The whole room")),
            *((str(one.invitation.pk), one.name) for one in seats if one.person is not None),
        ]


class CheckForm(forms.Form):
    document = forms.ChoiceField(
        label=gettext_lazy("What you were shown"),
        choices=Document.choices,
        widget=forms.RadioSelect,
    )


class HandOutForm(forms.Form):
    paper = forms.ChoiceField(
        label=gettext_lazy("Number of the paper you give"),
        help_text=gettext_lazy("First those with the fewest questions this person has seen."),
    )

    def __init__(self, *args: Any, papers: list[PaperForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), label_of(one)) for one in papers]
        cast(forms.ChoiceField, self.fields["paper"]).choices = choices


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """Open, read out the code, see who is there, note what goes wrong, close."""
    by = person_in(request)
    found = get_object_or_404(invigilated_by(by), pk=sitting)
    seats = seats_of(found)
    makers, doers = _acts(found, seats, request)
    made, done = acted(request, makers, doers)
    if done:
        return redirect("sitting-room", found.pk)
    names = {one.invitation.pk: one.name for one in seats}
    times = request.GET.get("times") == "1" and found.is_open
    context = {
        "sitting": found,
        **facts_of(found),
        "forms": made,
        "rows": [{"seat": one, "until": _until(one) if times else ""} for one in seats],
        "times": times,
        "code": f"{found.code[:3]} {found.code[3:]}",
        "checked": sum(one.confirmed for one in seats),
        "notes": [
            {"note": one, "whom": names.get(one.invitation_id) if one.invitation_id else ""}
            for one in found.irregularities.all()
        ],
    }
    return page(request, "courses/sittings/room.html", context)


def _acts(found: Sitting, seats: list[Seat], request: HttpRequest) -> tuple[Any, Any]:
    by = person_in(request)

    def note(data: dict[str, Any]) -> str:
        whom = {str(one.invitation.pk): one.invitation for one in seats}
        invitation = whom.get(data.pop("whom"))
        note_irregularity(sitting=found, by=by, invitation=invitation, **data)
        return _("Your note is kept.")

    def opened(_data: dict[str, Any]) -> str:
        open_sitting(sitting=found, by=by)
        return _("The sitting is open.")

    def code(_data: dict[str, Any]) -> str:
        new_code(sitting=found, by=by)
        return _("There is a new code. The old one starts nothing any more.")

    def close(_data: dict[str, Any]) -> str:
        close_sitting(sitting=found, by=by)
        return _("The sitting is closed.")

    makers: dict[str, Any] = {}
    if found.closed_at is None:
        makers |= {"open": forms.Form, "close": forms.Form}
    if found.is_open:
        makers["code"] = forms.Form
    if found.opened_at is not None:
        makers["note"] = lambda data, **more: NoteForm(data, seats=seats, **more)
    return makers, {"open": opened, "code": code, "close": close, "note": note}


def _until(seat: Seat) -> str:
    if not seat.working:
        return ""
    until = seat.may_go_on_until
    return moment_in_words(until) if until else _("until the end of the sitting, without a limit")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, sitting: UUID, invitation: UUID) -> HttpResponse:
    """One person: the identity check, a paper, until when, and an end before that."""
    by = person_in(request)
    found = get_object_or_404(invigilated_by(by), pk=sitting)
    one = next((one for one in seats_of(found) if one.invitation.pk == invitation), None)
    if one is None or one.person is None:
        raise Http404
    makers, doers = _acts_on(found, one, request)
    made, done = acted(request, makers, doers)
    if done:
        return redirect("sitting-seat", found.pk, invitation)
    context = {
        "sitting": found,
        "seat": one,
        "forms": made,
        "until": _until(one),
        "checks": one.invitation.checks.all(),
        "notes": found.irregularities.filter(invitation=one.invitation.pk),
    }
    return page(request, "courses/sittings/seat.html", context)


def _acts_on(found: Sitting, one: Seat, request: HttpRequest) -> tuple[Any, Any]:
    by, invitation = person_in(request), one.invitation
    makers: dict[str, Any] = {}

    def check(data: dict[str, Any]) -> str:
        check_identity(invitation=invitation, by=by, document=data["document"])
        return _("The check is noted. The code works for this person now.")

    def take_back(data: dict[str, Any]) -> str:
        check_identity(
            invitation=invitation, by=by, document="", confirmed=False, note=data["reason"]
        )
        return _("The check is taken back, with your reason.")

    def hand_out(data: dict[str, Any]) -> str:
        form = get_object_or_404(found.paper_forms, pk=data["paper"])
        note_fate(form=form, by=by, fate=Fate.HANDED_OUT, invitation=invitation)
        return _("Noted: this person has paper {paper}.").format(paper=label_of(form))

    def fate(value: Fate) -> Any:
        def noted(data: dict[str, Any]) -> str:
            assert one.paper is not None  # noqa: S101  its form is made with it
            note_fate(form=one.paper.form, by=by, fate=value, note=data.get("reason", ""))
            return _("It is noted.")

        return noted

    def end(data: dict[str, Any]) -> str:
        end_for_one(invitation=invitation, by=by, reason=data["reason"])
        return _("It is ended: what the server has is handed in within two minutes.")

    begun = one.attempt is not None or one.paper is not None
    if found.is_open and not one.confirmed:
        makers["check"] = CheckForm
    if found.is_open and one.confirmed and not begun:
        makers["take_back"] = _reason(_("Why the check is taken back"))
        papers = _papers_for(found, one)
        if papers:
            makers["hand_out"] = lambda data, **more: HandOutForm(data, papers=papers, **more)
    if found.is_open and one.paper is not None and one.working:
        makers["collect"] = forms.Form
        makers["spoiled"] = _reason(_("How the paper was spoiled"))
        makers["missing"] = _reason(_("How the paper went missing"))
    if found.is_open and one.attempt is not None and one.working:
        makers["end"] = _reason(_("Why it ends now, such as: left the room at 10:40"))
    doers = {
        "check": check,
        "take_back": take_back,
        "hand_out": hand_out,
        "collect": fate(Fate.COLLECTED),
        "spoiled": fate(Fate.SPOILED),
        "missing": fate(Fate.MISSING),
        "end": end,
    }
    return makers, doers


def _reason(label: str) -> Any:
    return lambda data, **more: ReasonForm(data, label=label, help_text=NO_NAMES, **more)


def _papers_for(found: Sitting, one: Seat) -> list[PaperForm]:
    """Free papers of the learner's own version."""
    enrolment = one.invitation.enrolment
    rows = found.paper_forms.select_related("sitting").filter(
        events=None, assessment__module__version=enrolment.version_id
    )
    papers = list(rows)
    return fitting(papers, forms_before(enrolment, found.module_key)) if papers else []
