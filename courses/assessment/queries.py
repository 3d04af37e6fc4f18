"""Reads of attempts: what a learner may do now, and what each answer in force is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.assessment.models import (
    Accommodation,
    AssessmentWindow,
    Attempt,
    Correction,
    ExtraAttempt,
    Grading,
    Response,
)
from courses.catalogue.models import (
    AssessmentVersion,
    Certainty,
    CourseVersion,
    ModuleVersion,
    Record,
)
from courses.catalogue.queries import frozen_version
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import judicial_learners
from courses.questions.question_types import Shown
from lms.accounts.models import User
from lms.prepared import Prepared


@dataclass
class AssessmentState:
    """One learner and one module's assessment, today."""

    assessment: AssessmentVersion
    attempts: list[Attempt] = field(default_factory=list)
    extra: int = 0
    window: AssessmentWindow | None = None
    since: datetime | None = None  # earlier attempts belong to a version that asked otherwise

    @property
    def opens_at(self) -> datetime | None:
        """When it opens, if that is still ahead. `window` is the caller's to look up."""
        moment = self.window.opens_at if self.window else None
        return moment if moment is not None and moment > timezone.now() else None

    @property
    def closed_at(self) -> datetime | None:
        """When it closed, if it has."""
        moment = self.window.closes_at if self.window else None
        return moment if moment is not None and moment <= timezone.now() else None

    @property
    def open_attempt(self) -> Attempt | None:
        return next((one for one in self.attempts if one.submitted_at is None), None)

    @property
    def handed_in(self) -> list[Attempt]:
        return [one for one in self.attempts if one.submitted_at is not None]

    @property
    def counted(self) -> list[Attempt]:
        """Attempts that count in the version the learner follows now."""
        return [one for one in self.attempts if self.since is None or one.started_at >= self.since]

    @property
    def passed(self) -> Attempt | None:
        graded = (one for one in self.counted_in if grading_of(one) is not None)
        return next((one for one in graded if grading_in_force(one).passed), None)

    @property
    def waiting(self) -> Attempt | None:
        """Handed in, and people have still to mark it: neither passed nor failed."""
        return next((one for one in self.handed_in if grading_of(one) is None), None)

    @property
    def counted_in(self) -> list[Attempt]:
        """Those of them that were handed in."""
        return [one for one in self.counted if one.submitted_at is not None]

    @property
    def last_grading(self) -> Grading | None:
        found = [grading for one in self.handed_in if (grading := grading_of(one)) is not None]
        return found[-1] if found else None

    @property
    def left(self) -> int:
        """Attempts not yet begun. An open one is already spent; a sitting's is beside them."""
        alone = sum(one.invitation_id is None for one in self.counted)
        return max(0, self.assessment.max_attempts + self.extra - alone)

    @property
    def wait_until(self) -> datetime | None:
        """When the next attempt may begin, if that is still ahead."""
        if not self.counted_in or self.assessment.wait_minutes == 0:
            return None
        submitted_at = self.counted_in[-1].submitted_at
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
    states = {
        key: AssessmentState(one, since=enrolment.redo_since(key))
        for key, one in assessments.items()
    }
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


def forms_before(
    enrolment: Enrolment, module_key: UUID, *, number: int | None = None
) -> list[set[str]]:
    """Keys of the items this learner was asked in earlier attempts, the oldest attempt first.

    Of every cycle of the course; `number`: only before that attempt of this enrolment.
    """
    rows = Attempt.objects.filter(
        enrolment__learner=enrolment.learner_id, module_key=module_key
    ).order_by("started_at")
    if number is not None:
        rows = rows.exclude(enrolment=enrolment, number__gte=number)
    return [{item["key"] for item in items} for items in rows.values_list("items", flat=True)]


@dataclass
class ModulesStanding:
    """Keys of modules that a learner has passed, and of those that people have still to mark."""

    passed: set[UUID] = field(default_factory=set)
    waiting: set[UUID] = field(default_factory=set)


