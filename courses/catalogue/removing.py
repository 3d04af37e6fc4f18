"""Remembering what was deleted, whoever deletes it and from wherever."""

from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from courses.catalogue.glossary.languages import LANGUAGE
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.models import RemovedContent
from courses.questions.models import PracticePoint, Question
from lms.accounts.models import User


def key_of(thing: Any) -> str:
    """Under what key a thing that the files made is remembered."""
    if isinstance(thing, Page):
        return f"page:{thing.translation_key}"
    if isinstance(thing, Question | PracticePoint):
        return f"{thing._meta.model_name}:{thing.key}"
    if isinstance(thing, GlossaryTerm) and thing.language != LANGUAGE:
        return f"{thing._meta.model_name}:{thing.slug}:{thing.language}"
    return f"{thing._meta.model_name}:{thing.slug}"


def removal_of(thing: Any) -> RemovedContent | None:
    """When and by whom it was deleted last, if it was."""
    return RemovedContent.objects.filter(key=key_of(thing)).first()


def remember(sender: type, instance: Any, **kwargs: Any) -> None:
    """Follows the deletion, in its transaction. What was made by hand no file brings back."""
    if not instance.source_hash:
        return
    user = get_active_log_context().user
    RemovedContent.objects.create(
        key=key_of(instance),
        title=str(instance)[:255],
        removed_by=user.learner_id if isinstance(user, User) else None,
    )
