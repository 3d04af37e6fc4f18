"""All checks of one lesson, and of a module's job aid and questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.gate import checks, words

Json = dict[str, Any]
KINDS = LessonBlocks.base_blocks


@dataclass(frozen=True)
class Finding:
    """One thing in one block, and what to do about it."""

    code: str
    block_id: str
    where: str
    what: str
    fix: str
    may_be_overridden: bool = True

    @property
    def key(self) -> str:
        """The same finding in the same block: a reason given for it goes on counting."""
        return sha256(f"{self.code}\n{self.block_id}\n{self.what}".encode()).hexdigest()[:32]

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.fix}"


def findings_in(body: list[Json], enclosed: Json) -> list[Finding]:
    """In the order of the lesson."""
    return list(_findings(body, enclosed))


def findings_in_module(job_aid: Any, items: list[Json]) -> list[Finding]:
    """Of its card, then of each question of its assessment, as they are frozen."""
    found = [_finding(one, "job-aid", _("Job aid")) for one in words.of_job_aid(job_aid)]
    for item in items:
        where = question_named(item)
        found += [
            _finding(one, f"question:{item['key']}", where) for one in words.of_question(item)
        ]
    return found


def question_named(item: Json) -> str:
    stem = Truncator(str(item["stem"]).strip()).chars(50)
    return _("Question %(key)s, “%(stem)s”") % {"key": item["key"], "stem": stem}


def _finding(problem: checks.Problem, block_id: str, where: str) -> Finding:
    return Finding(
        code=problem.code,
        block_id=block_id,
        where=where,
        what=problem.what,
        fix=problem.fix,
        may_be_overridden=problem.code != checks.GONE,
    )


def _findings(body: list[Json], enclosed: Json) -> Iterator[Finding]:
    section = ""
    for number, block in enumerate(body, start=1):
        where = _where(block, number, section)
        if block["type"] == "heading":
            section = str(block["value"].get("text", ""))
        for problem in _problems(body, number - 1, enclosed):
            yield _finding(problem, str(block.get("id") or number), where)


def _problems(body: list[Json], at: int, enclosed: Json) -> Iterator[checks.Problem]:
    block = body[at]
    yield from checks.headings(body, at)
    yield from checks.tables(block)
    yield from checks.alternatives(block)
    yield from checks.uploads(block, enclosed)
    yield from checks.drawings(block, enclosed)
    yield from checks.links(block)
    if block["type"] == "practice":
        item = enclosed.get("questions", {}).get(block["value"].get("question"))
        yield from words.of_question(item) if item else ()


def _where(block: Json, number: int, section: str) -> str:
    kind = KINDS.get(block["type"])
    name = str(kind.label if kind and kind.label else block["type"]).replace("_", " ").capitalize()
    values = {"number": number, "name": name, "title": _title(block), "section": section}
    if values["title"]:
        return _("Block %(number)s, %(name)s “%(title)s”") % values
    if section:
        return _("Block %(number)s, %(name)s under “%(section)s”") % values
    return _("Block %(number)s, %(name)s") % values


def _title(block: Json) -> str:
    value = block["value"]
    title = value if isinstance(value, str) else ""
    if isinstance(value, dict):
        title = value.get("title") or value.get("text") or value.get("caption") or ""
    return Truncator(strip_tags(str(title)).strip()).chars(50)
