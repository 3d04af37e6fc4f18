"""The gate for a page as it stands in the editor."""

import json
from typing import Any

from django.db.models import QuerySet

from courses.catalogue.freezing import enclose, frozen_items
from courses.catalogue.gate.findings import Finding, findings_in, findings_in_module
from courses.catalogue.gate.models import GateOverride
from courses.catalogue.gate.services import check_lesson, open_findings, override
from courses.catalogue.models import LessonPage, ModulePage, Record
from lms.accounts.models import User


def findings_of(page: LessonPage | ModulePage) -> list[Finding]:
    """Those for which nobody has given a reason."""
    return open_findings(page.translation_key, all_findings(page))


def all_findings(page: LessonPage | ModulePage) -> list[Finding]:
    if isinstance(page, ModulePage):
        return findings_in_module(page.job_aid, _items(page))
    body = _body(page)
    return findings_in(body, enclose(body)) if body else []


def check_page(page: LessonPage) -> None:
    body = _body(page)
    check_lesson(page.translation_key, page.title, body, enclose(body))


def overrides_of(page: LessonPage | ModulePage) -> "QuerySet[GateOverride]":
    return GateOverride.objects.filter(lesson_key=page.translation_key)


def reasons_to_carry(page: LessonPage | ModulePage) -> list[dict[str, Any]]:
    """Why the page is published as it stands now, for another site: the newest word on each."""
    rows = list(overrides_of(page))
    left = {finding.key for finding in all_findings(page)} if rows else set()
    carried = []
    for row in rows:
        keys = left & {one["key"] for one in row.findings}
        left -= keys
        if keys:
            carried.append({"reason": row.reason, "findings": sorted(keys)})
    return sorted(carried, key=lambda one: (one["reason"], one["findings"]))


def give_carried_reasons(
    page: LessonPage | ModulePage, carried: list[dict[str, Any]], by: User | None
) -> None:
    """Whoever brings the page in answers for them here; a file that is missing stays a refusal."""
    for one in carried:
        found = [finding for finding in all_findings(page) if finding.key in one["findings"]]
        if found:
            kind = "module" if isinstance(page, ModulePage) else "lesson"
            override(
                key=page.translation_key,
                title=page.title,
                findings=found,
                reason=str(one["reason"]),
                by=by,
                kind=kind,
            )


def _body(page: LessonPage) -> list[dict[str, Any]]:
    return json.loads(json.dumps(page.body.get_prep_value(), default=str))  # type: ignore[no-any-return]


def _items(page: ModulePage) -> list[dict[str, Any]]:
    """Those that its assessment asks: a record of participation has none."""
    graded = page.get_parent().specific.record == Record.GRADED
    return frozen_items(page) if graded else []
