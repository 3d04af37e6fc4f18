"""The person's own messages."""

from django.urls import path

from lms.notices import views

urlpatterns = [
    path("me/messages/", views.mine, name="my-messages"),
    path("me/messages/<int:pk>/attachment/", views.attachment, name="my-message-attachment"),
]
