"""Why an attempt or an answer is refused, each in a sentence that the learner can act on."""

from django.core.exceptions import PermissionDenied, ValidationError


class NotAssessed(PermissionDenied):
    """An enrolment whose record is participation: nothing may be asked, answered or stored."""


class CannotStart(ValidationError):
    """No new attempt now: passed already, too soon, or none left."""


class AttemptClosed(ValidationError):
    """An answer that arrives after hand-in."""


class BadAnswer(ValidationError):
    """An answer that can't be one: an unknown item, the wrong shape, a count out of range."""


class CannotGrant(ValidationError):
    """An extra attempt that nobody needs, or without a reason."""


class CannotMark(ValidationError):
    """Marks that can't be kept: somebody else has the answer, or they are not of the rubric."""


class AwaitsMarking(ValidationError):
    """Answers that a person has to mark: never graded as nothing meanwhile."""
