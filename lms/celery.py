"""The Celery app. The job table is the truth; Celery only carries nudges (see `lms.jobs`)."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.base")

TRANSPORT_ALIASES["filesystem"] = "lms.jobs.broker:Transport"

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Celery would replace the handlers that Django's settings set up."""
