from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses"

    def ready(self) -> None:
        from courses.catalogue.signals import connect

        connect()
        post_migrate.connect(make_workflow, sender=self, dispatch_uid="courses.make_workflow")


def make_workflow(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Every installation has the reviews, from its first day."""
    from courses.questions.models import Question
    from courses.review.services import make_workflow

    if using == "default":
        make_workflow(Question)
