"""A frozen lesson made ready to show, once in each process.

Keyed by what can't change: the version, the address within it and the language. Nothing of a
reader is in here, and a preview never is: it is made of what is being edited, by another way.
"""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.catalogue.models import LessonVersion
from courses.catalogue.queries import frozen_lesson, render_lesson, scripts_of, styles_of
from courses.catalogue.rendering import renderer_mark
from courses.reading.labels import Places, places_in

MOST = 600  # lessons, some 30 KB each


@dataclass(frozen=True)
class Shown:
    """Shared between requests: nobody may set anything on it or on its lesson."""

    lesson: LessonVersion
    html: SafeString
    styles: list[str]
    scripts: list[str]
    places: Places


def lesson_shown(version_id: UUID, module: str, lesson: str) -> Shown | None:
    """The lesson at these slugs of a version, or none. Asks the database once a process."""
    found = frozen_lesson(version_id, module, lesson)
    if found is None:
        return None
    address = (version_id, module, lesson)
    return _shown(address, found.content_hash, get_language(), renderer_mark())


@lru_cache(maxsize=MOST)
def _shown(
    address: tuple[UUID, str, str], content_hash: str, language: str | None, mark: str
) -> Shown:
    found = frozen_lesson(*address)
    assert found is not None  # noqa: S101  the caller has just read it
    return Shown(
        lesson=found,
        html=render_lesson(found),
        styles=styles_of(found.body),
        scripts=scripts_of(found.body),
        places=places_in(found.body),
    )
