"""An invited learner starts under supervision: identity checked, and the code of the room."""

from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from courses.assessment.queries import assessments_in, states_of, window_for
from courses.assessment.refusals import CannotStart, NotAssessed
from courses.assessment.services import CONFIDENTIAL, begin, refuse_dates
from courses.assessment.sittings.models import Fate, Invitation, Sitting, WrongCode
from courses.assessment.sittings.queries import invitations_of, is_confirmed
from courses.assessment.sittings.scheduling import passed_invigilated
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded
from lms.accounts.models import Learner

MOST_WRONG, FOR = 5, timedelta(minutes=10)


def start_invigilated(*, learner: Learner, sitting_id: UUID, code: str) -> Attempt:
    """Begin the attempt of this invitation, or return it while it is open.

    Refuses without an identity check, with another code than the one in force, and outside the
    sitting, by the server's clock. An invitation is one attempt of its own: neither the limit of
    attempts nor the waiting time holds it up; dates of the assessment do.
    """
    get_object_or_404(invitations_of(learner), sitting=sitting_id)
    with transaction.atomic():
        sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
        invitation = Invitation.objects.select_related("enrolment").get(
            sitting=sitting, enrolment__learner=learner
        )
        enrolment = Enrolment.objects.select_for_update().get(pk=invitation.enrolment_id)
        begun = Attempt.objects.filter(invitation=invitation).first()
        if begun is not None and begun.submitted_at is None:
            return begun
        _refuse(sitting, invitation, enrolment, begun)
        _refuse_guessing(sitting, invitation)
        right = compare_digest("".join(code.split()).upper().encode(), sitting.code.encode())
        if right:
            return _begin(sitting, invitation, enrolment)
        WrongCode.objects.create(invitation=invitation)
    raise CannotStart(_("That isn't the code. Ask the invigilator to read it out again."))


def _refuse(
    sitting: Sitting, invitation: Invitation, enrolment: Enrolment, begun: Attempt | None
) -> None:
    if not is_graded(enrolment):
        raise NotAssessed(CONFIDENTIAL)
    if begun is not None:
        raise CannotStart(_("You have handed in what you did in this sitting."))
    if not sitting.is_open:
        raise CannotStart(_("The sitting isn't open now. The invigilator opens it in the room."))
    if not is_confirmed(invitation):
        raise CannotStart(
            _("Show the invigilator first who you are. Then you can start with the code.")
        )
    if holds_paper(invitation):
        raise CannotStart(_("You were given a numbered paper. Write your answers there."))
    if enrolment.left_at is not None:
        raise CannotStart(_("You have left this course. Join it again first."))


def holds_paper(invitation: Invitation) -> bool:
    """Whether this person writes, or wrote, on paper that was not spoiled."""
    given = invitation.papers.filter(fate=Fate.HANDED_OUT).values("form")
    spoiled = invitation.papers.model.objects.filter(form__in=given, fate=Fate.SPOILED)
    return given.exclude(form__in=spoiled.values("form")).exists()


def _refuse_guessing(sitting: Sitting, invitation: Invitation) -> None:
    since = timezone.now() - FOR
    if sitting.code_since is not None and sitting.code_since > since:
        since = sitting.code_since
    if WrongCode.objects.filter(invitation=invitation, at__gte=since).count() >= MOST_WRONG:
        raise CannotStart(
            _("Too many wrong codes. Wait ten minutes, or ask the invigilator to make a new code.")
        )


def _begin(sitting: Sitting, invitation: Invitation, enrolment: Enrolment) -> Attempt:
    key = sitting.module_key
    assessments = assessments_in(enrolment.version)
    if key not in assessments:
        raise CannotStart(_("Your version of the course has no such assessment any more."))
    state = states_of(enrolment, {key: assessments[key]})[key]
    state.window = window_for(enrolment, key)
    if state.open_attempt is not None:
        raise CannotStart(
            _("You have this assessment open outside of the sitting. Hand that in first.")
        )
    if passed_invigilated(enrolment, key):
        raise CannotStart(_("You have passed this assessment in an invigilated sitting already."))
    refuse_dates(state)
    return begin(enrolment, state, invitation=invitation)
