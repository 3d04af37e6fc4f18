from django.apps import AppConfig


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = "Platform"

    def ready(self) -> None:
        # Makes our Celery app the current one, so that shared tasks know their broker.
        from lms import celery  # noqa: F401
