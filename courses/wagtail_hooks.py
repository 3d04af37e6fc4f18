"""What courses add to Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses.catalogue.admin.guards import (
    ask_before_bulk_action,
    ask_before_publishing,
    keep_recorded_pages,
)
from courses.catalogue.admin.pilot import decide
from courses.questions.admin.viewsets import PracticePointViewSet, QuestionViewSet

register_snippet(QuestionViewSet)
register_snippet(PracticePointViewSet)
hooks.register("before_delete_page", keep_recorded_pages)
hooks.register("before_bulk_action", ask_before_bulk_action)
hooks.register("before_publish_page", ask_before_publishing)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("courses/<int:pk>/pilot/", decide, name="course-pilot")]
