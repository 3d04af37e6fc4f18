"""Wagtail's admin carries the product's colours, type and name."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("lms/css/admin.css"))
