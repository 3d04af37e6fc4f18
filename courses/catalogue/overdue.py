"""Passages on the law that somebody had to look at again by a day that is past."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from courses.catalogue.models import LessonPage
from courses.catalogue.passages import Passage, passages
from courses.review.queries import legal_approval


@dataclass(frozen=True)
class Overdue:
    """One passage of a published lesson, and when a legal reviewer last approved the lesson."""

    page: LessonPage
    passage: Passage
    days: int
    approved_on: date | None


def overdue_passages(today: date | None = None) -> list[Overdue]:
    """The longest overdue first. One query, and one more for each lesson found."""
    day = today or timezone.localdate()
    found = []
    for page in LessonPage.objects.live().select_related("locale").order_by("path"):
        late = [
            one
            for one in passages(list(page.body.raw_data))
            if one.review_by is not None and one.review_by < day
        ]
        approval = legal_approval(page) if late else None
        approved_on = timezone.localdate(approval.approved_at) if approval else None
        found += [
            Overdue(page, one, (day - one.review_by).days, approved_on)
            for one in late
            if one.review_by is not None
        ]
    return sorted(found, key=lambda one: -one.days)
