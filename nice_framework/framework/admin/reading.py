"""A list and a page of each element, without any way to change it."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from nice_framework.framework.searching import search, with_labels


class ReadingList(generic.IndexView):
    """Searchable by every word in any of `search_fields`, our labels among them."""

    paginate_by = 30
    default_ordering = "identifier"
    label_field = "identifier"
    related: tuple[str, ...] = ("release",)

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = self.model.objects.select_related(*self.related)
        return with_labels(rows, self.label_field) if self.label_field else rows

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        return search(queryset, self.search_query, tuple(self.search_fields))

    def title_column(self, name: str, label: str) -> Column:
        return TitleColumn(
            name,
            label=label,
            sort_key=name,
            get_url=lambda row: reverse(self.inspect_url_name, args=[row.pk]),
        )


class ReadingViewSet(ViewSet):
    """Index and inspect only. Subclasses name the model, the list and the fields to show."""

    model: ClassVar[Any]
    index_view_class: ClassVar[type[ReadingList]]
    inspect_view_class: ClassVar[type[generic.InspectView]] = generic.InspectView
    inspect_fields: ClassVar[list[str]] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            model=self.model,
            header_icon=self.icon,
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            inspect_url_name=self.get_url_name("inspect"),
            **kwargs,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        listing = self.index_view_class
        inspect = self.construct_view(self.inspect_view_class, fields=self.inspect_fields)
        return [
            path("", self.construct_view(listing), name="index"),
            path("results/", self.construct_view(listing, results_only=True), name="index_results"),
            path("<int:pk>/", inspect, name="inspect"),
        ]

    @property
    def menu_item_class(self) -> type[MenuItem]:
        model = self.model

        class Item(MenuItem):
            def is_shown(self, request: HttpRequest) -> bool:
                policy = policy_registry.get_by_type(model)
                return policy.user_has_permission(request.user, "view")

        return Item
