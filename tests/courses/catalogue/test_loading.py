"""Files become pages, once; edited pages stay; broken files change nothing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from courses.catalogue.loading.markdown import UnsafeMarkdown, to_html
from courses.catalogue.loading.services import SHIPPED
from courses.catalogue.queries import current_version
from courses.models import (
    CoursePage,
    CourseVersion,
    LessonPage,
    ModulePage,
    PilotDecision,
    PracticePoint,
    Question,
)
from tests.factories.nice_framework import StatementFactory, WorkRoleFactory

pytestmark = pytest.mark.django_db

POINTS = """
- key: PP-1
  point: Whether a running computer is kept on
  views:
    - {view: Keep it on, source: A guide}
    - {view: Cut the power, source: Another}
  status: undecided
  decides: PITCU
"""
COURSE = """
code: TEST
title: A short course
summary: What it is about.
audience: Officers.
outcomes: [Protect evidence]
record: graded
work_roles: [IN-WRL-901]
validity_months: 24
modules: [1.1-first]
"""
MODULE = """
code: "1.1"
title: First module
minutes: 20
objectives: [Decide]
job_aid:
  title: On one card
  items: [People first, Photograph]
sources: [A guide]
"""
LESSON = """---
title: Live or dead
minutes: 8
summary: What vanishes.
objectives: [Say what vanishes]
alignments: [K9001]
sources:
  - {claim: Collect first what vanishes first, source: RFC 3227}
---
## Why it matters

