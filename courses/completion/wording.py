"""The words of a certificate, frozen on the day: what was completed and what it is worth."""

from decimal import Decimal

from django.utils.translation import gettext as _

from certificates.api import Wording
from courses.catalogue.models import CourseVersion, Record
from courses.completion.models import CourseCompletion
from nice_framework.api import plain_labels

PILOT = (
    "Completed in pilot state: passages of this course were awaiting legal review or a decision "
    "on practice on the day of completion."
)


def wording_of(completion: CourseCompletion, statements: list[tuple[str, str]]) -> Wording:
    """Everything that the certificate must know, since it can't look upward."""
    version = completion.version
    graded = completion.record == Record.GRADED
    labels = plain_labels([identifier for _release, identifier in statements])
    return Wording(
        title=_("Certificate of completion") if graded else _("Certificate of attendance"),
        course_title=version.title,
        course_code=version.code,
        course_version=version.label,
        hours=hours_in_words(version.minutes),
        worth=worth_of(version, graded=graded),
        statement_line=_("has completed the course") if graded else _("has attended the course"),
        record=completion.record,
        pilot_line=_(PILOT) if version.pilot else "",
        alignments=[
            {"release": release, "identifier": identifier, "label": labels[identifier]}
            for release, identifier in (statements if graded else [])
        ],
    )


def worth_of(version: CourseVersion, *, graded: bool) -> str:
    """What the certificate proves, and what it doesn't."""
    if graded:
        return _(
            "Knowledge completed (unsupervised). Every lesson was finished and every module's "
            "assessment passed online, without supervision. It does not show practical skill."
        )
    return _("Attended. Every lesson was finished; nothing was assessed or scored.")


def hours_in_words(minutes: int) -> str:
    """Learning time in hours, to the half hour, at least one half."""
    halves = max(1, int((Decimal(minutes) / 30).to_integral_value()))
    if halves == 1:
        return _("half an hour")
    if halves == 2:
        return _("1 hour")
    whole, half = divmod(halves, 2)
    return _("{number} hours").format(number=f"{whole}½" if half else str(whole))
