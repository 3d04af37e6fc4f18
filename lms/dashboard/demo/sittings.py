"""Two invigilated sittings of the police: one held and closed today, one a few days ahead."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.api import (
    check_identity,
    close_sitting,
    note_irregularity,
    open_sitting,
    schedule,
    start_invigilated,
)
from courses.models import CoursePage, Sitting
from lms.accounts.models import User
from lms.dashboard.demo import places
from lms.dashboard.demo.groups import RESPONDERS
from lms.dashboard.demo.learning import answer_and_hand_in
from lms.dashboard.demo.people import Member
from lms.dashboard.demo.stages import Stage

PLANS, INVIGILATES, INVITED = "police-training-officer", "certified", "officer"
MOST = 4  # invited to each
AHEAD = timedelta(days=6)


def hold_sittings(members: list[Member], chance: Random) -> None:
    """Of modules that those invited have read; in the held one somebody's phone rang."""
    named = {one.key: one.user for one in members if one.key}
    modules = list(CoursePage.objects.get(code=RESPONDERS).versions.first().modules.all()[:2])
    police = [one for one in members if one.user.agency and _is_police(one.user)]
    passed = [one.user for one in police if one.stage is Stage.ONE_PASSED][:MOST]
    reading = [one.user for one in police if one.stage is Stage.READING and not one.key]
    invigilator = named[INVIGILATES]
    soon = timezone.now() + timedelta(minutes=5)
    morning = datetime.combine(timezone.localdate() + AHEAD, time(9, 0))
    held, _ahead = (
        schedule(
            module=module,
            by=named[PLANS],
            room=room,
            starts_at=starts_at,
            district=invigilator.district,
            invigilator=invigilator.service_number,
            learners="\n".join(one.service_number for one in people),
        )
        for module, room, starts_at, people in (
            (modules[0], _("Training room 1"), soon, passed),
            (
                modules[1],
                _("Training room 2"),
                timezone.make_aware(morning),
                [named[INVITED], *reading[: MOST - 1]],
            ),
        )
    )
    _hold(held, invigilator, passed[:3], chance)


def _hold(sitting: Sitting, invigilator: User, present: list[User], chance: Random) -> None:
    """Whoever is invited and not present did not sit it."""
    sitting = open_sitting(sitting=sitting, by=invigilator)
    invitations = {
        one.enrolment.learner_id: one
        for one in sitting.invitations.select_related("enrolment", "sitting")
    }
    for user in present:
        invitation = invitations[user.learner_id]
        check_identity(invitation=invitation, by=invigilator, document="service")
        attempt = start_invigilated(learner=user.learner, sitting_id=sitting.pk, code=sitting.code)
        answer_and_hand_in(attempt, well=True, chance=chance)
    note_irregularity(
        sitting=sitting,
        by=invigilator,
        invitation=invitations[present[0].learner_id],
        text=_("A phone rang in a bag beside the desk."),
        done=_("The phone was switched off and kept at the front until the end."),
    )
    close_sitting(sitting=sitting, by=invigilator)


def _is_police(user: User) -> bool:
    above = user.agency.parent or user.agency if user.agency else None
    return above is not None and above.slug == places.POLICE
