"""Write what changed: pages and questions nobody has edited since the last load.

A thing is left alone when what it says now is not what the last load wrote. Loading the same
files again writes nothing: no row, no revision, no version.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.catalogue.freezing import freeze
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.loading.checking import Known
from courses.catalogue.loading.content import content_hash, content_of
from courses.catalogue.loading.items import Item
from courses.catalogue.loading.problems import BrokenCurriculum, Problem
from courses.catalogue.loading.reading import CourseFiles, ModuleFiles
from courses.catalogue.loading.uploads import with_uploads
from courses.catalogue.models import (
    AssessmentItem,
    CourseIndexPage,
    CoursePage,
    CourseRole,
    CourseVersion,
    LessonAlignment,
    LessonPage,
    LessonRole,
    ModulePage,
    ModuleRole,
)
from courses.catalogue.refusals import PublishRefused
from courses.catalogue.removing import removal_of
from courses.catalogue.services import decide_pilot, publish_version
from courses.catalogue.signals import versions_held
from courses.questions.models import PracticePoint, Question, QuestionAlignment, QuestionRole
from courses.questions.register.services import register_from_files

PILOT_REASON = (
    "Loaded with the curriculum: passages await legal review or practice points await a decision. "
    "The course may be tried out as a pilot, and its pages and certificates say so."
)


@dataclass
class Outcome:
    """What a load did, for the person who ran it."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    left: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    version: CourseVersion | None = None

    @property
    def wrote(self) -> bool:
        return bool(self.created or self.updated)


def load_practice_points(items: list[Item], known: Known, outcome: Outcome) -> None:
    with transaction.atomic():
        for item in items:
            point = PracticePoint.objects.filter(key=item.slug).first()
            _apply(point or PracticePoint(key=item.slug), item, known, outcome, _save_point)


def load_glossary(items: list[Item], known: Known, outcome: Outcome) -> None:
    with transaction.atomic():
        for item in items:
            one = {name: item.content[name] for name in ("slug", "language")}
            term = GlossaryTerm.objects.filter(**one).first()
            _apply(term or GlossaryTerm(**one), item, known, outcome, _save)


def load_course(files: CourseFiles, known: Known) -> Outcome:
    """One course, whole or not at all."""
    outcome = Outcome()
    with transaction.atomic(), versions_held():
        known.points = {point.key: point for point in PracticePoint.objects.all()}
        course = _page(catalogue_root(), CoursePage, files, known, outcome)
        if course.pk is None:
            return outcome  # deleted in the editor
        before = len(outcome.created)
        for module in files.modules:
            _module(course, module, known, outcome)
        if len(outcome.created) > before:
            _keep_order(course, [module.id for module in files.modules])
        _publish(course, outcome)
    return outcome


def catalogue_root() -> CourseIndexPage:
    """The catalogue's page below the site's home, made when there is none."""
    found = CourseIndexPage.objects.first()
    if found is not None:
        return found
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page if site else _home()
    if home.title.startswith("Welcome to your new Wagtail"):
        home.title = home.draft_title = settings.SITE_NAME
        home.save()
    index = home.add_child(instance=CourseIndexPage(title="Courses", slug="courses"))
    if site is None:
        Site.objects.create(
            hostname="localhost",
            root_page=home,
            is_default_site=True,
            site_name=settings.SITE_NAME,
        )
    return index


def _home() -> Page:
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    first = root.get_children().first()
    return first or root.add_child(instance=Page(title=settings.SITE_NAME, slug="home"))


def _module(course: CoursePage, files: ModuleFiles, known: Known, outcome: Outcome) -> None:
    for item in files.questions:
        question = Question.objects.filter(key=item.id).first() or Question(key=item.id)
        _apply(question, item, known, outcome, _save_with_revision)
    page = _page(course, ModulePage, files, known, outcome)
    if page.pk is None:
        return  # deleted in the editor, and its lessons with it
    before = len(outcome.created)
    for lesson in files.lessons:
        known.files = lesson.files
        _page(page, LessonPage, lesson, known, outcome)
    if len(outcome.created) > before:
        _keep_order(page, [lesson.id for lesson in files.lessons])


def _page(parent: Page, model: type[Page], item: Item, known: Known, outcome: Outcome) -> Any:
    page = model.objects.filter(translation_key=item.id).first()
    if page is not None:
        _apply(page, item, known, outcome, _publish_page)
        return page
    if parent.get_children().filter(slug=item.slug).exists():
        raise BrokenCurriculum(
            [
                Problem(
                    item.path.name,
                    1,
                    f"The address “{item.slug}” is taken by a page that was made by hand.",
                    "Rename that page's address in the editor, or the file.",
                )
            ]
        )
    page = model(slug=item.slug, translation_key=item.id, live=False, locale=parent.locale)

    def add(new: Any) -> None:
        parent.add_child(instance=new)
        _publish_page(new)

    _apply(page, item, known, outcome, add)
    return page


def _apply(thing: Any, item: Item, known: Known, outcome: Outcome, write: Any) -> None:
    """Create, update, leave as it is, or leave alone because somebody changed it."""
    name = f"{type(thing)._meta.verbose_name} “{item.content.get('title') or item.slug}”"
    if thing.pk is None:
        removed = None if known.bring_back else removal_of(thing)
        if removed is not None:
            day = timezone.localdate(removed.removed_at)
            outcome.left.append(f"{name}: deleted in the editor on {day} (--bring-back loads it)")
            return
        _fill(thing, item.content, known)
        _written(thing, write)
        outcome.created.append(name)
        return
    wanted, now = content_hash(item.content), content_hash(content_of(thing))
    reason = _edited(thing, now)
    if wanted == now and not reason:
        outcome.unchanged += 1
    elif reason:
        outcome.left.append(f"{name}: {reason}")
    else:
        _fill(thing, item.content, known)
        _written(thing, write)
        outcome.updated.append(name)


