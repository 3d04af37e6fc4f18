"""Where a question is asked and how often it was answered, without saying by whom.

A course that records participation only keeps no answers, so a judge's are in no count. Few
answers are not counted out: with one or two, a colleague would know whose they are.
"""

from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast

from courses.assessment.models import Response
from courses.catalogue.models import AssessmentItem, AssessmentVersion, ModulePage
from courses.questions.models import Question

FEW = 5


@dataclass(frozen=True)
class Asked:
    """A version of a course whose assessment asks the question."""

    course: str
    number: int
    module: str


@dataclass(frozen=True)
class Usage:
    modules: list[ModulePage]
    versions: list[Asked]
    answers: int

    @property
    def few(self) -> bool:
        return 0 < self.answers < FEW


def usage_of(question: Question) -> Usage:
    """Answers are counted once an attempt: those in force in attempts handed in."""
    items = AssessmentItem.objects.filter(question=question).select_related("page")
    answers = (
        Response.objects.filter(item_key=question.key, attempt__submitted_at__isnull=False)
        .values("attempt_id")
        .distinct()
        .count()
    )
    return Usage(
        modules=[item.page for item in items.order_by("page__path")],
        versions=_versions(question.key),
        answers=answers,
    )


def _versions(key: str) -> list[Asked]:
    """Frozen items are JSON; the key is looked for as it stands there, then made sure of."""
    rows = (
        AssessmentVersion.objects.annotate(text=Cast("items", TextField()))
        .filter(text__contains=f'"key": "{key}"')
        .select_related("module__version")
        .order_by("module__version__code", "-module__version__number", "module__position")
    )
    return [
        Asked(row.module.version.title, row.module.version.number, row.module.title)
        for row in rows
        if any(item["key"] == key for item in row.items)
    ]
