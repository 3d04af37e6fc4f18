"""The style page shows every shared component and every icon: what is new is added there."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.test.signals import template_rendered

from lms.styleguide import ICONS, show
from lms.templatetags import remembering

LMS = Path(settings.BASE_DIR) / "lms"


@pytest.mark.django_db
def test_every_component_is_on_the_style_page() -> None:
    used: set[str] = set()

    def note(template: Any, **more: Any) -> None:
        used.add(str(template.name))

    request = RequestFactory().get("/styleguide/")
    request.user, request.session = AnonymousUser(), {}  # type: ignore[assignment]
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    remembering._MADE.clear()  # what another test made would not be rendered again
    template_rendered.connect(note)
    try:
        assert show(request).status_code == 200
    finally:
        template_rendered.disconnect(note)
    there = {f"components/{path.name}" for path in LMS.glob("templates/components/*.html")}
    assert there - used == set()


def test_every_icon_is_on_the_style_page() -> None:
    sprite = (LMS / "static/lms/img/icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([a-z-]+)"', sprite)) == set(ICONS)
