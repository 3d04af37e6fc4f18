"""Files become pages, once; edited pages stay; broken files change nothing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from courses.assessment.granting import set_dates
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.loading.content import content_hash, content_of
from courses.catalogue.loading.markdown import UnsafeMarkdown, to_html
from courses.catalogue.loading.services import SHIPPED
from courses.catalogue.queries import current_version
from courses.catalogue.services import decide_pilot
from courses.models import (
    AssessmentWindow,
    CoursePage,
    CourseVersion,
    LessonPage,
    ModulePage,
    PilotDecision,
    PracticePoint,
    Question,
)
from courses.questions.question_types import QUESTION_TYPES, QuestionType
from lms.accounts.api import Role
from tests.factories.accounts import UserFactory
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


def test_what_was_deleted_in_the_editor_stays_away_until_it_is_brought_back(folder: Path) -> None:
    load(folder)
    decide_pilot(course=CoursePage.objects.get(), allowed=False, reason="Enough.", by=None)
    first = folder / "short" / "1.1-first" / "01-live-or-dead.md"
    (first.parent / "02-second.md").write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    load(folder)
    second = LessonPage.objects.get(slug="second")
    second.delete()
    assert "deleted in the editor" in load(folder)
    assert not LessonPage.objects.filter(slug="second").exists()
    call_command("load_curriculum", folder=folder, bring_back=True, stdout=StringIO())
    assert LessonPage.objects.filter(slug="second").exists()
    assert "deleted" not in load(folder)


def test_a_renamed_or_moved_page_is_found_again(folder: Path) -> None:
    load(folder)
    page = ModulePage.objects.get()
    page.slug = "renamed"
    page.save_revision().publish()
    assert "0 new" in load(folder).splitlines()[1]
    assert ModulePage.objects.get().slug == "renamed"


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=lambda kind: kind.key)
def test_a_file_may_ask_any_type_of_question(folder: Path, kind: QuestionType) -> None:
    item = {"key": "any-1", "type": kind.key, "stem": "What now?", **kind.sample}
    text = yaml.safe_dump({"items": [item]}, sort_keys=False, allow_unicode=True)
    (folder / "short/1.1-first/assessment.yaml").write_text(text, encoding="utf-8")
    said = load(folder)
    question = Question.objects.get(key="any-1")
    assert (question.type_key, question.config) == (kind.key, kind.clean(kind.sample))
    assert ("People mark any-1" in said) == kind.awaits_marking
    assert CourseVersion.objects.exists() != kind.awaits_marking
    UserFactory.create_batch(2, roles=[Role.EXAMINER])
    load(folder)
    assert CourseVersion.objects.exists()
    before = counts()
    load(folder)
    assert counts() == before


def test_an_ended_pilot_stops_the_next_version_only(folder: Path) -> None:
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


def test_a_renamed_folder_does_not_take_the_code_of_the_course_it_was(folder: Path) -> None:
    load(folder)
    (folder / "short").rename(folder / "long")
    with pytest.raises(CommandError, match=r"is that of the course .* at /courses/short/"):
        load(folder)
    assert CoursePage.objects.count() == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_to_anything_but_a_page_is_refused(url: str) -> None:
    with pytest.raises(UnsafeMarkdown):
        to_html(f"[here]({url})")


@pytest.mark.slow
@pytest.mark.looks  # that site loads it there, too
def test_the_shipped_curriculum_loads_once_and_again() -> None:
    call_command("load_nice_catalogue", stdout=StringIO())
    call_command("curriculum_check", stdout=StringIO())
    load(SHIPPED)
    before = counts()
    told = load(SHIPPED)
    assert counts() == before
    assert "left alone" not in told
    graded = CoursePage.objects.get(code="FR")
    judges = CoursePage.objects.get(code="JUD")
    assert current_version(graded).pilot
    assert current_version(judges).record == "participation"
    assert current_version(graded).modules.count() == 7


RULE = """
time_limit: 45
certainty: ask
max_attempts: 3
wait_minutes: 60
opens: 2027-03-01 08:00
closes: "2027-03-31 18:00 -06:00"
blueprint:
  - {count: 1, tag: Phones}
  - {count: 1, statement: K9001, difficulty: 2}
"""
TWO_MORE = """
  - key: t-1.1-02
    type: single
    stem: And then?
    tags: [phones, Custody]
    ask_sure: true
    options: [{text: Bag it, right: true, feedback: R}, {text: Start, right: false, feedback: W}]
  - key: t-1.1-03
    type: single
    stem: And last?
    alignments: [K9001]
    options: [{text: Label it, right: true, feedback: R}, {text: Start, right: false, feedback: W}]
