"""Answers on paper, keyed twice by two people who don't see each other's, then an attempt.

Nothing counts before both say the same, or somebody has settled where they differ with the paper
in hand. From then on it is an attempt like any other: same rows, same grading, same evidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.assessment.asking import type_of
from courses.assessment.certainty import step_of
from courses.assessment.evidence import record_attempt_evidence
from courses.assessment.grading import graded
from courses.assessment.models import Attempt, Response
from courses.assessment.queries import as_shown, pool_of
from courses.assessment.sittings.models import (
    Fate,
    Invitation,
    KeyedEntry,
    PaperForm,
)
from courses.assessment.sittings.queries import invigilated_by, scheduled_for
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded
from lms.accounts.api import audit
from lms.accounts.models import User

Keyed = dict[str, dict[str, Any]]
NOTHING: dict[str, Any] = {}


class Unreadable(ValidationError):
    """What was keyed can't be an answer, or nothing was.

    `where`: a sentence for each item; `found`: the rest.
    """

    def __init__(self, where: dict[str, str], found: Keyed) -> None:
        super().__init__(_("Some questions need another look. Nothing was saved yet."))
        self.where, self.found = where, found


def read_keyed(form: PaperForm, data: QueryDict, keys: Iterable[str]) -> Keyed:
    """What was keyed for these items. What was left blank is said; what was overlooked is not."""
    pool = pool_of(form.assessment_id, form.sitting.module_key)
    found: Keyed = {}
    wrong: dict[str, str] = {}
    for shown in form.items:
        key = shown["key"]
        item, kind = pool.items[key], type_of(pool.items[key])
        if key not in set(keys) or kind is None or data.get(f"blank-{key}"):
            continue
        try:
            answer = kind.from_form(item["config"], as_shown(shown), data, f"answer-{key}", None)
            sure = step_of(data.get(f"certainty-{key}")) if pool.asks_certainty(key) else None
        except ValidationError as refusal:
            wrong[key] = refusal.messages[0]
            continue
        if answer not in (None, "", []):
            found[key] = {"answer": answer} | ({"certainty": sure} if sure else {})
        else:
            wrong[key] = _("Key what stands on the paper, or tick “Left blank”.")
    if wrong:
        raise Unreadable(wrong, found)
    return found


def key_paper(*, form: PaperForm, by: User, answers: Keyed) -> KeyedEntry:
    """One person's reading of a collected paper. The second that says the same makes it count."""
    with transaction.atomic():
        form = _collected(form, by)
        entries = list(form.entries.all())
        if len(entries) >= KeyedEntry.SECOND:
            raise SittingRefused(_("This paper was keyed twice already."))
        if any(one.keyed_by == by.learner_id for one in entries):
            raise SittingRefused(_("You have keyed this paper. Somebody else keys it again."))
        entry = KeyedEntry.objects.create(
            form=form, place=len(entries) + 1, answers=answers, keyed_by=by.learner_id
        )
        if entries and not _differing(form, entries[0].answers, answers):
            _becomes_attempt(form, answers, by)
        return entry


@dataclass(frozen=True)
class Difference:
    """One item in which the two readings are not the same."""

    key: str
    first: dict[str, Any]
    second: dict[str, Any]


def differences_of(form: PaperForm) -> list[Difference]:
    """What has to be settled; none while it is not keyed twice, or when nothing differs."""
    entries = {one.place: one.answers for one in form.entries.all()}
    if KeyedEntry.SECOND not in entries:
        return []
    first, second = entries[KeyedEntry.FIRST], entries[KeyedEntry.SECOND]
    return [
        Difference(key, first.get(key, NOTHING), second.get(key, NOTHING))
        for key in _differing(form, first, second)
    ]


def _differing(form: PaperForm, first: Keyed, second: Keyed) -> list[str]:
    keys = [shown["key"] for shown in form.items]
    return [key for key in keys if first.get(key, NOTHING) != second.get(key, NOTHING)]


