"""Whatever people give: a score from 0 to 1, and the stored rows come to the same once more."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.assessment.grading import weighed
from courses.assessment.marking.finishing import marked
from courses.assessment.marking.models import SettledMark
from courses.assessment.marking.rules import (
    grade_by,
    middle,
    neighbours,
    one_level_decides,
    too_far_apart,
)
from courses.assessment.models import Grading
from courses.questions.question_types import question_type

LEVELS = st.lists(st.integers(0, 2), min_size=2, max_size=2)
LENIENT = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def rubrics(draw: st.DrawFn) -> tuple[dict[str, Any], list[list[int]]]:
    """An item of any rubric, and three readers' levels."""
    criteria = []
    for n in range(draw(st.integers(1, 8))):
        points = draw(st.lists(st.integers(1, 20), min_size=1, max_size=5, unique=True))
        levels = [{"text": f"{p} points", "points": p} for p in [*sorted(points)[::-1], 0]]
        criteria.append({"name": f"Criterion {n}", "levels": levels})
    most = sum(one["levels"][0]["points"] for one in criteria)
    config = {
        **question_type("open").sample,
        "criteria": criteria,
        "needed": draw(st.integers(1, most)),
    }
    item = {"key": "o", "type": "open", "config": question_type("open").clean(config)}
    readers = [
        [draw(st.integers(0, len(one["levels"]) - 1)) for one in criteria] for _n in range(3)
    ]
    return item, readers


@given(rubrics())
@settings(max_examples=200, deadline=None)
def test_any_levels_score_from_nothing_to_one(case: Any) -> None:
    item, readers = case
    for levels in [*readers, middle(readers)]:
        grade = grade_by(item, "words", levels)
        assert 0 <= grade.score <= 1
        assert grade == grade_by(item, "words", list(levels))
        for other in neighbours(item, levels):
            assert sum(a != b for a, b in zip(levels, other, strict=True)) == 1
            assert grade_by(item, "words", other) != grade


@given(rubrics())
@settings(max_examples=200, deadline=None)
def test_the_middle_lies_between_and_the_order_of_readers_is_nothing(case: Any) -> None:
    item, readers = case
    found = middle(readers)
    assert found == middle(readers[::-1])
    for at, level in enumerate(found):
        assert level in {one[at] for one in readers}
        assert min(one[at] for one in readers) <= level <= max(one[at] for one in readers)
    if readers[0] == readers[1]:
        assert found == readers[0]
    assert not too_far_apart(item, readers[0], readers[0])
    assert too_far_apart(item, *readers[:2]) == too_far_apart(item, *readers[1::-1])


def test_one_level_decides_exactly_where_a_neighbour_turns_the_outcome() -> None:
    items = {"o": {"type": "open", "config": question_type("open").sample}}
    for needed in range(5):

        def passes(levels: dict[str, list[int]], needed: int = needed) -> bool:
            return 4 - sum(levels["o"]) >= needed

        for a in range(3):
            for b in range(3):
                points = 4 - a - b
                # One level is one point here, up (never above 4) or down (never below 0).
                near = (points == needed and points > 0) or points == needed - 1
                assert one_level_decides(passes, {"o": [a, b]}, items) == near


@pytest.mark.django_db
@given(readings=st.lists(LEVELS, min_size=3, max_size=3), drawn=st.booleans())
@LENIENT
def test_stored_marks_regrade_to_the_same_score(academy, chance, readings, drawn) -> None:
    chance(drawn)
    school = academy(slug=f"course-{Grading.objects.count()}-{len(readings)}-{id(readings)}")
    attempt = school.sat()
    for n, levels in enumerate(readings):
        if school.mark(n, levels) is not None:
            break
    grading = Grading.objects.get(attempt=attempt)
    assert 0 <= grading.score <= 100
    settled = {row.answer.item_key: row.levels for row in SettledMark.objects.filter(
        answer__attempt=attempt)}  # fmt: skip
    items = {item["key"]: item for item in school.assessment.items}
    part = attempt.part_grading.items
    marks = [
        marked(items[m["key"]], m, settled[m["key"]]) if m["key"] in settled else m for m in part
    ]
    again = weighed(attempt, marks, grading.record_hash)
    assert (again.score, again.passed) == (grading.score, grading.passed)
    stored = weighed(attempt, grading.items, grading.record_hash)
    assert (stored.score, stored.passed) == (grading.score, grading.passed)
