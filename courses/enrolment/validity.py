"""How long something shown or completed counts: whole months from its date."""

import calendar
from datetime import date

from courses.catalogue.models import CourseVersion


def valid_until(shown_on: date, version: CourseVersion) -> date | None:
    """The last day, or none where the course says that it does not run out."""
    return months_later(shown_on, version.validity_months) if version.validity_months else None


def months_later(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day (31 August + 6 = 28 February)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
