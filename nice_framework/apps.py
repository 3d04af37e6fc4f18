from django.apps import AppConfig


class NiceFrameworkConfig(AppConfig):
    name = "nice_framework"
    verbose_name = "NICE Framework"