"""


def assess(folder: Path, rule: str, items: str = ITEMS.rstrip() + TWO_MORE) -> None:
    (folder / "short/1.1-first/assessment.yaml").write_text(rule.lstrip() + items.lstrip("\n"))


def test_a_file_says_what_an_attempt_asks_how_long_and_when(folder: Path) -> None:
    assess(folder, RULE)
    load(folder)
    module = ModulePage.objects.get()
    assert (module.time_limit, module.certainty) == (45, "ask")
    assert (module.max_attempts, module.wait_minutes) == (3, 60)
    assert [(line["count"], line["tag"], line["difficulty"]) for line in module.blueprint] == [
        (1, "Phones", ""),
        (1, "", "2"),
    ]
    assert [row.question.key for row in module.items.all() if row.ask_certainty] == ["t-1.1-02"]
    tags = Question.objects.get(key="t-1.1-02").tags.all()
    assert {tag.name for tag in tags} == {"phones", "custody"}
    window = AssessmentWindow.objects.get(module_key=module.translation_key)
    assert window.decided_by is None
    assert (str(window.opens_at), str(window.closes_at)) == (
        "2027-03-01 14:00:00+00:00",
        "2027-04-01 00:00:00+00:00",
    )
    version = current_version(CoursePage.objects.get())
    assert version is not None
    assessment = version.modules.get().assessments.get()
    assert (assessment.time_limit, len(assessment.blueprint)) == (45, 2)


def test_the_same_rule_again_writes_nothing_and_a_shorter_one_takes_it_back(folder: Path) -> None:
    assess(folder, RULE)
    load(folder)
    assert "0 new, 0 updated" in load(folder).partition("short: ")[2].partition("\n")[0]
    assert AssessmentWindow.objects.count() == 1
    assess(folder, "")
    load(folder)
    module = ModulePage.objects.get()
    assert (module.time_limit, module.certainty, module.blueprint) == (None, "off", [])
    newest = AssessmentWindow.objects.first()
    assert newest is not None
    assert (newest.opens_at, newest.closes_at) == (None, None)


def test_dates_that_a_person_set_since_stay(folder: Path) -> None:
    assess(folder, RULE)
    load(folder)
    module = ModulePage.objects.get()
    set_dates(
        module_key=module.translation_key,
        by=UserFactory(),
        reason="The hall is taken.",
        opens_at=None,
        closes_at=None,
    )
    assert "dates of “First module”: set in the editor since" in load(folder)
    assert AssessmentWindow.objects.count() == 2


def test_a_page_loaded_before_files_could_say_this_is_still_as_loaded(folder: Path) -> None:
    load(folder)
    before = ModulePage.objects.get()
    content = content_of(before)
    for name in ("time_limit", "certainty", "blueprint", "ask_sure"):
        del content[name]
    assert content_hash(content) == before.source_hash


def test_a_course_says_for_whom_it_is_meant(folder: Path) -> None:
    load(folder)
    before = current_version(CoursePage.objects.get())
    assert "meant_for" not in before.about
    assert before.is_meant_for("judiciary")
    change(folder, "short/course.yaml", "record:", "meant_for: [police, ministry]\nrecord:")
    load(folder)
    version = current_version(CoursePage.objects.get())
    assert version.about["meant_for"] == ["police", "ministry"]
    assert version.is_meant_for("police")
    assert not version.is_meant_for("judiciary")
    assert version.is_meant_for("")
    change(folder, "short/course.yaml", "[police, ministry]", "[police, army]")
    with pytest.raises(CommandError, match="meant_for names army"):
        load(folder)


def test_pages_loaded_before_courses_said_it_are_as_they_were(folder: Path) -> None:
    load(folder)
    course = CoursePage.objects.get()
    content = content_of(course)
    del content["meant_for"]
    assert content_hash(content) == course.source_hash


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("time_limit: an hour", "time_limit is 'an hour'. Write a whole number from 1 to 600."),
        ("time_limit: 0", "time_limit is 0. Write a whole number from 1 to 600."),
        ("certainty: always", "certainty is 'always'. Use one of: off, ask, score."),
        ("opens: soon", "opens is 'soon', not a date with a time. Write it as 2027-03-01 08:00"),
        ("opens: 2027-03-01", "opens is '2027-03-01', not a date with a time."),
        (
            "opens: 2027-03-02 08:00\ncloses: 2027-03-01 08:00",
            "It closes before it opens. Correct one of the two.",
        ),
        ("blueprint: 5", "The blueprint is not a list."),
        ("blueprint: [5]", "Line 1 of the blueprint is not a group of named values."),
        ("blueprint: [{tag: x}]", "Line 1 of the blueprint, count is missing."),
        ("blueprint: [{count: 1, tags: x}]", "Line 1 of the blueprint has tags, which nobody"),
        ("blueprint: [{count: 0}]", "Line 1 of the blueprint: count: Ensure this value is greater"),
        ("blueprint: [{count: 1, difficulty: 7}]", "Line 1 of the blueprint: difficulty: "),
        ("blueprint: [{count: 1, statement: x}]", "Write an identifier such as K0802."),
        (
            "blueprint: [{count: 2, tag: phones}]",
            "asks for 2 questions tagged “phones”, and the pool has 1.",
        ),
    ],
)
def test_a_rule_that_cannot_be_is_said_with_its_line(folder: Path, rule: str, said: str) -> None:
    assess(folder, f"pass_mark: 80\n{rule}\n")
    with pytest.raises(CommandError) as refused:
        load(folder)
    told = " ".join(str(refused.value).split())
    assert said in told
    assert "short/1.1-first/assessment.yaml, line " in told
    assert not CoursePage.objects.exists()


GLOSSARY = """
- slug: seal
  term: seal
  definition: A numbered closure.
  es:
    term: sello
    definition: Un cierre numerado.
