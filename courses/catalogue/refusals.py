"""Why a course may not be published. Each message says what to change."""

from django.core.exceptions import ValidationError


class PublishRefused(ValidationError):
    """The course is not ready to be published."""


class PilotNotAllowed(PublishRefused):
    """Law or practice is unsettled, and no administrator has allowed a pilot."""


class UndecidedCritical(PublishRefused):
    """A critical question rests on a point that is not decided."""
