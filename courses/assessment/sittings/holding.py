"""Whether an irregularity takes the higher grade of evidence away: decided, recorded, told."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from courses.assessment.sittings.models import GradeHold, Invitation, Irregularity
from courses.assessment.sittings.queries import (
    INVIGILATED,
    UNSUPERVISED,
    hold_of,
    scheduled_for,
)
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from lms.accounts.api import audit
from lms.accounts.models import User
from lms.notices.api import notify
from nice_framework.api import decide_grade


def decide_hold(
    *, irregularity: Irregularity, invitation: Invitation, by: User, held: bool, reason: str
) -> GradeHold:
    """Let one learner's result count as grade B because of what happened, or as A after all.

    The result itself stays. Evidence that was recorded keeps its place and counts otherwise from
    now on; what is recorded later is recorded so.
    """
    sitting = irregularity.sitting
    _refuse_strangers(irregularity, invitation, by)
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise SittingRefused(_("Say why: it is kept, and told to the learner."))
    with transaction.atomic():
        # Whoever hands in meanwhile holds the attempt; whoever starts or keys, the invitation.
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        attempts = Attempt.objects.select_for_update(of=("self",)).filter(invitation=invitation)
        attempt = attempts.first()
        newest = hold_of(invitation.pk)
        if held == (newest is not None and newest.held):
            raise SittingRefused(_("It is decided so already."))
        row = GradeHold.objects.create(
            invitation=invitation,
            irregularity=irregularity,
            held=held,
            reason=reason[:500],
            decided_by=by.learner_id,
        )
        if attempt is not None:
            _tell_ledger(attempt, row, by)
        audit(
            actor=by,
            action="sitting-grade-held" if held else "sitting-grade-given-back",
            subject=f"sitting:{sitting.pk}",
            decision=row.pk,
        )
        _tell_learner(row)
    return row


def _refuse_strangers(irregularity: Irregularity, invitation: Invitation, by: User) -> None:
    sitting = irregularity.sitting
    if not scheduled_for(by).filter(pk=sitting.pk).exists():
        raise NotYours(_("Only a training officer of the agency can decide this."))
    if by.learner_id in (sitting.invigilator_id, irregularity.noted_by):
        raise NotYours(_("Somebody else than the invigilator decides this."))
    if invitation.enrolment.learner_id == by.learner_id:
        raise NotYours(_("Another training officer decides about your own result."))
    concerned = irregularity.invitation_id in (None, invitation.pk)
    if invitation.sitting_id != sitting.pk or not concerned:
        raise SittingRefused(_("This note doesn't concern this person."))


def _tell_ledger(attempt: Attempt, row: GradeHold, by: User) -> None:
    grade = UNSUPERVISED if row.held else INVIGILATED
    source = f"assessment-attempt:{attempt.pk}"
    later = attempt.gradings.filter(number__gt=1).values_list("number", flat=True)
    for key in (source, *(f"{source}:grading-{number}" for number in later)):
        decide_grade(source_key=key, grade=grade, reason=row.reason, by=by.learner_id)


def _tell_learner(row: GradeHold) -> None:
    invitation = row.invitation
    module = invitation.sitting.module.title
    if row.held:
        body = _(
            "Your result in the invigilated sitting of “{module}” stands. Because of something "
            "that was noted in the room it counts like a result without supervision. Reason: "
            "{reason} Your training officer can tell you more."
        )
    else:
        body = _(
            "Your result in the invigilated sitting of “{module}” counts as invigilated after "
            "all. Reason: {reason}"
        )
    notify(
        key=f"sitting-hold:{row.pk}",
        learner=invitation.enrolment.learner,
        kind="reminder",
        subject=_("What your sitting counts as: {module}").format(module=module),
        body=body.format(module=module, reason=row.reason),
    )
