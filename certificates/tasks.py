"""Owed work of this package: render, tell the holder, and find what was forgotten."""

from datetime import timedelta

from celery import shared_task
from celery.signals import worker_process_init
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates import rendering
from certificates.models import Certificate, RenderedFile
from certificates.queries import without_rendering
from certificates.services import keep_rendering, owe_rendering
from lms.jobs.api import JobRun, owed_task
from lms.notices.api import notify
from lms.pdf.api import absolute

# Younger ones are still on their ordinary way.
OVERDUE = timedelta(minutes=2)


@worker_process_init.connect
def warm_up(**kwargs: object) -> None:
    """Fonts and style sheet are loaded once per worker process, never in the parent."""
    rendering.warm_up()


@owed_task("certificates.render")
def render(run: JobRun, certificate_id: str) -> None:
    certificate = Certificate.objects.select_related("holder").get(pk=certificate_id)
    content = rendering.render(certificate)
    with run.completing():
        tell_holder(certificate, keep_rendering(certificate=certificate, content=content))


def tell_holder(certificate: Certificate, file: RenderedFile) -> None:
    """Mail the PDF, or leave word for who hands it over. Once per certificate."""
    course = certificate.wording["course_title"]
    notify(
        key=f"certificate:{certificate.pk}",
        learner=certificate.learner,
        kind="certificate",
        subject=_("Your certificate: %(course)s") % {"course": course},
        body=_(
            "Your certificate %(number)s for “%(course)s” is attached.\n\n"
            "Anyone who has it can check it here:\n%(address)s\n\n"
            "All your certificates are under Certificates when you sign in."
        )
        % {
            "number": certificate.number,
            "course": course,
            "address": absolute(reverse("verify-code", args=[certificate.code])),
        },
        attachment=file.name,
        confidential=certificate.confidential,
    )


@shared_task(name="certificates.find_owed", ignore_result=True)
def find_owed() -> int:
    """Owe again what has no PDF, once a day at most for each; return how many were found."""
    overdue = without_rendering().filter(created_at__lt=timezone.now() - OVERDUE)
    found = list(overdue[:500])
    for certificate in found:
        owe_rendering(certificate)
    return len(found)
