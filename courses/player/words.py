"""Times and lengths as people say them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def minutes_in_words(minutes: int) -> str:
    """25 minutes, 1 hour, 2 hours 10 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("{n} hour", "{n} hours", hours).format(n=hours))
    if rest or not hours:
        parts.append(ngettext("{n} minute", "{n} minutes", rest).format(n=rest))
    return " ".join(parts)


def moment_in_words(moment: datetime) -> str:
    """Today at 14:02, or 21 November 2026 at 14:02, in Belize time."""
    local = timezone.localtime(moment)
    clock = time_format(local, "H:i")
    if local.date() == timezone.localdate():
        return _("today at {time}").format(time=clock)
    return _("{date} at {time}").format(date=date_format(local, "j F Y"), time=clock)


def clock_in_words(moment: datetime, *, seconds: bool = False) -> str:
    """14:02, or 14:02:30 where seconds matter, in Belize time."""
    return time_format(timezone.localtime(moment), "H:i:s" if seconds else "H:i")


def day_in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def zone_in_words() -> str:
    """UTC−06:00: the difference of Belize time, which has no summer time."""
    minutes = round((timezone.localtime().utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def size_in_words(size: int) -> str:
    """180 KB, 1.4 MB: as a phone shows what is loaded."""
    if size < 1_000_000:
        return _("{n} KB").format(n=max(1, round(size / 1000)))
    return _("{n} MB").format(n=f"{size / 1_000_000:.1f}")
