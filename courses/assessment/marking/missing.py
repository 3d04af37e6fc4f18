"""Once a week: an agency whose written answers nobody may read any more hears what is missing."""

from collections import defaultdict

from celery import shared_task
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.marking.readers import (
    HOME,
    parents_of_all,
    with_those_above,
    without_reader,
)
from lms.accounts.api import Role
from lms.accounts.models import Agency, User
from lms.jobs.api import JobRun, enqueue, owed_task
from lms.notices.api import notify


@owed_task("courses.tell_of_missing_readers")
def tell_of_missing_readers(run: JobRun, week: str) -> None:
    """One message a person and week, of counts only; none where every answer has a reader left.

    To the training officers of the agency, or of the nearest above that has any; else to
    administrators, who give the role.
    """
    found: dict[User, list[str]] = defaultdict(list)
    with run.completing():
        parents = parents_of_all()
        rows = without_reader().order_by().values(HOME).annotate(n=Count("pk"), since=Min("since"))
        agencies = Agency.objects.in_bulk([row[HOME] for row in rows])
        for row in sorted(rows, key=lambda row: row["since"]):
            line = ngettext(
                "{agency}: {n} answer, waiting since {day}",
                "{agency}: {n} answers, the oldest waiting since {day}",
                row["n"],
            ).format(
                agency=agencies[row[HOME]].name,
                n=row["n"],
                day=date_format(timezone.localtime(row["since"]), "j F Y"),
            )
            for person in _who_hears(with_those_above(row[HOME], parents)):
                found[person].append(line)
        for person, lines in found.items():
            notify(
                key=f"readers-missing:{week}:{person.pk}",
                learner=person.learner,
                kind="readers-missing",
                subject=_("Written answers wait, and nobody may mark them"),
                body="\n".join([_opening(), "", *lines, "", _closing()]),
            )


@shared_task(name="courses.owe_word_of_missing_readers", ignore_result=True)
def owe_word_of_missing_readers() -> None:
    """Owe this week's messages. Runs daily; the week's job is made once."""
    year, number, _day = timezone.localdate().isocalendar()
    week = f"{year}-{number:02}"
    enqueue("courses.tell_of_missing_readers", key=f"readers-missing:{week}", week=week)


def _who_hears(places: list[int]) -> list[User]:
    """Of the nearest of these agencies that has a training officer."""
    for place in places:
        if officers := list(_with_role(Role.TRAINING_OFFICER).filter(agency=place)):
            return officers
    return list(_with_role(Role.ADMINISTRATOR))


def _with_role(role: str) -> QuerySet[User]:
    people = User.objects.filter(groups__name=role, is_active=True)
    return people.select_related("learner").distinct()


def _opening() -> str:
    return _(
        "These written answers wait for one more reader, and no examiner is left who may read "
        "them: whoever has marked an answer, wrote it or still takes the course does not get it."
    )


def _closing() -> str:
    return _(
        "Until somebody reads them, these people have no result and can't try again. Ask an "
        "administrator to give the role of examiner to one more person, who isn't taking the "
        "course. Where two readers differ, it takes three."
    )
