"""Answering: the questions, one answer at a time, the review before hand-in, and the result."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.assessment.models import Attempt
from courses.assessment.refusals import AttemptClosed, BadAnswer
from courses.assessment.services import save_posted_answer, save_response, submit_attempt
from courses.completion.services import complete_if_ready
from courses.player.access import learner_in
from courses.player.page import page
from courses.player.questions import Asked, asked_in
from courses.player.result import result_of

LONGEST_ANSWER = 8192  # bytes of JSON


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """All questions, or with ?q=3 the third alone, which works without JavaScript."""
    found = _own(request, attempt)
    if found.submitted_at is not None:
        return redirect("attempt-result", found.pk)
    asked = asked_in(found)
    if request.method == "POST":
        return _keep_and_go(request, found, asked)
    number = _number(request.GET.get("q"), len(asked))
    context = {
        "attempt": found,
        "module": found.assessment.module,
        "questions": [asked[number - 1]] if number else asked,
        "number": number,
        "total": len(asked),
        "overview": _overview(found, asked, number),
        "sequence": found.responses.aggregate(top=Max("sequence"))["top"] or 0,
        "course": found.enrolment.course.slug,
    }
    return page(request, "courses/attempt.html", context)


def _keep_and_go(request: HttpRequest, found: Attempt, asked: list[Asked]) -> HttpResponse:
    """Save what the form holds, then go where its button says.

    Where the page's script has sent every answer already it says so (`kept`), and the form,
    which may be older than an answer given on another device, is not read again.
    """
    number = _number(request.POST.get("q"), len(asked))
    try:
        if request.POST.get("kept") != "yes":
            for one in [asked[number - 1]] if number else asked:
                if number or not _untouched(one, request):
                    save_posted_answer(
                        learner=learner_in(request),
                        attempt_id=found.pk,
                        item_key=one.key,
                        data=request.POST,
                    )
    except AttemptClosed as refusal:
        messages.info(request, refusal.messages[0])
        return redirect("attempt-result", found.pk)
    except BadAnswer as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(request.get_full_path())
    return redirect(_destination(request.POST.get("go"), number, found, len(asked)))


def _untouched(one: Asked, request: HttpRequest) -> bool:
    """On the page of all questions, steps left as they were shown are no answer yet."""
    as_shown = all(
        request.POST.get(f"answer-{one.key}-{at}") == str(at + 1) for at in range(len(one.order))
    )
    return one.item["type"] == "ordering" and one.answer is None and as_shown


def _destination(go: str | None, number: int, found: Attempt, total: int) -> str:
    page = reverse("attempt", args=[found.pk])
    if number and go == "back" and number > 1:
        return f"{page}?q={number - 1}"
    if number and go == "next" and number < total:
        return f"{page}?q={number + 1}"
    return reverse("attempt-hand-in", args=[found.pk])


@login_required
@require_POST
def answers(request: HttpRequest, attempt: UUID) -> JsonResponse:
    """One answer from the page's script: {client_id, sequence, item, answer}."""
    if len(request.body) > LONGEST_ANSWER:
        return JsonResponse({"error": _("This answer is too long.")}, status=413)
    try:
        sent = json.loads(request.body)
        if not isinstance(sent, dict):
            raise TypeError
        saved = save_response(
            learner=learner_in(request),
            attempt_id=attempt,
            item_key=sent.get("item"),
            answer=sent.get("answer"),
            client_id=sent.get("client_id"),
            sequence=sent.get("sequence"),
            as_shown=True,
        )
    except (ValueError, TypeError, RecursionError):
        return JsonResponse({"error": _("This answer can't be read.")}, status=400)
    except BadAnswer as refusal:
        return JsonResponse({"error": refusal.messages[0]}, status=400)
    except AttemptClosed as refusal:
        return JsonResponse({"error": refusal.messages[0]}, status=409)
    except PermissionDenied as refusal:
        return JsonResponse({"error": str(refusal)}, status=403)
    except Http404:
        return JsonResponse({"error": _("There is no such attempt.")}, status=404)
    return JsonResponse({"client_id": saved.client_id})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """GET asks first, and names what isn't answered; POST hands in, once."""
    found = _own(request, attempt)
    if request.method == "POST":
        submit_attempt(learner=learner_in(request), attempt_id=found.pk)
        complete_if_ready(found.enrolment)
        return redirect("attempt-result", found.pk)
    if found.submitted_at is not None:
        return redirect("attempt-result", found.pk)
    asked = asked_in(found)
    context = {
        "attempt": found,
        "module": found.assessment.module,
        "asked": asked,
        "open": [one for one in asked if not one.answered],
        "answered": sum(one.answered for one in asked),
        "overview": _overview(found, asked, 0),
        "sequence": found.responses.aggregate(top=Max("sequence"))["top"] or 0,
    }
    return page(request, "courses/hand_in.html", context)


@login_required
@never_cache
@require_safe
def result(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Outcome first, then why, then what to do next."""
    found = _own(request, attempt)
    if found.submitted_at is None:
        return redirect("attempt", found.pk)
    return page(request, "courses/result.html", result_of(found))


def _own(request: HttpRequest, pk: UUID) -> Attempt:
    """Another person's attempt is not found: that it is there is their business too."""
    return get_object_or_404(
        Attempt.objects.select_related(
            "assessment__module", "enrolment__course", "enrolment__version"
        ),
        pk=pk,
        enrolment__learner_id=learner_in(request).pk,
    )


def _number(given: str | None, total: int) -> int:
    """The question asked for, or 0 for all of them."""
    if given is None or not (given.isascii() and given.isdigit()) or len(given) > 4:
        return 0
    return int(given) if 1 <= int(given) <= total else 0


def _overview(found: Attempt, asked: list[Asked], current: int) -> list[dict[str, object]]:
    page = reverse("attempt", args=[found.pk])
    return [
        {
            "number": one.number,
            "url": f"{page}?q={one.number}",
            "answered": one.answered,
            "current": one.number == current,
            "item": one.key,
        }
        for one in asked
    ]
