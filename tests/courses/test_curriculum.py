"""What ships: each question can be answered in full, none by its looks; all is finished."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from courses.catalogue.loading.services import SHIPPED, Curriculum, read_curriculum
from courses.questions.question_types import question_type

Option = dict[str, Any]
ENOUGH = 15  # questions with one right option: with fewer a share says nothing
MORE_THAN_CHANCE = 0.10
CAUTIOUS = re.compile(
    r"\b(stop|ask|record|note|call|wait|leave|never|always|only|verify|check|may|might|could|"
    r"careful\w*|authori[sz]\w+|photograph|document|explain|report|until|unless|before)\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile(
    r"\b(TODO|TBD|FIXME|XXX)\b|(?i:lorem ipsum|placeholder)"
)  # "todo" is Spanish
WALKED = ("scenario",)  # a way that is gone: its best one is tried when it is cleaned

# The files are the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@cache
def read_once() -> Curriculum:
    call_command("load_nice_catalogue", stdout=StringIO())
    return read_curriculum(SHIPPED, "")


@pytest.fixture
def curriculum() -> Curriculum:
    """Read from the files by the first test that asks; nothing of it is in a database."""
    return read_once()


def modules_of(curriculum: Curriculum) -> Iterator[tuple[str, Any]]:
    for course, _known in curriculum.courses:
        for module in course.modules:
            yield f"{course.slug}/{module.slug}", module


def test_every_question_has_an_answer_that_earns_everything(curriculum: Curriculum) -> None:
    asked = 0
    for name, module in modules_of(curriculum):
        for question in module.questions:
            content = question.content
            kind = question_type(content["type_key"])
            assert kind is not None
            if kind.key in WALKED:
                continue
            best = kind.normalise(content["config"], kind.model_answer(content["config"]))
            grade = kind.grade(content["config"], best)
            assert (grade.score, grade.right, grade.fatal) == (1.0, True, False), (
                name,
                content["key"],
            )
            asked += 1
    assert asked > 250


def longest(options: list[Option]) -> list[Option]:
    return those_with_most(options, lambda option: len(option["text"]))


def most_cautious(options: list[Option]) -> list[Option]:
    return those_with_most(options, lambda option: len(CAUTIOUS.findall(option["text"])))


def last(options: list[Option]) -> list[Option]:
    return options[-1:]


def those_with_most(options: list[Option], count: Callable[[Option], int]) -> list[Option]:
    most = max(count(option) for option in options)
    return [option for option in options if count(option) == most]


@pytest.mark.parametrize("strategy", [longest, most_cautious, last])
def test_no_module_can_be_passed_by_how_its_options_look(
    curriculum: Curriculum, strategy: Callable[[list[Option]], list[Option]]
) -> None:
    """By somebody who has not read the lessons. Where several look alike, one of them is taken."""
    tried = 0
    for name, module in modules_of(curriculum):
        banks = [
            question.content["config"]["options"]
            for question in module.questions
            if question.content["type_key"] == "single"
        ]
        if len(banks) < ENOUGH:
            continue
        tried += 1
        chance = sum(1 / len(options) for options in banks) / len(banks)
        guessed = 0.0
        for options in banks:
            taken = strategy(options)
            guessed += sum(option["right"] for option in taken) / len(taken)
        assert guessed / len(banks) <= chance + MORE_THAN_CHANCE, (name, guessed / len(banks))
    assert tried >= 7


def test_nothing_is_unfinished(curriculum: Curriculum) -> None:
    for path in sorted(SHIPPED.rglob("*")):
        if path.suffix in (".md", ".yaml", ".svg") and path.name != "README.md":
            found = UNFINISHED.search(path.read_text(encoding="utf-8"))
            assert found is None, (path.name, found)


def test_every_lesson_says_what_it_is_for(curriculum: Curriculum) -> None:
    for name, module in modules_of(curriculum):
        assert 3 <= len(module.lessons) <= 6, name
        assert module.content["job_aid"]["items"], name
        for lesson in module.lessons:
            content = lesson.content
            assert content["objectives"], (name, lesson.slug)
            assert content["sources"], (name, lesson.slug)
            assert content["alignments"], (name, lesson.slug)
            kinds = [block["type"] for block in content["body"]]
            assert "summary" in kinds, (name, lesson.slug)


def test_every_question_is_aligned_and_has_its_source(curriculum: Curriculum) -> None:
    for name, module in modules_of(curriculum):
        for question in module.questions:
            content = question.content
            assert content["alignments"], (name, content["key"])
            assert content["source"], (name, content["key"])
            if content["key"] in module.content["items"]:
                assert content["explanation"], (name, content["key"])


def test_a_point_names_every_module_that_shows_it(curriculum: Curriculum) -> None:
    """Who decides it must see what the decision touches."""
    affects = {point.slug: point.content["affects"] for point in curriculum.points}
    shown = re.compile(r"(?:ref|practice_point|point): (PP-\d+)\b")
    for name, module in modules_of(curriculum):
        for path in module.path.parent.iterdir():
            for point in shown.findall(path.read_text(encoding="utf-8")):
                assert module.content["code"] in affects[point], (point, name)
