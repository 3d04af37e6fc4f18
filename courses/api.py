"""The front door of the package: what pages that join packages may use."""

from courses.assessment.handing_in import submit_attempt
from courses.assessment.queries import grading_in_force
from courses.assessment.services import save_response, start_attempt
from courses.assessment.sittings.invigilating import (
    check_identity,
    close_sitting,
    note_irregularity,
    open_sitting,
)
from courses.assessment.sittings.scheduling import schedule
from courses.assessment.sittings.starting import start_invigilated
from courses.catalogue.queries import (
    current_version,
    current_versions,
    frozen_versions,
    version_tree,
    version_trees,
)
from courses.catalogue.refusals import PublishRefused
from courses.catalogue.services import decide_pilot, publish_version
from courses.completion.queries import readiness
from courses.completion.services import complete_if_ready, reconcile
from courses.enrolment.queries import enrolments_of, visible_to_officers
from courses.enrolment.services import EnrolmentClosed, enrol
from courses.progress.queries import place_of
from courses.progress.services import mark_lesson_done, open_lesson, save_progress
from courses.questions.question_types import question_type

__all__ = [
    "EnrolmentClosed",
    "PublishRefused",
    "check_identity",
    "close_sitting",
    "complete_if_ready",
    "current_version",
    "current_versions",
    "decide_pilot",
    "enrol",
    "enrolments_of",
    "frozen_versions",
    "grading_in_force",
    "mark_lesson_done",
    "note_irregularity",
    "open_lesson",
    "open_sitting",
    "place_of",
    "publish_version",
    "question_type",
    "readiness",
    "reconcile",
    "save_progress",
    "save_response",
    "schedule",
    "start_attempt",
    "start_invigilated",
    "submit_attempt",
    "version_tree",
    "version_trees",
    "visible_to_officers",
]