A **live** device [changes](https://example.org/a).

- One
- Two

::: practice_point
ref: PP-1
text: |
  One view keeps it on. The other cuts the power.
:::

::: table
caption: What loses it
header: [Kind, Loses it]
rows:
  - [Memory, Power loss]
:::

::: self_check
stem: Is it on?
options:
  - {text: Yes, it is, right: true, feedback: Right.}
:::

::: summary
items: [Off stays off]
:::
""".replace("{text: Yes, it is, ", '{text: "Yes, it is", ').replace(
    "feedback: Right.}\n", 'feedback: Right.}\n  - {text: "No", right: false, feedback: Look.}\n'
)
ITEMS = """
items:
  - key: t-1.1-01
    type: single
    stem: What do you do?
    critical: true
    alignments: [K9001]
    options:
      - {text: Leave it, right: true, feedback: Right.}
      - {text: Start it, right: false, feedback: It changes.}
    explanation: Off stays off.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    StatementFactory(identifier="K9001")
    WorkRoleFactory(identifier="IN-WRL-901")
    files = {
        "practice-points.yaml": POINTS,
        "short/course.yaml": COURSE,
        "short/1.1-first/module.yaml": MODULE,
        "short/1.1-first/01-live-or-dead.md": LESSON,
        "short/1.1-first/assessment.yaml": ITEMS,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    return tmp_path


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_curriculum", folder=folder, stdout=out)
    return out.getvalue()


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def counts() -> dict[str, int]:
    models = (CoursePage, ModulePage, LessonPage, Question, PracticePoint, CourseVersion)
    found = {model.__name__: model.objects.count() for model in models}
    return {**found, "revisions": Revision.objects.count(), "pilot": PilotDecision.objects.count()}


def test_files_become_published_pages_and_a_version(folder: Path) -> None:
    told = load(folder)
    assert "published as version 1 (pilot)" in told
    course = CoursePage.objects.get()
    version = current_version(course)
    lesson = version.modules.get().lessons.get()
    assert (course.slug, lesson.module.slug, lesson.slug) == ("short", "first", "live-or-dead")
    assert [block["type"] for block in lesson.body] == [
        "heading",
        "text",
        "practice_point",
        "table",
        "self_check",
        "summary",
    ]
    assert lesson.alignments == [{"release": "2.2.0", "identifier": "K9001"}]
    assert version.minutes == 20
    assert version.pilot_reasons[0]["ref"] == "PP-1"
    assert PilotDecision.objects.get().decided_by is None
    assert LessonPage.objects.get().url_path.endswith("/courses/short/first/live-or-dead/")


def test_loading_again_writes_nothing(folder: Path) -> None:
    load(folder)
    before = counts()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        told = load(folder)
    assert "0 new, 0 updated, 4 unchanged" in told
    assert counts() == before
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_changed_file_updates_its_page_and_makes_a_version(folder: Path) -> None:
    load(folder)
    first = current_version(CoursePage.objects.get()).modules.get().lessons.get()
    change(folder, "short/1.1-first/01-live-or-dead.md", "Off stays off", "Not sure means on")
    told = load(folder)
    assert "1 updated" in told
    assert "published as version 2" in told
    second = current_version(CoursePage.objects.get()).modules.get().lessons.get()
    assert second.key == first.key
    assert [block["id"] for block in second.body] == [block["id"] for block in first.body]
    assert second.content_hash != first.content_hash


def test_a_page_changed_in_the_editor_is_left_alone_and_reported(folder: Path) -> None:
    load(folder)
    page = LessonPage.objects.get()
    page.title = "Better title"
    page.save_revision().publish()
    change(folder, "short/1.1-first/01-live-or-dead.md", "Off stays off", "Not sure means on")
    told = load(folder)
    assert "left alone: lesson" in told
    assert "changed in the editor" in told
    assert LessonPage.objects.get().title == "Better title"


def test_so_is_a_page_with_a_draft_and_one_unpublished(folder: Path) -> None:
    load(folder)
    page = LessonPage.objects.get()
    page.title = "Draft title"
    page.save_revision()
    assert "unpublished draft" in load(folder)
    page.unpublish()
    assert "unpublished in the editor" in load(folder)


def test_so_is_a_question(folder: Path) -> None:
    load(folder)
    Question.objects.update(stem="What would you do?")
    change(folder, "short/1.1-first/assessment.yaml", "Off stays off", "Not sure means on")
    assert "left alone: question" in load(folder)
    assert Question.objects.get().stem == "What would you do?"


def test_saving_in_the_editor_without_a_change_is_no_change(folder: Path) -> None:
    load(folder)
    page = LessonPage.objects.get()
    raw = page.body.get_prep_value()
    raw[1]["value"] = raw[1]["value"].replace("<p>", '<p data-block-key="a1b2c">')
    page.body = raw
    page.save_revision().publish()
    assert "left alone" not in load(folder)


def test_a_renamed_or_moved_page_is_found_again(folder: Path) -> None:
    load(folder)
    page = ModulePage.objects.get()
    page.slug = "renamed"
    page.save_revision().publish()
    assert "0 new" in load(folder).splitlines()[1]
    assert ModulePage.objects.get().slug == "renamed"


def test_an_ended_pilot_stops_the_next_version_only(folder: Path) -> None:
    from courses.catalogue.services import decide_pilot

    load(folder)
    decide_pilot(course=CoursePage.objects.get(), allowed=False, reason="Wait.", by=None)
    change(folder, "short/1.1-first/01-live-or-dead.md", "Off stays off", "Not sure means on")
    told = load(folder)
    assert "No new version: PP-1" in told
    assert CourseVersion.objects.count() == 1


BROKEN = [
    ("short/course.yaml", "title: A short course", "title: A: short: course", "line 2", "quotes"),
    ("short/course.yaml", "record: graded", "record: marked", "line 6", "graded, participation"),
    ("short/course.yaml", "summary:", "sumary:", "line 1", "summary is missing"),
    ("short/course.yaml", "summary:", "sumary:", "line 3", "Nobody reads sumary"),
    ("short/course.yaml", "IN-WRL-901", "IN-WRL-777", "line 7", "IN-WRL-777"),
    ("short/course.yaml", "1.1-first", "1.2-second", "line 9", "no folder 1.2-second"),
    ("short/1.1-first/module.yaml", "minutes: 20", "minutes: 5", "line 3", "8 minutes"),
    ("short/1.1-first/01-live-or-dead.md", "---\n## Why", "## Why", "line 1", "front matter"),
    ("short/1.1-first/01-live-or-dead.md", "K9001", "K0000", "line 6", "K0000"),
    ("short/1.1-first/01-live-or-dead.md", "PP-1", "PP-9", "line 18", "PP-9"),
    ("short/1.1-first/01-live-or-dead.md", "::: table", "::: tabel", "line 23", "'tabel'"),
    ("short/1.1-first/01-live-or-dead.md", "[Memory, Power", "[A, B, Power", "line 23", "2 cells"),
    ("short/1.1-first/01-live-or-dead.md", "stem: Is it on?\n", "", "line 30", "stem is missing"),
    ("short/1.1-first/01-live-or-dead.md", "stem: Is", "color: red\nstem: Is", "line 30", "color"),
    ("short/1.1-first/01-live-or-dead.md", "## Why", "# Why", "line 10", "level 1"),
    (
        "short/1.1-first/01-live-or-dead.md",
        "https://example.org/a",
        "javascript:alert(1)",
        "line 12",
        "https://",
    ),
    ("short/1.1-first/01-live-or-dead.md", "items: [Off", "items: {Off", "line 38", "YAML"),
    ("short/1.1-first/assessment.yaml", "right: false", "right: true", "line 2", "exactly one"),
    ("short/1.1-first/assessment.yaml", "type: single", "type: essay", "line 3", "essay"),
    (
        "short/1.1-first/assessment.yaml",
        "critical: true",
        "critical: true\n    legal: LR-1",
        "line 2",
        "not settled",
    ),
    (
        "short/1.1-first/assessment.yaml",
        "critical: true",
        "critical: true\n    practice_point: PP-1",
        "line 2",
        "not settled",
    ),
    ("practice-points.yaml", "undecided", "decided", "line 6", "decision"),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "said"), BROKEN)
def test_a_broken_file_is_named_by_line_and_changes_nothing(
    folder: Path, name: str, old: str, new: str, line: str, said: str
) -> None:
    change(folder, name, old, new)
    before = counts()
    with pytest.raises(CommandError) as refusal:
        load(folder)
    told = str(refusal.value)
    assert said in told
    assert f"{name}, {line}:" in told
    assert counts() == before


def test_a_course_that_breaks_while_it_is_written_leaves_nothing_behind(folder: Path) -> None:
    load(folder)
    home = LessonPage.objects.get().get_parent()
    home.add_child(instance=LessonPage(title="By hand", slug="second", minutes=1, body=[]))
    shutil.copy(
        folder / "short/1.1-first/01-live-or-dead.md", folder / "short/1.1-first/02-second.md"
    )
    change(folder, "short/course.yaml", "A short course", "Another title")
    before = counts()
    with pytest.raises(CommandError, match="is taken by a page"):
        load(folder)
    assert counts() == before
    assert CoursePage.objects.get().title == "A short course"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=x>b</b>",
        "![x](https://example.org/a.png)",
    ],
)
def test_markup_in_markdown_stays_text(text: str) -> None:
    html = to_html(text)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b onclick" not in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_to_anything_but_a_page_is_refused(url: str) -> None:
    with pytest.raises(UnsafeMarkdown):
        to_html(f"[here]({url})")


@pytest.mark.slow
def test_the_shipped_curriculum_loads_once_and_again() -> None:
    call_command("load_nice_catalogue", stdout=StringIO())
    call_command("curriculum_check", stdout=StringIO())
    load(SHIPPED)
    before = counts()
    told = load(SHIPPED)
    assert counts() == before
    assert "left alone" not in told
    graded = CoursePage.objects.get(code="FR-SHORT")
    judges = CoursePage.objects.get(code="JUD-2.1")
    assert current_version(graded).pilot
    assert current_version(judges).record == "participation"
    assert current_version(graded).modules.count() == 3
