"""Addresses of the pages that join packages."""

from django.urls import path

from lms.dashboard import views

urlpatterns = [path("", views.home, name="home")]
