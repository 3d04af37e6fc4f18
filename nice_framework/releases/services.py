"""Making the monthly snapshot of the skills gap: counted once, then never changed.

Counting comes first and may take seconds; storing is one short transaction. A month is made
once: whoever asks again, or at the same moment, gets the one that is stored.
"""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nice_framework.estimation.disclosure import (
    FREE,
    MEASURES,
    Decision,
    Decisions,
    History,
    Last,
    decide,
    decide_alone,
)
from nice_framework.estimation.tables import Layout, Slot, can_need, lines, population, slots
from nice_framework.releases.models import SkillsGapSnapshot, SnapshotBasis, SnapshotCell
from nice_framework.releases.policy import Policy, policy_in_force
from nice_framework.releases.population import Count, count_on
from nice_framework.releases.queries import snapshot_before

LEFT_OUT = (Slot("quality", "left-out", "", ""), "people")
NORMAL, BREAK, NOT_ASKED = "A", "B", "M"


class SnapshotRefused(ValidationError):
    """A month that has not begun, or one that later months already rest on."""


@dataclass(frozen=True)
class Figures:
    """A snapshot that is counted and not yet stored."""

    snapshot: SkillsGapSnapshot
    cells: list[SnapshotCell]
    bases: list[int | None]  # one for each cell, none where nothing was counted


def make_snapshot(*, month: date | None = None) -> SkillsGapSnapshot:
    """The snapshot of a month, by default this one; made now unless it is stored already."""
    month = first_day(month)
    stored = SkillsGapSnapshot.objects.filter(month=month).first()
    return stored or store_snapshot(figures=count_snapshot(month=month))


def first_day(month: date | None = None) -> date:
    return (month or timezone.localdate()).replace(day=1)


def count_snapshot(*, month: date) -> Figures:
    """Count and protect a month's figures as at its last day, or today while it lasts."""
    today, last_day = timezone.localdate(), monthrange(month.year, month.month)[1]
    if month > today:
        raise SnapshotRefused(_("This month has not begun. Choose an earlier one."))
    _refuse_before_later_months(month)
    policy, as_of = policy_in_force(), min(month.replace(day=last_day), today)
    count = count_on(as_of, policy)
    previous = snapshot_before(month)
    decisions = _decisions(count, policy, _history(previous))
    settings = policy.stored() | {"framework": count.labels["framework"]}
    broken = previous is not None and previous.settings != settings
    snapshot = SkillsGapSnapshot(month=month, as_of=as_of, settings=settings, labels=count.labels)
    cells = [
        _cell(snapshot, count.layout, *address, decision, broken=broken)
        for address, decision in decisions.items()
    ]
    snapshot.quality = {"cells": dict(sorted(Counter(map(_state, cells)).items()))}
    bases = [
        None if cell.obs_status == NOT_ASKED else decision.basis
        for cell, decision in zip(cells, decisions.values(), strict=True)
    ]
    return Figures(snapshot, cells, bases)


def store_snapshot(*, figures: Figures) -> SkillsGapSnapshot:
    """Store a counted snapshot whole, or return the one somebody stored meanwhile."""
    snapshot = figures.snapshot
    try:
        with transaction.atomic():
            _refuse_before_later_months(snapshot.month)
            snapshot.made_at = timezone.now()
            snapshot.save(force_insert=True)
            stored = SnapshotCell.objects.bulk_create(figures.cells, batch_size=500)
            SnapshotBasis.objects.bulk_create(
                [
                    SnapshotBasis(cell=cell, count=basis)
                    for cell, basis in zip(stored, figures.bases, strict=True)
                    if basis is not None
                ],
                batch_size=500,
            )
    except IntegrityError:
        return SkillsGapSnapshot.objects.get(month=snapshot.month)
    return snapshot


def _refuse_before_later_months(month: date) -> None:
    """Later figures were held back against what was known then; an earlier one undoes that."""
    if SkillsGapSnapshot.objects.filter(month__gt=month).exists():
        raise SnapshotRefused(_("A later month is already published, so this one cannot be made."))


def _decisions(count: Count, policy: Policy, history: History) -> Decisions:
    people = population(count.layout, count.people)
    decisions = decide(
        people,
        slots(count.layout),
        lines(count.layout),
        threshold=policy.threshold,
        base=policy.rounding,
        history=history,
    )
    decisions[LEFT_OUT] = decide_alone(
        count.left_out,
        history.get(LEFT_OUT),
        threshold=policy.threshold,
        base=policy.rounding,
    )
    return decisions


def _history(previous: SkillsGapSnapshot | None) -> dict[tuple[Slot, str], Last]:
    rows = SnapshotBasis.objects.filter(cell__snapshot=previous).values_list(
        "cell__table",
        "cell__row",
        "cell__column",
        "cell__area",
        "cell__measure",
        "cell__value",
        "count",
    )
    return {
        (Slot(table, row, column, area), measure): Last(count, value is not None)
        for table, row, column, area, measure, value, count in rows
    }


def _cell(
    snapshot: SkillsGapSnapshot,
    layout: Layout,
    slot: Slot,
    measure: str,
    decision: Decision,
    *,
    broken: bool,
) -> SnapshotCell:
    cell = SnapshotCell(
        snapshot=snapshot,
        table=slot.table,
        row=slot.row,
        column=slot.column,
        area=slot.area,
        measure=measure,
        value=decision.value,
        conf_status=decision.conf_status,
        obs_status=BREAK if broken else NORMAL,
    )
    if measure in MEASURES and not can_need(layout, slot):
        cell.value, cell.conf_status, cell.obs_status = None, FREE, NOT_ASKED
    return cell


def _state(cell: SnapshotCell) -> str:
    if cell.obs_status == NOT_ASKED:
        return NOT_ASKED
    return "shown" if cell.conf_status == FREE else cell.conf_status
