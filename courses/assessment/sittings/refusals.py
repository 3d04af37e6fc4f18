"""Why something about a sitting is refused, in sentences that the person can act on."""

from django.core.exceptions import PermissionDenied, ValidationError


class SittingRefused(ValidationError):
    """A room, a time, a person or a paper that can't be so. It may hold several sentences, by the
    names of the parameters that they are about."""


class NotYours(PermissionDenied):
    """Only the agency's training officers, or only the invigilator, do this."""
