"""Writes of a panel: begin, ask people, rate, go on, decide."""

from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.assessment.panel.models import Panel, Panellist, Rating, Stage
from courses.assessment.panel.queries import ROUND, is_complete, outcome, ratings_in_force
from courses.assessment.panel.refusals import NotOnThePanel, PanelRefused
from courses.assessment.queries import passed_modules
from courses.catalogue.freezing import frozen_items
from courses.catalogue.models import ModulePage, PassMarkDecision
from courses.enrolment.models import Enrolment
from lms.accounts.api import audit
from lms.accounts.models import AgencyKind, User
from lms.notices.api import notify

MOST_PANELLISTS, LEAST_PANELLISTS = 30, 3
LONG_ENOUGH = 40  # characters of a reason to go beyond the panel's own uncertainty
NEXT = {Stage.FIRST: Stage.DISCUSSION, Stage.DISCUSSION: Stage.SECOND}


def begin_panel(*, page: ModulePage, by: User, description: str) -> Panel:
    """On the module's questions as they stand now. One panel at a time."""
    if not _plain(description):
        raise PanelRefused(_("Say what a minimally competent person can and can't do."))
    items = frozen_items(page)
    if not items:
        raise PanelRefused(_("The module has no question to rate."))
    try:
        with transaction.atomic():
            panel = Panel.objects.create(
                module_key=page.translation_key,
                title=page.title,
                description=_plain(description)[:2000],
                items=items,
                blueprint=[dict(line) for line in page.blueprint if line["count"]],
                begun_by=by.learner_id,
            )
            audit(
                actor=by, action="panel-begun", subject=f"module:{page.translation_key}",
                panel=str(panel.pk),
            )  # fmt: skip
    except IntegrityError as taken:
        raise PanelRefused(_("A panel on this module is under way already.")) from taken
    return panel


def ask(*, panel: Panel, by: User, role: str, number: str = "", name: str = "") -> Panellist:
    """Add somebody in the first round: by service number, or by name where there is no account."""
    role, number, name = _plain(role), _plain(number), _plain(name)
    if not role or bool(number) == bool(name):
        raise PanelRefused(_("Give a role, and either a service number or a name."))
    with transaction.atomic():
        panel = _held(panel, by)
        if panel.stage != Stage.FIRST:
            raise PanelRefused(_("People join in the first round only."))
        if panel.panellists.count() >= MOST_PANELLISTS:
            raise PanelRefused(_("A panel has at most {n} people.").format(n=MOST_PANELLISTS))
        if not number:
            return Panellist.objects.create(panel=panel, name=name[:120], role=role[:120])
        people = User.objects.filter(service_number__iexact=number, is_active=True)
        person = people.exclude(agency__kind=AgencyKind.JUDICIARY).first()
        if person is None or _has_it_ahead(person, panel):
            raise PanelRefused(
                _("Nobody who can be asked here has this number. Give a name instead.")
            )
        if person.learner_id == panel.begun_by:
            raise PanelRefused(_("Whoever holds the panel does not rate."))
        one, new = Panellist.objects.get_or_create(
            panel=panel, learner=person.learner, defaults={"role": role[:120]}
        )
        if new:
            _tell(one, panel)
        return one


def _has_it_ahead(person: User, panel: Panel) -> bool:
    """Whoever has yet to pass it would see what is right. It is told as if there were nobody."""
    mine = Enrolment.objects.filter(learner=person.learner_id, left_at=None)
    rows = list(mine.filter(version__modules__key=panel.module_key))
    passed = passed_modules(rows)
    return any(panel.module_key not in passed.get(one.pk, set()) for one in rows)


def rate(*, panellist: Panellist, by: User, ratings: Mapping[str, int]) -> int:
    """Keep these ratings in the round that runs; how many are new or other than before."""
    with transaction.atomic():
        panel = Panel.objects.select_for_update().get(pk=panellist.panel_id)
        own = panellist.learner_id == by.learner_id
        if not own and not (panellist.learner_id is None and panel.begun_by == by.learner_id):
            raise NotOnThePanel(_("Only this panellist gives these ratings."))
        if panel.stage not in (Stage.FIRST, Stage.SECOND):
            raise PanelRefused(_("No round is running now."))
        known = {item["key"] for item in panel.items}
        if not ratings.keys() <= known:
            raise PanelRefused(_("One of these questions isn't on the panel's list."))
        if any(not 0 <= value <= 100 for value in ratings.values()):
            raise PanelRefused(_("A rating is a whole number from 0 to 100."))
        round_ = ROUND[Stage(panel.stage)]
        before = ratings_in_force(panel, round_)[panellist.pk]
        fresh = [
            Rating(
                panellist=panellist, item_key=key, round=round_, percent=value,
                given_by=by.learner_id,
            )
            for key, value in ratings.items()
            if before.get(key) != value
        ]  # fmt: skip
        Rating.objects.bulk_create(fresh)
        return len(fresh)


