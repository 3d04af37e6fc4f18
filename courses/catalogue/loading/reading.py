"""A course's folder, read and checked as a whole before anything is written.

What is read is plain JSON in the very form in which `content.py` reads it back from pages.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import ListBlock

from courses.catalogue.blocks import JobAidBlock, SourceBlock
from courses.catalogue.loading.assessment_file import (
    ORDINARY,
    Dates,
    check_blueprint,
    read_dates,
    read_rule,
)
from courses.catalogue.loading.fields import Fields
from courses.catalogue.loading.gate import report_findings, report_module
from courses.catalogue.loading.items import Item
from courses.catalogue.loading.lesson_file import read_body, read_yaml, split_front_matter
from courses.catalogue.loading.problems import Report, line_of
from courses.catalogue.loading.shaping import canonical, stable_id
from courses.catalogue.loading.uploads import name_uploads
from courses.questions.question_types import QUESTION_TYPES, question_type
from lms.accounts.models import AgencyKind

Json = dict[str, Any]
NUMBER = re.compile(r"^\d[\d.]*-")
LEGAL = re.compile(r"^LR-\d+$")
MOST_OF_A_TAG = 60


@dataclass
class ModuleFiles(Item):
    lessons: list[Item] = field(default_factory=list)
    questions: list[Item] = field(default_factory=list)
    dates: Dates = field(default_factory=Dates)


@dataclass
class CourseFiles(Item):
    modules: list[ModuleFiles] = field(default_factory=list)


def read_course(folder: Path, report: Report) -> CourseFiles:
    path = folder / "course.yaml"
    values, text = _file(path, report)
    fields = Fields(values, path, text, report)
    names = fields.texts("modules", required=True)
    content = {
        "title": fields.words("title", most=255),
        "code": fields.words("code", most=30),
        "short_title": fields.words("short_title", required=False, most=80),
        "track": fields.number("track", least=1, most=99, default=1),
        "summary": fields.words("summary"),
        "audience": fields.words("audience"),
        "meant_for": fields.some_of("meant_for", AgencyKind.values),
        "prerequisites": fields.words("prerequisites", required=False),
        "outcomes": fields.texts("outcomes", required=True),
        "record": fields.choice("record", ["graded", "participation"]),
        "validity_months": fields.number("validity_months", least=1, most=120, default=36),
        "work_roles": fields.texts("work_roles"),
        "profiles": fields.texts("profiles"),
    }
    fields.finish()
    course = CourseFiles(path, str(stable_id(folder.name)), folder.name, content)
    for name in names:
        if not (folder / name).is_dir():
            fields.problem("modules", f"There is no folder {name}.", "Name the folders in order.")
            continue
        course.modules.append(_module(folder / name, folder.name, str(content["record"]), report))
    return course


def read_practice_points(root: Path, report: Report) -> list[Item]:
    path = root / "practice-points.yaml"
    if not path.exists():
        return []
    values, text = read_list(path, report)
    items = []
    for entry in values:
        key = str(entry.get("key", "")) if isinstance(entry, dict) else ""
        fields = Fields(entry, path, text, report, line=line_of(text, f"key: {key}"))
        content = {
            "key": fields.words("key", most=40),
            "point": fields.words("point"),
            "views": _views(fields),
            "decides": fields.words("decides", most=60),
            "affects": fields.words("affects", required=False),
            "decision": fields.words("decision", required=False),
            "decided_by": fields.words("decided_by", required=False, most=120),
            "decided_on": str(fields.take("decided_on") or ""),
        }
        status = fields.choice("status", ["undecided", "decided"])
        whole = all(content[name] for name in ("decision", "decided_by", "decided_on"))
        if (status == "decided") != whole:
            fields.problem(
                "status",
                f"{key} is {status}, but that does not match its decision.",
                "A decided point has decision, decided_by and decided_on; others have none.",
            )
        fields.finish()
        items.append(Item(path, str(stable_id(key)), key, content, fields.line))
    return items


def _views(fields: Fields) -> list[Json]:
    views = fields.take("views")
    good = isinstance(views, list) and all(
        isinstance(v, dict) and set(v) == {"view", "source"} for v in views
    )
    if not good or len(views) < 2:
        fields.problem("views", "The views are not complete.", "Give two, each view and source.")
        return []
    return [{name: str(value).strip() for name, value in view.items()} for view in views]


def _module(folder: Path, course: str, record: str, report: Report) -> ModuleFiles:
    path = folder / "module.yaml"
    values, text = _file(path, report)
    fields = Fields(values, path, text, report)
    minutes = fields.number("minutes", least=1, most=600)
    content: Json = {
        "title": fields.words("title", most=255),
        "code": fields.words("code", most=20),
        "objectives": fields.texts("objectives", required=True),
        "mistakes": fields.texts("mistakes"),
        "sources": fields.texts("sources"),
        "job_aid": fields.block("job_aid", JobAidBlock()),
        "work_roles": fields.texts("work_roles"),
    }
    fields.finish()
    seed = f"{course}/{folder.name}"
    module = ModuleFiles(path, str(stable_id(seed)), slug_of(folder.name), content)
    module.lessons = [_lesson(file, seed, report) for file in sorted(folder.glob("*.md"))]
    if not module.lessons:
        report.add(path, 1, "The module has no lesson.", "Add a file such as 01-first.md.")
    content["extra_minutes"] = _extra_minutes(minutes or 0, module, fields)
    content.update(_assessment(module, record, report))
    module.questions += _practice(folder, report)
    report_module(content["job_aid"], path, module.questions, report)
    return module


def _extra_minutes(minutes: int, module: ModuleFiles, fields: Fields) -> int:
    lessons = sum(lesson.content["minutes"] for lesson in module.lessons)
    if lessons > minutes:
        fields.problem(
            "minutes",
            f"The lessons take {lessons} minutes, the module {minutes}.",
            "Correct one of them: a module's time includes its assessment.",
        )
    return max(minutes - lessons, 0)


def _lesson(path: Path, seed: str, report: Report) -> Item:
    text = path.read_text(encoding="utf-8")
    front, body, first_line = split_front_matter(text, path, report)
    fields = Fields(front, path, text, report)
    seed = f"{seed}/{NUMBER.sub('', path.stem)}"
    content = {
        "title": fields.words("title", most=255),
        "summary": fields.words("summary", required=False),
        "minutes": fields.number("minutes", least=1, most=120),
        "objectives": fields.texts("objectives"),
        "sources": fields.block("sources", ListBlock(SourceBlock())),
        "alignments": fields.texts("alignments"),
        "work_roles": fields.texts("work_roles"),
        "body": canonical(read_body(body, first_line, path, seed, report)),
    }
    fields.finish()
    lesson = Item(path, str(stable_id(seed)), slug_of(path.stem), content)
    report_findings(lesson.content["body"], path, report)
    lesson.files = name_uploads(lesson.content["body"], path, report)
    return lesson


def _assessment(module: ModuleFiles, record: str, report: Report) -> Json:
    path = module.path.parent / "assessment.yaml"
    if record == "participation":
        if path.exists():
            report.add(
                path, 1, "The course is participation only.", "Remove its assessment, or grade it."
            )
        return {**ORDINARY, "items": []}
    values, text = _file(path, report)
    fields = Fields(values, path, text, report)
    rule, module.dates = read_rule(fields), read_dates(fields)
    entries = fields.take("items")
    fields.finish()
    if not isinstance(entries, list) or not entries:
        fields.problem("items", "The assessment has no items.", "Add items: and a list.")
        entries = []
    asked = [_question(entry, path, text, report, asked=True) for entry in entries]
    module.questions = [question for question, _sure in asked]
    check_blueprint(fields, rule, [question.content for question in module.questions])
    return {
        **rule,
        "items": [question.content["key"] for question in module.questions],
        "ask_sure": [question.content["key"] for question, sure in asked if sure],
    }


def _practice(folder: Path, report: Report) -> list[Item]:
    """Questions that lessons let a learner try out, and that no assessment asks."""
    path = folder / "practice.yaml"
    if not path.exists():
        return []
    entries, text = _file(path, report, kind=list)
    return [_question(entry, path, text, report)[0] for entry in entries or []]


def _question(
    entry: Any, path: Path, text: str, report: Report, *, asked: bool = False
) -> tuple[Item, bool]:
    """A question, and whether an assessment asks how sure people are of it."""
    key = str(entry.get("key", "")) if isinstance(entry, dict) else ""
    line = line_of(text, f"key: {key}") if key else 1
    fields = Fields(entry, path, text, report, line=line)
    content = {
        "key": fields.words("key", most=60),
        "type_key": fields.choice("type", [kind.key for kind in QUESTION_TYPES]),
        "stem": fields.words("stem"),
        "critical": fields.flag("critical"),
        "practice_point": fields.words("practice_point", required=False),
        "legal_ref": fields.words("legal", required=False),
        "difficulty": fields.number("difficulty", least=1, most=3, default=2),
        "source": fields.words("source", required=False, most=250),
        "alignments": fields.texts("alignments"),
        "work_roles": fields.texts("work_roles"),
        "tags": _tags(fields),
        "explanation": fields.words("explanation", required=False),
    }
    sure = asked and fields.flag("ask_sure")
    if content["legal_ref"] and not LEGAL.match(str(content["legal_ref"])):
        fields.problem("legal", f"legal is {content['legal_ref']!r}.", "Write LR- and a number.")
    content["config"] = _config(fields, str(content["type_key"]))
    fields.finish()
    return Item(path, str(content["key"]), str(content["key"]), content, line), sure


def _tags(fields: Fields) -> list[str]:
    """In small letters and in order: the bank knows one tag however it is written."""
    tags = sorted({tag.casefold() for tag in fields.texts("tags")})
    for tag in tags:
        if len(tag) > MOST_OF_A_TAG:
            fields.problem("tags", f"The tag {tag[:30]}… is long.", "Keep it under 60 characters.")
    return tags


def _config(fields: Fields, key: str) -> Json:
    kind = question_type(key)
    if kind is None:
        fields.asked.update(fields.values)
        return {}
    config = {name: fields.take(name) for name in kind.parts}
    try:
        return kind.clean({name: value for name, value in config.items() if value is not None})
    except ValidationError as error:
        fields.report.add(
            fields.path,
            fields.line,
            " ".join(error.messages),
            f"Change the {', '.join(kind.parts)} of this item.",
        )
        return {}


def _file(path: Path, report: Report, kind: type = dict) -> tuple[Any, str]:
    if not path.exists():
        report.add(path, 1, "The file is missing.", "Add it, as courses/curriculum/README.md says.")
        return kind(), ""
    text = path.read_text(encoding="utf-8")
    before = len(report.problems)
    values = read_yaml(text, path, report)
    if not isinstance(values, kind) and len(report.problems) == before:
        report.add(path, 1, "The file is empty or of the wrong form.", "Write name: value lines.")
    return (values if isinstance(values, kind) else kind()), text


def read_list(path: Path, report: Report) -> tuple[list[Any], str]:
    """The entries of a file that is one list, and its text."""
    values, text = _file(path, report, kind=list)
    return values or [], text


def slug_of(name: str) -> str:
    """`1.4-live-or-dead` is shown at `/live-or-dead/`: numbers may change, addresses not."""
    return NUMBER.sub("", name)
