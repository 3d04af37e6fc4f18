"""What a course puts on a device that is to read it without a connection, and how much that is.

Kept pages say nothing of anybody: they are made of the frozen version alone, so that a lost phone
tells no more than a printed manual would.
"""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import CourseVersion, LessonVersion, ModuleVersion
from courses.catalogue.queries import (
    current_version,
    lesson_of,
    render_lesson,
    styles_of,
    version_tree,
)
from courses.printing.models import Form
from courses.printing.queries import standings_of

# What every kept page is drawn and worked with.
ASSETS = (
    "lms/css/fonts.css",
    "lms/css/tokens.css",
    "lms/css/base.css",
    "lms/css/components.css",
    "lms/css/figures.css",
    "courses/css/blocks.css",
    "courses/css/kept.css",
    "lms/fonts/atkinson-latin.woff2",
    "lms/fonts/atkinson-latin-ext.woff2",
    "lms/img/icons.svg",
    "lms/img/favicon.svg",
    "lms/img/mark.svg",
    "lms/img/mark-light.svg",
    "lms/js/shell.js",
    "lms/js/shared-device.js",
    "lms/js/icon.js",
    "lms/js/owner.js",
    "lms/js/saved-state.js",
    "lms/js/sync.js",
    "lms/js/progress-queue.js",
    "lms/js/lesson-progress.js",
    "lms/js/answer-queue.js",
    "lms/js/kept-list.js",
    "courses/js/kept-lesson.js",
)
FRAME = re.compile(r'<div class="figure-frame.*?</div>', re.DOTALL)
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
# A kept page has one size of each picture: which one a screen would choose isn't known before.
SIZES = re.compile(r' srcset="[^"]*" sizes="[^"]*"')
SHOWN = re.compile(r'\b(?:src|poster)="(/[^"]+\.(?:png|jpe?g|webp|avif|gif|svg))"', re.IGNORECASE)
PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Kept:
    """One address that the device asks for, and the address under which it keeps the answer."""

    url: str
    keep_as: str
    title: str
    size: int  # bytes over the line

    @property
    def as_json(self) -> dict[str, Any]:
        return {"url": self.url, "keepAs": self.keep_as, "title": self.title, "size": self.size}


def pages_of(version: CourseVersion, slug: str) -> list[Kept]:
    """Each lesson of the version, in order."""
    return [
        Kept(
            url=reverse("kept-lesson", args=[slug, module, lesson]),
            keep_as=reverse("lesson", args=[slug, module, lesson]),
            title=title,
            size=size,
        )
        for module, lesson, title, size, _pictures in _pages(version.pk, slug)
    ]


def pictures_of(version: CourseVersion, slug: str) -> list[Kept]:
    """What authors uploaded to be seen in the lessons, once each. Video and sound aren't kept."""
    urls = dict.fromkeys(url for *_page, found in _pages(version.pk, slug) for url in found)
    return [Kept(url, url, "", size) for url in urls if (size := _stored(url)) is not None]


@lru_cache(maxsize=2000)
def _stored(url: str) -> int | None:
    """A picture's size; none where it is gone, so that it doesn't keep the rest from loading."""
    name = unquote(url.removeprefix(settings.MEDIA_URL))
    return default_storage.size(name) if default_storage.exists(name) else None


def cards_of(version: CourseVersion, slug: str) -> list[Kept]:
    """The pocket cards as their address gives them now: the newest version's, where printed."""
    newest = current_version(version.course)
    found = []
    for one in standings_of(newest) if newest else []:
        module = one.wanted.module
        if one.file and module and one.wanted.form == Form.CARD:
            url = reverse("paper-card", args=[slug, module.slug, Form.CARD.value])
            found.append(Kept(url, url, module.title, one.file.size))
    return found


@lru_cache(maxsize=50)
def _pages(version_id: UUID, slug: str) -> tuple[tuple[str, str, str, int, tuple[str, ...]], ...]:
    """A version never changes: its pages are weighed once."""
    version = CourseVersion.objects.get(pk=version_id)
    return tuple(
        (module.slug, one.slug, one.title, _weight(html), _uploads(html))
        for module in version_tree(version)
        for one in module.lessons.all()
        for html in [page_html(version, slug, module.slug, one.slug)]
    )


def _uploads(html: str) -> tuple[str, ...]:
    urls = (unescape(url) for url in SHOWN.findall(html))
    return tuple(url for url in urls if url.startswith(settings.MEDIA_URL))


def _weight(html: str) -> int:
    return len(gzip.compress(html.encode(), 6))


def assets() -> list[Kept]:
    offline = reverse("offline")
    return [Kept(url, url, "", size) for url, size in _assets()] + [
        Kept(offline, offline, "", 2000)
    ]


@lru_cache(maxsize=1)
def _assets() -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for name in ASSETS:
        if path := finders.find(name):
            found[static(name)] = Path(path).stat().st_size
            # Scripts import each other by their own names, also where pages name them by hash.
            if name.endswith(".js"):
                found[settings.STATIC_URL + name] = Path(path).stat().st_size
    return tuple(found.items())


def page_html(version: CourseVersion, slug: str, module: str, lesson: str) -> str:
    """A lesson as it is kept: what it teaches, the way on, and nothing about the reader."""
    shown = lesson_of(version.pk, module, lesson)
    assert shown is not None  # noqa: S101  the caller found it in this version
    modules = version_tree(version)
    lessons = [(one, each) for one in modules for each in one.lessons.all()]
    at = next(n for n, (_one, each) in enumerate(lessons) if each.pk == shown.pk)
    context = {
        "version": version,
        "slug": slug,
        "lesson": shown,
        "module": module,
        "body": mark_safe(SIZES.sub("", render_lesson(shown))),  # noqa: S308  our own rendering
        "styles": styles_of(shown.body),
        "contents": [_entry(slug, one, each, shown) for one, each in lessons],
        "previous": _entry(slug, *lessons[at - 1], shown) if at else None,
        "following": _entry(slug, *lessons[at + 1], shown) if at + 1 < len(lessons) else None,
    }
    return render_to_string("courses/kept_lesson.html", context)


def _entry(
    slug: str, module: ModuleVersion, lesson: LessonVersion, here: LessonVersion
) -> dict[str, Any]:
    return {
        "title": lesson.title,
        "url": reverse("lesson", args=[slug, module.slug, lesson.slug]),
        "text_url": reverse("text-lesson", args=[slug, module.slug, lesson.slug]),
        "current": lesson.pk == here.pk,
    }


def as_text(html: str) -> SafeString:
    """A rendered lesson without pictures: each drawing's words stand open instead."""
    html = FRAME.sub("", html)
    html = DRAWING.sub("", html)
    html = PICTURE.sub(r"<p>[\1]</p>", html)
    # Below the lesson's own address, as this page is.
    html = html.replace('href="practice/', 'href="../practice/')
    return mark_safe(html.replace("<details>", "<details open>"))  # noqa: S308  our own rendering
