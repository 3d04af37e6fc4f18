"""A course's version as a book: the same frozen lessons, set for paper."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from courses.catalogue.models import CourseVersion, LessonVersion, ModuleVersion
from courses.printing.blocks import PrintedLesson, printed_lesson
from courses.printing.terms import index_of
from lms.pdf.api import Look, absolute, make_pdf

LOOK = Look(("courses/print/paper.css", "courses/print/manual.css"))


@dataclass
class Chapter:
    module: ModuleVersion
    anchor: str
    lessons: list[PrintedLesson]

    @property
    def checks(self) -> bool:
        return any(printed.checks for printed in self.lessons)

    @property
    def sources(self) -> list[str]:
        """What the module and its lessons rest on, each named once."""
        said = [
            *self.module.sources,
            *(one["source"] for printed in self.lessons for one in printed.lesson.sources),
        ]
        return list(dict.fromkeys(said))


def render_manual(version: CourseVersion) -> bytes:
    """The book: title page, notices, contents, chapters, checklists, open points, index."""
    html = render_to_string("courses/print/manual.html", manual_context(version))
    return make_pdf(html, LOOK, identifier=version.pk.bytes)


def manual_context(version: CourseVersion) -> dict[str, Any]:
    chapters = chapters_of(version)
    index = index_of([printed for chapter in chapters for printed in chapter.lessons])
    return {
        "version": version,
        "about": version.about,
        "title": version.about.get("short_title") or version.title,
        "date": date_format(localtime(version.created_at), "j F Y"),
        "language": "en",
        "chapters": chapters,
        "index": [(letter, list(some)) for letter, some in groupby(index, lambda e: e.letter)],
        "address": absolute(reverse("course", args=[version.course.slug])).split("://")[-1],
        "site_name": settings.SITE_NAME,
    }


def chapters_of(version: CourseVersion, language: str = "en") -> list[Chapter]:
    lessons = LessonVersion.objects.filter(language=language).order_by("position")
    modules = version.modules.order_by("position").prefetch_related(Prefetch("lessons", lessons))
    return [
        Chapter(module, f"m-{module.pk}", [printed_lesson(one) for one in module.lessons.all()])
        for module in modules
    ]
