"""What stands in the way of publishing a lesson or a module, and publishing all the same."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.gate.findings import Finding, findings_in, findings_in_module
from courses.catalogue.gate.models import GateOverride
from courses.catalogue.refusals import GateClosed
from lms.accounts.api import audit
from lms.accounts.models import User

Json = dict[str, Any]


def open_findings(key: UUID | str, found: list[Finding]) -> list[Finding]:
    """Those findings of a lesson or a module for which nobody has given a reason."""
    if not found:
        return []
    overridden = {
        one["key"] for row in GateOverride.objects.filter(lesson_key=key) for one in row.findings
    }
    return [one for one in found if one.key not in overridden]


def check_lesson(key: UUID | str, title: str, body: list[Json], enclosed: Json) -> None:
    """Refuse (`GateClosed`) with every finding: the block, what is wrong and what to do."""
    _refuse(key, title, findings_in(body, enclosed))


def check_module(key: UUID | str, title: str, job_aid: Any, items: list[Json]) -> None:
    """The same for a module's job aid and the questions of its assessment."""
    _refuse(key, title, findings_in_module(job_aid, items))


def _refuse(key: UUID | str, title: str, findings: list[Finding]) -> None:
    found = open_findings(key, findings)
    if found:
        raise GateClosed([f"“{title}”, {finding}" for finding in found])


def override(
    *,
    key: UUID,
    title: str,
    findings: list[Finding],
    reason: str,
    by: User | None,
    kind: str = "lesson",
) -> GateOverride:
    """Keep why a lesson, or a module, is published in spite of these findings.

    Refuses without a reason, without a finding, and what nobody could look at: a missing file.
    """
    if not findings:
        raise GateClosed(_("There is nothing to override: it may be published."))
    stuck = [finding for finding in findings if not finding.may_be_overridden]
    if stuck:
        raise GateClosed([str(finding) for finding in stuck])
    if not reason.strip():
        raise GateClosed(_("Write the reason: it is kept."))
    with transaction.atomic():
        row = GateOverride.objects.create(
            lesson_key=key,
            title=title,
            findings=[
                {"key": f.key, "code": f.code, "where": f.where, "what": f.what} for f in findings
            ],
            reason=reason.strip(),
            decided_by=by.learner_id if by else None,
        )
        audit(
            actor=by,
            action=f"{kind}.gate_overridden",
            subject=f"{kind}:{key}",
            reason=reason.strip(),
            findings=[finding.code for finding in findings],
        )
    return row
