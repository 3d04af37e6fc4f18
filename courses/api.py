"""The front door of the package: what pages that join packages may use."""

from courses.assessment.queries import grading_in_force
from courses.assessment.services import save_response, start_attempt, submit_attempt
from courses.catalogue.queries import current_version, current_versions, version_tree
from courses.catalogue.refusals import PublishRefused
from courses.catalogue.services import decide_pilot, publish_version
from courses.completion.queries import readiness
from courses.completion.services import complete_if_ready, reconcile
from courses.enrolment.queries import enrolments_of, visible_to_officers
from courses.enrolment.services import EnrolmentClosed, enrol
from courses.progress.queries import place_of
from courses.progress.services import mark_lesson_done, open_lesson, save_progress

__all__ = [
    "EnrolmentClosed",
    "PublishRefused",
    "complete_if_ready",
    "current_version",
    "current_versions",
    "decide_pilot",
    "enrol",
    "enrolments_of",
    "grading_in_force",
    "mark_lesson_done",
    "open_lesson",
    "place_of",
    "publish_version",
    "readiness",
    "reconcile",
    "save_progress",
    "save_response",
    "start_attempt",
    "submit_attempt",
    "version_tree",
    "visible_to_officers",
]
