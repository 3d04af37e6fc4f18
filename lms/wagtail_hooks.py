"""Wagtail's admin carries the product's colours, type and name, and says where to begin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem, admin_menu
from wagtail.admin.ui.components import Component

# What one does there, by the name of the menu's item. Only what the menu shows somebody is told.
BEGINNINGS = {
    "explorer": _("Write and change courses, modules and lessons."),
    "questions": _("The question bank: add questions, find them, see where each is asked."),
    "decision-register": _("Points on which sources differ: who decided what, and when."),
    "glossary": _("Terms that lessons explain where they are used."),
    "law-to-look-at": _("Passages of law whose day to be looked at again is past."),
    "question-statistics": _("How hard each question is, and what people chose instead."),
    "marking-queue": _("Written answers that wait for an examiner."),
    "marking-find": _("Find an answer by its reference, and decide on its marks again."),
    "marking-agreement": _("How far examiners who mark the same answers agree."),
    "courses-behind": _("Courses with a newer version, and moving your learners to it."),
    "people": _("Accounts of your people: add them, help them to sign in."),
    "to-print-or-collect": _("Messages to hand to people who have no e-mail address."),
    "audit-log": _("Who did what, and when."),
}


@hooks.register("insert_global_admin_css")
def admin_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("lms/css/admin.css"))


class Beginnings(Component):
    """The first page's answer to “what can I do here?”."""

    order = 310
    template_name = "wagtailadmin/home/beginnings.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        shown = _shown(admin_menu, parent_context["request"])
        return {
            "beginnings": [
                {"item": shown[name], "words": words}
                for name, words in BEGINNINGS.items()
                if name in shown
            ]
        }


def _shown(menu: Any, request: HttpRequest) -> dict[str, MenuItem]:
    """Every item that the menu offers this person, those of its submenus too."""
    found: dict[str, MenuItem] = {}
    for item in menu.menu_items_for_request(request):
        found[item.name] = item
        if hasattr(item, "menu"):
            found |= _shown(item.menu, request)
    return found


@hooks.register("construct_homepage_panels")
def where_to_begin(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Beginnings())


@hooks.register("construct_help_menu")
def only_our_own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """News about the engine is none for the people who write lessons with it."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
