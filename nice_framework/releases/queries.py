"""Reading snapshots. Page, CSV and API all start from `published`, so they cannot disagree."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from nice_framework.releases.models import SkillsGapSnapshot, SnapshotCell

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
FIELDS = ("table", "row", "column", "area", "measure", "value", "conf_status", "obs_status")


class NoSnapshot(ObjectDoesNotExist):
    """No figures are published for the month asked for."""


class UnreadableMonth(ValidationError):
    """A month not written as 2026-11."""


@dataclass(frozen=True)
class Value:
    """One published value as every output carries it."""

    table: str
    row: str
    column: str
    area: str
    measure: str
    value: int | None
    conf_status: str
    obs_status: str


@dataclass(frozen=True)
class Published:
    """One month as published: the snapshot and its values in printing order."""

    snapshot: SkillsGapSnapshot
    values: list[Value]


def months() -> list[date]:
    """The months with a snapshot, newest first."""
    return list(SkillsGapSnapshot.objects.values_list("month", flat=True))


def month_named(text: str) -> date:
    """The first day of a month written as 2026-11."""
    match = MONTH.fullmatch(text)
    if match is None or match[1] == "0000":
        raise UnreadableMonth(_("Write the month as year and month, for example 2026-11."))
    return date(int(match[1]), int(match[2]), 1)


def snapshot_of(month: str = "") -> SkillsGapSnapshot:
    """The snapshot of a month written as 2026-11; without one, the newest."""
    snapshots = SkillsGapSnapshot.objects.all()
    if month:
        snapshots = snapshots.filter(month=month_named(month))
    snapshot = snapshots.first()
    if snapshot is None:
        raise NoSnapshot(_("No figures are published for this month."))
    return snapshot


def published(month: str = "") -> Published:
    """The values of a month, by default the newest. Refuses a month without a snapshot."""
    snapshot = snapshot_of(month)
    rows = SnapshotCell.objects.filter(snapshot=snapshot).order_by("pk").values_list(*FIELDS)
    return Published(snapshot, [Value(*row) for row in rows])


def snapshot_before(month: date) -> SkillsGapSnapshot | None:
    return SkillsGapSnapshot.objects.filter(month__lt=month).first()
