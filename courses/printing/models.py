"""What was printed of a version: the file's name and hash. Any of it can be made again."""

from django.db import models
from django.utils import timezone

from courses.catalogue.models import CourseVersion


class Form(models.TextChoices):
    MANUAL = "manual", "Manual"
    CARD = "card", "Pocket card, A6"
    SHEET = "sheet", "Pocket cards, four on A4"


class PrintedFile(models.Model):
    """One PDF of a version, or of one of its modules, as one state of our code lays it out."""

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="printed")
    module_key = models.CharField(max_length=36, blank=True, help_text="Empty for the manual.")
    form = models.CharField(max_length=10, choices=Form.choices)
    layout = models.CharField(max_length=16, help_text="Changes with the templates and the code.")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "module_key", "form", "layout"], name="printed_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
