"""Development settings plus a task that only writes: for killing real processes."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import INSTALLED_APPS, VAR_DIR

INSTALLED_APPS = [*INSTALLED_APPS, "tests.lms.operations.campaign"]
# Another site's workers on the same broker would take these messages, and know nothing of them.
CELERY_TASK_DEFAULT_QUEUE = f"campaign-{VAR_DIR.name}"
