"""Reading the ledger."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.accounts.models import AgencyKind, Learner
from nice_framework.ledger.models import Evidence, GradeDecision


def evidence_of(learner: Learner) -> QuerySet[Evidence]:
    """Everything one person has shown, newest first. For that person's own pages."""
    rows = Evidence.objects.filter(learner=learner).select_related("statement", "area", "release")
    return rows.order_by("-shown_on", "-pk")


def valid_evidence(on: date | None = None) -> QuerySet[Evidence]:
    """Evidence shown by and not expired on a day, passes and fails, without the judiciary."""
    on = on or timezone.localdate()
    rows = Evidence.objects.filter(shown_on__lte=on)
    rows = rows.filter(Q(expires_on__isnull=True) | Q(expires_on__gt=on))
    return rows.exclude(learner__person__agency__kind=AgencyKind.JUDICIARY)


def decided_grades(on: date | None = None) -> dict[str, str]:
    """The grade at which a source counts, where it was decided by a day: few, so read at once."""
    rows = GradeDecision.objects.order_by("pk")
    if on is not None:
        rows = rows.filter(decided_at__date__lte=on)
    return dict(rows.values_list("source_key", "grade"))
