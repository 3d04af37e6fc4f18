"""The lessons that ship, as a phone gets them: 60 KB each without media, 12 queries at most."""

import gzip
import re
import sys
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.api import current_versions, enrol, version_tree
from courses.catalogue.queries import _TREES, _VERSIONS
from tests.factories.learning import an_officer

KILOBYTES_60 = 60_000  # of the 100 KB that it may have
KILOBYTES_20 = 20_000
IMPORTED = re.compile(r'(?:from|import) "\./([a-z-]+\.js)"')


def static_bytes(html: str) -> int:
    """Every style sheet, script (with what it imports), font that is preloaded and icon, as
    production sends them: compressed when they are collected, fonts as they are."""
    wanted = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    total, seen = 0, set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        path = Path(str(finders.find(name)))
        whole = path.read_bytes()
        total += len(whole) if name.endswith(".woff2") else len(gzip.compress(whole))
        if name.endswith(".js"):
            folder = name.rsplit("/", 1)[0]
            wanted |= {f"{folder}/{other}" for other in IMPORTED.findall(path.read_text())}
    return total


def fresh_process() -> None:
    """Nothing is known yet that a process keeps once it has read it."""
    cache.clear()
    _TREES.clear()
    _VERSIONS.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith(("courses.", "lms.", "nice_framework.")):
            for kept in list(vars(module).values()):
                if type(kept) is _lru_cache_wrapper:
                    kept.cache_clear()


@pytest.mark.slow
@pytest.mark.looks
@pytest.mark.django_db
def test_every_shipped_lesson_is_light() -> None:
    call_command("load_nice_catalogue")
    call_command("load_curriculum")
    client, officer = Client(headers={"accept-encoding": "gzip"}), an_officer()
    client.force_login(officer)
    sizes: dict[str, int] = {}
    for version in current_versions():
        enrol(learner=officer.learner, course=version.course)
        for module in version_tree(version):
            for lesson in module.lessons.all():
                url = reverse("lesson", args=[version.course.slug, module.slug, lesson.slug])
                fresh_process()
                with CaptureQueriesContext(connection) as queries:
                    client.get(url)
                assert len(queries) <= 12, [query["sql"][:120] for query in queries]
                with CaptureQueriesContext(connection) as queries:
                    page = client.get(url)
                assert page.status_code == 200
                assert len(queries) <= 12
                assert len(page.content) <= KILOBYTES_20  # all else is in the browser by then
                html = gzip.decompress(page.content).decode()
                assert "style=" not in html
                assert "<script>" not in html
                sizes[url] = len(page.content) + static_bytes(html)
    assert len(sizes) > 15
    heaviest = max(sizes, key=lambda url: sizes[url])
    assert sizes[heaviest] <= KILOBYTES_60, (heaviest, sizes[heaviest])
