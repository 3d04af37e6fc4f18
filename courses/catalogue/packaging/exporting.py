"""A course as it stands in the editor, with all it names, into one file."""

import json
import re
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue.gate.pages import reasons_to_carry
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.glossary.queries import terms_in
from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.catalogue.packaging.archive import pack
from courses.catalogue.packaging.drawings import shipped_drawing
from courses.catalogue.packaging.fields import dump
from courses.catalogue.packaging.refusals import PackageRefused
from courses.interactions.drawings import UnsafeFigure
from courses.questions.models import PracticePoint, Question
from courses.questions.question_types import question_type
from courses.questions.register.services import decisions_to_carry

Json = dict[str, Any]
PAGES: dict[str, type[Page]] = {"course": CoursePage, "module": ModulePage, "lesson": LessonPage}
NUMBERED = re.compile(r'(<a [^>]*linktype="page"[^>]*?) ?\bid="(\d+)"([^>]*>)')
EMBEDDED = re.compile(r'<embed\b|linktype="document"')


class Outgoing:
    """Files and page links on their way out."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.described: dict[str, Json] = {}

    def chosen(self, model: Any, value: Any) -> Any:
        """A picture or document by the hash of its bytes, with what is said about it."""
        row = model._default_manager.filter(pk=value).first()
        if row is None:
            return None
        if model not in (get_image_model(), get_document_model()):
            raise PackageRefused(
                _("A block that names “%(model)s” cannot be packed yet.")
                % {"model": model._meta.verbose_name}
            )
        with row.file.open("rb") as file:
            data = file.read()
        mark = sha256(data).hexdigest()
        kind = "image" if model is get_image_model() else "document"
        self.files[mark] = data
        self.described[f"{kind}:{mark}"] = {
            "title": row.title,
            "name": row.file.name.rpartition("/")[2],
            **({"description": row.description} if kind == "image" else {}),
        }
        return f"{kind}:{mark}"

    def rich_text(self, html: str) -> str:
        if EMBEDDED.search(html):
            raise PackageRefused(_("A text holds a picture or document inside; use a block."))
        return NUMBERED.sub(self._named, html)

    def _named(self, found: re.Match[str]) -> str:
        page = Page.objects.filter(pk=int(found.group(2))).first()
        key = page.translation_key if page else ""
        return f'{found.group(1)} key="{key}"{found.group(3)}'


def contents_of(course: CoursePage) -> tuple[Json, Outgoing]:
    """Everything an author made: pages with their drafts, questions, points and terms."""
    out = Outgoing()
    tree = _page("course", course, out)
    tree["live"] = False  # whether learners may begin it is decided on each site
    text = json.dumps(tree)
    bodies = [
        content["body"]
        for module in tree["children"]
        for lesson in module["children"]
        for content in (lesson["content"], lesson["draft"])
        if content
    ]
    questions = _questions(course, bodies)
    dumped = [_snippet(question, out) for question in questions]
    points = _points(questions, bodies)
    return {
        "course": tree,
        "questions": dumped,
        "points": [_point(point, out) for point in points],
        "terms": [dump(term, out) for term in _terms(bodies)],
        "figures": _figures(text + json.dumps(dumped)),
        "files": out.described,
    }, out


def export_course(course: CoursePage) -> bytes:
    content, out = contents_of(course)
    releases = set(re.findall(r'"release": "([0-9.]+)"', json.dumps(content)))
    return pack(
        content,
        out.files,
        course={"title": course.title, "code": course.code, "key": str(course.translation_key)},
        releases=sorted(releases),
        question_types=sorted({one["content"]["type_key"] for one in content["questions"]}),
    )


def _page(kind: str, page: Any, out: Outgoing) -> Json:
    reasons = [] if kind == "course" else reasons_to_carry(page)
    below = {"course": "module", "module": "lesson"}.get(kind)
    children = PAGES[below].objects.child_of(page).order_by("path") if below else []  # type: ignore[attr-defined]
    return {
        "kind": kind,
        "key": str(page.translation_key),
        "language": page.locale.language_code,
        "slug": page.slug,
        "live": page.live,
        **_with_draft(page, out),
        **({"reasons": reasons} if reasons else {}),
        "children": [_page(str(below), child, out) for child in children],
    }


def _snippet(question: Question, out: Outgoing) -> Json:
    return {"live": question.live, **_with_draft(question, out)}


def _with_draft(thing: Any, out: Outgoing) -> Json:
    content = dump(thing, out)
    draft = dump(thing.get_latest_revision_as_object(), out) if thing.latest_revision_id else None
    return {"content": content, "draft": draft if draft != content else None}


def _questions(course: CoursePage, bodies: list[Any]) -> list[Question]:
    blocks = [block for body in bodies for block in body if block["type"] == "practice"]
    tried = {block["value"]["question"] for block in blocks}
    modules = ModulePage.objects.child_of(course)
    asked = set(Question.objects.filter(uses__page__in=modules).values_list("key", flat=True))
    for module in modules:
        if module.latest_revision_id:
            draft = module.get_latest_revision_as_object()
            asked |= {row.question.key for row in draft.items.all()}
    return list(Question.objects.filter(key__in=asked | tried).order_by("key"))


def _points(questions: list[Question], bodies: list[Any]) -> list[PracticePoint]:
    keys = {q.practice_point.key for q in questions if q.practice_point}
    for question in questions:
        kind = question_type(question.type_key)
        keys |= kind.points(question.config) if kind else set()
    blocks = [block for body in bodies for block in body if block["type"] == "practice_point"]
    keys |= {block["value"]["ref"] for block in blocks}
    return list(PracticePoint.objects.filter(key__in=keys).order_by("key"))


def _point(point: PracticePoint, out: Outgoing) -> Json:
    decisions = decisions_to_carry(point)
    return {**dump(point, out), **({"decisions": decisions} if decisions else {})}


def _terms(bodies: list[Any]) -> list[GlossaryTerm]:
    slugs = {slug for body in bodies for slug in terms_in(body)}
    return list(GlossaryTerm.objects.filter(slug__in=slugs).order_by("slug", "language"))


def _figures(text: str) -> dict[str, str]:
    """Our drawings come with the program; their hashes tell whether the other site's are these."""
    found = {}
    for name in sorted(set(re.findall(r'"([a-z0-9][a-z0-9.-]*\.svg)"', text))):
        try:
            found[name] = sha256(shipped_drawing(name).encode()).hexdigest()
        except UnsafeFigure as error:
            raise PackageRefused(_("A drawing is missing: %s.") % error) from error
    return found