- slug: seal-log
  term: seal log
  definition: A list of seals.
"""


def words(slug: str = "seal") -> dict[str, tuple[str, str]]:
    rows = GlossaryTerm.objects.filter(slug=slug)
    return {row.language: (row.term, row.definition) for row in rows}


def glossary(folder: Path, text: str = GLOSSARY) -> str:
    """What the load says of the glossary."""
    (folder / "glossary.yaml").write_text(text.lstrip("\n"), encoding="utf-8")
    told = load(folder)
    return told[told.index("glossary:") : told.index("short:")]


def test_a_word_is_loaded_in_both_languages_and_once(folder: Path) -> None:
    assert "3 new, 0 updated, 0 unchanged" in glossary(folder)
    assert words() == {
        "en": ("seal", "A numbered closure."),
        "es": ("sello", "Un cierre numerado."),
    }
    assert set(words("seal-log")) == {"en"}
    assert "0 new, 0 updated, 3 unchanged" in glossary(folder)
    assert "0 new, 1 updated, 2 unchanged" in glossary(
        folder, GLOSSARY.replace("Un cierre", "Cierre")
    )
    assert words()["es"] == ("sello", "Cierre numerado.")
    kriol = GLOSSARY + "  kriol: {term: a word of Kriol, definition: What it is.}\n"
    assert "1 new, 1 updated, 2 unchanged" in glossary(folder, kriol)
    assert words("seal-log")["bzj"] == ("a word of Kriol", "What it is.")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_word_changed_or_deleted_in_the_editor_is_left_alone_in_that_language(
    folder: Path, language: str
) -> None:
    glossary(folder)
    term = GlossaryTerm.objects.get(slug="seal", language=language)
    term.definition = "Ours."
    term.save()
    both = GLOSSARY.replace("numbered", "signed").replace("numerado", "firmado")
    told = glossary(folder, both)
    assert "0 new, 1 updated, 1 unchanged" in told
    assert told.count("changed in the editor") == 1
    assert ("“seal (es)”" in told) == (language == "es")
    assert words()[language][1] == "Ours."
    term.delete()
    assert "deleted in the editor" in glossary(folder, both)
    assert set(words()) == {"en", "es"} - {language}


def test_words_loaded_before_there_were_others_are_still_as_loaded(folder: Path) -> None:
    glossary(folder)
    said = {"slug": "seal", "term": "seal", "definition": "A numbered closure."}
    term = GlossaryTerm.objects.get(slug="seal", language="en")
    assert term.source_hash == content_hash(said) == content_hash(content_of(term))
    spanish = GlossaryTerm.objects.get(slug="seal", language="es")
    assert spanish.source_hash == content_hash(content_of(spanish))
    assert content_of(spanish)["language"] == "es"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    term: sello\n", "", 4, "es of seal has no term"),
        ("    definition: Un cierre numerado.\n", "", 4, "es of seal has no definition"),
        ("term: sello", "term: ''", 4, "es of seal has no term"),
        ("es:\n    term: sello\n    definition: Un", "es: Un", 4, "es of seal is"),
        ("sello", "s" * 81, 5, "term has 81 characters"),
        ("Un cierre", "Un" * 200, 6, "definition has"),
        ("sello", "7", 5, "not text"),
        ("    term: sello", "    word: x\n    term: sello", 5, "Nobody reads word"),
        ("  es:", "  sp:", 4, "Nobody reads sp"),
        ("slug: seal-log", "slug: seal", 1, "seal stands twice"),
        ("  definition: A list of seals.\n", "", 7, "definition is missing"),
    ],
)
def test_a_word_half_there_is_named_by_line_and_loads_nothing(
    folder: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in GLOSSARY
    with pytest.raises(CommandError) as refusal:
        glossary(folder, GLOSSARY.replace(old, new))
    assert said in str(refusal.value)
    assert f"glossary.yaml, line {line}:" in str(refusal.value)
    assert not GlossaryTerm.objects.exists()


def test_the_shipped_glossary_has_every_word_in_spanish_and_invents_none_of_other_languages() -> (
    None
):
    entries = yaml.safe_load((SHIPPED / "glossary.yaml").read_text(encoding="utf-8"))
    assert len(entries) >= 130
    assert [entry["slug"] for entry in entries] == sorted(entry["slug"] for entry in entries)
    assert all(set(entry) == {"slug", "term", "definition", "es"} for entry in entries)
