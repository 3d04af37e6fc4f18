"""A training officer plans a sitting, invites learners to it, moves it or calls it off."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.assessment.models import AssessmentWindow
from courses.assessment.queries import states_of
from courses.assessment.sittings.models import Invitation, Sitting
from courses.assessment.sittings.queries import INVIGILATED, grade_of, scheduled_for
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from courses.catalogue.models import ModuleVersion
from courses.catalogue.queries import current_versions
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import agency_and_units, visible_to_officers
from lms.accounts.api import Role, audit, has_role
from lms.accounts.models import District, User
from lms.notices.api import notify

MOST_INVITED = 200
FURTHEST = timedelta(days=366)
SEPARATORS = re.compile(r"[\s,;]+")


def schedulable() -> list[ModuleVersion]:
    """Modules with an assessment, of every course as published now."""
    versions = [one.pk for one in current_versions()]
    rows = ModuleVersion.objects.filter(version__in=versions, assessments__isnull=False)
    return list(rows.select_related("version").distinct().order_by("version__title", "position"))


def schedule(
    *,
    module: ModuleVersion,
    by: User,
    room: str,
    starts_at: datetime,
    district: District | None,
    invigilator: str,
    learners: str,
) -> Sitting:
    """Plan a sitting. `invigilator` and `learners` are service numbers, these one a line.

    Refuses with a sentence for each thing that can't be; then nothing is written.
    """
    if by.agency is None or by.is_judicial or not has_role(by, Role.TRAINING_OFFICER):
        raise NotYours(_("Only a training officer schedules a sitting."))
    person = _invigilator(by, invigilator)
    found, unasked = _invited(by, module, person, learners)
    if not found and not unasked:
        unasked = [_("Invite somebody.")]
    refused = {**_refused_place(module, person, room, starts_at), "learners": unasked}
    if person is None or any(refused.values()):
        raise SittingRefused({name: said for name, said in refused.items() if said})
    with transaction.atomic():
        sitting = Sitting.objects.create(
            module=module,
            module_key=module.key,
            agency=by.agency,
            district=district,
            room=_plain(room),
            starts_at=starts_at,
            invigilator=person.learner,
            scheduled_by=by.learner_id,
        )
        _invite(sitting, found, by)
        audit(
            actor=by, action="sitting-scheduled", subject=f"sitting:{sitting.pk}",
            module=str(module.key), invited=len(found),
        )  # fmt: skip
    return sitting


def invite(*, sitting: Sitting, by: User, learners: str) -> list[Invitation]:
    """Invite more people, until it is closed. Who is invited already stays so."""
    with transaction.atomic():
        sitting = _own(sitting, by)
        person = User.objects.filter(learner=sitting.invigilator_id).first()
        found, refused = _invited(by, sitting.module, person, learners)
        known = set(sitting.invitations.values_list("enrolment_id", flat=True))
        if len(known) + len(found) > MOST_INVITED:
            refused.append(_too_many())
        if refused:
            raise SittingRefused({"learners": refused})
        fresh = [one for one in found if one.pk not in known]
        made = _invite(sitting, fresh, by)
        audit(
            actor=by, action="sitting-invited", subject=f"sitting:{sitting.pk}", invited=len(made)
        )
    return made


def change(
    *, sitting: Sitting, by: User, room: str, starts_at: datetime, invigilator: str, reason: str
) -> Sitting:
    """Another room, time or invigilator, before it is opened. The audit log keeps what was."""
    with transaction.atomic():
        sitting = _own(sitting, by)
        if sitting.opened_at is not None:
            raise SittingRefused(_("It is open already, so it can't be moved."))
        person = _invigilator(by, invigilator)
        refused = _refused_place(sitting.module, person, room, starts_at)
        if person and sitting.invitations.filter(enrolment__learner=person.learner_id).exists():
            refused["invigilator"] = [
                _("{who} is invited to sit it.").format(who=person.service_number)
            ]
        if not _plain(reason):
            refused["reason"] = [_("Say why it changes: it is kept.")]
        if person is None or refused:
            raise SittingRefused(refused)
        before = {"room": sitting.room, "starts_at": sitting.starts_at.isoformat()}
        sitting.room, sitting.starts_at = _plain(room), starts_at
        sitting.invigilator = person.learner
        sitting.save(update_fields=["room", "starts_at", "invigilator"])
        audit(
            actor=by, action="sitting-changed", subject=f"sitting:{sitting.pk}",
            reason=_plain(reason), before=before,
        )  # fmt: skip
        for one in sitting.invitations.select_related("enrolment__learner"):
            _tell(one, sitting, again=timezone.now())
    return sitting


def call_off(*, sitting: Sitting, by: User, reason: str) -> Sitting:
    """It does not take place. Only before it is opened."""
    with transaction.atomic():
        sitting = _own(sitting, by)
        if sitting.opened_at is not None:
            raise SittingRefused(_("It is open already. The invigilator closes it."))
        if not _plain(reason):
            raise SittingRefused({"reason": _("Say why it is called off: it is kept.")})
        sitting.called_off, sitting.closed_at = _plain(reason)[:200], timezone.now()
        sitting.save(update_fields=["called_off", "closed_at"])
        audit(actor=by, action="sitting-called-off", subject=f"sitting:{sitting.pk}")
        for one in sitting.invitations.select_related("enrolment__learner"):
            _tell(one, sitting)
    return sitting


def _own(sitting: Sitting, by: User) -> Sitting:
    if not scheduled_for(by).filter(pk=sitting.pk).exists():
        raise NotYours(_("Only a training officer of the agency can do this."))
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("module__version")
    sitting = rows.get(pk=sitting.pk)
    if sitting.closed_at is not None:
        raise SittingRefused(_("This sitting is closed."))
    return sitting


def _invigilator(by: User, number: str) -> User | None:
    assert by.agency is not None  # noqa: S101  asked before
    number = _plain(number)
    people = User.objects.filter(agency__in=agency_and_units(by.agency), is_active=True)
    return people.filter(service_number__iexact=number).select_related("learner").first()


def _refused_place(
    module: ModuleVersion, invigilator: User | None, room: str, starts_at: datetime
) -> dict[str, list[str]]:
    """What is wrong with when, where and under whose eyes it is to be."""
    refused = {}
    if wrong := _time(module, starts_at):
        refused["starts_at"] = wrong
    if not _plain(room):
        refused["room"] = [_("Say in which room it is.")]
    if invigilator is None:
        refused["invigilator"] = [_("Nobody of your agency who could invigilate has this number.")]
    return refused


def _time(module: ModuleVersion, starts_at: datetime) -> list[str]:
    now = timezone.now()
    if starts_at < now:
        return [_("The sitting lies in the past. Choose a later time.")]
    if starts_at > now + FURTHEST:
        return [_("The sitting is more than a year ahead. Choose an earlier time.")]
    window = AssessmentWindow.objects.filter(module_key=module.key, cohort=None).first()
    if window and window.opens_at and starts_at < window.opens_at:
        return [_("The assessment opens on {day} only.").format(day=_day(window.opens_at))]
    if window and window.closes_at and starts_at >= window.closes_at:
        return [_("The assessment closes on {day}, before it.").format(day=_day(window.closes_at))]
    return []


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def _invited(
    by: User, module: ModuleVersion, invigilator: User | None, learners: str
) -> tuple[list[Enrolment], list[str]]:
    """Enrolments by the service numbers typed, and a sentence for each that can't be invited."""
    assert by.agency is not None  # noqa: S101  asked before
    typed = list(dict.fromkeys(one for one in SEPARATORS.split(_plain(learners).lower()) if one))
    if len(typed) > MOST_INVITED:
        return [], [_too_many()]
    rows = visible_to_officers(by.agency).filter(
        course=module.version.course_id, learner__person__is_active=True
    )
    newest: dict[str, Enrolment] = {}
    for row in rows.order_by("cycle"):
        newest[row.learner.person.service_number.lower()] = row
    found, refused = [], []
    for number in typed:
        enrolment = newest.get(number)
        if enrolment is None:
            why = _("nobody of your agency who takes this course has this number.")
        elif invigilator is not None and enrolment.learner_id == invigilator.learner_id:
            why = _("whoever invigilates can't sit it.")
        elif enrolment.learner_id == by.learner_id:
            why = _("another training officer invites you.")
        else:
            why = _why_not(enrolment, module)
        if why or enrolment is None:
            refused.append(f"{number.upper()[:40]}: {why}")
        else:
            found.append(enrolment)
    return found, refused


