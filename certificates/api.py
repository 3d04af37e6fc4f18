"""The package's front door."""

from certificates.queries import Standing, certificates_of, standing_of, verify
from certificates.services import (
    CannotRevoke,
    Wording,
    issue,
    owe_rendering,
    revoke,
    share_name,
    supersede,
)

__all__ = [
    "CannotRevoke",
    "Standing",
    "Wording",
    "certificates_of",
    "issue",
    "owe_rendering",
    "revoke",
    "share_name",
    "standing_of",
    "supersede",
    "verify",
]
