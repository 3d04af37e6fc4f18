"""Logs that hold identifiers and nothing else.

Addresses carry codes, messages quote people and form data, so a line about a request names its
route and status, and an error its type and place in the code: never a path, query, user or value.
"""

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

REQUEST_LOGGERS = ("django.request", "django.security", "django.server")


def configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            place_of_error,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_config(*, as_json: bool, level: str) -> dict[str, Any]:
    """For Django's LOGGING: everything to standard error, through the same two filters."""
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
                "foreign_pre_chain": [
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    route_of_request,
                    place_of_error,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "lms": {"level": level},
            "courses": {"level": level},
            "certificates": {"level": level},
            "nice_framework": {"level": level},
            # Django's own handlers would print paths, and mail error pages with local values.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # Says at each connection that a folder of files has no host name.
            "kombu.connection": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def route_of_request(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace what Django says about a request by its route and status."""
    record: logging.LogRecord = event["_record"]
    request = getattr(record, "request", None)
    if request is None and not record.name.startswith(REQUEST_LOGGERS):
        return event
    match = getattr(request, "resolver_match", None)
    event["event"] = "request-refused"
    event["status"] = getattr(record, "status_code", None)
    event["method"] = getattr(request, "method", None)
    event["route"] = match.view_name if match else None
    return event


def place_of_error(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace a traceback by the exception's type and frames: its text may quote a person."""
    exc_info = event.pop("exc_info", None)
    record: logging.LogRecord | None = event.get("_record")
    if not exc_info and record is not None and record.exc_info:
        exc_info = record.exc_info
    if record is not None:
        record.exc_info = record.exc_text = None
    if exc_info is True:
        exc_info = sys.exc_info()
    if isinstance(exc_info, BaseException):
        exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
    if isinstance(exc_info, tuple) and exc_info[0] is not None:
        frames = traceback.extract_tb(exc_info[2])[-10:]
        event["error"] = exc_info[0].__name__
        event["frames"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
    return event
