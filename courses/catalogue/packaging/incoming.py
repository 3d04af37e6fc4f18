"""Files and texts of a package on their way in: looked at first, then made rows of this site."""

import io
import re
from pathlib import PurePath
from typing import Any

import nh3
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.packaging.refusals import PackageRefused
from courses.catalogue.packaging.walking import walk
from courses.questions.question_types import question_type
from lms.accounts.models import User

Json = dict[str, Any]
KEYED = re.compile(r'(<a [^>]*linktype="page"[^>]*?) ?\bkey="([0-9a-f-]*)"([^>]*>)')
TAGS = {"p", "ul", "ol", "li", "b", "strong", "i", "em", "a", "code", "br", "hr", "h2", "h3", "h4"}
ATTRIBUTES = {"href", "linktype", "key", "data-block-key", "data-term"}
TAG = re.compile(r"<\s*/?\s*([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)(>?)")
ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
SAFE = re.compile(r"(https?://|mailto:|tel:|/|#)[^\s]*", re.IGNORECASE)
BLOCKS = LessonBlocks()


class Incoming:
    """Makes a picture or document the first time it is named; one that is here is used."""

    def __init__(self, described: Json, files: dict[str, bytes], by: User | None) -> None:
        self.described, self.files, self.by = described, files, by
        self.made: dict[str, int] = {}

    def chosen(self, model: Any, value: Any) -> Any:
        if value not in self.made:
            self.made[value] = self._upload(model, value).pk
        return self.made[value]

    def _upload(self, model: Any, value: str) -> Any:
        about, data = self.described[value], self.files[value.partition(":")[2]]
        name = PurePath(about["name"]).name
        picture = model is get_image_model()
        file = ImageFile(io.BytesIO(data), name) if picture else ContentFile(data, name)
        row = model(title=about["title"], file=file, uploaded_by_user=self.by)
        if picture:
            row.description = about.get("description", "")
        row._set_file_hash()
        row.file_size = len(data)
        row.save()
        return row

    def rich_text(self, html: str) -> str:
        return KEYED.sub(self._numbered, html)

    def _numbered(self, found: re.Match[str]) -> str:
        page = Page.objects.filter(translation_key=found.group(2) or None).first()
        number = page.pk if page else 0
        return f'{found.group(1)} id="{number}"{found.group(3)}'


def check_uploads(described: Json, files: dict[str, bytes]) -> list[str]:
    """Refuse what nobody could have uploaded here by hand."""
    problems = []
    for name, about in described.items():
        kind, _colon, mark = name.partition(":")
        ending = PurePath(str(about["name"])).suffix.lower().lstrip(".")
        images, documents = settings.WAGTAILIMAGES_EXTENSIONS, settings.WAGTAILDOCS_EXTENSIONS
        allowed = images if kind == "image" else documents
        good = mark in files and ending in allowed and isinstance(about["title"], str)
        if not good or (kind == "image" and not _is_picture(files[mark])):
            problems.append(
                _("The file “%(name)s” is of a kind that this site does not take.")
                % {"name": str(about["name"])[:60]}
            )
    return problems


def _is_picture(data: bytes) -> bool:
    try:
        with Pillow.open(io.BytesIO(data)) as image:
            wide, high = image.size
            image.verify()
    except Exception:
        return False
    return wide * high <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS


class Checker:
    """Walks without changing anything."""

    def chosen(self, model: Any, value: Any) -> Any:
        return value

    def rich_text(self, html: str) -> str:
        if not is_safe(html):
            raise PackageRefused(_("A text in the package holds markup that no lesson may hold."))
        return html


def check_texts(content: Json) -> None:
    """No rich text may hold what the editor could not have written."""
    checker = Checker()
    for module in content["course"]["children"]:
        for lesson in module["children"]:
            for said in (lesson["content"], lesson["draft"]):
                walk(BLOCKS, said["body"] if said else [], checker)
    for question in content["questions"]:
        kind = question_type(question["content"]["type_key"])
        for said in (question["content"], question["draft"]):
            if kind is not None and said:
                walk(kind.block(), said["config"], checker)


def is_safe(html: str) -> bool:
    """Known tags with known attributes, links to where links may lead, and nothing else.

    What nh3, which reads as browsers do, would take away beyond that makes it unsafe too.
    """
    for tag, rest, end in TAG.findall(html):
        given = ATTRIBUTE.findall(rest)
        links = [v for name, *values in given for v in values if v and name.lower() == "href"]
        if tag.lower() not in TAGS or not {name.lower() for name, *_v in given} <= ATTRIBUTES:
            return False
        if not end or any(sign in ATTRIBUTE.sub("", rest) for sign in "=\"'"):
            return False
        if not all(SAFE.fullmatch(link) for link in links):
            return False
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"*": ATTRIBUTES},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return len(TAG.findall(cleaned)) >= len(TAG.findall(html))
