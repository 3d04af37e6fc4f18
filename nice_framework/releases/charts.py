"""Geometry of the report's charts: horizontal bars from zero, one small chart a group.

Only numbers and classes are made here; the SVG itself is a template. All charts of a table
share one scale, so that their bars may be compared.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nice_framework.releases.report import Group, Line, Table, words_for

WIDTH = 340
BAND = 50
BAR_TOP, BAR_HEIGHT = 22, 16
ROOM_FOR_WORDS = 100  # in a bar; in a shorter one the words stand after it


@dataclass(frozen=True)
class Bar:
    """One area: what is drawn, and the words that stand directly above it."""

    top: int
    bar_top: int
    label: str
    value: str
    needed: float
    evidenced: float
    gap: float
    gap_class: str
    is_withheld: bool  # how many need it is known, how many can show it is not
    is_unknown: bool
    words_at: float
    spoken: str


@dataclass(frozen=True)
class Chart:
    id: str
    title: str
    description: str
    width: int
    height: int
    bars: list[Bar]


def charts_of(table: Table, threshold: int) -> list[Chart]:
    groups = table.charted
    most = max(
        (line.needed.value or 0 for group in groups for line in group.lines),
        default=0,
    )
    return [
        _chart(f"{table.key}-{number}", group, most, threshold)
        for number, group in enumerate(groups, start=1)
    ]


def _chart(chart_id: str, group: Group, most: int, threshold: int) -> Chart:
    bars = [_bar(number, line, most, threshold) for number, line in enumerate(group.lines)]
    words = "; ".join(f"{bar.label}: {bar.spoken}" for bar in bars)
    return Chart(
        id=chart_id,
        title=group.title,
        description=words,
        width=WIDTH,
        height=BAND * len(bars) + 4,
        bars=bars,
    )


def _bar(number: int, line: Line, most: int, threshold: int) -> Bar:
    needed, evidenced, gap = line.needed.value, line.evidenced.value, line.gap.value
    full = round(WIDTH * needed / most, 1) if needed and most else 0.0
    part = 0.0
    if needed and evidenced is not None:
        part = min(full, round(full * evidenced / needed, 1))
    return Bar(
        top=BAND * number + 15,
        bar_top=BAND * number + BAR_TOP,
        label=f"{line.code} {line.title}",
        value=_value(line, threshold),
        needed=full,
        evidenced=part,
        gap=round(full - part, 1),
        gap_class=_gap_class(gap, needed),
        is_withheld=needed is not None and evidenced is None,
        is_unknown=needed is None,
        words_at=10.0 if full >= ROOM_FOR_WORDS else full + 8,
        spoken=_spoken(line, threshold),
    )


def _value(line: Line, threshold: int) -> str:
    if line.needed.value is None:
        return words_for(line.needed, threshold)
    if line.evidenced.value is None:
        return _("%(needed)s need it") % {"needed": line.needed.value}
    return _("%(evidenced)s of %(needed)s, gap %(gap)s") % {
        "evidenced": line.evidenced.value,
        "needed": line.needed.value,
        "gap": line.gap.value,
    }


def _spoken(line: Line, threshold: int) -> str:
    """The same for whoever does not see the bar."""
    if line.needed.value is not None and line.evidenced.value is None:
        return _("%(needed)s need it, how many have evidence is withheld") % {
            "needed": line.needed.value
        }
    return _value(line, threshold)


def _gap_class(gap: int | None, needed: int | None) -> str:
    """Sand for a small gap, towards mahogany for a wide one."""
    share = gap / needed if gap is not None and needed else 0.0
    if share >= 2 / 3:
        return "gap-low-2"
    return "gap-low-1" if share >= 1 / 3 else "gap-mid"
