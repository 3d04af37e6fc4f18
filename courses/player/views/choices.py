"""For authors and training officers: which choices people took in a scenario. No names.

Who writes the scenarios is told of everybody, a training officer of the own agency's people.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.enrolment.queries import agency_and_units
from courses.player.page import page
from courses.practice.choices import FEWEST, choices_of, scenarios
from lms.accounts.api import Role, has_role, role_required, user_of
from lms.accounts.models import Agency

OF_EVERYBODY = (Role.AUTHOR, Role.LEGAL_REVIEWER, Role.ADMINISTRATOR)
MAY = (*OF_EVERYBODY, Role.TRAINING_OFFICER)


@role_required(*MAY)
@never_cache
@require_safe
def scenario_list(request: HttpRequest) -> HttpResponse:
    context = {"questions": scenarios(), "agency": _agency(request)}
    return page(request, "courses/scenario_list.html", context)


@role_required(*MAY)
@never_cache
@require_safe
def scenario_choices(request: HttpRequest, key: str) -> HttpResponse:
    question = next((one for one in scenarios() if one.key == key), None)
    if question is None:
        raise Http404
    agency = _agency(request)
    among = None if agency is None else agency_and_units(agency)
    report = choices_of(question, among)
    context = {
        "report": report,
        "agency": agency,
        "fewest": FEWEST,
        "tables": [
            {
                "title": place.node.title,
                "people": place.people,
                "columns": _columns(asks_sure=place.asks_sure),
                "rows": [
                    [one.choice.text, one.words, _number(one.count)]
                    + ([_number(one.sure_and_wrong)] if place.asks_sure else [])
                    for one in place.choices
                ],
            }
            for place in report.places
        ],
    }
    return page(request, "courses/scenario_choices.html", context)


def _agency(request: HttpRequest) -> Agency | None:
    """Whose people this reader is told of; none means everybody's."""
    user = user_of(request)
    if has_role(user, *OF_EVERYBODY):
        return None
    if user.agency is None:
        raise PermissionDenied(_("You belong to no agency yet, so there is nobody to tell of."))
    return user.agency


def _columns(*, asks_sure: bool) -> list[dict[str, object]]:
    columns: list[dict[str, object]] = [
        {"label": _("Choice")},
        {"label": _("How good")},
        {"label": _("People"), "number": True},
    ]
    if asks_sure:
        columns.append({"label": _("Sure and wrong"), "number": True})
    return columns


def _number(count: int | None) -> str:
    return str(count) if count is not None else _("fewer than 10")
