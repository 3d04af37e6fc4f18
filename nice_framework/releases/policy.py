"""Policy settings of the skills-gap report. Stored with each snapshot and printed beside it.

Override one in Django's settings, for example SKILLS_GAP = {"work_role_level": 3}.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

# Whoever holds it is a judicial officer: their learning enters no table.
JUDICIAL_PROFILE = "BZ-JUD"


@dataclass(frozen=True)
class Policy:
    """Numbers that the Ministry may decide otherwise. `version` changes with any of them."""

    version: str = "2026-1"
    threshold: int = 10  # fewest people of whom a figure may speak
    rounding: int = 5
    max_months: int = 36  # evidence of this age no longer counts
    # NICE names no levels for its work roles; provisional until an expert panel sets them.
    work_role_level: int = 2

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def policy_in_force() -> Policy:
    return Policy(**getattr(settings, "SKILLS_GAP", {}))
