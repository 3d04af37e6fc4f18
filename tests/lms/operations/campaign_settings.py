"""Development settings plus a task that only writes: for killing real processes."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.lms.operations.campaign"]