def settle(*, form: PaperForm, by: User, answers: Keyed, paper_in_hand: bool) -> KeyedEntry:
    """Say what stands on the paper where two readings differ. Then it counts."""
    with transaction.atomic():
        form = _collected(form, by)
        open_ones = {one.key for one in differences_of(form)}
        if form.entries.filter(place=KeyedEntry.SETTLING).exists() or not open_ones:
            raise SittingRefused(_("There is nothing to settle on this paper."))
        if not paper_in_hand:
            raise SittingRefused(_("Take the paper in hand, and say so: it is kept."))
        settled = {key: one for key, one in answers.items() if key in open_ones}
        entry = KeyedEntry.objects.create(
            form=form, place=KeyedEntry.SETTLING, answers=settled, keyed_by=by.learner_id
        )
        first = form.entries.get(place=KeyedEntry.FIRST).answers
        agreed = {key: one for key, one in first.items() if key not in open_ones}
        _becomes_attempt(form, agreed | settled, by)
        return entry


def _collected(form: PaperForm, by: User) -> PaperForm:
    """The paper, locked: of a closed sitting, collected, not counted yet, and this person's."""
    rows = PaperForm.objects.select_for_update(of=("self",))
    form = rows.select_related("sitting", "assessment__module__version").get(pk=form.pk)
    known = scheduled_for(by).filter(pk=form.sitting_id).exists()
    if not known and not invigilated_by(by).filter(pk=form.sitting_id).exists():
        raise NotYours(_("Only the agency's training officers and the invigilator key papers."))
    newest = form.events.order_by("-pk").first()
    if newest is None or newest.fate != Fate.COLLECTED:
        raise SittingRefused(_("Only a paper that was collected is keyed."))
    if form.sitting.closed_at is None:
        raise SittingRefused(_("The sitting isn't closed yet. Papers are keyed after it."))
    if Attempt.objects.filter(paper=form).exists():
        raise SittingRefused(_("This paper is keyed and counts already."))
    if _invitation(form).enrolment.learner_id == by.learner_id:
        raise NotYours(_("Somebody else keys your own paper."))
    return form


def _invitation(form: PaperForm) -> Invitation:
    rows = Invitation.objects.select_related("enrolment__version")
    return rows.get(papers__form=form, papers__fate=Fate.HANDED_OUT)


def _becomes_attempt(form: PaperForm, answers: Keyed, by: User) -> Attempt:
    """Begun when the sitting was opened and handed in when it was closed, for everybody."""
    sitting = form.sitting
    closed_at = sitting.closed_at
    assert sitting.opened_at is not None  # noqa: S101  it was closed before
    assert closed_at is not None  # noqa: S101
    # Whoever decides on the grade meanwhile holds the invitation.
    locked = Invitation.objects.select_for_update(of=("self",))
    invitation = locked.get(pk=_invitation(form).pk)
    enrolments = Enrolment.objects.select_for_update(of=("self",))
    enrolment = enrolments.select_related("version", "learner").get(pk=invitation.enrolment_id)
    if not is_graded(enrolment):
        raise SittingRefused(_("This person can't be assessed any more, so nothing is kept."))
    attempt = Attempt(
        pk=uuid4(),
        enrolment=enrolment,
        assessment=form.assessment,
        module_key=sitting.module_key,
        number=Attempt.objects.filter(enrolment=enrolment, module_key=sitting.module_key).count()
        + 1,
        language=form.assessment.language,
        items=form.items,
        items_hash=form.items_hash,
        seed=form.seed,
        started_at=sitting.opened_at,
        submitted_at=closed_at,
        invitation=invitation,
        paper=form,
    )
    # Before the attempt: once it stands as handed in, it takes no answer. The key is checked at
    # the end of the transaction.
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            item_key=key,
            client_id=f"paper-{n}",
            sequence=n,
            answer=one["answer"],
            certainty=one.get("certainty"),
            saved_at=closed_at,
        )
        for n, (key, one) in enumerate(answers.items(), start=1)
    )
    attempt.save(force_insert=True)
    grading = graded(attempt)
    grading.save(force_insert=True)
    record_attempt_evidence(attempt=attempt, grading=grading)
    audit(actor=by, action="paper-counted", subject=f"attempt:{attempt.pk}", paper=form.pk)
    return attempt
