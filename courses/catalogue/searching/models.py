"""Published lessons cut into sections for searching. Made from versions; can be made again."""

from django.db import models

from courses.catalogue.models import CourseVersion, LessonVersion


class LessonSection(models.Model):
    """What stands under one heading, as a reader sees it and as it is searched. The first section
    of a lesson has the lesson's title for its heading.

    `words` and `heading_words` are folded (see `folding`) and each begins with a space, so that
    " wor" finds what begins with those letters on every database alike.
    """

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="sections")
    lesson = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(help_text="In the order of the whole course.")
    block = models.CharField(max_length=40, blank=True, help_text="Empty: the lesson's beginning.")
    heading = models.CharField(max_length=255)
    text = models.TextField()
    heading_words = models.TextField()
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="section_once")]

    def __str__(self) -> str:
        return self.heading
