"""Addresses of this package."""

from django.urls import path

from certificates import views

urlpatterns = [
    path("certificates/", views.mine, name="my-certificates"),
    path("certificates/<uuid:certificate_id>/pdf/", views.pdf, name="certificate-pdf"),
    path("certificates/<uuid:certificate_id>/name/", views.share, name="certificate-share"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_code, name="verify-code"),
]
