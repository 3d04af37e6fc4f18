"""Reads of sittings: who may see which, how each person in the room stands, what counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import accommodation_of, window_for
from courses.assessment.sittings.models import (
    LONGEST,
    Fate,
    GradeHold,
    IdentityCheck,
    Invitation,
    PaperEvent,
    PaperForm,
    Sitting,
)
from courses.assessment.timing import end_of
from courses.enrolment.queries import agency_and_units
from lms.accounts.api import Role, has_role
from lms.accounts.models import AgencyKind, Learner, User

INVIGILATED, UNSUPERVISED = "A", "B"  # grades of evidence
RELATED = ("module__version", "agency", "district")
AT_LARGE = (None, Fate.HANDED_OUT)


def scheduled_for(officer: User) -> QuerySet[Sitting]:
    """Sittings of the officer's agency and its units. Never any of the judiciary."""
    if (
        officer.agency is None
        or officer.is_judicial
        or not has_role(officer, Role.TRAINING_OFFICER)
    ):
        return Sitting.objects.none()
    rows = Sitting.objects.filter(agency__in=agency_and_units(officer.agency))
    return rows.select_related(*RELATED)


def invigilated_by(person: User) -> QuerySet[Sitting]:
    """Sittings that this person watches over, as long as they belong to the agency."""
    if person.agency is None or person.is_judicial:
        return Sitting.objects.none()
    above = _agencies_above(person)
    rows = Sitting.objects.filter(invigilator=person.learner_id, agency__in=above)
    return rows.select_related(*RELATED)


def _agencies_above(person: User) -> list[int]:
    found, agency = [], person.agency
    while agency is not None and agency.pk not in found:
        found.append(agency.pk)
        agency = agency.parent
    return found


def invitations_of(learner: Learner) -> QuerySet[Invitation]:
    """The learner's own, the next first. For the learner only."""
    related = (*(f"sitting__{name}" for name in RELATED), "enrolment__version")
    rows = Invitation.objects.filter(enrolment__learner=learner, enrolment__confidential=False)
    return rows.select_related(*related).order_by("sitting__starts_at")


def next_sitting(learner: Learner, module_key: UUID) -> Sitting | None:
    """The sitting of this assessment to which the learner is invited and that isn't over."""
    rows = Sitting.objects.filter(
        invitations__enrolment__learner=learner, module_key=module_key, closed_at=None
    )
    return rows.filter(starts_at__gte=timezone.now() - LONGEST).order_by("starts_at").first()


def people_of(sitting: Sitting) -> dict[UUID, User]:
    """By learner key: whom the agency may name. Not who left it, and nobody of the judiciary."""
    people = User.objects.filter(
        learner__enrolments__invitations__sitting=sitting,
        agency__in=agency_and_units(sitting.agency),
    ).exclude(agency__kind=AgencyKind.JUDICIARY)
    return {person.learner_id: person for person in people}


@dataclass
class Paper:
    """A numbered paper and what became of it, the last known first."""

    form: PaperForm
    events: list[PaperEvent] = field(default_factory=list)
    keyed: int = 0
    attempt_id: UUID | None = None

    @property
    def last(self) -> PaperEvent | None:
        return self.events[-1] if self.events else None

    @property
    def fate(self) -> str | None:
        return self.last.fate if self.last else None

    @property
    def invitation_id(self) -> UUID | None:
        """Whose it is or was."""
        return next((one.invitation_id for one in self.events if one.invitation_id), None)

    @property
    def label(self) -> str:
        return label_of(self.form)

    @property
    def fate_words(self) -> str:
        return str(Fate(self.fate).label) if self.fate else _("Not handed out")


def label_of(form: PaperForm) -> str:
    """What stands on every page of it: B3F0A2-007."""
    return f"{form.sitting.reference}-{form.number:03}"


def papers_of(sitting: Sitting) -> list[Paper]:
    """Every numbered paper of the sitting, in four queries."""
    forms = sitting.paper_forms.select_related("sitting").defer("items")
    papers = {form.pk: Paper(form) for form in forms}
    for event in PaperEvent.objects.filter(form__sitting=sitting).order_by("pk"):
        papers[event.form_id].events.append(event)
    keyed = sitting.paper_forms.values_list("pk", "entries__place", "attempt")
    for pk, place, attempt in keyed:
        papers[pk].keyed = max(papers[pk].keyed, place or 0)
        papers[pk].attempt_id = attempt
    return list(papers.values())


