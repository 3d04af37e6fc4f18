"""Certificates issued through the service, as the product issues them."""

from datetime import date
from typing import Any

from certificates.api import Wording, issue
from certificates.models import Certificate
from tests.factories.accounts import UserFactory


def wording(**changes: Any) -> Wording:
    values: dict[str, Any] = {
        "title": "Certificate of completion",
        "course_title": "Digital evidence for first responders: short course",
        "course_code": "FR",
        "course_version": "1",
        "hours": "2 hours",
        "worth": "Knowledge completed (unsupervised)",
        "statement_line": "has completed every lesson and passed each module's assessment.",
        "record": "graded",
        "alignments": [
            {"identifier": "K0802", "label": "Chain of custody rules", "release": "NICE 2.2.0"}
        ],
    }
    return Wording(**(values | changes))


def issued(user: Any = None, **changes: Any) -> Certificate:
    user = user or UserFactory()
    values: dict[str, Any] = {
        "source_key": f"course-completion:{user.learner_id}",
        "learner": user.learner,
        "holder_name": user.full_name,
        "confidential": False,
        "wording": wording(),
        "issued_on": date(2026, 11, 21),
        "expires_on": date(2029, 11, 21),
    }
    return issue(**(values | changes))
