"""The glossary: one word, one plain definition, the same in every course."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.glossary.languages import NAMES

SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, figures and hyphens."))


class GlossaryTerm(models.Model):
    """A word of the field. Lessons name it by its slug; a version keeps its definition."""

    slug = models.CharField(
        max_length=60,
        validators=[SLUG],
        help_text=_("Its lasting name, such as hash-value. Lessons refer to it."),
    )
    language = models.CharField(
        max_length=10, default="en", editable=False, help_text=_("The language of the definition.")
    )
    term = models.CharField(
        max_length=80, help_text=_("The word as it stands in the middle of a sentence.")
    )
    definition = models.CharField(
        max_length=400, help_text=_("One or two plain sentences, without words that need defining.")
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["term"]
        verbose_name = _("glossary term")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="glossary_term_once",
                violation_error_message=_("There is a term with this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.term

    @property
    def language_name(self) -> str:
        return str(NAMES.get(self.language, self.language))
