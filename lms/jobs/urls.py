"""Addresses of this package."""

from django.urls import URLPattern, URLResolver, path

from lms.jobs import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
