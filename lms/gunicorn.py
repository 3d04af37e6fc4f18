"""How gunicorn runs the site; `--bind` comes from the launcher or the command line."""

import os
from typing import Any

from lms.jobs.launcher import die_with

# Two processes of two threads: more writers at once only queue on SQLite.
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
worker_class = "gthread"
# Loaded once and shared: twice as quick to start, and half the memory.
preload_app = True
timeout = 60
graceful_timeout = 5
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# Access lines would hold addresses with codes in them; structlog logs what is needed.
accesslog = None
loglevel = "warning"
proc_name = "lms-web"


def pre_fork(server: Any, worker: Any) -> None:
    # A connection that two processes hold breaks both; whatever starting asked is answered.
    from django.db import connections

    connections.close_all()
    worker.parent_at_fork = os.getpid()


def post_fork(server: Any, worker: Any) -> None:
    die_with(worker.parent_at_fork)()
