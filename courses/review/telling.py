"""What a reviewer is told after a decision, and an author whose draft cannot be kept yet."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOT_KEPT = gettext_lazy("Not kept yet: something is missing or not right. Save it to see what.")
NOT_SAVED = gettext_lazy(
    "Nothing was saved yet: something is missing or not right. It is marked below."
)


def after_review(thing: Any, title: str, action: str) -> str:
    """One sentence about a page or a question that was just approved or sent back."""
    if action == "reject":
        return _("You asked for changes to “%(title)s”. Its author is told.") % {"title": title}
    state = thing.current_workflow_state
    if state is not None:
        task = state.current_task_state.task
        return _("“%(title)s” is approved here. Next: %(step)s.") % {
            "title": title,
            "step": task.name,
        }
    now = type(thing)._default_manager.get(pk=thing.pk)
    if now.live and not now.has_unpublished_changes:
        return _("“%(title)s” is approved and published.") % {"title": title}
    return _("“%(title)s” is approved and stays a draft. Its editor says what holds it up.") % {
        "title": title
    }
