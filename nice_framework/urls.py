"""Addresses of this package."""

from django.urls import path

from nice_framework.releases import views

urlpatterns = [
    path("reports/skills-gap/", views.skills_gap, name="skills-gap"),
    path("reports/skills-gap.csv", views.skills_gap_csv, name="skills-gap-csv"),
]