def standing_of_modules(enrolments: Iterable[Enrolment]) -> dict[UUID, ModulesStanding]:
    """By enrolment, in one query. Grading 1 counts until there is a 2."""
    by_key = {one.pk: one for one in enrolments}
    found = {pk: ModulesStanding() for pk in by_key}
    rows = (
        GRADED_OF_ONE.rows(enrolment=next(iter(by_key)))
        if len(by_key) == 1
        else list(_with_gradings(list(by_key)))
    )
    for row in {row.pk: row for row in rows}.values():
        standing = found[row.enrolment_id]
        since = by_key[row.enrolment_id].redo_since(row.module_key)
        passed: bool | None = row.passed  # type: ignore[attr-defined]
        if passed is None:
            standing.waiting.add(row.module_key)
        elif passed and (since is None or row.started_at >= since):
            standing.passed.add(row.module_key)
    return found


def _with_gradings(enrolments: list[UUID]) -> QuerySet[Attempt]:
    """Attempts that were handed in, each as often as it was graded, the last grading last."""
    rows = Attempt.objects.filter(enrolment__in=enrolments, submitted_at__isnull=False)
    ordered = rows.order_by("gradings__number").annotate(passed=F("gradings__passed"))
    return ordered.only("enrolment", "module_key", "started_at")


GRADED_OF_ONE = Prepared(
    lambda enrolment: _with_gradings([enrolment]), enrolment=Enrolment._meta.pk
)


def passed_modules(enrolments: Iterable[Enrolment]) -> dict[UUID, set[UUID]]:
    """Keys of modules passed, by enrolment, in one query."""
    return {pk: one.passed for pk, one in standing_of_modules(enrolments).items()}


def grading_in_force(attempt: Attempt) -> Grading:
    """The newest grading of an attempt that has one: see `grading_of` for one that may wait."""
    return max(attempt.gradings.all(), key=lambda grading: grading.number)


def grading_of(attempt: Attempt) -> Grading | None:
    """The newest grading; none while it isn't handed in, or while people have still to mark it."""
    return max(attempt.gradings.all(), key=lambda grading: grading.number, default=None)


@dataclass(frozen=True)
class Given:
    """The response in force to one item."""

    answer: Any
    certainty: int | None = None


RESPONSES = Prepared(
    lambda attempt: (
        Response.objects.filter(attempt=attempt)
        .order_by("sequence", "id")
        .only("item_key", "answer", "certainty")
    ),
    attempt=Attempt._meta.pk,
)


def responses_in_force(attempt: Attempt) -> dict[str, Given]:
    """What counts for each item answered: the response with the highest sequence.

    An answer that was taken back is none.
    """
    rows = RESPONSES.rows(attempt=attempt.pk)
    newest = {row.item_key: Given(row.answer, row.certainty) for row in rows}
    return {key: given for key, given in newest.items() if given.answer not in ("", [])}


def answers_in_force(attempt: Attempt) -> dict[str, Any]:
    return {key: given.answer for key, given in responses_in_force(attempt).items()}


@dataclass(frozen=True)
class Pool:
    """The items of a frozen assessment, and whether to ask how sure the learner is."""

    items: dict[str, dict[str, Any]]
    certainty: str
    assessment: AssessmentVersion  # with its module; shared, so nobody may set anything on it

    def asks_certainty(self, key: str) -> bool:
        return self.certainty != Certainty.OFF or bool(self.items[key].get("ask_certainty"))


@lru_cache(maxsize=500)
def pool_of(assessment_id: int, module_key: UUID) -> Pool:
    """Read and decoded once a process: the row is sealed, so it can't have changed.

    The module's key makes sure of that where a database is emptied and numbers begin anew.
    """
    rows = AssessmentVersion.objects.select_related("module")
    row = rows.get(pk=assessment_id, module__key=module_key)
    return Pool({item["key"]: item for item in row.items}, row.certainty, row)


def with_frozen(attempt: Attempt) -> Attempt:
    """The same attempt with what never changes at hand: its version, assessment and module."""
    attempt.enrolment.version = frozen_version(attempt.enrolment.version_id)
    attempt.assessment = pool_of(attempt.assessment_id, attempt.module_key).assessment
    return attempt


