"""Signing in and out. allauth does the work under our own addresses."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
