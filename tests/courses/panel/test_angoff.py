"""The arithmetic of a modified Angoff panel, against numbers worked out by hand."""

from math import sqrt

import pytest

from courses.assessment.panel.angoff import asked_shares, outcome_of
from tests.factories.learning import an_item

pytestmark = pytest.mark.django_db  # an item names a statement, which is a row

# Three judges, two items. Own means: 70, 60, 80. Their mean is 70, their deviation 10.
RATINGS = {"x": {"a": 60, "b": 80}, "y": {"a": 50, "b": 70}, "z": {"a": 80, "b": 80}}


def test_the_cut_is_the_mean_of_the_item_means_with_its_error_over_judges() -> None:
    found = outcome_of(RATINGS, [an_item("a"), an_item("b")], [])
    assert found.judges == {"x": 70, "y": 60, "z": 80}
    assert found.cut == pytest.approx(70)
    assert found.error == pytest.approx(10 / sqrt(3))  # 5.77
    assert found.items["a"].mean == pytest.approx(190 / 3)  # 63.33
    assert found.items["b"].mean == pytest.approx(230 / 3)  # 76.67
    assert found.items["a"].deviation == pytest.approx(sqrt((100 / 9 + 1600 / 9 + 2500 / 9) / 2))
    assert (found.items["a"].lowest, found.items["a"].highest) == (50, 80)
    assert found.suggested == 70


def test_the_suggestion_is_the_next_whole_per_cent() -> None:
    ratings = {"x": {"a": 70}, "y": {"a": 71}, "z": {"a": 70}}
    found = outcome_of(ratings, [an_item("a")], [])
    assert found.cut == pytest.approx(211 / 3)  # 70.33
    assert found.suggested == 71


def test_within_the_error_is_within_one_standard_error_of_the_cut() -> None:
    found = outcome_of(RATINGS, [an_item("a"), an_item("b")], [])
    assert [mark for mark in range(101) if found.is_within_error(mark)] == list(range(65, 76))


def test_a_single_judge_has_no_error() -> None:
    found = outcome_of({"x": {"a": 55}}, [an_item("a")], [])
    assert (found.cut, found.error, found.suggested) == (55, None, 55)
    assert not found.is_within_error(55)


def test_a_drawn_form_counts_an_item_by_how_often_it_is_asked() -> None:
    """Two of three are asked, `a` always: (90 + 50/2 + 70/2) / 2 = 75, but for the draws."""
    items = [an_item("a", critical=True), an_item("b"), an_item("c")]
    found = outcome_of({"x": {"a": 90, "b": 50, "c": 70}}, items, [{"count": 2}])
    shares = asked_shares(items, [{"count": 2}])
    assert shares["a"] == 1
    assert shares["b"] + shares["c"] == pytest.approx(1)
    assert found.cut == pytest.approx((90 + 50 * shares["b"] + 70 * shares["c"]) / 2)
    assert found.cut == pytest.approx(75, abs=1.5)


def test_each_line_of_a_blueprint_has_the_mean_of_the_items_that_fit() -> None:
    items = [an_item(key, tags=[tag]) for key, tag in (("a", "law"), ("b", "law"), ("c", "desk"))]
    lines = [{"count": 1, "tag": "law"}, {"count": 1, "tag": "desk"}]
    ratings = {"x": {"a": 40, "b": 60, "c": 90}, "y": {"a": 60, "b": 80, "c": 90}}
    cells = outcome_of(ratings, items, lines).cells
    assert [(one.count, one.pool, one.mean) for one in cells] == [(1, 2, 60), (1, 1, 90)]
