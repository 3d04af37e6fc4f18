"""What an examiner may mark, the queue, and an answer as its marker sees it: without a name.

Whose answer it is, of which agency, in which attempt, and what another reader gave, is in nothing
that leaves this module. Who may read which: `courses.assessment.marking.readers`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.assessment.asking import type_of
from courses.assessment.marking.models import Marking, WrittenAnswer
from courses.assessment.marking.readers import (
    ONE_SERVICE,
    may_be_marked,
    of_own_agency,
    of_own_service,
    readers_of,
)
from courses.assessment.models import Grading
from courses.assessment.queries import items_by_key, open_to_others, pool_of
from courses.catalogue.models import AssessmentVersion
from lms.accounts.api import Role, has_role
from lms.accounts.models import User

RECENT = 10
MOST_READINGS = 3


@dataclass(frozen=True)
class Waiting:
    """One question of a module, and how many answers to it wait for this examiner."""

    module: str
    stem: str
    count: int
    since: datetime

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.since


@dataclass
class Queue:
    rows: list[Waiting] = field(default_factory=list)
    being_read: int = 0
    not_for_you: int = 0  # the own, or of a course still ahead
    held: UUID | None = None
    of_service: bool = False  # answers may come from other agencies of the service
    too_few: bool = False  # fewer examiners than readings may be needed

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def oldest(self) -> Waiting | None:
        return min(self.rows, key=lambda row: row.since, default=None)


def queue_of(examiner: User) -> Queue:
    """How many answers wait and for how long, the oldest first. As many queries, however many."""
    own = of_own_agency(examiner)
    mine = may_be_marked(examiner).order_by()
    now, me = timezone.now(), Q(claimed_by=examiner.learner_id)
    # What this examiner has read is left out: a count that grows on saving would tell that the
    # answer was drawn for a second reader, while the marks can still be changed.
    read = Marking.objects.filter(answer=OuterRef("pk"), marker=examiner.learner_id)
    unread = own.filter(~Exists(read), awaits__gt=0)
    reading = mine.filter(claimed_until__gte=now)
    held = reading.filter(me).values_list("pk", flat=True).first()
    return Queue(
        rows=_by_question(mine),
        being_read=reading.exclude(me).count(),
        not_for_you=unread.exclude(Exists(mine.filter(pk=OuterRef("pk")))).count(),
        held=held,
        of_service=examiner.agency is not None and examiner.agency.kind in ONE_SERVICE,
        too_few=examiner.agency is not None and readers_of(examiner.agency).count() < MOST_READINGS,
    )


def _by_question(answers: QuerySet[WrittenAnswer]) -> list[Waiting]:
    """The same words in two versions of a course are one line."""
    by = ("attempt__assessment", "attempt__module_key", "item_key")
    found = list(answers.values(*by).annotate(count=Count("pk"), oldest=Min("since")))
    versions = AssessmentVersion.objects.defer("items").select_related("module")
    known = versions.in_bulk({row["attempt__assessment"] for row in found})
    rows: dict[tuple[str, str], Waiting] = {}
    for row in found:
        module = known[row["attempt__assessment"]].module
        item = pool_of(row["attempt__assessment"], row["attempt__module_key"]).items[
            row["item_key"]
        ]
        key = (f"{module.code} {module.title}", item["stem"])
        before = rows.get(key)
        count, since = row["count"], row["oldest"]
        if before is not None:
            count, since = count + before.count, min(since, before.since)
        rows[key] = Waiting(*key, count, since)
    return sorted(rows.values(), key=lambda one: one.since)


@dataclass(frozen=True)
class Script:
    """An answer as its marker sees it."""

    id: UUID
    stem: str
    text: str
    rubric: list[dict[str, Any]]
    hints: dict[str, Any]

    @property
    def words(self) -> int:
        return len(self.text.split())


def script_of(answer: WrittenAnswer) -> Script:
    """The words of one answer, with what it is marked by."""
    item = items_by_key(answer.attempt)[answer.item_key]
    kind = type_of(item)
    marks = {mark["key"]: mark for mark in answer.attempt.part_grading.items}
    return Script(
        id=answer.pk,
        stem=item["stem"],
        text=str(marks[answer.item_key]["answer"]),
        rubric=kind.rubric(item["config"]) if kind else [],
        hints=kind.for_markers(item["config"]) if kind else {},
    )


def in_force(markings: QuerySet[Marking]) -> QuerySet[Marking]:
    """Without those that a correction replaced."""
    return markings.filter(replaced_by=None)


def still_to_change(examiner: User) -> QuerySet[Marking]:
    """The examiner's own marks in attempts that are not graded yet, the newest first."""
    graded = Grading.objects.filter(attempt=OuterRef("answer__attempt"))
    return (
        in_force(Marking.objects.filter(marker=examiner.learner_id))
        .filter(~Exists(graded), answer__in=of_own_service(examiner))
        .select_related("answer__attempt__part_grading")
        .order_by("-marked_at", "-pk")
    )


def may_be_reviewed(administrator: User, wanted: str = "") -> QuerySet[WrittenAnswer]:
    """Answers of graded attempts whose marks an administrator may decide on again.

    Never the own, never one that the same person marked, never of a judge. `wanted`: the
    reference on the sealed record.
    """
    if not has_role(administrator, Role.ADMINISTRATOR):
        return WrittenAnswer.objects.none()
    key = administrator.learner_id
    marked = Marking.objects.filter(answer=OuterRef("pk"), marker=key)
    rows = WrittenAnswer.objects.filter(~Exists(marked), attempt__in=open_to_others())
    rows = rows.filter(settled__number=1).exclude(attempt__enrolment__learner=key)
    if not wanted:
        return rows
    try:
        return rows.filter(pk=UUID(wanted.strip()))
    except ValueError:
        return rows.none()
