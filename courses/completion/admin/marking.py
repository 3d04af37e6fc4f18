"""Marking written answers: the queue, one answer with its rubric, and one's own latest marks.

An examiner sees the words and what they are marked by. Nothing here names a learner, an agency or
another reader. Writing needs the lease on an answer; reading the page takes none.
"""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from courses.assessment.marking.queries import (
    RECENT,
    Script,
    may_be_reviewed,
    queue_of,
    script_of,
    still_to_change,
)
from courses.assessment.marking.readers import may_be_marked
from courses.assessment.marking.services import LEASE, LONGEST_COMMENT, give_back, take_next
from courses.assessment.refusals import CannotMark
from courses.completion.marking import correct_marks, mark_answer
from courses.completion.marking import review as review_again
from lms.accounts.api import Role, has_role, role_required
from lms.accounts.models import User

ICON = "openquote"


class MarksForm(forms.Form):
    """A level of each criterion, as radio buttons, and words to the learner."""

    comment = forms.CharField(
        label=gettext_lazy("Comment to the learner"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Told with the marks, once the assessment is passed. What was good, what is missing."
        ),
    )

    def __init__(
        self,
        script: Script,
        data: Any = None,
        *,
        levels: list[int] | None = None,
        comment: str = "",
        changing: bool = False,
    ) -> None:
        super().__init__(data, initial={"comment": comment})
        self.names = [f"criterion-{at}" for at in range(len(script.rubric))]
        for at, criterion in enumerate(script.rubric):
            self.fields[self.names[at]] = forms.TypedChoiceField(
                label=criterion["name"],
                coerce=int,
                choices=[(n, _level(level)) for n, level in enumerate(criterion["levels"])],
                widget=forms.RadioSelect,
                initial=None if levels is None else levels[at],
                error_messages={"required": _("Choose a level.")},
            )
        if changing:
            self.fields["reason"] = forms.CharField(
                label=_("Why the marks change"),
                max_length=200,
                help_text=_("Kept with them. The earlier marks stay in the record."),
            )

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def levels(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.names]


@never_cache
@role_required(Role.EXAMINER)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """How much waits and for how long; a button takes the oldest."""
    examiner = _examiner(request)
    title = _("Answers to mark")
    context = {
        "queue": queue_of(examiner),
        "recent": [(row, script_of(row.answer)) for row in still_to_change(examiner)[:RECENT]],
        "no_agency": examiner.agency is None,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "courses/admin/marking_queue.html", context)


@never_cache
@role_required(Role.EXAMINER)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """The next answer, or back to the queue with a sentence when nothing waits."""
    return _next(request)


@never_cache
@role_required(Role.EXAMINER)
def mark(request: HttpRequest, answer: UUID) -> HttpResponse:
    """One answer; a POST keeps the marks and takes the next, or gives the answer back."""
    examiner = _examiner(request)
    if request.POST.get("do") == "back":
        give_back(answer_id=answer, by=examiner)
        messages.success(request, _("Given back. Somebody else may mark it."))
        return redirect("marking-queue")
    found = may_be_marked(examiner).select_related("attempt__part_grading").filter(pk=answer)
    row = found.first()
    if row is None or (request.method != "POST" and not _holds(row, examiner)):
        messages.warning(request, _("You don't have this answer now. Take the next one."))
        return redirect("marking-queue")
    script = script_of(row)
    form = MarksForm(script, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mark_answer(
                answer_id=answer,
                by=examiner,
                levels=form.levels,
                comment=form.cleaned_data["comment"],
            )
        except CannotMark as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your marks are saved."))
            return redirect("marking-queue") if request.POST.get("do") == "stop" else _next(request)
    return _page(request, script, form, _("Mark an answer"))


@never_cache
@role_required(Role.EXAMINER)
def correct(request: HttpRequest, marking: int) -> HttpResponse:
    """One's own marks, until the attempt is graded: changed by a further row with a reason."""
    examiner = _examiner(request)
    row = get_object_or_404(still_to_change(examiner), pk=marking)
    script = script_of(row.answer)
    form = MarksForm(
        script, request.POST or None, levels=row.levels, comment=row.comment, changing=True
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_marks(
                marking_id=marking,
                by=examiner,
                levels=form.levels,
                comment=form.cleaned_data["comment"],
                reason=form.cleaned_data["reason"],
            )
        except CannotMark as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your marks are changed. The earlier ones are kept too."))
            return redirect("marking-queue")
    return _page(request, script, form, _("Change your marks"))


@never_cache
@role_required(Role.ADMINISTRATOR)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find an answer by the reference on a sealed record, to decide on its marks again."""
    wanted = request.GET.get("ref", "").strip()[:100]
    found = may_be_reviewed(_examiner(request), wanted).first() if wanted else None
    if found is not None:
        return redirect("marking-review", found.pk)
    title = _("Review marks")
    context = {
        "wanted": wanted,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "courses/admin/marking_find.html", context)


@never_cache
@role_required(Role.ADMINISTRATOR)
def review(request: HttpRequest, answer: UUID) -> HttpResponse:
    """An administrator settles marks anew after grading, with a reason, also without a name."""
    by = _examiner(request)
    rows = may_be_reviewed(by).select_related("attempt__part_grading")
    row = get_object_or_404(rows, pk=answer)
    script, settled = script_of(row), row.settled.order_by("-number")[0]
    form = MarksForm(
        script, request.POST or None, levels=settled.levels,
        comment="\n\n".join(settled.comments), changing=True,
    )  # fmt: skip
    form.fields["take_pass_back"] = forms.BooleanField(
        required=False, label=_("If the pass is lost by this, take it back")
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = review_again(
                answer_id=answer,
                by=by,
                levels=form.levels,
                comment=form.cleaned_data["comment"],
                reason=form.cleaned_data["reason"],
                take_pass_back=form.cleaned_data["take_pass_back"],
            )
        except CannotMark as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request,
                _("Graded again: %(after)s %% in place of %(before)s %%. The learner is told.")
                % {"after": found.after.score, "before": found.before.score},
            )
            return redirect("marking-find")
    return _page(request, script, form, _("Review marks"))


def _page(request: HttpRequest, script: Script, form: MarksForm, title: str) -> HttpResponse:
    context = {
        "script": script,
        "form": form,
        "minutes": int(LEASE.total_seconds() // 60),
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [
            *_way(request),
            {"url": "", "label": title},
        ],
    }
    return render(request, "courses/admin/mark_answer.html", context)


def _way(request: HttpRequest) -> list[dict[str, str]]:
    if not has_role(request.user, Role.EXAMINER):
        return [{"url": reverse("marking-find"), "label": _("Review marks")}]
    return [{"url": reverse("marking-queue"), "label": _("Answers to mark")}]


def _next(request: HttpRequest) -> HttpResponse:
    answer = take_next(by=_examiner(request))
    if answer is None:
        messages.info(request, _("Nothing waits for you now."))
        return redirect("marking-queue")
    return redirect("marking-answer", answer.pk)


def _holds(answer: Any, examiner: User) -> bool:
    mine = answer.claimed_by == examiner.learner_id
    return bool(mine and answer.claimed_until and answer.claimed_until >= timezone.now())


def _level(level: dict[str, Any]) -> str:
    points = ngettext("{n} point", "{n} points", level["points"]).format(n=level["points"])
    return f"{points}: {level['text']}"


def _examiner(request: HttpRequest) -> User:
    return cast(User, request.user)
