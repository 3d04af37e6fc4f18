"""The audit log: who did what to somebody else's record, by keys only."""

from django.contrib.auth.models import AnonymousUser

from lms.accounts.models import AuditEntry, User


def subject_of(person: User) -> str:
    """How an entry about a person calls them.

    A learner key in the log would tie a judge's account to records that nobody may look for.
    """
    if person.is_judicial:
        return f"account:{person.pk}"
    return f"person:{person.learner_id}"


def audit(
    *, actor: User | AnonymousUser | None, action: str, subject: str = "", **detail: object
) -> AuditEntry:
    """Write one entry. `subject` is "kind:identifier"; never put a name or content in here."""
    key = actor.learner_id if isinstance(actor, User) else None
    return AuditEntry.objects.create(actor=key, action=action, subject=subject, detail=detail)
