"""The custody log of an evidence scene on paper: what was done, when the server had it, by whom.

Name and service number are those of the person now: the records themselves hold neither.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.assessment.asking import type_of
from courses.assessment.marking.waiting import kept_of
from courses.assessment.models import Attempt
from courses.catalogue.models import ModuleVersion
from courses.player.questions import Asked, asked_in, log_of
from courses.player.words import zone_in_words
from courses.practice.asking import Task
from courses.practice.models import PracticeRun
from lms.accounts.models import User
from lms.pdf.api import Look, make_pdf

LOOK = Look(sheets=("courses/css/custody-log.css",))


@dataclass(frozen=True)
class Go:
    """What the log belongs to: an attempt, or a practice."""

    pk: UUID
    words: str
    module: ModuleVersion
    begun: datetime
    handed_in: datetime | None
    record_hash: str = ""


def attempt_log(attempt: Attempt, item_key: str, officer: User) -> bytes | None:
    """The PDF for a handed-in attempt, or none where the question keeps no log."""
    grading = kept_of(attempt)
    one = next((one for one in asked_in(attempt, grading) if one.key == item_key), None)
    if one is None or not one.log_url:
        return None
    go = Go(
        attempt.pk,
        _("Attempt %(n)s") % {"n": attempt.number},
        attempt.assessment.module,
        attempt.started_at,
        attempt.submitted_at,
        grading.record_hash,
    )
    return _paper(one, go, log_of(attempt, item_key, _rows(one)), officer)


def practice_log(run: PracticeRun, task: Task, officer: User) -> bytes | None:
    """The same for a practice. It is handed in as a whole, so its entries have no times."""
    kind = type_of(task.item)
    if kind is None or not kind.prints_log:
        return None
    one = Asked(0, 0, task.item, run.shown, run.response)
    go = Go(
        run.pk, _("Practice, never scored"), task.lesson.module, run.started_at, run.finished_at
    )
    return _paper(one, go, {"log": _rows(one)}, officer)


def _rows(one: Asked) -> list[Any]:
    kind = type_of(one.item)
    rows = kind.telling(one.item["config"], one.shown, one.answer)["log"] if kind else []
    return list(rows)


def _paper(one: Asked, go: Go, log: dict[str, Any], officer: User) -> bytes:
    context = {
        "item": one.item,
        "picture": one.item["config"].get("picture", {}).get("alt", ""),
        "go": go,
        "version": go.module.version,
        "officer": officer,
        "handed_in": _moment(go.handed_in),
        "begun": _moment(go.begun),
        "printed": _moment(timezone.now()),
        "zone": zone_in_words(),
        "timed": "zone" in log,
        "site_name": settings.SITE_NAME,
        **log,
    }
    html = render_to_string("courses/paper/custody_log.html", context)
    return make_pdf(html, LOOK, identifier=go.pk.bytes)


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i:s") if moment else ""
