"""Adding a course, a module or a lesson once, and what its editor says in plain words."""

from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from courses.adding.views import AddOnce, without_children
from courses.review.telling import NOT_KEPT, NOT_SAVED, after_review


class AddPage(AddOnce, CreateView):
    def form_invalid(self, form: Any) -> HttpResponse:
        if self.expects_json_response:
            return self.json_error_response("validation_error", str(NOT_KEPT))  # type: ignore[no-any-return]
        messages.validation_error(self.request, str(NOT_SAVED), form)
        self.has_unsaved_changes = True
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def added_model(self, **kwargs: Any) -> type[models.Model] | None:
        names = kwargs["content_type_app_name"], kwargs["content_type_model_name"]
        try:
            return apps.get_model(*names)
        except LookupError:
            return None

    def made(self) -> models.Model | None:
        page: models.Model | None = getattr(self, "page", None)
        return page

    def edit_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        response: HttpResponse = EditAgain.as_view()(request, page_id=pk)
        return response

    def edit_url(self, pk: int) -> str:
        return reverse("wagtailadmin_pages:edit", args=[pk])


class EditPage(EditView):
    def add_save_confirmation_message(self) -> None:
        if self.action_name != "perform_workflow_action":
            super().add_save_confirmation_message()
            return
        title = self.page.get_admin_display_title()
        messages.success(self.request, after_review(self.page, title, str(self.workflow_action)))

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.locked_for_user or self.is_cancelling_workflow:
            response: HttpResponse = super().form_invalid(form)
            return response
        if self.expects_json_response:
            return self.json_error_response("validation_error", str(NOT_KEPT))  # type: ignore[no-any-return]
        messages.validation_error(self.request, str(NOT_SAVED), form)
        self.errors_debug = repr(form.errors)
        self.has_unsaved_changes = True
        response = self.render_to_response(self.get_context_data())
        return response


class EditAgain(EditPage):
    """The edit view of a page, given what its add form sent."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        without_children(self.page)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


edit_page = never_cache(require_admin_access(EditPage.as_view()))
add_page = never_cache(require_admin_access(AddPage.as_view()))
