"""Reads of panels: how far each panellist is, and what ratings come to once they may be seen."""

from dataclasses import dataclass
from uuid import UUID

from courses.assessment.panel.angoff import Outcome, outcome_of
from courses.assessment.panel.models import Panel, Panellist, Rating, Stage
from courses.assessment.statistics.queries import report_on
from lms.accounts.models import User

ROUND = {Stage.FIRST: 1, Stage.DISCUSSION: 1, Stage.SECOND: 2, Stage.CLOSED: 2}


@dataclass(frozen=True)
class Place:
    """A panellist, what to call them, and how many items they have rated in this round."""

    panellist: Panellist
    label: str
    rated: int
    of: int

    @property
    def done(self) -> bool:
        return self.rated == self.of


def ratings_in_force(panel: Panel, round_: int) -> dict[int, dict[str, int]]:
    """{panellist: {item key: per cent}}: the newest of each."""
    found: dict[int, dict[str, int]] = {one.pk: {} for one in panel.panellists.all()}
    rows = Rating.objects.filter(panellist__panel=panel, round=round_).order_by("pk")
    for panellist, key, percent in rows.values_list("panellist_id", "item_key", "percent"):
        found[panellist][key] = percent
    return found


def places_of(panel: Panel) -> list[Place]:
    """By role, with the service number where there is an account. No names of other agencies."""
    given = ratings_in_force(panel, ROUND[Stage(panel.stage)])
    rows = list(panel.panellists.all())
    people = {
        one.learner_id: one
        for one in User.objects.filter(
            learner__in=[row.learner_id for row in rows if row.learner_id]
        ).select_related("agency")
    }
    return [Place(row, _label(row, people), len(given[row.pk]), len(panel.items)) for row in rows]


def _label(row: Panellist, people: dict[UUID, User]) -> str:
    person = people.get(row.learner_id) if row.learner_id else None
    if person is not None and not person.is_judicial:
        return f"{row.role} ({person.service_number})"
    return f"{row.role}, {row.name}" if row.name else row.role


def is_complete(panel: Panel, round_: int) -> bool:
    given = ratings_in_force(panel, round_)
    return bool(given) and all(len(one) == len(panel.items) for one in given.values())


def outcome(panel: Panel, round_: int) -> Outcome | None:
    """What a round came to; none while it is not complete."""
    given = ratings_in_force(panel, round_)
    if not given or any(len(one) < len(panel.items) for one in given.values()):
        return None
    ratings = {str(pk): dict(one) for pk, one in given.items()}
    return outcome_of(ratings, panel.items, panel.blueprint)


def facilities(panel: Panel) -> dict[str, float]:
    """How many learners got each item right, where enough sat it in this wording."""
    wanted = {(item["key"], item["hash"]) for item in panel.items}
    report = report_on(panel.module_key)
    return {one.key: one.facility for one in report.questions if (one.key, one.hash) in wanted}
