"""Owed work of this package."""

from datetime import timedelta
from uuid import UUID

from courses.assessment.handing_in import close_attempt
from courses.assessment.marking.missing import owe_word_of_missing_readers, tell_of_missing_readers
from courses.assessment.sittings.files import keep_file
from courses.assessment.sittings.models import PaperFile
from courses.catalogue.reminding import owe_reminder_of_law, remind_of_law
from courses.completion import regrading
from courses.completion.services import complete_if_ready
from courses.enrolment import moving
from courses.player.paper_forms import papers_pdf
from courses.printing.tasks import find_unprinted, print_wanted
from lms.jobs.api import JobRun, owed_task

__all__ = [
    "find_unprinted",
    "follow_correction",
    "hand_in_at_the_end",
    "owe_reminder_of_law",
    "owe_word_of_missing_readers",
    "print_papers",
    "print_wanted",
    "regrade",
    "remind_of_law",
    "tell_of_missing_readers",
]


@owed_task("courses.hand_in_at_the_end")
def hand_in_at_the_end(run: JobRun, attempt: str) -> None:
    """Hand in what the server has, if the learner hasn't; then see whether the course is done."""
    with run.completing():
        closed = close_attempt(attempt_id=UUID(attempt))
        if closed is not None:
            complete_if_ready(closed.enrolment)


@owed_task("courses.regrade")
def regrade(run: JobRun, correction_id: int) -> None:
    """Attempts that were handed in while a question was being corrected."""
    with run.completing():
        regrading.regrade(correction_id=correction_id)


@owed_task("courses.follow_correction")
def follow_correction(run: JobRun, version_id: str) -> None:
    """Learners in mid-course go on to a small correction, once."""
    with run.completing():
        moving.follow_correction(version_id=UUID(version_id))


# Ten long papers on a busy machine take most of a minute, and tell nothing meanwhile.
@owed_task("courses.print_papers", lease=timedelta(minutes=10))
def print_papers(run: JobRun, file_id: int) -> None:
    """Ten numbered papers of a sitting as a PDF, once."""
    file = PaperFile.objects.get(pk=file_id)
    if not file.name:
        content = papers_pdf(file)
        with run.completing():
            keep_file(file=file, content=content)
