"""The front door of the package: what other packages may use."""

from nice_framework.framework.queries import (
    NOT_FOR_COURSES,
    UnknownIdentifier,
    description_of,
    latest_release,
    plain_label,
    plain_labels,
    shown_text,
    statements,
    work_roles,
)
from nice_framework.ledger.queries import decided_grades, evidence_of
from nice_framework.ledger.services import (
    EvidenceRefused,
    EvidenceResult,
    decide_grade,
    record_evidence,
)
from nice_framework.profiles.queries import assignments_of, national_profile
from nice_framework.profiles.services import AssignmentRefused, assign_role, end_assignment
from nice_framework.releases.exports import as_document
from nice_framework.releases.queries import NoSnapshot, Published, UnreadableMonth, published
from nice_framework.releases.services import SnapshotRefused, make_snapshot

__all__ = [
    "NOT_FOR_COURSES",
    "AssignmentRefused",
    "EvidenceRefused",
    "EvidenceResult",
    "NoSnapshot",
    "Published",
    "SnapshotRefused",
    "UnknownIdentifier",
    "UnreadableMonth",
    "as_document",
    "assign_role",
    "assignments_of",
    "decide_grade",
    "decided_grades",
    "description_of",
    "end_assignment",
    "evidence_of",
    "latest_release",
    "make_snapshot",
    "national_profile",
    "plain_label",
    "plain_labels",
    "published",
    "record_evidence",
    "shown_text",
    "statements",
    "work_roles",
]
