"""Work owed about people: the link for a new password, by mail."""

from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.accounts.models import User
from lms.jobs.api import JobRun, owed_task


@owed_task("accounts.send_reset_link")
def send_reset_link(run: JobRun, *, user_id: int) -> None:
    """Mailed again after a crash under the same Message-ID, so a reader sees one message."""
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None or not person.email:
        return
    token = default_token_generator.make_token(person)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": token},
    )
    with override(person.preferred_language):
        context = {"link": settings.PUBLIC_BASE_URL.rstrip("/") + path, "name": settings.SITE_NAME}
        body = render_to_string("account/email/reset_link.txt", context)
        subject = _("A new password for %(name)s") % {"name": settings.SITE_NAME}
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    EmailMessage(
        subject, body, to=[person.email], headers={"Message-ID": f"<{run.job_id}@{host}>"}
    ).send()
