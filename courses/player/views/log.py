"""The log of an evidence scene as a PDF, for whoever kept it: of an attempt, or of a practice."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.assessment.models import Attempt
from courses.enrolment.queries import is_graded
from courses.player.access import learner_in, own_enrolment, person_in
from courses.player.custody_log import attempt_log as attempt_pdf
from courses.player.custody_log import practice_log as practice_pdf
from courses.practice.queries import own_run, task_in


@login_required
@never_cache
@require_safe
def attempt_log(request: HttpRequest, attempt: UUID, item: str) -> HttpResponse:
    """Of the learner's own attempt, once it is handed in. Anybody else's is not found."""
    found = get_object_or_404(
        Attempt.objects.select_related(
            "assessment__module", "enrolment__course", "enrolment__version"
        ),
        pk=attempt,
        enrolment__learner_id=learner_in(request).pk,
        submitted_at__isnull=False,
    )
    return _sent(attempt_pdf(found, item, person_in(request)))


@login_required
@never_cache
@require_safe
def practice_log(
    request: HttpRequest, course: str, module: str, lesson: str, block: str, run: UUID
) -> HttpResponse:
    """Of a practice that was handed in. Where nothing is kept there is nothing to print."""
    enrolment = own_enrolment(request, course)
    kept = enrolment is not None and is_graded(enrolment)
    found = own_run(enrolment, block, run) if enrolment is not None and kept else None
    task = task_in(found.lesson, block) if found else None
    if found is None or task is None:
        raise Http404
    return _sent(practice_pdf(found, task, person_in(request)))


def _sent(pdf: bytes | None) -> HttpResponse:
    if pdf is None:
        raise Http404
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="custody-log.pdf"'
    return answer
