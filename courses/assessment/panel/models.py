"""A panel, who sits on it, and every rating they gave. Ratings are never changed."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Learner
from lms.accounts.sealing import Seal


class Stage(models.TextChoices):
    FIRST = "first", _("First round")
    DISCUSSION = "talk", _("Discussion")
    SECOND = "second", _("Second round")
    CLOSED = "closed", _("Closed")


class Panel(models.Model):
    """One standard setting of one module's assessment, on its questions as they were then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module_key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=255)
    description = models.TextField(max_length=2000, help_text="Who is minimally competent.")
    items = models.JSONField(help_text="The pool, frozen as an assessment's.")
    blueprint = models.JSONField(default=list)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.FIRST)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField(default=timezone.now)

    sealed = Seal(update="OLD.stage = 'closed'")

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["module_key"],
                condition=~models.Q(stage="closed"),
                name="one_open_panel",
            )
        ]

    def __str__(self) -> str:
        return f"panel {self.pk}"


class Panellist(models.Model):
    """Somebody who rates: with an account here, or by name and role."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="panellists")
    learner = models.ForeignKey(Learner, null=True, on_delete=models.PROTECT, related_name="panels")
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "learner"],
                condition=models.Q(learner__isnull=False),
                name="panellist_once",
            )
        ]

    def __str__(self) -> str:
        return f"panellist {self.pk}"


class Rating(models.Model):
    """The share of minimally competent people who would answer it right. The newest counts."""

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="ratings")
    item_key = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__range=(0, 100), round__range=(1, 2)),
                name="rating_0_to_100_in_two_rounds",
            )
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"
