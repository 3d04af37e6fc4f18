"""Addresses that stand before Wagtail's own: adding a page once, and editing it."""

from django.urls import path

from courses.catalogue.admin.adding import add_page, edit_page

PAGE = "<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>"
urlpatterns = [
    path(f"pages/add/{PAGE}/", add_page),
    path("pages/<int:page_id>/edit/", edit_page),
]