def _why_not(enrolment: Enrolment, module: ModuleVersion) -> str:
    own = enrolment.version.modules.filter(key=module.key).prefetch_related("assessments").first()
    assessment = next(iter(own.assessments.all()), None) if own else None
    if assessment is None:
        return _("the version of the course that this learner follows has no such assessment.")
    if passed_invigilated(enrolment, module.key):
        return _("has passed it in an invigilated sitting already.")
    return ""


def passed_invigilated(enrolment: Enrolment, module_key: UUID) -> bool:
    """Whether a pass of the higher grade stands already."""
    from courses.assessment.queries import assessments_in, grading_of

    assessments = assessments_in(enrolment.version)
    if module_key not in assessments:
        return False
    state = states_of(enrolment, {module_key: assessments[module_key]})[module_key]
    return any(
        grade_of(one) == INVIGILATED and (grading := grading_of(one)) is not None and grading.passed
        for one in state.counted_in
        if one.invitation_id is not None
    )


def _invite(sitting: Sitting, enrolments: Iterable[Enrolment], by: User) -> list[Invitation]:
    made = []
    for enrolment in enrolments:
        one, new = Invitation.objects.get_or_create(
            sitting=sitting, enrolment=enrolment, defaults={"invited_by": by.learner_id}
        )
        if new:
            made.append(one)
            _tell(one, sitting)
    return made


def _tell(invitation: Invitation, sitting: Sitting, again: datetime | None = None) -> None:
    """To the learner: where and when, or that it is off."""
    where = {
        "module": sitting.module.title,
        "day": _day(sitting.starts_at),
        "room": sitting.room,
        "address": settings.PUBLIC_BASE_URL.rstrip("/")
        + reverse("sitting-start", args=[sitting.pk]),
    }
    if sitting.called_off:
        key, subject = "off", _("Invigilated sitting called off: {module}").format(**where)
        body = _("The sitting of {day}, {room}, does not take place.").format(**where)
    else:
        key, subject = "invited", _("Invigilated sitting: {module}").format(**where)
        body = _(
            "You are invited to a sitting under supervision on {day} (Belize time), {room}. Bring "
            "a card that shows who you are. You start there, with a code that the invigilator "
            "reads out: {address}"
        ).format(**where)
    if again is not None:
        key = f"moved:{again.isoformat()}"
    notify(
        key=f"sitting:{invitation.pk}:{key}",
        learner=invitation.enrolment.learner,
        kind="reminder",
        subject=subject,
        body=body,
    )


def _too_many() -> str:
    return _("At most {n} people can be invited to one sitting.").format(n=MOST_INVITED)


def _plain(text: str) -> str:
    """PostgreSQL takes no NUL, and nobody means to type one."""
    return text.replace("\0", "").strip()
