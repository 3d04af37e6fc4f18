"""Addresses of the pages that join packages."""

from django.urls import path

from lms.dashboard import views

urlpatterns = [
    path("", views.home, name="home"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service-worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
]
