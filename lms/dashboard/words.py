"""Times as words on the home page."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = "j F Y"


def day(value: date) -> str:
    """21 November 2026."""
    return date_format(value, DAY)


def days_left(due_on: date, today: date) -> str:
    """Today, tomorrow, so many days left or late."""
    days = (due_on - today).days
    if days == 0:
        return _("due today")
    if days == 1:
        return _("due tomorrow")
    if days > 1:
        return _("%(days)s days left") % {"days": days}
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}


def minutes(count: int) -> str:
    """A learning time: minutes, or hours and minutes from an hour on."""
    hours, rest = divmod(count, 60)
    in_minutes = ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if not hours:
        return in_minutes
    in_hours = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return f"{in_hours} {in_minutes}" if rest else in_hours


def minutes_left(count: int) -> str:
    return ngettext(
        "%(count)s minute left in this lesson", "%(count)s minutes left in this lesson", count
    ) % {"count": count}


def moment(value: datetime) -> str:
    """A time in Belize, with its day when that isn't today."""
    local = timezone.localtime(value)
    time = time_format(local, "H:i")
    if local.date() == timezone.localdate():
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": day(local.date())}


def first_sentence(text: str) -> str:
    """What a list has room for; the course's own page has the rest."""
    head, stop, _rest = text.partition(". ")
    return head + stop.strip()
