"""Answering: the questions, one answer at a time, the review before hand-in, and the result."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt
from courses.assessment.queries import grading_of, with_frozen
from courses.assessment.refusals import AttemptClosed, BadAnswer
from courses.assessment.services import save_posted_answer, save_response
from courses.assessment.timing import GRACE, is_late, is_over, seconds_left
from courses.completion.services import complete_if_ready
from courses.player.access import learner_in
from courses.player.page import page
from courses.player.questions import Asked, asked_in, assets_of
from courses.player.result import result_of, waiting_for
from courses.player.words import clock_in_words, minutes_in_words, moment_in_words
from lms.accounts.models import Learner
from lms.prepared import Prepared

SOON = 8  # seconds after which the hand-in that is owed has surely been tried
LONGEST_ANSWER = 32_768  # bytes of JSON


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
    if is_late(found):
        return _time_over(request, found, asked)
    number = _number(request.GET.get("q"), len(asked))
    shown = [asked[number - 1]] if number else asked
    context = {
        "attempt": found,
        "module": found.assessment.module,
        "questions": shown,
        **assets_of(shown),
        "number": number,
        "total": len(asked),
        "overview": _overview(found, asked, number),
        "sequence": _sequence(found),
        "time": _time(found),
        "course": found.course_slug,  # type: ignore[attr-defined]
    }
    response = page(request, "courses/attempt.html", context)
    if found.ends_at is None and found.invitation_id is None:
        # A device may keep this page and go on without a line: nothing here runs out. What is
        # asked in a room stays in it.
        response["X-Keep"] = "attempt"
    return response


def _keep_and_go(request: HttpRequest, found: Attempt, asked: list[Asked]) -> HttpResponse:
    """Save what the form holds, then go where its button says.

    Where the page's script has sent every answer already it says so (`kept`), and the form,
    which may be older than an answer given on another device, is not read again.
    """
    number = _number(request.POST.get("q"), len(asked))
    try:
        if request.POST.get("kept") != "yes":
            for one in [asked[number - 1]] if number else asked:
                if number or one.answer is not None or one.touched(request.POST):
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


def _destination(go: str | None, number: int, found: Attempt, total: int) -> str:
    page = reverse("attempt", args=[found.pk])
    if number and go == "stay":
        return f"{page}?q={number}"
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
            certainty=sent.get("certainty"),
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
    seconds = seconds_left(saved.attempt)
    clock = {} if seconds is None else {"seconds_left": seconds}
    return JsonResponse({"client_id": saved.client_id, **clock})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """GET asks first, and names what isn't answered; POST hands in, once."""
    if request.method == "POST":
        grading = submit_attempt(learner=learner_in(request), attempt_id=attempt)
        if grading is not None:  # else people have still to mark it, and nothing is complete
            complete_if_ready(grading.attempt.enrolment)
        return redirect("attempt-result", attempt)
    found = _own(request, attempt)
    if found.submitted_at is not None:
        return redirect("attempt-result", found.pk)
    asked = asked_in(found)
    if is_late(found):
        return _time_over(request, found, asked)
    context = {
        "attempt": found,
        "module": found.assessment.module,
        "asked": asked,
        "open": [one for one in asked if not one.answered],
        "answered": sum(one.answered for one in asked),
        "written": sum(one.by_people and one.answered for one in asked),
        "overview": _overview(found, asked, 0),
        "sequence": _sequence(found),
        "time": _time(found),
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
    if grading_of(found) is None:
        return page(request, "courses/result_waiting.html", waiting_for(found))
    return page(request, "courses/result.html", result_of(found))


def _time_over(request: HttpRequest, found: Attempt, asked: list[Asked]) -> HttpResponse:
    """Between the end of the time and the hand-in: what counts, and what happens by itself."""
    assert found.ends_at is not None  # noqa: S101  it is late
    grace_ends = found.ends_at + GRACE
    waiting = (grace_ends - timezone.now()).total_seconds()
    context = {
        "attempt": found,
        "module": found.assessment.module,
        "answered": sum(one.answered for one in asked),
        "total": len(asked),
        "over": is_over(found),
        "ended": clock_in_words(found.ends_at),
        "grace_ends": clock_in_words(grace_ends, seconds=True),
        "look_again": SOON + max(0, int(waiting)),
        "sequence": _sequence(found),
    }
    return page(request, "courses/time_over.html", context)


def _time(found: Attempt) -> dict[str, object] | None:
    """The end in words, for whoever has no script, and the seconds until then."""
    seconds = seconds_left(found)
    if seconds is None or found.ends_at is None:
        return None
    left = _("{time} left").format(time=minutes_in_words(max(1, seconds // 60)))
    return {"until": moment_in_words(found.ends_at), "left": left, "seconds": seconds}


def _sequence(found: Attempt) -> int:
    return found.responses.aggregate(top=Max("sequence"))["top"] or 0


def _own(request: HttpRequest, pk: UUID) -> Attempt:
    """Another person's attempt is not found: that it is there is their business too."""
    found = OWN.first(attempt=pk, learner=learner_in(request).pk)
    if found is None:
        raise Http404
    return with_frozen(found)


OWN = Prepared(
    lambda attempt, learner: (
        Attempt.objects.filter(pk=attempt, enrolment__learner=learner)
        .select_related("enrolment")
        .annotate(course_slug=F("enrolment__course__slug"))
    ),
    attempt=Attempt._meta.pk,
    learner=Learner._meta.pk,
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
