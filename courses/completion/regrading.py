"""Correcting a question after it was asked, with every consequence.

An outcome turns from not passed to passed by itself. A pass that would be lost stays, with its
grading, until an administrator decides on it a second time.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.asking import type_of
from courses.assessment.evidence import record_attempt_evidence
from courses.assessment.marking.services import excuse
from courses.assessment.models import Attempt, Correction, CorrectionKind
from courses.assessment.queries import corrections_in
from courses.assessment.regrading import Change, RegradePlan, plan_of
from courses.catalogue.models import AssessmentVersion
from courses.completion.marking import conclude, tell_of_regrading
from courses.completion.services import complete_if_ready
from lms.accounts.api import Role, audit, has_role
from lms.accounts.models import User
from lms.jobs.api import enqueue


class CannotCorrect(ValidationError):
    """A correction that says nothing, or of a question that was never asked so."""


def proposed(
    *, module_key: UUID, item_key: str, item_hash: str, kind: str, right: list[int]
) -> Correction:
    """The correction, checked and not saved: for showing first what it would change."""
    rows = AssessmentVersion.objects.filter(module__key=module_key)
    items = [item for row in rows for item in row.items]
    item = next((i for i in items if (i["key"], i["hash"]) == (item_key, item_hash)), None)
    if item is None or kind not in CorrectionKind.values:
        raise CannotCorrect(_("This question isn't asked in this wording. Choose it again."))
    if kind == CorrectionKind.RIGHT:
        known = type_of(item)
        if known is None or not known.correctable:
            raise CannotCorrect(_("This kind of question can be dropped, or credited to all."))
        right = sorted(set(right))
        count = len(known.choices(item["config"]))
        if not right or not all(0 <= at < count for at in right):
            raise CannotCorrect(_("Tick the options that are right."))
    else:
        right = []
    return Correction(
        module_key=module_key, item_key=item_key, item_hash=item_hash, kind=kind, right=right
    )


def correct_question(*, correction: Correction, by: User, reason: str) -> RegradePlan:
    """Put a proposed correction in force and regrade. The same once more changes nothing more.

    Whoever may publish the module decides; the caller has seen to that. What is handed in
    meanwhile waits for this, or is seen by it.
    """
    if not reason.strip():
        raise CannotCorrect(_("Say what was wrong: it is kept, and told to the learners."))
    with transaction.atomic():
        _hold(correction.module_key)
        known = corrections_in(correction.module_key)
        there = known.get((correction.item_key, correction.item_hash))
        if there is None or (there.kind, there.right) != (correction.kind, correction.right):
            correction.reason, correction.decided_by = reason.strip()[:200], by.learner_id
            correction.shown = plan_of(correction).counts
            correction.save(force_insert=True)
            audit(
                actor=by,
                action="question-corrected",
                subject=f"question:{correction.item_key}",
                correction=correction.pk,
            )
            enqueue("courses.regrade", key=f"regrade:{correction.pk}", correction_id=correction.pk)
        else:
            correction = there
        return _carry_out(correction)


def take_passes_back(*, correction: Correction, by: User, reason: str) -> int:
    """The second decision: passes that the correction would undo are undone. For administrators.

    Completions and certificates there are stay as they are: those are facts of their own.
    """
    if not has_role(by, Role.ADMINISTRATOR):
        raise PermissionDenied
    if not reason.strip():
        raise CannotCorrect(_("Say why these passes are taken back: it is kept, and told to them."))
    with transaction.atomic():
        _hold(correction.module_key)
        if not _is_in_force(correction):
            raise CannotCorrect(_("This question was corrected again. Look at it once more."))
        lost = plan_of(correction).pass_lost
        for change in lost:
            _write(change, correction, by=by.learner_id, reason=reason.strip()[:200])
        if lost:
            audit(
                actor=by,
                action="passes-taken-back",
                subject=f"correction:{correction.pk}",
                attempts=len(lost),
            )
    return len(lost)


def regrade(*, correction_id: int) -> None:
    """Once more after the decision: for what was begun and handed in while it was made."""
    with transaction.atomic():
        correction = Correction.objects.get(pk=correction_id)
        _hold(correction.module_key)
        if _is_in_force(correction):
            _carry_out(correction)


def _hold(module_key: UUID) -> None:
    """Hand-ins of this module wait, and those under way are waited for."""
    rows = Attempt.objects.select_for_update().filter(module_key=module_key).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _is_in_force(correction: Correction) -> bool:
    known = corrections_in(correction.module_key)
    return known[correction.item_key, correction.item_hash].pk == correction.pk


def _carry_out(correction: Correction) -> RegradePlan:
    plan = plan_of(correction)
    for change in [*plan.now_passed, *plan.other_score]:
        _write(change, correction, by=correction.decided_by, reason=correction.reason)
    for grading in excuse(correction):
        conclude(grading)
    return plan


def _write(change: Change, correction: Correction, *, by: UUID, reason: str) -> None:
    attempt, grading = change.attempt, change.after
    grading.correction, grading.decided_by, grading.reason = correction, by, reason
    grading.graded_at = timezone.now()
    grading.save(force_insert=True)
    if grading.passed != change.before.passed:
        record_attempt_evidence(attempt=attempt, grading=grading)
    if (grading.passed, grading.score) != (change.before.passed, change.before.score):
        _tell(change, reason)
    if grading.passed:
        complete_if_ready(attempt.enrolment)


def _tell(change: Change, reason: str) -> None:
    why = _("A question in the assessment of “{title}” was corrected: {reason}").format(
        title=change.attempt.assessment.module.title, reason=reason
    )
    tell_of_regrading(change.after, change.before, why)
