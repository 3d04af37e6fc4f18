"""Write a plan, in one transaction. Doing it again writes nothing.

Rows are added and texts filled or reworded; nothing is ever deleted. Afterwards the marks of
withdrawal are set, or taken back, from all releases that are then stored.
"""

from datetime import date
from typing import Any

from django.db import transaction

from nice_framework.framework.models import (
    Category,
    CompetencyArea,
    CompetencyAreaStatement,
    Element,
    FrameworkRelease,
    ReleaseSource,
    Statement,
    WorkRole,
    WorkRoleStatement,
)
from nice_framework.importing.contents import STATEMENT_KINDS, Contents, Export
from nice_framework.importing.plan import Plan, make_plan, withdrawals
from nice_framework.importing.stored import stored_contents

# NIST's files don't carry their date; 2.0.0 is only known to be of March 2025.
RELEASED_ON = {"2.1.0": date(2025, 12, 3), "2.2.0": date(2026, 4, 28)}
BATCH = 500
ELEMENT_MODELS: tuple[type[Element], ...] = (Category, WorkRole, CompetencyArea, Statement)


def plan_import(*, export: Export) -> Plan:
    """What importing this file would change, compared with everything stored now."""
    releases = {release.version: release for release in FrameworkRelease.objects.all()}
    own = releases.pop(export.version, None)
    sources = list(own.sources.all()) if own else []
    return make_plan(
        export,
        stored_contents(own) if own else None,
        forms=[source.form for source in sources],
        others=[stored_contents(release) for release in releases.values()],
        new_source=export.sha256 not in {source.sha256 for source in sources},
    )


def apply_import(*, export: Export) -> Plan:
    """Import the file. Two imports at once take turns; the plan is made inside the turn."""
    with transaction.atomic():
        release, _ = FrameworkRelease.objects.get_or_create(
            version=export.version, defaults={"released_on": RELEASED_ON.get(export.version)}
        )
        list(FrameworkRelease.objects.select_for_update().order_by("pk"))
        plan = plan_import(export=export)
        _describe_release(release, export)
        _write_items(release, plan.merged)
        _write_links(release, plan)
        ReleaseSource.objects.get_or_create(
            release=release,
            sha256=export.sha256,
            defaults={
                "file_name": export.file_name,
                "form": export.form,
                "counts": export.counts() | {"dangling": len(export.dangling)},
            },
        )
        mark_withdrawn()
    return plan


def mark_withdrawn() -> None:
    """Set and take back the marks of withdrawal, from all releases stored."""
    releases = {release.version: release for release in FrameworkRelease.objects.all()}
    held: dict[str, set[str]] = {version: set() for version in releases}
    rows: list[Element] = []
    for model in ELEMENT_MODELS:
        fields = ("identifier", "withdrawn_in", "release__version")
        rows += model._default_manager.select_related("release").only(*fields)
    for row in rows:
        held[row.release.version].add(row.identifier)
    gone = withdrawals(held)
    for model in ELEMENT_MODELS:
        changed = []
        for row in rows:
            wanted = releases[gone[row.identifier]] if row.identifier in gone else None
            if type(row) is model and row.withdrawn_in_id != (wanted and wanted.pk):
                row.withdrawn_in = wanted
                changed.append(row)
        model._default_manager.bulk_update(changed, ["withdrawn_in"], batch_size=BATCH)


def _describe_release(release: FrameworkRelease, export: Export) -> None:
    if export.doc_identifier and release.doc_identifier != export.doc_identifier:
        release.doc_identifier = export.doc_identifier
        release.save(update_fields=["doc_identifier"])


def _write_items(release: FrameworkRelease, merged: Contents) -> None:
    items = sorted(merged.items.values(), key=lambda item: item.identifier)
    for kind, model in (("category", Category), ("competency_area", CompetencyArea)):
        wanted = {
            item.identifier: {"title": item.title, "text": item.text}
            for item in items
            if item.kind == kind
        }
        _write(model, release, wanted)
    categories = _rows(Category, release)
    roles = {
        item.identifier: {
            "title": item.title,
            "text": item.text,
            "category": categories[merged.category_of[item.identifier]],
            "opm_codes": list(merged.opm_codes.get(item.identifier, ())),
        }
        for item in items
        if item.kind == "work_role"
    }
    _write(WorkRole, release, roles)
    statements = {
        item.identifier: {"kind": item.kind, "text": item.text}
        for item in items
        if item.kind in STATEMENT_KINDS
    }
    _write(Statement, release, statements)


def _write(
    model: type[Element], release: FrameworkRelease, wanted: dict[str, dict[str, Any]]
) -> None:
    """Add the rows that are missing and update those that differ."""
    stored = _rows(model, release)
    new = [
        model(release=release, identifier=identifier, **values)
        for identifier, values in wanted.items()
        if identifier not in stored
    ]
    changed = []
    for identifier, row in stored.items():
        values = wanted[identifier]
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    model._default_manager.bulk_create(new, batch_size=BATCH)
    if changed:
        model._default_manager.bulk_update(
            changed, list(next(iter(wanted.values()))), batch_size=BATCH
        )


def _write_links(release: FrameworkRelease, plan: Plan) -> None:
    statements = _rows(Statement, release)
    roles, areas = _rows(WorkRole, release), _rows(CompetencyArea, release)
    new = sorted(plan.here.links_in)
    WorkRoleStatement.objects.bulk_create(
        [
            WorkRoleStatement(work_role=roles[source], statement=statements[target])
            for source, target in new
            if source in roles
        ],
        batch_size=BATCH,
    )
    CompetencyAreaStatement.objects.bulk_create(
        [
            CompetencyAreaStatement(competency_area=areas[source], statement=statements[target])
            for source, target in new
            if source in areas
        ],
        batch_size=BATCH,
    )


def _rows(model: type[Element], release: FrameworkRelease) -> dict[str, Any]:
    return {row.identifier: row for row in model._default_manager.filter(release=release)}
