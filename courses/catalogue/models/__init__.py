"""Authored content, and the immutable versions that publishing makes of it."""

from courses.catalogue.models.pages import (
    AssessmentItem,
    Certainty,
    CourseIndexPage,
    CoursePage,
    CourseRole,
    LessonAlignment,
    LessonPage,
    LessonRole,
    ModulePage,
    ModuleRole,
    Record,
    new_code,
)
from courses.catalogue.models.removed import RemovedContent
from courses.catalogue.models.versions import (
    AssessmentVersion,
    CourseVersion,
    LessonVersion,
    ModuleVersion,
    PassMarkDecision,
    PilotDecision,
)

__all__ = [
    "AssessmentItem",
    "AssessmentVersion",
    "Certainty",
    "CourseIndexPage",
    "CoursePage",
    "CourseRole",
    "CourseVersion",
    "LessonAlignment",
    "LessonPage",
    "LessonRole",
    "LessonVersion",
    "ModulePage",
    "ModuleRole",
    "ModuleVersion",
    "PassMarkDecision",
    "PilotDecision",
    "Record",
    "RemovedContent",
    "new_code",
]
