"""Rows and pages out of a package that was found to fit."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from courses.catalogue.gate.pages import give_carried_reasons
from courses.catalogue.loading.applying import catalogue_root
from courses.catalogue.models import CoursePage
from courses.catalogue.packaging.exporting import PAGES
from courses.catalogue.packaging.fields import OF_A_PAGE, fill
from courses.catalogue.packaging.incoming import Incoming
from courses.catalogue.packaging.refusals import PackageRefused
from courses.questions.models import PracticePoint, Question
from courses.questions.register.services import register_carried
from lms.accounts.models import User

Json = dict[str, Any]


def write_rows(model: Any, rows: list[Json], change: Incoming) -> None:
    for content in rows:
        row = model()
        fill(row, content, change)
        row.full_clean()
        row.save()


def write_points(rows: list[Json], change: Incoming) -> None:
    """With every decision that stands on them in the other site's register."""
    write_rows(PracticePoint, rows, change)
    points = PracticePoint.objects.in_bulk([row["key"] for row in rows], field_name="key")
    for row in rows:
        register_carried(points[row["key"]], row.get("decisions", []))


def write_questions(rows: list[Json], change: Incoming, by: User | None) -> None:
    for row in rows:
        question = Question(live=False, created_by=by.learner_id if by else None)
        fill(question, row["content"], change)
        question.full_clean(exclude=["config", "stem"])
        question.save()
        _revisions(question, row, change, by)


def write_pages(tree: Json, change: Incoming, by: User | None) -> CoursePage:
    """All pages first, so that a link may lead to a later one, then what they say."""
    made: list[tuple[Any, Json]] = []
    _add(catalogue_root(), tree, made, by)
    for page, row in made:
        fill(page, row["content"], change)
        page.draft_title = page.title
        page.full_clean()
        page.save()
        give_carried_reasons(page, row.get("reasons", []), by)
        _revisions(page, row, change, by)
    return made[0][0]


def _add(parent: Page, row: Json, made: list[tuple[Any, Json]], by: User | None) -> None:
    model = PAGES[row["kind"]]
    if model not in parent.specific_class.allowed_subpage_models():
        raise PackageRefused(_("The package's pages do not stand where such pages may stand."))
    if parent.get_children().filter(slug=row["slug"]).exists():
        raise PackageRefused(
            _("The address “%(slug)s” is taken by another page.") % {"slug": str(row["slug"])[:80]}
        )
    plain = {name: row["content"][name] for name in OF_A_PAGE}
    page = model(
        slug=row["slug"],
        translation_key=UUID(row["key"]),
        locale=_locale(row["language"]),
        owner=by,
        live=False,
        **plain,
    )
    if isinstance(page, CoursePage):
        page.code = row["content"]["code"]
    parent.add_child(instance=page)
    made.append((page, row))
    for child in row["children"]:
        _add(page, child, made, by)


def _locale(language: str) -> Locale:
    found = Locale.objects.filter(language_code=language).first()
    if found is None:
        raise PackageRefused(
            _("This site has no language “%(code)s”.") % {"code": str(language)[:10]}
        )
    return found


def _revisions(thing: Any, row: Json, change: Incoming, by: User | None) -> None:
    """Live where it was live, and with the draft that lay over it."""
    revision = thing.save_revision(user=by)
    if row["live"]:
        revision.publish(user=by, skip_permission_checks=True)
    if row["draft"]:
        draft = thing.get_latest_revision_as_object()
        fill(draft, row["draft"], change)
        draft.save_revision(user=by)
