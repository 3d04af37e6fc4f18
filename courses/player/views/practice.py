"""Trying a question out from a lesson: answer, hand in, read what it tells, do it again.

For learners whose record is participation nothing is stored: the answer is in the posted page,
is graded in memory, and its telling is the reply.
"""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.refusals import BadAnswer
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded
from courses.player.access import own_enrolment, to_join_first
from courses.player.page import page
from courses.player.questions import Asked, assets_of
from courses.player.words import minutes_in_words, moment_in_words
from courses.practice.asking import Task, new_seed, seed_in
from courses.practice.queries import (
    finished_runs,
    open_run,
    own_run,
    task_at,
    task_in,
    was_handed_in,
)
from courses.practice.services import save_run
from courses.questions.question_types import Answer, question_type


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice(
    request: HttpRequest, course: str, module: str, lesson: str, block: str
) -> HttpResponse:
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return to_join_first(request, course)
    task = task_at(enrolment.version_id, module, lesson, block)
    if task is None:
        raise Http404
    if question_type(task.item["type"]) is None:
        messages.info(request, _("This practice can't be done any more. Go on reading."))
        return redirect(_lesson_url(course, task))
    kept = is_graded(enrolment)
    if request.method == "POST":
        answer = _keep if kept else _look_at_once
        return answer(request, course, enrolment, task)
    run = open_run(enrolment, task) if kept else None
    seed, response = (run.seed, run.response) if run else (_wanted_seed(request, enrolment), None)
    earlier = _earlier(course, task, enrolment) if kept else []
    keep = _place(enrolment, task) if kept else ""
    return _question(request, course, task, seed, response, keep=keep, earlier=earlier)


def _place(enrolment: Enrolment, task: Task) -> str:
    """Where a browser keeps an answer until it is handed in: another learner's is elsewhere."""
    return f"{enrolment.pk}:{task.block}"


def _wanted_seed(request: HttpRequest, enrolment: Enrolment) -> str:
    """That of an answer which this browser has kept, if it was not handed in; else a new one."""
    try:
        seed = seed_in(request.GET)
    except BadAnswer:
        return new_seed()
    return new_seed() if was_handed_in(enrolment, seed) else seed


def _keep(request: HttpRequest, course: str, enrolment: Enrolment, task: Task) -> HttpResponse:
    here = _url(course, task)
    finish = request.POST.get("go") != "stay"
    try:
        run = save_run(
            enrolment=enrolment,
            task=task,
            seed=seed_in(request.POST),
            data=request.POST,
            finish=finish,
        )
    except BadAnswer as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(here)
    if run.finished_at is not None:
        return redirect(_url(course, task, run.pk))
    if finish:
        messages.error(request, _unfinished())
        return redirect(here)
    return redirect(f"{here}#question-{task.item['key']}")


def _look_at_once(
    request: HttpRequest, course: str, enrolment: Enrolment, task: Task
) -> HttpResponse:
    """Nothing is stored: what was answered so far travels in the page itself."""
    answer, error = task.earlier(request.POST.get("before", "")), ""
    try:
        seed = seed_in(request.POST)
        answer = task.read(seed, request.POST, answer)
    except BadAnswer as refusal:
        seed, error = new_seed(), refusal.messages[0]
    if not error and request.POST.get("go") != "stay":
        if task.answered(answer):
            return _telling(request, course, task, Asked(0, 0, task.item, task.shown(seed), answer))
        error = _unfinished()
    return _question(request, course, task, seed, answer, error=error)


def _question(
    request: HttpRequest,
    course: str,
    task: Task,
    seed: str,
    response: Answer,
    *,
    keep: str = "",
    error: str = "",
    earlier: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    asked = Asked(0, 0, task.item, task.shown(seed), response)
    context = {
        **_frame(course, task),
        **assets_of([asked]),
        "asked": asked,
        "question": asked.html(error=error),
        "seed": seed,
        "kept": bool(keep),
        "keep": keep,
        "before": "" if keep or response is None else json.dumps(response),
        "earlier": earlier or [],
    }
    return page(request, "courses/practice.html", context)


def _telling(
    request: HttpRequest,
    course: str,
    task: Task,
    asked: Asked,
    earlier: list[dict[str, Any]] | None = None,
    log_url: str = "",
    done: str = "",
) -> HttpResponse:
    context = {
        **_frame(course, task),
        **assets_of([asked]),
        "asked": asked,
        "log_url": log_url,
        "done": done,
        "telling": asked.result_html(),
        "kept": earlier is not None,
        "earlier": earlier or [],
    }
    return page(request, "courses/practice_telling.html", context)


@login_required
@never_cache
@require_safe
def practice_run(
    request: HttpRequest, course: str, module: str, lesson: str, block: str, run: UUID
) -> HttpResponse:
    """What a go that was handed in tells: by the question as it was then."""
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return to_join_first(request, course)
    found = own_run(enrolment, block, run) if is_graded(enrolment) else None
    task = task_in(found.lesson, block) if found else None
    if found is None or task is None or question_type(task.item["type"]) is None:
        raise Http404
    asked = Asked(0, 0, task.item, found.shown, found.response)
    earlier = _earlier(course, task, enrolment, but=found.pk)
    log = reverse("practice-log", args=[course, module, lesson, block, run])
    log_url = log if task.kind.prints_log else ""
    return _telling(request, course, task, asked, earlier, log_url, done=_place(enrolment, task))


def _earlier(
    course: str, task: Task, enrolment: Enrolment, but: UUID | None = None
) -> list[dict[str, Any]]:
    return [
        {
            "when": moment_in_words(run.finished_at) if run.finished_at else "",
            "url": _url(course, task, run.pk),
            "state": "right" if run.right else "wrong",
            "words": _words(run.score or 0, right=bool(run.right)),
        }
        for run in finished_runs(enrolment, task)
        if run.pk != but
    ]


def _words(score: float, *, right: bool) -> str:
    if right:
        return _("Right")
    return _("Partly right") if score > 0 else _("Not right")


def _frame(course: str, task: Task) -> dict[str, Any]:
    lesson = _lesson_url(course, task)
    return {
        "task": task,
        "duration": minutes_in_words(task.minutes),
        "here": _url(course, task),
        "back": f"{lesson}#b-{task.block}",
        "crumbs": [
            {"title": _("Courses"), "url": reverse("catalogue")},
            {
                "title": task.lesson.module.title,
                "url": reverse("module", args=[course, task.lesson.module.slug]),
            },
            {"title": task.lesson.title, "url": lesson},
        ],
    }


def _unfinished() -> str:
    return _("This isn't finished yet. Answer every part, then hand in. What you gave is kept.")


def _lesson_url(course: str, task: Task) -> str:
    return reverse("lesson", args=[course, task.lesson.module.slug, task.lesson.slug])


def _url(course: str, task: Task, run: UUID | None = None) -> str:
    slugs = [course, task.lesson.module.slug, task.lesson.slug, task.block]
    if run is not None:
        return reverse("practice-run", args=[*slugs, run])
    return reverse("practice", args=slugs)
