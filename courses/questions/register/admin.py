"""The register in Wagtail's admin: the points, and a page that records a decision on one."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from courses.questions.models import PracticePoint
from courses.questions.register.services import record_decision
from lms.accounts.api import Role, role_required
from lms.accounts.models import User


class DecisionsPanel(Panel):
    """Every decision so far, and the way to record the next one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/decisions_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            url = reverse("practice-decide", args=[self.instance.pk])
            decisions = with_names(self.instance)
            return {**context, "decisions": decisions, "decide_url": url}


def with_names(point: PracticePoint) -> list[tuple[Any, str]]:
    """Each decision with who recorded it, newest first."""
    rows = list(point.decisions.all())
    people = User.objects.filter(learner_id__in=[row.recorded_by for row in rows])
    names = {person.learner_id: person.full_name for person in people}
    return [(row, names.get(row.recorded_by, "") if row.recorded_by else "") for row in rows]


def standing(point: PracticePoint) -> str:
    """In words: a cross beside an open point reads as something gone wrong."""
    if not point.decided or point.decided_on is None:
        return _("Open")
    return _("Decided on %(day)s") % {"day": date_format(point.decided_on, "j F Y")}


class PracticePointList(IndexView):
    page_title = gettext_lazy("Decision register")


class PracticePointViewSet(SnippetViewSet):
    """The register of points on which sources differ. Administrators write decisions down."""

    model = PracticePoint
    icon = "clipboard-list"
    menu_label = gettext_lazy("Decision register")
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = PracticePointList
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        "key",
        "point",
        Column("decides", label=gettext_lazy("Who decides")),
        Column("standing", label=gettext_lazy("Decision"), accessor=standing),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("point"),
            FieldPanel("views"),
            FieldPanel("decides"),
            FieldPanel("affects"),
            DecisionsPanel(heading=_("Decisions")),
        ]
    )


class DecisionForm(forms.Form):
    decision = forms.CharField(
        label=gettext_lazy("What was decided"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sources = forms.CharField(
        label=gettext_lazy("Sources"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Where the decision is written, and what it rests on."),
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Decided by"),
        max_length=120,
        help_text=gettext_lazy("The office that decided, not a name."),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Date of the decision"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@never_cache
@role_required(Role.ADMINISTRATOR)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision, or another one. What stands in the register is never changed."""
    point = get_object_or_404(PracticePoint, pk=pk)
    form = DecisionForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            record_decision(point=point, by=cast(User, request.user), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The decision stands in the register."))
            return redirect("wagtailsnippets_courses_practicepoint:edit", point.pk)
    back = reverse("wagtailsnippets_courses_practicepoint:edit", args=[point.pk])
    context = {
        "point": point,
        "form": form,
        "decisions": with_names(point),
        "header_title": _("Decide %(key)s") % {"key": point.key},
        "header_icon": "clipboard-list",
        "breadcrumbs_items": [{"url": back, "label": point.key}, {"url": "", "label": _("Decide")}],
    }
    return render(request, "courses/admin/decide_point.html", context)
