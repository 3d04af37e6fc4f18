"""The mark under which a browser keeps a learner's unsent work. It says nothing of the person."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def device_mark(request: HttpRequest) -> str:
    """The same for a learner on every device; only our secret key can tell whose it is."""
    if not request.user.is_authenticated:
        return ""
    key = str(request.user.learner_id)
    return salted_hmac("lms.accounts.device_mark", key, algorithm="sha256").hexdigest()[:32]
