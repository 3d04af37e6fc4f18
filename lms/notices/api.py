"""The front door: owe a person a message."""

from lms.notices.services import notify

__all__ = ["notify"]
