"""Messages to people: mailed where there is an address, otherwise printed and collected."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Learner


class NoticeState(models.TextChoices):
    OWED = "owed", _("To be mailed")
    SENT = "sent", _("Mailed")
    TO_COLLECT = "to-collect", _("To print or collect")
    COLLECTED = "collected", _("Handed over")


class Notice(models.Model):
    """One message to one learner. Written once per `key`, however often it is asked for."""

    key = models.CharField(max_length=200, unique=True)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    attachment = models.CharField(max_length=200, blank=True, help_text="Name in private storage.")
    confidential = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.OWED)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.key