@dataclass(frozen=True)
class StepTime:
    """When the server first had a step of a log. Steps that came together came after the fact."""

    at: datetime
    late: bool


def step_times(attempt: Attempt, item_key: str) -> dict[str, StepTime]:
    """By step, from the answers as they arrived. What a browser says of time counts for nothing."""
    times: dict[str, StepTime] = {}
    rows = Response.objects.filter(attempt=attempt, item_key=item_key)
    for row in rows.order_by("saved_at", "id"):
        steps = row.answer if isinstance(row.answer, list) else []
        new = [step["id"] for step in steps if step["id"] not in times]
        times |= {key: StepTime(row.saved_at, late=len(new) > 1) for key in new}
    return times


CORRECTIONS = Prepared(
    lambda module: Correction.objects.filter(module_key=module).order_by("pk"),
    module=Correction._meta.get_field("module_key"),
)


def corrections_in(module_key: UUID) -> dict[tuple[str, str], Correction]:
    """The correction in force of each wording that has one: by key and hash, the newest."""
    rows = CORRECTIONS.rows(module=module_key)
    return {(row.item_key, row.item_hash): row for row in rows}


def open_to_others() -> QuerySet[Attempt]:
    """Graded, of nobody whose learning is confidential or has become so."""
    return _of_no_judge().filter(Exists(Grading.objects.filter(attempt=OuterRef("pk"))))


def waiting_for_people() -> QuerySet[Attempt]:
    """Handed in and not graded, of nobody whose learning is confidential or has become so."""
    return _of_no_judge().exclude(Exists(Grading.objects.filter(attempt=OuterRef("pk"))))


def _of_no_judge() -> QuerySet[Attempt]:
    judge = judicial_learners().filter(learner=OuterRef("enrolment__learner"))
    return Attempt.objects.filter(
        ~Exists(judge),
        submitted_at__isnull=False,
        enrolment__confidential=False,
        enrolment__version__record=Record.GRADED,
    )


def items_by_key(attempt: Attempt) -> dict[str, dict[str, Any]]:
    return pool_of(attempt.assessment_id, attempt.module_key).items


def window_for(enrolment: Enrolment, module_key: UUID) -> AssessmentWindow | None:
    """The dates in force for this learner: the cohort's own, else those for everybody."""
    rows = AssessmentWindow.objects.filter(module_key=module_key)
    mine = rows.filter(Q(cohort=None) | Q(cohort=enrolment.cohort_id))
    return mine.order_by(F("cohort").asc(nulls_last=True), "-id").first()


def accommodation_of(learner_id: UUID) -> Accommodation | None:
    """What is arranged for this learner now. For the clock and for the learner's own pages only."""
    row = Accommodation.objects.filter(learner=learner_id).order_by("-id").first()
    return row if row is not None and (row.extra_percent or row.no_limit) else None


@dataclass(frozen=True)
class Arranged:
    """A learner with an arrangement in force, for that agency's training officers."""

    person: User
    arrangement: Accommodation


def arranged_among(enrolments: QuerySet[Enrolment]) -> list[Arranged]:
    """Who of these has more time, or no limit, by name."""
    rows = Accommodation.objects.filter(learner__in=enrolments.values("learner")).order_by("id")
    newest = {row.learner_id: row for row in rows.select_related("learner__person")}
    found = [
        Arranged(row.learner.person, row)
        for row in newest.values()
        if row.extra_percent or row.no_limit
    ]
    return sorted(found, key=lambda one: one.person.full_name)


def shown_of(attempt: Attempt, key: str) -> Shown:
    """How this attempt shows an item."""
    return as_shown(next(item for item in attempt.items if item["key"] == key))


def as_shown(item: dict[str, Any]) -> Shown:
    """What an item's type decided when the attempt began. Early attempts called it `options`."""
    return item["shown"] if "shown" in item else item["options"]


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
            UsedUp(enrolment, state.assessment.module, len(state.counted))
            for state in states.values()
            if state.counted
            and not (state.passed or state.left or state.open_attempt or state.waiting)
        ]
    return found
