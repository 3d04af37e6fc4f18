"""Writes of the question bank."""

import uuid

from django.db import transaction
from django.utils import timezone

from courses.questions.models import Question, QuestionAlignment, QuestionRole
from lms.accounts.models import User


def copy_question(*, question: Question, by: User | None) -> Question:
    """A draft of the same under a key of its own, asked by nothing. Its history stays behind."""
    with transaction.atomic():
        copy = Question(
            key=str(uuid.uuid4()),
            live=False,
            created_at=timezone.now(),
            created_by=by.learner_id if by else None,
            **{name: getattr(question, name) for name in COPIED},
        )
        copy.alignments = [
            QuestionAlignment(statement_id=row.statement_id, sort_order=row.sort_order)
            for row in question.alignments.all()
        ]
        copy.roles = [
            QuestionRole(work_role_id=row.work_role_id, sort_order=row.sort_order)
            for row in question.roles.all()
        ]
        copy.tags.set(tag.name for tag in question.tags.all())
        copy.save()
        copy.save_revision(user=by)
        return copy


COPIED = (
    "type_key",
    "stem",
    "config",
    "explanation",
    "critical",
    "practice_point",
    "legal_ref",
    "difficulty",
    "source",
)
