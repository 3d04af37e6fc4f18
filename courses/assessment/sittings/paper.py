"""Numbered papers: drawn and frozen before the sitting, each accounted for after it."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from courses.assessment.asking import drawn, fingerprint, new_seed, type_of
from courses.assessment.models import Attempt
from courses.assessment.sittings.files import owe_files
from courses.assessment.sittings.invigilating import running
from courses.assessment.sittings.models import (
    Fate,
    Invitation,
    PaperEvent,
    PaperFile,
    PaperForm,
    Sitting,
)
from courses.assessment.sittings.queries import (
    invigilated_by,
    is_confirmed,
    label_of,
    scheduled_for,
)
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from courses.assessment.sittings.starting import holds_paper
from courses.catalogue.blueprint import gaps
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.queries import is_graded
from lms.accounts.api import audit
from lms.accounts.models import User

MOST_AT_ONCE, MOST = 60, 300
# From where a paper may get where: a found one is collected, a collected one stays collected.
BEFORE: dict[str, tuple[str | None, ...]] = {
    Fate.HANDED_OUT: (None,),
    Fate.COLLECTED: (Fate.HANDED_OUT, Fate.MISSING),
    Fate.SPOILED: (None, Fate.HANDED_OUT),
    Fate.UNUSED: (None,),
    Fate.MISSING: (None, Fate.HANDED_OUT),
}


def on_paper(assessment: AssessmentVersion) -> list[dict[str, object]]:
    """The questions of the pool that can be answered on paper."""
    return [item for item in assessment.items if (kind := type_of(item)) and kind.works_on_paper]


def why_not_on_paper(assessment: AssessmentVersion) -> list[str]:
    """What keeps this assessment off paper, a sentence each; none where it can be printed."""
    fit = on_paper(assessment)
    kept = {item["key"] for item in fit}
    out = [item for item in assessment.items if item["key"] not in kept]
    if not out:
        return []
    names = {item["type"]: kind for item in out if (kind := type_of(item))}
    kinds = ", ".join(sorted(str(kind.label) for kind in names.values())) or _(
        "a type that is gone"
    )
    if not assessment.blueprint:
        return [
            _("It asks all its questions, and {n} of them do not work on paper ({kinds}).").format(
                n=len(out), kinds=kinds
            )
        ]
    found = [
        _("{key} must be asked and does not work on paper.").format(key=item["key"])
        for item in out
        if item.get("critical")
    ]
    return found + [
        _("Without what does not work on paper ({kinds}): {gap}").format(kinds=kinds, gap=gap)
        for gap in gaps(fit, assessment.blueprint)
    ]


def draw_papers(
    *, sitting: Sitting, by: User, assessment: AssessmentVersion, count: int
) -> list[PaperForm]:
    """So many more numbered papers, each a form of its own, frozen as an attempt's is."""
    _refuse_strangers(sitting, by)
    if assessment.module.key != sitting.module_key:
        raise SittingRefused(_("This is another assessment than the sitting's."))
    if refused := why_not_on_paper(assessment):
        raise SittingRefused([_("This assessment can't be taken on paper."), *refused])
    if not 1 <= count <= MOST_AT_ONCE:
        raise SittingRefused(
            _("Print between 1 and {most} papers at once.").format(most=MOST_AT_ONCE)
        )
    with transaction.atomic():
        sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
        if sitting.closed_at is not None:
            raise SittingRefused(_("This sitting is closed."))
        there = sitting.paper_forms.count()
        if there + count > MOST:
            raise SittingRefused(_("A sitting has at most {most} papers.").format(most=MOST))
        forms = [_drawn(sitting, assessment, there + n, by) for n in range(1, count + 1)]
        PaperForm.objects.bulk_create(forms)
        owe_files(sitting)
        audit(
            actor=by, action="papers-drawn", subject=f"sitting:{sitting.pk}",
            first=there + 1, last=there + count,
        )  # fmt: skip
    return forms


def make_files(*, sitting: Sitting, by: User) -> None:
    """Ask again for PDFs that could not be made. What is made or on its way stays."""
    _refuse_strangers(sitting, by)
    with transaction.atomic():
        owe_files(Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk))


