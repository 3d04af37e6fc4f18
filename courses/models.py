"""All models of the package, gathered for Django."""

from courses.assessment.models import Attempt, ExtraAttempt, Grading, Response
from courses.catalogue.models import (
    AssessmentItem,
    AssessmentVersion,
    CourseIndexPage,
    CoursePage,
    CourseRole,
    CourseVersion,
    LessonAlignment,
    LessonPage,
    LessonRole,
    LessonVersion,
    ModulePage,
    ModuleRole,
    ModuleVersion,
    PilotDecision,
)
from courses.completion.models import CourseCompletion
from courses.enrolment.models import Cohort, Enrolment
from courses.progress.models import LessonProgress
from courses.questions.models import PracticePoint, Question, QuestionAlignment, QuestionRole

__all__ = [
    "AssessmentItem",
    "AssessmentVersion",
    "Attempt",
    "Cohort",
    "CourseCompletion",
    "CourseIndexPage",
    "CoursePage",
    "CourseRole",
    "CourseVersion",
    "Enrolment",
    "ExtraAttempt",
    "Grading",
    "LessonAlignment",
    "LessonPage",
    "LessonProgress",
    "LessonRole",
    "LessonVersion",
    "ModulePage",
    "ModuleRole",
    "ModuleVersion",
    "PilotDecision",
    "PracticePoint",
    "Question",
    "QuestionAlignment",
    "QuestionRole",
    "Response",
]