def go_on(*, panel: Panel, by: User, seen: str) -> Panel:
    """To the discussion, then to the second round. Sent twice from one page, it goes one step."""
    with transaction.atomic():
        panel = _held(panel, by)
        if panel.stage != seen:
            return panel
        stage = Stage(panel.stage)
        if stage not in NEXT:
            raise PanelRefused(_("The pass mark is decided now."))
        if stage == Stage.FIRST:
            if panel.panellists.count() < LEAST_PANELLISTS:
                raise PanelRefused(_("A panel has at least {n} people.").format(n=LEAST_PANELLISTS))
            if not is_complete(panel, 1):
                raise PanelRefused(_("Somebody has not rated every question yet."))
        panel.stage = NEXT[stage]
        panel.save(update_fields=["stage"])
        if panel.stage == Stage.SECOND:
            for one in panel.panellists.filter(learner__isnull=False):
                _tell(one, panel)
    return panel


def decide_pass_mark(
    *, panel: Panel, page: ModulePage, by: User, pass_mark: int, reason: str
) -> PassMarkDecision:
    """Set the module's pass mark on the outcome of the second round, and close the panel.

    Another mark than suggested takes a reason; one further off than the standard error a longer
    one. It reaches learners with the course's next version, and no attempt made before.
    """
    reason = _plain(reason)
    with transaction.atomic():
        panel = Panel.objects.select_for_update().get(pk=panel.pk)
        if not page.permissions_for_user(by).can_publish():
            raise NotOnThePanel(_("Only who may publish the course decides its pass mark."))
        if page.translation_key != panel.module_key:
            raise PanelRefused(_("This panel rated another module."))
        if panel.stage != Stage.SECOND:
            raise PanelRefused(_("The pass mark is decided after the second round, once."))
        found = outcome(panel, 2)
        if found is None:
            raise PanelRefused(_("Somebody has not rated every question in the second round."))
        if not 1 <= pass_mark <= 100:
            raise PanelRefused(_("A pass mark is a whole number from 1 to 100."))
        if pass_mark != found.suggested and not reason:
            raise PanelRefused(
                _("Say why it is not the {n} % that the panel suggests.").format(n=found.suggested)
            )
        near = pass_mark == found.suggested or found.is_within_error(pass_mark)
        if not near and len(reason) < LONG_ENOUGH:
            raise PanelRefused(
                _(
                    "That is further from the panel's outcome than its standard error. Write down "
                    "in a full sentence or two why."
                )
            )
        row = PassMarkDecision.objects.create(
            module_key=panel.module_key,
            panel=panel.pk,
            pass_mark=pass_mark,
            cut=Decimal(str(round(found.cut, 2))),
            error=None if found.error is None else Decimal(str(round(found.error, 2))),
            judges=len(found.judges),
            reason=reason[:2000],
            decided_by=by.learner_id,
        )
        panel.stage = Stage.CLOSED
        panel.save(update_fields=["stage"])
        _apply(page, pass_mark, by)
        audit(
            actor=by, action="pass-mark-decided", subject=f"module:{panel.module_key}",
            pass_mark=pass_mark, decision=row.pk,
        )  # fmt: skip
    return row


def _apply(page: ModulePage, pass_mark: int, by: User) -> None:
    """To what is published next, and to the draft, so that neither undoes the other."""
    ModulePage.objects.filter(pk=page.pk).update(pass_mark=pass_mark)
    draft = page.get_latest_revision_as_object()
    draft.pass_mark = pass_mark
    pending = page.has_unpublished_changes
    revision = draft.save_revision(user=by, changed=pending)
    if page.live and not pending:
        ModulePage.objects.filter(pk=page.pk).update(live_revision=revision)


def _held(panel: Panel, by: User) -> Panel:
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    if panel.begun_by != by.learner_id:
        raise NotOnThePanel(_("Only who began the panel holds it."))
    if panel.stage == Stage.CLOSED:
        raise PanelRefused(_("This panel is closed."))
    return panel


def _tell(one: Panellist, panel: Panel) -> None:
    assert one.learner is not None  # noqa: S101  the callers ask for those with an account
    address = settings.PUBLIC_BASE_URL.rstrip("/") + reverse("panel-rate", args=[panel.pk, one.pk])
    if panel.stage == Stage.SECOND:
        body = _("The second round of “{title}” is open. You see how the panel rated: {address}")
    else:
        body = _(
            "You are asked to rate the questions of “{title}”: which share of minimally competent "
            "people would answer each right. Rate alone, before any discussion: {address}"
        )
    notify(
        key=f"panel:{one.pk}:{panel.stage}",
        learner=one.learner,
        kind="reminder",
        subject=_("A panel on a pass mark: {title}").format(title=panel.title)[:200],
        body=body.format(title=panel.title, address=address),
    )


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()
