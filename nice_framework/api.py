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
from nice_framework.ledger.queries import evidence_of
from nice_framework.ledger.services import EvidenceRefused, EvidenceResult, record_evidence
from nice_framework.profiles.queries import assignments_of, national_profile
from nice_framework.profiles.services import AssignmentRefused, assign_role, end_assignment

__all__ = [
    "NOT_FOR_COURSES",
    "AssignmentRefused",
    "EvidenceRefused",
    "EvidenceResult",
    "UnknownIdentifier",
    "assign_role",
    "assignments_of",
    "description_of",
    "end_assignment",
    "evidence_of",
    "latest_release",
    "national_profile",
    "plain_label",
    "plain_labels",
    "record_evidence",
    "shown_text",
    "statements",
    "work_roles",
]
