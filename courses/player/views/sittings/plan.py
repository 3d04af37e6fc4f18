"""Sittings for those who plan them: the list, a new one, and one with all that was noted in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.sittings.holding import decide_hold
from courses.assessment.sittings.models import Invitation, Sitting
from courses.assessment.sittings.queries import (
    Seat,
    add_results,
    invigilated_by,
    invitations_of,
    scheduled_for,
    seats_of,
)
from courses.assessment.sittings.refusals import SittingRefused
from courses.assessment.sittings.scheduling import (
    call_off,
    change,
    invite,
    schedule,
)
from courses.player.access import learner_in, person_in
from courses.player.page import page
from courses.player.views.sittings.acting import ReasonForm, acted
from courses.player.views.sittings.forms import ChangeForm, HoldForm, InviteForm, NewForm
from courses.player.words import moment_in_words
from lms.accounts.api import Role, has_role, role_required
from lms.accounts.models import User

MOST = 100  # of a list, the newest first


@login_required
@never_cache
@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """What I plan, what I invigilate, what I am invited to."""
    person = person_in(request)
    context = {
        "may_plan": has_role(person, Role.TRAINING_OFFICER) and not person.is_judicial,
        "lists": [
            one
            for one in (
                _list(
                    _("You are invited to"),
                    [row.sitting for row in invitations_of(learner_in(request))[:MOST]],
                    "sitting-start",
                ),
                _list(
                    _("You invigilate"),
                    invigilated_by(person).order_by("-starts_at")[:MOST],
                    "sitting-room",
                ),
                _list(
                    _("Of your agency"),
                    scheduled_for(person).order_by("-starts_at")[:MOST],
                    "sitting",
                ),
            )
            if one["rows"]
        ],
    }
    return page(request, "courses/sittings/list.html", context)


def _list(title: str, rows: Any, name: str) -> dict[str, Any]:
    return {
        "title": title,
        "rows": [
            {"sitting": one, "url": reverse(name, args=[one.pk]), **facts_of(one)} for one in rows
        ],
    }


def facts_of(sitting: Sitting) -> dict[str, Any]:
    """When it is, and how far."""
    if sitting.called_off:
        state, words = "unknown", _("Called off")
    elif sitting.closed_at is not None:
        state, words = "done", _("Closed")
    elif sitting.is_open:
        state, words = "in-progress", _("Open")
    else:
        state, words = "not-started", _("Planned")
    return {"when": moment_in_words(sitting.starts_at), "state": state, "state_words": words}


@role_required(Role.TRAINING_OFFICER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_new(request: HttpRequest) -> HttpResponse:
    form, by = NewForm(request.POST or None), person_in(request)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        module = form.modules[values.pop("module")]
        try:
            made = schedule(module=module, by=by, **values)
        except SittingRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The sitting is planned, and everybody invited is told."))
            return redirect("sitting", made.pk)
    return page(request, "courses/sittings/new.html", {"form": form})


@role_required(Role.TRAINING_OFFICER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """Everything about one sitting of the agency."""
    by = person_in(request)
    found = get_object_or_404(scheduled_for(by), pk=sitting)
    seats = seats_of(found)
    made, done = acted(request, _makers(found, seats), _doers(found, by))
    if done:
        return redirect("sitting", found.pk)
    add_results(seats)
    names = {one.invitation.pk: one.name for one in seats}
    notes = found.irregularities.all()
    context = {
        "sitting": found,
        **facts_of(found),
        "seats": seats,
        "forms": made,
        "invigilator": _invigilator(found),
        "notes": [
            {"note": one, "whom": names.get(one.invitation_id) if one.invitation_id else ""}
            for one in notes
        ],
        "running": found.opened_at is not None,
    }
    return page(request, "courses/sittings/sitting.html", context)


def _invigilator(sitting: Sitting) -> User | None:
    person = User.objects.filter(learner=sitting.invigilator_id).first()
    known = person is not None and invigilated_by(person).filter(pk=sitting.pk).exists()
    return person if known else None


def _makers(sitting: Sitting, seats: list[Seat]) -> dict[str, Any]:
    makers: dict[str, Any] = {}
    if sitting.closed_at is None:
        makers["invite"] = InviteForm
    if sitting.closed_at is None and sitting.opened_at is None:
        local = timezone.localtime(sitting.starts_at)
        invigilator = _invigilator(sitting)
        initial = {
            "day": local.date(),
            "time": local.time(),
            "room": sitting.room,
            "invigilator": invigilator.service_number if invigilator else "",
        }
        makers["change"] = lambda data, **more: ChangeForm(data, initial=initial, **more)
        makers["call_off"] = lambda data, **more: ReasonForm(
            data, label=_("Why it does not take place"), **more
        )
    if sitting.irregularities.exists():
        makers["hold"] = lambda data, **more: HoldForm(data, sitting=sitting, seats=seats, **more)
    return makers


def _doers(sitting: Sitting, by: User) -> dict[str, Any]:
    def more(data: dict[str, Any]) -> str:
        invite(sitting=sitting, by=by, learners=data["learners"])
        return _("Everybody invited is told.")

    def move(data: dict[str, Any]) -> str:
        change(sitting=sitting, by=by, **data)
        return _("It is changed, and everybody invited is told.")

    def off(data: dict[str, Any]) -> str:
        call_off(sitting=sitting, by=by, reason=data["reason"])
        return _("It is called off, and everybody invited is told.")

    def hold(data: dict[str, Any]) -> str:
        invitation = get_object_or_404(
            Invitation.objects.select_related("enrolment__learner", "sitting__module"),
            pk=data.pop("invitation"),
            sitting=sitting,
        )
        decide_hold(invitation=invitation, by=by, **data)
        return _("It is decided, and the learner is told.")

    return {"invite": more, "change": move, "call_off": off, "hold": hold}
