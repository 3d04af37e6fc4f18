"""Which thing an add form made."""

from django.db import models


class AddedOnce(models.Model):
    """A form that was rendered once, and what its first save made."""

    key = models.UUIDField(help_text="Of the rendered form.")
    by = models.UUIDField(help_text="Of its author: nobody else's key finds anything.")
    label = models.CharField(max_length=100, help_text="Of the model, such as courses.Question.")
    made = models.BigIntegerField(null=True, help_text="The primary key of what was made.")
    draft = models.BigIntegerField(
        null=True, help_text="The revision it kept by itself, until its author saved it."
    )
    sent = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was saved last.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "by", "label"], name="added_by_a_form_once")
        ]
