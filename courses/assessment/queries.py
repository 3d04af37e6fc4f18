"""Reads of attempts: what a learner may do now, and what each answer in force is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from courses.assessment.models import Attempt, ExtraAttempt, Grading, Response
from courses.catalogue.models import AssessmentVersion, CourseVersion, ModuleVersion
from courses.enrolment.models import Enrolment


@dataclass
class AssessmentState:
    """One learner and one module's assessment, today."""

    assessment: AssessmentVersion
    attempts: list[Attempt] = field(default_factory=list)
    extra: int = 0

    @property
    def open_attempt(self) -> Attempt | None:
        return next((one for one in self.attempts if one.submitted_at is None), None)

    @property
    def handed_in(self) -> list[Attempt]:
        return [one for one in self.attempts if one.submitted_at is not None]

    @property
    def passed(self) -> Attempt | None:
        return next((one for one in self.handed_in if grading_in_force(one).passed), None)

    @property
    def last_grading(self) -> Grading | None:
        return grading_in_force(self.handed_in[-1]) if self.handed_in else None

    @property
    def left(self) -> int:
        """Attempts not yet begun. An open one is already spent."""
        return max(0, self.assessment.max_attempts + self.extra - len(self.attempts))

    @property
    def wait_until(self) -> datetime | None:
        """When the next attempt may begin, if that is still ahead."""
        if not self.handed_in or self.assessment.wait_minutes == 0:
            return None
        submitted_at = self.handed_in[-1].submitted_at
        assert submitted_at is not None  # noqa: S101
        moment = submitted_at + timedelta(minutes=self.assessment.wait_minutes)
        return moment if moment > timezone.now() else None


def assessments_in(version: CourseVersion, language: str = "en") -> dict[UUID, AssessmentVersion]:
    """The assessment of each module that has one, by module key; English where no other is."""
    found: dict[UUID, AssessmentVersion] = {}
    rows = AssessmentVersion.objects.filter(module__version=version).defer("items")
    for row in rows.select_related("module"):
        if row.module.key not in found or row.language == language:
            found[row.module.key] = row
    return found


def states_of(
    enrolment: Enrolment, assessments: dict[UUID, AssessmentVersion]
) -> dict[UUID, AssessmentState]:
    """How this learner stands with each of these assessments, in three queries."""
    states = {key: AssessmentState(one) for key, one in assessments.items()}
    attempts = (
        Attempt.objects.filter(enrolment=enrolment).defer("items").prefetch_related("gradings")
    )
    for attempt in attempts:
        if attempt.module_key in states:
            states[attempt.module_key].attempts.append(attempt)
    for grant in ExtraAttempt.objects.filter(enrolment=enrolment):
        if grant.module_key in states:
            states[grant.module_key].extra += 1
    return states


def passed_modules(enrolments: Iterable[Enrolment]) -> dict[UUID, set[UUID]]:
    """Keys of modules passed, by enrolment, in one query. Grading 1 counts until there is a 2."""
    found: dict[UUID, set[UUID]] = {}
    rows = Grading.objects.filter(attempt__enrolment__in=[one.pk for one in enrolments])
    newest: dict[UUID, Grading] = {}
    for row in rows.select_related("attempt").defer("items", "attempt__items").order_by("number"):
        newest[row.attempt_id] = row
    for row in newest.values():
        if row.passed:
            found.setdefault(row.attempt.enrolment_id, set()).add(row.attempt.module_key)
    return found


def grading_in_force(attempt: Attempt) -> Grading:
    """The newest grading of an attempt that was handed in."""
    return max(attempt.gradings.all(), key=lambda grading: grading.number)


def answers_in_force(attempt: Attempt) -> dict[str, Any]:
    """The answer that counts for each item answered: the one with the highest sequence.

    An answer that was taken back is none.
    """
    rows = Response.objects.filter(attempt=attempt).order_by("sequence", "id")
    newest = {row.item_key: row.answer for row in rows}
    return {key: answer for key, answer in newest.items() if answer not in ("", [])}


def items_by_key(attempt: Attempt) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in attempt.assessment.items}


def order_of(attempt: Attempt, key: str) -> list[int]:
    """The original positions of an item's options, in the order this attempt shows them."""
    return next(shown["options"] for shown in attempt.items if shown["key"] == key)


@dataclass(frozen=True)
class UsedUp:
    """A learner who has used all attempts at a module's assessment without passing."""

    enrolment: Enrolment
    module: ModuleVersion
    attempts: int


def used_up(enrolments: QuerySet[Enrolment]) -> list[UsedUp]:
    """Who of these has no attempt left. Few have tried at all, so the rest is cheap."""
    found: list[UsedUp] = []
    tried = enrolments.filter(attempts__submitted_at__isnull=False).distinct()
    for enrolment in tried.order_by("learner__person__full_name"):
        states = states_of(enrolment, assessments_in(enrolment.version))
        found += [
            UsedUp(enrolment, state.assessment.module, len(state.attempts))
            for state in states.values()
            if state.attempts and not (state.passed or state.left or state.open_attempt)
        ]
    return found
