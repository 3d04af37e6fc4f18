"""Why a course may not be published. Each message says what to change."""

from django.core.exceptions import ValidationError


class PublishRefused(ValidationError):
    """The course is not ready to be published."""


class NotSmall(PublishRefused):
    """What changed is more than a small correction may change."""


class PilotNotAllowed(PublishRefused):
    """Law or practice is unsettled, and no administrator has allowed a pilot."""


class UndecidedCritical(PublishRefused):
    """A critical question rests on a point that is not decided."""


class GateClosed(PublishRefused):
    """Some people could not read, hear or follow the lesson, and nobody has said why it may go."""
