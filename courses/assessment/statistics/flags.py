"""Which questions somebody should look at, and why, in words that say what to do.

The limits are the customary ones (R. L. Ebel and D. A. Frisbie, "Essentials of Educational
Measurement", 1991: below 0.20 poor); a flag asks for a look and decides nothing.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

HARD = 0.3
EASY = 0.95
WEAK = 0.2


def flags_of(
    *,
    facility: float,
    discrimination: float | None,
    critical: bool,
    picks: Sequence[tuple[str, bool, int]],
) -> list[str]:
    """`picks`: of each option its text, whether it is right, and how many chose it."""
    return [
        *_how_hard(facility, critical=critical),
        *_how_telling(discrimination),
        *_options(picks),
    ]


def _how_hard(facility: float, *, critical: bool) -> list[str]:
    if facility < HARD:
        return [
            _("Few get it right. Is it taught, is it clear, is the marked answer the right one?")
        ]
    if facility > EASY and not critical:
        return [_("Nearly everybody gets it right, so it tells little about anybody.")]
    return []


def _how_telling(discrimination: float | None) -> list[str]:
    if discrimination is None or discrimination >= WEAK:
        return []
    if discrimination < 0:
        return [
            _(
                "Those who do well otherwise get it wrong more often than the others. Check "
                "which answer is marked as right."
            )
        ]
    return [_("It hardly tells those who know the subject from those who don't.")]


def _options(picks: Sequence[tuple[str, bool, int]]) -> list[str]:
    wrong = [(text, times) for text, right, times in picks if not right]
    least_right = min((times for _text, right, times in picks if right), default=0)
    found = [
        _("The wrong option “{text}” was chosen more often than a right one.").format(text=text)
        for text, times in wrong
        if times > least_right
    ]
    return found + [
        _("Nobody chose “{text}”: it distracts nobody.").format(text=text)
        for text, times in wrong
        if not times
    ]
