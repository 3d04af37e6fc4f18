"""All models of the package, gathered for Django."""

from courses.adding.models import AddedOnce
from courses.assessment.marking.models import (
    Marking,
    PartGrading,
    SettledMark,
    WrittenAnswer,
)
from courses.assessment.models import (
    Accommodation,
    AssessmentWindow,
    Attempt,
    Correction,
    ExtraAttempt,
    Grading,
    RecordPrint,
    Response,
)
from courses.assessment.panel.models import Panel, Panellist, Rating
from courses.assessment.sittings.models import (
    GradeHold,
    IdentityCheck,
    Invitation,
    Irregularity,
    KeyedEntry,
    PaperEvent,
    PaperFile,
    PaperForm,
    Sitting,
    WrongCode,
)
from courses.catalogue.gate.models import GateOverride
from courses.catalogue.glossary.models import GlossaryTerm
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
    PassMarkDecision,
    PilotDecision,
    RemovedContent,
)
from courses.catalogue.searching.models import LessonSection
from courses.classroom.models import ClassPresence, ClassSession, Hand
from courses.completion.models import CourseCompletion
from courses.enrolment.models import Cohort, Enrolment, VersionMove
from courses.practice.models import PracticeRun
from courses.printing.models import PrintedFile
from courses.progress.models import LessonProgress
from courses.questions.models import (
    PracticePoint,
    Question,
    QuestionAlignment,
    QuestionImport,
    QuestionRole,
    QuestionTag,
)
from courses.questions.register.models import PracticeDecision
from courses.reading.models import Mark
from courses.review.models import Approval, LegalReview, SubjectReview

__all__ = [
    "Accommodation",
    "AddedOnce",
    "Approval",
    "AssessmentItem",
    "AssessmentVersion",
    "AssessmentWindow",
    "Attempt",
    "ClassPresence",
    "ClassSession",
    "Cohort",
    "Correction",
    "CourseCompletion",
    "CourseIndexPage",
    "CoursePage",
    "CourseRole",
    "CourseVersion",
    "Enrolment",
    "ExtraAttempt",
    "GateOverride",
    "GlossaryTerm",
    "GradeHold",
    "Grading",
    "Hand",
    "IdentityCheck",
    "Invitation",
    "Irregularity",
    "KeyedEntry",
    "LegalReview",
    "LessonAlignment",
    "LessonPage",
    "LessonProgress",
    "LessonRole",
    "LessonSection",
    "LessonVersion",
    "Mark",
    "Marking",
    "ModulePage",
    "ModuleRole",
    "ModuleVersion",
    "Panel",
    "Panellist",
    "PaperEvent",
    "PaperFile",
    "PaperForm",
    "PartGrading",
    "PassMarkDecision",
    "PilotDecision",
    "PracticeDecision",
    "PracticePoint",
    "PracticeRun",
    "PrintedFile",
    "Question",
    "QuestionAlignment",
    "QuestionImport",
    "QuestionRole",
    "QuestionTag",
    "Rating",
    "RecordPrint",
    "RemovedContent",
    "Response",
    "SettledMark",
    "Sitting",
    "SubjectReview",
    "VersionMove",
    "WrittenAnswer",
    "WrongCode",
]
