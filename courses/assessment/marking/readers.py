"""Who may read which answer: the own agency's examiners and, where none is left, the service's.

An answer stays with the agency of its learner. When no examiner there may read it any more, those
of other agencies of the same service get it; where there are none either, nobody can, which the
agency is told (`courses.assessment.marking.missing`). Answers of judges never come here: they are
in no queryset of this module, whatever the service.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.assessment.marking.models import Marking, WrittenAnswer
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import agency_and_units, visible_in, visible_to_officers
from lms.accounts.api import Role, has_role
from lms.accounts.models import Agency, AgencyKind, User

# Kinds of which all agencies are one service. Ministries, companies and the others are employers
# of their own: what somebody wrote about the work there is no other's business.
ONE_SERVICE = (AgencyKind.POLICE, AgencyKind.PROSECUTION)
Parents = dict[int, int | None]
HOME = "attempt__enrolment__learner__person__agency"


def of_own_agency(examiner: User) -> QuerySet[WrittenAnswer]:
    """Answers by people of the examiner's agency and its units: never of a judge."""
    if examiner.agency is None or not has_role(examiner, Role.EXAMINER):
        return WrittenAnswer.objects.none()
    return WrittenAnswer.objects.filter(attempt__enrolment__in=visible_to_officers(examiner.agency))


def of_own_service(examiner: User) -> QuerySet[WrittenAnswer]:
    """The same, with answers by people of every agency of the examiner's service."""
    agency = examiner.agency
    if agency is None or agency.kind not in ONE_SERVICE or not has_role(examiner, Role.EXAMINER):
        return of_own_agency(examiner)
    agencies = Agency.objects.filter(Q(kind=agency.kind) | Q(pk__in=agency_and_units(agency)))
    visible = visible_in(agencies.values_list("pk", flat=True))
    return WrittenAnswer.objects.filter(attempt__enrolment__in=visible)


def may_be_marked(examiner: User) -> QuerySet[WrittenAnswer]:
    """Those that wait and that this examiner may read.

    Never the examiner's own, never one marked by the same person before, and none of a course
    that the examiner has still to complete: question, rubric and answers of others would help.
    """
    return readable(_reached_by(examiner), examiner).order_by("since", "pk")


def readable(answers: QuerySet[WrittenAnswer], examiner: User) -> QuerySet[WrittenAnswer]:
    key = examiner.learner_id
    marked = Marking.objects.filter(answer=OuterRef("pk"), marker=key)
    taking = Enrolment.objects.filter(
        learner=key, course=OuterRef("attempt__enrolment__course"), completion=None, left_at=None
    )
    rows = answers.filter(~Exists(marked), ~Exists(taking), awaits__gt=0)
    return rows.exclude(attempt__enrolment__learner=key).order_by()


def free_for(examiner: User) -> QuerySet[WrittenAnswer]:
    """Those of them that nobody else is reading now."""
    nobody = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    return may_be_marked(examiner).filter(nobody | Q(claimed_by=examiner.learner_id))


def readers_of(agency: Agency, parents: Parents | None = None) -> QuerySet[User]:
    """Everybody who could be given an answer of this agency at all."""
    by_place = Q(agency__in=with_those_above(agency.pk, parents or parents_of_all()))
    if agency.kind in ONE_SERVICE:
        by_place |= Q(agency__kind=agency.kind)
    return _examiners().filter(by_place).distinct()


def without_reader() -> QuerySet[WrittenAnswer]:
    """Answers that wait, and that nobody may read as things are."""
    agencies = Agency.objects.exclude(kind=AgencyKind.JUDICIARY)
    visible = visible_in(agencies.values_list("pk", flat=True))
    waiting = WrittenAnswer.objects.filter(awaits__gt=0, attempt__enrolment__in=visible)
    parents, homes = parents_of_all(), agencies.filter(pk__in=_homes_of(waiting))
    return waiting.filter(
        _any_of(Q(~_left(readers_of(one, parents)), **{HOME: one.pk}) for one in homes)
    )


def parents_of_all() -> Parents:
    return dict(Agency.objects.values_list("pk", "parent_id"))


def _reached_by(examiner: User) -> QuerySet[WrittenAnswer]:
    """The own agency's, and of the service those that nobody at home may read.

    Whoever holds one keeps it, though somebody at home may read it meanwhile.
    """
    own, service = of_own_agency(examiner), of_own_service(examiner)
    beyond = service.filter(awaits__gt=0).exclude(pk__in=own.values("pk"))
    parents = parents_of_all()
    unread = _any_of(
        Q(~_left(_examiners().filter(agency__in=with_those_above(home, parents))), **{HOME: home})
        for home in _homes_of(beyond)
    )
    held = Q(claimed_by=examiner.learner_id, claimed_until__gte=timezone.now())
    return WrittenAnswer.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=beyond.filter(unread | held).values("pk"))
    )


def _left(people: QuerySet[User]) -> Exists:
    """Whether one of these people may read the answer: by the same rules as `readable`."""
    marked = Marking.objects.filter(answer=OuterRef(OuterRef("pk")), marker=OuterRef("learner_id"))
    taking = Enrolment.objects.filter(
        learner=OuterRef("learner_id"),
        course=OuterRef(OuterRef("attempt__enrolment__course")),
        completion=None,
        left_at=None,
    )
    wrote = Q(learner=OuterRef("attempt__enrolment__learner"))
    return Exists(people.filter(~Exists(marked), ~Exists(taking)).exclude(wrote))


def _examiners() -> QuerySet[User]:
    return User.objects.filter(groups__name=Role.EXAMINER, is_active=True)


def _homes_of(answers: QuerySet[WrittenAnswer]) -> list[int]:
    return sorted(set(answers.order_by().values_list(HOME, flat=True).distinct()))


def with_those_above(agency: int, parents: Parents) -> list[int]:
    """The agency and those it is a unit of, the nearest first: they look after its people too."""
    found: list[int] = []
    at: int | None = agency
    while at is not None and at not in found:
        found.append(at)
        at = parents[at]
    return found


def _any_of(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in conditions:
        found |= one
    return found
