"""Section 4 of the method: which evidence stands, checked by cases and by properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nice_framework.estimation.standing import Result, meets, standing, whole_months

TODAY = date(2026, 11, 21)


def result(level: int, outcome: str, day: int = 0, *, grade: str = "B", **fields: object) -> Result:
    shown_on = date(2026, 1, 1) + timedelta(days=day)
    return Result(level, outcome == "pass", grade, fields.pop("on", shown_on), **fields)


@pytest.mark.parametrize(
    ("results", "level", "expected"),
    [
        ([], 1, False),
        ([result(2, "pass")], 2, True),
        ([result(2, "pass")], 3, False),
        ([result(3, "pass")], 2, True),
        ([result(2, "fail", 0), result(2, "pass", 1)], 2, True),
        ([result(2, "pass", 0), result(2, "fail", 1)], 2, False),
        # A fail at 3 says nothing against an earlier pass at 2.
        ([result(2, "pass", 0), result(3, "fail", 1)], 2, True),
        # A fail at 2 cancels an earlier pass at 3.
        ([result(3, "pass", 0), result(2, "fail", 1)], 2, False),
        # A later pass at 2 brings 2 back, not 3.
        ([result(3, "pass", 0), result(2, "fail", 1), result(2, "pass", 2)], 3, False),
        ([result(3, "pass", 0), result(2, "fail", 1), result(2, "pass", 2)], 2, True),
        # One sitting: neither result is earlier than the other.
        ([result(2, "pass"), result(2, "fail")], 2, True),
        # Two sittings of one day are ordered.
        ([result(2, "pass", sequence=1), result(2, "fail", sequence=2)], 2, False),
        # Attendance is no skill and cancels nothing.
        ([result(4, "pass", grade="C")], 1, False),
        ([result(2, "pass", 0), result(1, "fail", 1, grade="C")], 2, True),
        # Expired on its own date, not the day before.
        ([result(2, "pass", expires_on=TODAY)], 2, True),
        ([result(2, "pass", expires_on=TODAY - timedelta(days=1))], 2, False),
        # An expired fail is dropped before it can cancel.
        ([result(2, "pass", 0), result(2, "fail", 1, expires_on=date(2026, 2, 1))], 2, True),
        # Shown after the day in question.
        ([result(2, "pass", on=TODAY + timedelta(days=1))], 2, False),
        # 36 months: gone on the day, there the day before.
        ([result(2, "pass", on=date(2023, 11, 21))], 2, False),
        ([result(2, "pass", on=date(2023, 11, 22))], 2, True),
        # The method's example: a pass at 3, grade A, 40 months old.
        ([result(3, "pass", grade="A", on=date(2023, 7, 1))], 2, False),
    ],
)
def test_whether_the_level_is_met(results: list[Result], level: int, expected: bool) -> None:
    assert meets(results, level, as_of=TODAY) is expected


def test_whole_months_counts_completed_months() -> None:
    assert whole_months(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert whole_months(date(2026, 1, 31), date(2026, 3, 31)) == 2
    assert whole_months(date(2024, 2, 29), date(2027, 2, 28)) == 35


RESULTS = st.lists(
    st.builds(
        result,
        st.integers(1, 4),
        st.sampled_from(["pass", "fail"]),
        st.integers(0, 9),
        grade=st.sampled_from("ABC"),
    ),
    max_size=8,
)


@given(RESULTS, st.randoms())
def test_the_order_of_rows_does_not_matter(results: list[Result], random: object) -> None:
    shuffled = list(results)
    random.shuffle(shuffled)
    kept = standing(results, as_of=TODAY)
    assert sorted(map(repr, standing(shuffled, as_of=TODAY))) == sorted(map(repr, kept))


@given(RESULTS)
def test_what_stands_is_settled_and_at_its_latest_day_kept(results: list[Result]) -> None:
    kept = standing(results, as_of=TODAY)
    assert standing(kept, as_of=TODAY) == kept
    skills = [one for one in results if one.grade != "C"]
    last = max((one.shown_on for one in skills), default=None)
    assert all(one in kept for one in skills if one.shown_on == last)


@given(RESULTS, st.integers(1, 4))
def test_a_fresh_pass_always_meets_and_a_fresh_fail_never_does(
    results: list[Result], level: int
) -> None:
    assert meets([*results, result(level, "pass", 10)], level, as_of=TODAY)
    assert not meets([*results, result(level, "fail", 10)], level, as_of=TODAY)


@given(RESULTS, st.integers(2, 4))
def test_meeting_a_level_meets_every_lower_one(results: list[Result], level: int) -> None:
    if meets(results, level, as_of=TODAY):
        assert meets(results, level - 1, as_of=TODAY)
