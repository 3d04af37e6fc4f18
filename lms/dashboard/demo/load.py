"""Loading the demo: into an empty database only, all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.api import PublishRefused, decide_pilot, publish_version
from courses.models import CoursePage
from lms.accounts.api import audit
from lms.accounts.models import User
from lms.dashboard.demo.groups import GROUPS, Group
from lms.dashboard.demo.learning import Walk
from lms.dashboard.demo.named import ADMINISTRATOR, LOADED
from lms.dashboard.demo.people import Member, make_people
from lms.dashboard.demo.sittings import hold_sittings
from lms.dashboard.demo.stages import Stage
from lms.jobs.api import run_owed
from nice_framework.api import make_snapshot

SEED = 20200917
ENROLS = "police-training-officer"


class CannotLoad(Exception):
    """Why the demo stays out, in one sentence."""


@dataclass(frozen=True)
class Loaded:
    """What was made, for the closing line."""

    people: int
    enrolled: int
    completed: int


def load(*, with_known_passwords: bool = False, groups: Iterable[Group] = GROUPS) -> Loaded:
    """Fill an empty database. Refuses (`CannotLoad`) over data, and outside development unless
    whoever runs it says that passwords everybody knows are meant."""
    if not settings.DEBUG and not with_known_passwords:
        raise CannotLoad(
            _(
                "The demo's passwords are public, so it loads in development only; add "
                "--with-known-passwords where nobody else can reach the site."
            )
        )
    if User.objects.exists():
        raise CannotLoad(
            _("There are people in this database already: the demo loads into an empty one only.")
        )
    if not CoursePage.objects.live().exists():
        raise CannotLoad(_("There is no course yet: run manage.py load_curriculum first."))
    with transaction.atomic():
        members = _fill(Random(SEED), groups)  # noqa: S311
    # The worker makes the others' PDFs in the background, as it would in earnest.
    run_owed(limit=sum(bool(one.key) and one.stage is Stage.COMPLETED for one in members))
    return Loaded(
        people=len(members),
        enrolled=sum(one.stage is not Stage.NOT_ENROLLED for one in members),
        completed=sum(one.stage is Stage.COMPLETED for one in members),
    )


def _fill(chance: Random, groups: Iterable[Group]) -> list[Member]:
    members = make_people(chance, groups)
    named = {one.key: one.user for one in members if one.key}
    administrator = named[ADMINISTRATOR]
    _publish(administrator)
    today = timezone.localdate()
    walks: dict[str, Walk] = {
        course.code: Walk(course, by=named[ENROLS], due_from=today, chance=chance)
        for course in CoursePage.objects.live()
    }
    for member in members:
        walks[member.course].take(member)
    hold_sittings(members, chance)
    for month in (_month_before(today), today.replace(day=1)):
        make_snapshot(month=month)
    audit(actor=administrator, action=LOADED, people=len(members))
    return members


def _publish(administrator: User) -> None:
    """What the curriculum's loader left unpublished, an administrator allows as a pilot."""
    for course in CoursePage.objects.live().filter(versions=None):
        try:
            publish_version(course, by=administrator)
        except PublishRefused:
            decide_pilot(
                course=course,
                allowed=True,
                reason=_("Shown as a pilot while law and practice are being settled."),
                by=administrator,
            )
            publish_version(course, by=administrator)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
