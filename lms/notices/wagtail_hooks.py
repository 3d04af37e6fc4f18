"""What this package adds to Wagtail's admin: messages to print or hand over."""

from wagtail import hooks

from lms.notices.admin import ToCollectViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> ToCollectViewSet:
    return ToCollectViewSet("to_collect", url_prefix="to-collect")
