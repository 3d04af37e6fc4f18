"""The add views of the admin, made safe to send twice.

While an author presses a button, the editor's own save may be on its way; a line may drop after
the server has saved; a form may be sent twice. The first save makes the thing and notes the
form's key in the same transaction; each later one goes to the thing's own edit view.
"""

import json
from abc import ABC, abstractmethod
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.utils import set_query_params

from courses.adding.forms import FIELD
from courses.adding.models import AddedOnce
from lms.accounts.api import user_of


class AddOnce(ABC):
    """Mixed into an add view, which says what it made and which view changes it."""

    @abstractmethod
    def made(self) -> models.Model | None: ...

    @abstractmethod
    def added_model(self, **kwargs: Any) -> type[models.Model] | None: ...

    @abstractmethod
    def edit_again(self, request: HttpRequest, pk: int) -> HttpResponse: ...

    @abstractmethod
    def edit_url(self, pk: int) -> str: ...

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key, model = _key(request), self.added_model(**kwargs)
        author = user_of(request).learner_id
        if key is None or model is None or author is None:
            return self._add(request, *args, **kwargs)
        with transaction.atomic():
            # Whoever comes second waits here until the first has saved.
            form, _new = AddedOnce.objects.get_or_create(
                key=key, by=author, label=model._meta.label
            )
            if form.made and model._default_manager.filter(pk=form.made).exists():
                return self._again(request, form, form.made, model)
            response = self._add(request, *args, **kwargs)
            made = self.made()
            if made is None or made.pk is None:
                transaction.set_rollback(True)
            else:
                form.made = made.pk
                _note(request, form, model)
            return response

    def _add(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def _again(
        self, request: HttpRequest, form: AddedOnce, pk: int, model: type[models.Model]
    ) -> HttpResponse:
        by_itself = not request.accepts("text/html")
        if by_itself and form.draft != _revision(form, model):
            return JsonResponse(
                {
                    "success": False,
                    "error_code": "invalid_revision",
                    "error_message": _("What is kept already is newer. Reload to see it."),
                },
                status=400,
            )
        if not by_itself and form.sent == _digest(request):
            return redirect(self.edit_url(pk))
        response = self.edit_again(request, pk)
        saved = response.status_code == (200 if by_itself else 302)
        if saved:
            _note(request, form, model)
        if by_itself and saved:
            return _as_if_added(response, self.edit_url(pk))
        return response


def without_children(thing: Any) -> Any:
    """An add form brings all its rows as new ones: they take the place of those there."""
    for relation in get_all_child_relations(type(thing)):
        getattr(thing, relation.get_accessor_name()).set([])
    return thing


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(FIELD, "")) if request.method == "POST" else None
    except ValueError:
        return None


def _note(request: HttpRequest, form: AddedOnce, model: type[models.Model]) -> None:
    by_itself = not request.accepts("text/html")
    form.draft = _revision(form, model) if by_itself else None
    form.sent = "" if by_itself else _digest(request)
    form.save()


def _revision(form: AddedOnce, model: type[models.Model]) -> int | None:
    rows = model._default_manager.filter(pk=form.made)
    revision: int | None = rows.values_list("latest_revision_id", flat=True).get()
    return revision


def _digest(request: HttpRequest) -> str:
    fields = [pair for pair in request.POST.lists() if pair[0] != "csrfmiddlewaretoken"]
    return sha256(json.dumps(sorted(fields)).encode()).hexdigest()


def _as_if_added(response: HttpResponse, url: str) -> HttpResponse:
    """The editor in the browser still shows the add page: it is told where to go on."""
    told = json.loads(response.content)
    told.pop("html", None)
    hydrate = set_query_params(url, {"_w_hydrate_create_view": "1"})
    return JsonResponse({**told, "url": url, "hydrate_url": hydrate})
