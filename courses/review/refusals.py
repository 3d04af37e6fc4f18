"""Why a review does not count. Each message says what to do."""

from django.core.exceptions import PermissionDenied, ValidationError


class NotYours(PermissionDenied):
    """Somebody reviews their own work, or lacks the role."""


class NotReviewed(ValidationError):
    """Content that nobody else has looked at yet."""
