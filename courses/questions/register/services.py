"""Writing decisions down. The point itself shows the last one; the register keeps them all."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.questions.models import PracticePoint
from courses.questions.register.models import PracticeDecision
from lms.accounts.api import audit
from lms.accounts.models import User

FROM_FILES = "As given in the curriculum's files."
Json = dict[str, Any]
TEXTS = ("asked", "decision", "sources", "decided_by")


def record_decision(
    *,
    point: PracticePoint,
    decision: str,
    sources: str,
    decided_by: str,
    decided_on: date,
    by: User | None,
) -> PracticeDecision:
    """Put a decision in force. Earlier ones stay in the register as they were."""
    if not (decision.strip() and sources.strip() and decided_by.strip()):
        raise ValidationError(_("Write what was decided, where that is written, and who decided."))
    if decided_on > timezone.localdate():
        raise ValidationError(_("The date of the decision is still to come."))
    with transaction.atomic():
        point = PracticePoint.objects.select_for_update().get(pk=point.pk)
        point.decision, point.decided_by = decision.strip(), decided_by.strip()
        point.decided_on = decided_on
        point.full_clean()
        point.save(update_fields=["decision", "decided_by", "decided_on"])
        row = _write(point, sources=sources.strip(), by=by)
        audit(actor=by, action="practice.decided", subject=f"point:{point.key}", decision=row.pk)
    return row


def register_from_files(point: PracticePoint) -> PracticeDecision | None:
    """A decision that came with the files stands in the register too, once."""
    last = point.decisions.first()
    said = (point.decision, point.decided_by, point.decided_on)
    if not point.decided or (last and (last.decision, last.decided_by, last.decided_on) == said):
        return None
    return _write(point, sources=FROM_FILES, by=None)


def decisions_to_carry(point: PracticePoint) -> list[Json]:
    """The register's rows on a point for another site, oldest first. Who typed them stays here."""
    return [
        {
            **{name: getattr(row, name) for name in (*TEXTS, "views")},
            "decided_on": row.decided_on.isoformat(),
            "recorded_at": row.recorded_at.isoformat(),
        }
        for row in point.decisions.order_by("recorded_at", "pk")
    ]


def register_carried(point: PracticePoint, rows: list[Json]) -> None:
    """Enter another site's rows on a point that is new here. Refuses rows that are none."""
    for row in rows:
        views = [{name: str(view[name]) for name in ("view", "source")} for view in row["views"]]
        made = PracticeDecision(
            point=point,
            views=views,
            **{name: str(row[name]) for name in TEXTS},
            decided_on=date.fromisoformat(row["decided_on"]),
            recorded_at=datetime.fromisoformat(row["recorded_at"]),
        )
        made.full_clean(exclude=["views", "recorded_by"])
        made.save()
    if not rows:
        register_from_files(point)


def _write(point: PracticePoint, *, sources: str, by: User | None) -> PracticeDecision:
    assert point.decided_on is not None  # noqa: S101
    return PracticeDecision.objects.create(
        point=point,
        asked=point.point,
        views=point.views,
        decision=point.decision,
        sources=sources,
        decided_by=point.decided_by,
        decided_on=point.decided_on,
        recorded_by=by.learner_id if by else None,
    )
