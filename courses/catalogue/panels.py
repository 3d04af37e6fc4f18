"""How the editor shows a course, a module and a lesson: grouped as an author thinks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    InlinePanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from courses.adding.forms import KeyedPageForm


class StatePanel(Panel):
    """Something the author should know about the course, worked out when the page opens."""

    template = ""

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self) -> str:
            return self.panel.template

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from courses.catalogue.admin import state  # it reads the models, which name panels

            context = super().get_context_data(parent_context)
            return {**context, **self.panel.facts(state, self.instance, self.request)}

    def facts(self, state: Any, page: Any, request: Any) -> dict[str, Any]:
        raise TypeError("a state panel says what it shows")


class UnsettledPanel(StatePanel):
    """Law and practice that are not settled, and whether the course may run as a pilot."""

    template = "courses/admin/unsettled_panel.html"

    def facts(self, state: Any, page: Any, request: Any) -> dict[str, Any]:
        return state.unsettled(page, request.user)


class VersionPanel(StatePanel):
    """What learners get now, and what publishing the course would change."""

    template = "courses/admin/version_panel.html"

    def facts(self, state: Any, page: Any, request: Any) -> dict[str, Any]:
        return state.version(page)


class CoveragePanel(StatePanel):
    """How many statements of each role the course teaches and assesses."""

    template = "courses/admin/coverage_panel.html"

    def facts(self, state: Any, page: Any, request: Any) -> dict[str, Any]:
        return state.coverage(page)


class GatePanel(StatePanel):
    """What some people could not read, hear or follow in the saved draft."""

    template = "courses/admin/gate_panel.html"

    def facts(self, state: Any, page: Any, request: Any) -> dict[str, Any]:
        return state.gate(page)


class BlueprintPanel(StatePanel):
    """What the saved blueprint asks, whether the questions can fill it, and the way to dates."""

    template = "courses/admin/blueprint_panel.html"

    def facts(self, state: Any, page: Any, request: Any) -> dict[str, Any]:
        return state.blueprint(page)


ADDRESS = FieldPanel(
    "slug",
    heading=_("Address"),
    help_text=_("The last part of its web address. Changing it changes nobody's record."),
)


def _tabs(
    content: list[Any], learning: list[Any], assessment: list[Any], publishing: list[Any]
) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Content")),
            ObjectList(learning, heading=_("Learning")),
            ObjectList(assessment, heading=_("Assessment")),
            ObjectList([UnsettledPanel(heading=_("Law and practice"))], heading=_("Legal")),
            ObjectList(
                [*publishing, ADDRESS, PublishingPanel(), CommentPanel()],
                heading=_("Publishing"),
            ),
        ],
        base_form_class=KeyedPageForm,
    )


def _roles(*names: str) -> InlinePanel:
    return InlinePanel(
        "roles",
        panels=[FieldPanel(name) for name in names],
        heading=_("Whom it serves"),
        label=_("role"),
        help_text=_("The roles whose holders learn from this."),
    )


COURSE = _tabs(
    [
        TitleFieldPanel("title", help_text=_("As on the certificate.")),
        FieldPanel("short_title"),
        FieldPanel("code"),
        FieldPanel("track"),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("meant_for"),
        FieldPanel("prerequisites"),
    ],
    [
        FieldPanel("outcomes"),
        _roles("work_role", "profile"),
        CoveragePanel(heading=_("What it covers of them")),
    ],
    [FieldPanel("record"), FieldPanel("validity_months")],
    [GatePanel(heading=_("Before publishing")), VersionPanel(heading=_("Versions"))],
)
MODULE = _tabs(
    [
        TitleFieldPanel("title", help_text=_("What it is about, in a few words.")),
        FieldPanel("code"),
        FieldPanel("extra_minutes"),
        FieldPanel("job_aid"),
    ],
    [
        FieldPanel("objectives"),
        FieldPanel("mistakes"),
        FieldPanel("sources"),
        _roles("work_role"),
    ],
    [
        HelpPanel(_("<p>A participation course has no assessment: leave the questions empty.</p>")),
        InlinePanel(
            "items",
            panels=[FieldPanel("question"), FieldPanel("ask_certainty")],
            heading=_("Questions"),
            label=_("question"),
            help_text=_("The pool: all are asked, or as many as the blueprint draws."),
        ),
        FieldPanel("blueprint"),
        BlueprintPanel(heading=_("What an attempt asks")),
        FieldPanel("pass_mark"),
        FieldPanel("evidence_level"),
        FieldPanel("max_attempts"),
        FieldPanel("wait_minutes"),
        FieldPanel("time_limit"),
        FieldPanel("certainty"),
    ],
    [GatePanel(heading=_("Before publishing")), VersionPanel(heading=_("Versions"))],
)
LESSON = _tabs(
    [
        TitleFieldPanel("title", help_text=_("What the lesson is about, in a few words.")),
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("body"),
    ],
    [
        FieldPanel("objectives"),
        InlinePanel(
            "alignments",
            panels=[FieldPanel("statement")],
            heading=_("Statements it teaches"),
            label=_("statement"),
            help_text=_("Tasks, knowledge and skills of the NICE Framework, with their release."),
        ),
        _roles("work_role"),
        FieldPanel("sources"),
    ],
    [
        HelpPanel(
            _(
                "<p>Self-checks and scenarios in a lesson are unscored, and nothing is stored. "
                "Questions that count stand in the module's assessment.</p>"
            )
        )
    ],
    [GatePanel(heading=_("Before publishing")), VersionPanel(heading=_("Versions"))],
)
