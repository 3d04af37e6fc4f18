"""Agreement of two markers: checked against a published table, and told from thirty pairs on."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from courses.assessment.marking.agreement import agreement_in, exact_agreement, weighted_kappa
from courses.assessment.marking.models import Marking, PartGrading, WhySecond, WrittenAnswer
from courses.completion.marking import correct_marks
from courses.models import ModulePage
from lms.accounts.api import Role
from lms.accounts.models import AgencyKind
from tests.courses.assessment.marking.conftest import BEST, FAIR, POOR, open_item
from tests.courses.catalogue.test_admin import signed_in
from tests.factories.accounts import AgencyFactory
from tests.factories.courses import course_page, module_page
from tests.factories.learning import an_item


def pairs_of(table: list[list[int]]) -> list[tuple[int, int]]:
    """Rows are the first reader's levels, columns the second's."""
    return [
        (i, j) for i, row in enumerate(table) for j, times in enumerate(row) for _n in range(times)
    ]


def test_kappa_of_a_published_table() -> None:
    """85 xeromammograms read by two radiologists (N. F. Boyd et al., JNCI 68 (1982), 357-363, as
    in D. G. Altman, Practical Statistics for Medical Research (1991), 403-405, and in Stata's
    manual under `kap`, which gives 94.77 %, 84.09 % and 0.6714 for squared weights).

    By hand: the first reader's sums are 33 22 29 1, the second's 28 38 16 3. 28 pairs are one
    level apart (12 + 4 + 1 + 9 + 2) and 3 are two apart: observed (28 + 3 * 4) / 85 = 40 / 85.
    With levels 1 to 4 the first reader's mean is 168/85 and mean square 398/85, the second's
    164/85 and 372/85: expected 398/85 + 372/85 - 2 * (168/85) * (164/85) = 1.43197.
    kappa = 1 - 0.470588 / 1.43197 = 0.6714. Over 9, these are 1 - 0.9477 and 1 - 0.8409.
    """
    pairs = pairs_of([[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]])
    assert len(pairs) == 85
    assert weighted_kappa(pairs) == pytest.approx(0.6714, abs=5e-5)
    assert exact_agreement(pairs) == pytest.approx(54 / 85)


def test_kappa_at_its_ends() -> None:
    assert weighted_kappa([(0, 0), (2, 2), (1, 1)]) == 1
    assert weighted_kappa([(0, 1), (1, 0)]) == -1
    assert weighted_kappa([(0, 0), (0, 1), (1, 0), (1, 1)]) == 0
    assert weighted_kappa([(1, 1)] * 40) is None, "all at one level: there is no chance to beat"
    assert weighted_kappa([]) is None
    assert exact_agreement([(0, 0), (0, 2)]) == 0.5


Read = Callable[..., None]


@pytest.fixture
def read(academy, chance) -> tuple[Any, Read]:
    """A school, and a way to have one answer after the other read twice."""
    school = academy([*(an_item(f"i{n}") for n in range(9)), open_item()])

    def twice(*pairs: tuple[list[int], list[int]]) -> None:
        chance(True)
        for first, second in pairs:
            school.sat()
            school.mark(0, first)
            if school.mark(1, second) is None:
                school.mark(2, second)

    return school, twice


@pytest.mark.django_db
def test_too_few_pairs_say_nothing(read, monkeypatch) -> None:
    school, twice = read
    monkeypatch.setattr("courses.assessment.marking.agreement.ENOUGH_PAIRS", 4)
    twice((BEST, BEST), (BEST, FAIR), (POOR, POOR))
    key = school.assessment.module.key
    (one,) = agreement_in([key])[key]
    assert (len(one.pairs), one.enough, one.exact) == (3, False, None)
    assert {(row.exact, row.kappa) for row in one.criteria} == {(None, None)}
    assert one.thirds == 1
    twice((FAIR, FAIR))
    (one,) = agreement_in([key])[key]
    assert (one.enough, one.exact) == (True, 0.75)
    # Levels 0 0, 0 1, 2 2, 1 1: observed 1/4; expected from 0 0 2 1 and 0 1 2 1: 5/4 + 6/4 - 3/2.
    assert [row.kappa for row in one.criteria] == [pytest.approx(1 - 0.25 / 1.25)] * 2
    assert [row.name for row in one.criteria] == ["Order of actions", "Reasons"]


@pytest.mark.django_db
def test_answers_read_again_because_it_was_close_are_counted_apart(academy, chance) -> None:
    school = academy()
    school.sat()
    school.mark(0, FAIR)
    school.mark(1, FAIR)
    assert WrittenAnswer.objects.get().second == WhySecond.CLOSE
    key = school.assessment.module.key
    (one,) = agreement_in([key])[key]
    assert (len(one.pairs), one.close) == (0, 1)


@pytest.mark.django_db
def test_marks_count_as_first_given_whatever_was_corrected(academy, chance) -> None:
    school = academy()
    chance(True)
    school.sat()
    school.mark(0, FAIR)
    correct_marks(
        marking_id=Marking.objects.get().pk, by=school.examiners[0], levels=BEST, comment="",
        reason="Looked again.",
    )  # fmt: skip
    school.mark(1, BEST)
    key = school.assessment.module.key
    (one,) = agreement_in([key])[key]
    assert one.pairs == [(FAIR, BEST)]


@pytest.mark.django_db
def test_answers_of_somebody_who_became_a_judge_are_in_no_figure(read) -> None:
    school, twice = read
    twice((BEST, BEST))
    person = school.officers[0]
    person.agency = AgencyFactory(kind=AgencyKind.JUDICIARY)
    person.save()
    assert agreement_in([school.assessment.module.key]) == {}


@pytest.mark.django_db
def test_half_are_drawn_until_there_are_thirty_pairs_and_then_one_in_five(
    academy, monkeypatch
) -> None:
    from courses.assessment.marking import rules

    asked: list[float] = []

    def draw(pairs: int, value: float) -> bool:
        monkeypatch.setattr(rules._chance, "random", lambda: value)
        asked.append(value)
        return rules.drawn_for_second(pairs)

    assert [draw(29, 0.49), draw(29, 0.5), draw(30, 0.19), draw(30, 0.2)] == [
        True, False, True, False,
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ADMINISTRATOR])
def test_authors_read_the_report(read, role) -> None:
    school, twice = read
    page = module_page(course_page(), title="Module in the editor")
    twice((BEST, FAIR))
    client = signed_in(role)
    report = client.get(reverse("marking-agreement"))
    school.sat()
    assert "Nobody has marked" in report.content.decode()
    # The module that was asked is the one in the editor.
    ModulePage.objects.filter(pk=page.pk).update(translation_key=school.assessment.module.key)
    text = client.get(reverse("marking-agreement")).content.decode()
    assert "Too few to say" in text
    assert "For a first reader: 1, the oldest for 0" in re.sub(r"\s+", " ", text)
    assert "Module in the editor" in text
    for person in (*school.officers, *school.examiners):
        assert person.full_name not in text


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.LEARNER, Role.EXAMINER, Role.TRAINING_OFFICER])
def test_nobody_else_does(role) -> None:
    assert signed_in(role).get(reverse("marking-agreement")).status_code in (302, 403)
    assert Marking.objects.count() == PartGrading.objects.count() == 0
