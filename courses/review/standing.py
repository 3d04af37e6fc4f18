"""Where something stands on its way to learners, in the words of lists."""

from typing import Any

from django.utils.translation import gettext as _


class PlainStatus:
    """Mixed into a page. Wagtail's own words are “live + in moderation” and the like."""

    live: Any
    expired: Any
    approved_schedule: Any
    workflow_in_progress: Any
    has_unpublished_changes: Any

    @property
    def status_string(self) -> str:
        if self.approved_schedule:
            return _("Published, a change has its day") if self.live else _("Has its day")
        if self.workflow_in_progress:
            return _("Published, a change in review") if self.live else _("In review")
        if self.live:
            changed = self.has_unpublished_changes
            return _("Published, a change in draft") if changed else _("Published")
        return _("Expired") if self.expired else _("Draft")
