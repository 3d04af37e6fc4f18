"""The report page as a reader meets it: findings, groups of rows, what is withheld and why.

Built from the published values alone; nothing is counted or decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lms.accounts.models import AgencyKind, Region
from nice_framework.estimation.disclosure import EVIDENCED, GAP, NEEDED, PRIMARY
from nice_framework.estimation.tables import ALL, CATEGORY, PROFILE, REGION, TABLES
from nice_framework.releases.queries import Published, Value


@dataclass(frozen=True)
class Line:
    """One area of one group, in three figures."""

    code: str
    title: str
    level: int | None
    needed: Value
    evidenced: Value
    gap: Value

    @property
    def is_shown(self) -> bool:
        return self.needed.value is not None


@dataclass(frozen=True)
class Group:
    """People who stand together in a table: a row and, where there are any, a column."""

    title: str
    is_total: bool
    lines: list[Line]

    @property
    def is_shown(self) -> bool:
        return any(line.is_shown for line in self.lines)

    @property
    def widest_gap(self) -> Line | None:
        shown = [line for line in self.lines if line.gap.value is not None]
        return max(shown, key=lambda line: line.gap.value or 0, default=None)


@dataclass(frozen=True)
class Withheld:
    """A row none of whose figures can be shown, at all or for these kinds of agency."""

    title: str
    kinds: list[str]


@dataclass(frozen=True)
class Table:
    """One fixed table: the groups with figures, and the names of those without."""

    key: str
    title: str
    finding: str
    has_levels: bool
    groups: list[Group]
    withheld: list["Withheld"] = field(default_factory=list)

    @property
    def charted(self) -> list[Group]:
        """Regions are all drawn; elsewhere totals, or the parts where totals are withheld."""
        if self.key == REGION:
            return self.groups
        totals = [group for group in self.groups if group.is_total]
        return totals or self.groups


@dataclass(frozen=True)
class Report:
    finding: str
    standfirst: str
    tables: list[Table]
    left_out: Value | None


def build_report(release: Published) -> Report:
    labels = release.snapshot.labels
    by_place: dict[tuple[str, str, str, str], dict[str, Value]] = {}
    for value in release.values:
        place = (value.table, value.row, value.column, value.area)
        by_place.setdefault(place, {})[value.measure] = value
    tables = [_table(key, by_place, labels, release.snapshot.settings) for key in TABLES]
    country = next((group for group in tables[-1].groups if group.is_total), None)
    left_out = by_place.get(("quality", "left-out", "", ""), {}).get("people")
    return Report(_headline(country), _standfirst(country), tables, left_out)


def words_for(value: Value, threshold: int) -> str:
    """What stands in a place without a number."""
    if value.conf_status == PRIMARY:
        return _("fewer than %(number)d") % {"number": threshold}
    return _("withheld")


def _table(
    key: str,
    by_place: dict[tuple[str, str, str, str], dict[str, Value]],
    labels: dict[str, Any],
    settings: dict[str, Any],
) -> Table:
    groups: dict[tuple[str, str], list[Line]] = {}
    for (table, row, column, area), values in by_place.items():
        if table == key:
            lines = groups.setdefault((row, column), [])
            if values[NEEDED].obs_status != "M":
                level = _level(key, row, area, labels, settings)
                title = labels["areas"][area]
                lines.append(
                    Line(area, title, level, values[NEEDED], values[EVIDENCED], values[GAP])
                )
    named = {
        place: Group(_group_title(key, *place, labels), _is_total(key, *place), lines)
        for place, lines in groups.items()
        if lines
    }
    shown = [group for group in named.values() if group.is_shown]
    return Table(
        key=key,
        title=_table_title(key),
        finding=_finding(shown),
        has_levels=key != REGION,
        groups=shown,
        withheld=_withheld(key, named, labels),
    )


def _withheld(
    key: str, named: dict[tuple[str, str], Group], labels: dict[str, Any]
) -> list[Withheld]:
    rows: dict[str, list[str]] = {}
    for (row, column), group in named.items():
        if not group.is_shown:
            rows.setdefault(row, []).append(column)
    shown = {row for (row, _column), group in named.items() if group.is_shown}
    return [
        Withheld(
            _row_title(key, row, labels),
            [_kind_title(column) for column in columns] if row in shown else [],
        )
        for row, columns in rows.items()
    ]


def _is_total(key: str, row: str, column: str) -> bool:
    return row == ALL if key == REGION else column == ALL


def _table_title(key: str) -> str:
    return {
        PROFILE: _("By national profile and kind of agency"),
        CATEGORY: _("By NICE work-role category and kind of agency"),
        REGION: _("By region"),
    }[key]


def _group_title(key: str, row: str, column: str, labels: dict[str, Any]) -> str:
    title = _row_title(key, row, labels)
    if key == REGION:
        return title
    return _("%(group)s, %(agencies)s") % {"group": title, "agencies": _kind_title(column)}


def _row_title(key: str, row: str, labels: dict[str, Any]) -> str:
    if key == REGION:
        return _("The whole country") if row == ALL else str(Region(row).label)
    if row == ALL:
        return _("All NICE work roles")
    if key == PROFILE:
        title = str(labels["profiles"].get(row, {}).get("title", ""))
    else:
        title = str(labels["categories"].get(row, "")).capitalize()
    return f"{title} ({row})".strip()


def _kind_title(column: str) -> str:
    return _("all agencies") if column == ALL else str(AgencyKind(column).label).lower()


def _level(
    key: str, row: str, area: str, labels: dict[str, Any], settings: dict[str, Any]
) -> int | None:
    if key == PROFILE:
        level: int | None = labels["profiles"].get(row, {}).get("levels", {}).get(area)
        return level
    return int(settings["work_role_level"]) if key == CATEGORY else None


def _finding(groups: Iterable[Group]) -> str:
    """The widest gap among the groups, as a sentence."""
    found = [(group, line) for group in groups if (line := group.widest_gap) is not None]
    if not found:
        return _("No gap can be shown here: too few people have, or lack, valid evidence.")
    group, line = max(found, key=lambda pair: pair[1].gap.value or 0)
    return _("%(group)s: the widest gap is %(gap)s people in %(area)s") % {
        "group": group.title,
        "gap": line.gap.value,
        "area": line.title.lower(),
    }


def _headline(country: Group | None) -> str:
    line = country.widest_gap if country else None
    if line is None:
        return _("Evidence is still too thin to say how wide the skills gap is")
    return _("%(gap)s people have yet to show the skill that they need in %(area)s") % {
        "gap": line.gap.value,
        "area": line.title.lower(),
    }


def _standfirst(country: Group | None) -> str:
    line = country.widest_gap if country else None
    if line is None:
        return _(
            "Figures appear as soon as at least ten people have valid evidence and ten do not."
        )
    return _(
        "%(needed)s people need it and %(evidenced)s have valid evidence at the level their work "
        "requires. It is the widest of the gaps that can be shown."
    ) % {"needed": line.needed.value, "evidenced": line.evidenced.value}
