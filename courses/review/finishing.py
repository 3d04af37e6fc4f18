"""What happens when the last step of a workflow is approved.

Wagtail imports this by the settings, before there are models.
"""

import logging
from typing import Any

from django.core.exceptions import ValidationError

logger = logging.getLogger(__name__)


def publish(state: Any, user: Any = None) -> None:
    """Publish what was reviewed. The reviews are the permission: a reviewer needs no other."""
    revision = state.content_object.get_latest_revision()
    try:
        revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as refusal:  # it stays an approved draft; its editor says why
        logger.warning("approved but not published: %s", " ".join(refusal.messages))
