"""Why a panel can't go on, in sentences."""

from django.core.exceptions import PermissionDenied, ValidationError


class PanelRefused(ValidationError):
    """Something is missing, too early, or out of range."""


class NotOnThePanel(PermissionDenied):
    """Ratings are given by the panellist, or by whoever holds the panel for somebody by name."""
