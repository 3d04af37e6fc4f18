"""All models of the package, gathered for Django."""

from nice_framework.framework.models import (
    Category,
    CompetencyArea,
    CompetencyAreaStatement,
    FrameworkRelease,
    PlainLabel,
    ReleaseSource,
    Statement,
    WorkRole,
    WorkRoleStatement,
)
from nice_framework.ledger.models import Evidence, GradeDecision
from nice_framework.profiles.models import (
    NationalArea,
    NationalAreaStatement,
    NationalProfile,
    RequiredLevel,
    RoleAssignment,
)
from nice_framework.releases.models import SkillsGapSnapshot, SnapshotBasis, SnapshotCell

__all__ = [
    "Category",
    "CompetencyArea",
    "CompetencyAreaStatement",
    "Evidence",
    "FrameworkRelease",
    "GradeDecision",
    "NationalArea",
    "NationalAreaStatement",
    "NationalProfile",
    "PlainLabel",
    "ReleaseSource",
    "RequiredLevel",
    "RoleAssignment",
    "SkillsGapSnapshot",
    "SnapshotBasis",
    "SnapshotCell",
    "Statement",
    "WorkRole",
    "WorkRoleStatement",
]
