"""Publishing a course's page makes a version, whoever publishes it: a person or the clock."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete
from wagtail.signals import page_published

from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.catalogue.removing import remember
from courses.catalogue.services import publish_version
from courses.questions.models import PracticePoint, Question

logger = logging.getLogger(__name__)
_held: ContextVar[bool] = ContextVar("versions_held", default=False)


@contextmanager
def versions_held() -> Iterator[None]:
    """While many pages are written at once, who writes them publishes the version at the end."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def make_version(sender: type, instance: CoursePage, **kwargs: Any) -> None:
    """The editor asks first and shows a refusal; here it can only be noted."""
    if _held.get():
        return
    revision = kwargs.get("revision")
    try:
        publish_version(instance, by=revision.user if revision else None)
    except ValidationError as refusal:
        logger.warning("course %s: no version, %s", instance.code, " ".join(refusal.messages))


FROM_FILES = (CoursePage, ModulePage, LessonPage, Question, PracticePoint, GlossaryTerm)


def connect() -> None:
    for model in FROM_FILES:
        post_delete.connect(remember, sender=model, dispatch_uid=f"courses.remember.{model}")
    page_published.connect(make_version, sender=CoursePage, dispatch_uid="courses.make_version")
