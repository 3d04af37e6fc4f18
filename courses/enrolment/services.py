"""Enrolling: one learner in one course, on the version that is current that day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import CoursePage, Record
from courses.catalogue.queries import current_version
from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.queries import is_judicial, latest_enrolment
from lms.accounts.api import audit
from lms.accounts.models import Learner, User


class EnrolmentClosed(ValidationError):
    """A course that nobody can join now: not published, or taken off the list."""


def enrol(
    *,
    learner: Learner,
    course: CoursePage,
    by: User | None = None,
    cohort: Cohort | None = None,
    due_on: date | None = None,
) -> Enrolment:
    """Enrol once. Asked again, it returns the enrolment there is, on the version begun.

    Whoever enrols somebody else (`by`) leaves an audit entry, except about a judge.
    """
    version = current_version(course)
    if not course.live or version is None:
        raise EnrolmentClosed(_("This course isn't open. Choose another course."))
    confidential = version.record == Record.PARTICIPATION or is_judicial(learner.pk)
    with transaction.atomic():
        enrolment = latest_enrolment(learner=learner, course=course)
        if enrolment is None:
            enrolment, created = Enrolment.objects.get_or_create(
                learner=learner,
                course=course,
                cycle=1,
                defaults={
                    "version": version,
                    "cohort": cohort,
                    "confidential": confidential,
                    "due_on": due_on or (cohort.due_on if cohort else None),
                },
            )
            if created and by and by.learner_id != learner.pk and not confidential:
                audit(actor=by, action="enrolled", subject=f"enrolment:{enrolment.pk}")
        _rejoin(enrolment, confidential=confidential)
    return enrolment


def _rejoin(enrolment: Enrolment, *, confidential: bool) -> None:
    """Whoever left and comes back goes on where they were; confidential stays for ever."""
    changed = []
    if enrolment.left_at is not None:
        enrolment.left_at = None
        changed.append("left_at")
    if confidential and not enrolment.confidential:
        enrolment.confidential = True
        changed.append("confidential")
    if changed:
        enrolment.save(update_fields=changed)