def _written(thing: Any, write: Any) -> None:
    """At each of its several saves Wagtail looks up all that a thing refers to: once is enough."""
    with disable_reference_index_auto_update():
        write(thing)
    if ReferenceIndex.model_is_indexable(type(thing)):
        ReferenceIndex.create_or_update_for_object(thing)


def _edited(thing: Any, now: str) -> str:
    """Why a person has to look before files may overwrite this; nothing when they may."""
    drafted = isinstance(thing, Page | Question)
    if drafted and not thing.live:
        return "unpublished in the editor"
    if now != thing.source_hash:
        return "changed in the editor since it was loaded"
    if drafted and thing.has_unpublished_changes:
        draft = thing.get_latest_revision_as_object()
        if content_hash(content_of(draft)) != now:
            return "has an unpublished draft in the editor"
    return ""


def _fill(thing: Any, content: dict[str, Any], known: Known) -> None:
    for name, value in content.items():
        if name in RELATED:
            RELATED[name](thing, value, known)
        else:
            setattr(thing, name, value)
    if isinstance(thing, Page):
        thing.draft_title = thing.title
    thing.source_hash = content_hash(content)


def _alignments(thing: Any, identifiers: list[str], known: Known) -> None:
    row = LessonAlignment if isinstance(thing, LessonPage) else QuestionAlignment
    thing.alignments = [
        row(statement=known.statements[identifier], sort_order=at)
        for at, identifier in enumerate(identifiers)
    ]


def _work_roles(thing: Any, identifiers: list[str], known: Known) -> None:
    rows = {CoursePage: CourseRole, ModulePage: ModuleRole, LessonPage: LessonRole}
    row = rows.get(type(thing), QuestionRole)
    thing.roles = [
        row(work_role=known.work_roles[identifier], sort_order=at)
        for at, identifier in enumerate(identifiers)
    ]


def _profiles(thing: Any, codes: list[str], known: Known) -> None:
    """Follows the work roles in `content`, so it adds to them."""
    roles = list(thing.roles.all())
    thing.roles = roles + [
        CourseRole(profile=known.profiles[code], sort_order=len(roles) + at)
        for at, code in enumerate(codes)
    ]


def _items(thing: Any, keys: list[str], known: Known) -> None:
    questions = Question.objects.in_bulk(keys, field_name="key")
    thing.items = [
        AssessmentItem(question=questions[key], sort_order=at)
        for at, key in enumerate(keys)
        if key in questions  # or it was deleted in the editor
    ]


def _ask_sure(thing: Any, keys: list[str], known: Known) -> None:
    """Follows the items in `content`, so it ticks some of them."""
    rows = list(thing.items.all())
    for row in rows:
        row.ask_certainty = row.question.key in keys
    thing.items = rows


def _tags(thing: Any, names: list[str], known: Known) -> None:
    thing.tags.set(names)


def _practice_point(thing: Any, key: str, known: Known) -> None:
    thing.practice_point = known.points.get(key) if key else None


def _decided_on(thing: Any, value: str, known: Known) -> None:
    thing.decided_on = date.fromisoformat(value) if value else None


def _body(thing: Any, body: list[dict[str, Any]], known: Known) -> None:
    thing.body = with_uploads(body, known.files)


RELATED: dict[str, Callable[[Any, Any, Known], None]] = {
    "alignments": _alignments,
    "work_roles": _work_roles,
    "profiles": _profiles,
    "items": _items,
    "ask_sure": _ask_sure,
    "tags": _tags,
    "practice_point": _practice_point,
    "decided_on": _decided_on,
    "body": _body,
}


def _save(thing: Any) -> None:
    thing.full_clean()
    thing.save()


def _save_point(point: PracticePoint) -> None:
    _save(point)
    register_from_files(point)


def _save_with_revision(thing: Any) -> None:
    """A question from the files is in the bank at once, as a page is in the tree."""
    _save(thing)
    thing.save_revision().publish()
    thing.refresh_from_db()


def _publish_page(page: Any) -> None:
    page.save_revision().publish()
    page.refresh_from_db()


def _keep_order(parent: Page, ids: list[str]) -> None:
    """Put pages in the files' order, when the files brought a new one."""
    pages = {str(page.translation_key): page for page in parent.get_children()}
    in_tree = [key for key in pages if key in ids]
    if in_tree == [key for key in ids if key in pages]:
        return
    for key in ids:
        if key in pages:
            page = Page.objects.get(pk=pages[key].pk)
            page.move(Page.objects.get(pk=parent.pk), pos="last-child")


def _publish(course: CoursePage, outcome: Outcome) -> None:
    course = CoursePage.objects.get(pk=course.pk)
    try:
        with transaction.atomic():
            before = course.versions.count()
            if not course.pilot_decisions.exists() and needs_pilot(course):
                decide_pilot(course=course, allowed=True, reason=PILOT_REASON, by=None)
            version = publish_version(course, by=None, reason="Loaded from the curriculum files.")
            outcome.version = version if course.versions.count() > before else None
    except PublishRefused as refusal:
        outcome.notes.append("No new version: " + " ".join(refusal.messages))


def needs_pilot(course: CoursePage) -> bool:
    return bool(freeze(course).pilot_reasons)
