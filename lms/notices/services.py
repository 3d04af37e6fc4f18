"""Every write to a message: ask for it, mail it, hand it over."""

from django.db import transaction
from django.utils import timezone

from lms.accounts.api import audit, person_of
from lms.accounts.models import Learner, User
from lms.jobs.api import enqueue
from lms.notices.models import Notice, NoticeState


@transaction.atomic
def notify(
    *,
    key: str,
    learner: Learner,
    kind: str,
    subject: str,
    body: str,
    attachment: str = "",
    confidential: bool = False,
) -> Notice:
    """Owe a learner a message. The same key twice is the same message.

    It is mailed where there is an address; otherwise it waits to be printed or collected.
    """
    person = person_of(learner)
    judicial = person is not None and person.is_judicial
    mailed = person is not None and person.is_active and bool(person.email)
    notice, created = Notice.objects.get_or_create(
        key=key,
        defaults={
            "learner": learner,
            "kind": kind,
            "subject": subject[:200],
            "body": body,
            "attachment": attachment,
            "confidential": confidential or judicial,
            "state": NoticeState.OWED if mailed else NoticeState.TO_COLLECT,
        },
    )
    if created and mailed:
        enqueue("notices.send", key=f"notice:{notice.pk}", notice_id=notice.pk)
    return notice


@transaction.atomic
def hand_over(*, notice: Notice, by: User) -> Notice:
    """Record that a printed message reached its person. Repeating it changes nothing."""
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if locked.state == NoticeState.TO_COLLECT:
        locked.state = NoticeState.COLLECTED
        locked.collected_at = timezone.now()
        locked.save(update_fields=["state", "collected_at"])
        if not locked.confidential:
            audit(actor=by, action="notice.handed-over", subject=f"notice:{locked.pk}")
    return locked


def mark_sent(*, notice: Notice) -> None:
    """Called in the transaction that completes the sending job."""
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=timezone.now())


def leave_to_collect(*, notice: Notice) -> None:
    """The address is gone since the message was asked for: it waits at the training office."""
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.TO_COLLECT)
