"""Reads of messages: a person's own, and what waits to be handed over."""

from django.db.models import QuerySet

from lms.accounts.api import people_managed_by
from lms.accounts.models import Learner, User
from lms.notices.models import Notice, NoticeState


def messages_of(learner: Learner) -> QuerySet[Notice]:
    """What was written to this person, newest first."""
    return Notice.objects.filter(learner=learner)


def to_collect(user: User) -> QuerySet[Notice]:
    """What this training officer or administrator may print or hand over.

    A confidential message is between the platform and its person. Only the judiciary's own
    training officer sees that one waits, so as to tell the person; nobody else sees the row.
    """
    people = people_managed_by(user).exclude(pk=user.pk)
    waiting = Notice.objects.filter(
        state=NoticeState.TO_COLLECT, learner__person__in=people
    ).select_related("learner__person__agency", "learner__person__district")
    return waiting if user.is_judicial else waiting.filter(confidential=False)