def give_file(*, sitting: Sitting, first: int, by: User) -> PaperFile | None:
    """The PDF that begins with this number, for printing: noted. None while it isn't made."""
    _refuse_strangers(sitting, by)
    with transaction.atomic():
        file = get_object_or_404(sitting.paper_files, first=first)
        if not file.name:
            return None
        audit(
            actor=by, action="papers-printed", subject=f"sitting:{sitting.pk}",
            first=file.first, last=file.last,
        )  # fmt: skip
    return file


def _drawn(sitting: Sitting, assessment: AssessmentVersion, number: int, by: User) -> PaperForm:
    """Nobody knows yet who will write on it, so what somebody saw before can't be heeded here."""
    seed = new_seed()
    shown = drawn(assessment, seed=seed, seen=(), items=on_paper(assessment))
    return PaperForm(
        sitting=sitting,
        number=number,
        assessment=assessment,
        items=shown,
        items_hash=fingerprint(shown),
        seed=seed,
        drawn_by=by.learner_id,
    )


def note_fate(
    *,
    form: PaperForm,
    by: User,
    fate: str,
    invitation: Invitation | None = None,
    note: str = "",
) -> PaperEvent:
    """Say what became of a paper. Said twice, it is said once."""
    note = note.replace("\0", "").strip()
    if fate not in BEFORE:
        raise SittingRefused(_("Say what became of the paper."))
    with transaction.atomic():
        form = PaperForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
        newest = form.events.order_by("-pk").first()
        found_later = fate == Fate.COLLECTED and newest and newest.fate == Fate.MISSING
        if found_later:
            _refuse_strangers(form.sitting, by)
        else:
            running(form.sitting, by)
        if newest is not None and newest.fate == fate:
            if fate == Fate.HANDED_OUT and newest.invitation_id != (invitation and invitation.pk):
                raise SittingRefused(_("Somebody else has this paper. Give another."))
            return newest
        if (newest.fate if newest else None) not in BEFORE[fate]:
            raise SittingRefused(
                _("Paper {paper} is noted as “{fate}” already.").format(
                    paper=label_of(form), fate=newest.get_fate_display() if newest else "–"
                )
            )
        if fate == Fate.HANDED_OUT:
            _refuse_handing_out(form, invitation)
        elif fate in (Fate.SPOILED, Fate.MISSING) and not note:
            raise SittingRefused(_("Say what happened to the paper: it is kept."))
        return PaperEvent.objects.create(
            form=form,
            fate=fate,
            invitation=invitation if fate == Fate.HANDED_OUT else None,
            note=note[:300],
            noted_by=by.learner_id,
        )


def _refuse_handing_out(form: PaperForm, invitation: Invitation | None) -> None:
    if invitation is None or invitation.sitting_id != form.sitting_id:
        raise SittingRefused(_("Say to whom you give the paper."))
    if not is_confirmed(invitation):
        raise SittingRefused(_("Check first who this is. Then hand out the paper."))
    if not is_graded(invitation.enrolment):
        raise SittingRefused(_("This person can't be assessed any more."))
    if Attempt.objects.filter(invitation=invitation).exists():
        raise SittingRefused(_("This person has begun on a device, so there is no paper."))
    if holds_paper(invitation):
        raise SittingRefused(_("This person has a paper already. Note that as spoiled first."))
    if form.assessment.module.version_id != invitation.enrolment.version_id:
        raise SittingRefused(
            _("This paper is of another version of the course than this learner follows.")
        )


def leave_unused(*, sitting: Sitting, by: User) -> int:
    """All papers that were never handed out, at once, at the end."""
    with transaction.atomic():
        running(sitting, by)
        rows = list(sitting.paper_forms.filter(events=None))
        for form in rows:
            note_fate(form=form, by=by, fate=Fate.UNUSED)
    return len(rows)


def fitting(papers: list[PaperForm], seen: list[set[str]]) -> list[PaperForm]:
    """The same papers, those first that share the fewest questions with what somebody saw."""
    known = set().union(*seen)
    return sorted(
        papers, key=lambda one: (sum(item["key"] in known for item in one.items), one.number)
    )


def _refuse_strangers(sitting: Sitting, by: User) -> None:
    known = scheduled_for(by).filter(pk=sitting.pk).exists()
    if not known and not invigilated_by(by).filter(pk=sitting.pk).exists():
        raise NotYours(_("Only the agency's training officers and the invigilator do this."))