@dataclass
class Seat:
    """One invited learner in the room. `person` is none where the agency may not name them."""

    invitation: Invitation
    person: User | None
    check: IdentityCheck | None = None
    attempt: Attempt | None = None
    paper: Paper | None = None
    hold: GradeHold | None = None
    passed: bool | None = None  # none too while nobody asked, or while people have to mark it

    @property
    def name(self) -> str:
        return self.person.full_name if self.person else _("Somebody no longer of your agency")

    @property
    def number(self) -> str:
        return self.person.service_number if self.person else ""

    @property
    def confirmed(self) -> bool:
        return self.check is not None and self.check.confirmed

    @property
    def working(self) -> bool:
        on_paper = self.paper is not None and self.paper.fate == Fate.HANDED_OUT
        return on_paper or (self.attempt is not None and self.attempt.submitted_at is None)

    @property
    def done(self) -> bool:
        collected = self.paper is not None and self.paper.fate == Fate.COLLECTED
        return collected or (self.attempt is not None and self.attempt.submitted_at is not None)

    @property
    def may_go_on_until(self) -> datetime | None:
        """The server's end of this person's work; none where nothing ends it, or none is begun."""
        if self.attempt is not None and self.attempt.submitted_at is None:
            return self.attempt.ends_at
        if self.paper is None or self.paper.fate != Fate.HANDED_OUT or self.paper.last is None:
            return None
        limit = self.paper.form.assessment.time_limit
        enrolment = self.invitation.enrolment
        return end_of(
            self.paper.last.noted_at,
            limit,
            accommodation_of(enrolment.learner_id) if limit else None,
            window_for(enrolment, self.invitation.sitting.module_key),
        )


def seats_of(sitting: Sitting, papers: Iterable[Paper] | None = None) -> list[Seat]:
    """Everybody invited, by name, in as many queries for two hundred as for one."""
    people = people_of(sitting)
    rows = sitting.invitations.select_related("enrolment__version")
    seats = {row.pk: Seat(row, people.get(row.enrolment.learner_id)) for row in rows}
    for row in rows:
        row.sitting = sitting
    for check in IdentityCheck.objects.filter(invitation__sitting=sitting).order_by("pk"):
        seats[check.invitation_id].check = check
    for hold in GradeHold.objects.filter(invitation__sitting=sitting).order_by("pk"):
        seats[hold.invitation_id].hold = hold
    for attempt in Attempt.objects.filter(invitation__sitting=sitting).defer("items"):
        seats[attempt.invitation_id].attempt = attempt  # type: ignore[index]
    for paper in papers_of(sitting) if papers is None else papers:
        seat = seats.get(paper.invitation_id) if paper.invitation_id else None
        if seat is not None and paper.fate in (Fate.HANDED_OUT, Fate.COLLECTED):
            seat.paper = paper
    return sorted(seats.values(), key=lambda one: (one.person is None, one.name.casefold()))


def add_results(seats: Iterable[Seat]) -> None:
    """Who passed, in one query, of those whom the agency may name. Not for the invigilator."""
    named = {one.attempt.pk: one for one in seats if one.attempt and one.person}
    gradings = Grading.objects.filter(attempt__in=named).order_by("number")
    for attempt, passed in gradings.values_list("attempt", "passed"):
        named[attempt].passed = passed


def hold_of(invitation_id: UUID | None) -> GradeHold | None:
    """The decision in force on what the invitation's attempt counts as."""
    if invitation_id is None:
        return None
    return GradeHold.objects.filter(invitation=invitation_id).order_by("-pk").first()


def grade_of(attempt: Attempt) -> str:
    """The grade of evidence: A for what was sat under somebody's eyes, unless it was held back."""
    if attempt.invitation_id is None:
        return UNSUPERVISED
    hold = hold_of(attempt.invitation_id)
    return UNSUPERVISED if hold is not None and hold.held else INVIGILATED


def is_confirmed(invitation: Invitation) -> bool:
    check = invitation.checks.order_by("-pk").first()
    return check is not None and check.confirmed


def still_working(sitting: Sitting) -> QuerySet[Attempt]:
    """Attempts of the sitting whose time is not over."""
    now = timezone.now()
    rows = Attempt.objects.filter(invitation__sitting=sitting, submitted_at=None)
    return rows.exclude(ends_at__lte=now)
