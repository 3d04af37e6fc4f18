"""Reads of the review: what was approved, and when."""

from typing import Any

from courses.review.models import Approval, Stage


def legal_approval(thing: Any) -> Approval | None:
    """The legal reviewer's word on exactly what the thing says now; none if it is still open."""
    newest = Approval.objects.filter(
        subject=thing.review_key,
        content_hash=thing.review_mark(),
        stage__in=(Stage.LEGAL, Stage.PILOT),
    ).first()
    return newest if newest is not None and newest.stage == Stage.LEGAL else None


def is_subject_approved(thing: Any) -> bool:
    """Whether a peer approved exactly what the thing says now."""
    return Approval.objects.filter(
        subject=thing.review_key, content_hash=thing.review_mark(), stage=Stage.SUBJECT
    ).exists()


def approvals_of(key: str) -> list[Approval]:
    """All words on a thing, newest first."""
    return list(Approval.objects.filter(subject=key))
