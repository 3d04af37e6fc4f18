"""What courses add to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses.assessment.admin.agreement import agreement
from courses.assessment.admin.in_use import in_use
from courses.assessment.admin.panel import panel, panels
from courses.assessment.admin.statistics import modules as statistics_modules
from courses.assessment.admin.statistics import statistics
from courses.assessment.admin.usage import usage
from courses.catalogue.admin import packages
from courses.catalogue.admin.coverage import coverage
from courses.catalogue.admin.gate import hold_back_from_review, look_over
from courses.catalogue.admin.guards import (
    ask_before_bulk_action,
    ask_before_publishing,
    keep_recorded_pages,
    keep_recorded_snippets,
    offer_review_first,
)
from courses.catalogue.admin.overdue import law_to_look_at
from courses.catalogue.admin.pilot import decide
from courses.catalogue.admin.publishing import publish_course
from courses.catalogue.glossary import rich_text
from courses.catalogue.glossary.admin import GlossaryViewSet
from courses.completion.admin import marking
from courses.completion.admin.correcting import correct, corrections, take_back
from courses.completion.admin.moving import courses_behind, move
from courses.printing.admin import manual, manual_button
from courses.questions.admin import comparing, copying, exporting, importing
from courses.questions.admin.pictures import picture_to_mark
from courses.questions.admin.viewsets import QuestionViewSet
from courses.questions.register.admin import PracticePointViewSet
from courses.questions.register.admin import decide as decide_point
from lms.accounts.api import Role, RoleMenuItem

comparing.register()
register_snippet(QuestionViewSet)
register_snippet(PracticePointViewSet)
register_snippet(GlossaryViewSet)
hooks.register("register_rich_text_features", rich_text.register)
hooks.register("before_delete_page", keep_recorded_pages)
hooks.register("before_delete_snippet", keep_recorded_snippets)
hooks.register("before_bulk_action", ask_before_bulk_action)
hooks.register("before_publish_page", ask_before_publishing)
hooks.register("construct_page_action_menu", offer_review_first)
hooks.register("after_create_page", hold_back_from_review)
hooks.register("after_edit_page", hold_back_from_review)
hooks.register("register_page_header_buttons", manual_button)
hooks.register("register_page_listing_more_buttons", manual_button)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("questions/picture/", picture_to_mark, name="picture-to-mark"),
        path("courses/<int:pk>/pilot/", decide, name="course-pilot"),
        path("courses/<int:pk>/coverage/", coverage, name="course-coverage"),
        path("courses/<int:pk>/before-publishing/", look_over, name="lesson-gate"),
        path("courses/<int:pk>/manual/", manual, name="course-manual"),
        path("courses/modules/<int:pk>/assessment/", in_use, name="assessment-in-use"),
        path("courses/modules/<int:pk>/pass-mark/", panels, name="pass-mark-panels"),
        path("courses/modules/<int:pk>/pass-mark/<uuid:panel>/", panel, name="pass-mark-panel"),
        path("courses/<int:pk>/publish/", publish_course, name="course-publish"),
        path("courses/newer-versions/", courses_behind, name="courses-behind"),
        path("courses/<int:pk>/move/", move, name="move-learners"),
        path("practice-points/<int:pk>/decide/", decide_point, name="practice-decide"),
        path("reports/questions/", statistics_modules, name="question-statistics"),
        path("reports/questions/<int:pk>/", statistics, name="question-statistics-module"),
        path("reports/questions/<int:pk>/correct/", corrections, name="question-corrections"),
        path(
            "reports/questions/<int:pk>/correct/<str:key>/<slug:wording>/",
            correct,
            name="question-correct",
        ),
        path(
            "reports/questions/<int:pk>/take-back/<int:correction>/",
            take_back,
            name="question-correction-take-back",
        ),
        path("reports/law-to-look-at/", law_to_look_at, name="law-to-look-at"),
    ]


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLPattern]:
    return [
        path("questions/import/", importing.upload, name="question-import"),
        path("questions/import/<str:token>/apply/", importing.apply, name="question-import-apply"),
        path("questions/imports/<int:pk>/", importing.account, name="question-import-account"),
        path("questions/export/", exporting.choose, name="question-export"),
        path("questions/export/<slug:form>/", exporting.download, name="question-export-file"),
        path("questions/<int:pk>/copy/", copying.copy, name="question-copy"),
        path("questions/<int:pk>/usage/", usage, name="question-usage"),
    ]


@hooks.register("register_admin_urls")
def marking_urls() -> list[URLPattern]:
    return [
        path("marking/", marking.queue, name="marking-queue"),
        path("marking/next/", marking.take, name="marking-next"),
        path("marking/answer/<uuid:answer>/", marking.mark, name="marking-answer"),
        path("marking/mine/<int:marking>/", marking.correct, name="marking-correct"),
        path("marking/review/", marking.find, name="marking-find"),
        path("marking/review/<uuid:answer>/", marking.review, name="marking-review"),
        path("reports/marking/", agreement, name="marking-agreement"),
    ]


hooks.register("register_page_header_buttons", packages.buttons)
hooks.register("register_page_listing_more_buttons", packages.buttons)


@hooks.register("register_admin_urls")
def package_urls() -> list[URLPattern]:
    return [
        path("courses/<int:pk>/copy/", packages.copy, name="course-copy"),
        path("courses/<int:pk>/export/", packages.export, name="course-export"),
        path("courses/import/", packages.upload, name="course-import"),
        path("courses/import/<str:token>/apply/", packages.apply, name="course-import-apply"),
    ]


def menu_item(menu: str, label: Any, view: str, icon: str, order: int, *to: str) -> None:
    """A line of a menu that opens a view of ours, for those roles."""

    @hooks.register(f"register_{menu}_menu_item")
    def item() -> RoleMenuItem:
        address = reverse(view)
        return RoleMenuItem(label, address, roles=to, name=view, icon_name=icon, order=order)


REPORTS, MENU = "reports", "admin"
AUTHOR, ADMIN = Role.AUTHOR, Role.ADMINISTRATOR
LEGAL = (AUTHOR, Role.LEGAL_REVIEWER, ADMIN)
menu_item(MENU, _("Newer versions"), "courses-behind", "history", 230, Role.TRAINING_OFFICER)
menu_item(MENU, _("Answers to mark"), "marking-queue", "openquote", 240, Role.EXAMINER)
menu_item(MENU, _("Review marks"), "marking-find", "openquote", 245, ADMIN)
menu_item(REPORTS, _("Law to look at again"), "law-to-look-at", "calendar-check", 900, *LEGAL)
menu_item(REPORTS, _("Question statistics"), "question-statistics", "view", 910, AUTHOR, ADMIN)
menu_item(REPORTS, _("Agreement of examiners"), "marking-agreement", "view", 920, AUTHOR, ADMIN)
