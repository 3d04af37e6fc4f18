"""The sealed record of an attempt on paper: as shown, as answered, and the hash over both.

Name and service number are those of the person now: the records themselves hold neither. Where
work is timed only the day is printed, for everybody: moments beside a limit would tell who had
more time arranged.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.assessment.marking.models import WrittenAnswer
from courses.assessment.marking.waiting import kept_of
from courses.assessment.models import Attempt, EndedBy, Response
from courses.assessment.queries import grading_of, states_of
from courses.assessment.record import differences
from courses.player.answered import as_answered
from courses.player.questions import Asked, asked_in
from courses.player.result import tells_answers
from courses.player.supervision import supervision_of
from courses.player.words import day_in_words, zone_in_words
from lms.accounts.models import User
from lms.pdf.api import Look, make_pdf

LOOK = Look(sheets=("courses/css/custody-log.css", "courses/css/sealed-record.css"))


def own_record_pdf(attempt: Attempt, person: User) -> bytes:
    """For the learner: which answers were right only where the result page tells it too."""
    key = attempt.assessment.module.key
    standing = states_of(attempt.enrolment, {key: attempt.assessment})[key]
    return _paper(attempt, person, told=tells_answers(standing))


def officer_record_pdf(attempt: Attempt, person: User) -> bytes:
    """For a training officer who gave a reason: with the marks."""
    return _paper(attempt, person, told=True)


def _paper(attempt: Attempt, person: User, *, told: bool) -> bytes:
    grading, kept = grading_of(attempt), kept_of(attempt)
    timed = attempt.assessment.time_limit is not None
    told_when = not timed and attempt.paper_id is None
    references = {row.item_key: row.pk for row in WrittenAnswer.objects.filter(attempt=attempt)}
    came = {row.item_key: row for row in Response.objects.filter(attempt=attempt)}
    assert attempt.submitted_at is not None  # noqa: S101  callers ask for handed-in attempts
    context = {
        "attempt": attempt,
        "person": person,
        "version": attempt.assessment.module.version,
        "module": attempt.assessment.module,
        "grading": grading,
        "kept": kept,
        "per_cent": f"{grading.score.normalize():f}" if grading else "",
        "timed": timed,
        "told": told,
        "begun": _moment(attempt.started_at),
        "handed_in": day_in_words(attempt.submitted_at) if timed else _moment(attempt.submitted_at),
        "by_clock": attempt.ended_by == EndedBy.CLOCK,
        "supervision": supervision_of(attempt, timed=timed),
        "questions": [
            _question(one, came.get(one.key), told_when=told_when, told=told)
            | {"reference": references.get(one.key, "")}
            for one in asked_in(attempt, kept)
        ],
        "differences": differences(attempt, kept),
        "zone": zone_in_words(),
        "printed": _moment(timezone.now()),
        "site_name": settings.SITE_NAME,
    }
    html = render_to_string("courses/paper/sealed_record.html", context)
    return make_pdf(html, LOOK, identifier=attempt.pk.bytes)


def _question(one: Asked, came: Response | None, *, told_when: bool, told: bool) -> dict[str, Any]:
    return {
        "html": as_answered(one.html()),
        "hash": one.item["hash"],
        "answered": one.answer is not None,
        "came": _moment(came.saved_at) if came is not None and told_when else "",
        "late": came is not None and came.late,
        "mark": _mark(one) if told else "",
        "by_rubric": one.by_rubric if told else [],
        "comments": one.comments if told else [],
        "readers": (one.mark or {}).get("readers", 0),
    }


def _mark(one: Asked) -> str:
    if one.void:
        return _("Does not count")
    grade = one.grade
    if grade is None:
        return ""
    if grade.awaiting:
        return _("Not marked yet")
    if grade.fatal:
        return _("Fails the attempt: a step that loses the evidence")
    if grade.right:
        return _("Right")
    if grade.score:
        return _("Partly right: {score} %").format(score=round(grade.score * 100))
    return _("Not right")


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i:s")
