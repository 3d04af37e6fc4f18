"""Once a month: whoever writes or reviews hears which passages on the law are past their day."""

from datetime import date

from celery import shared_task
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.catalogue.overdue import Overdue, overdue_passages
from lms.accounts.api import Role
from lms.accounts.models import User
from lms.jobs.api import JobRun, enqueue, owed_task
from lms.notices.api import notify


@owed_task("courses.remind_of_law")
def remind_of_law(run: JobRun, month: str) -> None:
    """One message a person and month; none where nothing is past its day."""
    rows = overdue_passages(max(date.fromisoformat(month), timezone.localdate()))
    with run.completing():
        if not rows:
            return
        body = _body(rows)
        people = User.objects.filter(
            groups__name__in=(Role.AUTHOR, Role.LEGAL_REVIEWER), is_active=True
        )
        for person in people.select_related("learner").distinct():
            notify(
                key=f"law-to-look-at:{month}:{person.pk}",
                learner=person.learner,
                kind="law-to-look-at",
                subject=_("%(count)d passages on the law to look at again") % {"count": len(rows)},
                body=body,
            )


@shared_task(name="courses.owe_reminder_of_law", ignore_result=True)
def owe_reminder_of_law() -> None:
    """Owe this month's message. Runs daily; the month's job is made once."""
    month = timezone.localdate().replace(day=1)
    enqueue("courses.remind_of_law", key=f"law-to-look-at:{month:%Y-%m}", month=month.isoformat())


def _body(rows: list[Overdue]) -> str:
    lines = [
        _("%(title)s, %(ref)s: to be looked at by %(day)s")
        % {
            "title": row.page.title,
            "ref": row.passage.ref,
            "day": date_format(row.passage.review_by or timezone.localdate(), "j F Y"),
        }
        for row in rows
    ]
    address = f"{settings.PUBLIC_BASE_URL}{reverse('law-to-look-at')}"
    opening = _("These passages on the law are past the day on which somebody had to look again:")
    closing = _("The list, with links to the lessons: %(address)s") % {"address": address}
    return "\n".join([opening, "", *lines, "", closing])
